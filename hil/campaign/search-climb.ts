/**
 * A plan made worse step by step along its numbers: onsets, durations, amounts.
 *
 *   along one number: flew worse ──► step × 3, the same way on
 *                     did not    ──► step × −½, the other way; then the next number
 *
 * Rosenbrock's rule (1960), without his turning of the axes. It needs no slope, finds its own step size for frames and
 * for counts alike, and closes in on a narrow place in a few dozen flights, where changes of any size at random would
 * take hundreds. A number that changes nothing is dropped when its step has become too small to matter.
 */
import type { Harm } from './search-harm.js';
import type { Dimension, FaultPlan } from './search-plan.js';

/** First step, as a share of the range; and the share below which a step is no longer worth a flight. */
const FIRST_STEP = 1 / 8;
const LAST_STEP = 1 / 65_536;
const LONGER = 3;
const BACK = -0.5;

export class Climb {
  plan: FaultPlan;
  harm: Harm;
  readonly #dimensionsOf: (plan: FaultPlan) => Dimension[];
  #dimensions: Dimension[];
  /** By dimension; 0 = given up. */
  readonly #steps: number[];
  #turn = 0;
  #flown: FaultPlan | null = null;

  constructor({
    plan,
    harm,
    dimensionsOf,
  }: {
    plan: FaultPlan;
    harm: Harm;
    dimensionsOf: (plan: FaultPlan) => Dimension[];
  }) {
    this.plan = plan;
    this.harm = harm;
    this.#dimensionsOf = dimensionsOf;
    this.#dimensions = dimensionsOf(plan);
    this.#steps = this.#dimensions.map(({ low, high }) => (high - low) * FIRST_STEP);
  }

  /** The plan to fly next; null at the end. */
  next(): FaultPlan | null {
    while (this.#steps.some((step) => step !== 0)) {
      if (this.#steps[this.#turn] === 0) {
        this.#goOn();
        continue;
      }
      const { value, low, high, whole, set } = this.#dimensions[this.#turn];
      const wanted = value + this.#steps[this.#turn];
      const to = Math.max(low, Math.min(high, whole ? Math.round(wanted) : wanted));
      this.#flown = to === value ? null : set(to);
      if (this.#flown !== null) return this.#flown;
      this.#turnBack();
    }
    return null;
  }

  /** What the last plan came to; null = not admitted. */
  learn(harm: Harm | null): void {
    if (this.#flown === null || harm === null || harm <= this.harm) {
      this.#turnBack();
      return;
    }
    this.plan = this.#flown;
    this.harm = harm;
    this.#dimensions = this.#dimensionsOf(this.plan);
    this.#steps[this.#turn] *= LONGER;
  }

  #turnBack(): void {
    const { low, high, whole } = this.#dimensions[this.#turn];
    const step = this.#steps[this.#turn] * BACK;
    // A whole number has been tried on both sides before half a step is too little.
    const least = whole ? 0.4 : (high - low) * LAST_STEP;
    this.#steps[this.#turn] = Math.abs(step) < least ? 0 : step;
    this.#goOn();
  }

  #goOn(): void {
    this.#turn = (this.#turn + 1) % this.#steps.length;
  }
}
