/**
 * A failing flight reduced to a minimal one that still fails in the same way.
 *
 *   case ──menu──► smaller case ──fly──► fails alike? ── yes: go on from there
 *     ▲                                        └─ no: the next one
 *     └── until no step of the whole menu leads to a failure: 1-minimal
 *
 * Greedy, as in delta debugging (Zeller & Hildebrandt, 2002), over every part of a plan and not only over its list of
 * faults. Each step that is taken is one flight that failed, so the result has been flown; it follows from the case
 * alone. Bisecting each value on its own would take fewer flights, but a flight is not monotone in its faults: more
 * of one may be saved by a trip that less of it does not cause.
 */
import { InputError } from '../files/problem.js';
import type { FlightReport } from '../rig/fly.js';
import type { FlyerOptions } from './flyer.js';
import {
  CaseFlyer,
  type Failure,
  failureOf,
  type FlightCase,
  isLater,
  isSameFailure,
  namedCase,
  wholeCase,
} from './shrink-case.js';
import { MENU } from './shrink-menu.js';

export interface Reduced {
  readonly smallest: FlightCase;
  readonly failure: Failure;
  /** Flights it took. */
  readonly flights: number;
  /** What was done, in order; each was one flight that failed. */
  readonly steps: readonly string[];
  /** No step of the menu still fails; false where the flights ran out first. */
  readonly minimal: boolean;
}

export interface Shrunk extends Reduced {
  /** The flight of the smallest case. */
  readonly report: FlightReport;
}

export interface ShrinkOptions extends FlyerOptions {
  /** Most flights to spend. */
  readonly flightsMax?: number;
  /** Leaves everything of the rig as it is, so that its own file flies the result. */
  readonly keepRig?: boolean;
  /** What counts as failing; as the first flight did, where it is left out. */
  readonly failing?: (report: FlightReport) => Failure | null;
  /** Told of every flight but the first and the last. */
  readonly onFlight?: () => void;
}

const FLIGHTS_MAX = 600;

/** Reduces a flight that failed. Throws InputError where it cannot be flown, and Error where it does not fail. */
export async function shrink(flown: FlightCase, options: ShrinkOptions = {}): Promise<Shrunk> {
  const { flightsMax = FLIGHTS_MAX, keepRig = false, onFlight, ...flying } = options;
  const start = keepRig ? namedCase(flown, flying) : wholeCase(flown, flying);
  const flyer = new CaseFlyer(flying);
  const failing = options.failing ?? failureOf;
  const first = await flyer.fly(start);
  const failure = failing(first);
  if (failure === null) {
    const { verdict, traceHash } = first.document;
    const { index, seed } = flown.plan;
    throw new Error(
      `flight ${index} of ${flown.variant.name}, seed ${seed}, does not fail: ${verdict}, trace ${traceHash}`,
    );
  }
  // Beside these, the first flight, and the last for its report.
  const reduced = await reduce({ start, failure, flightsMax: flightsMax - 2, keepRig }, async (next) => {
    onFlight?.();
    return failing(await flyer.fly(next));
  });
  const report = await flyer.fly(reduced.smallest);
  return { ...reduced, flights: reduced.flights + 2, report };
}

/** Steps of these groups of the menu change the rig, and with it the file that flies it. */
const RIG_GROUP = 1;

/**
 * The greedy descent. `fly` answers with the failure of a case, null where it does not fail, and may throw InputError
 * where it is none.
 */
export async function reduce(
  {
    start,
    failure: first,
    flightsMax,
    keepRig = false,
  }: { start: FlightCase; failure: Failure; flightsMax: number; keepRig?: boolean },
  fly: (next: FlightCase) => Promise<Failure | null>,
): Promise<Reduced> {
  const groups = MENU.filter((_, i) => !(keepRig && i === RIG_GROUP));
  const tried = new Set<string>();
  const steps: string[] = [];
  let smallest = start;
  let failure = first;
  let flights = 0;
  let taken = true;
  const done = (minimal: boolean): Reduced => ({ smallest, failure, flights, steps, minimal });
  while (taken) {
    taken = false;
    for (const group of groups) {
      for (const site of group(smallest)) {
        let again = true;
        while (again) {
          again = false;
          for (const { what, next } of site(smallest, failure)) {
            const key = JSON.stringify([next.variant.document, next.plan.faults]);
            if (tried.has(key)) continue;
            if (flights >= flightsMax) return done(false);
            tried.add(key);
            flights++;
            const found = await flyOrRefuse(fly, next);
            if (found === null || !isSameFailure(found, first) || isLater(found, first)) continue;
            steps.push(what);
            smallest = next;
            failure = found;
            again = taken = true;
            break;
          }
        }
      }
    }
  }
  return done(true);
}

/** A step that makes no valid file is not taken. */
async function flyOrRefuse(
  fly: (next: FlightCase) => Promise<Failure | null>,
  next: FlightCase,
): Promise<Failure | null> {
  try {
    return await fly(next);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
