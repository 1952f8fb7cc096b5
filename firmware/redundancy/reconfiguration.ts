/**
 * How many channels are left, and how many faults they still carry (DIAG-BUDGET).
 *
 *   active protocol   channels needed for 0, 1, 2 … faults    left    carries
 *   om, m = 1         1  4                                    4       1
 *                                                             3       0     below its bound: one more, and one may lie
 *   sm, m = 1, voted  1  3                                    3       1
 *
 * The manager isolates whoever is convicted, and never silently: whenever a channel goes or comes back, `changed` is
 * set for that frame, and `belowBound` says that the protocol now in use no longer carries the m it was built for.
 * What to do then (another protocol, or to fly on and say so) is policy and not decided here. To refuse the
 * isolation was the alternative; it would keep a channel known to be bad in the vote for the sake of a number.
 */
export class Reconfiguration {
  /** Channels whose readings and accusations count. */
  channels: number;
  /** Faults the active protocol carries with so many. */
  faultsCarried: number;
  /** Fewer faults are carried than the protocol was set up for. */
  belowBound = false;
  /** `channels` differs from the frame before. */
  changed = false;
  readonly #faults: number;
  readonly #needs: readonly number[];

  /** `needs[k]`: channels that the active protocol needs to carry k faults, k = 0 … m at least, ascending. */
  constructor({ channels, faults, needs }: { channels: number; faults: number; needs: readonly number[] }) {
    this.channels = channels;
    this.#faults = faults;
    this.#needs = needs;
    this.faultsCarried = this.#carriedBy(channels);
    this.belowBound = this.faultsCarried < faults;
  }

  /** Takes in how many channels count in this frame. */
  update(channels: number): void {
    this.changed = channels !== this.channels;
    if (!this.changed) return;
    this.channels = channels;
    this.faultsCarried = this.#carriedBy(channels);
    this.belowBound = this.faultsCarried < this.#faults;
  }

  #carriedBy(channels: number): number {
    let carried = 0;
    while (carried + 1 < this.#needs.length && this.#needs[carried + 1] <= channels) carried++;
    return carried;
  }
}
