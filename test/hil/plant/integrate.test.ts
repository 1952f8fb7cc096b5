import { createHash } from 'node:crypto';
import t from 'tap';
import type { Aircraft } from '../../../hil/plant/aircraft.js';
import { dryden } from '../../../hil/plant/dryden.js';
import { F16_STATE, F16_STATE_LENGTH, f16 } from '../../../hil/plant/f16.js';
import { rungeKutta4 } from '../../../hil/plant/integrate.js';
import { trimF16 } from '../../../hil/plant/trim.js';
import { stream } from '../../../hil/random/stream.js';

const STILL_AIR = new Float64Array(3);

/** SHA-256 of the states of the flight below; changes only with the aircraft, the turbulence or the streams. */
const GOLDEN = '91dd68567b05693cd6b434a84d062a0041efc6c9728a6a71b425bd38265d88ac';

/** x' = -x + control, y' = gust: simple enough for the answer to be known. */
const DECAY: Aircraft = {
  name: 'decay',
  stateLength: 2,
  derivative(state, controls, gust, out) {
    out[0] = controls[0] - state[0];
    out[1] = gust[0];
  },
  truth() {},
};

t.test('a step multiplies a decay by the first five terms of the exponential series', (t) => {
  const state = Float64Array.of(1, 0);
  const h = 0.5;
  rungeKutta4(2).step(DECAY, state, Float64Array.of(0), Float64Array.of(3, 0, 0), h);
  t.ok(Math.abs(state[0] - (1 - h + h ** 2 / 2 - h ** 3 / 6 + h ** 4 / 24)) < 1e-15);
  t.ok(Math.abs(state[1] - 3 * h) < 1e-15, 'the gust is held over the step');
  t.end();
});

t.test('halving the step divides the error by sixteen, on the aircraft itself', (t) => {
  const fly = (stepS: number): Float64Array => {
    const { state, controls } = trimF16({ cg: 0.3, airspeedFtps: 502, altitudeFt: 5000 });
    const aircraft = f16({ cg: 0.3 });
    const integrator = rungeKutta4(F16_STATE_LENGTH);
    // Small enough to cross no breakpoint of the tables, where only the function is continuous and order is lost.
    state[F16_STATE.alphaRad] += 0.02;
    state[F16_STATE.rollRad] = 0.3;
    state[F16_STATE.pRadPerS] = 0.05;
    for (let i = 0; i < Math.round(0.64 / stepS); i++)
      integrator.step(aircraft, state, controls, STILL_AIR, stepS);
    return state;
  };
  const exact = fly(0.0025);
  const error = (stepS: number): number =>
    Math.sqrt(
      fly(stepS).reduce(
        (sum, value, i) => sum + ((value - exact[i]) / Math.max(1, Math.abs(exact[i]))) ** 2,
        0,
      ),
    );
  const ratio = error(0.08) / error(0.04);
  t.ok(ratio > 13 && ratio < 19, `ratio ${ratio}`);
  t.ok(error(0.02) < 1e-8, `at 20 ms ${error(0.02)}`);
  t.end();
});

t.test('equal inputs give equal bits, here and on any other machine', (t) => {
  const flight = (): string => {
    const condition = { cg: 0.32, airspeedFtps: 502, altitudeFt: 5000 };
    const { state, controls } = trimF16(condition);
    const aircraft = f16(condition);
    const integrator = rungeKutta4(F16_STATE_LENGTH);
    const turbulence = dryden({
      ...condition,
      intensity: 'moderate',
      stepS: 0.02,
      noise: stream('1', 'turbulence'),
    });
    const gust = new Float64Array(3);
    const hash = createHash('sha256');
    for (let frame = 0; frame < 1000; frame++) {
      turbulence.step(gust);
      controls[2] = frame >= 100 && frame < 110 ? -3 : 0;
      integrator.step(aircraft, state, controls, gust, 0.02);
      hash.update(state);
    }
    t.ok(state.every(Number.isFinite));
    return hash.digest('hex');
  };
  t.equal(flight(), GOLDEN);
  t.equal(flight(), GOLDEN);
  t.end();
});
