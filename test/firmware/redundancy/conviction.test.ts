import t from 'tap';
import { NO_DATA, QUANTITY_COUNT } from '../../../firmware/icd/quantities.js';
import { REASON } from '../../../firmware/redundancy/accusation.js';
import { redundancyParameters } from '../../../firmware/redundancy/parameters.js';
import { RedundancyManager } from '../../../firmware/redundancy/redundancy-manager.js';
import { accuse, allSee, bits, calm, fly, states } from '../../support/calm-cluster.js';
import { type Circumstances, ManagerCluster, type Seen } from '../../support/manager-cluster.js';

const { persistenceFrames, verdictFrames, disputeFrames, spikesMin, spikeMemoryFrames } =
  redundancyParameters();
/** From the first bad frame to the verdict: the monitors' wait, one frame on the way, the court's wait. */
const BOUND = persistenceFrames + verdictFrames;

t.test(
  'DIAG-LIVE: a computer that is benign or symmetric, or deceives m+1 good ones, is convicted by all at once',
  (t) => {
    const two = (...observers: number[]) => ({
      seen: (observer: number): Seen => (observers.includes(observer) ? { deceived: bits(2) } : {}),
    });
    // biome-ignore format: a truth table is read by column
    const rows: [name: string, channels: number, faults: number, circumstances: Circumstances][] = [
    ['stopped',                    4, 1, { down: [2] }],
    ['stopped',                    7, 2, { down: [2] }],
    ['silent to all',              4, 1, allSee(2, (silent) => ({ silent }))],
    ['of another state',           4, 1, allSee(2, (unequal) => ({ unequal }))],
    ['two-faced to all',           4, 1, allSee(2, (deceived) => ({ deceived }))],
    ['two-faced to m+1 of three',  4, 1, two(0, 3)],
    ['two-faced to m+1 of six',    7, 2, two(0, 3, 6)],
  ];
    for (const [name, channels, faults, circumstances] of rows) {
      const cluster = new ManagerCluster({ channels, faults });
      const good = [0, 1, 3];
      const convicted = good.map(() => -1);
      fly(cluster, 80, circumstances, () => {
        good.forEach((observer, i) => {
          if (convicted[i] < 0 && cluster.managers[observer].channelState(2) === 'convicted')
            convicted[i] = cluster.frame;
        });
        return false;
      });
      t.strictSame(convicted, [BOUND, BOUND, BOUND], `${name}, ${channels} computers: after ${BOUND} frames`);
      t.equal(
        cluster.managers[0].usable[0],
        bits(...cluster.managers.keys()) & ~bits(2),
        'its readings are not used',
      );
      t.equal(cluster.managers[0].level.channels, channels - 1);
    }
    t.end();
  },
);

t.test('a computer that everybody hears and of which nothing can be agreed is convicted', (t) => {
  const cluster = new ManagerCluster({ channels: 4, faults: 1 });
  const vector = calm(4).fill(NO_DATA, 2 * QUANTITY_COUNT, 3 * QUANTITY_COUNT);
  let first = -1;
  for (let frame = 0; frame < 60; frame++) {
    cluster.fly(vector);
    if (first < 0 && cluster.managers[1].channelState(2) === 'convicted') first = frame;
  }
  t.equal(first, BOUND - 1);
  t.equal(cluster.managers[1].sensorState(2, 0), 'good', 'as a computer, not sixteen times as an instrument');
  t.end();
});

t.test(
  'DIAG-TRANS: silence one frame shorter than the persistence convicts nobody, nor do a few gaps',
  (t) => {
    const silent = (frames: number): string => {
      const cluster = new ManagerCluster({ channels: 4, faults: 1 });
      fly(cluster, frames, { down: [1] });
      fly(cluster, 50);
      return states(cluster);
    };
    t.equal(silent(persistenceFrames - 1), 'good good good good');
    t.match(silent(persistenceFrames), /^good convicted/);
    const gaps = (count: number): string => {
      const cluster = new ManagerCluster({ channels: 4, faults: 1 });
      fly(cluster, count * 60, (frame) => ({ down: frame % 60 === 0 ? [1] : [] }));
      return states(cluster);
    };
    t.equal(gaps(spikesMin - 1), 'good good good good');
    t.match(gaps(spikesMin), /^good convicted/);
    t.end();
  },
);

t.test('B lies to C alone, or C falsely says so: the two are disputed and neither is convicted', (t) => {
  const lying = new ManagerCluster({ channels: 4, faults: 1 });
  const seen = (observer: number): Seen => (observer === 2 ? { deceived: bits(1) } : {});
  const first = fly(lying, 600, { seen }, () => lying.managers[3].areDisputed(1, 2));
  t.equal(first, persistenceFrames + disputeFrames - 1);
  const slander = new ManagerCluster({ channels: 4, faults: 1 });
  fly(slander, 600, { lies: new Map([[2, accuse(1)]]) });
  for (const cluster of [lying, slander]) {
    t.equal(states(cluster), 'good disputed disputed good', 'and the others cannot tell which case it is');
    t.notOk(cluster.managers[0].areDisputed(0, 1));
    t.equal(cluster.managers[0].level.channels, 4);
    t.ok(cluster.managers[0].allUsable, 'both are used as before');
  }
  t.end();
});

