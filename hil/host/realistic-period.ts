/**
 * What period a paced loop can keep on a machine, from how late it was woken.
 *
 * The rule is coarse and can be checked by eye: the worst lateness seen may be a tenth of the period. A rig's slots
 * leave it about that much (a quad at 500,000 baud has 2.1 ms of 20 to spare in each). A percentile would promise a period at
 * which one frame in a hundred or a thousand is late, which at 50 Hz is one every few seconds.
 */
import type { JitterReport } from '../time/jitter-probe.js';

const PERIODS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;
export const LATENESS_SHARE = 0.1;

/** The shortest period, ms, of which the worst lateness is at most a tenth; null if it is more than of a second. */
export function realisticPeriodMs({ latenessUs }: JitterReport): number | null {
  if (latenessUs === null) return null;
  return PERIODS_MS.find((ms) => latenessUs.max <= LATENESS_SHARE * ms * 1000) ?? null;
}
