/**
 * Reports agreed by word of mouth: OM(m), its first round alone for a triplex, and OMH(m).
 *
 *   packet   row, row, …      in the order of the tree's lists, nothing beside them
 *   row      report, and whatever else is agreed with it
 *
 * The agreement compares values, so a row is looked at once, on arrival, and stands in the tree as the index of
 * its content (`report-table.ts`).
 */
import { majority, medianBy, type Choice } from '../agreement/choice.js';
import { EigTree } from '../agreement/eig-tree.js';
import { OralMessages } from '../agreement/om.js';
import { HybridMessages } from '../agreement/omh.js';
import type { Slot } from '../icd/slot.js';
import type { ExchangeEvidence, ReportExchange } from './report-exchange.js';
import { NO_REPORT, ReportTable } from './report-table.js';

export interface RelayedReportsConfig {
  /** n. */
  readonly computers: number;
  /** m: relay rounds after the first. */
  readonly depth: number;
  readonly self: number;
  /** How OM chooses; `hybrid` is OMH. */
  readonly choice: 'majority' | 'median' | 'hybrid';
  /** Words of a row. */
  readonly rowWords: number;
}

export class RelayedReports implements ReportExchange {
  readonly rounds: number;
  readonly dueRounds: number;
  readonly #self: number;
  readonly #computers: number;
  readonly #rowWords: number;
  readonly #tree: EigTree;
  readonly #exchange: OralMessages | HybridMessages;
  /** The same where one round of relays and oral votes are all there is: what all say alike needs no vote then. */
  readonly #oralOnce: OralMessages | null;
  readonly #table: ReportTable;
  /** Whose rows a packet holds, in their order, at round·n + sender. */
  readonly #sources: Int32Array[] = [];
  readonly #values: Int32Array;
  readonly #decided: Int32Array;
  /** What each source told me itself; for myself, my own. */
  readonly #direct: Int32Array;
  /** By relay: what it said of each source in round 2; and the bitmask of the relays that said something. */
  readonly #relayed: readonly Int32Array[];
  #relays = 0;
  /** By source: relays that said in round 2 what it told me itself, and how many a frame without faults has. */
  readonly #alike: Int32Array;
  readonly #alikeDue: number;

