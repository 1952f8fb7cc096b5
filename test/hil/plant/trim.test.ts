import t from 'tap';
import { type Aircraft, CONTROL } from '../../../hil/plant/aircraft.js';
import { F16_STATE, F16_STATE_LENGTH, f16 } from '../../../hil/plant/f16.js';
import { rungeKutta4 } from '../../../hil/plant/integrate.js';
import { linearise, longitudinalEigenvalues, timeToDoubleS } from '../../../hil/plant/linearise.js';
import { type FlightCondition, trimF16 } from '../../../hil/plant/trim.js';

const STILL_AIR = new Float64Array(3);

const eigenvaluesAt = (condition: FlightCondition) => {
  const { state, controls } = trimF16(condition);
  return longitudinalEigenvalues(linearise(f16(condition), state, controls));
};

t.test('trim leaves nothing to accelerate, over the whole envelope', (t) => {
  let trims = 0;
  for (const cg of [0.3, 0.35, 0.38, 0.4, 0.45, 0.5]) {
    for (let airspeedFtps = 400; airspeedFtps <= 900; airspeedFtps += 50) {
      for (const altitudeFt of [0, 5000, 10_000, 20_000]) {
        const { state, controls, ...trim } = trimF16({ cg, airspeedFtps, altitudeFt });
        const rate = new Float64Array(F16_STATE_LENGTH);
        f16({ cg }).derivative(state, controls, STILL_AIR, rate);
        rate[F16_STATE.northFt] -= airspeedFtps;
        const worst = Math.max(...rate.map(Math.abs));
        t.ok(worst < 1e-9, `cg ${cg}, ${airspeedFtps} ft/s, ${altitudeFt} ft: ${worst}`);
        t.equal(state[F16_STATE.power], trim.power);
        t.equal(controls[CONTROL.elevatorDeg], trim.elevatorDeg);
        trims++;
      }
    }
  }
  t.equal(trims, 6 * 11 * 4);
  t.end();
});

t.test('where there is no steady level flight the error says what it would take', (t) => {
  for (const [condition, message] of [
    [
      { cg: 0.38, airspeedFtps: 50, altitudeFt: 0 },
      'no steady level flight at cg 0.38, 50 ft/s, 0 ft: it needs',
    ],
    [{ cg: 0.5, airspeedFtps: 300, altitudeFt: 30_000 }, 'deg of elevator (±25)'],
    [{ cg: 0.35, airspeedFtps: 2500, altitudeFt: 0 }, '% of power (0 … 100)'],
    [{ cg: 0.38, airspeedFtps: -1, altitudeFt: 0 }, 'airspeed must be 0 … 5000 ft/s'],
    [{ cg: 0.38, airspeedFtps: Number.NaN, altitudeFt: 0 }, 'airspeed must be'],
    [{ cg: 0.38, airspeedFtps: 502, altitudeFt: Number.POSITIVE_INFINITY }, 'altitude must be'],
    [{ cg: 0.9, airspeedFtps: 502, altitudeFt: 0 }, 'cg = 0.9 is outside'],
  ] as const) {
    t.throws(
      () => trimF16(condition),
      new RegExp(message.replace(/[.()]/g, '\\$&')),
      JSON.stringify(condition),
    );
  }
  t.end();
});

t.test('the Jacobian of a linear aircraft is its own matrices', (t) => {
  const A = [0.5, -1, 2, 3, 0, 1, -2, 0.25, 4];
  const B = [1, 2, 3, 4, 0, -1, 0.5, 7, 9, 0, 0, 1];
  const linear: Aircraft = {
    name: 'linear',
    stateLength: 3,
    derivative(x, c, _gust, out) {
      for (let i = 0; i < 3; i++) {
        out[i] = A[3 * i] * x[0] + A[3 * i + 1] * x[1] + A[3 * i + 2] * x[2];
        for (let j = 0; j < 4; j++) out[i] += B[4 * i + j] * c[j];
      }
    },
    truth() {},
  };
  const model = linearise(linear, Float64Array.of(1, -20, 500), Float64Array.of(0.1, 5, 0, -3));
  t.ok(A.every((value, i) => Math.abs(model.A[i] - value) < 1e-7));
  t.ok(B.every((value, i) => Math.abs(model.B[i] - value) < 1e-7));
  t.equal(model.A.length + model.B.length, 9 + 12);
  t.end();
});

t.test('eigenvalues come by falling real part, the negative imaginary part of a pair first', (t) => {
  const stable = eigenvaluesAt({ cg: 0.3, airspeedFtps: 502, altitudeFt: 0 });
  t.ok(stable.every(([real], i) => i === 0 || real <= stable[i - 1][0]));
  t.same(
    stable.map(([, imaginary]) => Math.sign(imaginary)),
    [-1, 1, -1, 1],
  );
  t.equal(timeToDoubleS(stable), null, 'nothing doubles');
  t.end();
});

t.test('the further aft the centre of gravity, the sooner a disturbance doubles', (t) => {
  //     cg    ft/s   ft      seconds
  for (const [cg, airspeedFtps, altitudeFt, expected] of [
    [0.35, 502, 0, 7.08],
    [0.38, 502, 0, 1.06],
    [0.4, 502, 0, 0.67],
    [0.5, 502, 0, 0.28],
    [0.5, 520, 0, 0.27],
    [0.5, 545, 5000, 0.27],
    [0.5, 502, 5000, 0.295],
  ]) {
    const timeS = timeToDoubleS(eigenvaluesAt({ cg, airspeedFtps, altitudeFt })) ?? Number.NaN;
    t.ok(Math.abs(timeS - expected) < 0.005, `cg ${cg}, ${airspeedFtps} ft/s, ${altitudeFt} ft: ${timeS} s`);
  }
  t.end();
});

t.test('and so it does in flight: a disturbance grows as the eigenvalue foretells', (t) => {
  const condition = { cg: 0.5, airspeedFtps: 520, altitudeFt: 0 };
  const doubleS = timeToDoubleS(eigenvaluesAt(condition)) ?? Number.NaN;
  const { state, controls, alphaRad } = trimF16(condition);
  const aircraft = f16(condition);
  const integrator = rungeKutta4(F16_STATE_LENGTH);
  state[F16_STATE.alphaRad] += 1e-6;
  const flyFor = (durationS: number): number => {
    for (let i = 0; i < 100; i++) integrator.step(aircraft, state, controls, STILL_AIR, durationS / 100);
    return state[F16_STATE.alphaRad] - alphaRad;
  };
  const before = flyFor(4 * doubleS);
  const ratio = flyFor(doubleS) / before;
  t.ok(Math.abs(ratio - 2) < 0.01, `grew by ${ratio}`);
  t.end();
});
