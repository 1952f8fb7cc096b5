/**
 * What an actuator is to the loop that drives it: commands in, a position out, and an account of what it did.
 */

/** `voted` of an actuator that had nothing to follow. */
export const NO_COMMAND = 0x8000_0000 | 0;

/** What an actuator is doing. */
export const ACTUATOR_STATE = { following: 0, hold: 1, damped: 2, jam: 3, hardOver: 4, float: 5 } as const;

export interface Actuator {
  /** Index into EFFECTORS. */
  readonly effector: number;
  /** In the effector's unit. */
  readonly position: number;
  /** Command followed, counts, or NO_COMMAND. */
  readonly voted: number;
  /** One of ACTUATOR_STATE. */
  readonly state: number;
  /** Bitmask of computers whose command arrived and was outvoted. */
  readonly outvoted: number;
  /** How hard its motors pull against each other, in one motor's stall force; 0 where there is one drive. */
  readonly forceFight: number;
  /** Puts it at a position, as before the flight. */
  reset(position: number): void;
  /**
   * One frame: votes on what arrived and moves. `commands`: counts at [computer × 4 + effector]; `present`: 1 for
   * each computer whose command arrived in time.
   */
  step(commands: Int16Array, present: Uint8Array, frame: number): void;
}
