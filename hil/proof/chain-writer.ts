/**
 * Chains as traitors write them: any value, any signers, and under each name the best signature there is.
 *
 *   a traitor's name   signed now: colluding traitors share their keys
 *   a good name        the signature it really made on this value and these signers before it; else a forgery,
 *                      which is the number 0 and verifies nowhere
 *
 * So what is legal is not decided here but by what good computers signed. With vectors a traitor's tag may be made
 * to convince some receivers only. Reading packets is for the bench, which wants to show them.
 */
import {
  chainHead,
  chainWords,
  lengthOf,
  nameSigner,
  signerAt,
  SignedWords,
  sourceOf,
  valueOffset,
  type ChainShape,
  type Occasion,
} from '../../firmware/agreement/signed-chain.js';
import type { SignatureOracle } from './signature-oracle.js';

export interface Chain {
  readonly value: number;
  /** In the order they signed. */
  readonly signers: readonly number[];
  /** Vectors: receivers that the traitors' tags convince; left out = all. */
  readonly convinces?: readonly number[];
}

/** Values of one word, as proofs use. */
const PROOF_VALUE_WORDS = 1;

export class ChainWriter {
  readonly #oracle: SignatureOracle;
  readonly #shape: ChainShape;
  readonly #signed = new SignedWords(PROOF_VALUE_WORDS);
  readonly #value = new Int32Array(PROOF_VALUE_WORDS);

  constructor(oracle: SignatureOracle, occasion: Occasion) {
    this.#oracle = oracle;
    this.#shape = { valueWords: PROOF_VALUE_WORDS, tagWords: oracle.tagWords };
    this.#signed.begin(occasion);
  }

  /** Words of a chain with so many signers. */
  words(length: number): number {
    return chainWords(length, this.#shape);
  }

  /** Writes it at out[at …]; returns whether a good signature had to be forged. `source`: what the head says. */
  write(
    { value, signers, convinces }: Chain,
    { traitors, source }: { readonly traitors: readonly number[]; readonly source: number },
    out: Int32Array,
    at: number,
  ): boolean {
    const length = signers.length;
    const { tagWords } = this.#oracle;
    out.fill(0, at, at + this.words(length));
    out[at] = chainHead({ length, source });
    signers.forEach((signer, i) => nameSigner(out, at + 1, { position: i + 1, signer }));
    const valueAt = at + valueOffset(length);
    out[valueAt] = value;
    this.#value[0] = value;
    this.#signed.take(source, this.#value, 0);
    let forged = false;
    signers.forEach((signer, i) => {
      const words = this.#signed.at(i + 1, out, at + 1);
      const owned = traitors.includes(signer);
      const number = owned
        ? this.#oracle.sign(signer, this.#signed.words, words)
        : this.#oracle.madeBy(signer, this.#signed.words, words);
      if (number === 0) forged = true;
      for (let w = 0; w < tagWords; w++) {
        const shown = !owned || this.#oracle.transferable || convinces === undefined || convinces.includes(w);
        out[valueAt + PROOF_VALUE_WORDS + i * tagWords + w] = shown ? number : 0;
      }
    });
    return forged;
  }

  /** The chains of a good computer's packet, with where each begins. */
  read(packet: Int32Array, at: number): (Chain & { readonly source: number; readonly at: number })[] {
    let next = at + 1;
    return Array.from({ length: packet[at] }, () => {
      const start = next;
      const length = lengthOf(packet[start]);
      next += this.words(length);
      return {
        source: sourceOf(packet[start]),
        value: packet[start + valueOffset(length)],
        signers: Array.from({ length }, (_, i) => signerAt(packet, start + 1, i + 1)),
        at: start,
      };
    });
  }
}
