/**
 * What the faults of a campaign came to, by kind of unit and mode: the five states, and *wrong unit*.
 *
 *   requested ≥ applied ≥ activated ≥ detected, masked
 *
 * A fault that changed nothing has not been tolerated, so coverage is out of the activated ones. Modes are few; a
 * results file that names thousands is wrong or hostile, and what passes the capacity is counted in one row.
 */
import type { FaultTotals } from '../campaign/summary.js';
import type { FlightResult } from '../campaign/flight-result.js';

const ROWS_MAX = 256;
const STATES = ['requested', 'applied', 'activated', 'detected', 'masked', 'wrongUnit'] as const;

export interface ExerciseRow extends FaultTotals {
  /** `sensor`, `computer`, `link` … */
  readonly kind: string;
  readonly mode: string;
}

type Totals = { -readonly [state in keyof FaultTotals]: number };

export class ExerciseLedger {
  readonly #rows = new Map<string, Totals & { kind: string; mode: string }>();

  add({ faults }: FlightResult): void {
    for (const fault of faults) {
      const row = this.#row(fault.target.split('/', 1)[0], fault.mode);
      for (const state of STATES) if (fault[state]) row[state]++;
    }
  }

  /** By kind and mode. */
  rows(): readonly ExerciseRow[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  #row(kind: string, mode: string): Totals {
    const full = this.#rows.size >= ROWS_MAX;
    const key = JSON.stringify([kind, mode]);
    const known = this.#rows.get(full && !this.#rows.has(key) ? OTHERS_KEY : key);
    if (known !== undefined) return known;
    const row = {
      ...(full ? OTHERS : { kind, mode }),
      ...{ requested: 0, applied: 0, activated: 0, detected: 0, masked: 0, wrongUnit: 0 },
    };
    this.#rows.set(full ? OTHERS_KEY : key, row);
    return row;
  }
}

const OTHERS = { kind: 'others', mode: 'past the first 256' };
const OTHERS_KEY = JSON.stringify([OTHERS.kind, OTHERS.mode]);
