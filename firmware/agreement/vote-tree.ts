/**
 * One computer's votes from the leaves up, taken only as far as they matter.
 *
 *   level 1   (0)                    own share: what 0 told me            needs (0 2), (0 3), …
 *   level m   (0 2)                  own share: what 2 told me            needs what the others say that 2 told them
 *   leaves    heard[3][(0 2)], …     3's words of the last round, by node
 *
 * The paper asks of a choice that it be the value of more than half, where there is one. So a vote is over as soon
 * as more than half of its values are known to be the computer's own share, and what lies below the others need not
 * be looked at. Where nobody lies that is half of every vote at every level: of 336 leaves below a source at
 * (10, 3), 48 are read. Only where it fails are all values laid side by side for the choice function. To vote on
 * every node, deepest level first, gives the same and takes twice as long there.
 *
 * The leaves are not copied either. Nearly all messages of OM(m) are those of its last round, each is used in one
 * vote, and a sender's words of that round are what it holds at level m, node by node: they are read where they lie.
 */
import type { Choice } from './choice.js';
import type { EigTree } from './eig-tree.js';

/** n ≤ 16: places for the values of one vote. */
const ROW = 16;

/** Values of the votes under way, a row per level. At the top of the module, where access to it is cheapest. */
const BALLOTS = new Int32Array(ROW * ROW);

export interface VoteTreeConfig {
  readonly tree: EigTree;
  /** The computer that votes. */
  readonly self: number;
  readonly choice: Choice;
  /** The default value. */
  readonly absent: number;
  /** Every vote is put to the choice: for one that is not the value of more than half wherever there is one. */
  readonly everyVote?: boolean;
}

export class VoteTree {
  readonly #choice: Choice;
  readonly #absent: number;
  readonly #levels: number;
  readonly #computers: number;
  /** Others that say what this computer was told, at least: with them the vote is over; by level. */
  readonly #enough: Int32Array;
  /** By node of level 1 … m−1: its first child, and the child that stands for `self`. */
  readonly #firstChild: Int32Array;
  readonly #ownChild: Int32Array;
  /** By node of level m: where its tellers begin, who those are (n−m−1 each). */
  readonly #tellersAt: Int32Array;
  readonly #tellers: Uint8Array;

  /** For a tree of at least two rounds. */
  constructor({ tree, self, choice, absent, everyVote = false }: VoteTreeConfig) {
    this.#choice = choice;
    this.#absent = absent;
    this.#levels = tree.rounds - 1;
    this.#computers = tree.computers;
    this.#enough = Int32Array.from({ length: tree.rounds }, (_, level) =>
      everyVote ? ROW : (tree.computers - level) >> 1,
    );
    const nodes = tree.levelStart[tree.rounds];
    this.#firstChild = new Int32Array(nodes);
    this.#ownChild = new Int32Array(nodes);
    this.#tellersAt = new Int32Array(nodes);
    const tellers: number[] = [];
    tree.voted(self).forEach((node, i) => {
      this.#firstChild[node] = tree.firstChild(self)[i];
      this.#ownChild[node] = tree.ownChild(self)[i];
      if (node < tree.levelStart[this.#levels]) return;
      const path = tree.pathOf(node);
      this.#tellersAt[node] = tellers.length;
      for (let id = 0; id < tree.computers; id++) if (id !== self && !path.includes(id)) tellers.push(id);
    });
    this.#tellers = Uint8Array.from(tellers);
  }

  /**
   * The value chosen for a node of this level (1 … m). `told`: what this computer was told, by node; `heard`: the
   * words of the last round, by sender and node. Calls itself at most m−2 deep.
   *
   * The children whose last computer told me the same as my own share are asked first: they are the likely ones to
   * come out the same, and with luck nobody has to look at the others.
   */
  choose(node: number, level: number, told: Int32Array, heard: readonly Int32Array[]): number {
    const own = told[node];
    if (level === this.#levels) return this.#chooseLast(node, own, heard);
    const count = this.#computers - level;
    const enough = this.#enough[level];
    const first = this.#firstChild[node];
    const ownChild = this.#ownChild[node];
    const last = level + 1 === this.#levels;
    const row = level * ROW;
    let alike = 0;
    for (let unlikely = 0; unlikely < 2; unlikely++) {
      for (let k = 0; k < count; k++) {
        const child = first + k;
        const share = told[child];
        if ((share === own ? 0 : 1) !== unlikely || child === ownChild) continue;
        const value = last
          ? this.#chooseLast(child, share, heard)
          : this.choose(child, level + 1, told, heard);
        BALLOTS[row + k] = value;
        if (value === own && ++alike === enough) return own;
      }
    }
    BALLOTS[row + ownChild - first] = own;
    return this.#choice(BALLOTS, row, count, this.#absent);
  }

  /** A node of level m: the ballots are the words of the last round. `own`: what this computer was told. */
  #chooseLast(node: number, own: number, heard: readonly Int32Array[]): number {
    const tellers = this.#tellers;
    const at = this.#tellersAt[node];
    const others = this.#computers - this.#levels - 1;
    const enough = this.#enough[this.#levels];
    let alike = 0;
    for (let k = 0; k < others; k++) {
      const value = heard[tellers[at + k]][node];
      BALLOTS[k] = value;
      if (value === own && ++alike === enough) return own;
    }
    BALLOTS[others] = own;
    return this.#choice(BALLOTS, 0, others + 1, this.#absent);
  }
}
