/**
 * Early deciding for OM(m): after which round was the outcome settled, whatever the rest of the exchange brings?
 *
 *   real faults t          0    1    2    …    m−1, m
 *   settled after round    2    3    4    …    m+1             min(t + 2, m + 1), for n ≥ 3m + 1
 *
 * An observer: it reads what a computer was told and changes nothing. That computer still relays its remaining
 * rounds and votes as ever; on a fixed period early deciding buys slack and not a shorter frame.
 *
 * A node σ of level l is *settled* to v after round r if in every exchange that continues what was told so far,
 * with at most m faults, the computers of σ before its last all faulty, the vote on σ will come out as v. There
 * are then m−l+1 faults left for the last computer p of σ and those outside.
 *
 *   p is good     then the vote gives what p told (lemma 1, n ≥ 3m+1). Ruled out if more than m−l+1 others say
 *                 they were told otherwise: one of them would be good, and p two-faced.
 *   p is faulty   then m−l faults are left among the children. A child counts as what it is settled to; an
 *                 unsettled one as what it told, but m−l of these may turn out otherwise; my own share is certain.
 *
 * σ is settled if both cases give the same v, or the first is ruled out. Below the last round told nothing is
 * settled, so the rule works upwards, like the vote.
 *
 * Why t + 2 is reached. Paths of t + 1 computers have a good one. A node whose last is good is settled to what it
 * told: at level t+1 since n−l−t of its n−l children say so and at most m−l of them could turn, above that since
 * its good children are settled. A node of faulty computers only has settled children alone, so its vote is known;
 * and if its last is not caught, n−m−1 children say what it told, all but t−l of them good: more than half of the
 * n−l where m + 3l > 2t + 1, hence for t ≤ m − 2 and m ≤ 5, the most a tree of 16 carries. For t ≥ m − 1 it is
 * round m+1, in which the vote itself decides.
 *
 * Waiting until everything is known of every set of faults that fits what was told would settle some exchanges
 * sooner, and costs a tree for each set.
 */
import { majority } from './choice.js';
import type { EigTree } from './eig-tree.js';

export interface EarlyDecisionConfig {
  /** n ≥ 3m + 1: below that, "settled" would not be true. */
  readonly tree: EigTree;
  /** The computer observed. */
  readonly self: number;
  /** The default value. The choice is `majority`. */
  readonly absent: number;
}

export class EarlyDecision {
  readonly #tree: EigTree;
  readonly #self: number;
  readonly #absent: number;
  /** By node: what it is settled to, where it is. */
  readonly #value: Int32Array;
  readonly #settled: Uint8Array;
  /** The votes on one node. */
  readonly #votes: Int32Array;

  constructor({ tree, self, absent }: EarlyDecisionConfig) {
    const faults = tree.rounds - 1;
    if (tree.computers < 3 * faults + 1) {
      throw new RangeError(`early deciding with m = ${faults} needs n ≥ 3m + 1 (have ${tree.computers})`);
    }
    this.#tree = tree;
    this.#self = self;
    this.#absent = absent;
    this.#value = new Int32Array(tree.size);
    this.#settled = new Uint8Array(tree.size);
    this.#votes = new Int32Array(tree.computers);
  }

  /**
   * After which round each source was settled, into rounds[source]; its value into values[source] if that was
   * before the last round, m+1, in which the vote itself decides. Its own is settled in round 0.
   *
   * `told`: the computer's `OralMessages.values`, by node, before `resolve`, with all rounds taken.
   */
  observe(told: Int32Array, rounds: Int32Array, values: Int32Array): void {
    const { sources, rounds: last } = this.#tree;
    for (let i = 0; i < sources.length; i++) rounds[sources[i]] = sources[i] === this.#self ? 0 : last;
    for (let round = 2; round < last; round++) {
      this.#settle(told, round);
      for (let i = 0; i < sources.length; i++) {
        const source = sources[i];
        if (rounds[source] < last || this.#settled[i] === 0) continue;
        rounds[source] = round;
        values[source] = this.#value[i];
      }
    }
  }

  /** Settles what can be settled of the first `round` levels. */
  #settle(told: Int32Array, round: number): void {
    const tree = this.#tree;
    const voted = tree.voted(this.#self);
    const ownChild = tree.ownChild(this.#self);
    const firstChild = tree.firstChild(this.#self);
    this.#settled.fill(0);
    for (let i = 0; i < voted.length; i++) {
      const node = voted[i];
      if (node >= tree.levelStart[round]) continue;
      this.#settleNode({ node, first: firstChild[i], own: ownChild[i] }, told);
    }
  }

  #settleNode({ node, first, own }: { node: number; first: number; own: number }, told: Int32Array): void {
    const tree = this.#tree;
    const votes = this.#votes;
    const level = tree.levelOf(node);
    const count = tree.childCount(level);
    const faultsLeft = tree.rounds - 1 - level;
    let denials = 0;
    let unsettled = 0;
    for (let rank = 0; rank < count; rank++) {
      const child = first + rank;
      if (child === own) {
        votes[rank] = told[node];
        continue;
      }
      if (told[child] !== told[node]) denials++;
      if (this.#settled[child] === 0) unsettled++;
      votes[rank] = this.#settled[child] === 0 ? told[child] : this.#value[child];
    }
    const value = majority(votes, 0, count, this.#absent);
    const caught = denials > faultsLeft + 1;
    if (!caught && value !== told[node]) return;
    if (unsettled > 0) {
      let kept = 0;
      let mayTurn = 0;
      for (let rank = 0; rank < count; rank++) {
        if (votes[rank] !== value) continue;
        kept++;
        if (first + rank !== own && this.#settled[first + rank] === 0) mayTurn++;
      }
      if (2 * (kept - Math.min(mayTurn, faultsLeft)) <= count) return;
    }
    this.#settled[node] = 1;
    this.#value[node] = value;
  }
}
