/**
 * How late the loop's thread is woken on this machine, before there is a flight to spoil.
 *
 *   start ──┬────────┬────────┬──//──┬────────┬──►      deadlines on an absolute grid: lateness never adds up
 *           1        2        3      w       w + n
 *           └──── warm-up, not counted ┘└─ n ─┘         woken + skipped = n
 *
 * A wake-up so late that the next deadline has passed skips that one; to catch up would make one stall look like many.
 * Lateness is kept in a histogram, so the probe may last an hour in the same memory: whole microseconds up to 32 ms,
 * four figures above.
 */
import { createHistogram } from 'node:perf_hooks';
import { waitUntil, type MonotonicClock } from './monotonic-clock.js';
import { after, duration, type Duration } from './time.js';

export interface JitterOrder {
  readonly period: Duration;
  /** Deadlines that count. */
  readonly wakeUps: number;
  /** Deadlines before them that do not: code is compiled and caches fill. */
  readonly warmUp: number;
}

export interface JitterReport {
  readonly periodUs: number;
  readonly wakeUps: number;
  readonly warmUp: number;
  readonly woken: number;
  readonly skipped: number;
  /** Wake-ups before their deadline: 0, or the wait is broken. */
  readonly early: number;
  /** Null where every deadline was skipped. `p999` is the maximum below 1,000 wake-ups. */
  readonly latenessUs: {
    readonly p50: number;
    readonly p99: number;
    readonly p999: number;
    readonly max: number;
  } | null;
}

const LATENESS_US_MAX = 3_600_000_000;

/** Waits for every deadline in this thread, which is blocked until then. */
export function probeJitter(clock: MonotonicClock, { period, wakeUps, warmUp }: JitterOrder): JitterReport {
  // A histogram starts at 1, and to be not late at all is the best there is: everything is kept one higher.
  const histogram = createHistogram({ lowest: 1, highest: LATENESS_US_MAX + 1, figures: 4 });
  let [woken, early] = [0, 0];
  const start = clock.now();
  const last = warmUp + wakeUps;
  for (let k = 1; k <= last; ) {
    const deadline = after(start, duration(k * period));
    const now = waitUntil(clock, deadline);
    if (k > warmUp) {
      woken++;
      if (now < deadline) early++;
      histogram.record(1 + Math.min(LATENESS_US_MAX, Math.max(0, now - deadline)));
    }
    k = Math.max(k, Math.floor((now - start) / period)) + 1;
  }
  const latenessAt = (percent: number): number => histogram.percentile(percent) - 1;
  return {
    periodUs: period,
    wakeUps,
    warmUp,
    woken,
    skipped: wakeUps - woken,
    early,
    latenessUs:
      woken === 0
        ? null
        : { p50: latenessAt(50), p99: latenessAt(99), p999: latenessAt(99.9), max: histogram.max - 1 },
  };
}
