/**
 * What a control law is to the flight computer: sixteen selected counts and the lasting state in, four command
 * counts and the new lasting state out. Integers only, the same answer for the same input, nothing remembered
 * outside `state`: all that lasts is in those words, because they are what the computers exchange and compare.
 */
export interface ControlLaw {
  readonly name: string;
  /** Writes the state a computer starts with (STATE_WORDS int32). */
  initialise(state: Int32Array): void;
  /**
   * One frame. `selected`: 16 counts, NO_DATA where no channel had a reading; `state`: STATE_WORDS int32, updated
   * in place; `command`: 4 counts, each inside its effector's range.
   */
  step(selected: Int16Array, state: Int32Array, command: Int16Array): void;
}
