/**
 * The workload of the OM bench: a whole cluster, every computer a source, frame after frame.
 *
 *   begin     each computer takes its report, another one every frame
 *   round r   every sender tells every receiver; a liar adds to all it says what it has for that receiver (so votes
 *             differ)
 *   resolve   every computer votes; all decisions go into a checksum
 *
 * In the two ways in which words travel: *in place*, where a receiver reads them in the sender's memory, as within
 * one process (a liar shows each receiver one of its faces), and *in packets*, where all packets of a round are
 * composed before the first is accepted, as on a bus. om-brute-force.c does the same, to the bit, as the paper's
 * recursion. All computers are sources, and not one of them, because that is what a frame is.
 */
import { majority } from '../../firmware/agreement/choice.js';
import { EigTree } from '../../firmware/agreement/eig-tree.js';
import { OralMessages } from '../../firmware/agreement/om.js';
import type { Size } from '../../firmware/agreement/bounds.js';

const ABSENT = -1;

export type Way = 'in place' | 'in packets';

export class OmExchange {
  readonly #computers: OralMessages[];
  /** What a computer adds to the values it tells another: sender·n + receiver; 0 throughout for a loyal one. */
  readonly #lie: Int32Array;
  readonly #rounds: number;
  readonly #levelStart: Int32Array;
  readonly #inPackets: boolean;
  /** What each computer shows: [0] its words, [lie] a liar's words with that added. */
  readonly #faces: Int32Array[][];
  /** The packets of one round, one behind the other. */
  readonly #packets: Int32Array;
  readonly #decided: Int32Array;

  constructor({ computers, faults, way }: Size & { way: Way }) {
    const tree = new EigTree({ computers, faults });
    this.#rounds = tree.rounds;
    this.#levelStart = tree.levelStart;
    this.#inPackets = way === 'in packets';
    this.#computers = tree.sources.map(
      (self) => new OralMessages({ tree, self, choice: majority, absent: ABSENT }),
    );
    this.#lie = new Int32Array(computers * computers);
    const liars: number[] = [];
    for (let liar = 1; liar <= 3 * faults - 2; liar += 3) {
      liars.push(liar);
      for (let to = 0; to < computers; to++) this.#lie[liar * computers + to] = (liar + to) % 3;
    }
    this.#faces = this.#computers.map(({ words }, id) =>
      liars.includes(id) ? [words, words.slice(), words.slice()] : [words],
    );
    this.#packets = new Int32Array(tree.size * computers);
    this.#decided = new Int32Array(computers);
  }

  /** Runs that many frames, 0 first; returns the checksum of all decisions (32 bits). */
  run(frames: number): number {
    let checksum = 0;
    for (let frame = 0; frame < frames; frame++) {
      this.#begin(frame);
      for (let round = 1; round <= this.#rounds; round++) {
        if (this.#inPackets) this.#exchangePackets(round);
        else this.#exchange(round);
      }
      checksum = (checksum + this.#resolve()) | 0;
    }
    return checksum >>> 0;
  }

  #begin(frame: number): void {
    const computers = this.#computers;
    for (let id = 0; id < computers.length; id++) computers[id].begin((frame * 7 + id * 1000) & 0xffff);
  }

  #exchange(round: number): void {
    const computers = this.#computers;
    const n = computers.length;
    for (let sender = 0; sender < n; sender++) {
      const faces = this.#faces[sender];
      computers[sender].tell(round);
      if (faces.length > 1) this.#putOn(faces, round);
      for (let receiver = 0; receiver < n; receiver++) {
        if (receiver !== sender)
          computers[receiver].hear(round, sender, faces[this.#lie[sender * n + receiver]]);
      }
    }
  }

  /** Writes a liar's other faces: its words of the level that this round tells, with each lie added. */
  #putOn(faces: readonly Int32Array[], round: number): void {
    const words = faces[0];
    const first = this.#levelStart[round === 1 ? 1 : round - 1];
    const end = this.#levelStart[round === 1 ? 2 : round];
    for (let lie = 1; lie < faces.length; lie++) {
      const face = faces[lie];
      for (let node = first; node < end; node++) face[node] = words[node] + lie;
    }
  }

  #exchangePackets(round: number): void {
    const computers = this.#computers;
    const n = computers.length;
    const packets = this.#packets;
    let end = 0;
    for (let sender = 0; sender < n; sender++) {
      for (let receiver = 0; receiver < n; receiver++) {
        if (receiver === sender) continue;
        const start = end;
        end += computers[sender].compose(round, receiver, packets, start);
        const lie = this.#lie[sender * n + receiver];
        if (lie !== 0) for (let i = start; i < end; i++) packets[i] += lie;
      }
    }
    let at = 0;
    for (let sender = 0; sender < n; sender++) {
      for (let receiver = 0; receiver < n; receiver++) {
        if (receiver === sender) continue;
        at += computers[receiver].accept(round, sender, packets, at);
      }
    }
  }

  #resolve(): number {
    const decided = this.#decided;
    const n = this.#computers.length;
    let sum = 0;
    for (let id = 0; id < n; id++) {
      this.#computers[id].resolve(decided);
      for (let source = 0; source < n; source++)
        sum = (sum + Math.imul(decided[source], 17 * id + source + 1)) | 0;
    }
    return sum;
  }
}
