/**
 * The virtual cluster: it does the same again, scales as its bound does, and each faulty clock does what it says.
 */
import t from 'tap';
import type { ClockConditions } from '../../../firmware/agreement/clock-bounds.js';
import { UNREAD } from '../../../firmware/agreement/clock-convergence.js';
import { type ClusterReport, runClocks } from '../../../hil/proof/clock-sync.js';
import { CLOCK_FAULTS, type ClockFault, createFaultyClock } from '../../../hil/proof/faulty-clocks.js';
import { stream } from '../../../hil/random/stream.js';

const quad: ClockConditions = {
  computers: 4,
  faults: 1,
  method: 'midpoint',
  driftPpm: 100,
  readingNs: 20_000,
  resyncNs: 20_000_000,
};

const run = (
  conditions: Partial<ClockConditions> = {},
  {
    fault = 'two-faced',
    rounds = 300,
    seed = '1',
  }: { fault?: ClockFault; rounds?: number; seed?: string } = {},
): ClusterReport => runClocks({ conditions: { ...quad, ...conditions }, fault, rounds, seed });

t.test('the same seed gives the same run, another another', async (t) => {
  t.same(run(), run());
  t.not(run().everNs, run({}, { seed: '2' }).everNs);
  t.same(run({}, { rounds: 40 }).rounds, run().rounds.slice(0, 40), 'a longer run begins alike');
});

t.test('every kind of faulty clock is held by four, by either method', async (t) => {
  for (const method of ['midpoint', 'convergence'] as const) {
    for (const fault of CLOCK_FAULTS) {
      const { firstBeyond, rounds, ratePpm, bounds, driftPpm } = run({ method }, { fault });
      t.equal(firstBeyond, null, `${method}, ${fault}`);
      t.equal(rounds.length, 300);
      t.ok(Math.abs(ratePpm) < bounds.accuracyPpm, `${ratePpm} ppm`);
      t.equal(driftPpm.length, fault === 'none' ? 4 : 3, 'the good ones');
      t.same([driftPpm[0], driftPpm.at(-1)], [-100, 100], 'the slowest and the fastest that are allowed');
    }
  }
});

t.test('without drift and reading error nothing is left apart; both add to it, each alone', async (t) => {
  const settled = (conditions: Partial<ClockConditions>): number =>
    Math.max(
      ...run(conditions, { fault: 'none' })
        .rounds.slice(50)
        .map(({ everNs }) => everNs),
    );
  t.ok(settled({ driftPpm: 0, readingNs: 0 }) <= 2);
  const drift = [50, 100, 200].map((driftPpm) => settled({ driftPpm, readingNs: 0 }));
  const reading = [5_000, 10_000, 20_000].map((readingNs) => settled({ driftPpm: 0, readingNs }));
  // 2rR each: what two clocks run apart from one correction to the next.
  drift.forEach((found, i) => t.ok(Math.abs(found / (2000 * 2 ** i) - 1) < 0.5, `${found} ns of drift`));
  for (const [less, more] of [drift, reading].flatMap(([a, b, c]) => [
    [a, b],
    [b, c],
  ])) {
    t.ok(Math.abs(more / less - 2) < 0.1, `twice as much, twice as far: ${less}, ${more}`);
  }
});

t.test('three clocks of which one shows two faces run as if nobody corrected them', async (t) => {
  const { rounds, firstBeyond, withinBound, lost } = run({ computers: 3 }, { rounds: 1000 });
  t.notOk(withinBound);
  t.notOk(lost);
  t.ok(firstBeyond !== null && firstBeyond < 50, `beyond the bound from round ${firstBeyond}`);
  const grown = rounds[999].everNs - rounds[499].everNs;
  // 200 ppm apart over 500 rounds of 20 ms: 2 ms.
  t.ok(Math.abs(grown - 2_000_000) < 2000, `${grown} ns in 10 s`);
});

t.test(
  'three clocks of which one is stopped part by the midpoint; one that is wrong alike to all does no harm',
  async (t) => {
    const beyond = (fault: ClockFault) => run({ computers: 3 }, { fault, rounds: 1000 }).firstBeyond !== null;
    t.same(CLOCK_FAULTS.filter(beyond), ['two-faced', 'stopped']);
  },
);

t.test('by the mean they are driven apart until they are no longer in the same round', async (t) => {
  const { rounds, lost } = run({ computers: 3, method: 'convergence' }, { rounds: 1000 });
  t.ok(lost);
  t.ok(rounds.length < 200, `${rounds.length} rounds`);
  t.ok((rounds.at(-1)?.everNs ?? 0) > 10_000_000, 'half a period');
});

t.test('what each faulty clock shows', async (t) => {
  const meeting = {
    round: 3,
    liar: 3,
    receiver: 0,
    receiverNs: -40,
    middleNs: -100,
    elapsedNs: 1e6,
    nominalNs: 1e6,
  };
  const of = (fault: Exclude<ClockFault, 'none'>) =>
    createFaultyClock(fault, { beyondNs: 500, stream: stream('1', 'clocks/test') });
  t.equal(of('stuck')(meeting), 40 - 1e6);
  t.equal(of('stopped')(meeting), UNREAD);
  t.ok(Math.abs(of('drifting')(meeting) - 10_040) < 1e-6);
  t.equal(of('two-faced')(meeting), 500);
  t.equal(of('two-faced')({ ...meeting, receiverNs: -160 }), -500);
  const jumping = of('jumping');
  const seen = [0, 1, 2].map((receiver) => jumping({ ...meeting, receiver }));
  t.equal(new Set(seen).size, 1, 'the same to all');
  t.not(jumping({ ...meeting, round: 4 }), seen[0], 'and another in the next round');
});
