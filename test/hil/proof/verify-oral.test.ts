/**
 * `verify om` and `verify tmr` against an enumerator that shares nothing with them, execution for execution; and
 * wrong decision rules, which must be caught with the counts that it gives for them.
 */
import t from 'tap';
import { type Choice, majority } from '../../../firmware/agreement/choice.js';
import type { VerifyCase, VerifyRequest, VerifyResult } from '../../../hil/proof/verifier.js';
import { oralVerifier, triplexVerifier, verifyOral } from '../../../hil/proof/verify-oral.js';
import { naiveMajority, naiveMedian } from '../../support/naive-om.js';
import { type NaiveChoose, naiveCount } from '../../support/naive-verify.js';

type Asked = Pick<VerifyRequest, 'computers' | 'faults' | 'traitors'> & Partial<VerifyRequest>;

function request(asked: Asked): VerifyRequest {
  return {
    protocol: 'om',
    values: 2,
    omission: false,
    choice: 'majority',
    hybrid: { asymmetric: 0, symmetric: 0, benign: 0, omissiveAsymmetric: 0 },
    signatures: 'transferable',
    ...asked,
  };
}

const NAIVE = {
  majority: (votes: readonly number[]) => naiveMajority(votes, 0),
  median: (votes: readonly number[]) => naiveMedian(votes),
};

/** Ids of all subsets with so many members. */
function subsets(computers: number, size: number): number[][] {
  const all = Array.from({ length: 1 << computers }, (_, set) =>
    Array.from({ length: computers }, (_, id) => id).filter((id) => ((set >> id) & 1) === 1),
  );
  return all.filter(({ length }) => length === size);
}

