/**
 * The failures of a campaign, each kind of them once, reduced and written down.
 *
 *   results that failed ──first of each rig and class──► shrink ──► failures/<class>-<index>.yaml
 *
 * Ten thousand failures of one class are one thing to look at, so the first of each class on each rig stands for all.
 * First is by index: which flights are written down depends neither on workers nor on who finished when. The flights
 * that reducing takes are bounded in all, and shared out evenly; a failure for which none are left is written as it
 * was flown.
 */
import { join } from 'node:path';
import type { FlightReport } from '../rig/fly.js';
import type { FaultEntry, Variant } from './flight-plan.js';
import { type FlightResult, planOf } from './flight-result.js';
import type { FlyerOptions } from './flyer.js';
import { scenarioName, scenarioText, writeScenario } from './scenario-file.js';
import { type Shrunk, shrink } from './shrink.js';

export interface ShrunkFailure {
  /** Of the flight it came from. */
  readonly index: number;
  readonly rig: string;
  readonly stratum: string;
  readonly seed: string;
  readonly file: string;
  /** Flies the file. */
  readonly command: string;
  readonly faults: readonly FaultEntry[];
  readonly hazard: FlightReport['document']['hazard'];
  readonly frames: number;
  readonly periodUs: number;
  readonly traceHash: string;
  /** Flights it took to reduce it, and whether that came to its end. */
  readonly flights: number;
  readonly minimal: boolean;
}

export interface ShrinkFailuresOptions extends FlyerOptions {
  readonly variants: readonly Variant[];
  /** Results of any verdict; only those that failed count. */
  readonly results: Iterable<FlightResult> | AsyncIterable<FlightResult>;
  /** Folder to write into; made where it is not there. */
  readonly directory: string;
  /** Most flights to spend, over all failures. */
  readonly flightsMax?: number;
  /** How a person types that this file is to be flown with this seed. */
  readonly commandOf: (path: string, seed: string) => string;
  readonly onFlight?: () => void;
  /** Ends the reducing; what is left is written as it was flown. */
  readonly signal?: AbortSignal;
}

const FLIGHTS_MAX = 5000;
/** More than this is not spent on one failure, however few there are. */
const FLIGHTS_EACH_MAX = 600;

/** Reduces and writes; files in the order of their flights. Throws InputError where the folder cannot be written. */
export async function shrinkFailures(options: ShrinkFailuresOptions): Promise<ShrunkFailure[]> {
  const { variants, directory, flightsMax = FLIGHTS_MAX, commandOf, onFlight, signal, ...flying } = options;
  const chosen = await oneOfEach(options.results);
  const written: ShrunkFailure[] = [];
  let left = flightsMax;
  for (const [i, result] of chosen.entries()) {
    const variant = variants.findIndex(({ name }) => name === result.rig);
    const share = signal?.aborted === true ? 0 : Math.floor(left / (chosen.length - i));
    const shrunk = await shrink(
      { variant: variants[variant], plan: planOf(result, variant) },
      { ...flying, flightsMax: Math.max(1, Math.min(FLIGHTS_EACH_MAX, share)), onFlight: () => onFlight?.() },
    );
    left = Math.max(0, left - shrunk.flights);
    written.push(write({ result, shrunk, directory, commandOf }));
  }
  return written;
}

/** The first failure of each rig and class, by index. */
async function oneOfEach(results: ShrinkFailuresOptions['results']): Promise<FlightResult[]> {
  const first = new Map<string, FlightResult>();
  for await (const result of results) {
    if (result.verdict !== 'fail') continue;
    const kind = JSON.stringify([result.rig, result.stratum, result.hazard === null]);
    const before = first.get(kind);
    if (before === undefined || result.index < before.index) first.set(kind, result);
  }
  return [...first.values()].sort((a, b) => a.index - b.index);
}

function write({
  result,
  shrunk,
  directory,
  commandOf,
}: {
  result: FlightResult;
  shrunk: Shrunk;
  directory: string;
  commandOf: ShrinkFailuresOptions['commandOf'];
}): ShrunkFailure {
  const { index, rig, stratum, seed } = result;
  const { report, smallest, flights, minimal } = shrunk;
  const name = scenarioName(result);
  const command = commandOf(join(directory, name), seed);
  const comment = [
    `${rig}: ${failureText(report)}.`,
    `Flight ${index} of its campaign, class ${stratum}, reduced in ${flights} flights${minimal ? '' : ', not to the end'}.`,
  ];
  const text = scenarioText(smallest, { comment, command, directory });
  const { hazard, frames, traceHash } = report.document;
  const { periodUs } = report.prepared.spec.frame;
  const { faults } = smallest.plan;
  const file = writeScenario({ directory, name, text });
  return {
    index,
    rig,
    stratum,
    seed,
    file,
    command,
    faults,
    hazard,
    frames,
    periodUs,
    traceHash,
    flights,
    minimal,
  };
}

/** What went wrong, in a clause. */
export function failureText({ document, prepared, broken }: FlightReport): string {
  const { hazard, agreement } = document;
  const seconds = (frame: number): string => `${(frame * prepared.spec.frame.periodUs) / 1e6} s`;
  if (hazard !== null)
    return `${hazard.limit} ${Math.round(hazard.value * 1000) / 1000} breaks its limit at ${seconds(hazard.frame)} (frame ${hazard.frame})`;
  if (broken.length > 0) return `fails on ${broken.join(', ')}`;
  const { ic1, ic2, commandSplits } = agreement;
  return `the conditions of agreement are violated: IC1 ${ic1}, IC2 ${ic2}, split commands ${commandSplits}`;
}
