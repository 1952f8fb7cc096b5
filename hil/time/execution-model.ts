/**
 * How long a computer takes for one phase of its frame, drawn in virtual time.
 *
 *   quantiles   0 %     50 %     99 %     99.9 %     100 %          µs, linear between them
 *
 * Five numbers that anyone can read off a measurement, bounded at both ends by construction, one uniform draw per
 * phase. A fitted lognormal would look more learned and let a computer take an hour, once, in a long campaign.
 */
import { duration, type Duration } from './time.js';

/** [minimum, median, 99 %, 99.9 %, maximum], µs, ascending. */
export type ExecutionQuantiles = readonly [number, number, number, number, number];

export interface UniformSource {
  /** Uniform in [0, 1). */
  uniform(): number;
}

const PROBABILITY = [0, 0.5, 0.99, 0.999, 1] as const;

export class ExecutionModel {
  readonly #quantiles: ExecutionQuantiles;
  readonly #source: UniformSource;

  constructor({ quantiles, source }: { quantiles: ExecutionQuantiles; source: UniformSource }) {
    this.#quantiles = quantiles;
    this.#source = source;
  }

  /** The next execution time, rounded up to whole microseconds. */
  draw(): Duration {
    const u = this.#source.uniform();
    const q = this.#quantiles;
    const i = u < 0.5 ? 0 : u < 0.99 ? 1 : u < 0.999 ? 2 : 3;
    const share = (u - PROBABILITY[i]) / (PROBABILITY[i + 1] - PROBABILITY[i]);
    return duration(Math.ceil(q[i] + share * (q[i + 1] - q[i])));
  }
}
