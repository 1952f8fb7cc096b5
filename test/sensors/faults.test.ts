import t from 'tap';
import { NO_DATA, QUANTITIES, QUANTITY, QUANTITY_COUNT } from '../../firmware/icd/quantities.js';
import { DropoutFault } from '../../sensors/dropout.js';
import { BiasFault, DriftFault, NoiseFault, type SensorFault, SpikesFault } from '../../sensors/faults.js';
import { SENSOR_PARAMETERS } from '../../sensors/sensor-parameters.js';
import { SensorSet } from '../../sensors/sensor-set.js';
import { StuckFault } from '../../sensors/stuck.js';
import { FixedNoise } from './fixed-noise.js';

const FRAMES = 200;
const NO_LAG = new Float64Array(QUANTITY_COUNT).fill(1);

interface Run {
  /** Counts read, one row a frame. */
  readonly counts: Int16Array[];
  /** Healthy counts, one row a frame. */
  readonly healthy: Int16Array[];
  /** The last fault's `changed`, one entry a frame. */
  readonly changed: boolean[];
}

/** A noisy channel on a moving aircraft for FRAMES frames, with the faults on one quantity. */
function run(quantity: number, ...faults: SensorFault[]): Run {
  const set = new SensorSet({
    parameters: SENSOR_PARAMETERS,
    lagCoefficients: NO_LAG,
    noise: new FixedNoise(11),
  });
  for (const fault of faults) set.attach(quantity, fault);
  const counts: Int16Array[] = [];
  const healthy: Int16Array[] = [];
  const changed: boolean[] = [];
  const truth = new Float64Array(QUANTITY_COUNT);
  for (let frame = 0; frame < FRAMES; frame++) {
    QUANTITIES.forEach(({ lsb, zero }, q) => {
      truth[q] = zero + (8000 + 17 * frame) * lsb;
    });
    set.sample(truth, frame);
    counts.push(set.counts.slice());
    healthy.push(set.healthy.slice());
    changed.push(faults.at(-1)?.changed ?? false);
  }
  return { counts, healthy, changed };
}

const plain = run(QUANTITY.alpha);
const column = (rows: Int16Array[], quantity: number) => rows.map((row) => row[quantity]);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

const WINDOW = { onset: 50, frames: 100 };
const EVERY: Record<string, () => SensorFault> = {
  'stuck at last': () => new StuckFault(WINDOW),
  'stuck at a value': () => new StuckFault({ ...WINDOW, at: 777 }),
  'stuck with dither': () => new StuckFault({ ...WINDOW, dither: { lsb: 2, noise: new FixedNoise(5) } }),
  bias: () => new BiasFault({ ...WINDOW, offset: 40 }),
  drift: () => new DriftFault({ ...WINDOW, ratePerS: 100, periodS: 0.02 }),
  noise: () => new NoiseFault({ ...WINDOW, sigma: 30, noise: new FixedNoise(5) }),
  spikes: () => new SpikesFault({ ...WINDOW, height: 900, widthFrames: 2, spacingFrames: 60 }),
  dropout: () => new DropoutFault(WINDOW),
  'dropout by chance': () =>
    new DropoutFault({ ...WINDOW, pattern: { kind: 'random', probability: 0.3, noise: new FixedNoise(5) } }),
  'dropout by the clock': () =>
    new DropoutFault({ ...WINDOW, pattern: { kind: 'cycle', silentFrames: 3, cycleFrames: 10 } }),
};

for (const [name, create] of Object.entries(EVERY)) {
  t.test(`${name} changes its own quantity in its own frames, and not one bit elsewhere`, async (t) => {
    for (const quantity of [QUANTITY.alpha, QUANTITY.heading, QUANTITY.throttle]) {
      const fault = create();
      const faulty = run(quantity, fault);
      let inside = 0;
      let elsewhere = 0;
      let unsaid = 0;
      for (let frame = 0; frame < FRAMES; frame++) {
        for (let q = 0; q < QUANTITY_COUNT; q++) {
          const differs = faulty.counts[frame][q] !== plain.counts[frame][q];
          if (q === quantity && differs !== faulty.changed[frame]) unsaid++;
          if (!differs) continue;
          if (q === quantity && fault.active(frame)) inside++;
          else elsewhere++;
        }
      }
      t.same(faulty.healthy, plain.healthy, 'what a healthy sensor would read is as before');
      t.equal(elsewhere, 0);
      t.equal(unsaid, 0, 'changed says exactly when');
      t.ok(inside > 0 && inside <= WINDOW.frames, `${inside} frames changed`);
      t.equal(fault.activated, true);
    }
  });
}

