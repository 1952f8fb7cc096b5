/** Repeatable luck for tests: a Weyl sequence through a mixer; the seed is in the test, so a failure repeats. */
import { mix } from './adversaries.js';

export class Dice {
  readonly #seed: number;
  #key = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** 0 … 2^32 − 1. */
  uint32(): number {
    return mix({ seed: this.#seed, key: ++this.#key });
  }

  /** −2^31 … 2^31 − 1. */
  int32(): number {
    return this.uint32() | 0;
  }

  /** low … high, both included. */
  between({ low, high }: { low: number; high: number }): number {
    return low + (this.uint32() % (high - low + 1));
  }

  /** In [0, 1). */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /** One of them. */
  pick<T>(things: readonly T[]): T {
    return things[this.uint32() % things.length];
  }
}
