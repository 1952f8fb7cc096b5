/**
 * What a flight of a campaign came to: one line of `results.ndjson`. It holds what is counted and what leads back to
 * the flight, and nothing of when, where or by which worker it was flown.
 */
import type { FaultStates, FlyDocument, Verdict } from '../rig/fly-document.js';
import type { FaultEntry, FlightPlan } from './flight-plan.js';

/** A fault's states, beside what it was. */
export interface FlownFault extends FaultStates {
  readonly target: string;
  readonly mode: string;
}

export interface FlightResult {
  readonly index: number;
  readonly seed: string;
  /** Name of the variant. */
  readonly rig: string;
  readonly stratum: string;
  readonly verdict: Verdict;
  /** Frames flown. */
  readonly frames: number;
  readonly hazard: FlyDocument['hazard'];
  /** Least share left of the room to a limit that there was at the start; 0 = at a limit, below 0 = beyond. */
  readonly margin: number;
  readonly agreement: FlyDocument['agreement'];
  readonly deadline: Pick<FlyDocument['deadline'], 'met' | 'missed' | 'skipped' | 'aborted' | 'byCause'>;
  readonly faults: readonly FlownFault[];
  readonly traceHash: string;
  /** The faults of the plan, as a file would hold them. */
  readonly plan: readonly FaultEntry[];
}

/** The plan that a result came from, to fly it again; `variant` is the index of the result's rig. */
export function planOf({ index, seed, stratum, plan }: FlightResult, variant: number): FlightPlan {
  return { index, seed, stratum, variant, faults: plan };
}
