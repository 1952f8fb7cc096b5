/**
 * Executions a second of `verify om`, one placement of the traitors with a loyal commander, beside a C program that
 * runs every execution from its start.
 *
 * All count the same violations, or the figures are not shown. The C is run once, since it has seconds to do; the
 * parts of partial evaluation are few, and it is timed many times over.
 */
import { majority } from '../../firmware/agreement/choice.js';
import { EigTree } from '../../firmware/agreement/eig-tree.js';
import { countPartial, countPlain, type OralTrial } from '../../hil/proof/oral-count.js';
import { type CProgram, withCProgram } from './c-program.js';
import { median, type Row, spreadOf } from './row.js';

interface Case {
  readonly computers: number;
  readonly faults: number;
  readonly traitors: number;
  readonly values: number;
  readonly repetitions: { readonly plain: number; readonly partial: number };
  /** Longest times wanted, in seconds. */
  readonly wantedS: { readonly plain: number; readonly partial: number } | null;
}

const CASES: readonly Case[] = [
  {
    computers: 4,
    faults: 1,
    traitors: 1,
    values: 64,
    repetitions: { plain: 25, partial: 99 },
    wantedS: null,
  },
  {
    computers: 6,
    faults: 2,
    traitors: 2,
    values: 2,
    repetitions: { plain: 3, partial: 25 },
    wantedS: { plain: 20, partial: 5 },
  },
];
const METHODS = {
  plain: countPlain,
  partial: countPartial,
} as const;

export function run(): Row[] {
  return withCProgram('verify-brute-force.c', (program) => CASES.flatMap((each) => compare(each, program)));
}

function compare(each: Case, program: CProgram | { missing: string }): Row[] {
  const { computers, faults, traitors, values, wantedS } = each;
  const trial: OralTrial = {
    commander: 'loyal',
    traitors: Array.from({ length: traitors }, (_, i) => i + 1),
    tree: new EigTree({ computers, faults, sources: [0] }),
    values,
    omission: false,
    choiceOf: () => majority,
  };
  const theirs = typeof program === 'function' ? program([computers, faults, traitors, values]) : null;
  const reference =
    theirs === null
      ? null
      : {
          name: 'C, -O3, every execution from its start',
          value: (theirs[1] / theirs[0]) * 1e9,
          unit: 'executions/s',
        };
  return (['plain', 'partial'] as const).map((method): Row => {
    const count = METHODS[method];
    const seconds: number[] = [];
    let executions = 0;
    for (let i = 0; i < each.repetitions[method]; i++) {
      const start = process.hrtime.bigint();
      const found = count(trial, () => true);
      seconds.push(Number(process.hrtime.bigint() - start) / 1e9);
      executions = Number(found.executions);
      const ours = [executions, Number(found.ic1), Number(found.ic2)];
      if (theirs !== null && ours.join(' ') !== theirs.slice(1).join(' '))
        throw new Error(`counts differ at (${computers}, ${faults}): ${ours.join(' ')}, ${theirs.join(' ')}`);
    }
    const rates = seconds.map((s) => executions / s);
    const wanted = wantedS?.[method];
    return {
      name: `verify om, loyal commander, n = ${computers}, m = ${faults}, ${traitors} ${traitors === 1 ? 'traitor' : 'traitors'}, ${values} values, ${method}`,
      value: median(rates),
      unit: 'executions/s',
      spread: spreadOf(rates),
      reference,
      ratio: reference === null ? null : median(rates) / reference.value,
      target: wanted === undefined ? '' : `${executions} executions within ${wanted} s`,
      reached: wanted === undefined ? null : median(seconds) <= wanted,
      note: `${executions} executions in ${median(seconds).toPrecision(3)} s${typeof program === 'function' ? '' : `; ${program.missing}`}`,
    };
  });
}