/** The cases as the naive enumerator has them: placements that count alike are one. */
function naiveCases(asked: VerifyRequest, choose: NaiveChoose = NAIVE[asked.choice]): Set<string> {
  const groups = new Map<string, number>();
  for (const traitors of subsets(asked.computers, asked.traitors)) {
    const faults = asked.protocol === 'tmr' ? 0 : asked.faults;
    const { executions, ic1, ic2 } = naiveCount({ ...asked, faults, traitors, choose });
    const key = `${traitors.includes(0) ? 'traitor' : 'loyal'} ${executions} ${ic1} ${ic2}`;
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  return new Set([...groups].map(([key, placements]) => `${placements} × ${key}`));
}

function keysOf(cases: readonly VerifyCase[]): Set<string> {
  return new Set(
    cases.map(
      ({ placements, commander, executions, ic1, ic2 }) =>
        `${placements} × ${commander} ${executions} ${ic1} ${ic2}`,
    ),
  );
}

function violations({ cases }: VerifyResult): bigint {
  return cases.reduce((sum, { ic1, ic2 }) => sum + ic1 + ic2, 0n);
}

/** Every small case: up to some number of executions in all. */
function smallCases(executionsMax: bigint): VerifyRequest[] {
  const found: VerifyRequest[] = [];
  for (const computers of [3, 4, 5]) {
    for (let faults = 0; faults <= Math.min(2, computers - 2); faults++) {
      for (let traitors = 0; traitors <= Math.min(4, computers); traitors++) {
        for (const values of [2, 3]) {
          for (const omission of [false, true]) {
            for (const choice of ['majority', 'median'] as const) {
              found.push(request({ computers, faults, traitors, values, omission, choice }));
            }
          }
        }
      }
    }
  }
  return found.filter((asked) => oralVerifier.total(asked) <= executionsMax);
}

t.test('both ways count what the naive enumerator counts, in every small case', (t) => {
  let cases = 0;
  let violated = 0;
  let alike = 0;
  for (const asked of smallCases(70_000n)) {
    const naive = naiveCases(asked);
    const plain = oralVerifier.verify({ ...asked, method: 'plain' }, () => true);
    const partial = oralVerifier.verify({ ...asked, method: 'partial' }, () => true);
    const name = JSON.stringify(asked);
    t.same(keysOf(plain.cases), naive, `plain ${name}`);
    t.same(keysOf(partial.cases), naive, `partial ${name}`);
    t.equal(partial.counterexample, plain.counterexample);
    t.equal(partial.covered, partial.total);
    t.equal(plain.covered, plain.total);
    const executions = plain.cases.reduce((sum, each) => sum + each.placements * each.executions, 0n);
    t.equal(executions, plain.total, 'as many executions as announced');
    t.equal(violations(plain) > 0n, plain.counterexample !== null);
    cases++;
    if (violations(plain) > 0n) {
      violated++;
      t.notOk(asked.choice === 'majority' && plain.withinBound, `outside the bound: ${name}`);
    }
    if (new Set(plain.cases.map(({ commander }) => commander)).size === plain.cases.length) alike++;
  }
  t.ok(cases > 150, `${cases} cases`);
  t.ok(violated > 30, `violated in ${violated} of them`);
  t.equal(alike, cases, 'all placements with the same kind of commander count alike, ties and medians too');
  t.end();
});

t.test('the two ways agree where the naive enumerator is too slow', (t) => {
  for (const asked of [
    { computers: 5, faults: 2, traitors: 2, omission: true },
    { computers: 5, faults: 3, traitors: 1 },
    { computers: 6, faults: 2, traitors: 1 },
    { computers: 6, faults: 1, traitors: 2, values: 3, omission: true },
    { computers: 7, faults: 1, traitors: 2, choice: 'median' as const },
  ]) {
    const plain = oralVerifier.verify(request({ ...asked, method: 'plain' }), () => true);
    const partial = oralVerifier.verify(request(asked), () => true);
    t.same(partial, plain, JSON.stringify(asked));
  }
  t.end();
});

t.test('the figures of the theory', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, k: number, values: number, commander: string, placements: bigint, executions: bigint, ic1: bigint, ic2: bigint][] = [
    [4, 1, 1, 2, 'traitor',  1n,                 8n,        0n,         0n],
    [4, 1, 1, 2, 'loyal',    3n,                 8n,        0n,         0n],
    [3, 1, 1, 2, 'loyal',    2n,                 4n,        0n,         1n],   // the impossible case
    [6, 2, 2, 2, 'traitor',  5n,         1_048_576n,        0n,         0n],
    [6, 2, 2, 2, 'loyal',   10n,        33_554_432n, 8_002_368n, 8_459_025n],
    [7, 2, 2, 2, 'traitor',  6n,     1_073_741_824n,        0n,         0n],   // theorem 1, exhausted
    [7, 2, 2, 2, 'loyal',   15n, 2_199_023_255_552n,        0n,         0n],
  ];
  for (const [computers, faults, traitors, values, commander, placements, executions, ic1, ic2] of rows) {
    const { cases, withinBound } = oralVerifier.verify(
      request({ computers, faults, traitors, values }),
      () => true,
    );
    const found = cases.filter((each) => each.commander === commander);
    t.same(found, [{ commander, placements, executions, ic1, ic2 }], `n = ${computers}, m = ${faults}`);
    t.equal(withinBound, computers > 3 * faults);
  }
  t.end();
});

t.test('tmr is OM(0): a traitor commander splits it, and nobody else can', (t) => {
  for (const computers of [2, 3, 4, 5]) {
    for (let traitors = 0; traitors <= computers; traitors++) {
      const asked = request({ protocol: 'tmr', computers, faults: 0, traitors, values: 3 });
      const result = triplexVerifier.verify(asked, () => true);
      t.same(keysOf(result.cases), naiveCases(asked));
      t.equal(violations(result) > 0n, traitors >= 1 && computers - traitors >= 2);
      t.equal(result.withinBound, computers >= 3 && traitors === 0);
      t.same(result.cases, oralVerifier.verify({ ...asked, protocol: 'om' }, () => true).cases);
    }
  }
  t.end();
});

/**
 * Rules that engineers have tried in place of a majority with a constant default. For m = 1: there the firmware
 * hands a rule the others' votes by id and its own last, and asks it only where its own is not the value of more
 * than half; so the naive rules are asked only there, too.
 */
