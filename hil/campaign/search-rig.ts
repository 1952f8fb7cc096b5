/**
 * The search on a rig: each plan flown, judged, and compared; the worst reduced.
 *
 * Every flight has the same seed, so two plans differ in their faults and in nothing else; luck in the air would blur
 * what a small change did. Within the bound counts only what the judge, too, finds within it: a plan may have one
 * fault and yet ask more than the scheme claims to hold.
 */
import type { Flyer, FlyerOptions } from './flyer.js';
import type { Variant } from './flight-plan.js';
import type { FlightResult } from './flight-result.js';
import { framesOf } from '../rig/flight-length.js';
import { atRandom, search, type Searched, type Trial } from './search.js';
import { harmOf, isLost } from './search-harm.js';
import type { FaultPlan, SearchSpace } from './search-plan.js';
import { failureOf, type Failure } from './shrink-case.js';
import { shrink, type Shrunk } from './shrink.js';
import type { FlightReport } from '../rig/fly.js';

export interface FlownTrial extends Trial {
  readonly result: FlightResult;
}

export interface RigSearch {
  readonly flyer: Flyer;
  /** Index of the flyer's variant. */
  readonly variant: number;
  readonly space: SearchSpace;
  /** Of the search, and of every flight. */
  readonly seed: string;
  /** By the search; as many again are flown at random. */
  readonly flights: number;
  /** Also plans that the scheme does not claim to hold. */
  readonly beyond: boolean;
  readonly signal?: AbortSignal;
  /** Told before each flight, and awaited: the place to let others have a turn. */
  readonly onFlight?: () => Promise<void> | void;
}

export interface RigSearched {
  readonly guided: Searched<FlownTrial>;
  readonly random: Searched<FlownTrial>;
}

/** Flies both. Throws InputError where the rig cannot be flown. */
export async function searchRig(run: RigSearch): Promise<RigSearched> {
  const { flyer, variant, space, seed, flights, beyond, onFlight } = run;
  const frames = framesOf((await flyer.prepared(variant)).spec);
  const fly = async (plan: FaultPlan): Promise<FlownTrial> => {
    await onFlight?.();
    const result = await flyer.fly({ index: 0, seed, variant, stratum: 'search', faults: plan });
    const admitted = beyond || result.agreement.withinBound;
    return { result, harm: admitted ? harmOf(result, { frames }) : null, lost: isLost(result) };
  };
  const common = { space, seed, flights, fly, ...(run.signal === undefined ? {} : { signal: run.signal }) };
  return { guided: await search(common), random: await atRandom(common) };
}

/** Share of the room to a limit by which a reduced plan may be milder than what was found. */
const MILDER = 0.01;

/**
 * The worst plan without what it does not need. One that failed still fails; one that survived still comes as near to
 * a limit, give or take a hundredth.
 */
export function reduceWorst(
  variant: Variant,
  {
    plan,
    result,
    ...options
  }: FlyerOptions & { plan: FaultPlan; result: FlightResult; onFlight?: () => void },
): Promise<Shrunk> {
  const flown = {
    variant,
    plan: { index: 0, seed: result.seed, variant: 0, stratum: 'search', faults: plan },
  };
  const asNear = (report: FlightReport): Failure | null => {
    if (report.document.verdict === 'inconclusive' || report.margin > result.margin + MILDER) return null;
    const { spec } = report.prepared;
    return {
      kind: 'hazard',
      withinBound: report.document.agreement.withinBound,
      lastFrame: null,
      frames: framesOf(spec),
      periodUs: spec.frame.periodUs,
      computers: spec.scheme.computers,
    };
  };
  return shrink(flown, {
    ...options,
    keepRig: true,
    failing: result.verdict === 'fail' ? failureOf : asNear,
  });
}
