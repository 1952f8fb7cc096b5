/**
 * Whether a scheme's numbers go together: n and m against the protocol's bound, and the size of its traffic.
 *
 *   simplex   n = 1, m = 0
 *   tmr, tmr-no-exchange   n ≥ 3, m = 1
 *   om        n ≥ 3m + 1; below it only where the rig says so, and never m > n − 2 (a relay chain needs that many
 *             distinct computers)
 */
import { oralComputersMin, oralFaultsMax, oralMessageCount } from '../../firmware/agreement/bounds.js';
import type { Problem } from '../files/problem.js';
import { SCHEME_DEFAULTS } from './rig-defaults.js';
import type { RigFile } from './rig-file-schema.js';
import type { RigSpec } from './rig-spec.js';

/** Messages a frame may have; past it memory and patience end before insight begins. */
const MESSAGES_MAX = 2_000_000;

type KeyProblem = Omit<Problem, 'path'> & { readonly key: 'computers' | 'faults' };

/** The scheme with its defaults. */
export function completeScheme(file: RigFile['scheme']): RigSpec['scheme'] {
  const { computers, faults } = SCHEME_DEFAULTS[file.protocol];
  return {
    protocol: file.protocol,
    computers: file.computers ?? computers,
    faults: file.faults ?? faults,
    choice: file.choice ?? 'majority',
    select: file.select ?? 'mid',
  };
}

/** What is wrong with n and m. */
export function checkScheme(
  scheme: RigSpec['scheme'],
  { belowBound }: { belowBound: boolean },
): KeyProblem[] {
  const { protocol, computers, faults } = scheme;
  switch (protocol) {
    case 'simplex':
      return checkSimplex({ computers, faults });
    case 'tmr':
    case 'tmr-no-exchange':
      return checkTriplex({ protocol, computers, faults, belowBound });
    case 'om':
      return checkOral({ computers, faults, belowBound });
    default:
      return protocol satisfies never;
  }
}

interface Size {
  readonly computers: number;
  readonly faults: number;
}

function checkSimplex({ computers, faults }: Size): KeyProblem[] {
  const problems: KeyProblem[] = [];
  if (computers !== 1)
    problems.push({ key: 'computers', value: computers, message: 'must be 1 for simplex' });
  if (faults !== 0)
    problems.push({ key: 'faults', value: faults, message: 'must be 0 for simplex, which survives none' });
  return problems;
}

function checkTriplex({
  protocol,
  computers,
  faults,
  belowBound,
}: Size & { protocol: string; belowBound: boolean }): KeyProblem[] {
  const problems: KeyProblem[] = [];
  if (faults !== 1) {
    problems.push({
      key: 'faults',
      value: faults,
      message: `must be 1 for ${protocol}`,
      hint: 'om is built for more',
    });
  }
  if (computers < 2) {
    problems.push({
      key: 'computers',
      value: computers,
      message: `is too few for ${protocol} to vote`,
      range: '2 … 16',
    });
  } else if (computers < 3 && !belowBound) {
    const message = `is below the bound: ${protocol} needs at least 3 computers (have ${computers})`;
    problems.push({
      key: 'computers',
      value: computers,
      message,
      hint: 'belowBound: true flies it all the same',
    });
  }
  return problems;
}

function checkOral({ computers, faults, belowBound }: Size & { belowBound: boolean }): KeyProblem[] {
  const needed = oralComputersMin(faults);
  if (computers < needed && !belowBound) {
    const message = `needs at least ${needed} computers for om (have ${computers})`;
    const most = oralFaultsMax(computers);
    const hint = `${computers} computers carry ${most}; belowBound: true flies it all the same`;
    return [{ key: 'faults', value: faults, message, range: most === 0 ? '0' : `0 … ${most}`, hint }];
  }
  if (faults > computers - 2) {
    const message = `needs at least ${faults + 2} computers for a relay chain of om (have ${computers})`;
    return [
      { key: 'faults', value: faults, message, range: computers < 2 ? undefined : `0 … ${computers - 2}` },
    ];
  }
  const messages = computers * oralMessageCount({ computers, faults });
  if (messages > MESSAGES_MAX) {
    const message = `makes ${messages} messages a frame with ${computers} computers`;
    return [{ key: 'faults', value: faults, message, range: `at most ${MESSAGES_MAX} messages` }];
  }
  return [];
}
