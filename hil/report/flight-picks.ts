/**
 * Which failed flights are shown: of each rig and fault class the worst and the smallest, then the best few of those.
 *
 *   worst      least margin: furthest past a limit; equal: fewest frames
 *   smallest   fewest faults; equal: shortest as written; equal: latest onset
 *
 * Six flights of the same failure teach what one does, so no two are taken from one class, or from one cell, while
 * another has none.
 * Failures that the file did not expect come first. Memory holds two flights a cell, however many were flown.
 */
import type { FlightResult } from '../campaign/flight-result.js';

const CELLS_MAX = 4096;

export interface Pick {
  readonly flight: FlightResult;
  /** Of its rig and fault class. */
  readonly worst: boolean;
  readonly smallest: boolean;
  /** The file expects failures in its class. */
  readonly expected: boolean;
}

interface Cell {
  worst: FlightResult;
  smallest: FlightResult;
}

export class FlightPicks {
  readonly #cells = new Map<string, Cell>();
  readonly #expected: ReadonlySet<string>;

  /** `expected`: fault classes in which failures are. */
  constructor({ expected }: { expected: ReadonlySet<string> }) {
    this.#expected = expected;
  }

  add(flight: FlightResult): void {
    if (flight.verdict !== 'fail') return;
    const key = keyOf(flight);
    const cell = this.#cells.get(key);
    if (cell === undefined) {
      if (this.#cells.size < CELLS_MAX) this.#cells.set(key, { worst: flight, smallest: flight });
      return;
    }
    if (byHarm(flight, cell.worst) < 0) cell.worst = flight;
    if (bySize(flight, cell.smallest) < 0) cell.smallest = flight;
  }

  /** At most `count`, the smallest first. */
  picks({ count }: { count: number }): readonly Pick[] {
    const rank = (compare: Comparison) => (a: FlightResult, b: FlightResult) =>
      this.#unexpectedFirst(a, b) || compare(a, b);
    const cells = [...this.#cells.values()];
    const worstFirst = cells.map(({ worst }) => worst).sort(rank(byHarm));
    const smallestFirst = cells.map(({ smallest }) => smallest).sort(rank(bySize));
    const taken = new Map<number, FlightResult>();
    const shown = new Set<string>();
    const rounds = [({ stratum }: FlightResult) => stratum, keyOf, null];
    // What nobody expected, then the rest; of both first one of each class, then one of each cell, then what is left.
    for (const [expected, placeOf] of [false, true].flatMap((e) => rounds.map((r) => [e, r] as const))) {
      for (const flight of cells.flatMap((_, i) => [worstFirst[i], smallestFirst[i]])) {
        if (taken.size >= count || taken.has(flight.index)) continue;
        if (this.#expected.has(flight.stratum) !== expected) continue;
        if (placeOf !== null && shown.has(placeOf(flight))) continue;
        taken.set(flight.index, flight);
        shown.add(flight.stratum).add(keyOf(flight));
      }
    }
    return [...taken.values()].sort(rank(bySize)).map((flight) => ({
      flight,
      worst: this.#cells.get(keyOf(flight))?.worst.index === flight.index,
      smallest: this.#cells.get(keyOf(flight))?.smallest.index === flight.index,
      expected: this.#expected.has(flight.stratum),
    }));
  }

  #unexpectedFirst(a: FlightResult, b: FlightResult): number {
    return Number(this.#expected.has(a.stratum)) - Number(this.#expected.has(b.stratum));
  }
}

function keyOf({ rig, stratum }: FlightResult): string {
  return JSON.stringify([rig, stratum]);
}

type Comparison = (a: FlightResult, b: FlightResult) => number;

function byHarm(a: FlightResult, b: FlightResult): number {
  return a.margin - b.margin || a.frames - b.frames || a.index - b.index;
}

function bySize(a: FlightResult, b: FlightResult): number {
  return (
    a.plan.length - b.plan.length || lengthOf(a) - lengthOf(b) || onsetOf(b) - onsetOf(a) || a.index - b.index
  );
}

function lengthOf({ plan }: FlightResult): number {
  return JSON.stringify(plan).length;
}

/** First frame in which a fault of the plan may act; 0 where the plan has none. */
export function onsetOf({ plan }: FlightResult): number {
  const onsets = plan.map(({ onset }) => (typeof onset === 'number' ? onset : 0));
  return onsets.length === 0 ? 0 : Math.min(...onsets);
}
