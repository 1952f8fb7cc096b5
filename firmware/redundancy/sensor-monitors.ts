/**
 * All that the agreed vector says about sensors. It is the same in every good computer, and so are these findings,
 * but for one that has just restarted and remembers less.
 *
 *   reading                               verdict of the frame
 *   missing, off its scale                bad
 *   within tolerance of a majority        good
 *   outside a majority's tolerance        bad (miscompare; stuck where it has long kept still)
 *   the same, alpha or beta, and the
 *   majority keeps still while it moves   undecided: a runaway, or a majority frozen alike?
 *   no majority, and it stepped           bad (rate)
 *   no majority                           undecided
 *
 * Good and bad go to the counters of `persistence.ts`; stillness is the business of `stuck.ts`. A quantity whose
 * furthest reading lies within tolerance, with nothing remembered against any channel, is passed over: what agrees
 * does no harm, so a quiet frame costs sixteen comparisons and one sample of stillness.
 */
import { NO_DATA, QUANTITY_COUNT } from '../icd/quantities.js';
import { ACCUSED_SENSORS, REASON, sensorEntry } from './accusation.js';
import { Camp } from './camp.js';
import { allChannels, hasChannel } from './channel-mask.js';
import { type RedundancyParameters, TOLERANCE_COUNTS, WITNESS } from './parameters.js';
import { Persistence } from './persistence.js';
import { rangeFault } from './range.js';
import { RateMonitor } from './rate.js';
import { StuckMonitor } from './stuck.js';

/** What a frame shows. */
export interface Readings {
  readonly frame: number;
  /** The agreed vector, n × 16 counts, row = channel. */
  readonly vector: Int16Array;
  /** `Selector.spread` of the usable readings. */
  readonly spread: Int32Array;
}

/** Which channels' readings count, by quantity. */
export interface Masks {
  /** Those that selection may use. */
  readonly usable: Int32Array;
  /** Those, and of channels on probation. */
  readonly watched: Int32Array;
  /** Bitmask of the quantities in which the two differ. */
  apart: number;
}

const UNDECIDED = -1;

export class SensorMonitors {
  /** Channels of which no reading at all was agreed in the latest frame. */
  silentRows = 0;
  /** The lowest units accused now, as accusation entries, 0 behind the last. */
  readonly entries: Int32Array = new Int32Array(ACCUSED_SENSORS);
  readonly #channels: number;
  readonly #parameters: RedundancyParameters;
  readonly #camp: Camp;
  readonly #witness: Camp;
  readonly #persistence: Persistence;
  readonly #stuck: StuckMonitor;
  readonly #rate: RateMonitor;
  /** Bitmask of the quantities against a channel of which something is remembered. */
  #remembered = 0;
  /** Bitmask of the quantities in which a unit is accused of being stuck. */
  #stuckAccused = 0;
  readonly #still = { channels: 0, samples: 0 };

  constructor({ channels, parameters }: { channels: number; parameters: RedundancyParameters }) {
    this.#channels = channels;
    this.#parameters = parameters;
    this.#camp = new Camp(channels);
    this.#witness = new Camp(channels);
    this.#persistence = new Persistence({ units: channels * QUANTITY_COUNT, parameters });
    this.#stuck = new StuckMonitor({ channels, parameters });
    this.#rate = new RateMonitor(channels);
  }

  reset(): void {
    this.#persistence.reset();
    this.#stuck.reset();
    this.#rate.reset();
    this.#remembered = 0;
    this.#stuckAccused = 0;
    this.entries.fill(0);
  }

