/**
 * Where a sensor gets its luck: handed in, because nothing in this room may draw a random number of its own.
 *
 * Every channel's sensor set has a source to itself, and so has every fault with chance in it. One source shared
 * by all was the alternative; then adding a noisy fault to one sensor would change the noise of every other, and
 * a flight with the fault could not be compared with the flight without it.
 */

export interface NoiseSource {
  /** Standard normal variate: mean 0, standard deviation 1. */
  gaussian(): number;
  /** Uniform variate, 0 ≤ u < 1. */
  uniform(): number;
}

/** A source for many sensors at once. */
export interface SampleNoise extends NoiseSource {
  /** Fills `out` with the next normal variates: what so many calls of `gaussian` would have given. */
  gaussians(out: Float64Array): void;
}
