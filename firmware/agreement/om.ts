/**
 * Oral messages, OM(m) (Lamport, Shostak and Pease 1982, section 3), as one computer runs it for every source at
 * once.
 *
 *   round 1     tell everyone my own value                       begin, tell or compose
 *   round r     tell each receiver what I was told last round    hear or accept, tell or compose
 *   at the end  vote from the leaves up                          resolve
 *
 * Values are int32 and only ever compared; `absent` is the default that stands for every message that did not
 * come. OM(0) is the plain exchange of a triplex: use what you were told. The object holds one frame's memory
 * and nothing that lasts; nothing is allocated after construction.
 *
 * Words travel in one of two ways. In a *packet* (`compose`, `accept`) stands exactly what the receiver is told, in
 * an order both derive from the tree. In the memory of one process they need not be packed: `hear` takes the
 * sender's own words (or, of a liar, any words), from which the receiver reads those that are meant for it.
 *
 * Why a vote over n − |σ| values with n > 3m is safe: at a node whose last computer is good, every good
 * computer below it relays the same value, and they outnumber the bad ones by the induction in the paper's
 * lemma 1 (n > 2k + m); the default is one constant, so even where no value wins, good computers choose alike.
 */
import type { Choice } from './choice.js';
import type { EigTree } from './eig-tree.js';
import { gather, scatter } from './packet-copy.js';
import { VoteTree } from './vote-tree.js';

export interface OralMessagesConfig {
  readonly tree: EigTree;
  /** This computer's id. */
  readonly self: number;
  readonly choice: Choice;
  /** The default value. */
  readonly absent: number;
  /** Every vote is put to the choice: for one that is not the value of more than half wherever there is one. */
  readonly everyVote?: boolean;
}

export class OralMessages {
  readonly tree: EigTree;
  readonly self: number;
  /**
   * What this computer holds and may relay, by node: what it was told at levels 1 … m (level 1 for m = 0), and at
   * its own root its own value.
   */
  readonly words: Int32Array;
  readonly #absent: number;
  readonly #computers: number;
  readonly #rounds: number;
  readonly #rootOf: Int32Array;
  readonly #ownRoot: number;
  /** The tree's lists that this computer uses, at round·n + the other one's id: looked up once, not per packet. */
  readonly #told: Int32Array[] = [];
  readonly #kept: Int32Array[] = [];
  /** Of a middle round, in pairs: where a word is kept, and where it stands with its sender. */
  readonly #ways: Int32Array[] = [];
  readonly #votes: VoteTree | null;
  /** Words of the last round by sender: the sender's, our copy of its packet, or silence. */
  readonly #heard: Int32Array[];
  readonly #copies: Int32Array[];
  readonly #silence: Int32Array;
  /** By round: bitmask of the others that have said nothing in it yet. */
  readonly #unheard: Int32Array;
  readonly #others: number;
  #own: number;