t.test(
  'a sensor stuck at its last reading gives that count exactly, and is not activated while truth stands still',
  async (t) => {
    const { counts } = run(QUANTITY.alpha, new StuckFault({ onset: 50, frames: Infinity }));
    for (const frame of range(50, FRAMES))
      t.equal(counts[frame][QUANTITY.alpha], plain.counts[49][QUANTITY.alpha]);

    const first = run(QUANTITY.alpha, new StuckFault({ onset: 0, frames: Infinity })).counts;
    t.equal(new Set(column(first, QUANTITY.alpha)).size, 1, 'from the first frame on: the first count');
    t.equal(first[0][QUANTITY.alpha], plain.counts[0][QUANTITY.alpha]);

    const still = new SensorSet({
      parameters: QUANTITIES.map(() => ({ noise: 0, bias: 0, lagS: 0 })),
      lagCoefficients: NO_LAG,
      noise: new FixedNoise(1),
    });
    const fault = new StuckFault({ onset: 2, frames: 10 });
    still.attach(QUANTITY.alpha, fault);
    for (const frame of range(0, 20)) still.sample(new Float64Array(QUANTITY_COUNT), frame);
    t.equal(fault.activated, false);
  },
);

t.test('dither stays within its counts, uses all of them, and follows nothing', async (t) => {
  const lsb = 3;
  const { counts } = run(
    QUANTITY.alpha,
    new StuckFault({ onset: 50, frames: Infinity, dither: { lsb, noise: new FixedNoise(5) } }),
  );
  const held = plain.counts[49][QUANTITY.alpha];
  const away = range(50, FRAMES).map((frame) => counts[frame][QUANTITY.alpha] - held);
  t.same(
    [...new Set(away)].sort((a, b) => a - b),
    [-3, -2, -1, 0, 1, 2, 3],
  );
  t.ok(
    range(52, FRAMES).every((frame) => counts[frame][QUANTITY.alpha] < plain.counts[frame][QUANTITY.alpha]),
    'the truth moved on',
  );
});

t.test('bias and drift add what they say, from the onset on', async (t) => {
  const bias = run(QUANTITY.alpha, new BiasFault({ ...WINDOW, offset: -25 })).counts;
  const drift = run(QUANTITY.alpha, new DriftFault({ ...WINDOW, ratePerS: -125, periodS: 0.02 })).counts;
  for (const frame of range(50, 150)) {
    const good = plain.counts[frame][QUANTITY.alpha];
    t.equal(bias[frame][QUANTITY.alpha] - good, -25);
    t.ok(
      Math.abs(drift[frame][QUANTITY.alpha] - good + 2.5 * (frame - 50)) <= 0.5,
      `drift at frame ${frame}`,
    );
  }
  t.equal(drift[50][QUANTITY.alpha], plain.counts[50][QUANTITY.alpha], 'a drift begins at nothing');
  t.equal(drift[150][QUANTITY.alpha], plain.counts[150][QUANTITY.alpha], 'and is gone when it ends');
});

t.test('noise has the spread it says', async (t) => {
  const { counts } = run(
    QUANTITY.alpha,
    new NoiseFault({ onset: 0, frames: FRAMES, sigma: 50, noise: new FixedNoise(5) }),
  );
  const errors = range(0, FRAMES).map(
    (frame) => counts[frame][QUANTITY.alpha] - plain.counts[frame][QUANTITY.alpha],
  );
  const mean = errors.reduce((sum, error) => sum + error, 0) / FRAMES;
  const sigma = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / FRAMES - mean * mean);
  t.ok(Math.abs(mean) < 12, `mean ${mean}`);
  t.ok(sigma > 43 && sigma < 57, `sigma ${sigma}`);
});

t.test('spikes come with their width and spacing, the first at the onset', async (t) => {
  const { changed } = run(
    QUANTITY.alpha,
    new SpikesFault({ onset: 50, frames: Infinity, height: 900, widthFrames: 2, spacingFrames: 60 }),
  );
  t.same(
    range(0, FRAMES).filter((frame) => changed[frame]),
    [50, 51, 110, 111, 170, 171],
  );
});

