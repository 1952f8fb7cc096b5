/**
 * How the faults of one frame count in the hybrid bound n > 2a + 2s + b + m, a ≤ m, read off its record.
 *
 *   benign b       it did not execute, skipped the frame, said nothing, or nobody heard it
 *   symmetric s    the same wrong words to all: a sensor, an upset, one lie for everybody
 *   asymmetric a   everything else: two stories, heard by some, and late, since late is early enough for somebody
 *
 * A computer counts once, for the worst that it does. What the record does not explain counts as asymmetric: the
 * bound may be claimed too seldom, never too often.
 */
import { CAUSE, COMPUTER_FIELD, COMPUTER_FLAG, OUTCOME, type FrameRecord } from '../record/frame-record.js';

export class FaultMix {
  asymmetric = 0;
  symmetric = 0;
  benign = 0;

  read(record: FrameRecord): void {
    this.asymmetric = this.symmetric = this.benign = 0;
    for (let computer = 0; computer < record.computers; computer++) {
      const at = record.computerAt(computer, COMPUTER_FIELD.flags);
      const flags = record.ints[at];
      const outcome = record.ints[at + COMPUTER_FIELD.outcome];
      const late = outcome === OUTCOME.missed && record.ints[at + COMPUTER_FIELD.cause] !== CAUSE.silentPeer;
      const silent = (flags & COMPUTER_FLAG.running) === 0 || outcome !== OUTCOME.met;
      const told = flags & (COMPUTER_FLAG.benign | COMPUTER_FLAG.symmetric | COMPUTER_FLAG.sensorFault);
      if ((flags & COMPUTER_FLAG.asymmetric) !== 0 || late) this.asymmetric++;
      else if (silent) this.benign++;
      else if ((flags & COMPUTER_FLAG.good) !== 0) this.symmetric += told === 0 ? 0 : 1;
      else if (told === 0) this.asymmetric++;
      else if (told === COMPUTER_FLAG.benign) this.benign++;
      else this.symmetric++;
    }
  }

  /** Whether n computers with m relay rounds hold this mix. */
  isHeldBy({ computers, faults }: { computers: number; faults: number }): boolean {
    const { asymmetric, symmetric, benign } = this;
    return asymmetric <= faults && computers > 2 * asymmetric + 2 * symmetric + benign + faults;
  }
}
