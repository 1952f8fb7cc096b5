/**
 * What the usable readings of one quantity say together: the middle one, who lies within tolerance of it, and
 * whether those are a majority.
 *
 *   readings    10217  10219  10220  777        middle 10217, agreeing 0 1 2, majority
 *               10217  10219   9100  9105       middle 9105, agreeing 2 3, no majority: nobody is in the wrong yet
 *               10217  9105                     middle 9105, agreeing 1, no majority: two can differ, not outvote
 *
 * Only a majority can put a reading in the wrong. The middle is taken here whatever the control law selects: a
 * mean follows the runaway, and then every good reading seems to have left it.
 */
import { wrapInt16 } from '../icd/integers.js';
import { NO_DATA, QUANTITIES, QUANTITY_COUNT } from '../icd/quantities.js';
import { hasChannel } from './channel-mask.js';
import { TOLERANCE_COUNTS } from './parameters.js';
import { Selector } from './select.js';

/** Distance of two counts of a quantity; the shorter way where it goes round. */
export function countsApart(quantity: number, a: number, b: number): number {
  const straight = a - b;
  const apart = QUANTITIES[quantity].circular ? wrapInt16(straight) : straight;
  return apart < 0 ? -apart : apart;
}

export class Camp {
  /** The middle reading; NO_DATA where there is none. */
  middle: number = NO_DATA;
  /** Usable channels that gave a reading. */
  present = 0;
  /** Those of them within tolerance of the middle. */
  agreeing = 0;
  #presentCount = 0;
  #agreeingCount = 0;
  readonly #channels: number;
  readonly #selector: Selector;

  constructor(channels: number) {
    this.#channels = channels;
    this.#selector = new Selector({ channels, method: 'mid' });
  }

  /** Looks at one quantity. `vector`: n × 16 counts, row = channel; `usable`: the channels whose reading may count. */
  measure(quantity: number, vector: Int16Array, usable: number): void {
    this.middle = this.#selector.middle(vector, quantity, usable);
    this.present = 0;
    this.agreeing = 0;
    this.#presentCount = 0;
    this.#agreeingCount = 0;
    for (let channel = 0; channel < this.#channels; channel++) {
      const reading = vector[channel * QUANTITY_COUNT + quantity];
      if (reading === NO_DATA || !hasChannel(usable, channel)) continue;
      this.present |= 1 << channel;
      this.#presentCount++;
      if (!this.accepts(quantity, reading)) continue;
      this.agreeing |= 1 << channel;
      this.#agreeingCount++;
    }
  }

  /** Whether a reading lies within tolerance of the middle. */
  accepts(quantity: number, reading: number): boolean {
    return countsApart(quantity, reading, this.middle) <= TOLERANCE_COUNTS[quantity];
  }

  /** Whether those who agree are two at least and more than half of those who gave a reading. */
  hasMajority(): boolean {
    return this.#agreeingCount >= 2 && 2 * this.#agreeingCount > this.#presentCount;
  }

  /** Whether they are so without this channel. */
  hasMajorityWithout(channel: number): boolean {
    const others = this.#agreeingCount - ((this.agreeing >> channel) & 1);
    return others >= 2 && 2 * others > this.#presentCount;
  }
}
