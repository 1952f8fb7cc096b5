/**
 * Oral messages, OM(m) (Lamport, Shostak and Pease 1982, section 3), as one computer runs it for every source at
 * once.
 *
 *   round 1     tell everyone my own value                       begin, compose
 *   round r     tell each receiver what I was told last round    accept, compose
 *   at the end  vote from the leaves up                          resolve
 *
 * Values are int32 and only ever compared; `absent` is the default that stands for every message that did not
 * come. OM(0) is the plain exchange of a triplex: use what you were told. The object holds one frame's memory
 * and nothing that lasts; nothing is allocated after construction.
 *
 * Why a vote over n − |σ| values with n > 3m is safe: at a node whose last computer is good, every good
 * computer below it relays the same value, and they outnumber the bad ones by the induction in the paper's
 * lemma 1 (n > 2k + m); the default is one constant, so even where no value wins, good computers choose alike.
 */
import type { Choice } from './choice.js';
import type { EigTree } from './eig-tree.js';

export interface OralMessagesConfig {
  readonly tree: EigTree;
  /** This computer's id. */
  readonly self: number;
  readonly choice: Choice;
  /** The default value. */
  readonly absent: number;
}

export class OralMessages {
  readonly tree: EigTree;
  readonly self: number;
  /** What this computer holds, by node. Until `resolve`: what it was told; afterwards: what it chose. */
  readonly values: Int32Array;
  readonly #choice: Choice;
  readonly #absent: number;
  #own: number;

  constructor({ tree, self, choice, absent }: OralMessagesConfig) {
    this.tree = tree;
    this.self = self;
    this.values = new Int32Array(tree.size);
    this.#choice = choice;
    this.#absent = absent;
    this.#own = absent;
  }

  /** Starts a new exchange: everything not told from here on is the default. */
  begin(own: number): void {
    this.values.fill(this.#absent);
    this.#own = own;
  }

  /** Messages in the packet to this receiver in this round (1 … m+1). */
  messageCount(round: number, receiver: number): number {
    return this.tree.told(round, this.self, receiver).length;
  }

  /** Writes the values for this receiver and round at out[at …]; returns how many. */
  compose(round: number, receiver: number, out: Int32Array, at: number): number {
    const told = this.tree.told(round, this.self, receiver);
    if (round === 1) {
      if (told.length > 0) out[at] = this.#own;
      return told.length;
    }
    const values = this.values;
    for (let i = 0; i < told.length; i++) out[at + i] = values[told[i]];
    return told.length;
  }

  /** Takes a packet's values (as many as the sender's `compose` wrote) from from[at …]. */
  accept(round: number, sender: number, from: Int32Array, at: number): void {
    const kept = this.tree.kept(round, sender, this.self);
    const values = this.values;
    for (let i = 0; i < kept.length; i++) values[kept[i]] = from[at + i];
  }

  /** Votes from the leaves up and writes the value chosen for every source to decided[source]; its own for itself. */
  resolve(decided: Int32Array): void {
    const { values, tree, self } = this;
    const voted = tree.voted(self);
    const ownChild = tree.ownChild(self);
    const firstChild = tree.firstChild(self);
    const choice = this.#choice;
    const absent = this.#absent;
    let level = tree.rounds - 1;
    let count = tree.childCount(level);
    for (let i = 0; i < voted.length; i++) {
      const node = voted[i];
      if (node < tree.levelStart[level]) count = tree.childCount(--level);
      values[ownChild[i]] = values[node];
      values[node] = choice(values, firstChild[i], count, absent);
    }
    for (let i = 0; i < tree.sources.length; i++) {
      const source = tree.sources[i];
      decided[source] = source === self ? this.#own : values[i];
    }
  }
}
