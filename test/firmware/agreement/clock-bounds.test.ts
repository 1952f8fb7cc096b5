/**
 * The bounds against the textbook forms, whose small terms they add, and how they grow.
 */
import t from 'tap';
import { clockBounds, type ClockConditions } from '../../../firmware/agreement/clock-bounds.js';

const quad: ClockConditions = {
  computers: 4,
  faults: 1,
  method: 'midpoint',
  driftPpm: 100,
  readingNs: 20_000,
  resyncNs: 20_000_000,
};

t.test('the bound is the textbook form and a few parts in a hundred', async (t) => {
  for (const [computers, faults] of [
    [4, 0],
    [4, 1],
    [7, 2],
    [16, 5],
  ]) {
    for (const readingNs of [1000, 20_000]) {
      for (const driftPpm of [1, 100]) {
        const conditions = { ...quad, computers, faults, readingNs, driftPpm };
        const rR = (driftPpm / 1e6) * conditions.resyncNs;
        const midpoint = clockBounds(conditions);
        const mean = clockBounds({ ...conditions, method: 'convergence' });
        for (const [found, textbook] of [
          [midpoint.beforeNs, 4 * readingNs + 4 * rR],
          [mean.beforeNs, (2 * readingNs + 2 * rR) / (1 - (3 * faults) / computers)],
        ]) {
          t.ok(found > textbook && found < 1.06 * textbook + 100, `${found} by ${textbook}`);
        }
        t.ok(midpoint.closes && mean.closes, 'and the rounds do not overlap');
        for (const { startNs, afterNs, beforeNs, precisionNs } of [midpoint, mean]) {
          t.ok(startNs < beforeNs && afterNs < beforeNs && beforeNs < precisionNs, 'in this order');
        }
      }
    }
  }
});

t.test('no bound where a third of the clocks may lie', async (t) => {
  for (const [computers, faults] of [
    [3, 1],
    [6, 2],
    [2, 1],
    [15, 5],
  ]) {
    for (const method of ['midpoint', 'convergence'] as const) {
      t.throws(() => clockBounds({ ...quad, computers, faults, method }), {
        message: `${computers} clocks have no bound with ${faults} faulty`,
      });
    }
  }
});

t.test(
  'rounds too short for the messages, clocks too wild and spreads out of range do not close',
  async (t) => {
    t.ok(clockBounds({ ...quad, resyncNs: 1_000_000 }).closes);
    t.notOk(clockBounds({ ...quad, resyncNs: 400_000 }).closes, 'the window takes more than half of it');
    t.notOk(
      clockBounds({ ...quad, driftPpm: 10_000, computers: 16, faults: 5, method: 'convergence' }).closes,
    );
    const slow = { ...quad, resyncNs: 10e9 };
    t.ok(clockBounds({ ...slow, readingNs: 5_000_000 }).closes);
    t.notOk(
      clockBounds({ ...slow, driftPpm: 3000 }).closes,
      'differences of this size would not sum up in an int32',
    );
  },
);
