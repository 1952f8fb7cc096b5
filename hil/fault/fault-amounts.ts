/**
 * Amounts as a fault entry states them, in counts or in a unit, turned into counts.
 *
 *   absolute     (value − zero) / lsb, rounded, wrapped on a circle        difference     value / lsb
 *
 * `rounded` differences stay integers where a count is added to a count; rates and deviations keep their fraction.
 */
import { wrapInt16 } from '../../firmware/icd/integers.js';
import { NO_DATA } from '../../firmware/icd/quantities.js';
import { formatPath } from '../files/problem.js';
import type { LocatedProblem } from '../files/schema-problems.js';

/** What turns a unit into counts: a quantity, or an effector. */
export interface CountScale {
  readonly unitSuffix: string;
  readonly unit: string;
  readonly lsb: number;
  readonly zero: number;
  /** Lowest and highest count that may be asked for. */
  readonly min: number;
  readonly max: number;
  readonly circular: boolean;
}

type Entry = Readonly<Record<string, unknown>>;

export class FaultAmounts {
  readonly problems: LocatedProblem[] = [];
  readonly #entry: Entry;
  readonly #scale: CountScale | null;

  /** `scale` null: amounts are in counts only. */
  constructor(entry: Entry, scale: CountScale | null) {
    this.#entry = entry;
    this.#scale = scale;
  }

  refuse(
    at: readonly PropertyKey[],
    problem: { value?: unknown; message: string; range?: string | undefined; hint?: string | undefined },
  ): void {
    this.problems.push({ at, path: formatPath(at), ...problem });
  }

  /** The one of `stem` and its form with a unit that is given; the problem is recorded where both or a needed one are not. */
  #given(
    stem: string,
    { tail = '', needed = false }: { tail?: string; needed?: boolean },
  ): { key: string; inUnit: boolean } | null {
    const plain = stem + tail;
    const suffix = this.#scale?.unitSuffix ?? '';
    const united = stem + suffix + tail;
    const hasPlain = this.#entry[plain] !== undefined;
    const hasUnited = suffix !== '' && this.#entry[united] !== undefined;
    if (hasPlain && hasUnited)
      this.refuse([united], { message: `is given beside ${plain}`, hint: 'give one of them' });
    if (hasUnited) return { key: united, inUnit: true };
    if (hasPlain) return { key: plain, inUnit: false };
    if (needed) {
      const hint = suffix === '' ? 'in counts' : `in counts, or ${united} in ${this.#scale?.unit}`;
      this.refuse([plain], { message: 'is missing', hint });
    }
    return null;
  }

  /** A count to be said, or stuck or run to; undefined where it is not given. */
  absolute(stem: string): number | string | undefined {
    const given = this.#given(stem, {});
    if (given === null) return undefined;
    const value = this.#entry[given.key];
    if (typeof value === 'string') return value;
    return this.#toCount(value as number, { at: [given.key], inUnit: given.inUnit });
  }

  /** A difference in counts, 0 where it is missing (and recorded). */
  difference(stem: string, { tail = '', rounded = true }: { tail?: string; rounded?: boolean } = {}): number {
    const given = this.#given(stem, { tail, needed: true });
    if (given === null) return 0;
    const value = this.#entry[given.key] as number;
    const counts = given.inUnit ? value / (this.#scale?.lsb ?? 1) : value;
    const whole = rounded ? Math.round(counts) : counts;
    if (whole === 0) {
      this.refuse([given.key], { value, message: 'comes to zero counts: the fault would do nothing' });
    } else if (Math.abs(counts) > 2e6) {
      this.refuse([given.key], {
        value,
        message: `is ${counts} counts, which is out of range`,
        range: '±2000000 counts',
      });
    }
    return whole;
  }

  /** Counts by receiver, from `to`; undefined where it is not given. */
  byReceiver(stem: string): Record<number, number> | undefined {
    const given = this.#given(stem, {});
    if (given === null) return undefined;
    const counts: Record<number, number> = {};
    for (const [receiver, value] of Object.entries(this.#entry[given.key] as Record<string, number>)) {
      counts[Number(receiver)] = this.#toCount(value, { at: [given.key, receiver], inUnit: given.inUnit });
    }
    return counts;
  }

  /** The key under which `stem` was given. */
  keyOf(stem: string): string {
    return this.#given(stem, {})?.key ?? stem;
  }

  #toCount(value: number, { at, inUnit }: { at: readonly PropertyKey[]; inUnit: boolean }): number {
    const scale = this.#scale;
    if (scale === null) return value;
    const { lsb, zero, min, max, unit } = scale;
    if (!inUnit) {
      if (value < min || value > max)
        this.refuse(at, { value, message: 'is out of range', range: `${min} … ${max} counts` });
      return value;
    }
    const counts = Math.round((value - zero) / lsb);
    if (scale.circular && Math.abs(value) <= 360) return Math.max(wrapInt16(counts), NO_DATA + 1);
    if (counts < min || counts > max) {
      const end = (count: number): string => String(Math.round((zero + count * lsb) * 1000) / 1000);
      this.refuse(at, {
        value,
        message: `is ${counts} counts, which is out of range`,
        range: `${end(min)} … ${end(max)} ${unit}`,
      });
    }
    return counts;
  }
}
