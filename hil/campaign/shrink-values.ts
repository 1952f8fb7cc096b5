/**
 * What is smaller than a value, by its type alone.
 *
 *   number      0 · fewer significant digits · as many, but nearer to zero       10777 → 0, 10000, 20000, 11000 …
 *   row         without a half, a quarter, … one element                         [0, 2, 3] → [2, 3], [0, 3], [0, 2]
 *   interval    from end to end by halves                                        later onsets, shorter durations
 *
 * Every candidate is below the value in an order without infinite descent (digits first, then magnitude), so taking
 * one smaller value after another ends. Digits are those of the shortest decimal that is the number. Halving towards
 * zero alone was the alternative, and ends at values like 168 where 200 would do.
 */

interface Decimal {
  readonly sign: number;
  /** Significant digits, without leading or trailing zeros. */
  readonly digits: string;
  /** Of the first digit. */
  readonly exponent: number;
}

function decimalOf(value: number): Decimal {
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e');
  return { sign: value < 0 ? -1 : 1, digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

/** Significant digits of the shortest decimal that is this number; 0 has none. */
export function significantDigits(value: number): number {
  return value === 0 ? 0 : decimalOf(value).digits.length;
}

/** Rounder or smaller numbers, the simplest first; of a whole number whole ones. */
export function* rounderNumbers(value: number): Generator<number> {
  if (value === 0 || !Number.isFinite(value)) return;
  const whole = Number.isInteger(value);
  const seen = new Set<number>([value]);
  for (const candidate of roundings(decimalOf(value))) {
    if (seen.has(candidate) || (whole && !Number.isInteger(candidate))) continue;
    seen.add(candidate);
    yield candidate;
  }
}

function* roundings({ sign, digits, exponent }: Decimal): Generator<number> {
  const count = digits.length;
  const at = (mantissa: number, kept: number): number =>
    mantissa === 0 ? 0 : sign * Number(`${mantissa}e${exponent - (kept - 1)}`);
  yield 0;
  for (let kept = 1; kept < count; kept++) {
    const prefix = Number(digits.slice(0, kept));
    yield at(prefix, kept);
    yield at(prefix + 1, kept);
  }
  const mantissa = Number(digits);
  // Nearer to zero with no more digits than it has: an eighth, a quarter, a half, and the neighbour.
  for (const share of [8, 4, 2]) {
    const part = mantissa / share;
    const tenths = part >= 1 ? 10 * Math.floor(part) : Math.floor(10 * part);
    if (tenths > 0) yield at(tenths, count + 1);
  }
  // Past 2^53 a number has no neighbour that is one less.
  if (Number.isSafeInteger(mantissa)) yield mantissa > 1 ? at(mantissa - 1, count) : at(9, count + 1);
}

/** Ranges to leave out of a row, halves first; `keep` elements must stay. */
export function* removals({
  length,
  keep,
}: {
  length: number;
  keep: number;
}): Generator<{ from: number; to: number }> {
  for (let size = Math.floor(length / 2); size > 1; size = Math.floor(size / 2)) {
    if (length - size < keep) continue;
    for (let from = 0; from < length; from += size) yield { from, to: Math.min(length, from + size) };
  }
  if (length - 1 < keep) return;
  for (let from = 0; from < length; from++) yield { from, to: from + 1 };
}

/** A row without a range of it. */
export function without<T>(row: readonly T[], { from, to }: { from: number; to: number }): T[] {
  return [...row.slice(0, from), ...row.slice(to)];
}

/** Whole numbers beyond `from` up to `to`, the far end first, then by halves back to the neighbour. */
export function* towards({ from, to }: { from: number; to: number }): Generator<number> {
  const sign = to < from ? -1 : 1;
  for (let step = Math.abs(to - from); step >= 1; step = Math.floor(step / 2)) yield from + sign * step;
}
