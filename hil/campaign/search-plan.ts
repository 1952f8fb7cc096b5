/**
 * What the search needs of a space of fault plans, and no more: to draw one, to change one, and to move along its
 * numbers. It asks what a plan is nowhere; the catalogue (`search-space.ts`) is one such space, a test may bring another.
 */
import type { Stream } from '../random/stream.js';
import type { FaultEntry } from './flight-plan.js';

/** Faults that are flown together. */
export type FaultPlan = readonly FaultEntry[];

export interface SearchSpace {
  draw(luck: Stream): FaultPlan;
  /** A plan near this one. */
  vary(plan: FaultPlan, luck: Stream): FaultPlan;
  /** Each fault from one of the two. */
  cross(a: FaultPlan, b: FaultPlan, luck: Stream): FaultPlan;
  /** The numbers of a plan, fault by fault. */
  dimensions(plan: FaultPlan): Dimension[];
}

/** One number of a plan. */
export interface Dimension {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
  /** The plan with another value here; null where that could not strike. */
  readonly set: (value: number) => FaultPlan | null;
}
