/**
 * One flight of a campaign, before it is flown: which rig, with which faults, under which seed.
 *
 *   campaign file, seed, i ──► FlightPlan ──flyer──► FlightResult
 *
 * A plan is plain data in the words of the files (fault entries, not fault specs): it crosses to a worker as it is,
 * is written as a scenario that `ironbird fly` flies, and is made smaller by leaving keys out. Plan i follows from
 * (campaign, seed, i) alone, so flights may be flown in any order, by anyone, once or twice.
 */

/** A fault as a rig file states it: target, mode, onset and the keys of the mode. */
export type FaultEntry = Readonly<Record<string, unknown>>;

/** A rig of the campaign, with what a sweep or the file changes in it. */
export interface Variant {
  /** As reports name it: `quad-om1`, `quad-om1 cg=0.46`; unique in the campaign. */
  readonly name: string;
  /** The rig file as plain data, without the faults that are drawn. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Where relative module paths of the document start. */
  readonly directory: string;
}

export interface FlightPlan {
  /** i, from 0. */
  readonly index: number;
  /** Seed of the flight, decimal, 0 … 2^64−1. */
  readonly seed: string;
  /** Index into the campaign's variants. */
  readonly variant: number;
  /** Fault class under which the flight is counted. */
  readonly stratum: string;
  /** Beside those of the variant's own document. */
  readonly faults: readonly FaultEntry[];
}
