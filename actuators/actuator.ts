/**
 * What the frame loop sees of a control surface (or the throttle): commands in, a position out, once a frame.
 *
 *   commands of n computers → vote, or force sum → servo → faults → position
 *
 * An actuator decides for itself whom to follow: it hears every computer, and no computer stands between it and
 * the others. Late, lost and never sent are the same to it, *absent*. A selector box that votes once for all
 * surfaces was the alternative; it would be one box.
 */
import type { ActuatorFault } from './faults.js';
import type { ServoParameters } from './servo-parameters.js';

/** A count outside every effector's range: no command. As a command it counts as absent. */
export const NO_COMMAND = -32768;

/** What the surface is doing. *Degraded*: it follows, and not as it should. */
export const ACTUATOR_STATE = {
  following: 0,
  hold: 1,
  damped: 2,
  jam: 3,
  hardOver: 4,
  float: 5,
  degraded: 6,
} as const;

/** Names of the states, index = state. */
export const ACTUATOR_STATE_NAMES: readonly string[] = [
  'following',
  'hold',
  'damped',
  'jam',
  'hard-over',
  'float',
  'degraded',
];

export interface Actuator {
  /** Index in EFFECTORS. */
  readonly effector: number;
  /** Position at the end of the latest frame, in the effector's unit. */
  position: number;
  /** What its own position sensor says, in the effector's unit. */
  feedback: number;
  /** Command followed, counts (of three motors: the median of their commands), or NO_COMMAND. */
  voted: number;
  /** One of ACTUATOR_STATE. */
  state: number;
  /** Bit i: computer i commanded, and was overruled. 0 where nobody could overrule. */
  outvoted: number;
  /** Computers it listens to that gave no command. */
  absent: number;
  /** Bit i: computer i commanded, and is bound to be ignored, since another is in command. Absent where all vote. */
  readonly aside?: number;
  /** Force that motors spend on each other, in units of one motor's stall force; 0 where there is one motor. */
  forceFight: number;
  /** Starts over, at rest at `position` (in the effector's unit); faults begin afresh. */
  reset(position: number): void;
  /** Puts a fault on it. Several act in the order attached; of those that hold or drive it, the last decides. */
  attach(fault: ActuatorFault): void;
  /** One frame. `commands`: counts at [computer × 4 + effector]; `present`: 1 per computer heard in time, else 0. */
  step(commands: Int16Array, present: Uint8Array, frame: number): void;
  /** Computers that another has switched off for good: bitmask. Absent where nobody can. */
  trip?(computers: number): void;
}

export interface ActuatorOptions {
  /** Index in EFFECTORS. */
  readonly effector: number;
  /** Computers that command it, 1 … 16. */
  readonly computers: number;
  /** Length of a frame, s. */
  readonly periodS: number;
  /** 1 − exp(−periodS × bandwidth): 0 < a ≤ 1. */
  readonly lagCoefficient: number;
  /** 1 − exp(−periodS / 1 s): how quickly an undriven surface trails to 0; 0 < a ≤ 1. */
  readonly dampedCoefficient: number;
  /** Bandwidth, rate and stiffness; the effector's own by default. */
  readonly servo?: ServoParameters;
  /** What to do with no command to follow: stay for `holdFrames`, then trail (default), or trail at once. */
  readonly noMajority?: 'hold' | 'damped';
  /** Frames to stay, default 50 = 1 s. */
  readonly holdFrames?: number;
}
