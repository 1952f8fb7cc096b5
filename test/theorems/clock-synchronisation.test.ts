/**
 * Clock synchronisation as its papers state it: more than 3m clocks keep their bound whatever m show and however
 * delays fall (Welch and Lynch 1988, Lamport and Melliar-Smith 1985); 3m do not (Dolev, Halpern and Strong 1984).
 */
import t from 'tap';
import type { ClockConditions, ClockMethod } from '../../firmware/agreement/clock-bounds.js';
import { UNREAD } from '../../firmware/agreement/clock-convergence.js';
import { type ClusterSpec, runClocks } from '../../hil/proof/clock-sync.js';
import type { FaultyClock } from '../../hil/proof/faulty-clocks.js';
import { Dice } from '../support/dice.js';

const METHODS: readonly ClockMethod[] = ['midpoint', 'convergence'];

/** Any number a round and receiver, often those that hurt: Δ and just past it, near 0, far off, nothing. */
function anyLiar(dice: Dice, reach: number): FaultyClock {
  const split = dice.between({ low: 0, high: 3 });
  return ({ receiverNs, middleNs }) => {
    const sign = receiverNs >= middleNs ? 1 : -1;
    if (split > 0) return sign * (split === 1 ? reach : dice.uniform() * reach * 1.1);
    return dice.pick([UNREAD, reach, -reach, reach + 1, 0, (2 * dice.uniform() - 1) * reach, -3e8, 1e12]);
  };
}

/** Delays that help good clocks apart, or fall anywhere. */
function anyDelays(dice: Dice): NonNullable<ClusterSpec['delayShare']> {
  const kind = dice.between({ low: 0, high: 3 });
  if (kind === 0) return ({ fast }) => (fast ? -1 : 1);
  if (kind === 1) return ({ fast }) => (fast ? 1 : -1);
  return () => (kind === 2 ? 2 * dice.uniform() - 1 : dice.pick([-1, 1]));
}

function anyConditions(dice: Dice, computers: number, faults: number, method: ClockMethod): ClockConditions {
  return {
    computers,
    faults,
    method,
    driftPpm: dice.pick([0, 1, 20, 100, 500]),
    readingNs: dice.pick([0, 500, 20_000, 100_000]),
    resyncNs: dice.pick([20_000_000, 100_000_000]),
  };
}

t.test('more than 3m clocks stay within the bound, whatever the liars and the delays do', async (t) => {
  const dice = new Dice(51);
  const closest = { midpoint: 0, convergence: 0 };
  let [plans, symmetric] = [0, 0];
  for (let trial = 0; trial < 4000; trial++) {
    const faults = dice.between({ low: 0, high: trial % 10 === 0 ? 4 : 2 });
    const computers = 3 * faults + 1 + dice.between({ low: faults === 0 ? 1 : 0, high: 2 });
    const method = METHODS[trial % 2];
    const conditions = anyConditions(dice, computers, faults, method);
    const reach = runClocks({ conditions, fault: 'none', rounds: 0, seed: '1' }).bounds.beyondNs;
    const report = runClocks({
      conditions,
      fault: 'two-faced',
      rounds: 25,
      seed: String(trial),
      faultyClock: anyLiar(dice, reach),
      delayShare: anyDelays(dice),
    });
    if (!report.bounds.closes) continue;
    plans++;
    if (faults === 0) symmetric++;
    const { bounds, everNs, afterNs } = report;
    const shown = `${method} ${JSON.stringify(conditions)} seed ${trial}: ${everNs} of ${bounds.precisionNs}, ${afterNs} of ${bounds.afterNs}`;
    if (report.firstBeyond !== null || everNs > bounds.precisionNs || afterNs > bounds.afterNs) t.fail(shown);
    if (Math.abs(report.ratePpm) > bounds.accuracyPpm) t.fail(`${shown}, ${report.ratePpm} ppm`);
    const used = conditions.readingNs === 0 ? 0 : afterNs / bounds.afterNs;
    if (used > 1) t.fail(shown);
    closest[method] = Math.max(closest[method], used);
  }
  t.ok(plans > 3500, `${plans} plans`);
  t.ok(symmetric > 500 && symmetric < plans / 2, 'most of them with liars');
  t.ok(closest.midpoint > 0.7, `the midpoint's bound is nearly reached: ${closest.midpoint}`);
  t.ok(closest.convergence > 0.9, `and the mean's: ${closest.convergence}`);
});

t.test('3m clocks are torn apart by m that show two faces, by either method and any seed', async (t) => {
  for (const method of METHODS) {
    for (const faults of [1, 2, 3]) {
      for (const computers of [3 * faults, 3 * faults + 1]) {
        let beyond = 0;
        for (let seed = 1; seed <= 10; seed++) {
          const conditions = {
            computers,
            faults,
            method,
            driftPpm: 100,
            readingNs: 5000,
            resyncNs: 20_000_000,
          };
          const report = runClocks({ conditions, fault: 'two-faced', rounds: 300, seed: String(seed) });
          t.equal(report.withinBound, computers > 3 * faults);
          if (report.firstBeyond === null) continue;
          beyond++;
          t.ok(
            report.rounds[report.rounds.length - 1].everNs > 5 * report.bounds.precisionNs,
            'and go on parting',
          );
        }
        t.equal(beyond, computers > 3 * faults ? 0 : 10, `${method}: ${computers} clocks, m = ${faults}`);
      }
    }
  }
});

t.test(
  'the bound is tight: clocks are found within a thousandth of it, and beyond the textbook form',
  async (t) => {
    const conditions: ClockConditions = {
      computers: 10,
      faults: 3,
      method: 'midpoint',
      driftPpm: 1,
      readingNs: 20_000,
      resyncNs: 20_000_000,
    };
    const { everNs, bounds } = runClocks({
      conditions,
      fault: 'two-faced',
      rounds: 400,
      seed: '1',
      delayShare: ({ fast }) => (fast ? -1 : 1),
    });
    t.ok(
      everNs <= bounds.precisionNs && everNs > 0.999 * bounds.precisionNs,
      `${everNs} of ${bounds.precisionNs}`,
    );
    t.ok(everNs > 1.2 * (4 * 20_000 + 4 * 20), 'while some have corrected');
  },
);

t.test('halving: one midpoint leaves half of the spread and twice the reading error, at most', async (t) => {
  const dice = new Dice(52);
  for (const readingNs of [0, 1000]) {
    for (let seed = 1; seed <= 100; seed++) {
      const conditions: ClockConditions = {
        computers: 4,
        faults: 1,
        method: 'midpoint',
        driftPpm: 0,
        readingNs,
        resyncNs: 20_000_000,
      };
      const reach = 1e6;
      const { rounds } = runClocks({
        conditions,
        fault: 'two-faced',
        rounds: 8,
        seed: String(seed),
        faultyClock: anyLiar(dice, reach),
        delayShare: anyDelays(dice),
      });
      for (let i = 1; i < rounds.length; i++) {
        const bound = rounds[i - 1].afterNs / 2 + 2 * readingNs + 3;
        if (rounds[i].afterNs > bound) t.fail(`seed ${seed}, round ${i}: ${rounds[i].afterNs} > ${bound}`);
      }
      if (readingNs === 0) t.ok(rounds[7].afterNs <= 3, 'and nothing is left of it at last');
    }
  }
});
