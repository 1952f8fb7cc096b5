/**
 * What traitors can legally send in SM(m), given the chains that there are: their own names added to them.
 *
 *   length r − 1, with good signatures   +   a traitor who has not signed   =   legal in round r
 *
 * A chain whose signatures are good and whose last signer is a traitor is theirs to make at any time; one that ends
 * with a good name exists once that computer has signed it. Both are collected round by round, so legality is
 * never checked: what is not legal is never made.
 */
import type { ChainWriter, Chain } from './chain-writer.js';
import type { Transferability } from './signature-oracle.js';

export interface RepertoireShape {
  readonly computers: number;
  readonly faults: number;
  /** Ids, ascending. */
  readonly traitors: readonly number[];
  readonly signatures: Transferability;
}

/** A message that a traitor sends. */
export interface SentChain extends Chain {
  readonly round: number;
  readonly sender: number;
  readonly receiver: number;
}

/** One legal message, and the ways to send it, each written out; not sending it is one way more. */
export interface Option {
  readonly sender: number;
  readonly ways: readonly { readonly sent: SentChain; readonly words: Int32Array }[];
}

/** The source of the values. */
export const COMMANDER = 0;

export class SignedRepertoire {
  readonly #shape: RepertoireShape;
  readonly #writer: ChainWriter;
  readonly #options = new Map<string, Option>();

  constructor(shape: RepertoireShape, writer: ChainWriter) {
    this.#shape = shape;
    this.#writer = writer;
  }

  /** The chains that a traitor can make of these by signing them too. */
  extended(chains: readonly Chain[]): Chain[] {
    return chains.flatMap(({ value, signers }) =>
      this.#shape.traitors
        .filter((id) => (signers.length === 0 ? id === COMMANDER : !signers.includes(id)))
        .map((id) => ({ value, signers: [...signers, id] })),
    );
  }

  /** What traitors can make of these for this receiver, by value, then signers. */
  optionsOf(chains: readonly Chain[], receiver: number): Option[] {
    return this.extended(chains)
      .filter(({ signers }) => !signers.includes(receiver))
      .sort(byArrival)
      .map((chain) => {
        const key = `${receiver} ${chain.value}: ${chain.signers.join(' ')}`;
        const option = this.#options.get(key) ?? this.#optionOf(chain, receiver);
        this.#options.set(key, option);
        return option;
      });
  }

  #optionOf({ value, signers }: Chain, receiver: number): Option {
    const round = signers.length;
    const sender = signers[round - 1];
    const sent = { round, sender, receiver, value, signers };
    const ways =
      this.#shape.signatures === 'transferable'
        ? [sent]
        : subsets(this.#onlookers(sent)).map((shown) => ({
            ...sent,
            convinces: [receiver, ...shown].sort(byNumber),
          }));
    return { sender, ways: ways.map((way) => ({ sent: way, words: this.#write(way) })) };
  }

  /** Whom a vector convinces besides its receiver matters only where the chain can be shown to them. */
  #onlookers({ round, receiver, signers }: SentChain): number[] {
    const { computers, faults, traitors } = this.#shape;
    if (round > faults) return [];
    return Array.from({ length: computers }, (_, id) => id).filter(
      (id) => id !== receiver && !traitors.includes(id) && !signers.includes(id),
    );
  }

  #write(chain: Chain): Int32Array {
    const words = new Int32Array(this.#writer.words(chain.signers.length));
    const { traitors } = this.#shape;
    if (this.#writer.write(chain, { traitors, source: COMMANDER }, words, 0)) {
      throw new Error(`chain ${chain.signers.join(' ')} of ${chain.value} was taken for legal and is forged`);
    }
    return words;
  }
}

/** By value, then signers. */
function byArrival(a: Chain, b: Chain): number {
  if (a.value !== b.value) return byNumber(a.value, b.value);
  const differs = a.signers.findIndex((id, i) => id !== b.signers[i]);
  return differs < 0 ? 0 : byNumber(a.signers[differs], b.signers[differs]);
}

function byNumber(a: number, b: number): number {
  return a - b;
}

function subsets(ids: readonly number[]): number[][] {
  return Array.from({ length: 2 ** ids.length }, (_, bits) => ids.filter((_id, i) => (bits >>> i) & 1));
}
