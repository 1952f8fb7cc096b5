/**
 * Whether a scheme's numbers go together: n and m against the protocol's bound, and the size of its traffic.
 *
 *   simplex   n = 1, m = 0
 *   tmr, tmr-no-exchange   n ≥ 3, m = 1
 *   primary-backup   n ≥ 2 and n ≥ m + 1, m computers that stop
 *   com-mon   n = 2, 4, 6 …, n ≥ 2m + 2: m pairs drop out, one is left
 *   om, omh   n ≥ 3m + 1 (omh also holds mixes that om does not; the claim checked is m asymmetric faults)
 *   sm        n ≥ m + 2, and n ≥ 2m + 1 because commands are voted; signatures that carry the claim
 *
 * Below its bound a rig flies only where it says so, and m > n − 2 never: a relay chain needs that many distinct
 * computers.
 */
import { hybridComputersMin } from '../../firmware/agreement/hybrid-bound.js';
import { signedVotedComputersMin } from '../../firmware/agreement/signed-bounds.js';
import { oralComputersMin, oralMessageCount } from '../../firmware/agreement/bounds.js';
import type { Problem } from '../files/problem.js';
import { SILENT_FRAMES } from '../../firmware/icd/command-chain.js';
import { exchangesReports, standsBy } from '../../firmware/fcc/scheme.js';
import { claimProblem } from '../keys/create-signatures.js';
import { SCHEME_DEFAULTS, SIGNATURE_US, SIGNING_DEFAULT, WATCH_DEFAULT } from './rig-defaults.js';
import type { RigFile } from './rig-file-schema.js';
import type { RigSpec } from './rig-spec.js';

/** Messages a frame may have; past it memory and patience end before insight begins. */
const MESSAGES_MAX = 2_000_000;

type WatchKey = 'trip' | 'toleranceDeg' | 'persistenceFrames';

const SIGNING_KEYS = ['signatures', 'verification', 'teaching', 'signUs', 'verifyUs'] as const;

type KeyProblem = Omit<Problem, 'path'> & {
  readonly key: 'computers' | 'faults' | 'choice' | 'isolate' | WatchKey | (typeof SIGNING_KEYS)[number];
};

/** The scheme with its defaults. */
export function completeScheme(file: RigFile['scheme']): RigSpec['scheme'] {
  const { computers, faults } = SCHEME_DEFAULTS[file.protocol];
  const scheme = {
    protocol: file.protocol,
    computers: file.computers ?? computers,
    faults: file.faults ?? faults,
    choice: file.choice ?? 'majority',
    select: file.select ?? 'mid',
    ...(file.isolate === true ? { isolate: true } : {}),
  } as const;
  if (scheme.protocol === 'sm') {
    const kind = file.signatures ?? SIGNING_DEFAULT.kind;
    const signing = {
      kind,
      verification: file.verification ?? SIGNING_DEFAULT.verification,
      signUs: file.signUs ?? SIGNATURE_US[kind].signUs,
      verifyUs: file.verifyUs ?? SIGNATURE_US[kind].verifyUs,
    };
    return { ...scheme, signing };
  }
  if (!standsBy(scheme)) return scheme;
  const watch = {
    trip: file.protocol === 'primary-backup' && (file.trip ?? WATCH_DEFAULT.trip),
    toleranceDeg: file.toleranceDeg ?? WATCH_DEFAULT.toleranceDeg,
    persistenceFrames: file.persistenceFrames ?? WATCH_DEFAULT.persistenceFrames,
  };
  return { ...scheme, watch };
}

/** Isolation where there is nobody to agree with on whom to isolate. */
export function checkIsolation(file: RigFile['scheme']): KeyProblem[] {
  if (file.isolate !== true || exchangesReports(completeScheme(file))) return [];
  const { protocol } = file;
  const message = `means nothing for ${protocol}: its computers do not agree on what they read`;
  return [
    { key: 'isolate', value: true, message, hint: 'tmr, om, sm and omh exchange readings; or leave it out' },
  ];
}

/** Keys of the watch in a scheme that has none, or not this one. */
export function checkWatch(file: RigFile['scheme']): KeyProblem[] {
  const problems: KeyProblem[] = [];
  const { protocol } = file;
  const meant = (key: WatchKey): string =>
    key === 'trip' ? 'only a backup trips: primary-backup' : 'primary-backup and com-mon compare commands';
  for (const key of ['trip', 'toleranceDeg', 'persistenceFrames'] as const) {
    const value = file[key];
    const known = protocol === 'primary-backup' || (protocol === 'com-mon' && key !== 'trip');
    if (value !== undefined && !known)
      problems.push({ key, value, message: `means nothing for ${protocol}`, hint: meant(key) });
  }
  const { persistenceFrames } = file;
  if (protocol === 'com-mon' && persistenceFrames !== undefined && persistenceFrames > SILENT_FRAMES) {
    problems.push({
      key: 'persistenceFrames',
      value: persistenceFrames,
      message: 'is longer than the surfaces wait for a pair that is at odds with itself',
      range: `1 … ${SILENT_FRAMES}`,
    });
  }
  return problems;
}

