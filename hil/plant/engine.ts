/**
 * The F-16's engine: throttle → power commanded → power delivered, with lag → thrust.
 *
 *     throttle 0 … 0.77 … 1     gearing     0 … 50 … 100 % (above 50: afterburner)
 *
 * Power is one state with a first-order lag whose rate depends on how far it has to go and on whether the
 * afterburner is being lit or put out (Stevens & Lewis, 2nd ed., Appendix A). Thrust is linear in power
 * between three tables over Mach and altitude: idle at 0, military at 50, maximum at 100.
 * The tables' indices are held inside and the last cell is extrapolated, as the textbook does; the
 * alternative, holding the value at the edge, would put a kink into flights above 50,000 ft.
 */
import { AIR } from './air-data.js';
import { thrustIdle, thrustMaximum, thrustMilitary } from './f16-tables.js';
import { bilinearCells } from './interpolation.js';

const POWER_MILITARY = 50;
const GEARING_BREAK = 0.77;
const CELLS = 5;
const CELL_MAX = CELLS - 1;
/** Where the textbook's program looks below sea level; zero would be as good but is not what it does. */
const ALTITUDE_BELOW_SEA_LEVEL_FT = 0.01;

const IDLE = bilinearCells([thrustIdle]);
const MILITARY = bilinearCells([thrustMilitary]);
const MAXIMUM = bilinearCells([thrustMaximum]);

/** Power commanded, %, for a throttle position 0 … 1. */
export function commandedPower(throttle: number): number {
  return throttle <= GEARING_BREAK ? 64.94 * throttle : 217.38 * throttle - 117.38;
}

/** The throttle that commands a power of 0 … 100 %: the inverse of `commandedPower`. */
export function throttleForPower(power: number): number {
  return power <= 64.94 * GEARING_BREAK ? power / 64.94 : (power + 117.38) / 217.38;
}

/** Writes thrust and the rate of power for the power, throttle, altitude and Mach number of an air vector. */
export function addEngine(air: Float64Array): void {
  const power = air[AIR.power];
  const lit = power >= POWER_MILITARY;
  const command = commandedPower(air[AIR.throttle]);
  const wanted = command >= POWER_MILITARY;
  const difference = (wanted === lit ? command : wanted ? 60 : 40) - power;
  air[AIR.powerRate] = (lit ? 5 : lagRate(difference)) * difference;

  const altitudeFt = air[AIR.altitudeFt];
  const column = (altitudeFt < 0 ? ALTITUDE_BELOW_SEA_LEVEL_FT : altitudeFt) * 1e-4;
  const row = air[AIR.mach] * 5;
  const k = clampCell(column);
  const j = clampCell(row);
  const h = column - k;
  const m = row - j;
  const mh = m * h;
  const at = (k * CELLS + j) * 4;
  const military = MILITARY[at] + h * MILITARY[at + 1] + m * MILITARY[at + 2] + mh * MILITARY[at + 3];
  if (lit) {
    const maximum = MAXIMUM[at] + h * MAXIMUM[at + 1] + m * MAXIMUM[at + 2] + mh * MAXIMUM[at + 3];
    air[AIR.thrustLbf] = military + (maximum - military) * ((power - POWER_MILITARY) * 0.02);
  } else {
    const idle = IDLE[at] + h * IDLE[at + 1] + m * IDLE[at + 2] + mh * IDLE[at + 3];
    air[AIR.thrustLbf] = idle + (military - idle) * (power * 0.02);
  }
}

/** Rate constant, per second, of power that has this much (%) still to go. */
function lagRate(difference: number): number {
  if (difference <= 25) return 1;
  return difference >= 50 ? 0.1 : 1.9 - 0.036 * difference;
}

function clampCell(position: number): number {
  const cell = position | 0;
  return cell < 0 ? 0 : cell > CELL_MAX ? CELL_MAX : cell;
}
