/**
 * What a backup holds of the primary: it computes the same from its own sensors, and compares.
 *
 *   primary   command ──┐
 *   backup    command ──┴─ apart for `persistence` frames ──► the primary is switched off, for good
 *
 * Two opinions say that one is wrong and not which. A backup that may trip has decided beforehand that it is the
 * primary: so it saves the aircraft from a wrong primary, and loses it when the wrong one is itself. A backup that
 * may not (`trip: false`) has it the other way round, and survives only a primary that falls silent. There is no
 * third setting; with two computers there is only the choice of which fault to die of. A pair that switches *itself*
 * off (`command-monitor.ts`) does not have to choose, and costs twice the computers.
 *
 * Silence is nobody's opinion: the surfaces see it for themselves (`icd/command-chain.ts`).
 */
import { CommandComparator, type ComparatorLimits } from './command-comparator.js';

export class PrimaryWatch {
  /** Computers it has switched off: bitmask, latched. */
  tripped = 0;
  readonly #comparator: CommandComparator;
  #watched = -1;

  constructor(limits: ComparatorLimits) {
    this.#comparator = new CommandComparator(limits);
  }

  reset(): void {
    this.tripped = 0;
    this.rest();
  }

  /** Nobody to compare with in this frame: what was counted so far is forgotten. */
  rest(): void {
    this.#watched = -1;
    this.#comparator.reset();
  }

  /** One frame: `own` command against the one `told` by computer `leader`, which is in command; four counts each. */
  compare(leader: number, own: Int16Array, told: Int16Array): void {
    if (leader !== this.#watched) this.#comparator.reset();
    this.#watched = leader;
    if (this.#comparator.persists(!this.#comparator.alike(own, told))) this.tripped |= 1 << leader;
  }
}
