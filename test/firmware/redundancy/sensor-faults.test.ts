import t from 'tap';
import { NO_DATA, QUANTITIES, QUANTITY, QUANTITY_COUNT } from '../../../firmware/icd/quantities.js';
import { REASON, accusedSensor } from '../../../firmware/redundancy/accusation.js';
import {
  MOTION_COUNTS,
  TOLERANCE_COUNTS,
  redundancyParameters,
} from '../../../firmware/redundancy/parameters.js';
import type { SelectMethod } from '../../../firmware/redundancy/select.js';
import { DropoutFault } from '../../../sensors/dropout.js';
import { BiasFault, DriftFault, NoiseFault, type SensorFault, SpikesFault } from '../../../sensors/faults.js';
import { StuckFault } from '../../../sensors/stuck.js';
import { Dice } from '../../support/dice.js';
import { ManagerCluster } from '../../support/manager-cluster.js';
import { RecordedReadings } from '../../support/recorded-readings.js';

const { persistenceFrames: PERSISTENCE, verdictFrames: VERDICT } = redundancyParameters();
/** From the first bad frame to the verdict: the monitors' wait, one frame on the way, the court's wait. */
const SAMPLE_BOUND = PERSISTENCE + VERDICT;
/** From a spike that is the fifth to the verdict. */
const SPIKE_BOUND = 1 + VERDICT;
const { alpha, beta, pitchRate, normalLoad, airspeed, heading, stickPitch } = QUANTITY;
const ONSET = 100;

const quad = await RecordedReadings.fly({ turbulence: 'light', seed: '3', durationS: 60 });
const noise = (): { gaussian: () => number; uniform: () => number } => {
  const dice = new Dice(9);
  const uniform = (): number => dice.uniform();
  return { uniform, gaussian: () => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b, -6) };
};

interface Sick {
  readonly channel: number;
  readonly quantity: number;
  readonly fault: SensorFault;
}

interface Verdicts {
  /** Frame in which each sensor was convicted, as channel/quantity. */
  readonly convicted: Map<string, number>;
  readonly reasons: Set<number>;
  readonly cluster: ManagerCluster;
  /** Frames in which the four did not hold the same words. */
  readonly split: number;
}

/** Flies with these faults. `channels` is four or less: the first rows of the recorded vectors. */
function flyWith(
  faults: readonly Sick[],
  {
    frames = 2000,
    channels = 4,
    method = 'mid',
  }: { frames?: number; channels?: number; method?: SelectMethod } = {},
): Verdicts {
  faults.forEach(({ quantity, fault }) => fault.install(quantity));
  const cluster = new ManagerCluster({ channels, faults: 1, method });
  const vector = new Int16Array(channels * QUANTITY_COUNT);
  const convicted = new Map<string, number>();
  const reasons = new Set<number>();
  let split = 0;
  for (let frame = 0; frame < frames; frame++) {
    quad.read(frame, vector);
    for (const { channel, fault } of faults)
      fault.apply(vector.subarray(channel * QUANTITY_COUNT, (channel + 1) * QUANTITY_COUNT), frame);
    cluster.fly(vector);
    if (cluster.words.some((words) => words.join() !== cluster.words[0].join())) split++;
    for (let unit = 0; unit < vector.length; unit++) {
      const [channel, quantity] = [unit >>> 4, unit % QUANTITY_COUNT];
      const name = `${channel}/${QUANTITIES[quantity].name}`;
      const out = cluster.managers[0].sensorState(channel, quantity) === 'convicted';
      if (out && !convicted.has(name)) convicted.set(name, frame);
    }
    const entry = accusedSensor(cluster.agreed, 0, 0);
    if (entry !== 0) reasons.add(entry & 15);
  }
  return { convicted, reasons, cluster, split };
}

const forever = { onset: ONSET, frames: Infinity };

