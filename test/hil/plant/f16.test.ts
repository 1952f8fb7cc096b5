import t from 'tap';
import { type Aircraft, CONTROL, TRUTH, TRUTH_LENGTH } from '../../../hil/plant/aircraft.js';
import { F16_STATE, F16_STATE_LENGTH, f16 } from '../../../hil/plant/f16.js';
import { rungeKutta4 } from '../../../hil/plant/integrate.js';
import { trimF16 } from '../../../hil/plant/trim.js';
import { stream } from '../../../hil/random/stream.js';

const STILL_AIR = new Float64Array(3);
const DEG = Math.PI / 180;
const CONDITION = { cg: 0.35, airspeedFtps: 502, altitudeFt: 5000 };

function derivativeOf(
  aircraft: Aircraft,
  state: Float64Array,
  controls: Float64Array,
  gust = STILL_AIR,
): Float64Array {
  const out = new Float64Array(F16_STATE_LENGTH);
  aircraft.derivative(state, controls, gust, out);
  return out;
}

function truthOf(
  aircraft: Aircraft,
  state: Float64Array,
  controls: Float64Array,
  gust = STILL_AIR,
): Float64Array {
  const out = new Float64Array(TRUTH_LENGTH);
  aircraft.truth(state, controls, gust, out);
  return out;
}

/** States all over the envelope, from a named stream. */
function* someFlights(count: number): Generator<{ state: Float64Array; controls: Float64Array }> {
  const source = stream('1', 'flights');
  const around = (half: number): number => (2 * source.uniform() - 1) * half;
  for (let i = 0; i < count; i++) {
    const state = Float64Array.of(
      500 + around(200),
      0.2 + around(0.2),
      around(0.3),
      around(3),
      around(1.2),
      around(9),
    );
    const rest = [
      around(2),
      around(1),
      around(1),
      around(1e4),
      around(1e4),
      15_000 + around(15_000),
      50 + around(49),
    ];
    const controls = Float64Array.of(0.5 + around(0.5), around(25), around(21), around(30));
    yield { state: Float64Array.from([...state, ...rest]), controls };
  }
}

t.test('in steady level flight only the position moves, and the accelerometer reads the weight', (t) => {
  const { state, controls, alphaRad } = trimF16(CONDITION);
  const aircraft = f16(CONDITION);
  const rate = derivativeOf(aircraft, state, controls);
  for (const [name, i] of Object.entries(F16_STATE)) {
    const expected = name === 'northFt' ? 502 : 0;
    t.ok(Math.abs(rate[i] - expected) < 1e-9, `${name} ${rate[i]}`);
  }
  const truth = truthOf(aircraft, state, controls);
  t.ok(Math.abs(truth[TRUTH.nzG] - Math.cos(alphaRad)) < 1e-9);
  t.ok(Math.abs(truth[TRUTH.nyG]) < 1e-12);
  t.ok(Math.abs(truth[TRUTH.alphaDeg] - alphaRad / DEG) < 1e-12);
  t.equal(truth[TRUTH.airspeedFtps], 502);
  t.equal(truth[TRUTH.altitudeFt], 5000);
  t.end();
});

