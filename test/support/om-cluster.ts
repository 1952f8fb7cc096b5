/**
 * A cluster of the firmware's `OralMessages`, driven packet by packet, with an adversary between compose and
 * accept; a packet with nothing in it never arrives. Built once for a size and used for many exchanges, so that a
 * test can try thousands of lies.
 */
import type { Choice } from '../../firmware/agreement/choice.js';
import { EigTree } from '../../firmware/agreement/eig-tree.js';
import { OralMessages } from '../../firmware/agreement/om.js';
import type { Say } from './naive-om.js';

export interface ClusterShape {
  readonly computers: number;
  readonly faults: number;
  readonly sources: readonly number[];
  readonly choice: Choice;
  readonly absent: number;
}

export class OmCluster {
  readonly tree: EigTree;
  readonly #nodes: OralMessages[];
  readonly #decided: Int32Array[];
  readonly #absent: number;
  readonly #words: Int32Array;
  readonly #paths: number[][];

  constructor({ computers, faults, sources, choice, absent }: ClusterShape) {
    this.tree = new EigTree({ computers, faults, sources });
    this.#nodes = Array.from(
      { length: computers },
      (_, self) => new OralMessages({ tree: this.tree, self, choice, absent }),
    );
    this.#decided = this.#nodes.map(() => new Int32Array(computers));
    this.#absent = absent;
    this.#words = new Int32Array(this.tree.size);
    this.#paths = Array.from({ length: this.tree.size }, (_, node) => this.tree.pathOf(node));
  }

  /** One exchange; own[i] is computer i's own value. Returns decided[computer][source]; reused by the next call. */
  run(own: readonly number[], say: Say, sometimes?: { lies: number }): readonly Int32Array[] {
    const { tree } = this;
    const words = this.#words;
    this.#nodes.forEach((node) => node.begin(own[node.self]));
    for (let round = 1; round <= tree.rounds; round++) {
      for (let sender = 0; sender < tree.computers; sender++) {
        for (let receiver = 0; receiver < tree.computers; receiver++) {
          if (receiver === sender) continue;
          const count = this.#nodes[sender].compose(round, receiver, words, 0);
          const told = tree.told(round, sender, receiver);
          let spoken = 0;
          for (let i = 0; i < count; i++) {
            const path = round === 1 ? [] : this.#paths[told[i]];
            const honest = words[i];
            const said = say({ path, sender, receiver }, honest);
            if (said !== undefined) spoken++;
            words[i] = said ?? this.#absent;
            if (sometimes && words[i] !== honest) sometimes.lies++;
          }
          if (spoken > 0) this.#nodes[receiver].accept(round, sender, words, 0);
        }
      }
    }
    this.#nodes.forEach((node, i) => node.resolve(this.#decided[i]));
    return this.#decided;
  }
}

/** Whether the good computers other than the source hold the same value, and whether it is what a good source sent. */
export function judge(
  decided: readonly Int32Array[],
  { source, traitors, sent }: { source: number; traitors: readonly number[]; sent: number },
): { ic1: boolean; ic2: boolean } {
  const held: number[] = [];
  for (let id = 0; id < decided.length; id++) {
    if (id !== source && !traitors.includes(id)) held.push(decided[id][source]);
  }
  return {
    ic1: held.every((value) => value === held[0]),
    ic2: traitors.includes(source) || held.every((value) => value === sent),
  };
}

/** Every k-subset of 0 … n−1, in order. */
export function subsets(n: number, k: number): number[][] {
  if (k === 0) return [[]];
  if (n < k) return [];
  return [...subsets(n - 1, k), ...subsets(n - 1, k - 1).map((rest) => [...rest, n - 1])];
}
