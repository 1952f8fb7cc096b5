/**
 * A campaign, read and checked: which rigs, which spaces of faults, in what order, until when.
 *
 *   variants   rigs × sweep              strata   named spaces of faults, each with what is expected of it
 *        └──────────── cells ──────────────┘      a stratum on a variant
 *
 *   random       endless: strata take turns by weight, variants by turns within them, the rest is drawn
 *   exhaustive   every combination once                } finite: blocks of combinations, end to end, walked in
 *   pairwise     every pair of values at least once    } strides so that any beginning is spread over all of them
 *
 * Plain data throughout: it is cloned to workers as it is, and flight i is planned from it and a seed alone
 * (campaign-plans.ts).
 */
import type { Draw } from './draw-spec.js';
import type { Variant } from './flight-plan.js';

export type Walk = 'random' | 'exhaustive' | 'pairwise';

/** A segment of a target: `sensor/{alpha,pitchRate}/{any}` has three. */
export type TargetPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `{any}` where a channel is named: no two of a flight are alike. */
  | { readonly kind: 'channel' }
  | { readonly kind: 'draw'; readonly draw: Draw };

/** A fault with values left open. */
export interface FaultTemplate {
  readonly target: readonly TargetPart[];
  /** The other keys, in the order of the file. */
  readonly keys: readonly (readonly [string, Draw])[];
}

export interface StratumSpec {
  /** Fault class under which its flights are counted; unique in the campaign. */
  readonly class: string;
  /** pass: a lost flight is a violation. fail: at least one flight must be lost. */
  readonly expect: 'pass' | 'fail';
  /** Why it is expected to fail; empty where it is not. */
  readonly why: string;
  /** Turns in a rotation, 1 … 100. */
  readonly weight: number;
  /** Indexes of the variants that it strikes, ascending; never empty. */
  readonly variants: readonly number[];
  /** Drawn once for each flight, for templates to refer to, in order. */
  readonly named: readonly (readonly [string, Draw])[];
  readonly faults: readonly FaultTemplate[];
  /** Faults of a flight, each made from one of the templates; null = one of each template. */
  readonly count: Draw | null;
}

/** Combinations of a stratum that have the same parameters: the digits are variant, then the draws in order. */
export interface SpaceBlock {
  readonly stratum: number;
  /** The one template that is used; null = all. */
  readonly template: number | null;
  readonly variants: readonly number[];
  /** Values of each parameter, the variant's first. */
  readonly sizes: readonly number[];
  /** Pairwise: the combinations flown; null = all of them, the last parameter fastest. */
  readonly rows: readonly (readonly number[])[] | null;
  /** Combinations of the blocks before this one. */
  readonly start: number;
  readonly combinations: number;
}

/** The campaign ends with the first of these that comes true, or with its space. */
export interface StopRules {
  readonly flights: number | null;
  /** Half the width of the two-sided 95 % interval of Clopper and Pearson, of the rate over all flights. */
  readonly halfWidth: number | null;
  /** The same, of each stratum by itself. */
  readonly halfWidthEach: number | null;
  /** Wall-clock time, which only whoever runs the campaign knows. */
  readonly minutes: number | null;
}

export interface CampaignSpec {
  readonly name: string;
  readonly description: string;
  readonly walk: Walk;
  readonly variants: readonly Variant[];
  /** By variant: n. */
  readonly computers: readonly number[];
  readonly strata: readonly StratumSpec[];
  /** The rigs of a stratum meet the same faults under the same seeds, so that they can be compared flight by flight. */
  readonly sameDraws: boolean;
  /** Seeds under which each combination of a finite walk is flown. */
  readonly seeds: number;
  /** Random: whose turn it is, and the how manieth of its turns in a rotation. */
  readonly rotation: readonly { readonly stratum: number; readonly turn: number }[];
  /** Finite walks; empty for a random one. */
  readonly blocks: readonly SpaceBlock[];
  /** Flights of the whole space; null = endless. */
  readonly size: number | null;
  /** Flights after which it ends at the latest; Infinity where only precision or time ends it. */
  readonly flights: number;
  readonly stop: StopRules;
}
