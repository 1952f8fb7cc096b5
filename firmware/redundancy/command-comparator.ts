/**
 * Two computers that read for themselves never command the same bits. How far apart is wrong?
 *
 *   |own − other| ≤ tolerance, every effector      alike
 *   further apart                                  a miscompare; `persistence` frames running: not noise
 *
 * The tolerance has to be wide enough for good sensors in a hard manoeuvre and narrow enough that a wrong command
 * of that size does no harm in the time it takes to notice. Nothing says that there is such a number: set too tight it
 * switches off good computers, and for a reason from outside all of them at once (China Airlines 202, 2020: the
 * monitors of all three flight-control computers at the same touchdown). Exact comparison, which has no such
 * number, needs agreement on the readings first.
 */
import { EFFECTOR, EFFECTOR_COUNT, EFFECTORS } from '../icd/effectors.js';

export interface ComparatorLimits {
  /** Surfaces, counts of 1/1024 deg. */
  readonly toleranceCounts: number;
  /** Frames running, ≥ 1. */
  readonly persistenceFrames: number;
}

/** The levers read alike to a few counts and pass through unchanged. */
const THROTTLE_TOLERANCE = EFFECTORS[EFFECTOR.throttle].countsPerUnit / 32;

export class CommandComparator {
  readonly #tolerance: Int32Array;
  readonly #persistence: number;
  #running = 0;

  constructor({ toleranceCounts, persistenceFrames }: ComparatorLimits) {
    this.#tolerance = new Int32Array(EFFECTOR_COUNT).fill(toleranceCounts);
    this.#tolerance[EFFECTOR.throttle] = THROTTLE_TOLERANCE;
    this.#persistence = persistenceFrames;
  }

  reset(): void {
    this.#running = 0;
  }

  /** Whether two commands, four counts each, are within tolerance. */
  alike(own: Int16Array, other: Int16Array): boolean {
    for (let e = 0; e < EFFECTOR_COUNT; e++) {
      const apart = own[e] - other[e];
      if (apart > this.#tolerance[e] || apart < -this.#tolerance[e]) return false;
    }
    return true;
  }

  /** Counts one frame; returns whether the miscompare has persisted. */
  persists(miscompares: boolean): boolean {
    this.#running = miscompares ? this.#running + 1 : 0;
    return this.#running >= this.#persistence;
  }
}
