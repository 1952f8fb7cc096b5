/**
 * Steady level flight: the angle of attack, elevator and power at which nothing accelerates.
 *
 * Three unknowns (α, elevator, power) against three residuals (dV/dt, dα/dt, dq/dt), wings level, pitch equal to
 * α; altitude, lateral motion and engine then stand still by themselves. Newton's method with a numeric
 * Jacobian, halving a step that does not help. The tables are piecewise linear, so a step can hop to and fro over
 * a breakpoint; the search is therefore started from several angles of attack, lowest first, and the first
 * solution inside the aircraft's limits is taken. The textbook minimises the sum of squares with a simplex search
 * instead, which needs no Jacobian, many more evaluations, and stops at about the sixth digit.
 */
import { LuDecomposition, Matrix } from 'ml-matrix';
import { type Aircraft, CONTROL, CONTROL_LENGTH } from './aircraft.js';
import { throttleForPower } from './engine.js';
import { F16_STATE, F16_STATE_LENGTH, F16_SURFACE_LIMIT_DEG, f16 } from './f16.js';

export interface FlightCondition {
  /** Centre of gravity as a fraction of the mean chord. */
  readonly cg: number;
  readonly airspeedFtps: number;
  readonly altitudeFt: number;
}

export interface Trim {
  readonly throttle: number;
  readonly elevatorDeg: number;
  readonly alphaRad: number;
  /** Engine power, %. */
  readonly power: number;
  /** The state and controls that hold this trim, in fresh arrays. */
  readonly state: Float64Array;
  readonly controls: Float64Array;
}

const RESIDUAL_MAX = 1e-11;
const ITERATIONS_MAX = 40;
const START_ALPHAS_RAD = [0.03, 0.1, 0.2, 0.3, 0.45, 0.6, -0.05];
const ALPHA_LIMIT_RAD = [-0.1745, 0.7854] as const;
const PERTURBATION = 1e-6;
const STILL_AIR = new Float64Array(3);

/**
 * Finds steady level flight of the F-16. Throws a RangeError that names the condition, and what it would take
 * where that is known, when there is none within |elevator| <= 25 deg, power 0 … 100 %, α -10 … 45 deg.
 */
export function trimF16(condition: FlightCondition): Trim {
  const { cg, airspeedFtps, altitudeFt } = condition;
  const where = `no steady level flight at cg ${cg}, ${airspeedFtps} ft/s, ${altitudeFt} ft`;
  if (!(airspeedFtps > 0 && airspeedFtps < 5000))
    throw new RangeError(`${where}: airspeed must be 0 … 5000 ft/s`);
  if (!(altitudeFt > -5000 && altitudeFt < 100_000))
    throw new RangeError(`${where}: altitude must be -5000 … 100000 ft`);
  const aircraft = f16({ cg });
  let excuse = 'the search found no angle of attack in -10 … 45 deg that carries the weight';
  for (const startAlphaRad of START_ALPHAS_RAD) {
    const x = Float64Array.of(startAlphaRad, 0, 20);
    if (!newton(aircraft, condition, x)) continue;
    const broken = brokenLimit(x);
    if (broken === null) return solution(condition, x);
    excuse = broken;
  }
  throw new RangeError(`${where}: ${excuse}`);
}

function solution(condition: FlightCondition, x: Float64Array): Trim {
  const state = new Float64Array(F16_STATE_LENGTH);
  const controls = new Float64Array(CONTROL_LENGTH);
  place(condition, x, state, controls);
  controls[CONTROL.throttle] = throttleForPower(x[2]);
  return {
    throttle: controls[CONTROL.throttle],
    elevatorDeg: x[1],
    alphaRad: x[0],
    power: x[2],
    state,
    controls,
  };
}

function place(
  condition: FlightCondition,
  x: Float64Array,
  state: Float64Array,
  controls: Float64Array,
): void {
  state[F16_STATE.airspeedFtps] = condition.airspeedFtps;
  state[F16_STATE.altitudeFt] = condition.altitudeFt;
  state[F16_STATE.alphaRad] = x[0];
  state[F16_STATE.pitchRad] = x[0];
  state[F16_STATE.power] = x[2];
  controls[CONTROL.elevatorDeg] = x[1];
}

function brokenLimit(x: Float64Array): string | null {
  const [alphaRad, elevatorDeg, power] = x;
  const limit = F16_SURFACE_LIMIT_DEG.elevator;
  if (!(power >= 0 && power <= 100)) return `it needs ${power.toFixed(1)} % of power (0 … 100)`;
  if (!(Math.abs(elevatorDeg) <= limit))
    return `it needs ${elevatorDeg.toFixed(1)} deg of elevator (±${limit})`;
  if (!(alphaRad >= ALPHA_LIMIT_RAD[0] && alphaRad <= ALPHA_LIMIT_RAD[1])) {
    return `it needs an angle of attack of ${((alphaRad * 180) / Math.PI).toFixed(1)} deg (-10 … 45)`;
  }
  return null;
}

/** Improves x in place; true when every residual is below `RESIDUAL_MAX` (ft/s², rad/s, rad/s²). */
function newton(aircraft: Aircraft, condition: FlightCondition, x: Float64Array): boolean {
  const state = new Float64Array(F16_STATE_LENGTH);
  const controls = new Float64Array(CONTROL_LENGTH);
  const rate = new Float64Array(F16_STATE_LENGTH);
  const residual = (at: Float64Array): number[] => {
    place(condition, at, state, controls);
    aircraft.derivative(state, controls, STILL_AIR, rate);
    return [rate[F16_STATE.airspeedFtps], rate[F16_STATE.alphaRad], rate[F16_STATE.qRadPerS]];
  };
  let f = residual(x);
  for (let iteration = 0; iteration < ITERATIONS_MAX && !(size(f) <= RESIDUAL_MAX); iteration++) {
    const jacobian = Matrix.zeros(3, 3);
    for (let j = 0; j < 3; j++) {
      const probe = Float64Array.from(x);
      probe[j] += PERTURBATION;
      const above = residual(probe);
      probe[j] = x[j] - PERTURBATION;
      const below = residual(probe);
      for (let i = 0; i < 3; i++) jacobian.set(i, j, (above[i] - below[i]) / (2 * PERTURBATION));
    }
    const decomposition = new LuDecomposition(jacobian);
    if (decomposition.isSingular()) return false;
    const full = decomposition.solve(Matrix.columnVector(f)).to1DArray();
    const improved = shorten(x, full, size(f), residual);
    if (improved === null) return false;
    x.set(improved);
    f = residual(x);
  }
  return size(f) <= RESIDUAL_MAX;
}

/** The longest of x - d, x - d/2, x - d/4 … whose residual is smaller; null where none is. */
function shorten(
  x: Float64Array,
  full: readonly number[],
  before: number,
  residual: (at: Float64Array) => number[],
): Float64Array | null {
  for (let scale = 1; scale > 1e-6; scale /= 2) {
    const candidate = Float64Array.from(x, (value, i) => value - scale * full[i]);
    if (size(residual(candidate)) < before) return candidate;
  }
  return null;
}

function size(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
