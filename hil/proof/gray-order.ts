/**
 * Every combination of some digits, one digit changing by one from each to the next (mixed-radix reflected Gray
 * order, Knuth 7.2.1.1, algorithm H: no loop inside a step).
 *
 *   radices 3 2     0 0   1 0   2 0   2 1   1 1   0 1        first digit fastest
 *
 * What depends on one digit only need then be done again when that digit changes. Counting up as an odometer does
 * was the alternative, and changes two digits and more in every second step of a binary count.
 *
 * At the end every digit stands at one of its ends and points away from it, so the walk can be made again from
 * there, backwards, without setting anything to 0.
 */
export class GrayOrder {
  /** The combination; digits are set by `step` alone. */
  readonly digits: Int32Array;
  readonly #last: Int32Array;
  readonly #direction: Int32Array;
  readonly #focus: Int32Array;

  /** All digits 0. Radices are at least 2. */
  constructor(radices: readonly number[]) {
    const count = radices.length;
    this.digits = new Int32Array(count);
    this.#last = Int32Array.from(radices, (radix) => radix - 1);
    this.#direction = new Int32Array(count).fill(1);
    this.#focus = Int32Array.from({ length: count + 1 }, (_, i) => i);
  }

  /** Goes to the next combination; returns which digit changed, or −1 where all have been visited. */
  step(): number {
    const focus = this.#focus;
    const changed = focus[0];
    focus[0] = 0;
    if (changed === this.digits.length) return -1;
    const digit = (this.digits[changed] += this.#direction[changed]);
    if (digit === 0 || digit === this.#last[changed]) {
      this.#direction[changed] = -this.#direction[changed];
      focus[changed] = focus[changed + 1];
      focus[changed + 1] = changed + 1;
    }
    return changed;
  }

  /** Begins again from where `step` ended; every combination comes once more. */
  again(): void {
    for (let i = 0; i < this.#focus.length; i++) this.#focus[i] = i;
  }
}
