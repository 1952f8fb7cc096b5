/**
 * The control law of a computer that stands by: how it keeps up with the one in command, and when it refuses to.
 *
 *   own state ──law──► own command ─┐ alike? then go on from the other's state, else from one's own
 *   told state ─law──► its command ─┘ both from this computer's own readings
 *
 * A standby that integrates for itself does so in open loop: two gyros 0.04 deg/s apart pull the pitch integrals
 * 0.04 deg of elevator apart in every second, and whoever takes over after five minutes puts the elevator hard
 * over. So the state of the one in command is taken over, frame by frame. To take it blindly would be as bad: one
 * flipped bit would stand in every computer a frame later, with nobody left to miscompare. What is told is
 * therefore tried on one's own readings first, and taken only if the command that it makes is the one that one's own
 * state makes, within the comparator's tolerance. A state that jumps is refused; one that walks off more slowly
 * than the tolerance in a frame is followed, and that is the price of comparing nearness.
 *
 * A computer that has just been restarted has nothing of its own to compare with, and takes what it is told.
 */
import type { ControlLaw } from '../control/control-law.js';
import { EFFECTOR_COUNT } from '../icd/effectors.js';
import { STATE_WORDS } from '../icd/packets.js';

/** Whether two commands, four counts each, are near enough. */
export type Alike = (own: Int16Array, other: Int16Array) => boolean;

export class TrackedLaw {
  readonly state: Int32Array = new Int32Array(STATE_WORDS);
  readonly command: Int16Array = new Int16Array(EFFECTOR_COUNT);
  readonly #law: ControlLaw;
  readonly #alike: Alike;
  readonly #told = new Int32Array(STATE_WORDS);
  readonly #toldCommand = new Int16Array(EFFECTOR_COUNT);
  #offered = false;
  #lost = false;

  constructor({ law, alike }: { law: ControlLaw; alike: Alike }) {
    this.#law = law;
    this.#alike = alike;
    law.initialise(this.state);
  }

  /** Power-cycle: the next state offered is taken whatever it is. */
  restart(): void {
    this.state.fill(0);
    this.#law.initialise(this.state);
    this.#offered = false;
    this.#lost = true;
  }

  /** The state after its latest frame of a computer to keep up with: words[at …]. Looked at in the next frame. */
  offer(words: Int32Array, at: number): void {
    for (let i = 0; i < STATE_WORDS; i++) this.#told[i] = words[at + i];
    this.#offered = true;
  }

  /** One frame: fills `command`, and leaves the state that follows it in `state`. */
  step(selected: Int16Array): void {
    const { state, command } = this;
    if (!this.#offered) {
      this.#law.step(selected, state, command);
      return;
    }
    this.#offered = false;
    this.#law.step(selected, this.#told, this.#toldCommand);
    if (!this.#lost) {
      this.#law.step(selected, state, command);
      if (!this.#alike(command, this.#toldCommand)) return;
    }
    this.#lost = false;
    for (let e = 0; e < EFFECTOR_COUNT; e++) command[e] = this.#toldCommand[e];
    for (let i = 0; i < STATE_WORDS; i++) state[i] = this.#told[i];
  }
}
