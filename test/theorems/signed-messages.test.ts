/**
 * What the Byzantine Generals paper proves of SM(m), tried out on the production code: every execution for small n,
 * random traitors among seven, and what a wrong rule or one round too few does to it.
 *
 * For every *never* there is a neighbouring case in which it happens.
 */
import t from 'tap';
import { SignedMessages } from '../../firmware/agreement/sm.js';
import { placementsOf } from '../../hil/proof/placements.js';
import { Dice } from '../support/dice.js';
import {
  everyExecution,
  naiveRun,
  naiveTally,
  type NaiveCast,
  type NaiveMessage,
} from '../support/naive-sm.js';
import { runSm, type MakeComputer, type SmRun } from '../support/sm-cluster.js';
import { AcceptsLate, believed } from '../support/sm-mutants.js';

interface Tally {
  executions: number;
  ic1: number;
  ic2: number;
  /** Executions in which the naive procedure decided otherwise. */
  differs: number;
  /** Executions in which a good computer dropped something. */
  drops: number;
}

/** All executions of this size, all placements of the traitors, all values of a loyal commander. */
function tryAll(
  { computers, traitors: k, values, ...rest }: Omit<NaiveCast, 'traitors' | 'sent'> & { traitors: number },
  make?: MakeComputer,
): Tally {
  const tally = { executions: 0, ic1: 0, ic2: 0, differs: 0, drops: 0 };
  for (const { commander, traitors } of placementsOf({ computers, traitors: k })) {
    const loyal = commander === 'loyal';
    for (let sent = 0; sent < (loyal ? values : 1); sent++) {
      const cast = { computers, values, ...rest, traitors, sent };
      tally.executions += everyExecution(cast, (naive, lies) => {
        const { decisions, dropped } = runSm(cast, lies, make);
        const decided = [...decisions.values()];
        if (decided.some((value) => value !== decided[0])) tally.ic1++;
        if (loyal && decided.some((value) => value !== sent)) tally.ic2++;
        if ([...naive].some(([id, value]) => decisions.get(id) !== value)) tally.differs++;
        if (dropped > 0) tally.drops++;
      });
    }
  }
  return tally;
}

t.test(
  'theorem 2, exhaustive: SM(m) holds m traitors for any n ≥ m + 2, and m − 1 rounds of relaying do not',
  (t) => {
    // biome-ignore format: a truth table is read by column
    const rows: [n: number, m: number, k: number, values: number, executions: number, ic1: number][] = [
    [2, 0, 0, 3,     3,    0],
    [3, 1, 1, 2,    24,    0],   // 16 + 2 placements × 2 values × 2
    [3, 0, 1, 2,    20,    6],   // a round too few
    [3, 1, 1, 3,    76,    0],
    [4, 1, 1, 2,    88,    0],
    [4, 2, 2, 2, 3_984,    0],
    [4, 1, 2, 2,   792,   90],   // a round too few: 30 in each of three placements
    [5, 1, 1, 2,   320,    0],
  ];
    for (const [computers, faults, traitors, values, executions, ic1] of rows) {
      const tally = tryAll({ computers, faults, traitors, values });
      const label = `n = ${computers}, m = ${faults}, ${traitors} traitors, ${values} values`;
      t.same(tally, { executions, ic1, ic2: 0, differs: 0, drops: 0 }, label);
      t.equal(ic1 === 0, traitors <= faults, 'the row is what the theorem says');
    }
    t.end();
  },
);

t.test('lazy and eager verification decide alike in every execution, forgeries tried or not', (t) => {
  const eager: MakeComputer = (config) => new SignedMessages({ ...config, verification: 'eager' });
  for (const tries of [undefined, 'forged', 'late'] as const) {
    const size = {
      computers: 4,
      faults: 1,
      traitors: 1,
      values: 2,
      ...(tries === undefined ? {} : { tries }),
    };
    const lazy = tryAll(size);
    t.same(
      { ...tryAll(size, eager), drops: 0 },
      { ...lazy, drops: 0 },
      `tried besides: ${tries ?? 'nothing'}`,
    );
    t.match(lazy, { ic1: 0, ic2: 0, differs: 0 });
    t.equal(lazy.drops > 0, tries !== undefined, `${lazy.drops} executions had something to drop`);
  }
  t.end();
});

