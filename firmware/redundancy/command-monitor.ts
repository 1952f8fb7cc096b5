/**
 * One half of a pair that checks itself: a command computer and its monitor, each with sensors of its own.
 *
 *   com   command ───────────────────────► surface ─┐ follows only what both
 *   mon   alike? says com's command again ─► surface ─┘ say, bit for bit
 *
 * Neither half can command alone. A monitor that merely could switch its partner off would have to be alive to do
 * it, and would judge what it was told, which need not be what the surface was told; here a dead monitor, and a command
 * computer with two faces, leave the surface without a command, and the next pair takes over. In a frame that
 * miscompares the monitor keeps quiet, so no command it does not share ever moves a surface; after `persistence` such
 * frames running, or as many without a word from the partner, the half shuts for good. Both halves compare: a
 * monitor that is blind cannot keep a bad command computer in, because that one's own comparison would have to be blind too.
 *
 * Which half was wrong nobody knows, and nobody needs to. That is why a bad pair costs only itself.
 */
import { CommandComparator, type ComparatorLimits } from './command-comparator.js';

export class PairCheck {
  /** Commands no more, latched. */
  shut = false;
  readonly #comparator: CommandComparator;

  constructor(limits: ComparatorLimits) {
    this.#comparator = new CommandComparator(limits);
  }

  reset(): void {
    this.shut = false;
    this.#comparator.reset();
  }

  /** One frame: whether this half stands by the pair's command. `told`: the partner's, null if it said none. */
  agrees(own: Int16Array, told: Int16Array | null): boolean {
    const alike = told !== null && this.#comparator.alike(own, told);
    if (this.#comparator.persists(!alike)) this.shut = true;
    return alike && !this.shut;
  }
}
