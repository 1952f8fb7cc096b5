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
import { TOLERANCE_COUNTS } from './parameters.js';

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
   * × 16 counts, `selected`: 16 counts, `spread`: the furthest reading's distance by quantity (`Selector.spread`),
   * which spares the look at quantities that all agree on.
   */
  update(reports: Int16Array, selected: Int16Array, spread: Int32Array): number {
    // Its sign says whether any spread is beyond its tolerance: nearly never, and one question instead of sixteen.
    let room = 0;
    for (let quantity = 0; quantity < ROW; quantity++) room |= TOLERANCE[quantity] - spread[quantity];
    if (room >= 0 && !this.#counting) return 0;
    let disagreeing = 0;
    for (let quantity = 0; quantity < ROW; quantity++) {
      if (spread[quantity] > TOLERANCE[quantity])
        disagreeing |= this.#disagreeOn(quantity, reports, selected);
    }
    this.#counting = disagreeing !== 0;
    let suspects = 0;
    for (let channel = 0; channel < this.#channels; channel++) {
      const running = (disagreeing & (1 << channel)) !== 0 ? this.#running[channel] + 1 : 0;
      this.#running[channel] = running;
      if (running >= PERSISTENCE_FRAMES) suspects |= 1 << channel;
    }
    return suspects;
  }

  /** Bitmask of the channels whose reading of one quantity is missing or out of tolerance. */
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
      if (reading === NO_DATA || apart > tolerance || apart < -tolerance) disagreeing |= 1 << channel;
    }
    return disagreeing;
  }
}
