/**
 * One line of the bench: a figure, what it is compared with in the same run, and what it should reach.
 *
 * Figures move with the machine and its neighbours; a ratio against something run beside it moves much less. A
 * reference that could not be had is null and says why, and nothing is then called reached.
 */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Smallest and largest of the repetitions whose median `value` is. */
  readonly spread: readonly [number, number];
  readonly reference: { readonly name: string; readonly value: number; readonly unit: string } | null;
  /** value / reference. */
  readonly ratio: number | null;
  /** What is wanted, in words. */
  readonly target: string;
  readonly reached: boolean | null;
  readonly note?: string;
}

/** The middle of some numbers; of an even count the lower one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[(values.length - 1) >> 1];
}

export function spreadOf(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