t.test(
  'without the signature check a loyal commander is not heard; with it, the same forgeries do nothing',
  (t) => {
    const unchecked: MakeComputer = (config) =>
      new SignedMessages({ ...config, signatures: believed(config.signatures) });
    for (const computers of [3, 4]) {
      const size = { computers, faults: 1, traitors: 1, values: 2, tries: 'forged' } as const;
      t.match(tryAll(size), { ic1: 0, ic2: 0, differs: 0 }, `n = ${computers}`);
      const wrong = tryAll({ ...size, flaw: 'no signature check' }, unchecked);
      t.equal(wrong.differs, 0, 'the naive count has the same flaw and decides alike');
      t.ok(wrong.ic2 > 0, `IC2 violated in ${wrong.ic2} of ${wrong.executions}`);
    }
    t.end();
  },
);

t.test('accepting a late chain splits good computers; refusing it, the same chains do nothing', (t) => {
  const late: MakeComputer = (config) => new AcceptsLate(config);
  for (const computers of [3, 4]) {
    const size = { computers, faults: 1, traitors: 1, values: 2, tries: 'late' } as const;
    t.match(tryAll(size), { ic1: 0, ic2: 0, differs: 0 }, `n = ${computers}`);
    const wrong = tryAll({ ...size, flaw: 'late chain accepted' }, late);
    t.equal(wrong.differs, 0, 'the naive count has the same flaw and decides alike');
    t.ok(wrong.ic1 > 0, `IC1 violated in ${wrong.ic1} of ${wrong.executions}`);
  }
  t.end();
});

t.test('the decision falls in the first round in which it can fall, in every execution', (t) => {
  // biome-ignore format: a truth table is read by column
  const sizes: [n: number, m: number, values: number][] = [[3, 1, 2], [3, 1, 3], [4, 1, 2], [4, 2, 2]];
  for (const [computers, faults, values] of sizes) {
    // What a computer has seen by the end of a round → the decisions that full runs with at most m traitors end in.
    const endings = new Map<string, Set<number>>();
    const runs: SmRun[] = [];
    for (let k = 0; k <= faults; k++) {
      for (const { commander, traitors } of placementsOf({ computers, traitors: k })) {
        for (let sent = 0; sent < (commander === 'loyal' ? values : 1); sent++) {
          const cast = { computers, faults, traitors, values, sent };
          everyExecution(cast, (_, lies) => {
            const run = runSm(cast, lies);
            runs.push(run);
            for (const [id, views] of run.views) {
              for (const view of views) {
                const known = endings.get(view) ?? new Set();
                endings.set(view, known.add(run.decisions.get(id) ?? -1));
              }
            }
          });
        }
      }
    }
    let wrong = 0;
    let early = 0;
    let clean = 0;
    for (const { views, rounds } of runs) {
      for (const [id, seen] of views) {
        const best = 1 + seen.findIndex((view) => endings.get(view)?.size === 1);
        if (rounds.get(id) !== best) wrong++;
        if (best <= faults) early++;
        else clean++;
      }
    }
    t.equal(wrong, 0, `n = ${computers}, m = ${faults}, ${values} values: ${runs.length} executions`);
    t.ok(early > 0 && clean > 0, `decided before round m + 1 ${early} times, in it ${clean} times`);
  }
  t.end();
});

