import t from 'tap';
import { NO_DATA, QUANTITIES, QUANTITY, QUANTITY_COUNT } from '../../firmware/icd/quantities.js';
import { quantiseCounts, wrapCounts } from '../../sensors/quantise.js';
import { SENSOR_PARAMETERS, type SensorParameters } from '../../sensors/sensor-parameters.js';
import { SensorSet } from '../../sensors/sensor-set.js';
import { FixedNoise } from './fixed-noise.js';

const PERFECT: readonly SensorParameters[] = QUANTITIES.map(() => ({ noise: 0, bias: 0, lagS: 0 }));
const NO_LAG = new Float64Array(QUANTITY_COUNT).fill(1);

function sensorSet(
  options: { parameters?: readonly SensorParameters[]; lag?: ArrayLike<number>; start?: number } = {},
) {
  const { parameters = PERFECT, lag = NO_LAG, start = 1 } = options;
  return new SensorSet({ parameters, lagCoefficients: lag, noise: new FixedNoise(start) });
}

function with1<T, V>(list: ArrayLike<T>, quantity: number, value: V): (T | V)[] {
  return Array.from(list, (item, q) => (q === quantity ? value : item));
}

/** The count that a perfect sensor gives on its first sample. */
function count(quantity: number, value: number): number {
  const set = sensorSet();
  set.sample(Float64Array.from(with1(new Float64Array(QUANTITY_COUNT), quantity, value)), 0);
  return set.counts[quantity];
}

t.test(
  'a reading is the nearest count, halves away from zero, and never past the ends of the scale',
  async (t) => {
    const rows: [keyof typeof QUANTITY, number, number][] = [
      ['alpha', /*     */ -30, /*           */ 0],
      ['alpha', /*     */ 0, /*             */ 9600],
      ['alpha', /*     */ 1.9375, /*        */ 10220],
      ['alpha', /*     */ -60, /*           */ 0],
      ['alpha', /*     */ 61, /*            */ 28800],
      ['beta', /*      */ -0.003125, /*     */ -1],
      ['rollRate', /*  */ 1 / 128, /*       */ 1],
      ['rollRate', /*  */ -1 / 128, /*      */ -1],
      ['rollRate', /*  */ 0.99 / 128, /*    */ 0],
      ['rollRate', /*  */ -0.99 / 128, /*   */ 0],
      ['rollRate', /*  */ 1e6, /*           */ 32000],
      ['pitchRate', /* */ -1e12, /*         */ -32000],
      ['normalLoad', /**/ 1, /*             */ 1024],
      ['airspeed', /*  */ -3, /*            */ 0],
      ['airspeed', /*  */ 502, /*           */ 8032],
      ['altitude', /*  */ 5001, /*          */ 2501],
      ['altitude', /*  */ -5000, /*         */ -1000],
      ['pitch', /*     */ 90, /*            */ 16384],
      ['roll', /*      */ 90, /*            */ 16384],
      ['roll', /*      */ 179.999, /*       */ -32767],
      ['roll', /*      */ 180, /*           */ -32767],
      ['roll', /*      */ -180, /*          */ -32767],
      ['roll', /*      */ 179.99, /*        */ 32766],
      ['roll', /*      */ -179.99, /*       */ -32766],
      ['heading', /*   */ 270, /*           */ -16384],
      ['heading', /*   */ 359.9, /*         */ -18],
      ['heading', /*   */ 360, /*           */ 0],
      ['heading', /*   */ 810, /*           */ 16384],
      ['stickPitch', /**/ -1, /*            */ -16384],
      ['stickPitch', /**/ 1.5, /*           */ 16384],
      ['throttle', /*  */ -0.1, /*          */ 0],
      ['throttle', /*  */ 0.5, /*           */ 8192],
    ];
    for (const [name, value, expected] of rows) {
      t.equal(count(QUANTITY[name], value), expected, `${name} ${value}`);
    }
  },
);

t.test(
  'the loop over sixteen agrees with the rule for one, everywhere on and beyond the scales',
  async (t) => {
    const set = sensorSet();
    const truth = new Float64Array(QUANTITY_COUNT);
    let differences = 0;
    let saturated = 0;
    for (let k = -4000; k <= 4000; k++) {
      QUANTITIES.forEach(({ zero, lsb }, q) => {
        truth[q] = zero + k * 12.3456789 * lsb;
      });
      set.sample(truth, k + 4000);
      QUANTITIES.forEach((quantity, q) => {
        const exact = truth[q] / quantity.lsb - quantity.zero / quantity.lsb;
        if (set.counts[q] !== quantiseCounts(exact, quantity)) differences++;
        if (set.counts[q] < quantity.min || set.counts[q] > quantity.max || set.counts[q] === NO_DATA)
          differences++;
        if (set.counts[q] === quantity.max) saturated++;
      });
    }
    t.equal(differences, 0);
    t.ok(saturated > 1000, 'the scales were left');
  },
);

