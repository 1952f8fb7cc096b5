/**
 * Readings that stay while what they measure moves on.
 *
 *   alpha 0   10217 10219 10216 10218 10217 …      anchor 10217, never more than 4 counts from it: still
 *   middle    10217 10241 10290 10355 10370 …      153 counts from where it was at the anchor: it should have moved
 *
 * Each reading has an anchor, and beside it the middle of the readings and the witness at that time. A reading that
 * leaves its anchor by more than `stillCounts` gets a new one. Evidence against one that stays is that a majority of
 * *other* readings has gone elsewhere, or that an independent quantity has (an angle of attack cannot stay while the
 * load factor changes by a quarter of a g): the second is the only evidence there can be where two frozen alike are
 * themselves the majority. Three looks in a row that find evidence make an accusation.
 *
 * An exact freeze, a freeze that flickers by two counts, and a freeze of one axis of an instrument are one case
 * here: a quantity at a time, and a band instead of equality. A reading that is still when nothing moves is never
 * accused: calm air and a quiet sensor look the same as a frozen one, and do no more harm. One quantity is sampled
 * each frame, all sixteen in turn; a window of past readings would need more memory and forget what moves slowly.
 */
import { NO_DATA, QUANTITY_COUNT } from '../icd/quantities.js';
import { type Camp, countsApart } from './camp.js';
import { hasChannel } from './channel-mask.js';
import { MOTION_COUNTS, type RedundancyParameters, WITNESS } from './parameters.js';

export class StuckMonitor {
  /** 1 for each unit (channel × 16 + quantity) accused now. */
  readonly accused: Uint8Array;
  readonly #parameters: RedundancyParameters;
  readonly #channels: number;
  readonly #anchor: Int16Array;
  readonly #middleThen: Int16Array;
  readonly #witnessThen: Int16Array;
  readonly #age: Uint8Array;
  readonly #evidence: Uint8Array;

  constructor({ channels, parameters }: { channels: number; parameters: RedundancyParameters }) {
    const units = channels * QUANTITY_COUNT;
    this.#channels = channels;
    this.#parameters = parameters;
    this.accused = new Uint8Array(units);
    this.#anchor = new Int16Array(units).fill(NO_DATA);
    this.#middleThen = new Int16Array(units);
    this.#witnessThen = new Int16Array(units);
    this.#age = new Uint8Array(units);
    this.#evidence = new Uint8Array(units);
  }

  reset(): void {
    this.#anchor.fill(NO_DATA);
    this.#age.fill(0);
    this.#evidence.fill(0);
    this.accused.fill(0);
  }

  /**
   * Samples one quantity of the channels in `watched`. `camp`: what its usable readings say; `witness`: what those of
   * its witness say, or null where it has none. Returns whether a unit of this quantity is accused.
   */
  sample(
    quantity: number,
    { vector, watched }: { vector: Int16Array; watched: number },
    camp: Camp,
    witness: Camp | null,
  ): boolean {
    let accused = 0;
    for (let channel = 0; channel < this.#channels; channel++) {
      const unit = channel * QUANTITY_COUNT + quantity;
      const reading = vector[unit];
      if (!hasChannel(watched, channel) || reading === NO_DATA) this.#anchor[unit] = NO_DATA;
      if (this.#anchor[unit] === NO_DATA || this.#hasMoved(quantity, unit, reading))
        this.#dropAnchor(unit, reading, camp, witness);
      else this.#ponder(quantity, unit, camp, witness);
      accused |= this.accused[unit];
    }
    return accused !== 0;
  }

  /** Whether every one of these channels has kept still for so many samples; true of none. */
  areStill(quantity: number, { channels, samples }: { channels: number; samples: number }): boolean {
    for (let channel = 0; channel < this.#channels; channel++) {
      if (hasChannel(channels, channel) && this.#age[channel * QUANTITY_COUNT + quantity] < samples)
        return false;
    }
    return true;
  }

  #hasMoved(quantity: number, unit: number, reading: number): boolean {
    return countsApart(quantity, reading, this.#anchor[unit]) > this.#parameters.stillCounts;
  }

  #dropAnchor(unit: number, reading: number, camp: Camp, witness: Camp | null): void {
    this.#anchor[unit] = reading;
    this.#middleThen[unit] = trustedMiddle(camp);
    this.#witnessThen[unit] = witness === null ? NO_DATA : trustedMiddle(witness);
    this.#age[unit] = 0;
    this.#evidence[unit] = 0;
    this.accused[unit] = 0;
  }

  #ponder(quantity: number, unit: number, camp: Camp, witness: Camp | null): void {
    if (this.#age[unit] < 0xff) this.#age[unit]++;
    const then = this.#middleThen[unit];
    const othersMoved =
      then !== NO_DATA &&
      camp.hasMajorityWithout(unit >>> 4) &&
      countsApart(quantity, camp.middle, then) >= MOTION_COUNTS[quantity];
    if (!othersMoved && !this.#witnessMoved(quantity, unit, witness)) return;
    if (this.#evidence[unit] < 0xff) this.#evidence[unit]++;
    if (this.#evidence[unit] >= this.#parameters.stuckSamples) this.accused[unit] = 1;
  }

  #witnessMoved(quantity: number, unit: number, witness: Camp | null): boolean {
    const rule = WITNESS[quantity];
    if (rule === null || witness === null || !witness.hasMajority()) return false;
    const then = this.#witnessThen[unit];
    return then !== NO_DATA && countsApart(rule.quantity, witness.middle, then) >= rule.counts;
  }
}

/** The middle where a majority stands behind it. */
function trustedMiddle(camp: Camp): number {
  return camp.hasMajority() ? camp.middle : NO_DATA;
}
