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
import { gather, scatter } from './packet-copy.js';

/** Up to this size a loop is quicker than the call of `fill`; a quad at OM(1) has 16 nodes. */
const FILL_BY_LOOP_MAX = 64;

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
  /** The tree's lists that this computer uses, at round·n + the other one's id: looked up once, not per packet. */
  readonly #told: Int32Array[] = [];
  readonly #kept: Int32Array[] = [];
  readonly #computers: number;
  #own: number;

  constructor({ tree, self, choice, absent }: OralMessagesConfig) {
    this.tree = tree;
    this.self = self;
    this.#computers = tree.computers;
    this.values = new Int32Array(tree.size);
    this.#choice = choice;
    this.#absent = absent;
    this.#own = absent;
    for (let round = 0; round <= tree.rounds; round++) {
      for (let other = 0; other < tree.computers; other++) {
        this.#told.push(tree.told(round, self, other));
        this.#kept.push(tree.kept(round, other, self));
      }
    }
  }

  /** Starts a new exchange: everything not told from here on is the default. */
  begin(own: number): void {
    const values = this.values;
    const absent = this.#absent;
    if (values.length > FILL_BY_LOOP_MAX) values.fill(absent);
    else for (let i = 0; i < values.length; i++) values[i] = absent;
    this.#own = own;
  }

  /** Messages in the packet to this receiver in this round (1 … m+1). */
  messageCount(round: number, receiver: number): number {
    return this.#told[round * this.#computers + receiver].length;
  }

  /** Writes the values for this receiver and round at out[at …]; returns how many. */
  compose(round: number, receiver: number, out: Int32Array, at: number): number {
    const told = this.#told[round * this.#computers + receiver];
    const count = told.length;
    if (round === 1) {
      if (count > 0) out[at] = this.#own;
      return count;
    }
    const values = this.values;
    // One or two values are all a quad at OM(1) sends: not worth a call.
    if (count > 2) return gather(out, at, values, told);
    if (count > 0) out[at] = values[told[0]];
    if (count > 1) out[at + 1] = values[told[1]];
    return count;
  }

  /** Takes a packet's values (as many as the sender's `compose` wrote) from from[at …]; returns how many. */
  accept(round: number, sender: number, from: Int32Array, at: number): number {
    const kept = this.#kept[round * this.#computers + sender];
    const count = kept.length;
    const values = this.values;
    if (count > 2) return scatter(values, kept, from, at);
    if (count > 0) values[kept[0]] = from[at];
    if (count > 1) values[kept[1]] = from[at + 1];
    return count;
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
    let levelStart = tree.levelStart[level];
    for (let i = 0; i < voted.length; i++) {
      const node = voted[i];
      if (node < levelStart) {
        count = tree.childCount(--level);
        levelStart = tree.levelStart[level];
      }
      values[ownChild[i]] = values[node];
      values[node] = choice(values, firstChild[i], count, absent);
    }
    for (let i = 0; i < tree.sources.length; i++) {
      const source = tree.sources[i];
      decided[source] = source === self ? this.#own : values[i];
    }
  }
}
