/**
 * A minute of readings flown once and played back to and fro without end, so that every test has real motion and
 * noise without flying for it. Channels beyond the four that flew read what one of those read, and noise of their own.
 */
import { NO_DATA, QUANTITIES, QUANTITY_COUNT } from '../../firmware/icd/quantities.js';
import { Dice } from './dice.js';
import { flyVectors } from './flown-vectors.js';

export class RecordedReadings {
  readonly #vectors: readonly Int16Array[];

  private constructor(vectors: readonly Int16Array[]) {
    this.#vectors = vectors;
  }

  static async fly(options: {
    turbulence: string;
    seed: string;
    durationS: number;
    sensors?: string;
  }): Promise<RecordedReadings> {
    const vectors: Int16Array[] = [];
    await flyVectors(options, (vector) => void vectors.push(vector.slice()));
    return new RecordedReadings(vectors);
  }

  get frames(): number {
    return this.#vectors.length;
  }

  /** Writes frame k's vector, to.length / 16 channels. */
  read(frame: number, to: Int16Array): void {
    const last = this.#vectors.length - 1;
    const turn = frame % (2 * last);
    const vector = this.#vectors[turn <= last ? turn : 2 * last - turn];
    for (let unit = 0; unit < to.length; unit++) {
      const reading = vector[unit % vector.length];
      const noise = unit < vector.length ? 0 : new Dice(frame * 256 + unit).between({ low: -3, high: 3 });
      const { min, max } = QUANTITIES[unit % QUANTITY_COUNT];
      to[unit] = reading === NO_DATA ? NO_DATA : Math.min(Math.max(reading + noise, min), max);
    }
  }
}
