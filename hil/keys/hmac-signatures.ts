/**
 * An authenticator vector: one tag for each receiver, under a key that only the two of them hold.
 *
 *   tag of computer 2, n = 4      [ for 0 | for 1 | for 2 | for 3 ]      4 words each
 *                                      key(2→0) …          key(2→3)
 *
 * An entry is HMAC-SHA-256 cut to its first 128 bits (RFC 2104, section 5). A receiver checks its own entry and
 * cannot judge the others, which is the vector's weakness: with a good entry for B and garbage for C, B believes and
 * C, to whom B shows it, does not. A check costs a thirtieth of a signature's and is proof to the receiver alone, so
 * `transferable` is false. One key for each *ordered* pair: with one for both ways, a tag could be sent back to its
 * maker as the other's.
 */
import { createHmac, type KeyObject } from 'node:crypto';
import type { Signatures } from '../../firmware/agreement/signatures.js';
import { holdsWords, sameTag } from '../../firmware/agreement/tag.js';
import { WordBytes, writeWords } from './word-bytes.js';

/** Words of one receiver's entry. */
export const HMAC_ENTRY_WORDS = 4;

export class HmacSignatures implements Signatures {
  readonly kind = 'hmac';
  readonly transferable = false;
  readonly tagWords: number;
  readonly #self: number;
  readonly #to: readonly KeyObject[];
  readonly #from: readonly KeyObject[];
  readonly #message = new WordBytes();
  readonly #expected = new Int32Array(HMAC_ENTRY_WORDS);

  /** `to`, `from`: by the other computer's id, this one included, the keys of self → other and other → self. */
  constructor({
    self,
    to,
    from,
  }: {
    self: number;
    to: readonly KeyObject[];
    from: readonly KeyObject[];
  }) {
    this.tagWords = HMAC_ENTRY_WORDS * to.length;
    this.#self = self;
    this.#to = [...to];
    this.#from = [...from];
  }

  sign(message: Int32Array, length: number, out: Int32Array, at: number): void {
    const bytes = this.#message.of(message, { at: 0, count: length });
    for (const [receiver, key] of this.#to.entries())
      writeEntry(key, bytes, out, at + HMAC_ENTRY_WORDS * receiver);
  }

  verify(signer: number, message: Int32Array, length: number, tag: Int32Array, at: number): boolean {
    const key: KeyObject | undefined = this.#from[signer];
    if (key === undefined) return false;
    if (!holdsWords(message, { at: 0, count: length })) return false;
    if (!holdsWords(tag, { at, count: this.tagWords })) return false;
    writeEntry(key, this.#message.of(message, { at: 0, count: length }), this.#expected, 0);
    return sameTag(this.#expected, tag, at + HMAC_ENTRY_WORDS * this.#self);
  }
}

function writeEntry(key: KeyObject, message: Buffer, out: Int32Array, at: number): void {
  const digest = createHmac('sha256', key).update(message).digest();
  writeWords(digest.subarray(0, 4 * HMAC_ENTRY_WORDS), out, at);
}