t.test(
  'DIAG-LIVE: each permanent fault of a sensor is convicted within its bound, by all in one frame',
  (t) => {
    // biome-ignore format: a truth table is read by column
    const rows: [name: string, quantity: number, fault: SensorFault, reason: number, after: number][] = [
    ['hard over',            pitchRate,      new StuckFault({ ...forever, at: 31000 }),                      REASON.miscompare, SAMPLE_BOUND],
    ['no data',              alpha,      new DropoutFault(forever),                                          REASON.missing,    SAMPLE_BOUND],
    ['bias of 3 deg/s',      pitchRate,  new BiasFault({ ...forever, offset: 384 }),                         REASON.miscompare, SAMPLE_BOUND],
    ['bias on the circle',   heading,    new BiasFault({ ...forever, offset: 30000 }),                       REASON.miscompare, SAMPLE_BOUND],
    ['spikes 60 apart',      alpha,      new SpikesFault({ ...forever, height: 14000, widthFrames: 1, spacingFrames: 60 }), REASON.spikes, 4 * 60 + SPIKE_BOUND],
    ['spikes 250 apart',     alpha,      new SpikesFault({ ...forever, height: 14000, widthFrames: 3, spacingFrames: 250 }), REASON.spikes, 6 * 250 + SPIKE_BOUND],
    ['gaps 60 apart',        airspeed,   new DropoutFault({ ...forever, pattern: { kind: 'cycle', silentFrames: 5, cycleFrames: 60 } }), REASON.spikes, 4 * 60 + SPIKE_BOUND],
  ];
    for (const [name, quantity, fault, reason, after] of rows) {
      const { convicted, reasons, split } = flyWith([{ channel: 2, quantity, fault }]);
      t.strictSame(
        [...convicted],
        [[`2/${QUANTITIES[quantity].name}`, ONSET + after - 1]],
        `${name}: convicted after ${after} frames, and nobody else`,
      );
      t.ok(reasons.has(reason), `${name}: reason ${reason} among ${[...reasons].join()}`);
      t.equal(split, 0);
    }
    t.end();
  },
);

t.test('DIAG-LIVE: faults that grow or only show in motion are convicted soon after they show', (t) => {
  const dither = { lsb: 2, noise: noise() };
  const early = { onset: 10, frames: Infinity };
  // biome-ignore format: a truth table is read by column
  const rows: [name: string, quantity: number, fault: SensorFault, within: number][] = [
    ['frozen',                    alpha,      new StuckFault(early),                                        400],
    ['frozen, flickering by 2',   alpha,      new StuckFault({ ...early, dither }),                         400],
    ['one gyro axis frozen',      pitchRate,  new StuckFault({ ...early, dither }),                         400],
    ['one accelerometer frozen',  normalLoad, new StuckFault(early),                                        400],
    ['stick frozen',              stickPitch, new StuckFault({ ...forever, dither: { lsb: 1, noise: noise() } }), 700],
    ['drift of 0.5 deg/s',        alpha,      new DriftFault({ ...forever, ratePerS: 160, periodS: 0.02 }),   60 + SAMPLE_BOUND + 20],
    ['noise of 2 deg',            alpha,      new NoiseFault({ ...forever, sigma: 640, noise: noise() }),     120],
  ];
  let stuck = 0;
  for (const [name, quantity, fault, within] of rows) {
    const { convicted, reasons, split } = flyWith([{ channel: 1, quantity, fault }]);
    const at = convicted.get(`1/${QUANTITIES[quantity].name}`) ?? Infinity;
    t.ok(at > ONSET && at < ONSET + within, `${name}: convicted in frame ${at}`);
    t.equal(convicted.size, 1, `${name}: nobody else is`);
    t.equal(split, 0);
    if (reasons.has(REASON.stuck)) stuck++;
  }
  t.ok(stuck >= 4, `${stuck} of the freezes were known for what they are`);
  t.end();
});

t.test(
  'DIAG-TRANS: a transient one frame shorter than the persistence convicts nobody, one as long does',
  (t) => {
    const transients = (frames: number): SensorFault[] => [
      new StuckFault({ onset: ONSET, frames, at: 14000 }),
      new BiasFault({ onset: ONSET, frames, offset: 2000 }),
      new DropoutFault({ onset: ONSET, frames }),
      new NoiseFault({ onset: ONSET, frames, sigma: 3000, noise: noise() }),
      new SpikesFault({ onset: ONSET, frames, height: 9000, widthFrames: 1, spacingFrames: 2 }),
    ];
    for (const frames of [1, 2, 10, PERSISTENCE - 1]) {
      for (const fault of transients(frames)) {
        const { convicted } = flyWith([{ channel: 3, quantity: beta, fault }], { frames: 400 });
        t.ok(fault.activated, 'it did disturb the reading');
        t.equal(convicted.size, 0, `${fault.constructor.name} of ${frames} frames`);
      }
    }
    const long = transients(PERSISTENCE).slice(0, 3);
    for (const fault of long)
      t.equal(
        flyWith([{ channel: 3, quantity: beta, fault }], { frames: 400 }).convicted.size,
        1,
        fault.constructor.name,
      );
    const four = new SpikesFault({
      onset: ONSET,
      frames: 181,
      height: 9000,
      widthFrames: 1,
      spacingFrames: 60,
    });
    t.equal(
      flyWith([{ channel: 3, quantity: beta, fault: four }]).convicted.size,
      0,
      'four spikes are transients',
    );
    t.end();
  },
);

