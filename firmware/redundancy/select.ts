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
 * unrolled, selected, and wrapped again: the plain mean of headings 359, 1 and 2 would be 120.7. The circle is cut
 * where the readings leave the widest gap, so that readings which lie together stay together. To unroll about the
 * first reading is simpler, and lets a liar in channel 0 put himself between good readings on either side of south.
 *
 * A channel that is not usable for a quantity is skipped like one without data. Whoever uses all of them says so by
 * giving no masks, and pays nothing for the possibility.
 */
import { divideRounded, wrapInt16 } from '../icd/integers.js';
import { NO_DATA, QUANTITIES, QUANTITY_COUNT } from '../icd/quantities.js';

export type SelectMethod = 'mid' | 'mean';

const CIRCULAR = Uint8Array.from(QUANTITIES, (quantity) => (quantity.circular ? 1 : 0));

/** Counts to the turn. */
const TURN = 65_536;

/** Every channel there can be. */
const ALL = 0xffff;

/** What a usable channel without a reading adds to the `spread` of a quantity: more than any two readings lie apart. */
export const MISSING_SPREAD = 1 << 20;

export class Selector {
  /**
   * How far the furthest reading of each quantity lies from the selected one, counts, and MISSING_SPREAD for each usable
   * channel that gave none: beyond every tolerance, and yet what those say that did is not lost.
   */
  readonly spread: Int32Array = new Int32Array(QUANTITY_COUNT);
  readonly #mean: boolean;
  readonly #channels: number;
  readonly #readings: Int32Array;
  /** Channels that were usable in the latest sort. */
  #asked = 0;

  constructor({ channels, method }: { channels: number; method: SelectMethod }) {
    this.#mean = method === 'mean';
    this.#channels = channels;
    this.#readings = new Int32Array(channels);
  }

  /**
   * Selects every quantity. `reports`: channels × 16 counts, row = channel. `selected`: 16 counts. `usable`: a bitmask
   * of channels by quantity, or null where all are.
   */
  select(reports: Int16Array, selected: Int16Array, usable: Int32Array | null = null): void {
    if (this.#channels === 4 && !this.#mean && usable === null) this.#selectOfFour(reports, selected);
    else
      for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++)
        this.#selectOne(reports, selected, quantity, usable === null ? ALL : usable[quantity]);
  }

  /** The middle reading of one quantity among the usable channels, NO_DATA where there is none. */
  middle(reports: Int16Array, quantity: number, usable: number): number {
    const count = this.#sort(reports, quantity, usable);
    return count === 0 ? NO_DATA : kept(this.#readings[(count - 1) >> 1]);
  }

  /**
   * The common case without a sort: of two pairs in order, the higher of the low ends and the lower of the high ends are
   * the two in the middle. Where one channel has no reading, it is the lowest, and the upper of these two is the middle
   * of the other three. Readings on a circle that lie less than half a turn apart need no unwrapping.
   *
   * Which of two noisy readings is less is a coin toss, and a processor that guesses it wrong waits: with branches this
   * takes 376 ns, so 71 ns (`lessBy`).
   */
  #selectOfFour(reports: Int16Array, selected: Int16Array): void {
    const spread = this.spread;
    for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++) {
      const a = reports[quantity];
      const b = reports[quantity + QUANTITY_COUNT];
      const c = reports[quantity + 2 * QUANTITY_COUNT];
      const d = reports[quantity + 3 * QUANTITY_COUNT];
      const ab = lessBy(a, b);
      const cd = lessBy(c, d);
      const lows = lessBy(b + ab, d + cd);
      const highs = lessBy(a - ab, c - cd);
      const lowest = d + cd + lows;
      const highest = a - ab - highs;
      const low = b + ab - lows;
      const high = c - cd + highs;
      const inner = lessBy(low, high);
      const middle = high + inner;
      const present = lowest === NO_DATA ? middle : lowest;
      if (present === NO_DATA || (CIRCULAR[quantity] === 1 && highest - present >= TURN / 2)) {
        this.#selectOne(reports, selected, quantity, ALL);
      } else if (lowest === NO_DATA) {
        const chosen = low - inner;
        const above = highest - chosen;
        const below = chosen - middle;
        selected[quantity] = chosen;
        spread[quantity] = MISSING_SPREAD + above - lessBy(above, below);
      } else {
        const above = highest - middle;
        const below = middle - lowest;
        selected[quantity] = middle;
        spread[quantity] = above - lessBy(above, below);
      }
    }
  }

  #selectOne(reports: Int16Array, selected: Int16Array, quantity: number, usable: number): void {
    const readings = this.#readings;
    const count = this.#sort(reports, quantity, usable);
    const missing = (this.#asked - count) * MISSING_SPREAD;
    if (count === 0) {
      selected[quantity] = NO_DATA;
      this.spread[quantity] = missing === 0 ? MISSING_SPREAD : missing;
      return;
    }
    const chosen = this.#mean ? this.#average(count) : readings[(count - 1) >> 1];
    selected[quantity] = kept(chosen);
    const below = chosen - readings[0];
    const above = readings[count - 1] - chosen;
    this.spread[quantity] = missing + (above > below ? above : below);
  }

  /** Puts the readings there are into ascending order, unrolled where they go round; returns how many. */
  #sort(reports: Int16Array, quantity: number, usable: number): number {
    const readings = this.#readings;
    let count = 0;
    this.#asked = 0;
    for (let at = quantity, channel = 0; channel < this.#channels; channel++, at += QUANTITY_COUNT) {
      if ((usable & (1 << channel)) === 0) continue;
      this.#asked++;
      const reading = reports[at];
      if (reading === NO_DATA) continue;
      let place = count++;
      while (place > 0 && readings[place - 1] > reading) {
        readings[place] = readings[place - 1];
        place--;
      }
      readings[place] = reading;
    }
    if (CIRCULAR[quantity] === 1 && count > 1) this.#unroll(count);
    return count;
  }

  /** Moves the readings before the widest gap, in ascending order on the circle, a turn up and behind the others. */
  #unroll(count: number): void {
    const readings = this.#readings;
    let widest = readings[0] + TURN - readings[count - 1];
    let cut = 0;
    for (let i = 1; i < count; i++) {
      const gap = readings[i] - readings[i - 1];
      if (gap <= widest) continue;
      widest = gap;
      cut = i;
    }
    for (; cut > 0; cut--) {
      const lowest = readings[0];
      for (let i = 1; i < count; i++) readings[i - 1] = readings[i];
      readings[count - 1] = lowest + TURN;
    }
  }

  /** |sum| ≤ 16 · 98,303 < 2^21. */
  #average(count: number): number {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += this.#readings[i];
    return divideRounded(sum, count);
  }
}

/**
 * a − b where a is less, else 0: b plus it is the lesser of the two, a less it the greater. |a|, |b| < 2^30. There is
 * no conditional move to be had here; where the compiler has one, this is a comparison.
 */
function lessBy(a: number, b: number): number {
  const apart = a - b;
  return apart & (apart >> 31);
}

/** A selected reading brought back into a count; half a turn would read as no data, and is moved by one. */
function kept(reading: number): number {
  const wrapped = wrapInt16(reading);
  return wrapped === NO_DATA ? NO_DATA + 1 : wrapped;
}
