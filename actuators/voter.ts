/**
 * Exact majority over the commands that arrived: bits are compared, not nearness.
 *
 *   7 7 9 −   →  7, outvoted: computer 2, absent: 1          more than half *of those that arrived*
 *   7 7 9 9   →  none                                        a tie is no majority
 *   7 − − −   →  none                                        of several computers, one alone moves nothing
 *
 * Good computers that agreed on their readings command the same bits, so any difference is a fault; a threshold
 * of nearness would have to be wide enough for the good and narrow enough for the bad. Absent computers are left
 * out of the count rather than counted against: with more than half required of all n, the second of four lost
 * computers would stop a rig in which two good ones still agree. Two at least must agree, unless there is only one
 * computer: when all others have fallen silent, the last one talking may be the reason.
 *
 * Boyer and Moore (1981): a majority, if there is one, survives a pass that strikes out unequal pairs; a second
 * pass counts whether it really has one. The order of the ballots makes no difference (VOTE-PERM).
 */
import { EFFECTOR_COUNT } from '../firmware/icd/effectors.js';
import { NO_COMMAND } from './actuator.js';

export class MajorityVoter {
  /** There was a majority. */
  found = false;
  /** What it commanded, counts; NO_COMMAND without one. */
  value = NO_COMMAND;
  /** Bit i: computer i commanded something else than the majority; 0 without one. */
  outvoted = 0;
  /** Computers that gave no command. */
  absent = 0;
  private readonly computers: number;

  /** `computers`: 1 … 16. */
  constructor(computers: number) {
    if (!Number.isInteger(computers) || computers < 1 || computers > 16) {
      throw new RangeError(`computers = ${computers} is not 1 … 16`);
    }
    this.computers = computers;
  }

  /** Counts the ballots for one effector and fills the fields. `commands`: counts at [computer × 4 + effector]. */
  vote(commands: Int16Array, present: Uint8Array, effector: number): void {
    const { computers } = this;
    const first = commands[effector];
    let alike = first !== NO_COMMAND;
    for (let i = 0, at = effector; alike && i < computers; i++, at += EFFECTOR_COUNT) {
      alike = present[i] !== 0 && commands[at] === first;
    }
    if (!alike) {
      this.count(commands, present, effector);
      return;
    }
    this.found = true;
    this.value = first;
    this.outvoted = 0;
    this.absent = 0;
  }

  /** The vote where not all are there and of one opinion. */
  private count(commands: Int16Array, present: Uint8Array, effector: number): void {
    const { computers } = this;
    let candidate = NO_COMMAND;
    let lead = 0;
    let arrived = 0;
    for (let i = 0, at = effector; i < computers; i++, at += EFFECTOR_COUNT) {
      const command = commands[at];
      if (present[i] === 0 || command === NO_COMMAND) continue;
      arrived++;
      if (command === candidate) lead++;
      else if (lead === 0) {
        candidate = command;
        lead = 1;
      } else lead--;
    }
    let votes = 0;
    let others = 0;
    for (let i = 0, at = effector; i < computers; i++, at += EFFECTOR_COUNT) {
      const command = commands[at];
      if (present[i] === 0 || command === NO_COMMAND) continue;
      if (command === candidate) votes++;
      else others |= 1 << i;
    }
    this.found = 2 * votes > arrived && (votes > 1 || computers === 1);
    this.value = this.found ? candidate : NO_COMMAND;
    this.outvoted = this.found ? others : 0;
    this.absent = computers - arrived;
  }
}