t.test('truth is the state in the units of the sensors, and leaves the pilot alone', (t) => {
  const aircraft = f16(CONDITION);
  let worst = 0;
  for (const { state, controls } of someFlights(50)) {
    const truth = new Float64Array(TRUTH_LENGTH).fill(7);
    aircraft.truth(state, controls, STILL_AIR, truth);
    for (const [quantity, index] of [
      [TRUTH.alphaDeg, 1],
      [TRUTH.betaDeg, 2],
      [TRUTH.rollDeg, 3],
      [TRUTH.pitchDeg, 4],
      [TRUTH.pDegPerS, 6],
      [TRUTH.qDegPerS, 7],
      [TRUTH.rDegPerS, 8],
    ]) {
      worst = Math.max(worst, Math.abs(truth[quantity] - state[index] / DEG));
    }
    const heading = truth[TRUTH.headingDeg];
    t.ok(heading >= 0 && heading < 360);
    worst = Math.max(worst, Math.abs(Math.sin(heading * DEG) - Math.sin(state[5])));
    t.same([...truth.subarray(12)], [7, 7, 7, 7]);
  }
  t.ok(worst < 1e-12, `${worst}`);
  const due = Float64Array.from(trimF16(CONDITION).state);
  for (const [yawRad, headingDeg] of [
    [0, 0],
    [-Math.PI / 2, 270],
    [-1e-30, 0],
    [2 * Math.PI, 0],
    [5 * Math.PI, 180],
  ]) {
    due[F16_STATE.yawRad] = yawRad;
    t.ok(
      Math.abs(truthOf(aircraft, due, new Float64Array(4))[TRUTH.headingDeg] - headingDeg) < 1e-12,
      `${yawRad} rad`,
    );
  }
  t.end();
});

t.test('load factors are those of accelerometers fifteen feet ahead of the centre of gravity', (t) => {
  // A second derivation: what acts on the body besides gravity, taken from the rates of the velocity itself.
  const aircraft = f16({ cg: 0.4 });
  let worst = 0;
  for (const { state, controls } of someFlights(50)) {
    const [V, alpha, beta, phi, theta, , p, q, r] = state;
    const rate = derivativeOf(aircraft, state, controls);
    const v = V * Math.sin(beta);
    const u = V * Math.cos(beta) * Math.cos(alpha);
    const w = V * Math.cos(beta) * Math.sin(alpha);
    const vRate = rate[0] * Math.sin(beta) + V * Math.cos(beta) * rate[2];
    const wRate =
      rate[0] * Math.cos(beta) * Math.sin(alpha) -
      V * Math.sin(beta) * Math.sin(alpha) * rate[2] +
      V * Math.cos(beta) * Math.cos(alpha) * rate[1];
    const ay = vRate + r * u - p * w - 32.17 * Math.cos(theta) * Math.sin(phi);
    const az = wRate + p * v - q * u - 32.17 * Math.cos(theta) * Math.cos(phi);
    const truth = truthOf(aircraft, state, controls);
    worst = Math.max(worst, Math.abs(truth[TRUTH.nzG] - (15 * rate[7] - az) / 32.17));
    worst = Math.max(worst, Math.abs(truth[TRUTH.nyG] - (15 * rate[8] + ay) / 32.17));
  }
  t.ok(worst < 1e-10, `${worst} g`);
  t.end();
});

t.test('a gust changes what the air does and not how the aircraft moves over the ground', (t) => {
  const aircraft = f16(CONDITION);
  const source = stream('1', 'gusts');
  const touched = new Set<number>();
  let worstTruth = 0;
  let worstMoment = 0;
  for (const { state, controls } of someFlights(200)) {
    const size = source.uniform() < 0.5 ? 5 : 150;
    const gust = Float64Array.from({ length: 3 }, () => (2 * source.uniform() - 1) * size);
    const [V, alpha, beta] = state;
    const u = V * Math.cos(beta) * Math.cos(alpha) - gust[0];
    const v = V * Math.sin(beta) - gust[1];
    const w = V * Math.cos(beta) * Math.sin(alpha) - gust[2];
    const airspeed = Math.hypot(u, v, w);
    const relative = Float64Array.from(state);
    relative.set([airspeed, Math.atan2(w, u), Math.asin(v / airspeed)]);

    const truth = truthOf(aircraft, state, controls, gust);
    const calm = truthOf(aircraft, relative, controls);
    worstTruth = Math.max(worstTruth, ...truth.map((value, i) => Math.abs(value - calm[i])));
    const rate = derivativeOf(aircraft, state, controls, gust);
    const still = derivativeOf(aircraft, state, controls);
    const same = derivativeOf(aircraft, relative, controls);
    worstMoment = Math.max(worstMoment, ...[6, 7, 8].map((i) => Math.abs(rate[i] - same[i])));
    for (const i of rate.keys()) if (rate[i] !== still[i]) touched.add(i);
  }
  t.ok(worstTruth < 1e-9, `the sensors see the air: ${worstTruth}`);
  t.ok(worstMoment < 1e-9, `the moments follow it: ${worstMoment}`);
  t.same([...touched].sort(), [0, 1, 2, 6, 7, 8], 'attitude, position and power do not');
  t.end();
});

