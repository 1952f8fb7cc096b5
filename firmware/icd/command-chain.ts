/**
 * Who is in command where nobody votes: one unit of a row, and the next one when it is gone.
 *
 *   unit      0      1      2        a unit is a computer, or a pair that checks itself
 *   frame 7   speaks ·      ·        0 in command
 *         8   –      ·      ·        0, silent:   surfaces hold
 *         9   –      ·      ·        0, silent:   surfaces hold
 *        10   –      speaks ·        1 in command
 *
 * Command moves on in the frame in which the one that has it is silent for the third time, or is switched off; it moves
 * only to a unit that speaks, and never back: a unit that was silent and returns may be the one that was wrong.
 * While nobody behind it speaks, the one in command stays so, and is followed again if it returns. Three frames:
 * one lost packet is noise, and sixty milliseconds without a command are far less than the aircraft survives.
 *
 * The rule stands in the interface document because both ends follow it, each from what it heard itself: the
 * surfaces to know whom to obey, the computers to know whom to watch and whose state to keep up with. No computer
 * is asked who is in command; one that was would be the one that lies about it.
 */

/** Frames without a word after which the one in command is passed over. */
export const SILENT_FRAMES = 3;

/** The computers that one may switch off: those before it in the row, never itself and never those behind. */
export function before(computer: number): number {
  return (1 << computer) - 1;
}

export class CommandChain {
  /** The unit in command, 0 at the start; grows, never shrinks. */
  inCommand = 0;
  readonly #units: number;
  readonly #silent: Int32Array;
  #tripped = 0;

  /** `units`: 1 … 16. */
  constructor(units: number) {
    this.#units = units;
    this.#silent = new Int32Array(units);
  }

  reset(): void {
    this.inCommand = 0;
    this.#silent.fill(0);
    this.#tripped = 0;
  }

  /** Switches units off, for good. `units`: bitmask. */
  trip(units: number): void {
    this.#tripped |= units;
  }

  /** One frame: `speaking` is the bitmask of the units heard in it. */
  update(speaking: number): void {
    for (let unit = 0; unit < this.#units; unit++) {
      this.#silent[unit] = (speaking & (1 << unit)) !== 0 ? 0 : this.#silent[unit] + 1;
    }
    const gone =
      (this.#tripped & (1 << this.inCommand)) !== 0 || this.#silent[this.inCommand] >= SILENT_FRAMES;
    if (!gone) return;
    for (let unit = this.inCommand + 1; unit < this.#units; unit++) {
      if ((speaking & ~this.#tripped & (1 << unit)) === 0) continue;
      this.inCommand = unit;
      return;
    }
  }

  /** The one in command is switched off, and nobody behind it has spoken since: nobody is to be followed. */
  get cut(): boolean {
    return (this.#tripped & (1 << this.inCommand)) !== 0;
  }
}