/** Signatures that cannot carry what the rig claims, keys about them where nothing is signed, a choice that is not made. */
export function checkSigning(file: RigFile['scheme'], { belowBound }: { belowBound: boolean }): KeyProblem[] {
  const { protocol, choice, teaching } = file;
  const problems: KeyProblem[] = [];
  if ((protocol === 'sm' || protocol === 'omh') && choice === 'median') {
    const message = `means nothing for ${protocol}, which chooses by its own rule`;
    problems.push({ key: 'choice', value: choice, message, hint: 'leave it out' });
  }
  if (protocol !== 'sm') {
    for (const key of SIGNING_KEYS) {
      if (file[key] === undefined) continue;
      const message = `means nothing for ${protocol}`;
      problems.push({ key, value: file[key], message, hint: 'only sm signs its messages' });
    }
    return problems;
  }
  const kind = file.signatures ?? SIGNING_DEFAULT.kind;
  const claim = { kind, asymmetricClaimed: !belowBound, ...(teaching === undefined ? {} : { teaching }) };
  const message = claimProblem(claim);
  if (message !== null) {
    const hint =
      kind === 'crc'
        ? 'siphash or ed25519; teaching: true flies it all the same'
        : 'siphash or ed25519; belowBound: true flies it all the same';
    problems.push({ key: 'signatures', value: kind, message, hint });
  }
  return problems;
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
    case 'omh':
    case 'sm':
      return checkRelayed({ protocol, computers, faults, belowBound });
    case 'primary-backup':
      return checkBackups({ computers, faults, belowBound });
    case 'com-mon':
      return checkPairs({ computers, faults, belowBound });
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

function checkBackups({ computers, faults, belowBound }: Size & { belowBound: boolean }): KeyProblem[] {
  if (computers < 2) {
    const message = 'is too few for primary-backup: nobody stands by';
    return [{ key: 'computers', value: computers, message, range: '2 … 16' }];
  }
  if (faults < computers || belowBound) return [];
  const message = `needs at least ${faults + 1} computers for primary-backup (have ${computers})`;
  return [{ key: 'faults', value: faults, message, range: `0 … ${computers - 1}` }];
}

function checkPairs({ computers, faults, belowBound }: Size & { belowBound: boolean }): KeyProblem[] {
  if (computers % 2 !== 0) {
    const message = 'is odd: com-mon needs pairs, a command computer and its monitor';
    return [{ key: 'computers', value: computers, message, range: '2, 4, 6 … 16' }];
  }
  const needed = 2 * faults + 2;
  if (computers >= needed || belowBound) return [];
  const message = `needs at least ${needed} computers for com-mon (have ${computers})`;
  const most = computers / 2 - 1;
  const hint = `a fault costs a pair, and one must be left: ${computers} carry ${most}; belowBound: true flies it all the same`;
  return [{ key: 'faults', value: faults, message, range: most === 0 ? '0' : `0 … ${most}`, hint }];
}

/** Fewest computers with which a protocol that relays carries m faults that may differ per receiver. */
function relayedComputersMin(protocol: RelayedProtocol, faults: number): number {
  switch (protocol) {
    case 'om':
      return oralComputersMin(faults);
    case 'omh':
      return hybridComputersMin(
        { asymmetric: faults, symmetric: 0, benign: 0, omissiveAsymmetric: 0 },
        { faults },
      );
    case 'sm':
      return signedVotedComputersMin(faults);
    default:
      return protocol satisfies never;
  }
}

type RelayedProtocol = 'om' | 'omh' | 'sm';

function checkRelayed({
  protocol,
  computers,
  faults,
  belowBound,
}: Size & { protocol: RelayedProtocol; belowBound: boolean }): KeyProblem[] {
  const needed = relayedComputersMin(protocol, faults);
  if (computers < needed && !belowBound) {
    const message = `needs at least ${needed} computers for ${protocol} (have ${computers})`;
    let most = 0;
    while (relayedComputersMin(protocol, most + 1) <= computers) most++;
    const hint = `${computers} computers carry ${most}; belowBound: true flies it all the same`;
    return [{ key: 'faults', value: faults, message, range: most === 0 ? '0' : `0 … ${most}`, hint }];
  }
  if (faults > computers - 2) {
    const message = `needs at least ${faults + 2} computers for a relay chain of ${protocol} (have ${computers})`;
    return [
      { key: 'faults', value: faults, message, range: computers < 2 ? undefined : `0 … ${computers - 2}` },
    ];
  }
  const messages = protocol === 'sm' ? 0 : computers * oralMessageCount({ computers, faults });
  if (messages > MESSAGES_MAX) {
    const message = `makes ${messages} messages a frame with ${computers} computers`;
    return [{ key: 'faults', value: faults, message, range: `at most ${MESSAGES_MAX} messages` }];
  }
  return [];
}
