/**
 * Readings that changed by more in one frame than an aircraft can.
 *
 * Alone this says little: a hard-over jumps once and then stands as still as any good reading. It decides what
 * nothing else can: of two readings that have come apart, which one left. It is remembered until the reading is
 * again with a majority. A fault that drifts off never steps; between two such readings there is no telling.
 */
import { NO_DATA, QUANTITY_COUNT } from '../icd/quantities.js';
import { countsApart } from './camp.js';
import { STEP_COUNTS } from './parameters.js';

export class RateMonitor {
  readonly #previous: Int16Array;
  readonly #stepped: Uint8Array;

  constructor(channels: number) {
    this.#previous = new Int16Array(channels * QUANTITY_COUNT).fill(NO_DATA);
    this.#stepped = new Uint8Array(channels * QUANTITY_COUNT);
  }

  reset(): void {
    this.#previous.fill(NO_DATA);
    this.#stepped.fill(0);
  }

  /** Whether this reading of a unit (channel × 16 + quantity), or one before it since `forgive`, was a step. */
  hasStepped(unit: number, reading: number): boolean {
    const previous = this.#previous[unit];
    const quantity = unit % QUANTITY_COUNT;
    if (
      reading !== NO_DATA &&
      previous !== NO_DATA &&
      countsApart(quantity, reading, previous) > STEP_COUNTS[quantity]
    )
      this.#stepped[unit] = 1;
    return this.#stepped[unit] === 1;
  }

  /** The reading is where the others are. */
  forgive(unit: number): void {
    this.#stepped[unit] = 0;
  }

  /** Ends the frame: `vector` is what the next one is compared with. */
  remember(vector: Int16Array): void {
    this.#previous.set(vector);
  }
}