t.test('a dropout is no data: always, by chance at its rate, or by the clock', async (t) => {
  const silent = (fault: SensorFault) => {
    const alpha = column(run(QUANTITY.alpha, fault).counts, QUANTITY.alpha);
    return range(0, FRAMES).filter((frame) => alpha[frame] === NO_DATA);
  };
  t.same(silent(new DropoutFault(WINDOW)), range(50, 150));
  t.same(
    silent(
      new DropoutFault({
        onset: 50,
        frames: 25,
        pattern: { kind: 'cycle', silentFrames: 2, cycleFrames: 10 },
      }),
    ),
    [50, 51, 60, 61, 70, 71],
  );
  const chance = (probability: number) =>
    silent(
      new DropoutFault({ ...WINDOW, pattern: { kind: 'random', probability, noise: new FixedNoise(5) } }),
    ).length;
  t.equal(chance(0), 0);
  t.equal(chance(1), 100);
  const third = chance(0.3);
  t.ok(third > 18 && third < 42, `${third} of 100`);
});

t.test(
  'a faulty count keeps to the scale; on a circle it goes round, and never reads as no data',
  async (t) => {
    const high = run(QUANTITY.alpha, new BiasFault({ ...WINDOW, offset: 1e6 })).counts;
    t.equal(high[60][QUANTITY.alpha], QUANTITIES[QUANTITY.alpha].max);
    const low = run(QUANTITY.alpha, new StuckFault({ ...WINDOW, at: -1e6 })).counts;
    t.equal(low[60][QUANTITY.alpha], QUANTITIES[QUANTITY.alpha].min);
    const round = run(QUANTITY.heading, new BiasFault({ ...WINDOW, offset: 65536 + 100 })).counts;
    t.equal(round[60][QUANTITY.heading], plain.counts[60][QUANTITY.heading] + 100);
    const half = run(QUANTITY.heading, new StuckFault({ ...WINDOW, at: NO_DATA })).counts;
    t.equal(half[60][QUANTITY.heading], NO_DATA, 'unless it was told to say so');
    const nearly = run(QUANTITY.heading, new StuckFault({ ...WINDOW, at: 32768 })).counts;
    t.equal(nearly[60][QUANTITY.heading], -32767);
  },
);

t.test('faults act in the order attached, and none brings lost data back', async (t) => {
  const bias = () => new BiasFault({ ...WINDOW, offset: 30 });
  const stuck = () => new StuckFault({ ...WINDOW, at: 9000 });
  t.equal(run(QUANTITY.alpha, stuck(), bias()).counts[60][QUANTITY.alpha], 9030);
  t.equal(run(QUANTITY.alpha, bias(), stuck()).counts[60][QUANTITY.alpha], 9000);
  const masked = stuck();
  t.equal(run(QUANTITY.alpha, new DropoutFault(WINDOW), masked).counts[60][QUANTITY.alpha], NO_DATA);
  t.equal(masked.activated, false);
  const held = new StuckFault({ onset: 60, frames: 100 });
  const afterSilence = run(QUANTITY.alpha, new DropoutFault({ onset: 50, frames: 20 }), held).counts;
  t.equal(
    afterSilence[80][QUANTITY.alpha],
    plain.counts[49][QUANTITY.alpha],
    'the last reading, not the last silence',
  );
});

t.test('what cannot be is refused by name', async (t) => {
  const noise = new FixedNoise(1);
  t.throws(() => new BiasFault({ onset: -1, frames: 1, offset: 0 }), { message: /onset = -1/ });
  t.throws(() => new BiasFault({ onset: 0, frames: Number.NaN, offset: 0 }), { message: /frames = NaN/ });
  t.throws(() => new BiasFault({ ...WINDOW, offset: Infinity }), { message: /offset = Infinity/ });
  t.throws(() => new NoiseFault({ ...WINDOW, sigma: -1, noise }), { message: /sigma = -1/ });
  t.throws(() => new StuckFault({ ...WINDOW, at: Number.NaN }), { message: /at = NaN/ });
  t.throws(() => new SpikesFault({ ...WINDOW, height: 1, widthFrames: 5, spacingFrames: 5 }), {
    message: /spacingFrames = 5 is not in 6/,
  });
  t.throws(() => new DropoutFault({ ...WINDOW, pattern: { kind: 'random', probability: 1.5, noise } }), {
    message: /probability = 1.5/,
  });
  t.throws(
    () => new DropoutFault({ ...WINDOW, pattern: { kind: 'cycle', silentFrames: 9, cycleFrames: 5 } }),
    {
      message: /silentFrames = 9/,
    },
  );
  const fault = new BiasFault({ ...WINDOW, offset: 1 });
  t.throws(() => fault.install(16), { message: /quantity = 16/ });
  fault.install(2);
  t.throws(() => fault.install(3), { message: /already on rollRate/ });
});
