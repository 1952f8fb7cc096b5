/**
 * Who fails how, and what there is to choose: the executions of the hybrid fault model, spelt out for one
 * placement of the kinds and counted for all.
 *
 *   kind         what it sends to the good and the omissive, beyond its fixed part          choices
 *   good         what the protocol asks
 *   benign       errors, always                                                             1
 *   symmetric    one value per path, the same to all                                        values
 *   omissive     to each receiver, for each path: what the protocol asks, or an error       2
 *   asymmetric   to each receiver, for each path: a value, an error, a reported error (omh) values + 1, + 2
 *
 * A *choice* is one of these slots; one execution is one pick for every choice, times the value of a source that
 * is good or omissive (of the others' value nothing is ever heard). Slots whose receiver is benign, symmetric or
 * asymmetric are no choice, because what such a computer sends does not depend on what it is told. An omissive one
 * does pass on what it was told, so what it is told counts, although nobody asks what it decides.
 *
 * The source is computer 0. Silence and malformed packets are errors, so "error" covers them.
 */
import type { HybridFaults } from '../../firmware/agreement/hybrid-bound.js';
import type { EigTree } from '../../firmware/agreement/eig-tree.js';
import { ERROR, reported } from '../../firmware/agreement/hybrid-vote.js';

export const KINDS = ['good', 'benign', 'symmetric', 'omissive', 'asymmetric'] as const;
export type Kind = (typeof KINDS)[number];
export type KindCounts = Readonly<Record<Kind, number>>;

/** One packet of an execution, to a receiver whose further words depend on it. */
export interface CastPacket {
  readonly round: number;
  readonly sender: number;
  readonly receiver: number;
  readonly kind: Exclude<Kind, 'benign'>;
  /** For each message: the choice that decides it; empty for a good sender. */
  readonly choices: Int32Array;
  /** For each message: the node of the path it came through, −1 for the source's own word. */
  readonly told: Int32Array;
}

export interface Cast {
  readonly kinds: readonly Kind[];
  /** Picks per choice. */
  readonly radix: readonly number[];
  /** The choice that is the source's value; −1 where the source's value is never heard. */
  readonly valueChoice: number;
  /** In the order of their rounds. */
  readonly packets: readonly CastPacket[];
}

export interface Alphabet {
  /** Values that may be said. */
  readonly values: number;
  /** Whether an asymmetric computer may also say that it was told an error. */
  readonly reportedError: boolean;
}

/** The words an asymmetric computer picks from: 1 … values, E, and R(E) where there is one. */
export function asymmetricWords({ values, reportedError }: Alphabet): Int32Array {
  const plain = Array.from({ length: values }, (_, i) => i + 1);
  return Int32Array.from([...plain, ERROR, ...(reportedError ? [reported(ERROR)] : [])]);
}

/** What it sends to others depends on what it is told. */
export function passesOn(kind: Kind): boolean {
  return kind === 'good' || kind === 'omissive';
}

/** How many computers are of each kind; `good` is negative where there are more faults than computers. */
export function kindCounts(computers: number, mix: HybridFaults): KindCounts {
  const { asymmetric, symmetric, benign, omissiveAsymmetric: omissive } = mix;
  return {
    good: computers - asymmetric - symmetric - benign - omissive,
    benign,
    symmetric,
    omissive,
    asymmetric,
  };
}

/** Every way to place the kinds on computers 0 … n−1; none where there are more faults than computers. */
export function placements(computers: number, mix: HybridFaults): Kind[][] {
  const place = (left: KindCounts, count: number): Kind[][] => {
    if (count === 0) return [[]];
    return KINDS.filter((kind) => left[kind] > 0).flatMap((kind) =>
      place({ ...left, [kind]: left[kind] - 1 }, count - 1).map((rest) => [kind, ...rest]),
    );
  };
  const counts = kindCounts(computers, mix);
  return counts.good < 0 ? [] : place(counts, computers);
}

/** The choices and packets of one placement on a tree whose only source is 0. */
export function castOf(tree: EigTree, kinds: readonly Kind[], alphabet: Alphabet): Cast {
  const radix: number[] = [];
  const valueChoice = passesOn(kinds[0]) ? radix.push(alphabet.values) - 1 : -1;
  const perSlot = asymmetricWords(alphabet).length;
  const packets: CastPacket[] = [];
  for (let round = 1; round <= tree.rounds; round++) {
    for (let sender = 0; sender < tree.computers; sender++) {
      const kind = kinds[sender];
      if (kind === 'benign') continue;
      const choiceOfPath = new Map<number, number>();
      for (let receiver = 0; receiver < tree.computers; receiver++) {
        const told = tree.told(round, sender, receiver);
        if (told.length === 0 || receiver === sender || !passesOn(kinds[receiver])) continue;
        const choices: number[] = [];
        for (const path of kind === 'good' ? [] : told) {
          let choice = kind === 'symmetric' ? choiceOfPath.get(path) : undefined;
          if (choice === undefined) {
            choice = radix.length;
            radix.push(kind === 'symmetric' ? alphabet.values : kind === 'omissive' ? 2 : perSlot);
            choiceOfPath.set(path, choice);
          }
          choices.push(choice);
        }
        packets.push({ round, sender, receiver, kind, choices: Int32Array.from(choices), told });
      }
    }
  }
  return { kinds, radix, valueChoice, packets };
}
