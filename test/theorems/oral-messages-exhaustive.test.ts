/**
 * What the Byzantine Generals paper proves of OM(m), tried out on the production code: every placement of the
 * traitors, every lie they could tell, and the exact number of executions in which a condition breaks.
 *
 * An execution is one word in every slot (message from a traitor to a good computer), times what a loyal source
 * may send. The default is 0. For every *never* there is a neighbouring case in which it happens.
 */
import t from 'tap';
import { majority, medianBy, type Choice } from '../../firmware/agreement/choice.js';
import { everyLie, randomLiar, type Cast, type Word } from '../support/adversaries.js';
import { naiveMajority, naiveOralMessages, type Say } from '../support/naive-om.js';
import { judge, OmCluster, subsets } from '../support/om-cluster.js';

const SOURCE = 0;

interface Tally {
  executions: number;
  ic1: number;
  ic2: number;
  /** Executions in which the naive procedure decided otherwise. */
  differs: number;
}

interface Trial extends Cast {
  readonly words: readonly Word[];
  readonly sent: number;
  readonly choice?: Choice;
  /** Whether to run the naive procedure beside it. */
  readonly twice?: boolean;
}

function others(computers: number): number[] {
  return Array.from({ length: computers - 1 }, (_, i) => i + 1);
}

function naiveDiffers(
  decided: readonly Int32Array[],
  { computers, faults, traitors, sent }: Trial,
  say: Say,
): boolean {
  const order = { faults, commander: SOURCE, lieutenants: others(computers), value: sent };
  const naive = naiveOralMessages(order, { absent: 0, choose: naiveMajority, say });
  return [...naive].some(([id, value]) => !traitors.includes(id) && decided[id][SOURCE] !== value);
}

/** Violations over all lies of these traitors. */
function tryAll(trial: Trial): Tally {
  const { computers, faults, traitors, words, sent, choice = majority, twice = false } = trial;
  const cluster = new OmCluster({ computers, faults, sources: [SOURCE], choice, absent: 0 });
  const own = [sent, ...others(computers).map(() => 0)];
  const tally: Tally = { executions: 0, ic1: 0, ic2: 0, differs: 0 };
  tally.executions = everyLie(trial, words, (say) => {
    const decided = cluster.run(own, say);
    const { ic1, ic2 } = judge(decided, { source: SOURCE, traitors, sent });
    if (!ic1) tally.ic1++;
    if (!ic2) tally.ic2++;
    if (twice && naiveDiffers(decided, trial, say)) tally.differs++;
  });
  return tally;
}

/** Summed over every placement of k traitors among the lieutenants, a loyal source sending each of these values. */
function loyalSource(
  shape: Omit<Trial, 'traitors' | 'sent' | 'source'> & { k: number; sends: readonly number[] },
): Tally {
  const sum: Tally = { executions: 0, ic1: 0, ic2: 0, differs: 0 };
  for (const placement of subsets(shape.computers - 1, shape.k)) {
    for (const sent of shape.sends) {
      const tally = tryAll({ ...shape, source: SOURCE, traitors: placement.map((i) => i + 1), sent });
      for (const key of ['executions', 'ic1', 'ic2', 'differs'] as const) sum[key] += tally[key];
    }
  }
  return sum;
}

/** Words that a traitor may say: values 0 … count − 1, and nothing at all. */
function withAbsent(count: number): Word[] {
  return [...Array.from({ length: count }, (_, value) => value), undefined];
}

t.test(
  'theorem 1, exhaustive: with a loyal source and one traitor OM(1) fails among 3 and never among 4 or 5',
  (t) => {
    // biome-ignore format: a truth table is read by column
    const rows: [n: number, values: number, executions: number, ic1: number, ic2: number][] = [
    // placements × values × words^(n−2)
    [3, 2,  12, 0,  4],      // sent 1, told 0 or nothing: a tie, and the default wins
    [3, 3,  24, 0, 12],      // sent 1 or 2, told anything else
    [4, 2,  54, 0,  0],
    [4, 3, 144, 0,  0],
    [5, 2, 216, 0,  0],
    [5, 3, 768, 0,  0],
  ];
    for (const [computers, values, executions, ic1, ic2] of rows) {
      const sends = Array.from({ length: values }, (_, value) => value);
      const tally = loyalSource({
        computers,
        faults: 1,
        k: 1,
        words: withAbsent(values),
        sends,
        twice: true,
      });
      t.same(tally, { executions, ic1, ic2, differs: 0 }, `n = ${computers}, ${values} values`);
    }
    t.end();
  },
);

