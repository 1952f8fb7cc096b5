/**
 * What a campaign came to: `summary.json`, and what `ironbird campaign --json` prints.
 *
 *   flights = conclusive + inconclusive         conclusive = n of the rates, of which k failed
 *
 * A flight in which no fault changed anything has put nothing to the test; it is counted, named, and no part of any
 * rate, since a rate that it thinned out would call a scheme better for faults that missed it. Nothing here tells of
 * the clock, the host or the workers, so the same campaign and seed give the same bytes everywhere.
 *
 * The first keys are a contract with users' scripts; those after `resultsHash` may be added to.
 */
import type { FlightResult } from './flight-result.js';
import type { Count, Rate } from './statistics.js';
import type { Stratum } from './strata.js';

/** Faults in each of the five states, over all flights; and those for which a good unit was blamed. */
export interface FaultTotals {
  readonly requested: number;
  readonly applied: number;
  readonly activated: number;
  readonly detected: number;
  readonly masked: number;
  readonly wrongUnit: number;
}

/** One rig under one fault class. `n` counts conclusive flights, `flights` all of them. */
export interface Cell extends Count {
  /** Name of the variant. */
  readonly rig: string;
  readonly stratum: string;
  readonly flights: number;
}

/**
 * What the file expects of a stratum, and what came of it.
 *
 *   expect   k = 0      k > 0     n = 0
 *   pass     met        missed    open
 *   fail     missed     met       open
 */
export interface Expectation {
  readonly stratum: string;
  readonly expect: 'pass' | 'fail';
  /** The file's reason; empty where it gives none. */
  readonly why: string;
  readonly outcome: 'met' | 'missed' | 'open';
}

/** Flights by the frames they missed: `from … to`, both included. */
export interface MissedBin {
  readonly from: number;
  readonly to: number;
  readonly flights: number;
}

/** Why no further flight was flown. */
export type CampaignEnd = 'complete' | 'precision' | 'time' | 'interrupted';

export interface CampaignSummary {
  readonly version: string;
  /** The campaign's name. */
  readonly campaign: string;
  readonly seed: string;
  /** Flown. */
  readonly flights: number;
  /** Of them failed. */
  readonly failures: number;
  /** Of the conclusive flights. */
  readonly rate: Rate;
  /** By name. */
  readonly strata: readonly Stratum[];
  /** Of which least can be claimed; null where nothing was flown. */
  readonly weakest: string | null;
  readonly faults: FaultTotals;
  /** SHA-256 of results.ndjson, hexadecimal. */
  readonly resultsHash: string;

  /** SHA-256 of what the file says about flights, hexadecimal. */
  readonly campaignHash: string;
  readonly description: string;
  /** Flights in which no fault changed anything. */
  readonly inconclusive: number;
  /** Flights asked for; null where another rule ends the campaign. */
  readonly planned: number | null;
  readonly end: CampaignEnd;
  /** In the order of the file. */
  readonly expectations: readonly Expectation[];
  /** Rig by rig in the order of the file, strata in the order of the file; what was never flown is left out. */
  readonly cells: readonly Cell[];
  readonly frames: number;
  /** Flown, in all. */
  readonly hours: number;
  /** Sums over all flights. */
  readonly deadline: FlightResult['deadline'];
  /** 0, 1, 2 … 3, 4 … 7, and so on; bins without a flight are left out. */
  readonly missedPerFlight: readonly MissedBin[];
  /** The flights with the least margin, the least first; at most WORST_MAX. */
  readonly worst: readonly FlightResult[];
  /** By index; at most FIRST_FAILURES_MAX. */
  readonly firstFailures: readonly FlightResult[];
}

export const WORST_MAX = 5;
export const FIRST_FAILURES_MAX = 10;
