/**
 * What the lack of a common clock costs a rig: how far apart its computers' clocks may be, once in every slot.
 *
 *   sender, slow      ├── compute ──┤ deadline ── transfer ──┤
 *   receiver, fast  ├── compute ──┤ deadline ── transfer ──┤ skew ├ next slot
 *
 * Flights do not skew the clocks: the schedule keeps the room, and `ironbird clocks` shows that it is enough. The
 * actuators' cut-off counts as a receiver's slot. The period itself is each computer's own and is not lengthened.
 */
import { clockBounds } from '../../firmware/agreement/clock-bounds.js';
import type { Problem } from '../files/problem.js';
import type { ClockSpec, RigSpec } from './rig-spec.js';

type Computers = Pick<RigSpec['scheme'], 'computers' | 'faults'>;

/** Precision of the clocks, µs, rounded up; n > 3m. */
export function clockSkewUs({ computers, faults }: Computers, clocks: ClockSpec): number {
  return Math.ceil(clockBounds({ ...clocks, computers, faults }).precisionNs / 1000);
}

/** Why these computers cannot keep such clocks together, and the key under `clocks` to blame; null where they can. */
export function misfitOfClocks(
  { computers, faults }: Computers,
  clocks: ClockSpec,
): { key: readonly string[]; problem: Omit<Problem, 'path'> } | null {
  if (computers <= 3 * faults) {
    const message = `need at least ${3 * faults + 1} computers to stay together with ${faults} faulty (have ${computers})`;
    return { key: [], problem: { message, hint: 'more computers, or leave clocks out: one clock for all' } };
  }
  const { closes, windowNs, precisionNs } = clockBounds({ ...clocks, computers, faults });
  if (closes) return null;
  const [windowUs, precisionUs] = [windowNs, precisionNs].map((ns) => Math.ceil(ns / 1000));
  return {
    key: ['resyncMs'],
    problem: {
      value: clocks.resyncNs / 1e6,
      message: `does not close: messages are waited for ${windowUs} µs and clocks may be ${precisionUs} µs apart, or more; twice the sum must fit in, and clocks be less than 67 ms apart`,
      hint: 'a longer time where the reading error is large, a shorter one where the drift is',
    },
  };
}
