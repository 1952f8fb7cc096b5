/**
 * How fast the body must turn to stay in a level, coordinated turn at a given bank.
 *
 *     pitch rate = (g / V) sin φ tan φ        yaw rate = (g / V) sin φ        (nearly level pitch attitude)
 *
 * Without the first a rate-commanding law holds zero pitch rate in a bank and lets the nose fall; without the
 * second a yaw damper leans against every turn. Both are read from tables at the reference airspeed of
 * `f16-law.ts` (502 ft/s), a node every 11.25 degrees and straight lines between, and are scaled to the airspeed
 * by the caller. The lines lie outside the curve by 0.10 deg/s at the most up to 60 degrees.
 *
 * Past 67.5 degrees no level turn is flown: the pitch rate fades to nothing at 90 degrees and stays there, since
 * pulling while inverted goes down. The measured yaw rate times tan φ would need no table; it would also close a
 * second loop, from the yaw gyro to the elevator.
 */
import { divideRounded } from '../icd/integers.js';

const NODE_COUNTS = 2048;
const QUARTER_TURN_COUNTS = 16384;
const HALF_TURN_COUNTS = 32768;

/** At 0, 11.25 … 90 degrees of bank, counts of 1/128 deg/s. */
const PITCH_RATE = Int32Array.of(0, 18, 74, 174, 332, 585, 1048, 524, 0);
const YAW_RATE = Int32Array.of(0, 92, 180, 261, 332, 391, 434, 461, 470);

/**
 * Pitch rate of a level turn at the reference airspeed, 0 … 1048 counts of 1/128 deg/s, for a bank in counts of
 * 1/32768 half turn.
 */
export function levelTurnPitchRate(rollCounts: number): number {
  const bank = rollCounts < 0 ? -rollCounts : rollCounts;
  return bank >= QUARTER_TURN_COUNTS ? 0 : interpolate(PITCH_RATE, bank);
}

/** Yaw rate of a level turn at the reference airspeed, −470 … 470 counts of 1/128 deg/s, right positive. */
export function levelTurnYawRate(rollCounts: number): number {
  const bank = rollCounts < 0 ? -rollCounts : rollCounts;
  const upright = bank > QUARTER_TURN_COUNTS ? HALF_TURN_COUNTS - bank : bank;
  const rate = interpolate(YAW_RATE, upright);
  return rollCounts < 0 ? -rate : rate;
}

/** |difference of nodes × part| ≤ 524 · 2048 < 2^21. */
function interpolate(table: Int32Array, bank: number): number {
  const cell = bank >= QUARTER_TURN_COUNTS ? 7 : bank >> 11;
  const low = table[cell];
  return low + divideRounded((table[cell + 1] - low) * (bank - cell * NODE_COUNTS), NODE_COUNTS);
}