interface WrongRule {
  readonly choiceOf: (self: number) => Choice;
  /** The same, from the others' votes by id and one's own. */
  readonly naive: (others: readonly number[], own: number, self: number) => number;
}

const WRONG: Readonly<Record<string, WrongRule>> = {
  'a tie is my own value': {
    choiceOf: () => (values, first, count) => majority(values, first, count, values[first + count - 1]),
    naive: (others, own) => naiveMajority([...others, own], own),
  },
  'a tie is what I held last': {
    choiceOf: (self) => (values, first, count) => majority(values, first, count, self % 3),
    naive: (others, own, self) => naiveMajority([...others, own], self % 3),
  },
  'one pass for a majority, my own vote first, and no second look': {
    choiceOf: () => (values, first, count) => {
      let candidate = values[first + count - 1];
      let lead = 1;
      for (let i = first; i < first + count - 1; i++) {
        if (lead === 0) candidate = values[i];
        lead += values[i] === candidate ? 1 : -1;
      }
      return candidate;
    },
    naive: (others, own) =>
      others.reduce(
        ({ kept, lead }, vote) =>
          lead === 0 ? { kept: vote, lead: 1 } : { kept, lead: lead + (vote === kept ? 1 : -1) },
        { kept: own, lead: 1 },
      ).kept,
  },
  'the mean': {
    choiceOf: () => (values, first, count) =>
      Math.floor(values.subarray(first, first + count).reduce((sum, value) => sum + value, 0) / count),
    naive: (others, own) => Math.floor(others.reduce((sum, vote) => sum + vote, own) / (others.length + 1)),
  },
  'what I was told first': {
    choiceOf: () => (values, first) => values[first],
    naive: ([first]) => first,
  },
};

function naiveRule({ naive }: WrongRule): NaiveChoose {
  return (votes, { self, own }) => {
    const mine = votes[own];
    if (votes.filter((vote) => vote === mine).length * 2 > votes.length) return mine;
    return naive(
      votes.filter((_, i) => i !== own),
      mine,
      self,
    );
  };
}

t.test(
  'wrong decision rules are caught where the right one holds, with the counts of the naive enumerator',
  (t) => {
    for (const [name, rule] of Object.entries(WRONG)) {
      for (const omission of [false, true]) {
        const asked = request({ computers: 4, faults: 1, traitors: 1, values: 3, omission });
        t.equal(violations(oralVerifier.verify(asked, () => true)), 0n, 'the right rule holds');
        const expected = naiveCases(asked, naiveRule(rule));
        for (const method of ['plain', 'partial'] as const) {
          const result = verifyOral({ ...asked, method }, rule);
          t.same(keysOf(result.cases), expected, `${name}, ${method}`);
          t.ok(violations(result) > 0n, `${name}: caught`);
        }
      }
    }
    t.end();
  },
);

t.test('a rule that minds ids shows as placements that count differently', (t) => {
  const asked = request({ computers: 5, faults: 1, traitors: 2 });
  const rule = WRONG['what I was told first'];
  const { cases } = verifyOral(asked, rule);
  t.same(keysOf(cases), naiveCases(asked, naiveRule(rule)));
  const kinds = (commander: string): number => cases.filter((each) => each.commander === commander).length;
  t.same([kinds('traitor'), kinds('loyal')], [3, 3]);
  t.end();
});

t.test('the watch sees the count grow and can stop it', (t) => {
  for (const method of ['plain', 'partial'] as const) {
    const asked = request({ computers: 6, faults: 2, traitors: 2, method });
    const seen: bigint[] = [];
    const total = oralVerifier.total(asked);
    const result = oralVerifier.verify(asked, (progress) => {
      t.equal(progress.total, total);
      seen.push(progress.done);
      return seen.length < 20;
    });
    t.equal(seen.length, 20);
    t.same(
      [...seen].sort((a, b) => Number(a - b)),
      seen,
    );
    t.equal(result.covered, seen.at(-1));
    t.ok(result.covered < result.total);
    const counted = result.cases.reduce((sum, each) => sum + each.placements * each.executions, 0n);
    t.equal(counted, result.covered, 'the cases are what was covered');
  }
  t.end();
});
