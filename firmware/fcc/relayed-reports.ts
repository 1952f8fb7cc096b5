/**
 * Reports agreed by word of mouth: OM(m), and its first round alone for a triplex.
 *
 * The agreement compares values, so a row is looked at once, on arrival, and stands in the tree as the index of
 * its content (`report-table.ts`). In a packet the rows stand in the order of the tree's lists, nothing beside them.
 */
import { majority, medianBy, type Choice } from '../agreement/choice.js';
import { EigTree } from '../agreement/eig-tree.js';
import { OralMessages } from '../agreement/om.js';
import type { Slot } from '../icd/slot.js';
import type { ExchangeEvidence, ReportExchange } from './report-exchange.js';
import { NO_REPORT, ReportTable } from './report-table.js';

export interface RelayedReportsConfig {
  /** n. */
  readonly computers: number;
  /** m: relay rounds after the first. */
  readonly depth: number;
  readonly self: number;
  readonly choice: 'majority' | 'median';
  /** Words of a row. */
  readonly rowWords: number;
}

export class RelayedReports implements ReportExchange {
  readonly rounds: number;
  readonly #self: number;
  readonly #rowWords: number;
  readonly #exchange: OralMessages;
  readonly #table: ReportTable;
  readonly #values: Int32Array;
  readonly #decided: Int32Array;

  constructor({ computers, depth, self, choice, rowWords }: RelayedReportsConfig) {
    const tree = sharedTree(computers, depth);
    this.rounds = tree.rounds;
    this.#self = self;
    this.#rowWords = rowWords;
    this.#table = new ReportTable({ rows: 1 + tree.size, rowWords });
    this.#exchange = new OralMessages({
      tree,
      self,
      choice: choiceOf(choice, this.#table, computers),
      absent: NO_REPORT,
    });
    this.#values = new Int32Array(longestMessageCount(tree, self));
    this.#decided = new Int32Array(computers);
  }

  wordsMax(round: number, receiver: number): number {
    return this.#exchange.messageCount(round, receiver) * this.#rowWords;
  }

  begin(_slot: Slot, own: Int32Array): void {
    this.#table.clear();
    this.#exchange.begin(this.#table.intern(own, 0, NO_REPORT));
  }

  compose(round: number, receiver: number, out: Int32Array): number {
    const values = this.#values;
    const count = this.#exchange.compose(round, receiver, values, 0);
    const rowWords = this.#rowWords;
    for (let i = 0; i < count; i++) this.#table.copyTo(values[i], out, i * rowWords);
    return count * rowWords;
  }

  /** The row that a relay speaks of is likely the one its source sent directly: tree level 1, by source. */
  accept(round: number, sender: number, words: Int32Array, length: number): boolean {
    const { tree, words: held } = this.#exchange;
    const kept = tree.kept(round, sender, this.#self);
    const count = kept.length;
    const rowWords = this.#rowWords;
    if (length !== count * rowWords) return false;
    const values = this.#values;
    for (let i = 0; i < count; i++) {
      const direct = round === 1 ? NO_REPORT : held[tree.rootAt(kept[i])];
      values[i] = this.#table.intern(words, i * rowWords, direct);
    }
    this.#exchange.accept(round, sender, values, 0);
    return true;
  }

  resolve(): void {
    this.#exchange.resolve(this.#decided);
  }

  rowTo(source: number, out: Int32Array, at: number, words: number): void {
    this.#table.copyTo(this.#decided[source], out, at, words);
  }

  evidence(into: ExchangeEvidence): void {
    const { tree, words } = this.#exchange;
    const decided = this.#decided;
    into.deceived = 0;
    for (let source = 0; source < decided.length; source++) {
      into.conflicts[source] = 0;
      if (source !== this.#self && words[source] !== decided[source]) into.deceived |= 1 << source;
    }
    if (tree.rounds === 1) return;
    for (let relay = 0; relay < decided.length; relay++) {
      const told = tree.told(2, relay, this.#self);
      for (let i = 0; i < told.length; i++) {
        const source = told[i];
        if (this.#exchange.relayedBy(relay, source) !== decided[source]) into.conflicts[relay] |= 1 << source;
      }
    }
  }
}

/** Which source's row stands at `index` of the relays that `sender` sends `receiver` in `round` (2 … m+1). */
export function relayedSource(
  { computers, depth }: { computers: number; depth: number },
  place: { round: number; sender: number; receiver: number; index: number },
): number {
  const tree = sharedTree(computers, depth);
  const node = tree.told(place.round, place.sender, place.receiver)[place.index];
  return tree.sources[tree.rootAt(node)];
}

/** Trees are read-only and the same for every computer of a shape: built once. */
const trees = new Map<string, EigTree>();

function sharedTree(computers: number, faults: number): EigTree {
  const shape = `${computers}/${faults}`;
  const known = trees.get(shape);
  if (known !== undefined) return known;
  const tree = new EigTree({ computers, faults });
  trees.set(shape, tree);
  return tree;
}

function longestMessageCount(tree: EigTree, self: number): number {
  let longest = 1;
  for (let round = 1; round <= tree.rounds; round++) {
    for (let other = 0; other < tree.computers; other++) {
      longest = Math.max(longest, tree.told(round, self, other).length, tree.kept(round, other, self).length);
    }
  }
  return longest;
}

function choiceOf(name: 'majority' | 'median', table: ReportTable, computers: number): Choice {
  switch (name) {
    case 'majority':
      return majority;
    case 'median':
      return medianBy((a, b) => table.compare(a, b), computers);
    default:
      return name satisfies never;
  }
}
