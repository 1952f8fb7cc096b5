/** Commands of a few computers to one effector, and actuators at 50 Hz, for the tests of this room. */
import { EFFECTOR_COUNT } from '../../firmware/icd/effectors.js';
import type { Actuator, ActuatorOptions } from '../../actuators/actuator.js';
import { SERVO_PARAMETERS } from '../../actuators/servo-parameters.js';

/** No command from this computer. */
export const ABSENT = null;

export type Ballot = number | typeof ABSENT;

export const PERIOD_S = 0.02;

/** Options of an actuator of the F-16 at 50 Hz. */
export function options(effector: number, computers: number): ActuatorOptions {
  const { bandwidthRadPerS } = SERVO_PARAMETERS[effector];
  return {
    effector,
    computers,
    periodS: PERIOD_S,
    lagCoefficient: 1 - Math.exp(-PERIOD_S * bandwidthRadPerS),
    dampedCoefficient: 1 - Math.exp(-PERIOD_S),
  };
}

/** The arrays an actuator reads, with the ballots for one effector and different ones for the others. */
export function ballotArrays(effector: number, ballots: readonly Ballot[]): [Int16Array, Uint8Array] {
  const commands = new Int16Array(ballots.length * EFFECTOR_COUNT).map((_, at) => 100 + at);
  const present = new Uint8Array(ballots.length);
  ballots.forEach((ballot, i) => {
    if (ballot === ABSENT) return;
    commands[i * EFFECTOR_COUNT + effector] = ballot;
    present[i] = 1;
  });
  return [commands, present];
}

/** Steps the actuator from frame `from` up to, not including, frame `to`; returns the positions. */
export function fly(
  actuator: Actuator,
  window: { from: number; to: number },
  ballots: readonly Ballot[] | ((frame: number) => readonly Ballot[]),
): number[] {
  const positions: number[] = [];
  for (let frame = window.from; frame < window.to; frame++) {
    const cast = typeof ballots === 'function' ? ballots(frame) : ballots;
    actuator.step(...ballotArrays(actuator.effector, cast), frame);
    positions.push(actuator.position);
  }
  return positions;
}

/** All lists of `length` items of the alphabet. */
export function* words<T>(alphabet: readonly T[], length: number): Generator<T[]> {
  if (length === 0) yield [];
  else for (const rest of words(alphabet, length - 1)) for (const item of alphabet) yield [...rest, item];
}