t.test(
  'theorem 1, exhaustive: a traitor source alone never splits OM(1), not even among 3, but splits OM(0)',
  (t) => {
    // biome-ignore format: a truth table is read by column
    const rows: [n: number, m: number, values: number, executions: number, ic1: number][] = [
    [3, 0, 2,   9,   4],     // absent is 0, so 0 and nothing are the same
    [3, 0, 3,  16,  10],
    [4, 0, 2,  27,  18],
    [3, 1, 2,   9,   0],     // both lieutenants hold the same two stories, and a tie is the default for both
    [3, 1, 3,  16,   0],
    [4, 1, 2,  27,   0],
    [4, 1, 3,  64,   0],
    [5, 1, 2,  81,   0],
    [5, 1, 3, 256,   0],
  ];
    for (const [computers, faults, values, executions, ic1] of rows) {
      const cast = { computers, faults, source: SOURCE, traitors: [SOURCE] };
      const tally = tryAll({ ...cast, words: withAbsent(values), sent: 1, twice: true });
      t.same(
        tally,
        { executions, ic1, ic2: 0, differs: 0 },
        `OM(${faults}), n = ${computers}, ${values} values`,
      );
    }
    t.end();
  },
);

t.test('theorem 1 holds for median as for majority', (t) => {
  const choice = medianBy((a, b) => a - b, 8);
  for (const computers of [4, 5]) {
    const shape = { computers, faults: 1, words: withAbsent(3), choice };
    t.match(loyalSource({ ...shape, k: 1, sends: [0, 1, 2] }), { ic1: 0, ic2: 0 }, `n = ${computers}, loyal`);
    t.match(
      tryAll({ ...shape, source: SOURCE, traitors: [SOURCE], sent: 1 }),
      { ic1: 0 },
      `n = ${computers}, traitor`,
    );
  }
  const three = loyalSource({
    computers: 3,
    faults: 1,
    words: withAbsent(3),
    choice,
    k: 1,
    sends: [0, 1, 2],
  });
  t.ok(three.ic2 > 0, 'and fails for 3 computers as well');
  t.end();
});

t.test('lemma 1: OM(m) keeps IC2 against k traitors when n > 2k + m, and breaks at n = 2k + m', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, k: number, executions: number, ic2: number][] = [
    //            2k + m
    [3, 0, 1,      4,    0],  // 2
    [4, 1, 1,     24,    0],  // 3
    [3, 1, 1,      8,    2],  // 3: n is not more
    [5, 1, 1,     64,    0],  // 3
    [5, 1, 2,    192,   42],  // 5: n is not more
    [6, 1, 2,  1_280,    0],  // 5
    [4, 2, 1,     96,   27],  // 4: n is not more
    [5, 2, 1,  4_096,    0],  // 4
  ];
  for (const [computers, faults, k, executions, ic2] of rows) {
    const tally = loyalSource({ computers, faults, k, words: [0, 1], sends: [0, 1] });
    t.equal(tally.executions, executions, `n = ${computers}, m = ${faults}, k = ${k}`);
    t.equal(tally.ic2, ic2, computers > 2 * k + faults ? 'never' : 'found');
    t.equal(ic2 === 0, computers > 2 * k + faults, 'the row is what the lemma says');
  }
  t.end();
});

t.test('n = 3m breaks in every placement of the traitors when the source is loyal', (t) => {
  const alwaysDefault =
    (traitors: readonly number[]): Say =>
    ({ sender }, honest) =>
      traitors.includes(sender) ? 0 : honest;
  for (const faults of [1, 2, 3]) {
    const computers = 3 * faults;
    for (const [size, broken] of [
      [computers, true],
      [computers + 1, false],
    ] as const) {
      const cluster = new OmCluster({
        computers: size,
        faults,
        sources: [SOURCE],
        choice: majority,
        absent: 0,
      });
      let placements = 0;
      let violations = 0;
      for (const placement of subsets(size - 1, faults)) {
        const traitors = placement.map((i) => i + 1);
        const decided = cluster.run([1, ...others(size).map(() => 0)], alwaysDefault(traitors));
        placements++;
        if (!judge(decided, { source: SOURCE, traitors, sent: 1 }).ic2) violations++;
      }
      t.equal(
        violations,
        broken ? placements : 0,
        `n = ${size}, m = ${faults}: ${violations} of ${placements}`,
      );
    }
  }
  t.end();
});

