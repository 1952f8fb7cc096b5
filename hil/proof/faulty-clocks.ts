/**
 * What a faulty clock shows to whoever reads it.
 *
 *   stuck        the time it had at the start, for ever        the same to all: symmetric
 *   drifting     1 % fast, and never corrected                 symmetric
 *   stopped      nothing                                       benign
 *   jumping      somewhere within twice Δ, drawn each round    symmetric
 *   two-faced    ahead to the fast ones, behind to the slow    asymmetric: each is confirmed in its error
 *
 * The two-faced clock knows every good clock and every delay, and all such clocks act as one. It shows exactly Δ,
 * the most that the egocentric mean takes; the midpoint only asks who is highest, so that more would do no more there.
 */
import { UNREAD } from '../../firmware/agreement/clock-convergence.js';
import type { Stream } from '../random/stream.js';

export const CLOCK_FAULTS = ['two-faced', 'stuck', 'drifting', 'stopped', 'jumping', 'none'] as const;

export type ClockFault = (typeof CLOCK_FAULTS)[number];

/** One computer about to read one faulty clock. All times are of the round: 0 = its nominal instant, ns. */
export interface Encounter {
  readonly round: number;
  readonly liar: number;
  readonly receiver: number;
  /** What the receiver's own clock shows. */
  readonly receiverNs: number;
  /** Halfway between the slowest and the fastest good clock. */
  readonly middleNs: number;
  /** Real time since the start, and what the cluster should show. */
  readonly elapsedNs: number;
  readonly nominalNs: number;
}

/** The difference that the receiver reads, ns, > 0 when the clock looks ahead; UNREAD for nothing. */
export type FaultyClock = (encounter: Encounter) => number;

const RUNAWAY_RATE = 1.01;

export function createFaultyClock(
  fault: Exclude<ClockFault, 'none'>,
  { beyondNs, stream }: { beyondNs: number; stream: Stream },
): FaultyClock {
  switch (fault) {
    case 'stuck':
      return ({ nominalNs, receiverNs }) => -nominalNs - receiverNs;
    case 'drifting':
      return ({ elapsedNs, nominalNs, receiverNs }) => RUNAWAY_RATE * elapsedNs - nominalNs - receiverNs;
    case 'stopped':
      return () => UNREAD;
    case 'jumping':
      return jumpingClock({ beyondNs, stream });
    case 'two-faced':
      return ({ receiverNs, middleNs }) => (receiverNs >= middleNs ? beyondNs : -beyondNs);
  }
}

function jumpingClock({ beyondNs, stream }: { beyondNs: number; stream: Stream }): FaultyClock {
  const shown = new Map<number, { round: number; ns: number }>();
  return ({ round, liar, receiverNs }) => {
    let jump = shown.get(liar);
    if (jump?.round !== round) {
      jump = { round, ns: (4 * stream.uniform() - 2) * beyondNs };
      shown.set(liar, jump);
    }
    return jump.ns - receiverNs;
  };
}