t.test('rising air raises the angle of attack and the load, a gust from the right raises sideslip', (t) => {
  const { state, controls } = trimF16(CONDITION);
  const aircraft = f16(CONDITION);
  const calm = truthOf(aircraft, state, controls);
  const rising = truthOf(aircraft, state, controls, Float64Array.of(0, 0, -20));
  t.ok(rising[TRUTH.alphaDeg] > calm[TRUTH.alphaDeg] + 2);
  t.ok(rising[TRUTH.nzG] > calm[TRUTH.nzG] + 0.5);
  const fromTheRight = truthOf(aircraft, state, controls, Float64Array.of(0, -20, 0));
  t.ok(fromTheRight[TRUTH.betaDeg] > 2);
  t.ok(fromTheRight[TRUTH.nyG] < 0, 'and pushes to the left');
  t.ok(truthOf(aircraft, state, controls, Float64Array.of(-20, 0, 0))[TRUTH.airspeedFtps] > 521, 'head wind');
  t.end();
});

t.test('the surfaces turn the aircraft the way the tables say', (t) => {
  const after = (control: number, deg: number): Float64Array => {
    const { state, controls } = trimF16(CONDITION);
    const aircraft = f16(CONDITION);
    const integrator = rungeKutta4(F16_STATE_LENGTH);
    controls[control] += deg;
    for (let i = 0; i < 25; i++) integrator.step(aircraft, state, controls, STILL_AIR, 0.02);
    return truthOf(aircraft, state, controls);
  };
  t.ok(after(CONTROL.elevatorDeg, -2)[TRUTH.nzG] > 1.2, 'elevator up pulls');
  t.ok(after(CONTROL.elevatorDeg, 2)[TRUTH.nzG] < 0.8, 'elevator down pushes');
  t.ok(after(CONTROL.aileronDeg, -5)[TRUTH.pDegPerS] > 10, 'negative aileron rolls to the right');
  t.ok(after(CONTROL.rudderDeg, -5)[TRUTH.rDegPerS] > 0.5, 'negative rudder yaws to the right');
  t.ok(after(CONTROL.throttle, 0.3)[TRUTH.airspeedFtps] > 502);
  t.end();
});

t.test('the centre of gravity moves the moments and nothing else', (t) => {
  for (const { state, controls } of someFlights(20)) {
    const forward = derivativeOf(f16({ cg: 0.3 }), state, controls);
    const aft = derivativeOf(f16({ cg: 0.5 }), state, controls);
    const differs = [...forward.keys()].filter((i) => forward[i] !== aft[i]);
    t.same(differs, [6, 7, 8]);
  }
  t.throws(() => f16({ cg: 0.7 }), { name: 'RangeError', message: 'cg = 0.7 is outside 0.2 … 0.6' });
  t.throws(() => f16({ cg: Number.NaN }), RangeError);
  t.end();
});

t.test('two aircraft may be evaluated in turn without disturbing each other', (t) => {
  const [a, b] = [f16({ cg: 0.3 }), f16({ cg: 0.5 })];
  const [first, second] = [...someFlights(2)];
  const alone = derivativeOf(a, first.state, first.controls);
  derivativeOf(b, second.state, second.controls, Float64Array.of(1, 2, 3));
  t.same(derivativeOf(a, first.state, first.controls), alone);
  t.end();
});
