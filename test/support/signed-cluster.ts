/**
 * A cluster of `SignedMessages` in which every computer is a source, driven packet by packet; and packets made by
 * hand, with any names on them, signed by anybody or spoilt.
 */
import {
  chainHead,
  chainWords,
  nameSigner,
  SignedWords,
  valueOffset,
  type Occasion,
} from '../../firmware/agreement/signed-chain.js';
import { SignedMessages } from '../../firmware/agreement/sm.js';
import { SignatureOracle } from '../../hil/proof/signature-oracle.js';

export const ids = (n: number): number[] => Array.from({ length: n }, (_, id) => id);

interface Shape {
  readonly computers: number;
  readonly faults: number;
  readonly valueWords?: number;
  readonly verification?: 'lazy' | 'eager';
}

/** A cluster in which every computer is a source. */
export class SignedCluster {
  readonly oracle: SignatureOracle;
  readonly nodes: SignedMessages[];
  messages = 0;
  packets = 0;
  readonly #words = new Int32Array(4096);
  readonly #valueWords: number;

  constructor({ computers, faults, valueWords = 1, verification = 'lazy' }: Shape) {
    this.oracle = new SignatureOracle({ computers, signatures: 'transferable' });
    this.#valueWords = valueWords;
    this.nodes = ids(computers).map(
      (self) =>
        new SignedMessages({
          computers,
          faults,
          self,
          absent: new Int32Array(valueWords).fill(-9),
          signatures: this.oracle.providerOf(self),
          verification,
        }),
    );
  }

  begin(occasion: Occasion, own: (id: number) => Int32Array): void {
    this.messages = 0;
    this.packets = 0;
    for (const node of this.nodes) node.begin(occasion, own(node.self));
  }

  /** One round: the speakers send to everyone, and the hearers among these listen. */
  round(round: number, speakers = ids(this.nodes.length), hearers = speakers): void {
    for (const sender of speakers) {
      for (const receiver of ids(this.nodes.length)) {
        if (receiver === sender) continue;
        const node = this.nodes[sender];
        const length = node.compose(round, receiver, this.#words, 5);
        if (length > node.wordsMax(round)) throw new RangeError(`${length} words in round ${round}`);
        if (length === 0) continue;
        this.packets++;
        this.messages += this.#words[5];
        if (hearers.includes(receiver)) this.nodes[receiver].accept(round, sender, this.#words, 5, length);
      }
    }
  }

  run(occasion: Occasion, own: (id: number) => Int32Array): void {
    this.begin(occasion, own);
    for (let round = 1; round <= this.nodes[0].rounds; round++) this.round(round);
    for (const node of this.nodes) node.resolve();
  }

  decided(id: number, source: number): number[] {
    const out = new Int32Array(this.#valueWords + 2).fill(5);
    this.nodes[id].decidedTo(source, out, 1);
    return [...out.subarray(1, 1 + this.#valueWords)];
  }

  sum(count: (node: SignedMessages) => number): number {
    return this.nodes.reduce((sum, node) => sum + count(node), 0);
  }
}

export interface Wrought {
  readonly occasion: Occasion;
  readonly source: number;
  readonly value: number;
  readonly signers: readonly number[];
  /** Positions whose tag is spoilt. */
  readonly spoilt?: readonly number[];
  /** What the signatures say, where it is not what the chain says. */
  readonly signed?: { readonly source?: number; readonly value?: number };
}

/** Packets made by hand: any chain, signed by anybody, spoilt where wanted. */
export function packetOf(oracle: SignatureOracle, chains: readonly Wrought[]): Int32Array {
  const shape = { valueWords: 1, tagWords: 1 };
  const words = [chains.length];
  for (const { occasion, source, value, signers, spoilt = [], signed = {} } of chains) {
    const { length } = signers;
    const chain = new Int32Array(chainWords(length, shape));
    const message = new SignedWords(1);
    chain[0] = chainHead({ length, source });
    chain[valueOffset(length)] = value;
    signers.forEach((signer, i) => nameSigner(chain, 1, { position: i + 1, signer }));
    message.begin(occasion);
    message.take(signed.source ?? source, Int32Array.of(signed.value ?? value), 0);
    signers.forEach((signer, i) => {
      const tag = oracle.sign(signer, message.words, message.at(i + 1, chain, 1));
      chain[valueOffset(length) + 1 + i] = spoilt.includes(i + 1) ? 0 : tag;
    });
    words.push(...chain);
  }
  return Int32Array.from(words);
}

export const NOW = { run: 3, frame: 100 };
export const one = (id: number): Int32Array => Int32Array.of(1000 + id);