t.test('whole turns drop out of an angle', async (t) => {
  t.equal(wrapCounts(0), 0);
  t.equal(wrapCounts(32767.5), 32767.5);
  t.equal(wrapCounts(32768), -32768);
  t.equal(wrapCounts(-32768.25), 32767.75);
  t.equal(wrapCounts(65536 * 3 + 5), 5);
  t.equal(wrapCounts(-65536 * 3 - 5), -5);
});

t.test('the lag answers a step as a first-order lag does, and starts settled', async (t) => {
  const a = 0.25;
  const set = sensorSet({ lag: new Float64Array(QUANTITY_COUNT).fill(a) });
  const truth = new Float64Array(QUANTITY_COUNT);
  truth[QUANTITY.alpha] = -20;
  set.sample(truth, 0);
  t.equal(set.counts[QUANTITY.alpha], 3200, 'no run-up from zero');
  truth[QUANTITY.alpha] = 0;
  let behind = 1;
  for (let frame = 1; frame <= 60; frame++) {
    set.sample(truth, frame);
    behind *= 1 - a;
    t.ok(Math.abs(set.counts[QUANTITY.alpha] - (9600 - 6400 * behind)) <= 0.51, `frame ${frame}`);
  }
  t.equal(set.counts[QUANTITY.alpha], 9600);
});

t.test(
  'a lagging heading goes the short way through north, a lagging roll through inverted flight',
  async (t) => {
    for (const [quantity, from, to] of [
      [QUANTITY.heading, 359, 1],
      [QUANTITY.heading, 1, 359],
      [QUANTITY.roll, 179, -179],
      [QUANTITY.roll, -179, 179],
    ]) {
      const set = sensorSet({ lag: new Float64Array(QUANTITY_COUNT).fill(0.5) });
      const { lsb } = QUANTITIES[quantity];
      const truth = new Float64Array(QUANTITY_COUNT);
      truth[quantity] = from;
      set.sample(truth, 0);
      truth[quantity] = to;
      for (let frame = 1; frame <= 40; frame++) {
        set.sample(truth, frame);
        const away = Math.abs(wrapCounts(set.counts[quantity] - to / lsb)) * lsb;
        t.ok(away <= 2 / 2 ** frame + 1.01 * lsb, `${from} → ${to}, frame ${frame}: ${away} deg away`);
      }
      t.equal(set.counts[quantity], quantiseCounts(to / lsb, QUANTITIES[quantity]));
    }
  },
);

t.test(
  'noise has the mean and the spread its parameters say, around a bias within its half-width',
  async (t) => {
    const truth = new Float64Array(QUANTITY_COUNT);
    truth[QUANTITY.airspeed] = 500;
    truth[QUANTITY.altitude] = 5000;
    truth[QUANTITY.throttle] = 0.5;
    const frames = 4000;
    const parameters = SENSOR_PARAMETERS.map((p, q) => ({ ...p, noise: p.noise + 4 * QUANTITIES[q].lsb }));
    const set = sensorSet({ parameters, start: 7 });
    const sum = new Float64Array(QUANTITY_COUNT);
    const squares = new Float64Array(QUANTITY_COUNT);
    for (let frame = 0; frame < frames; frame++) {
      set.sample(truth, frame);
      QUANTITIES.forEach(({ lsb, zero }, q) => {
        const error = zero + set.counts[q] * lsb - truth[q];
        sum[q] += error;
        squares[q] += error * error;
      });
    }
    QUANTITIES.forEach(({ name, lsb }, q) => {
      const mean = sum[q] / frames;
      const sigma = Math.sqrt(squares[q] / frames - mean * mean);
      const expected = Math.sqrt(parameters[q].noise ** 2 + lsb ** 2 / 12);
      t.ok(Math.abs(sigma / expected - 1) < 0.05, `${name}: sigma ${sigma} against ${expected}`);
      t.ok(Math.abs(mean) < parameters[q].bias + 0.08 * expected, `${name}: mean ${mean} within the bias`);
    });
  },
);

