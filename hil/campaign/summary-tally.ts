/**
 * Counts results into a CampaignSummary, one after another, in the order of flights.
 *
 * It holds counts by rig and stratum, and the few flights that are shown; nothing grows with the number of flights.
 */
import { PACKAGE_VERSION } from '../files/package-root.js';
import type { FlightResult } from './flight-result.js';
import { rateOf } from './statistics.js';
import { stratify } from './strata.js';
import {
  type CampaignEnd,
  type CampaignSummary,
  type Cell,
  type Expectation,
  FIRST_FAILURES_MAX,
  type MissedBin,
  WORST_MAX,
} from './summary.js';

/** What a summary says that no flight tells. */
export interface TallySubject {
  readonly campaign: string;
  readonly campaignHash: string;
  readonly description: string;
  readonly seed: string;
  /** Flights asked for; null where another rule ends the campaign. */
  readonly planned: number | null;
  readonly rigs: readonly { readonly name: string; readonly periodUs: number }[];
  readonly strata: readonly Pick<Expectation, 'expect' | 'why' | 'stratum'>[];
}

interface Counts {
  flights: number;
  /** Failed. */
  k: number;
  /** Conclusive. */
  n: number;
}

const US_PER_HOUR = 3.6e9;

export class SummaryTally {
  readonly #subject: TallySubject;
  readonly #periodUs: ReadonlyMap<string, number>;
  readonly #total: Counts = { flights: 0, k: 0, n: 0 };
  readonly #strata: ReadonlyMap<string, Counts>;
  readonly #cells = new Map<string, Counts>();
  readonly #faults = { requested: 0, applied: 0, activated: 0, detected: 0, masked: 0, wrongUnit: 0 };
  readonly #deadline = { met: 0, missed: 0, skipped: 0, aborted: 0 };
  readonly #byCause = { compute: 0, hostStall: 0, bus: 0, silentPeer: 0 };
  /** By exponent: 0 missed, 1, 2 … 3, 4 … 7. */
  readonly #missed: number[] = [];
  readonly #worst: FlightResult[] = [];
  readonly #firstFailures: FlightResult[] = [];
  #frames = 0;
  /** In whole microseconds, so that the order of adding cannot show. */
  #flownUs = 0;

  constructor(subject: TallySubject) {
    this.#subject = subject;
    this.#periodUs = new Map(subject.rigs.map(({ name, periodUs }) => [name, periodUs]));
    this.#strata = new Map(subject.strata.map(({ stratum }) => [stratum, { flights: 0, k: 0, n: 0 }]));
  }

  /** Flights seen. */
  get flights(): number {
    return this.#total.flights;
  }

  /** Of them failed. */
  get failures(): number {
    return this.#total.k;
  }

  /** Conclusive flights and those of them that failed: all, then by stratum in the order of the file. */
  get counts(): readonly Readonly<Counts>[] {
    return [this.#total, ...this.#strata.values()];
  }

  /** Throws RangeError for a result of a rig or stratum that the campaign does not have. */
  observe(result: FlightResult): void {
    const { rig, stratum, verdict, frames, deadline } = result;
    const periodUs = this.#periodUs.get(rig);
    const ofStratum = this.#strata.get(stratum);
    if (periodUs === undefined || ofStratum === undefined) {
      throw new RangeError(`flight ${result.index}: the campaign has no rig ${rig} with stratum ${stratum}`);
    }
    const key = cellKey({ rig, stratum });
    let ofCell = this.#cells.get(key);
    if (ofCell === undefined) this.#cells.set(key, (ofCell = { flights: 0, k: 0, n: 0 }));
    for (const counts of [this.#total, ofStratum, ofCell]) {
      counts.flights++;
      if (verdict === 'fail') counts.k++;
      if (verdict !== 'inconclusive') counts.n++;
    }
    for (const fault of result.faults) {
      for (const state of STATES) if (fault[state]) this.#faults[state]++;
    }
    for (const outcome of OUTCOMES) this.#deadline[outcome] += deadline[outcome];
    for (const cause of CAUSES) this.#byCause[cause] += deadline.byCause[cause];
    const bin = 32 - Math.clz32(deadline.missed);
    this.#missed[bin] = (this.#missed[bin] ?? 0) + 1;
    this.#frames += frames;
    this.#flownUs += frames * periodUs;
    this.#keep(result);
  }

  #keep(result: FlightResult): void {
    if (result.verdict === 'fail' && this.#firstFailures.length < FIRST_FAILURES_MAX) {
      this.#firstFailures.push(result);
    }
    // Of equal margins the earlier flight stays, since results come in order.
    const rank = this.#worst.findIndex(({ margin }) => result.margin < margin);
    if (rank >= 0) this.#worst.splice(rank, 0, result);
    else this.#worst.push(result);
    this.#worst.length = Math.min(this.#worst.length, WORST_MAX);
  }

  summary({ end, resultsHash }: { end: CampaignEnd; resultsHash: string }): CampaignSummary {
    const { campaign, campaignHash, description, seed, planned } = this.#subject;
    const { flights, k, n } = this.#total;
    const { strata, weakest } = stratify(this.#strata);
    return {
      version: PACKAGE_VERSION,
      campaign,
      seed,
      flights,
      failures: k,
      rate: rateOf({ k, n }),
      strata,
      weakest: flights === 0 ? null : weakest,
      faults: { ...this.#faults },
      resultsHash,
      campaignHash,
      description,
      inconclusive: flights - n,
      planned,
      end,
      expectations: this.#expectations(),
      cells: this.#flownCells(),
      frames: this.#frames,
      hours: this.#flownUs / US_PER_HOUR,
      deadline: { ...this.#deadline, byCause: { ...this.#byCause } },
      missedPerFlight: this.#missed.flatMap((count, bin) => (count > 0 ? [missedBin({ bin, count })] : [])),
      worst: [...this.#worst],
      firstFailures: [...this.#firstFailures],
    };
  }

  #expectations(): Expectation[] {
    return this.#subject.strata.map(({ stratum, expect, why }) => {
      const { k, n } = this.#strata.get(stratum) ?? { k: 0, n: 0 };
      const outcome = n === 0 ? 'open' : k > 0 === (expect === 'fail') ? 'met' : 'missed';
      return { stratum, expect, why, outcome };
    });
  }

  #flownCells(): Cell[] {
    const { rigs, strata } = this.#subject;
    return rigs.flatMap(({ name: rig }) =>
      strata.flatMap(({ stratum }): Cell[] => {
        const counts = this.#cells.get(cellKey({ rig, stratum }));
        return counts === undefined ? [] : [{ rig, stratum, ...counts }];
      }),
    );
  }
}

const STATES = ['requested', 'applied', 'activated', 'detected', 'masked', 'wrongUnit'] as const;
const OUTCOMES = ['met', 'missed', 'skipped', 'aborted'] as const;
const CAUSES = ['compute', 'hostStall', 'bus', 'silentPeer'] as const;

/** Names may hold any character, so that pasting them together could make two cells one. */
function cellKey({ rig, stratum }: { rig: string; stratum: string }): string {
  return JSON.stringify([rig, stratum]);
}

function missedBin({ bin, count }: { bin: number; count: number }): MissedBin {
  if (bin === 0) return { from: 0, to: 0, flights: count };
  const from = 1 << (bin - 1);
  return { from, to: 2 * from - 1, flights: count };
}
