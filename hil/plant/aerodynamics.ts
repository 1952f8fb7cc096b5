/**
 * The F-16's aerodynamic coefficients in body axes, from tables over angle of attack and one other angle.
 *
 * Every table has angle of attack as one axis, so one cell index and one fraction along it serve all of them;
 * the tables are grouped by their other axis, and a group's cells lie side by side:
 *
 *     angle of attack alone   damping 9, Cz          linear      value, slope
 *     elevator                Cx, Cm                 bilinear    four coefficients (see interpolation.ts)
 *     |sideslip|              Cl, Cn                 bilinear
 *     sideslip                Cl, Cn of aileron and of rudder    bilinear
 *
 * Breakpoints are evenly spaced, so finding a cell is a product and a truncation, not a search. One routine
 * called once per table, as in the textbook, would find the same cells eighteen times over.
 */
import { AIR } from './air-data.js';
import {
  axialForce,
  damping,
  normalForce,
  pitchingMoment,
  rollingMoment,
  rollOfAileron,
  rollOfRudder,
  yawingMoment,
  yawOfAileron,
  yawOfRudder,
} from './f16-tables.js';
import { bilinearCells, linearCells } from './interpolation.js';

export const SPAN_FT = 30;
export const CHORD_FT = 11.32;

/** Index of each coefficient: forces along body x, y, z; moments about them, at the reference centre of gravity. */
export const COEFFICIENT = { x: 0, y: 1, z: 2, roll: 3, pitch: 4, yaw: 5 } as const;
export const COEFFICIENT_LENGTH = 6;

const ALPHA_CELLS = 11;
const ELEVATOR_CELLS = 4;
const SIDESLIP_CELLS = 6;

const LINEAR = linearCells([...damping, ...normalForce]);
const ELEVATOR = bilinearCells([axialForce, pitchingMoment]);
const SIDESLIP = bilinearCells([rollingMoment, yawingMoment]);
const SURFACE = bilinearCells([rollOfAileron, rollOfRudder, yawOfAileron, yawOfRudder]);

/**
 * Writes the six coefficients for an air vector and a control vector (surfaces in degrees).
 * Tables are extrapolated linearly past their ends; airspeed must not be zero (damping divides by it).
 */
export function aerodynamicCoefficients(air: Float64Array, controls: Float64Array, out: Float64Array): void {
  const betaDeg = air[AIR.betaDeg];
  const elevatorDeg = controls[1];
  const aileron = controls[2] * (1 / 20);
  const rudder = controls[3] * (1 / 30);

  // In each pair: where the angle lies along its axis, in cells; then x (along alpha) or y within the cell.
  const alpha = air[AIR.alphaDeg] * 0.2 + 2;
  const k = cellAt(alpha, ALPHA_CELLS - 1);
  const x = alpha - k;
  const elevator = elevatorDeg * (1 / 12) + 2;
  const kElevator = cellAt(elevator, ELEVATOR_CELLS - 1);
  const yE = elevator - kElevator;
  const sideslip = Math.abs(betaDeg) * 0.2;
  const kSideslip = cellAt(sideslip, SIDESLIP_CELLS - 1);
  const yS = sideslip - kSideslip;
  const surface = betaDeg * 0.1 + 3;
  const kSurface = cellAt(surface, SIDESLIP_CELLS - 1);
  const yC = surface - kSurface;
  const xyE = x * yE;
  const xyS = x * yS;
  const xyC = x * yC;

  const e = (k * ELEVATOR_CELLS + kElevator) * 8;
  const cx = ELEVATOR[e] + x * ELEVATOR[e + 1] + (yE * ELEVATOR[e + 2] + xyE * ELEVATOR[e + 3]);
  const cm = ELEVATOR[e + 4] + x * ELEVATOR[e + 5] + (yE * ELEVATOR[e + 6] + xyE * ELEVATOR[e + 7]);
  const s = (k * SIDESLIP_CELLS + kSideslip) * 8;
  const clS = SIDESLIP[s] + x * SIDESLIP[s + 1] + (yS * SIDESLIP[s + 2] + xyS * SIDESLIP[s + 3]);
  const cnS = SIDESLIP[s + 4] + x * SIDESLIP[s + 5] + (yS * SIDESLIP[s + 6] + xyS * SIDESLIP[s + 7]);
  const c = (k * SIDESLIP_CELLS + kSurface) * 16;
  const clAileron = SURFACE[c] + x * SURFACE[c + 1] + (yC * SURFACE[c + 2] + xyC * SURFACE[c + 3]);
  const clRudder = SURFACE[c + 4] + x * SURFACE[c + 5] + (yC * SURFACE[c + 6] + xyC * SURFACE[c + 7]);
  const cnAileron = SURFACE[c + 8] + x * SURFACE[c + 9] + (yC * SURFACE[c + 10] + xyC * SURFACE[c + 11]);
  const cnRudder = SURFACE[c + 12] + x * SURFACE[c + 13] + (yC * SURFACE[c + 14] + xyC * SURFACE[c + 15]);

  const l = k * 20;
  const slipped = betaDeg * (1 / 57.3);
  const cz = (LINEAR[l + 18] + x * LINEAR[l + 19]) * (1 - slipped * slipped) - elevatorDeg * (0.19 / 25);
  const cy = -0.02 * betaDeg + 0.021 * aileron + 0.086 * rudder;
  const sign = betaDeg < 0 ? -1 : 1;
  const cl = sign * clS + clAileron * aileron + clRudder * rudder;
  const cn = sign * cnS + cnAileron * aileron + cnRudder * rudder;

  // Rates made non-dimensional: half a span, or chord, of travel.
  const perSpeed = 0.5 / air[AIR.airspeedFtps];
  const p = SPAN_FT * perSpeed * air[AIR.pRadPerS];
  const q = CHORD_FT * perSpeed * air[AIR.qRadPerS];
  const r = SPAN_FT * perSpeed * air[AIR.rRadPerS];
  out[0] = cx + q * (LINEAR[l] + x * LINEAR[l + 1]);
  out[1] = cy + r * (LINEAR[l + 2] + x * LINEAR[l + 3]) + p * (LINEAR[l + 4] + x * LINEAR[l + 5]);
  out[2] = cz + q * (LINEAR[l + 6] + x * LINEAR[l + 7]);
  out[3] = cl + r * (LINEAR[l + 8] + x * LINEAR[l + 9]) + p * (LINEAR[l + 10] + x * LINEAR[l + 11]);
  out[4] = cm + q * (LINEAR[l + 12] + x * LINEAR[l + 13]);
  out[5] = cn + r * (LINEAR[l + 14] + x * LINEAR[l + 15]) + p * (LINEAR[l + 16] + x * LINEAR[l + 17]);
}

function cellAt(position: number, last: number): number {
  const cell = position | 0;
  return cell < 0 ? 0 : cell > last ? last : cell;
}