t.test('good channels read nearly, but not exactly, alike', async (t) => {
  const truth = new Float64Array(QUANTITY_COUNT);
  truth[QUANTITY.alpha] = 2;
  truth[QUANTITY.normalLoad] = 1;
  const channels = [1, 2, 3, 4].map((start) => sensorSet({ parameters: SENSOR_PARAMETERS, start }));
  let alike = 0;
  let spreadMax = 0;
  for (let frame = 0; frame < 500; frame++) {
    for (const channel of channels) channel.sample(truth, frame);
    const alpha = channels.map((channel) => channel.counts[QUANTITY.alpha]);
    const spread = Math.max(...alpha) - Math.min(...alpha);
    if (spread === 0) alike++;
    spreadMax = Math.max(spreadMax, spread);
  }
  t.ok(alike < 10, `${alike} of 500 frames alike`);
  t.ok(spreadMax > 4 && spreadMax < 60, `at most ${spreadMax} counts apart`);
});

t.test(
  'the quality of one sensor changes no other, and every sample draws the same number of variates',
  async (t) => {
    const truth = new Float64Array(QUANTITY_COUNT).fill(0.3);
    const plain = sensorSet({ parameters: SENSOR_PARAMETERS, start: 3 });
    const silent = sensorSet({
      parameters: with1(SENSOR_PARAMETERS, QUANTITY.yawRate, { noise: 0, bias: 0, lagS: 0 }),
      start: 3,
    });
    let others = 0;
    let own = 0;
    for (let frame = 0; frame < 200; frame++) {
      plain.sample(truth, frame);
      silent.sample(truth, frame);
      for (let q = 0; q < QUANTITY_COUNT; q++) {
        if (plain.counts[q] === silent.counts[q]) continue;
        if (q === QUANTITY.yawRate) own++;
        else others++;
      }
    }
    t.equal(others, 0);
    t.ok(own > 100);

    const noise = new FixedNoise(1);
    const set = new SensorSet({ parameters: PERFECT, lagCoefficients: NO_LAG, noise });
    t.equal(noise.drawn, QUANTITY_COUNT, 'one uniform per bias');
    set.sample(truth, 0);
    t.equal(noise.drawn, QUANTITY_COUNT + 12 * QUANTITY_COUNT, 'one gaussian per quantity');
  },
);

t.test('a bias that is given is exact, and leaves every other draw as it was', async (t) => {
  const truth = new Float64Array(QUANTITY_COUNT);
  const of = (biases: (number | undefined)[]) => {
    const noise = new FixedNoise(3);
    const set = new SensorSet({ parameters: SENSOR_PARAMETERS, lagCoefficients: NO_LAG, noise, biases });
    set.sample(truth, 0);
    return set.counts;
  };
  const drawn = of([]);
  const more = of(with1(Array<undefined>(QUANTITY_COUNT), QUANTITY.alpha, 1.25));
  const less = of(with1(Array<undefined>(QUANTITY_COUNT), QUANTITY.alpha, 1));
  t.equal(more[QUANTITY.alpha] - less[QUANTITY.alpha], 80);
  t.strictSame(more.slice(1), drawn.slice(1));
});

t.test('parameters that no sensor can have are refused by name', async (t) => {
  const bad = (change: Partial<SensorParameters>) =>
    sensorSet({
      parameters: with1(SENSOR_PARAMETERS, QUANTITY.beta, { ...SENSOR_PARAMETERS[QUANTITY.beta], ...change }),
    });
  t.throws(() => bad({ noise: -1 }), { name: 'RangeError', message: /noise of beta = -1/ });
  t.throws(() => bad({ noise: Number.NaN }), { name: 'RangeError', message: /noise of beta = NaN/ });
  t.throws(() => bad({ bias: -0.1 }), { name: 'RangeError', message: /bias of beta = -0.1/ });
  t.throws(() => bad({ bias: Infinity }), { name: 'RangeError', message: /bias of beta/ });
  t.throws(() => sensorSet({ lag: with1(NO_LAG, QUANTITY.roll, 0) }), {
    message: /lag coefficient of roll = 0/,
  });
  t.throws(() => sensorSet({ lag: [1] }), { message: /lagCoefficients has 1 entries, not 16/ });
  t.throws(() => sensorSet({ parameters: [] }), { message: /parameters has 0 entries, not 16/ });
});
