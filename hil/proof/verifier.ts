/**
 * What `verify` asks of a protocol, and what it gets: every behaviour of the traitors, counted exactly.
 *
 *   command line → VerifyRequest → verifier → VerifyResult → page or document
 *
 * Each protocol has a verifier of its own, since what a traitor may do is the protocol's business; `verifiers.ts`
 * lists them and nothing else knows which there are. All of them run the protocol code that flies: a fault planted
 * there must change the counts. Counts are bigint, because they pass 2^53 soon and must be exact.
 */

/** What can be asked for; which of them a build has is said in `verifiers.ts`. */
export const VERIFIED_PROTOCOLS = ['om', 'sm', 'omh', 'z', 'tmr'] as const;

export type VerifiedProtocol = (typeof VERIFIED_PROTOCOLS)[number];

export interface VerifyRequest {
  readonly protocol: VerifiedProtocol;
  /** n, 2 … 16; ids 0 … n−1, the commander is 0. */
  readonly computers: number;
  /** m, 0 … n−2. */
  readonly faults: number;
  /** om, sm, tmr: how many of the computers are traitors, 0 … n. */
  readonly traitors: number;
  /** Values that may be said, 2 …; the first is the default. */
  readonly values: number;
  /** A traitor may also stay silent in any message slot (om, tmr; sm always may). */
  readonly omission: boolean;
  readonly choice: 'majority' | 'median';
  /** omh, z: how many computers fail in each way. */
  readonly hybrid: {
    readonly asymmetric: number;
    readonly symmetric: number;
    readonly benign: number;
    readonly omissiveAsymmetric: number;
  };
  /** sm: proof that can be shown to a third computer, or one tag per receiver, which cannot. */
  readonly signatures: 'transferable' | 'vector';
  /** om, tmr: every execution by itself, or by parts that do not depend on each other. Left out: by parts. */
  readonly method?: 'partial' | 'plain';
}

/**
 * Placements of the traitors that count alike; all counts are of *one* of them. Where ids do not matter to a
 * protocol there is one case for each kind of commander, and a second one is a finding: a computer treated
 * differently for its id; the one with most violations comes first. Of a run that was stopped, the placement it was
 * stopped in is a case with fewer executions, and those not begun are left out.
 */
export interface VerifyCase {
  readonly commander: 'traitor' | 'loyal';
  /** Ways to choose the traitors that count so. */
  readonly placements: bigint;
  /** Executions of one placement. */
  readonly executions: bigint;
  /** Executions of one placement in which the condition is violated. 0 for ic2 of a traitor commander. */
  readonly ic1: bigint;
  readonly ic2: bigint;
}

/** omh and z: summed over the placements. */
export interface HybridCount {
  readonly executions: bigint;
  /** Executions in which good computers decided differently. */
  readonly agreement: bigint;
  /** Executions in which a good commander's value was not decided. */
  readonly validity: bigint;
}

export interface VerifyResult {
  readonly withinBound: boolean;
  /** Why, as a sentence. */
  readonly bound: string;
  readonly cases: readonly VerifyCase[];
  /** omh and z only. */
  readonly hybrid: HybridCount | null;
  /** The first violating execution as a scenario file for `ironbird agree`; null if none was found. */
  readonly counterexample: string | null;
  /** Executions looked at, over all placements: less than asked for only where `watch` said stop. */
  readonly covered: bigint;
  readonly total: bigint;
}

/** Called now and then with how far it is; returns false to stop. */
export type Watch = (progress: { done: bigint; total: bigint }) => boolean;

/** A request that would not end, with the arithmetic. */
export interface TooMuch {
  /** A predicate: reads on from the option it is about. */
  readonly message: string;
  readonly range: string;
  readonly hint: string;
}

export interface Verifier {
  readonly protocol: VerifiedProtocol;
  /**
   * Why this request would not end within days, or null. Asked before anything else, so it must not compute with
   * numbers of a million digits. Left out: more than 10^11 executions are too many.
   */
  tooMuch?(request: VerifyRequest): TooMuch | null;
  /** Exact number of executions over all placements, without running any. */
  total(request: VerifyRequest): bigint;
  verify(request: VerifyRequest, watch: Watch): VerifyResult;
}
