/**
 * What a campaign file leaves open, as plain data: a value that each flight settles for itself.
 *
 *   50                          constant      the same in every flight
 *   [0, last]                   choice        one of them, each of which may itself be a draw
 *   { uniform: [50, 400] }      uniform       whole numbers where both ends are whole, or in steps of `step`
 *   { normal: [0, 1.5] }        normal        mean and standard deviation, kept `within` two ends
 *   { logUniform: [1, 1000] }   logUniform    each decade as likely as the next
 *   { 1: …, 2: … }              map           a value for each key
 *   { receivers: some, … }      receivers     a set of other computers, with what each of them is told
 *   $name                       named         what the stratum has drawn under this name
 *
 * A draw is data and no closure, because a campaign crosses to its workers whole; what it comes to is for
 * draw-values.ts.
 */

/** How many of the other computers: exactly one; one or more; one or more but not all; all. */
export type ReceiverCount = 'one' | 'some' | 'split' | 'all';

export type Draw =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'choice'; readonly options: readonly Draw[]; readonly weights: readonly number[] | null }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Draw])[] }
  | {
      readonly kind: 'uniform' | 'logUniform';
      readonly low: number;
      readonly high: number;
      /** Null: any number between. */
      readonly step: number | null;
    }
  | {
      readonly kind: 'normal';
      readonly mean: number;
      readonly sigma: number;
      /** A draw beyond an end is put at that end. */
      readonly within: readonly [number, number] | null;
      readonly step: number | null;
    }
  | {
      /** The ids as a list; with `each`, a value of its own for each of them; with `same`, one value for all. */
      readonly kind: 'receivers';
      readonly count: ReceiverCount;
      readonly each: Draw | null;
      readonly same: Draw | null;
    }
  /** So many computers, no two alike. */
  | { readonly kind: 'channels'; readonly slots: number };

/** What a draw may refer to. */
export interface DrawScope {
  /** n. */
  readonly computers: number;
  /** The faulty computer, whose receivers are the others; −1 where there is none. */
  readonly self: number;
  /** By name: what the stratum has drawn. */
  readonly named: ReadonlyMap<string, unknown>;
}
