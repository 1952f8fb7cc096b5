/**
 * Which sources disagree with the selection, and for how long: the first thing a crew would want to know.
 *
 * A source is *suspect* once, for PERSISTENCE frames running, its report is missing or one of its readings lies
 * further from the selected one than the quantity's tolerance. One odd frame is noise; three are a fault. The
 * flags travel in telemetry and change no command, so a wrong suspicion here costs nothing. What takes a unit out
 * of use waits longer, looks at more and needs the others' agreement (`redundancy-manager.ts`).
 */
import { wrapInt16 } from '../icd/integers.js';
import { NO_DATA, QUANTITIES, QUANTITY_COUNT } from '../icd/quantities.js';
import { countChannels } from './channel-mask.js';
import { TOLERANCE_COUNTS } from './parameters.js';
import { MISSING_SPREAD } from './select.js';

/** Frames running before a source is suspect. */
export const PERSISTENCE_FRAMES = 3;

// This module's own: the compiler takes a constant of the module for one, and looks another's up at each use.
const ROW = QUANTITY_COUNT;
const TOLERANCE = TOLERANCE_COUNTS;
const CIRCULAR = Uint8Array.from(QUANTITIES, (quantity) => (quantity.circular ? 1 : 0));

export class MiscompareMonitor {
  readonly #channels: number;
  readonly #running: Int32Array;
  /** A count is running. */
  #counting = false;

  constructor(channels: number) {
    this.#channels = channels;
    this.#running = new Int32Array(channels);
  }

  reset(): void {
    this.#running.fill(0);
    this.#counting = false;
  }

  /**
   * Compares every source's report with the selection; returns the bitmask of suspect sources. `reports`: channels
   * × 16 counts, `selected`: 16 counts, `spread`: the furthest reading's distance by quantity (`Selector.spread` of all
   * channels), which spares the look at quantities that all agree on, or all who say anything at all.
   */
  update(reports: Int16Array, selected: Int16Array, spread: Int32Array): number {
    let beyond = beyondTolerance(spread, 0);
    if (beyond === 0 && !this.#counting) return 0;
    let disagreeing = 0;
    const silent = this.#silentRows(reports);
    if (silent !== 0) {
      disagreeing = silent;
      beyond = beyondTolerance(spread, countChannels(silent) * MISSING_SPREAD);
    }
    for (let left = beyond; left !== 0; left &= left - 1)
      disagreeing |= this.#disagreeOn(31 - Math.clz32(left & -left), reports, selected);
    this.#counting = disagreeing !== 0;
    let suspects = 0;
    for (let channel = 0; channel < this.#channels; channel++) {
      const running = (disagreeing & (1 << channel)) !== 0 ? this.#running[channel] + 1 : 0;
      this.#running[channel] = running;
      if (running >= PERSISTENCE_FRAMES) suspects |= 1 << channel;
    }
    return suspects;
  }

  /** Bitmask of the channels of which nothing was agreed: what each frame has while somebody tells two stories. */
  #silentRows(reports: Int16Array): number {
    let silent = 0;
    for (let channel = 0; channel < this.#channels; channel++) {
      const end = (channel + 1) * ROW;
      let at = end - ROW;
      while (at < end && reports[at] === NO_DATA) at++;
      if (at === end) silent |= 1 << channel;
    }
    return silent;
  }

  /**
   * Bitmask of the channels whose reading of one quantity is missing or out of tolerance: the sign of the room on either
   * side, or of the complement of a difference that is zero for NO_DATA, the lowest count, and below zero for any other.
   */
  #disagreeOn(quantity: number, reports: Int16Array, selected: Int16Array): number {
    const tolerance = TOLERANCE[quantity];
    const channels = this.#channels;
    const middle = selected[quantity];
    const circular = CIRCULAR[quantity] === 1;
    let disagreeing = 0;
    for (let channel = 0; channel < channels; channel++) {
      const reading = reports[channel * ROW + quantity];
      const straight = reading - middle;
      const apart = circular ? wrapInt16(straight) : straight;
      const outside = (tolerance - apart) | (tolerance + apart) | ~(NO_DATA - reading);
      disagreeing |= (outside >>> 31) << channel;
    }
    return disagreeing;
  }
}

/** Bitmask of the quantities whose spread is out of tolerance, `expected` apart: the sign of what is left, sixteen times. */
function beyondTolerance(spread: Int32Array, expected: number): number {
  let beyond = 0;
  for (let quantity = 0; quantity < ROW; quantity++)
    beyond |= ((TOLERANCE[quantity] + expected - spread[quantity]) >>> 31) << quantity;
  return beyond;
}
