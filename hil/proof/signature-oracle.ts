/**
 * Signatures that cannot be forged because there is nothing to compute: an oracle remembers who signed what.
 *
 *   sign(signer, message)   → a number that stands for this pair, the same each time
 *   verify                  → whether the tag is that number; 0 never is
 *
 * Proofs about SM assume that a good signature exists only if its owner made it; here that is so by construction.
 * A real provider would make the counts depend on a key and the proof on its strength. A *vector* has one such
 * word for each receiver, and each receiver looks at its own: what convinces one need not convince the next.
 */
import type { Signatures } from '../../firmware/agreement/signatures.js';

export type Transferability = 'transferable' | 'vector';

export interface OracleShape {
  readonly computers: number;
  readonly signatures: Transferability;
}

export class SignatureOracle {
  readonly computers: number;
  readonly transferable: boolean;
  /** int32 words of a tag. */
  readonly tagWords: number;
  /** Messages that were signed, by hash; a message is its words behind the signer. */
  readonly #messages = new Map<number, { readonly words: Int32Array; readonly number: number }[]>();
  #count = 0;

  constructor({ computers, signatures }: OracleShape) {
    this.computers = computers;
    this.transferable = signatures === 'transferable';
    this.tagWords = this.transferable ? 1 : computers;
  }

  /** What one computer holds: it signs for itself and checks everyone. */
  providerOf(self: number): Signatures {
    const { tagWords, transferable, computers } = this;
    return {
      kind: transferable ? 'ed25519' : 'hmac',
      transferable,
      tagWords,
      sign: (message, length, out, at) => {
        out.fill(this.sign(self, message, length), at, at + tagWords);
      },
      verify: (signer, message, length, tag, at) => {
        if (signer < 0 || signer >= computers) return false;
        const word = tag[transferable ? at : at + self];
        return word !== 0 && word === this.madeBy(signer, message, length);
      },
    };
  }

  /** The number of this signature, made now if it was not before. */
  sign(signer: number, message: Int32Array, length: number): number {
    const made = this.madeBy(signer, message, length);
    if (made !== 0) return made;
    const hash = hashOf(signer, message, length);
    const known = this.#messages.get(hash) ?? [];
    known.push({ words: Int32Array.of(signer, ...message.subarray(0, length)), number: ++this.#count });
    this.#messages.set(hash, known);
    return this.#count;
  }

  /** The number of this signature; 0 if it was never made. */
  madeBy(signer: number, message: Int32Array, length: number): number {
    const known = this.#messages.get(hashOf(signer, message, length));
    if (known === undefined) return 0;
    for (const { words, number } of known) if (isSame(words, signer, message, length)) return number;
    return 0;
  }
}

function hashOf(signer: number, message: Int32Array, length: number): number {
  let hash = signer + 1;
  for (let w = 0; w < length; w++) hash = Math.imul(hash ^ message[w], 0x9e3779b1) ^ (hash >>> 15);
  return hash;
}

function isSame(words: Int32Array, signer: number, message: Int32Array, length: number): boolean {
  if (words.length !== length + 1 || words[0] !== signer) return false;
  for (let w = 0; w < length; w++) if (words[w + 1] !== message[w]) return false;
  return true;
}
