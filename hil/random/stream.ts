/**
 * Luck, by name. Every consumer (each channel's sensors, the turbulence, each fault) has a stream of its own, so
 * adding one consumer reshuffles nobody else's draws, and a flight with a fault can be compared with the flight
 * without it.
 *
 *   seed, name ──SHA-256──► 128 bits of state ──xoroshiro128+──► uint32 ──► uniform, gaussian
 *
 * One generator shared by all would be a line shorter, and every change to a rig would change everything.
 */
import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { GAUSSIAN_QUANTILES } from './gaussian-quantiles.js';

export class Stream {
  readonly #generator: { next(): number };

  /** `seed`: decimal, 0 … 2^64−1; `name`: who draws. */
  constructor({ seed, name }: { seed: string; name: string }) {
    const digest = createHash('sha256').update(`ironbird stream\n${seed}\n${name}`).digest();
    this.#generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => digest.readInt32LE(at)));
  }

  /** Uniform over 0 … 2^32−1. */
  nextUint32(): number {
    return this.#generator.next() >>> 0;
  }

  /** Uniform in [0, 1), in steps of 2^−32. */
  uniform(): number {
    return (this.#generator.next() >>> 0) / 4294967296;
  }

  /** Mean 0, standard deviation 1; one of 16,384 values, none beyond ±4. */
  gaussian(): number {
    return GAUSSIAN_QUANTILES[this.#generator.next() >>> 18];
  }
}

/** The stream of this name under this seed, from its beginning. */
export function stream(seed: string, name: string): Stream {
  return new Stream({ seed, name });
}
