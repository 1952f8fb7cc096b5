/**
 * How often each latency occurred, to three figures, in memory that does not grow with the flight.
 *
 *   µs        0 … 2047   2048 … 4095   4096 … 8191   …
 *   to the    1          2             4                  one bin for so many microseconds
 *
 * Every doubling is cut into 1,024 bins, as HdrHistogram does it (Tene). Node's own binding of that library is the
 * alternative: each of its histograms comes with an object shape of its own, so that after a few flights the call into
 * it is looked up by name, once a frame, and making one takes longer than making a computer.
 */
const BINS_PER_DOUBLING = 1024;
const EXACT_BELOW = 2 * BINS_PER_DOUBLING;
/** 2^31 µs is past the end of any frame. */
const DOUBLINGS = 20;

export class LatencyHistogram {
  /** Largest value recorded, µs; 0 if none. */
  max = 0;
  /** Values recorded. */
  count = 0;
  /** By doubling, made when first wanted. */
  readonly #bins: (Int32Array | null)[] = Array.from({ length: DOUBLINGS + 1 }, () => null);

  /** Takes a latency, 0 … 2^31−1 µs. */
  record(us: number): void {
    const doubling = us < EXACT_BELOW ? 0 : 21 - Math.clz32(us);
    const bins = (this.#bins[doubling] ??= new Int32Array(EXACT_BELOW));
    bins[us >>> doubling]++;
    this.count++;
    if (us > this.max) this.max = us;
  }

  /** The value, to three figures, at or below which this percentage of those recorded lies; never above `max`. */
  percentile(percent: number): number {
    let left = Math.max(1, Math.floor((percent / 100) * this.count + 0.5));
    for (const [doubling, bins] of this.#bins.entries()) {
      for (let i = 0; bins !== null && i < EXACT_BELOW; i++) {
        left -= bins[i];
        if (left <= 0) return Math.min(this.max, (i + 1) * (1 << doubling) - 1);
      }
    }
    return this.max;
  }
}
