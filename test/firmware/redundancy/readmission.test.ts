import t from 'tap';
import { QUANTITY, QUANTITY_COUNT } from '../../../firmware/icd/quantities.js';
import { Court } from '../../../firmware/redundancy/court.js';
import { lastingWords } from '../../../firmware/redundancy/lasting-words.js';
import { redundancyParameters } from '../../../firmware/redundancy/parameters.js';
import { accuse, allSee, bits, calm, fly, states } from '../../support/calm-cluster.js';
import { ManagerCluster } from '../../support/manager-cluster.js';

const { persistenceFrames, lockoutFrames, probationFrames } = redundancyParameters();

t.test(
  'a convicted computer that behaves comes back once, after lock-out and probation, and never a second time',
  (t) => {
    const cluster = new ManagerCluster({ channels: 4, faults: 1 });
    const seen: [frame: number, state: string][] = [];
    let last = 'good';
    const note = (): boolean => {
      const state = cluster.managers[0].channelState(1);
      if (state !== last && state !== 'suspect' && last !== 'suspect') seen.push([cluster.frame, state]);
      last = state;
      return false;
    };
    fly(cluster, 100, { down: [1] });
    last = cluster.managers[0].channelState(1);
    t.equal(last, 'convicted');
    fly(cluster, 1200, {}, note);
    t.strictSame(
      seen.map(([, state]) => state),
      ['probation', 'good'],
    );
    const [[probation], [good]] = seen;
    t.equal(good - probation, probationFrames);
    const notAccused = probation - lockoutFrames;
    t.ok(
      notAccused > 100 && notAccused <= 101 + persistenceFrames,
      `the lock-out began in frame ${notAccused}`,
    );
    t.equal(cluster.managers[2].level.channels, 4);
    fly(cluster, 100, { down: [1] });
    fly(cluster, 5000);
    t.equal(states(cluster), 'good out good good');
    t.equal(cluster.managers[2].level.channels, 3);
    t.end();
  },
);

t.test(
  'on probation a computer is watched but neither used nor heard, and one more offence is the last',
  (t) => {
    const cluster = new ManagerCluster({ channels: 4, faults: 1 });
    fly(cluster, 100, { down: [1] });
    const onProbation = (): boolean => cluster.managers[0].channelState(1) === 'probation';
    while (!onProbation()) fly(cluster, 1);
    t.equal(cluster.managers[0].usable[QUANTITY.alpha], bits(0, 2, 3));
    t.equal(cluster.managers[0].level.channels, 3);
    fly(cluster, 20, { lies: new Map([[1, accuse(0, 2, 3)]]) });
    t.equal(states(cluster), 'good probation good good', 'what it says is not heard');
    fly(cluster, 40, { down: [1] });
    t.equal(states(cluster), 'good out good good');
    t.end();
  },
);

t.test('on probation, every frame in which m+1 accuse is one more to wait', (t) => {
  const lengthOf = (lies: (frame: number) => ReadonlyMap<number, readonly number[]>): number => {
    const cluster = new ManagerCluster({ channels: 4, faults: 1 });
    fly(cluster, 100, { down: [1] });
    let frames = 0;
    fly(
      cluster,
      1500,
      (frame) => ({ lies: lies(frame) }),
      () => {
        if (cluster.managers[0].channelState(1) === 'probation') frames++;
        return false;
      },
    );
    return frames;
  };
  const twoAccuse = (frame: number): ReadonlyMap<number, readonly number[]> =>
    new Map(
      frame >= 700 && frame < 900 && frame % 4 === 0 ? [2, 3].map((channel) => [channel, accuse(1)]) : [],
    );
  t.equal(
    lengthOf(() => new Map()),
    probationFrames,
  );
  t.equal(lengthOf(twoAccuse), probationFrames + 50);
  t.end();
});

t.test('while fewer than m+1 are left to object, nobody comes back', (t) => {
  const options = { channels: 4, faults: 1, parameters: redundancyParameters() };
  const back = (isolated: number): number => {
    const words = new Int32Array(lastingWords(4));
    words[0] = isolated;
    for (let i = 0; i < lockoutFrames + 5; i++) new Court(options).judge(new Int32Array(8), words);
    return isolated & ~words[0];
  };
  t.equal(back(bits(1, 2)), bits(1), 'one at a time');
  t.equal(back(bits(1, 2, 3)), 0);
  t.end();
});

t.test('one liar can neither keep a good computer out nor bring a bad one back', (t) => {
  const kept = new ManagerCluster({ channels: 7, faults: 2 });
  fly(kept, 100, { down: [1] });
  fly(kept, 1400, {
    lies: new Map([
      [5, accuse(1)],
      [6, accuse(1)],
    ]),
  });
  t.equal(kept.managers[0].channelState(1), 'disputed', 'back, in dispute with those two');
  const bad = new ManagerCluster({ channels: 4, faults: 1 });
  fly(bad, 100, { down: [1] });
  fly(bad, 3000, { ...allSee(1, (unequal) => ({ unequal })), lies: new Map([[1, [0, 0]]]) });
  t.equal(states(bad), 'good convicted good good');
  t.end();
});

t.test('DIAG-MEM: what is convicted stays so through the restart of any computer, its own included', (t) => {
  const cluster = new ManagerCluster({ channels: 4, faults: 1 });
  const vector = calm(4);
  vector[3 * QUANTITY_COUNT + QUANTITY.airspeed] = 20000;
  const flyOn = (frames: number, down: readonly number[] = []): void => {
    for (let i = 0; i < frames; i++) cluster.fly(vector, { down });
  };
  flyOn(40);
  t.equal(cluster.managers[0].sensorState(3, QUANTITY.airspeed), 'convicted');
  vector[3 * QUANTITY_COUNT + QUANTITY.airspeed] = vector[QUANTITY.airspeed];
  for (const restarted of [3, 0, 1, 2]) {
    flyOn(10, [restarted]);
    t.equal(cluster.words[restarted].join(), new Int32Array(6).join(), 'it has forgotten');
    flyOn(1);
    for (const manager of cluster.managers) t.equal(manager.usable[QUANTITY.airspeed], 7);
    flyOn(100);
  }
  t.equal(cluster.managers[0].level.channels, 4, 'and for one instrument no channel lost its vote');
  t.end();
});
