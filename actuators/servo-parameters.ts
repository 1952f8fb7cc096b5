/**
 * How quickly, and how stiffly, the four effectors move.
 *
 * Lag, rates and limits of the surfaces are those of the F-16 model in Stevens and Lewis, *Aircraft Control and
 * Simulation*, after NASA TP-1538: a first-order lag of 20.2 rad/s behind every surface, 60, 80 and 120 deg/s.
 * (The limits of travel are in EFFECTORS.) The engine's own lag belongs to the engine, so the throttle's lever
 * only has a rate. The width of the proportional band is ours: a thousandth of the travel.
 */

export interface ServoParameters {
  /** First-order bandwidth; Infinity = none. */
  readonly bandwidthRadPerS: number;
  /** Fastest motion, in the effector's unit per second. */
  readonly rateLimitPerS: number;
  /** Distance at which one motor of three pulls with all its force, in the effector's unit. */
  readonly proportionalBand: number;
}

/** Index = effector, as in EFFECTORS. */
export const SERVO_PARAMETERS: readonly ServoParameters[] = [
  { bandwidthRadPerS: 20.2, rateLimitPerS: 60, proportionalBand: 0.05 },
  { bandwidthRadPerS: 20.2, rateLimitPerS: 80, proportionalBand: 0.043 },
  { bandwidthRadPerS: 20.2, rateLimitPerS: 120, proportionalBand: 0.06 },
  { bandwidthRadPerS: Infinity, rateLimitPerS: 2, proportionalBand: 0.001 },
];

/** Time constant with which an undriven surface trails to 0, s: chosen, slow enough to see. */
export const DAMPED_TIME_CONSTANT_S = 1;
