/**
 * The clock of a loop that really waits: the host's, which only goes forward, whatever is done to the time of day.
 *
 *   waitUntil   now ────── sleep, to the deadline less 0.3 ms ──────┤── look at the clock ──┤ deadline
 *
 * Sleeping alone wakes up late by what the host's scheduler takes, and looking at the clock alone uses a processor up;
 * the last 0.3 ms are the usual price. Timers were the alternative: `setInterval` drifts, and `setTimeout` wakes up
 * to a millisecond early. Only a worker thread may wait like this: the main thread has its ports and sockets to serve.
 */
import { type Duration, duration, type Instant, instant } from './time.js';

export interface MonotonicClock {
  now(): Instant;
  /** Blocks the thread for about so long; it may come back early, and late. */
  sleep(length: Duration): void;
}

/** How long before a deadline sleeping ends: more than a wake-up is usually late by. */
const SPIN = duration(300);

/** Whole microseconds of the host's monotonic clock, rounded down, so that nothing is due before its time. */
export class HostClock implements MonotonicClock {
  /** Nobody ever notifies it. */
  readonly #cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  now(): Instant {
    return instant(Number(process.hrtime.bigint() / 1000n));
  }

  sleep(length: Duration): void {
    Atomics.wait(this.#cell, 0, 0, length / 1000);
  }
}

/** Returns at the deadline or after it, never before; the result is the time then. A deadline in the past costs one look. */
export function waitUntil(clock: MonotonicClock, deadline: Instant): Instant {
  let now = clock.now();
  while (deadline - now > SPIN) {
    clock.sleep(duration(deadline - now - SPIN));
    now = clock.now();
  }
  while (now < deadline) now = clock.now();
  return now;
}
