/**
 * Frame records written by hand: a frame in which everything is as it should be, and setters for what is not.
 */
import {
  COMPUTER_FIELD,
  COMPUTER_FLAG,
  DOUBLE,
  EFFECTOR_FIELD,
  FrameRecord,
} from '../../hil/record/frame-record.js';

const GOOD = COMPUTER_FLAG.running | COMPUTER_FLAG.good | COMPUTER_FLAG.trusted | COMPUTER_FLAG.commanded;
/** Alpha 2 deg, 1 g, 5,000 ft. */
const LEVEL = { 0: 2, 5: 1, 8: 5000 };

export class HandRecord extends FrameRecord {
  /** A frame of `computers` good computers that all hold what all sent, command 7 everywhere, and are followed. */
  constructor({ computers, frame }: { computers: number; frame: number }) {
    super(computers);
    this.ints[0] = frame;
    this.latencyUs = 12_000;
    for (const [place, value] of Object.entries(LEVEL)) this.doubles[DOUBLE.truth + Number(place)] = value;
    for (let effector = 0; effector < 4; effector++)
      this.ints[this.effectorAt(effector, EFFECTOR_FIELD.voted)] = 7;
    for (let computer = 0; computer < computers; computer++) {
      this.set(computer, { flags: GOOD });
      this.command(computer, 7);
      this.ints.fill(
        100 + computer,
        this.computerAt(computer, COMPUTER_FIELD.sent),
        this.computerAt(computer, COMPUTER_FIELD.state),
      );
      for (let source = 0; source < computers; source++)
        this.hold(computer, { source, content: 100 + source });
    }
  }

  /** Sets fields of a computer's block. */
  set(computer: number, fields: Partial<Record<keyof typeof COMPUTER_FIELD, number>>): this {
    for (const [name, value] of Object.entries(fields)) {
      this.ints[this.computerAt(computer, COMPUTER_FIELD[name as keyof typeof COMPUTER_FIELD])] = value;
    }
    return this;
  }

  /** Takes flags from a computer and gives it others. */
  flag(computer: number, { add = 0, drop = 0 }: { add?: number; drop?: number }): this {
    const at = this.computerAt(computer, COMPUTER_FIELD.flags);
    this.ints[at] = (this.ints[at] & ~drop) | add;
    return this;
  }

  /** A computer's command: the same counts for all four effectors. */
  command(computer: number, counts: number): this {
    this.counts.fill(
      counts,
      this.computerAt(computer, COMPUTER_FIELD.command) * 2,
      this.computerAt(computer, COMPUTER_FIELD.sent) * 2,
    );
    return this;
  }

  /** What a computer decided about a source: one word eight times, or with another last word. */
  hold(
    computer: number,
    { source, content, last = content }: { source: number; content: number; last?: number },
  ): this {
    const at = this.vectorAt(computer, source);
    this.ints.fill(content, at, at + 8);
    this.ints[at + 7] = last;
    return this;
  }

  effector(effector: number, fields: Partial<Record<keyof typeof EFFECTOR_FIELD, number>>): this {
    for (const [name, value] of Object.entries(fields)) {
      this.ints[this.effectorAt(effector, EFFECTOR_FIELD[name as keyof typeof EFFECTOR_FIELD])] = value;
    }
    return this;
  }

  truth(place: number, value: number): this {
    this.doubles[DOUBLE.truth + place] = value;
    return this;
  }
}
