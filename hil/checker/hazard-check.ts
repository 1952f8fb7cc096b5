/**
 * The limits past which the aircraft counts as lost. A value that is not a number breaks every limit: a model
 * that has blown up has not survived.
 */
import { DOUBLE, type FrameRecord } from '../record/frame-record.js';
import type { HazardLimits } from './charge.js';

export interface Hazard {
  readonly limit: keyof HazardLimits;
  readonly frame: number;
  readonly value: number;
}

/** Names of the limits, and the places of the limited quantities in a record's truth. */
const LIMITS = ['loadFactorG', 'alphaDeg', 'altitudeFt'] as const;
const TRUTH_AT = [5, 0, 8] as const;

/** Lowest and highest value reached, by limit. */
export type Extremes = Readonly<Record<keyof HazardLimits, readonly [number, number]>>;

/** Margin of a flight whose model blew up: worse than any that did not. */
const BLOWN_UP = -1e6;

export class HazardCheck {
  /** The first broken limit. */
  hazard: Hazard | null = null;
  readonly #limits: readonly (readonly [number, number])[];
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #lowest = new Float64Array(LIMITS.length).fill(Infinity);
  readonly #highest = new Float64Array(LIMITS.length).fill(-Infinity);
  readonly #first = new Float64Array(LIMITS.length).fill(NaN);

  constructor(limits: HazardLimits) {
    this.#limits = LIMITS.map((limit) => limits[limit]);
    this.#low = Float64Array.from(this.#limits, ([low]) => low);
    this.#high = Float64Array.from(this.#limits, ([, high]) => high);
  }

  observe(record: FrameRecord): void {
    for (let i = 0; i < LIMITS.length; i++) {
      const value = record.doubles[DOUBLE.truth + TRUTH_AT[i]];
      if (this.#lowest[i] === Infinity && this.#highest[i] === -Infinity) this.#first[i] = value;
      if (value < this.#lowest[i]) this.#lowest[i] = value;
      if (value > this.#highest[i]) this.#highest[i] = value;
      if (!(value >= this.#low[i] && value <= this.#high[i]))
        this.hazard ??= { limit: LIMITS[i], frame: record.frame, value };
    }
  }

  /** How far the flight went. */
  extremes(): Extremes {
    const of = (i: number): readonly [number, number] => [this.#lowest[i], this.#highest[i]];
    return { loadFactorG: of(0), alphaDeg: of(1), altitudeFt: of(2) };
  }

  /**
   * How near the flight came to a limit: the smallest share left, over all limits, of the room there was in its first
   * frame. 1 = never nearer than at the start, 0 = at a limit, below 0 = beyond one; nothing flown: 1.
   */
  margin(): number {
    let margin = 1;
    for (let i = 0; i < LIMITS.length; i++) {
      const first = this.#first[i];
      if (this.#lowest[i] > this.#highest[i]) continue;
      const [low, high] = this.#limits[i];
      const left = Math.min(
        (this.#lowest[i] - low) / (first - low),
        (high - this.#highest[i]) / (high - first),
      );
      if (!(left >= BLOWN_UP)) return BLOWN_UP;
      margin = Math.min(margin, left);
    }
    return margin;
  }
}
