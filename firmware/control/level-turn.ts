/**
 * How fast the body must turn to stay in a level, coordinated turn at a given bank.
 *
 *     pitch rate = (g / V) sin φ tan φ        yaw rate = (g / V) sin φ        (nearly level pitch attitude)
 *
 * Without the first a rate-commanding law holds zero pitch rate in a bank and lets the nose fall; without the
 * second a yaw damper leans against every turn. Both are tables at the reference airspeed of `f16-law.ts`
 * (502 ft/s), a node every 11.25 degrees from level to inverted and straight lines between; the law walks
 * the lines, scales to the airspeed and gives the sign. Up to 60 degrees the lines leave the curves by less than 0.27 deg/s.
 *
 * Past 67.5 degrees no level turn is flown: the pitch rate fades to nothing at 90 degrees and stays there, since
 * pulling while inverted goes down. The measured yaw rate times tan φ would need no table; it would also close a
 * second loop, from the yaw gyro to the elevator.
 */

/** Bank between two nodes, counts of 1/32768 half turn. */
export const LEVEL_TURN_NODE = 2048;

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

/** From each node to the next, same counts: |step| ≤ 524. */
export const LEVEL_TURN_PITCH_STEP = stepsOf(LEVEL_TURN_PITCH_RATE);
export const LEVEL_TURN_YAW_STEP = stepsOf(LEVEL_TURN_YAW_RATE);

function stepsOf(rates: Int32Array): Int32Array {
  return rates.map((rate, node) => (node + 1 < rates.length ? rates[node + 1] - rate : 0));
}
