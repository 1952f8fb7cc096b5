/**
 * How fast the body must turn to stay in a level, coordinated turn at a given bank.
 *
 *     pitch rate = (g / V) sin φ tan φ        yaw rate = (g / V) sin φ        (nearly level pitch attitude)
 *
 * Without the first a rate-commanding law holds zero pitch rate in a bank and lets the nose fall; without the
 * second a yaw damper leans against every turn. Both are tables at the reference airspeed of `f16-law.ts`
 * (502 ft/s), a node every 11.25 degrees from level to inverted and straight lines between; the caller scales to
 * the airspeed and gives the sign. Up to 60 degrees the lines leave the curves by less than 0.27 deg/s.
 *
 * Past 67.5 degrees no level turn is flown: the pitch rate fades to nothing at 90 degrees and stays there, since
 * pulling while inverted goes down. The measured yaw rate times tan φ would need no table; it would also close a
 * second loop, from the yaw gyro to the elevator.
 */
import { divideRounded } from '../icd/integers.js';

const NODE_COUNTS = 2048;

/** Pitch rate at 0, 11.25 … 180 degrees of bank, counts of 1/128 deg/s. */
export const LEVEL_TURN_PITCH_RATE = Int32Array.of(
  0,
  18,
  74,
  174,
  332,
  585,
  1048,
  524,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
);
/** Yaw rate towards the bank at 0, 11.25 … 180 degrees of it, counts of 1/128 deg/s. */
export const LEVEL_TURN_YAW_RATE = Int32Array.of(
  ...[0, 92, 180, 261, 332, 391, 434, 461, 470],
  ...[461, 434, 391, 332, 261, 180, 92, 0],
);

/** A rate from one of the tables, for a bank of 0 … 32,767 counts (32,768 to the half turn). */
export function levelTurnRate(table: Int32Array, bankCounts: number): number {
  const cell = bankCounts >> 11;
  const low = table[cell];
  // 524 · 2047 < 2^21
  return low + divideRounded((table[cell + 1] - low) * (bankCounts - cell * NODE_COUNTS), NODE_COUNTS);
}