  /** Looks at a frame and brings `entries` and `silentRows` up to date. */
  observe(readings: Readings, masks: Masks): void {
    const { frame, vector, spread } = readings;
    this.silentRows = this.#findSilentRows(vector);
    let look = this.#remembered | masks.apart;
    for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++)
      if (spread[quantity] > TOLERANCE_COUNTS[quantity]) look |= 1 << quantity;
    if (look !== 0) this.#compareAll(look, vector, masks);
    this.#sampleStillness(frame % QUANTITY_COUNT, vector, masks);
    this.#rate.remember(vector);
    this.entries.fill(0);
    if ((this.#remembered | this.#stuckAccused) !== 0) this.#nameLowest(masks);
  }

  #compareAll(quantities: number, vector: Int16Array, masks: Masks): void {
    for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++)
      if ((quantities & (1 << quantity)) !== 0) this.#compare(quantity, vector, masks);
  }

  #compare(quantity: number, vector: Int16Array, masks: Masks): void {
    const camp = this.#camp;
    camp.measure(quantity, vector, masks.usable[quantity]);
    this.#still.channels = camp.agreeing;
    this.#still.samples = this.#parameters.campStillSamples;
    const frozen = WITNESS[quantity] !== null && this.#stuck.areStill(quantity, this.#still);
    let remembered = false;
    for (let channel = 0; channel < this.#channels; channel++) {
      if (!hasChannel(masks.watched[quantity], channel)) continue;
      const unit = channel * QUANTITY_COUNT + quantity;
      if (hasChannel(this.silentRows, channel)) {
        remembered = true;
        continue;
      }
      const fault = this.#faultOf(unit, vector[unit], frozen);
      if (fault > 0) this.#persistence.bad(unit, fault);
      else if (fault === UNDECIDED) this.#persistence.undecided(unit);
      else if (!this.#persistence.good(unit)) continue;
      remembered = true;
    }
    if (remembered) this.#remembered |= 1 << quantity;
    else this.#remembered &= ~(1 << quantity);
  }

  /** A reason, 0 for a good reading, or UNDECIDED. */
  #faultOf(unit: number, reading: number, frozen: boolean): number {
    const camp = this.#camp;
    const quantity = unit % QUANTITY_COUNT;
    const channel = unit >>> 4;
    const stepped = this.#rate.hasStepped(unit, reading);
    const range = rangeFault(quantity, reading);
    if (range !== 0) return range;
    if (!camp.hasMajority()) return stepped && camp.present !== 1 << channel ? REASON.rate : UNDECIDED;
    if (camp.accepts(quantity, reading)) {
      this.#rate.forgive(unit);
      return 0;
    }
    this.#still.channels = 1 << channel;
    this.#still.samples = this.#parameters.readingStillSamples;
    if (this.#stuck.areStill(quantity, this.#still)) return REASON.stuck;
    return frozen ? UNDECIDED : REASON.miscompare;
  }

  #sampleStillness(quantity: number, vector: Int16Array, masks: Masks): void {
    const witness = WITNESS[quantity];
    this.#camp.measure(quantity, vector, masks.usable[quantity]);
    if (witness !== null) this.#witness.measure(witness.quantity, vector, masks.usable[witness.quantity]);
    const accused = this.#stuck.sample(
      quantity,
      { vector, watched: masks.watched[quantity] },
      this.#camp,
      witness === null ? null : this.#witness,
    );
    if (accused) this.#stuckAccused |= 1 << quantity;
    else this.#stuckAccused &= ~(1 << quantity);
  }

  /** The lowest first, those already convicted left out: every computer with the same memory names the same. */
  #nameLowest({ watched }: Masks): void {
    let count = 0;
    const units = this.#channels * QUANTITY_COUNT;
    for (let unit = 0; unit < units && count < ACCUSED_SENSORS; unit++) {
      const reason = this.#persistence.accused[unit] || (this.#stuck.accused[unit] === 1 ? REASON.stuck : 0);
      if (reason === 0 || !hasChannel(watched[unit % QUANTITY_COUNT], unit >>> 4)) continue;
      this.entries[count++] = sensorEntry({ unit, reason });
    }
  }

  #findSilentRows(vector: Int16Array): number {
    let silent = allChannels(this.#channels);
    for (let channel = 0; channel < this.#channels; channel++) {
      const row = channel * QUANTITY_COUNT;
      for (let i = row; i < row + QUANTITY_COUNT; i++) {
        if (vector[i] === NO_DATA) continue;
        silent &= ~(1 << channel);
        break;
      }
    }
    return silent;
  }
}