t.test('spikes further apart than the memory are never added up: that is where it ends', (t) => {
  const spikes = (spacingFrames: number): SensorFault =>
    new SpikesFault({ ...forever, height: 9000, widthFrames: 1, spacingFrames });
  t.equal(flyWith([{ channel: 0, quantity: alpha, fault: spikes(499) }], { frames: 9000 }).convicted.size, 0);
  t.equal(flyWith([{ channel: 0, quantity: alpha, fault: spikes(400) }], { frames: 9000 }).convicted.size, 1);
  t.end();
});

t.test('a freeze is found in motion so gentle that it never leaves the tolerance', (t) => {
  const dice = new Dice(5);
  const vector = new Int16Array(4 * QUANTITY_COUNT);
  const cluster = new ManagerCluster({ channels: 4, faults: 1 });
  let since = Infinity;
  let found = Infinity;
  let furthest = 0;
  for (let frame = 0; frame < 1000; frame++) {
    const middle = 10200 - Math.round(70 * Math.cos(frame / 80));
    for (let channel = 0; channel < 4; channel++)
      vector[channel * QUANTITY_COUNT + alpha] = middle + dice.between({ low: -8, high: 8 });
    vector[3 * QUANTITY_COUNT + alpha] = 10130 + dice.between({ low: -2, high: 2 });
    furthest = Math.max(furthest, middle - 10130);
    if (middle - 10130 > 100 && since === Infinity) since = frame;
    cluster.fly(vector);
    if (found === Infinity && cluster.managers[0].sensorState(3, alpha) === 'convicted') found = frame;
  }
  t.ok(furthest < 150, `never further than ${furthest} of 192 counts`);
  t.ok(found < since + 4 * 16 + 1 + VERDICT, `convicted in frame ${found}, moving since ${since}`);
  t.equal(cluster.managers[0].usable[alpha], 7, 'and nobody else');
  t.end();
});

t.test('two vanes frozen alike outvote the third, and are found because the load factor moved', (t) => {
  let found = 0;
  for (let onset = 20; onset < 1700; onset += 70) {
    for (const channels of [3, 4]) {
      const frozen = (): SensorFault =>
        new StuckFault({ onset, frames: Infinity, dither: { lsb: 2, noise: noise() } });
      const { convicted, cluster, reasons } = flyWith(
        [
          { channel: 0, quantity: alpha, fault: frozen() },
          { channel: 1, quantity: alpha, fault: frozen() },
        ],
        { channels, frames: 3000 },
      );
      const name = `frozen in frame ${onset} of ${channels}`;
      t.strictSame([...convicted.keys()].sort(), ['0/alpha', '1/alpha'], name);
      if (reasons.has(REASON.stuck)) found++;
      t.equal(
        cluster.managers[0].usable[alpha],
        channels === 3 ? 4 : 12,
        'the good readings are what is left',
      );
      t.equal(cluster.managers[0].level.channels, channels, 'and no channel lost its vote');
    }
  }
  t.equal(found, 48);
  t.end();
});

t.test(
  'what cannot be found: two alike without an independent witness, or with more flicker than a freeze has',
  (t) => {
    const both = (quantity: number, lsb: number): string[] => {
      const freeze = (): SensorFault => new StuckFault({ ...forever, dither: { lsb, noise: noise() } });
      const pair = [0, 1].map((channel) => ({ channel, quantity, fault: freeze() }));
      return [...flyWith(pair, { channels: 3 }).convicted.keys()];
    };
    t.strictSame(both(pitchRate, 1), ['2/pitchRate'], 'two frozen gyros convict the good third');
    t.strictSame(both(alpha, 9), ['2/alpha'], 'as do two vanes that flicker like good ones');
    t.end();
  },
);