t.test('who accuses m+1 others has convicted himself, at once or one dispute after the other', (t) => {
  const atOnce = new ManagerCluster({ channels: 4, faults: 1 });
  const first = fly(
    atOnce,
    50,
    { lies: new Map([[3, accuse(0, 1)]]) },
    () => atOnce.managers[0].channelState(3) === 'convicted',
  );
  t.equal(first, verdictFrames - 1);
  t.equal(states(atOnce), 'good good good convicted');
  const slowly = new ManagerCluster({ channels: 4, faults: 1 });
  fly(slowly, 400, (frame) => ({ lies: new Map([[3, accuse(frame < 150 ? 0 : 1)]]) }));
  t.equal(states(slowly), 'good good good convicted');
  t.end();
});

t.test('a conflict between relay and source accuses neither, conflicts with m+1 channels accuse', (t) => {
  const conflicting = (relay: number, sources: number): string => {
    const cluster = new ManagerCluster({ channels: 4, faults: 1 });
    const conflicts = new Int32Array(4);
    conflicts[relay] = sources;
    fly(cluster, 300, { seen: (observer) => (observer === relay ? {} : { conflicts }) });
    return states(cluster);
  };
  t.equal(conflicting(1, bits(0)), 'good good good good', 'relay 1 or source 0: who knows');
  t.equal(conflicting(1, bits(0, 3)), 'good convicted good good', 'a liar in relays alone');
  const cluster = new ManagerCluster({ channels: 4, faults: 1 });
  const conflicts = Int32Array.of(0, bits(0), bits(0), bits(0));
  fly(cluster, 60, { seen: (observer) => (observer === 0 ? {} : { conflicts }) });
  t.equal(states(cluster), 'convicted good good good', 'good relays of a two-faced source are not blamed');
  t.end();
});

t.test('a conflict with a computer that is out already is explained, and counts against nobody else', (t) => {
  const cluster = new ManagerCluster({ channels: 4, faults: 1 });
  fly(cluster, 60, { down: [1] });
  const conflicts = Int32Array.of(0, bits(0), bits(0), 0);
  fly(cluster, 300, { down: [1], seen: (observer) => (observer === 2 ? {} : { conflicts }) });
  t.equal(states(cluster), 'good convicted good good');
  t.end();
});

t.test('a charge has to stand for the frames of a verdict in a row', (t) => {
  const liars = new Map([2, 3].map((channel) => [channel, accuse(0)]));
  const after = (pause: number): string => {
    const cluster = new ManagerCluster({ channels: 4, faults: 1 });
    fly(cluster, 200, (frame) => (frame % (verdictFrames + pause - 1) < pause ? {} : { lies: liars }));
    return cluster.managers[1].channelState(0);
  };
  t.equal(after(0), 'convicted');
  t.not(after(1), 'convicted', 'one frame without it, and it begins anew');
  t.end();
});

t.test('a disturbance of all, or a computer cut off from all, convicts nobody', (t) => {
  const shaken = new ManagerCluster({ channels: 4, faults: 1 });
  fly(shaken, 300, { seen: (observer) => ({ silent: 15 & ~bits(observer) }) });
  t.equal(states(shaken), 'good good good good');
  t.ok(
    shaken.managers.every(({ overrun }) => overrun),
    'each says that it sees too much',
  );
  const deaf = new ManagerCluster({ channels: 4, faults: 1 });
  fly(deaf, 300, { seen: (observer) => (observer === 2 ? { silent: 11 } : {}) });
  t.equal(states(deaf), 'good good good good');
  t.end();
});

t.test('a computer that is recovering watches and accuses nobody', (t) => {
  const said = (recovering: boolean): string => {
    const manager = new RedundancyManager({ channels: 4, faults: 1, self: 0, needs: [1, 4] });
    const vector = calm(4);
    vector[2 * QUANTITY_COUNT] = NO_DATA;
    const accusation = Int32Array.of(7, 7);
    const spread = new Int32Array(QUANTITY_COUNT).fill(99999);
    for (let frame = 0; frame < 60; frame++) {
      const evidence = { silent: bits(3), deceived: 0, unequal: 0, conflicts: new Int32Array(4) };
      manager.observe({ frame, vector, spread, recovering, ...evidence }, accusation);
    }
    return accusation.join();
  };
  t.equal(said(true), '0,0');
  t.equal(said(false), [bits(3) | ((((2 * 16) << 4) | REASON.missing) << 16), 0].join());
  t.end();
});

