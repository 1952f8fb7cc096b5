/**
 * A checksum that calls itself a signature. Teaching only: it is here to be broken.
 *
 *   tag = CRC-32C(message ‖ signer)
 *
 * There is no key, so whoever can read this file signs for anyone: a relay that is to invent a value calls the same
 * function with another id. And if nobody wanted to, 32 bits are too few: one try a frame at 50 frames a second
 * finds one after 2.7 years on average, 4e-5 an hour. It says what a CRC is for: noise, not who spoke.
 */
import { crc32c } from '../icd/crc32c.js';
import type { Signatures } from './signatures.js';
import { holdsWords, sameTag } from './tag.js';

export const CRC_TAG_WORDS = 1;

/** Longest message; the longest chain of sixteen computers with 16 words a signature has under 300. */
export const CRC_MESSAGE_WORDS_MAX = 512;

export class CrcSignatures implements Signatures {
  readonly kind = 'crc';
  readonly transferable = true;
  readonly tagWords = CRC_TAG_WORDS;
  readonly #self: number;
  readonly #computers: number;
  readonly #bytes = new Uint8Array(4 * (CRC_MESSAGE_WORDS_MAX + 1));
  readonly #expected = new Int32Array(CRC_TAG_WORDS);

  constructor({ self, computers }: { self: number; computers: number }) {
    this.#self = self;
    this.#computers = computers;
  }

  /** Throws RangeError for a message of more than 512 words. */
  sign(message: Int32Array, length: number, out: Int32Array, at: number): void {
    if (!(length <= CRC_MESSAGE_WORDS_MAX)) {
      throw new RangeError(`a message of ${length} words: at most ${CRC_MESSAGE_WORDS_MAX}`);
    }
    out[at] = this.#tagOf(this.#self, message, length);
  }

  verify(signer: number, message: Int32Array, length: number, tag: Int32Array, at: number): boolean {
    if (!(Number.isInteger(signer) && signer >= 0 && signer < this.#computers)) return false;
    if (!(length <= CRC_MESSAGE_WORDS_MAX) || !holdsWords(message, { at: 0, count: length })) return false;
    if (!holdsWords(tag, { at, count: CRC_TAG_WORDS })) return false;
    this.#expected[0] = this.#tagOf(signer, message, length);
    return sameTag(this.#expected, tag, at);
  }

  #tagOf(signer: number, message: Int32Array, length: number): number {
    const bytes = this.#bytes;
    for (let i = 0; i < length; i++) writeWord(bytes, 4 * i, message[i]);
    writeWord(bytes, 4 * length, signer);
    return crc32c(bytes, 0, 4 * length + 4) | 0;
  }
}

function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
}