t.test(
  'of two readings left that come apart, the one that stepped is convicted, one that drifted off is not',
  (t) => {
    const gone = (channel: number): Sick => ({
      channel,
      quantity: alpha,
      fault: new DropoutFault({ onset: 0, frames: Infinity }),
    });
    const left = (fault: SensorFault): string[] =>
      [...flyWith([gone(0), gone(1), { channel: 3, quantity: alpha, fault }]).convicted.keys()].filter(
        (name) => name > '2',
      );
    t.strictSame(left(new StuckFault({ ...forever, at: 0 })), ['3/alpha']);
    t.strictSame(left(new StuckFault({ ...forever, at: 28800 })), ['3/alpha']);
    t.strictSame(
      left(new DriftFault({ ...forever, ratePerS: 160, periodS: 0.02 })),
      [],
      'no telling which drifts',
    );
    t.end();
  },
);

t.test('a step is forgiven once the reading is back with the others', (t) => {
  const cluster = new ManagerCluster({ channels: 2, faults: 0, needs: [1] });
  const vector = new Int16Array(2 * QUANTITY_COUNT).fill(10200);
  for (let frame = 0; frame < 1000; frame++) {
    vector[alpha] = frame === 10 ? 20000 : 10200;
    vector[QUANTITY_COUNT + alpha] = 10200 - Math.min(frame, 900);
    cluster.fly(vector);
  }
  t.ok(cluster.managers[0].allUsable, 'the one that drifted off later is no proof against it');
  t.end();
});

t.test(
  'of two readings left, one that keeps still while the other wanders off is not taken for stuck',
  (t) => {
    const cluster = new ManagerCluster({ channels: 2, faults: 0, needs: [1] });
    const vector = new Int16Array(2 * QUANTITY_COUNT).fill(10200);
    let furthest = 0;
    for (let frame = 0; frame < 2000; frame++) {
      vector[QUANTITY_COUNT + alpha] = 10200 - Math.min(frame >> 2, 180);
      furthest = Math.max(furthest, 10200 - vector[QUANTITY_COUNT + alpha]);
      cluster.fly(vector);
    }
    t.ok(furthest > MOTION_COUNTS[alpha] && furthest < TOLERANCE_COUNTS[alpha], `it went ${furthest} counts`);
    t.ok(cluster.managers[0].allUsable);
    t.end();
  },
);

t.test('when the last reading of a quantity is convicted, the manager says that it is blind there', (t) => {
  const all = [0, 1, 2, 3].map((channel) => ({
    channel,
    quantity: airspeed,
    fault: new DropoutFault(forever),
  }));
  const { convicted, cluster } = flyWith(all);
  t.equal(convicted.size, 4);
  for (const manager of cluster.managers) {
    t.equal(manager.usable[airspeed], 0);
    t.equal(manager.blindQuantities, 1 << airspeed);
    t.notOk(manager.allUsable);
  }
  t.end();
});

t.test('with the mean selected, a runaway drags the selection and still convicts only itself', (t) => {
  const fault = new DriftFault({ ...forever, ratePerS: 640, periodS: 0.02 });
  const { convicted } = flyWith([{ channel: 0, quantity: alpha, fault }], { method: 'mean' });
  t.strictSame([...convicted.keys()], ['0/alpha']);
  t.end();
});

t.test('a reading off its scale is convicted for that even where it lies near the others', (t) => {
  const cluster = new ManagerCluster({ channels: 4, faults: 1 });
  const vector = new Int16Array(4 * QUANTITY_COUNT);
  const reasons = new Set<number>();
  for (let frame = 0; frame < 60; frame++) {
    quad.read(frame, vector);
    for (let channel = 0; channel < 4; channel++) vector[channel * QUANTITY_COUNT + airspeed] = 31990;
    vector[airspeed] = 32700;
    vector[QUANTITY_COUNT + alpha] = NO_DATA;
    cluster.fly(vector);
    for (let i = 0; i < 3; i++) reasons.add(accusedSensor(cluster.agreed, 0, i));
  }
  t.ok(reasons.has((airspeed << 4) | REASON.range));
  t.ok(reasons.has(((16 + alpha) << 4) | REASON.missing));
  t.equal(cluster.managers[3].sensorState(0, airspeed), 'convicted');
  t.equal(cluster.managers[3].sensorState(1, alpha), 'convicted');
  t.equal(cluster.managers[3].sensorState(1, beta), 'good');
  t.end();
});
