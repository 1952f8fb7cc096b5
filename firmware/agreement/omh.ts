/**
 * Hybrid oral messages, OMH(m) (Lincoln and Rushby 1993), as one computer runs it for every source at once, on
 * the same flat tree and with the same calls as `OralMessages`. m is the number of relay rounds, the paper's r.
 *
 *   OMH(0)  1  the source sends its value to every receiver
 *           2  a receiver uses what it received, or E if that is missing or manifestly bad
 *   OMH(m)  1  the source sends its value to every receiver
 *           2  receiver p got v (or E): it is the source of OMH(m−1) that tells R(v) to all others and to itself
 *           3  each receiver takes the hybrid majority (`hybrid-vote.ts`) of what it got of all, and un-reports it
 *
 * On the tree: E and R at the wire (compose, accept), UnR after each vote (resolve). Level l holds words with at
 * most l−1 reports around an E. All errors: E, which is also what is decided then.
 *
 * Why it is right. A source that is not asymmetric gives all good receivers the same v, perhaps E; the n−1−a−s−b
 * good ones of them report R(v), which is never E and so always votes; against them vote at most a + s, for benign
 * ones are heard by everyone as E and drop out. n > 2a+2s+b+m with m ≥ 1 makes them a majority, by induction
 * over m since each level takes one computer and one round away. If the source is asymmetric, a − 1 ≤ m − 1 are
 * left below it: all good receivers hold the same about everybody, and vote alike. Neither step asks what
 * `otherwise` is, only that it is one constant.
 *
 * Algorithm Z (Thambidurai and Park 1988), which sends E itself, fails with n = 5, m = 1, a benign source and one
 * asymmetric relay: the good relays' errors drop out, and the liar's vote, different for each, is the only one.
 */
import type { EigTree } from './eig-tree.js';
import { admitted, ERROR, hybridMajority, reported, unreported } from './hybrid-vote.js';

export interface HybridMessagesConfig {
  readonly tree: EigTree;
  /** This computer's id. */
  readonly self: number;
  /** What is chosen where no word has a majority: a value, or 0 for E. The same in every computer. */
  readonly otherwise: number;
}

export class HybridMessages {
  readonly tree: EigTree;
  readonly self: number;
  /** What this computer holds, by node. Until `resolve`: what it was told; afterwards: what it chose. */
  readonly values: Int32Array;
  readonly #otherwise: number;
  /** The tree's lists that this computer uses, at round·n + the other one's id. */
  readonly #told: Int32Array[] = [];
  readonly #kept: Int32Array[] = [];
  readonly #computers: number;
  #own = ERROR;

  constructor({ tree, self, otherwise }: HybridMessagesConfig) {
    this.tree = tree;
    this.self = self;
    this.values = new Int32Array(tree.size);
    this.#otherwise = otherwise;
    this.#computers = tree.computers;
    for (let round = 0; round <= tree.rounds; round++) {
      for (let other = 0; other < tree.computers; other++) {
        this.#told.push(tree.told(round, self, other));
        this.#kept.push(tree.kept(round, other, self));
      }
    }
  }

  /** Starts a new exchange with this computer's own value, 1 …, or 0 for E; everything not told is E. */
  begin(own: number): void {
    this.values.fill(ERROR);
    this.#own = own;
  }

  /** Messages in the packet to this receiver in this round (1 … m+1). */
  messageCount(round: number, receiver: number): number {
    return this.#told[round * this.#computers + receiver].length;
  }

  /** Writes the words for this receiver and round at out[at …]; returns how many. */
  compose(round: number, receiver: number, out: Int32Array, at: number): number {
    const told = this.#told[round * this.#computers + receiver];
    const count = told.length;
    if (round === 1) {
      if (count > 0) out[at] = this.#own;
      return count;
    }
    for (let i = 0; i < count; i++) out[at + i] = reported(this.values[told[i]]);
    return count;
  }

  /** Takes a packet's words (as many as the sender's `compose` wrote) from from[at …]; returns how many. */
  accept(round: number, sender: number, from: Int32Array, at: number): number {
    const kept = this.#kept[round * this.#computers + sender];
    const count = kept.length;
    for (let i = 0; i < count; i++) this.values[kept[i]] = admitted(from[at + i], round);
    return count;
  }

  /** Votes from the leaves up and writes the value (1 …) or E (0) for every source to decided[source]. */
  resolve(decided: Int32Array): void {
    const { values, tree, self } = this;
    const voted = tree.voted(self);
    const ownChild = tree.ownChild(self);
    const firstChild = tree.firstChild(self);
    let level = tree.rounds - 1;
    let count = tree.childCount(level);
    let levelStart = tree.levelStart[level];
    for (let i = 0; i < voted.length; i++) {
      const node = voted[i];
      if (node < levelStart) {
        count = tree.childCount(--level);
        levelStart = tree.levelStart[level];
      }
      values[ownChild[i]] = reported(values[node]);
      values[node] = unreported(hybridMajority(values, firstChild[i], count, this.#otherwise));
    }
    for (let i = 0; i < tree.sources.length; i++) {
      const source = tree.sources[i];
      decided[source] = source === self ? this.#own : values[i];
    }
  }

  /** `values` once resolved, by node: what was chosen, and at the child that stands for `self` what was told. */
  votedTree(): Int32Array {
    return this.values;
  }
}