  constructor({ computers, depth, self, choice, rowWords }: RelayedReportsConfig) {
    const tree = sharedTree(computers, depth);
    this.rounds = this.dueRounds = tree.rounds;
    this.#self = self;
    this.#computers = computers;
    this.#rowWords = rowWords;
    this.#tree = tree;
    this.#table = new ReportTable({ rows: 1 + tree.size, rowWords, nests: choice === 'hybrid' });
    this.#exchange =
      choice === 'hybrid'
        ? new HybridMessages({ tree, self, otherwise: NO_REPORT })
        : new OralMessages({
            tree,
            self,
            choice: choiceOf(choice, this.#table, computers),
            absent: NO_REPORT,
          });
    this.#oralOnce = tree.rounds === 2 && this.#exchange instanceof OralMessages ? this.#exchange : null;
    for (let round = 0; round <= tree.rounds; round++) {
      for (let sender = 0; sender < computers; sender++) {
        this.#sources.push(tree.kept(round, sender, self).map((node) => tree.sources[tree.rootAt(node)]));
      }
    }
    this.#values = new Int32Array(longestMessageCount(tree, self));
    this.#decided = new Int32Array(computers);
    this.#direct = new Int32Array(computers);
    this.#relayed = Array.from({ length: computers }, () => new Int32Array(computers));
    this.#alike = new Int32Array(computers);
    this.#alikeDue = this.rounds === 1 ? 0 : computers - 2;
  }

  wordsMax(round: number, receiver: number): number {
    return this.#tree.told(round, this.#self, receiver).length * this.#rowWords;
  }

  begin(_slot: Slot, own: Int32Array): void {
    this.#table.clear();
    for (let i = 0; i < this.#computers; i++) this.#direct[i] = NO_REPORT;
    for (let i = 0; i < this.#computers; i++) this.#alike[i] = 0;
    this.#relays = 0;
    const interned = this.#table.intern(own, 0, NO_REPORT);
    const value = interned < NO_REPORT ? NO_REPORT : interned;
    this.#direct[this.#self] = value;
    this.#exchange.begin(value);
  }

  compose(round: number, receiver: number, out: Int32Array): number {
    const values = this.#values;
    const count = this.#exchange.compose(round, receiver, values, 0);
    this.#table.copyRowsTo(values, count, out);
    return count * this.#rowWords;
  }

  /** The row that a relay speaks of is likely the one its source sent directly. */
  accept(round: number, sender: number, words: Int32Array, length: number): boolean {
    const sources = this.#sources[round * this.#computers + sender];
    const rowWords = this.#rowWords;
    if (length !== sources.length * rowWords) return false;
    const values = this.#values;
    const direct = this.#direct;
    if (round === 1) {
      values[0] = this.#table.intern(words, 0, NO_REPORT);
      direct[sender] = values[0];
    } else {
      const relayed = this.#relayed[sender];
      for (let i = 0; i < sources.length; i++) {
        const source = sources[i];
        const value = this.#table.intern(words, i * rowWords, direct[source]);
        values[i] = value;
        if (round !== 2) continue;
        relayed[source] = value;
        if (value === direct[source]) this.#alike[source]++;
      }
      if (round === 2) {
        this.#relays |= 1 << sender;
        if (this.#oralOnce !== null) return true;
      }
    }
    this.#exchange.accept(round, sender, values, 0);
    return true;
  }

  /**
   * Votes. After one round of relays the ballots about a source are what it told me and what each of the others did: where
   * they are all the same, that is the value of more than half, and any choice would take it.
   */
  resolve(): void {
    const oral = this.#oralOnce;
    if (oral === null) {
      this.#exchange.resolve(this.#decided);
      return;
    }
    let settled = 0;
    for (let source = 0; source < this.#computers; source++) {
      if (source !== this.#self && this.#alike[source] !== this.#alikeDue) continue;
      this.#decided[source] = this.#direct[source];
      settled |= 1 << source;
    }
    if (settled !== (1 << this.#computers) - 1) this.#vote(oral, settled);
  }

  /** A source is its own node of level 1, so what a relay said, by source, is what it holds, by node. */
  #vote(oral: OralMessages, settled: number): void {
    for (let relay = 0; relay < this.#computers; relay++)
      if ((this.#relays & (1 << relay)) !== 0) oral.hear(2, relay, this.#relayed[relay]);
    oral.resolve(this.#decided, settled);
  }

  vectorTo(out: Int32Array, at: number): void {
    this.#table.copyReportsTo(this.#decided, out, at);
  }

  besideTo(out: Int32Array): void {
    this.#table.copyBesideTo(this.#decided, out);
  }

  evidence(into: ExchangeEvidence): void {
    const n = this.#computers;
    const decided = this.#decided;
    into.deceived = 0;
    for (let other = 0; other < n; other++) into.conflicts[other] = 0;
    if (this.#allAlike()) return;
    for (let other = 0; other < n; other++) {
      if (other === this.#self) continue;
      if (this.#direct[other] !== decided[other]) into.deceived |= 1 << other;
      if (this.rounds === 1) continue;
      for (let source = 0; source < n; source++) {
        if (source === other || source === this.#self) continue;
        const relayed = (this.#relays & (1 << other)) === 0 ? NO_REPORT : this.#relayed[other][source];
        if (relayed !== decided[source]) into.conflicts[other] |= 1 << source;
      }
    }
  }

  /** Everyone told me of everyone what was agreed: the frame as it should be, and nearly every frame. */
  #allAlike(): boolean {
    for (let other = 0; other < this.#computers; other++) {
      if (other === this.#self) continue;
      if (this.#alike[other] !== this.#alikeDue || this.#direct[other] !== this.#decided[other]) return false;
    }
    return true;
  }
}

/** Whose rows `sender` tells `receiver` in `round`, in their order; row i begins at word i · rowWords. */
export function relayedSources(
  { computers, depth }: { computers: number; depth: number },
  { round, sender, receiver }: { round: number; sender: number; receiver: number },
): number[] {
  const tree = sharedTree(computers, depth);
  return Array.from(tree.kept(round, sender, receiver), (node) => tree.sources[tree.rootAt(node)]);
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