t.test('n = 3m never breaks by a loyal source that sends the default: a tie is then the truth', (t) => {
  const tally = loyalSource({ computers: 3, faults: 1, k: 1, words: withAbsent(3), sends: [0] });
  t.match(tally, { executions: 8, ic1: 0, ic2: 0 }, 'n = 3, exhaustive');
  t.equal(
    brokenBySampling({ computers: 6, faults: 2, sent: 0, loyal: true }),
    0,
    'n = 6, sampled, every placement',
  );
  t.end();
});

t.test(
  'n = 3m never breaks by a traitor source: without it, n − 1 computers hold the m − 1 traitors left',
  (t) => {
    // The relays of a loyal lieutenant are OM(m−1) among n−1 = 3m−1 > 2(m−1) + (m−1), so all loyal ones hear them
    // alike (lemma 1), and those of a traitor agree by induction, since 3m−1 > 3(m−1). It takes n ≤ 3m−2 to split.
    t.match(tryAll({ computers: 3, faults: 1, source: 0, traitors: [0], words: withAbsent(3), sent: 1 }), {
      ic1: 0,
    });
    t.equal(
      brokenBySampling({ computers: 6, faults: 2, sent: 1, loyal: false }),
      0,
      'n = 6, sampled, every placement',
    );
    t.equal(
      brokenBySampling({ computers: 5, faults: 2, sent: 1, loyal: false }),
      0,
      'n = 5 = 3m − 1: neither',
    );
    const words = [0, 1];
    const split = [1, 2, 3].map((accomplice) =>
      tryAll({ computers: 4, faults: 2, source: SOURCE, traitors: [SOURCE, accomplice], words, sent: 1 }),
    );
    t.same(
      split.map(({ executions, ic1 }) => [executions, ic1 > 0]),
      [
        [64, true],
        [64, true],
        [64, true],
      ],
      'n = 4 = 3m − 2',
    );
    t.end();
  },
);

/** Violations of IC1 or IC2 by 400 random liars in each placement of m traitors. */
function brokenBySampling(shape: {
  computers: number;
  faults: number;
  sent: number;
  loyal: boolean;
}): number {
  const { computers, faults, sent, loyal } = shape;
  const cluster = new OmCluster({ computers, faults, sources: [SOURCE], choice: majority, absent: 0 });
  let violations = 0;
  for (const placement of subsets(computers - 1, loyal ? faults : faults - 1)) {
    const traitors = [...(loyal ? [] : [SOURCE]), ...placement.map((i) => i + 1)];
    for (let seed = 0; seed < 400; seed++) {
      const decided = cluster.run(
        [sent, ...others(computers).map(() => 0)],
        randomLiar({ seed, traitors }, [0, 1, 2]),
      );
      const { ic1, ic2 } = judge(decided, { source: SOURCE, traitors, sent });
      if (!ic1 || !ic2) violations++;
    }
  }
  return violations;
}

t.test('more traitors than m break OM(1) among 4 in every placement', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [traitors: number[], executions: number, ic1: number, ic2: number][] = [
    [[1, 2],  4,  0,  1],    // one good computer left: outvoted when both deny what it was told
    [[1, 3],  4,  0,  1],
    [[2, 3],  4,  0,  1],
    [[0, 1], 16,  4,  0],    // the source and a relay together split the two good ones
    [[0, 2], 16,  4,  0],
    [[0, 3], 16,  4,  0],
  ];
  for (const [traitors, executions, ic1, ic2] of rows) {
    const tally = tryAll({
      computers: 4,
      faults: 1,
      source: SOURCE,
      traitors,
      words: [0, 1],
      sent: 1,
      twice: true,
    });
    t.same(tally, { executions, ic1, ic2, differs: 0 }, `traitors ${traitors.join(' and ')}`);
  }
  t.end();
});
