/**
 * Rows such that every pair of values of any two parameters stands in one of them.
 *
 *   2 × 2 × 2       all 8      pairwise 4     0 0 0
 *   10^7     10,000,000            about 180  0 1 1     Most failures come from one value or from two together
 *                                             1 0 1     (Kuhn, Wallace & Gallo, 2004); a fault space of ten
 *                                             1 1 0     parameters cannot be flown whole, its pairs can.
 *
 * Greedy, a row at a time: it begins with a pair that is still missing, and each further parameter takes the value
 * that brings most missing pairs with those already set; ties go to the value used least. No luck and no restarts, so
 * the same parameters give the same rows. Orthogonal arrays are smaller where they exist, which is for few shapes.
 */

/** Pairs of two parameters that are still missing. */
class PairTable {
  readonly first: number;
  readonly second: number;
  readonly #seen: Uint8Array;
  readonly #width: number;
  #next = 0;
  missing: number;

  constructor({ first, second, sizes }: { first: number; second: number; sizes: readonly number[] }) {
    this.first = first;
    this.second = second;
    this.#width = sizes[second];
    this.missing = sizes[first] * sizes[second];
    this.#seen = new Uint8Array(this.missing);
  }

  isMissing(a: number, b: number): boolean {
    return this.#seen[a * this.#width + b] === 0;
  }

  mark(a: number, b: number): void {
    if (!this.isMissing(a, b)) return;
    this.#seen[a * this.#width + b] = 1;
    this.missing--;
  }

  /** The first pair that is missing. Looked for from where the last one was, since none comes back. */
  firstMissing(): readonly [number, number] {
    while (this.#seen[this.#next] !== 0) this.#next++;
    return [Math.floor(this.#next / this.#width), this.#next % this.#width];
  }
}

/** Rows of one value for each parameter, 0 … size − 1. `sizes`: values of each, 1 or more. */
export function pairwiseRows(sizes: readonly number[]): number[][] {
  const open = sizes.map((_, i) => i).filter((i) => sizes[i] > 1);
  if (open.length === 0) return [sizes.map(() => 0)];
  if (open.length === 1)
    return Array.from({ length: sizes[open[0]] }, (_, value) =>
      sizes.map((_size, i) => (i === open[0] ? value : 0)),
    );
  const tables = open.flatMap((first, i) =>
    open.slice(i + 1).map((second) => new PairTable({ first, second, sizes })),
  );
  const byParameter = sizes.map((_, i) => tables.filter(({ first, second }) => first === i || second === i));
  const used = sizes.map((size) => new Uint32Array(size));
  const rows: number[][] = [];
  for (;;) {
    const richest = tables.reduce((most, table) => (table.missing > most.missing ? table : most));
    if (richest.missing === 0) return rows;
    const row = new Array<number>(sizes.length).fill(UNSET);
    [row[richest.first], row[richest.second]] = richest.firstMissing();
    // Large parameters first: what they leave uncovered costs most rows.
    const order = open.filter((i) => row[i] === UNSET).sort((a, b) => sizes[b] - sizes[a] || a - b);
    for (const parameter of order)
      row[parameter] = bestValue(parameter, { row, tables: byParameter[parameter], used: used[parameter] });
    for (const table of tables) table.mark(row[table.first], row[table.second]);
    const whole = row.map((value) => Math.max(value, 0));
    whole.forEach((value, i) => used[i][value]++);
    rows.push(whole);
  }
}

const UNSET = -1;

/** The value that covers most missing pairs with what the row already holds. */
function bestValue(
  parameter: number,
  { row, tables, used }: { row: readonly number[]; tables: readonly PairTable[]; used: Uint32Array },
): number {
  let best = 0;
  let bestGain = -1;
  for (let value = 0; value < used.length; value++) {
    let gain = 0;
    for (const table of tables) {
      const isFirst = table.first === parameter;
      const other = row[isFirst ? table.second : table.first];
      if (other === UNSET) continue;
      if (isFirst ? table.isMissing(value, other) : table.isMissing(other, value)) gain++;
    }
    if (gain > bestGain || (gain === bestGain && used[value] < used[best])) {
      best = value;
      bestGain = gain;
    }
  }
  return best;
}
