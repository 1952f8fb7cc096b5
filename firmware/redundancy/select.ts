/**
 * From an agreed vector of reports to one reading per quantity.
 *
 *   channel   0      1      2      3
 *   alpha     777  10219  10220  10217     mid 10217   mean 7858
 *
 * Mid-value select returns a reading that some channel really gave and that lies within the good readings while
 * those are a majority (MID-RANGE); an even count takes the lower middle, so every computer takes the same one.
 * The mean is here because it is what an engineer would try first, and one liar moves it as far as he likes.
 * NO_DATA is skipped; where nothing is left, the selection is NO_DATA. Angles that go all the way round are
 * unwrapped about the first reading, selected, and wrapped again: the plain mean of headings 359, 1 and 2 would
 * be 120.7.
 */
import { divideRounded, wrapInt16 } from '../icd/integers.js';
import { NO_DATA, QUANTITIES, QUANTITY_COUNT } from '../icd/quantities.js';

export type SelectMethod = 'mid' | 'mean';

const CIRCULAR = Uint8Array.from(QUANTITIES, (quantity) => (quantity.circular ? 1 : 0));

export class Selector {
  readonly #mean: boolean;
  readonly #channels: number;
  readonly #readings: Int32Array;

  constructor({ channels, method }: { channels: number; method: SelectMethod }) {
    this.#mean = method === 'mean';
    this.#channels = channels;
    this.#readings = new Int32Array(channels);
  }

  /** Selects every quantity. `reports`: channels × 16 counts, row = channel. `selected`: 16 counts. */
  select(reports: Int16Array, selected: Int16Array): void {
    if (this.#channels === 4 && !this.#mean) this.#selectOfFour(reports, selected);
    else
      for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++)
        selected[quantity] = this.#selectOne(reports, quantity);
  }

  /** The common case without a sort: of two pairs in order, the lower middle is above one low end and below both high ends. */
  #selectOfFour(reports: Int16Array, selected: Int16Array): void {
    for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++) {
      const a = reports[quantity];
      const b = reports[quantity + QUANTITY_COUNT];
      const c = reports[quantity + 2 * QUANTITY_COUNT];
      const d = reports[quantity + 3 * QUANTITY_COUNT];
      if (CIRCULAR[quantity] === 1 || a === NO_DATA || b === NO_DATA || c === NO_DATA || d === NO_DATA) {
        selected[quantity] = this.#selectOne(reports, quantity);
        continue;
      }
      const lowAb = a < b ? a : b;
      const highAb = a < b ? b : a;
      const lowCd = c < d ? c : d;
      const highCd = c < d ? d : c;
      const low = lowAb > lowCd ? lowAb : lowCd;
      const high = highAb < highCd ? highAb : highCd;
      selected[quantity] = low < high ? low : high;
    }
  }

  #selectOne(reports: Int16Array, quantity: number): number {
    const readings = this.#readings;
    const circular = CIRCULAR[quantity] === 1;
    let count = 0;
    let first = 0;
    for (let at = quantity, channel = 0; channel < this.#channels; channel++, at += QUANTITY_COUNT) {
      let reading = reports[at];
      if (reading === NO_DATA) continue;
      if (circular) {
        if (count === 0) first = reading;
        reading = first + wrapInt16(reading - first);
      }
      let place = count++;
      while (place > 0 && readings[place - 1] > reading) {
        readings[place] = readings[place - 1];
        place--;
      }
      readings[place] = reading;
    }
    if (count === 0) return NO_DATA;
    return wrapInt16(this.#mean ? this.#average(count) : readings[(count - 1) >> 1]);
  }

  /** |sum| ≤ 16 · 98,302 < 2^21. */
  #average(count: number): number {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += this.#readings[i];
    return divideRounded(sum, count);
  }
}
