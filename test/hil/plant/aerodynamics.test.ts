/** The fast look-ups against slow ones written from the description of the tables alone. */
import t from 'tap';
import { AIR, AIR_LENGTH } from '../../../hil/plant/air-data.js';
import { aerodynamicCoefficients, COEFFICIENT, COEFFICIENT_LENGTH } from '../../../hil/plant/aerodynamics.js';
import { addAtmosphere, densitySlugPerFt3 } from '../../../hil/plant/atmosphere.js';
import { addEngine, commandedPower, throttleForPower } from '../../../hil/plant/engine.js';
import * as tables from '../../../hil/plant/f16-tables.js';
import { stream } from '../../../hil/random/stream.js';

const ALPHA = [-10, -5, 0, 5, 10, 15, 20, 25, 30, 35, 40, 45];
const ELEVATOR = [-24, -12, 0, 12, 24];
const SIDESLIP = [0, 5, 10, 15, 20, 25, 30];
const BETA = [-30, -20, -10, 0, 10, 20, 30];
const MACH = [0, 0.2, 0.4, 0.6, 0.8, 1];
const ALTITUDE = [0, 10_000, 20_000, 30_000, 40_000, 50_000];

/** Linear interpolation by search; past the ends the last cell's line is continued. */
function along(breakpoints: readonly number[], values: readonly number[], at: number): number {
  let cell = 0;
  while (cell < breakpoints.length - 2 && at >= breakpoints[cell + 1]) cell++;
  const share = (at - breakpoints[cell]) / (breakpoints[cell + 1] - breakpoints[cell]);
  return values[cell] + share * (values[cell + 1] - values[cell]);
}

const over = (
  [rowBreakpoints, columnBreakpoints]: readonly (readonly number[])[],
  table: tables.Table,
  [row, column]: readonly number[],
): number =>
  along(
    rowBreakpoints,
    table.map((values) => along(columnBreakpoints, values, column)),
    row,
  );

/** The textbook's formulas, in order, on the tables as they are printed. */
function naiveCoefficients(air: Float64Array, controls: Float64Array): number[] {
  const [alpha, beta, airspeed, p, q, r] = air;
  const [, elevator, aileron, rudder] = controls;
  const cx = over([ELEVATOR, ALPHA], tables.axialForce, [elevator, alpha]);
  const cy = -0.02 * beta + (0.021 * aileron) / 20 + (0.086 * rudder) / 30;
  const cz0 = along(ALPHA, tables.normalForce[0], alpha);
  const cz = cz0 * (1 - (beta / 57.3) ** 2) - (0.19 * elevator) / 25;
  const sign = Math.sign(beta);
  const surface = (table: tables.Table): number => over([BETA, ALPHA], table, [beta, alpha]);
  const cl =
    sign * over([SIDESLIP, ALPHA], tables.rollingMoment, [Math.abs(beta), alpha]) +
    (surface(tables.rollOfAileron) * aileron) / 20 +
    (surface(tables.rollOfRudder) * rudder) / 30;
  const cm = over([ELEVATOR, ALPHA], tables.pitchingMoment, [elevator, alpha]);
  const cn =
    sign * over([SIDESLIP, ALPHA], tables.yawingMoment, [Math.abs(beta), alpha]) +
    (surface(tables.yawOfAileron) * aileron) / 20 +
    (surface(tables.yawOfRudder) * rudder) / 30;
  const d = tables.damping.map((row) => along(ALPHA, row, alpha));
  const chord = (11.32 * q) / (2 * airspeed);
  const span = 30 / (2 * airspeed);
  return [
    cx + chord * d[0],
    cy + span * (d[1] * r + d[2] * p),
    cz + chord * d[3],
    cl + span * (d[4] * r + d[5] * p),
    cm + chord * d[6],
    cn + span * (d[7] * r + d[8] * p),
  ];
}

function naiveThrust({
  power,
  altitudeFt,
  mach,
}: {
  power: number;
  altitudeFt: number;
  mach: number;
}): number {
  const at = (table: tables.Table): number =>
    over([MACH, ALTITUDE], table, [mach, altitudeFt < 0 ? 0.01 : altitudeFt]);
  return along(
    [0, 50, 100],
    [at(tables.thrustIdle), at(tables.thrustMilitary), at(tables.thrustMaximum)],
    power,
  );
}

