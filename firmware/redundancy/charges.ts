/**
 * The agreed accusations of one frame, read as a graph: an edge between two channels says that *at least one of
 * them is at fault*, since either the accuser lies or the accused is bad.
 *
 *        0 ── 3 ── 1          3 has three neighbours. With m = 1 they cannot all be at fault,
 *             │               so 3 is, whether they accuse it or it accuses them.
 *             2               0, 1 and 2 have one each: nothing follows.
 *
 * All neighbours of a good channel are at fault, so within the bound it has at most m of them: a channel with more
 * than m is at fault (the argument by which units that test each other are diagnosed: F. Preparata, G. Metze and
 * R. Chien, 1967). That m+1 others accuse it is the plainest case, and includes at least one good accuser. That it
 * accuses m+1 others is as good, and is how a slanderer convicts himself. To count accusers only would leave him.
 *
 * A sensor is charged when m+1 channels name it. Here its own channel may join in: among m+1 one is good, and a good
 * computer that names its own sensor is right.
 */
import { QUANTITY_COUNT } from '../icd/quantities.js';
import {
  ACCUSATION_WORDS,
  ACCUSED_SENSORS,
  accusedChannels,
  accusedSensor,
  isProperAccusation,
} from './accusation.js';
import { allChannels, countChannels, hasChannel } from './channel-mask.js';
import { convictedSensors, isDisputed, pairOf, pairWords } from './lasting-words.js';

export class Charges {
  /** Charged channels, a bit each. */
  readonly channels: Int32Array = new Int32Array(1);
  /** Charged sensors, bit = channel × 16 + quantity. */
  readonly sensors: Int32Array;
  /** Pairs with an accusation between them that nobody else decides. */
  readonly pairs: Int32Array;
  /** Channels accused by somebody who may judge, isolated ones too. */
  suspects = 0;
  /** Sensors named by somebody who may judge. */
  readonly suspectSensors: Int32Array;
  /** By channel: the judges that accuse it. */
  readonly accusers: Int32Array;
  readonly #count: number;
  readonly #faults: number;
  readonly #neighbours: Int32Array;
  readonly #tally: Uint8Array;
  readonly #accuser = { accuser: 0, channels: 0 };
  readonly #row = { channel: 0, channels: 0 };

  constructor({ channels, faults }: { channels: number; faults: number }) {
    this.#count = channels;
    this.#faults = faults;
    this.#accuser.channels = channels;
    this.#row.channels = channels;
    this.#neighbours = new Int32Array(channels);
    this.accusers = new Int32Array(channels);
    this.#tally = new Uint8Array(channels * QUANTITY_COUNT);
    this.sensors = new Int32Array((channels + 1) >> 1);
    this.suspectSensors = new Int32Array((channels + 1) >> 1);
    this.pairs = new Int32Array(pairWords(channels));
  }

  /**
   * Reads a frame. `agreed`: n × ACCUSATION_WORDS, row = accuser; `words`: lasting words; `judges`: the channels
   * whose accusations count; `isolated`: those that are out already.
   */
  read(
    agreed: Int32Array,
    words: Int32Array,
    { judges, isolated }: { judges: number; isolated: number },
  ): void {
    this.#clear();
    for (let accuser = 0; accuser < this.#count; accuser++) {
      if (!hasChannel(judges, accuser)) continue;
      this.#accuser.accuser = accuser;
      const at = accuser * ACCUSATION_WORDS;
      if (!isProperAccusation(agreed, at, this.#accuser)) continue;
      this.#addChannels(accuser, accusedChannels(agreed, at));
      for (let index = 0; index < ACCUSED_SENSORS; index++) {
        const entry = accusedSensor(agreed, at, index);
        if (entry !== 0) this.#tally[entry >>> 4]++;
      }
    }
    this.#addDisputed(words, isolated);
    this.#chargeChannels(words, isolated);
    this.#chargeSensors(words);
  }

  #clear(): void {
    this.#neighbours.fill(0);
    this.accusers.fill(0);
    this.#tally.fill(0);
    this.channels[0] = 0;
    this.sensors.fill(0);
    this.suspectSensors.fill(0);
    this.pairs.fill(0);
    this.suspects = 0;
  }

  #addChannels(accuser: number, accused: number): void {
    this.suspects |= accused;
    for (let channel = 0; channel < this.#count; channel++) {
      if (!hasChannel(accused, channel)) continue;
      this.accusers[channel] |= 1 << accuser;
      this.#neighbours[channel] |= 1 << accuser;
      this.#neighbours[accuser] |= 1 << channel;
    }
  }

  /** A pair that was found in dispute stays an edge after the accuser has moved on to slander somebody else. */
  #addDisputed(words: Int32Array, isolated: number): void {
    for (let high = 1; high < this.#count; high++) {
      for (let low = 0; low < high; low++) {
        if (!isDisputed(words, pairOf(low, high))) continue;
        this.#neighbours[low] |= 1 << high;
        this.#neighbours[high] |= 1 << low;
      }
    }
    for (let channel = 0; channel < this.#count; channel++) this.#neighbours[channel] &= ~isolated;
  }

  #chargeChannels(words: Int32Array, isolated: number): void {
    let charged = 0;
    for (let channel = 0; channel < this.#count; channel++) {
      if (!hasChannel(isolated, channel) && countChannels(this.#neighbours[channel]) > this.#faults)
        charged |= 1 << channel;
    }
    this.channels[0] = charged;
    const open = allChannels(this.#count) & ~charged & ~isolated;
    for (let high = 1; high < this.#count; high++) {
      for (let low = 0; low < high; low++) {
        const adjacent = hasChannel(this.#neighbours[high], low);
        if (!adjacent || !hasChannel(open, low) || !hasChannel(open, high)) continue;
        const pair = pairOf(low, high);
        if (!isDisputed(words, pair)) this.pairs[pair >>> 5] |= 1 << (pair & 31);
      }
    }
  }

  #chargeSensors(words: Int32Array): void {
    for (let channel = 0; channel < this.#count; channel++) {
      this.#row.channel = channel;
      const convicted = convictedSensors(words, this.#row);
      for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++) {
        const unit = channel * QUANTITY_COUNT + quantity;
        if (this.#tally[unit] === 0 || hasChannel(convicted, quantity)) continue;
        this.suspectSensors[unit >>> 5] |= 1 << (unit & 31);
        if (this.#tally[unit] > this.#faults) this.sensors[unit >>> 5] |= 1 << (unit & 31);
      }
    }
  }
}
