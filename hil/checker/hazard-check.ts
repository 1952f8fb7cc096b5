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

/** Places of the limited quantities in a record's truth. */
const TRUTH_AT: Readonly<Record<keyof HazardLimits, number>> = { alphaDeg: 0, loadFactorG: 5, altitudeFt: 8 };
const LIMITS = Object.keys(TRUTH_AT) as (keyof HazardLimits)[];

export class HazardCheck {
  /** The first broken limit. */
  hazard: Hazard | null = null;
  /**
   * Closest approach to a limit so far: distance to the nearer end as a share of the interval's half-width; 1 is
   * the middle, 0 the limit, negative beyond.
   */
  margin = 1;
  readonly #limits: HazardLimits;

  constructor(limits: HazardLimits) {
    this.#limits = limits;
  }

  observe(record: FrameRecord): void {
    for (const limit of LIMITS) {
      const [low, high] = this.#limits[limit];
      const value = record.doubles[DOUBLE.truth + TRUTH_AT[limit]];
      const margin = Number.isNaN(value)
        ? -Infinity
        : (2 * Math.min(value - low, high - value)) / (high - low);
      if (margin < this.margin) this.margin = margin;
      if (this.hazard === null && !(value >= low && value <= high))
        this.hazard = { limit, frame: record.frame, value };
    }
  }
}
