/**
 * The four actuators and what has arrived for them in this frame.
 */
import { before } from '../../firmware/icd/command-chain.js';
import { EFFECTORS, EFFECTOR_COUNT } from '../../firmware/icd/effectors.js';
import type { Actuator } from '../../actuators/actuator.js';
import { FollowMonitor } from '../../actuators/follow-monitor.js';
import {
  COMPUTER_FIELD,
  COMPUTER_FLAG,
  DOUBLE,
  EFFECTOR_FIELD,
  EFFECTOR_FLAG,
  NO_COMMAND,
  type FrameRecord,
} from '../record/frame-record.js';

/** How far a surface may be from its command before it counts as not following, as a share of its full range. */
const FOLLOW_TOLERANCE_SHARE = 0.06;

export class SurfaceBank {
  /** Positions, in each effector's unit. */
  readonly positions = new Float64Array(EFFECTOR_COUNT);
  /** Commands that arrived, counts at [computer × 4 + effector]. */
  readonly commands: Int16Array;
  /** 1 where a computer's command arrived in time. */
  readonly present: Uint8Array;
  readonly #actuators: readonly Actuator[];
  readonly #monitors: readonly FollowMonitor[];

  /** `positions`: where each effector stands at the start, in its unit. */
  constructor({
    actuators,
    computers,
    positions,
  }: { actuators: readonly Actuator[]; computers: number; positions: ArrayLike<number> }) {
    this.#actuators = actuators;
    this.commands = new Int16Array(computers * EFFECTOR_COUNT);
    this.present = new Uint8Array(computers);
    this.#monitors = EFFECTORS.map(
      ({ min, max, countsPerUnit }) =>
        new FollowMonitor((FOLLOW_TOLERANCE_SHARE * (max - min)) / countsPerUnit),
    );
    for (let e = 0; e < EFFECTOR_COUNT; e++) {
      actuators[e].reset(positions[e]);
      this.positions[e] = positions[e];
    }
  }

  forgetCommands(): void {
    for (let i = 0; i < this.present.length; i++) this.present[i] = 0;
    for (let i = 0; i < this.commands.length; i++) this.commands[i] = 0;
  }

  /** Keeps the first command of a computer; a second one in the same frame is not looked at. */
  takeCommand(computer: number, words: Int32Array): void {
    if (this.present[computer] === 1) return;
    this.present[computer] = 1;
    for (let e = 0; e < EFFECTOR_COUNT; e++) {
      const word = words[e >> 1];
      this.commands[computer * EFFECTOR_COUNT + e] = (e & 1) === 0 ? word : word >> 16;
    }
  }

  /** Computer `by` switches off those of `computers`, a bitmask, that are before it; surfaces that vote take no notice. */
  takeTrip(by: number, computers: number): void {
    for (const actuator of this.#actuators) actuator.trip?.(computers & before(by));
  }

  /** Votes, moves, and writes the outcome into the record. */
  step(record: FrameRecord, frame: number): void {
    const { ints, doubles } = record;
    let aside = -1;
    for (let e = 0; e < EFFECTOR_COUNT; e++) {
      const actuator = this.#actuators[e];
      actuator.step(this.commands, this.present, frame);
      const { voted, position, feedback } = actuator;
      aside &= actuator.aside ?? 0;
      this.positions[e] = position;
      let flags = 0;
      if (voted === NO_COMMAND) this.#monitors[e].rest();
      else if (this.#monitors[e].update(voted / EFFECTORS[e].countsPerUnit, feedback))
        flags = EFFECTOR_FLAG.miscompares;
      doubles[DOUBLE.position + e] = position;
      doubles[DOUBLE.forceFight + e] = actuator.forceFight;
      const at = record.effectorAt(e, 0);
      ints[at + EFFECTOR_FIELD.voted] = voted;
      ints[at + EFFECTOR_FIELD.state] = actuator.state;
      ints[at + EFFECTOR_FIELD.outvoted] = actuator.outvoted;
      ints[at + EFFECTOR_FIELD.flags] = flags;
    }
    for (let i = 0; aside !== 0 && i < record.computers; i++) {
      if ((aside & (1 << i)) !== 0) ints[record.computerAt(i, COMPUTER_FIELD.flags)] |= COMPUTER_FLAG.aside;
    }
  }
}