t.test(
  'two executions that computer 2 cannot tell apart after round 2 end differently: no early decision',
  (t) => {
    const size = { computers: 4, faults: 2, values: 3, sent: 1 };
    const good = runSm({ ...size, traitors: [] }, []);
    const to = (id: number, round: number, value: number, chain: number[]): NaiveMessage => ({
      round,
      from: chain[chain.length - 1],
      to: id,
      value,
      chain,
      convinces: [1, 2],
    });
    const lies = [
      to(1, 1, 1, [0]),
      to(2, 1, 1, [0]),
      to(1, 2, 1, [0, 3]),
      to(2, 2, 1, [0, 3]),
      to(1, 2, 2, [0, 3]),
    ];
    const bad = runSm({ ...size, traitors: [0, 3] }, lies);
    t.equal(good.views.get(2)?.[1], bad.views.get(2)?.[1], 'the same until the end of round 2');
    t.equal(good.decisions.get(2), 1);
    t.equal(bad.decisions.get(2), 0);
    t.end();
  },
);

/** Random chains of the traitors, legal, forged, late and misshapen. */
function randomLies(dice: Dice, { computers, faults, traitors, values }: NaiveCast): NaiveMessage[] {
  const lies: NaiveMessage[] = [];
  const good = Array.from({ length: computers }, (_, id) => id).filter((id) => !traitors.includes(id));
  const value = dice.between({ low: 0, high: values - 1 });
  for (let round = 1; round <= faults + 1; round++) {
    for (const from of traitors) {
      for (const to of good) {
        for (let i = 0; i < dice.between({ low: 0, high: 2 }); i++) {
          const length = dice.uniform() < 0.9 ? round : dice.between({ low: 1, high: faults + 1 });
          const middle = Array.from({ length: Math.max(0, length - 2) }, () =>
            dice.uniform() < 0.5 ? dice.pick(traitors) : dice.pick(good),
          );
          const chain = length === 1 ? [from] : [0, ...middle, from];
          const said = dice.uniform() < 0.6 ? value : dice.between({ low: 0, high: values - 1 });
          lies.push({ round, from, to, value: said, chain, convinces: good });
        }
      }
    }
  }
  return lies;
}

t.test(
  'random traitors among seven: two never break SM(2), five never SM(5), and one more than m is found to',
  (t) => {
    // biome-ignore format: a truth table is read by column
    const rows: [m: number, k: number, tries: number, broken: boolean][] = [
    [2, 2, 1500, false],
    [5, 5,  400, false],
    [2, 3, 1500, true ],
    [1, 2, 1500, true ],
  ];
    for (const [faults, k, tries, broken] of rows) {
      const dice = new Dice(100 * faults + k);
      let violations = 0;
      let differs = 0;
      let drops = 0;
      for (let i = 0; i < tries; i++) {
        const others = [1, 2, 3, 4, 5, 6].sort(() => dice.uniform() - 0.5);
        const traitors = dice.uniform() < 0.7 ? [0, ...others.slice(0, k - 1)] : others.slice(0, k);
        const cast = { computers: 7, faults, traitors, values: 3, sent: 1 };
        const lies = randomLies(dice, cast);
        const { decisions, dropped } = runSm(cast, lies);
        const decided = [...decisions.values()];
        const loyal = !traitors.includes(0);
        if (decided.some((value) => value !== (loyal ? 1 : decided[0]))) violations++;
        for (const [id, value] of naiveRun(cast, lies)) if (decisions.get(id) !== value) differs++;
        if (dropped > 0) drops++;
      }
      t.equal(violations > 0, broken, `SM(${faults}), ${k} traitors: ${violations} of ${tries}`);
      t.equal(differs, 0, 'and every decision is that of the naive procedure');
      t.ok(drops > tries / 2, `${drops} had something to drop`);
    }
    t.end();
  },
);

t.test('a vector in place of a signature splits two good computers at every n', (t) => {
  for (const computers of [3, 4]) {
    const cast = { computers, faults: 1, traitors: [0], values: 2, vector: true };
    const { ic1, executions } = naiveTally(cast);
    t.ok(ic1 > 0, `n = ${computers}: ${ic1} of ${executions}`);
    if (computers === 3) t.match(tryAll({ ...cast, traitors: 1 }), { ic1, ic2: 0, differs: 0 });
  }
  t.end();
});
