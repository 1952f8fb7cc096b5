/**
 * The tree of who-said-who-said, laid flat (exponential information gathering, Bar-Noy, Dolev, Dwork and Strong
 * 1987). A node is a path of distinct computers, source first; at a computer it holds what the last of the path
 * told it the others of the path had said.
 *
 *   level 1   (0)          (1)          …      one node per source
 *   level 2   (0 1) (0 2) (0 3)  (1 0) …       n−1 children each, next to each other
 *
 * Children of the node with index i at level r are i·(n−r) … i·(n−r)+n−r−1 at level r+1, in id order, so a vote
 * is over a contiguous run, and the path is never stored: it follows from the place. The lists below say, for
 * every round, sender and receiver, which nodes of the sender's tree make up the packet and where they go in the
 * receiver's; they are computed once for a rig, and an exchange then is two copies per message.
 *
 * A computer tells itself nothing, but the paper lets a lieutenant vote with the value it got directly as its
 * own share. The child (σ, i) at computer i is the place for it: copied from σ when σ is voted on.
 *
 * The alternative, a recursive procedure as the paper writes it, allocates or recurses per message and is what
 * the tests use as the second opinion.
 */

export interface TreeShape {
  /** n, 2 … 16. */
  readonly computers: number;
  /** m, 0 … n−2: the tree has m+1 levels. */
  readonly faults: number;
  /** Commanders; all computers if left out. */
  readonly sources?: readonly number[];
}

export class EigTree {
  readonly computers: number;
  readonly rounds: number;
  readonly sources: readonly number[];
  /** Nodes of all levels together: the length of a computer's value array. */
  readonly size: number;
  /** First node of level r at [r]; [rounds + 1] = size. */
  readonly levelStart: Int32Array;
  /** Which source's tree the root at level 1 belongs to, by source id; −1 if not a source. */
  readonly rootOf: Int32Array;
  readonly #paths: number[][][];
  readonly #root: Int32Array;
  readonly #gather: Int32Array[];
  readonly #scatter: Int32Array[];
  readonly #voted: Int32Array[];
  readonly #ownChild: Int32Array[];
  readonly #firstChild: Int32Array[];

  constructor({ computers, faults, sources }: TreeShape) {
    if (!(computers >= 2 && computers <= 16 && faults >= 0 && faults <= computers - 2)) {
      throw new RangeError(
        `no tree for ${computers} computers and ${faults} faults: 2 ≤ n ≤ 16, 0 ≤ m ≤ n−2`,
      );
    }
    this.computers = computers;
    this.rounds = faults + 1;
    this.sources = sources ?? Array.from({ length: computers }, (_, id) => id);
    this.levelStart = new Int32Array(this.rounds + 2);
    this.rootOf = new Int32Array(computers).fill(-1);
    this.sources.forEach((source, index) => (this.rootOf[source] = index));
    this.#paths = this.#growPaths();
    this.size = this.levelStart[this.rounds + 1];
    this.#root = Int32Array.from(this.#paths.slice(1).flat(), (path) => this.rootOf[path[0]]);
    this.#gather = [];
    this.#scatter = [];
    this.#voted = [];
    this.#ownChild = [];
    this.#firstChild = [];
    this.#listMessages();
    this.#listVotes();
    this.#paths.length = 0;
  }

  /** Nodes of the sender's tree that it tells the receiver in this round (2 … m+1), in packet order. */
  told(round: number, sender: number, receiver: number): Int32Array {
    return this.#gather[this.#listAt(round, sender, receiver)];
  }

  /** Where the receiver keeps them: same length, same order. */
  kept(round: number, sender: number, receiver: number): Int32Array {
    return this.#scatter[this.#listAt(round, sender, receiver)];
  }

  /** Nodes that computer `self` votes on, deepest level first. */
  voted(self: number): Int32Array {
    return this.#voted[self];
  }

  /** For each of `voted(self)`: the child that stands for `self`. */
  ownChild(self: number): Int32Array {
    return this.#ownChild[self];
  }

  /** For each of `voted(self)`: its first child. */
  firstChild(self: number): Int32Array {
    return this.#firstChild[self];
  }

  /** Level of a node: the length of its path, 1 … m+1. */
  levelOf(node: number): number {
    let level = 1;
    while (node >= this.levelStart[level + 1]) level++;
    return level;
  }

  /** The root (level 1) above a node: where its source's own words are kept. */
  rootAt(node: number): number {
    return this.#root[node];
  }

  /** Children of a node at this level. */
  childCount(level: number): number {
    return this.computers - level;
  }

  /** The path of a node, source first. For explanations; not for the hot path. */
  pathOf(node: number): number[] {
    const level = this.levelOf(node);
    let index = node - this.levelStart[level];
    const ranks: number[] = [];
    for (let r = level; r > 1; r--) {
      ranks.unshift(index % (this.computers - r + 1));
      index = Math.floor(index / (this.computers - r + 1));
    }
    const path = [this.sources[index]];
    for (const rank of ranks) {
      const others: number[] = [];
      for (let id = 0; id < this.computers; id++) if (!path.includes(id)) others.push(id);
      path.push(others[rank]);
    }
    return path;
  }

  #listAt(round: number, sender: number, receiver: number): number {
    return (round * this.computers + sender) * this.computers + receiver;
  }

  #growPaths(): number[][][] {
    const levels: number[][][] = [[], this.sources.map((source) => [source])];
    this.levelStart[1] = 0;
    this.levelStart[2] = this.sources.length;
    for (let level = 2; level <= this.rounds; level++) {
      const paths: number[][] = [];
      for (const path of levels[level - 1]) {
        for (let id = 0; id < this.computers; id++) if (!path.includes(id)) paths.push([...path, id]);
      }
      levels.push(paths);
      this.levelStart[level + 1] = this.levelStart[level] + paths.length;
    }
    return levels;
  }

  #listMessages(): void {
    const n = this.computers;
    const gather: number[][] = Array.from({ length: (this.rounds + 1) * n * n }, () => []);
    const scatter: number[][] = Array.from({ length: (this.rounds + 1) * n * n }, () => []);
    for (let round = 1; round <= this.rounds; round++) {
      this.#paths[round].forEach((path, index) => {
        const sender = path[round - 1];
        const parent = round === 1 ? -1 : this.levelStart[round - 1] + Math.floor(index / (n - round + 1));
        for (let receiver = 0; receiver < n; receiver++) {
          if (path.includes(receiver)) continue;
          const list = this.#listAt(round, sender, receiver);
          gather[list].push(parent);
          scatter[list].push(this.levelStart[round] + index);
        }
      });
    }
    for (const list of gather) this.#gather.push(Int32Array.from(list));
    for (const list of scatter) this.#scatter.push(Int32Array.from(list));
  }

  #listVotes(): void {
    for (let self = 0; self < this.computers; self++) {
      const voted: number[] = [];
      const ownChild: number[] = [];
      const firstChild: number[] = [];
      for (let level = this.rounds - 1; level >= 1; level--) {
        this.#paths[level].forEach((path, index) => {
          if (path.includes(self)) return;
          const first = this.levelStart[level + 1] + index * (this.computers - level);
          let rank = self;
          for (const id of path) if (id < self) rank--;
          voted.push(this.levelStart[level] + index);
          ownChild.push(first + rank);
          firstChild.push(first);
        });
      }
      this.#voted.push(Int32Array.from(voted));
      this.#ownChild.push(Int32Array.from(ownChild));
      this.#firstChild.push(Int32Array.from(firstChild));
    }
  }
}