  constructor({ tree, self, choice, absent, everyVote = false }: OralMessagesConfig) {
    this.tree = tree;
    this.self = self;
    this.#computers = tree.computers;
    this.#others = ((1 << tree.computers) - 1) & ~(1 << self);
    this.#rounds = tree.rounds;
    this.#unheard = new Int32Array(tree.rounds + 1);
    this.#absent = absent;
    this.#own = absent;
    this.#rootOf = tree.rootOf;
    this.#ownRoot = tree.rootOf[self];
    const held = tree.levelStart[Math.max(2, tree.rounds)];
    this.words = new Int32Array(held);
    this.#silence = new Int32Array(held).fill(absent);
    this.#heard = Array.from({ length: tree.computers }, () => this.#silence);
    this.#copies = Array.from({ length: tree.computers }, () => new Int32Array(tree.rounds > 1 ? held : 0));
    for (let round = 0; round <= tree.rounds; round++) {
      for (let other = 0; other < tree.computers; other++) {
        this.#told.push(tree.told(round, self, other));
        const kept = tree.kept(round, other, self);
        const spoken = tree.told(round, other, self);
        this.#ways.push(
          Int32Array.from({ length: 2 * kept.length }, (_, i) => (i & 1 ? spoken : kept)[i >> 1]),
        );
        this.#kept.push(
          round < tree.rounds || round === 1 ? tree.kept(round, other, self) : tree.told(round, other, self),
        );
      }
    }
    this.#votes = tree.rounds > 1 ? new VoteTree({ tree, self, choice, absent, everyVote }) : null;
  }

  /** Starts a new exchange: everything not told from here on is the default. */
  begin(own: number): void {
    this.#own = own;
    if (this.#ownRoot >= 0) this.words[this.#ownRoot] = own;
    for (let round = 1; round <= this.#rounds; round++) this.#unheard[round] = this.#others;
  }

  /** Ends a round: what was not told in it is the default. */
  #close(round: number): void {
    const unheard = this.#unheard[round];
    if (unheard === 0) return;
    this.#unheard[round] = 0;
    for (let other = 0; other < this.#computers; other++) {
      if ((unheard & (1 << other)) === 0) continue;
      if (round > 1 && round === this.#rounds) {
        this.#heard[other] = this.#silence;
        continue;
      }
      const kept = this.#kept[round * this.#computers + other];
      for (let i = 0; i < kept.length; i++) this.words[kept[i]] = this.#absent;
    }
  }

  /** The words from which receivers may `hear` what this computer tells in this round. */
  tell(round: number): Int32Array {
    if (round > 1) this.#close(round - 1);
    return this.words;
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
    this.#close(round - 1);
    const words = this.words;
    // One or two values are all a quad at OM(1) sends: not worth a call.
    if (count > 2) return gather(out, at, words, told);
    if (count > 0) out[at] = words[told[0]];
    if (count > 1) out[at + 1] = words[told[1]];
    return count;
  }

  /** Takes a packet's values (as many as the sender's `compose` wrote) from from[at …]; returns how many. */
  accept(round: number, sender: number, from: Int32Array, at: number): number {
    const kept = this.#kept[round * this.#computers + sender];
    const count = kept.length;
    let words = this.words;
    this.#unheard[round] &= ~(1 << sender);
    if (round > 1 && round === this.#rounds) {
      words = this.#copies[sender];
      this.#heard[sender] = words;
    }
    if (count > 2) return scatter(words, kept, from, at);
    if (count > 0) words[kept[0]] = from[at];
    if (count > 1) words[kept[1]] = from[at + 1];
    return count;
  }

  /**
   * Takes what a sender says in this round from its words, by node of *its* tree: those of an honest sender are
   * what it `tell`s. They must stay as they are until `resolve`.
   */
  hear(round: number, sender: number, from: Int32Array): void {
    this.#unheard[round] &= ~(1 << sender);
    if (round > 1 && round === this.#rounds) {
      this.#heard[sender] = from;
      return;
    }
    const words = this.words;
    if (round === 1) {
      const root = this.#rootOf[sender];
      if (root >= 0) words[root] = from[root];
      return;
    }
    const at = round * this.#computers + sender;
    const ways = this.#ways[at];
    for (let i = 1; i < ways.length; i += 2) words[ways[i - 1]] = from[ways[i]];
  }

  /**
   * Votes from the leaves up and writes the value chosen for every source to decided[source]; its own for itself.
   * `settled`: bitmask of the sources of which the caller knows that all say the same. Those it leaves alone.
   */
  resolve(decided: Int32Array, settled = 0): void {
    const { tree, words } = this;
    const { sources } = tree;
    const votes = this.#votes;
    const heard = this.#heard;
    for (let round = 1; round <= this.#rounds; round++) this.#close(round);
    for (let root = 0; root < sources.length; root++) {
      const source = sources[root];
      if ((settled & (1 << source)) !== 0) continue;
      decided[source] =
        root === this.#ownRoot
          ? this.#own
          : votes === null
            ? words[root]
            : votes.choose(root, 1, words, heard);
    }
  }

  /** What this computer was told, at every node of the tree. A new array: for explanations, not for the hot path. */
  toldTree(): Int32Array {
    const { tree } = this;
    const told = new Int32Array(tree.size);
    for (let round = 1; round <= this.#rounds; round++) this.#close(round);
    told.set(this.words);
    if (this.#rounds === 1) return told;
    for (let sender = 0; sender < this.#computers; sender++) {
      if (sender === this.self) continue;
      const from = this.#heard[sender];
      const kept = tree.kept(this.#rounds, sender, this.self);
      const spoken = tree.told(this.#rounds, sender, this.self);
      for (let i = 0; i < kept.length; i++) told[kept[i]] = from[spoken[i]];
    }
    return told;
  }

  /** The same once resolved: at each node voted on what was chosen, at the child that stands for `self` what was told. */
  votedTree(): Int32Array {
    const { tree, self, words } = this;
    const voted = this.toldTree();
    const ownChild = tree.ownChild(self);
    tree.voted(self).forEach((node, i) => {
      voted[ownChild[i]] = words[node];
      voted[node] =
        this.#votes === null ? words[node] : this.#votes.choose(node, tree.levelOf(node), words, this.#heard);
    });
    return voted;
  }
}