t.test('DIAG-BUDGET: whoever is left, fewer than the protocol needs is never unsaid', (t) => {
  const rows = [
    { channels: 4, faults: 1, needs: [1, 4], carried: [1, 0, 0] },
    { channels: 4, faults: 1, needs: [1, 3], carried: [1, 1, 0] },
    { channels: 7, faults: 2, needs: [1, 4, 7], carried: [2, 1, 1, 1, 0] },
  ];
  for (const { channels, faults, needs, carried } of rows) {
    const cluster = new ManagerCluster({ channels, faults, needs });
    let unsaid = 0;
    let changes = 0;
    let before = channels;
    for (let gone = 0; gone < carried.length; gone++) {
      const down = Array.from({ length: gone }, (_, channel) => channel);
      fly(cluster, 200, { down }, () => {
        const { level } = cluster.managers[channels - 1];
        const stillGood = cluster.managers.filter(
          (_, c) => cluster.managers[channels - 1].channelState(c) !== 'convicted',
        );
        if (level.channels !== stillGood.length || level.belowBound !== needs[faults] > stillGood.length)
          unsaid++;
        if (level.changed !== (level.channels !== before)) unsaid++;
        if (level.changed) changes++;
        before = level.channels;
        return false;
      });
      const { level } = cluster.managers[channels - 1];
      t.equal(level.faultsCarried, carried[gone], `${level.channels} of ${channels} carry ${carried[gone]}`);
      t.equal(level.belowBound, carried[gone] < faults);
    }
    t.equal(unsaid, 0);
    t.equal(changes, carried.length - 1);
  }
  const three = new ManagerCluster({ channels: 3, faults: 1, needs: [1, 4] });
  t.ok(three.managers[0].level.belowBound, 'three on om are below it from the start');
  t.end();
});

t.test('two that are left can be in dispute, and can not convict each other', (t) => {
  const cluster = new ManagerCluster({ channels: 4, faults: 1, needs: [1, 4] });
  fly(cluster, 60, { down: [0] });
  fly(cluster, 60, { down: [0, 1] });
  t.equal(cluster.managers[2].level.channels, 2);
  fly(cluster, 400, { down: [0, 1], lies: new Map([[3, accuse(2)]]) });
  t.equal(states(cluster, 2), 'convicted convicted disputed disputed');
  t.end();
});

t.test('beyond the bound m+1 liars convict a good computer, which is what the bound is for', (t) => {
  const four = new ManagerCluster({ channels: 4, faults: 1 });
  fly(four, 20, {
    lies: new Map([
      [2, accuse(0)],
      [3, accuse(0)],
    ]),
  });
  t.equal(four.managers[1].channelState(0), 'convicted');
  const seven = new ManagerCluster({ channels: 7, faults: 2 });
  const liars = (count: number): Circumstances => ({
    lies: new Map([4, 5, 6].slice(0, count).map((c) => [c, accuse(0)])),
  });
  fly(seven, 90, liars(2));
  t.equal(seven.managers[1].channelState(0), 'suspect', 'two cannot');
  fly(seven, 20, liars(3));
  t.equal(seven.managers[1].channelState(0), 'convicted');
  t.end();
});

t.test('a liar who accuses in turns, now and then, or one after the other convicts nobody good', (t) => {
  const manners: [name: string, lie: (frame: number) => readonly number[]][] = [
    ['every other frame', (frame) => accuse(...(frame % 2 === 0 ? [0] : []))],
    ['each in turn', (frame) => accuse(frame % 3)],
    ['each for a while', (frame) => accuse(Math.floor(frame / 90) % 3)],
    ['each for as long as a dispute takes', (frame) => accuse(Math.floor(frame / (disputeFrames + 5)) % 3)],
    ['sensors in turn', (frame) => [(((frame % 48) << 4) | 3) << 16, 0]],
    ['one sensor three times', () => [0x0013 << 16, 0x0013 | (0x0013 << 16)]],
    ['all of a sensor', (frame) => [(((((frame >> 6) % 3) * 16) << 4) | 3) << 16, 0]],
  ];
  const gaveHimselfAway: string[] = [];
  for (const [name, lie] of manners) {
    const cluster = new ManagerCluster({ channels: 4, faults: 1 });
    const [manager] = cluster.managers;
    let out = false;
    const wrong = fly(
      cluster,
      3 * spikeMemoryFrames,
      (frame) => ({ lies: new Map([[3, lie(frame)]]) }),
      () => {
        out ||= manager.channelState(3) === 'convicted';
        return manager.usable.some((mask) => (mask & 7) !== 7);
      },
    );
    t.equal(wrong, -1, `${name}: all good readings are used in every frame`);
    if (out) gaveHimselfAway.push(name);
  }
  t.strictSame(gaveHimselfAway, ['each for as long as a dispute takes'], 'and patience gives a liar away');
  t.end();
});
