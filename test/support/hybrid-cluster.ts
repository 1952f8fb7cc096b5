/**
 * A cluster of the firmware's `HybridMessages`, or of whatever is put in their place, with an adversary between
 * compose and accept. A packet with nothing in it never arrives; a word that is not said arrives as an error.
 */
import { EigTree } from '../../firmware/agreement/eig-tree.js';
import { HybridMessages, type HybridMessagesConfig } from '../../firmware/agreement/omh.js';
import type { OralPart } from '../../hil/proof/oral-part.js';
import type { Say } from './naive-om.js';
import type { Term } from './naive-omh.js';

export interface HybridShape {
  readonly computers: number;
  readonly faults: number;
  readonly sources: readonly number[];
  readonly create?: (config: HybridMessagesConfig) => OralPart;
}

export class HybridCluster {
  readonly tree: EigTree;
  readonly #parts: OralPart[];
  readonly #decided: Int32Array[];
  readonly #words: Int32Array;
  readonly #paths: number[][];

  constructor({ computers, faults, sources, create = (config) => new HybridMessages(config) }: HybridShape) {
    this.tree = new EigTree({ computers, faults, sources });
    this.#parts = Array.from({ length: computers }, (_, self) =>
      create({ tree: this.tree, self, otherwise: 1 }),
    );
    this.#decided = this.#parts.map(() => new Int32Array(computers));
    this.#words = new Int32Array(this.tree.size);
    this.#paths = Array.from({ length: this.tree.size }, (_, node) => this.tree.pathOf(node));
  }

  /** One exchange; own[i] is computer i's own word. Returns decided[computer][source]; reused by the next call. */
  run(own: readonly number[], say: Say): readonly Int32Array[] {
    const { tree } = this;
    const words = this.#words;
    this.#parts.forEach((part, id) => part.begin(own[id]));
    for (let round = 1; round <= tree.rounds; round++) {
      for (let sender = 0; sender < tree.computers; sender++) {
        for (let receiver = 0; receiver < tree.computers; receiver++) {
          if (receiver === sender) continue;
          const count = this.#parts[sender].compose(round, receiver, words, 0);
          const told = tree.told(round, sender, receiver);
          let spoken = 0;
          for (let i = 0; i < count; i++) {
            const path = round === 1 ? [] : this.#paths[told[i]];
            const said = say({ path, sender, receiver }, words[i]);
            if (said !== undefined) spoken++;
            words[i] = said ?? 0;
          }
          if (spoken > 0) this.#parts[receiver].accept(round, sender, words, 0);
        }
      }
    }
    this.#parts.forEach((part, id) => part.resolve(this.#decided[id]));
    return this.#decided;
  }
}

/** The firmware's word as the naive procedure's term: 1 → 0, 2 → 1, …, 0 → E, −1 → R(E), … */
export function termOf(word: number): Term {
  if (word > 0) return word - 1;
  return 'R('.repeat(-word) + 'E' + ')'.repeat(-word);
}

export function wordOf(term: Term): number {
  return typeof term === 'number' ? term + 1 : 1 - term.split('R').length;
}
