/**
 * Luck, by name. Every consumer (each channel's sensors, the turbulence, each fault) has a stream of its own, so
 * adding one consumer reshuffles nobody else's draws, and a flight with a fault can be compared with the flight
 * without it.
 *
 *   seed, name ──SHA-256──► 128 bits of state ──xoroshiro128+──► uint32 ──► uniform, two gaussians
 *
 * One generator shared by all would be a line shorter, and every change to a rig would change everything.
 */
import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { GAUSSIAN_QUANTILES, GAUSSIAN_SLICE_BITS } from './gaussian-quantiles.js';

const SEED_MAX = (1n << 64n) - 1n;
const NO_SPARE = -1;
const SLICE_MASK = (1 << GAUSSIAN_SLICE_BITS) - 1;
const TOP_SHIFT = 32 - GAUSSIAN_SLICE_BITS;
/** This module's own name for it: a constant of the module is one to the compiler, one of another is looked up each time. */
const QUANTILES = GAUSSIAN_QUANTILES;

export class Stream {
  readonly #generator: { next(): number };
  /** Slice of the variate that came with the last one, or `NO_SPARE`. */
  #spare = NO_SPARE;

  /** `seed`: decimal, 0 … 2^64−1, without leading zeros, or a RangeError; `name`: who draws. */
  constructor({ seed, name }: { seed: string; name: string }) {
    if (!/^(0|[1-9]\d{0,19})$/.test(seed) || BigInt(seed) > SEED_MAX) {
      throw new RangeError(`seed '${seed}' is not a decimal number in 0 … ${SEED_MAX}`);
    }
    const digest = createHash('sha256').update(`ironbird stream\n${seed}\n${name}`).digest();
    this.#generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => digest.readInt32LE(at)));
  }

  /** Uniform over 0 … 2^32−1. The lowest bits are the generator's weakest; take from the top. */
  nextUint32(): number {
    return this.#generator.next() >>> 0;
  }

  /** Uniform in [0, 1), in steps of 2^−32. */
  uniform(): number {
    return (this.#generator.next() >>> 0) / 4294967296;
  }

  /**
   * Mean 0, standard deviation 1; one of 16,384 values, none beyond ±4.01. One draw serves two calls: the top 14
   * bits now, 14 of the others next time, never the lowest four.
   */
  gaussian(): number {
    const spare = this.#spare;
    if (spare >= 0) {
      this.#spare = NO_SPARE;
      return QUANTILES[spare];
    }
    const bits = this.#generator.next();
    this.#spare = (bits >>> 4) & SLICE_MASK;
    return QUANTILES[bits >>> TOP_SHIFT];
  }

  /** Fills `out` with the next variates, those that so many calls of `gaussian` would have given. */
  gaussians(out: Float64Array): void {
    const generator = this.#generator;
    const pairs = this.#spare < 0 ? out.length & ~1 : 0;
    for (let i = 0; i < pairs; i += 2) {
      const bits = generator.next();
      out[i] = QUANTILES[bits >>> TOP_SHIFT];
      out[i + 1] = QUANTILES[(bits >>> 4) & SLICE_MASK];
    }
    for (let i = pairs; i < out.length; i++) out[i] = this.gaussian();
  }
}

/** The stream of this name under this seed, from its beginning. */
export function stream(seed: string, name: string): Stream {
  return new Stream({ seed, name });
}