t.test(
  'the coefficients are those of a plain look-up, inside the tables, on their lines and outside',
  (t) => {
    const source = stream('1', 'aerodynamics');
    const air = new Float64Array(AIR_LENGTH);
    const controls = new Float64Array(4);
    const out = new Float64Array(COEFFICIENT_LENGTH);
    const between = (low: number, high: number): number => low + (high - low) * source.uniform();
    for (let i = 0; i < 4000; i++) {
      const onLines = i % 4 === 0;
      air[AIR.alphaDeg] = onLines ? ALPHA[i % 12] : between(-25, 60);
      air[AIR.betaDeg] = onLines ? BETA[i % 7] : between(-45, 45);
      air[AIR.airspeedFtps] = between(100, 1000);
      air[AIR.pRadPerS] = between(-3, 3);
      air[AIR.qRadPerS] = between(-1, 1);
      air[AIR.rRadPerS] = between(-1, 1);
      controls[1] = onLines ? ELEVATOR[i % 5] : between(-30, 30);
      controls[2] = between(-21.5, 21.5);
      controls[3] = between(-30, 30);
      aerodynamicCoefficients(air, controls, out);
      const naive = naiveCoefficients(air, controls);
      const worst = Math.max(
        ...naive.map((value, c) => Math.abs(value - out[c]) / Math.max(1, Math.abs(value))),
      );
      if (!(worst < 1e-13)) t.fail(`off by ${worst}`, { air: [...air], controls: [...controls] });
    }
    t.equal(out.length, Object.keys(COEFFICIENT).length);
    t.end();
  },
);

t.test('thrust is that of a plain look-up for all powers, speeds and heights', (t) => {
  const air = new Float64Array(AIR_LENGTH);
  let worst = 0;
  for (const power of [0, 10, 49.999, 50, 50.001, 80, 100]) {
    for (const altitudeFt of [-2000, 0, 5000, 10_000, 35_000, 49_999, 60_000]) {
      for (const mach of [0, 0.1, 0.2, 0.45, 0.8, 0.999, 1, 1.3]) {
        air.set([power, 0.5], AIR.power);
        air[AIR.altitudeFt] = altitudeFt;
        air[AIR.mach] = mach;
        addEngine(air);
        worst = Math.max(worst, Math.abs(air[AIR.thrustLbf] - naiveThrust({ power, altitudeFt, mach })));
      }
    }
  }
  t.ok(worst < 1e-9, `${worst} lbf`);
  t.end();
});

t.test('power follows the throttle with the lag of a jet engine', (t) => {
  // throttle, power, commanded power, rate in % per second
  for (const [throttle, power, commanded, rate] of [
    [0.0, 0, 0, 0],
    [0.5, 32.47, 32.47, 0],
    [0.5, 20, 32.47, 12.47],
    [0.5, 0, 32.47, 32.47 * (1.9 - 0.036 * 32.47)],
    [0.5, 40, 32.47, -7.53],
    [0.5, 70, 32.47, -150],
    [1.0, 100, 100, 0],
    [1.0, 80, 100, 100],
    [1.0, 45, 100, 15],
    [1.0, 20, 100, 40 * (1.9 - 0.036 * 40)],
    [1.0, 5, 100, 5.5],
  ]) {
    const air = new Float64Array(AIR_LENGTH);
    air.set([power, throttle], AIR.power);
    addEngine(air);
    t.ok(Math.abs(commandedPower(throttle) - commanded) < 1e-9, `command at ${throttle}`);
    t.ok(Math.abs(air[AIR.powerRate] - rate) < 1e-9, `rate at ${throttle}, ${power}: ${air[AIR.powerRate]}`);
  }
  for (const power of [0, 25, 50, 50.0037, 51, 100]) {
    t.ok(Math.abs(commandedPower(throttleForPower(power)) - power) < 2e-3, `throttle for ${power}`);
  }
  t.end();
});

t.test('density follows its power law everywhere, without a step between the nodes of its table', (t) => {
  for (let altitudeFt = -7000; altitudeFt < 140_000; altitudeFt += 37) {
    const ratio = 1 - 7.03e-6 * altitudeFt;
    const expected = 0.002377 * ratio ** 4.14;
    const error = Math.abs(densitySlugPerFt3(altitudeFt) / expected - 1);
    if (!(error < 2e-15 + 1e-15 / ratio)) t.fail(`${altitudeFt} ft: relative error ${error}`);
  }
  t.equal(densitySlugPerFt3(0), 0.002377);
  t.equal(densitySlugPerFt3(150_000), 0, 'above the end of the air');
  t.end();
});

t.test('Mach number and dynamic pressure are the textbook ones', (t) => {
  const at = (altitudeFt: number, airspeedFtps: number): Float64Array => {
    const air = new Float64Array(AIR_LENGTH);
    air[AIR.altitudeFt] = altitudeFt;
    air[AIR.airspeedFtps] = airspeedFtps;
    addAtmosphere(air);
    return air;
  };
  t.ok(Math.abs(at(0, 502)[AIR.dynamicPressurePsf] - 299.51) < 0.01);
  t.ok(Math.abs(at(0, 1116.7)[AIR.mach] - 1) < 1e-4, 'sound travels at 1117 ft/s at sea level');
  t.equal(at(36_000, 968)[AIR.mach], at(50_000, 968)[AIR.mach], 'the stratosphere is isothermal');
  t.end();
});
