/**
 * A tag that every computer can check because every computer holds every key: proof against failure, not malice.
 *
 *   computer 2 signs with key 2  ──►  any computer recomputes the tag with key 2
 *
 * A computer that breaks does not find 64 right bits: at one try a frame and 50 frames a second that is 1e-14 an
 * hour, against the 1e-10 asked for. One that *wants* to forge holds the key. What is had for that price is a tag
 * that may be shown to anyone, 2 words long, in a hundredth of the time of a signature. A key per pair of
 * computers would withstand malice as well, and convince nobody but the receiver.
 */
import type { Signatures } from './signatures.js';
import { SIPHASH_KEY_WORDS, SIPHASH_TAG_WORDS, sipHash } from './siphash.js';
import { holdsWords, sameTag } from './tag.js';

export class SipHashSignatures implements Signatures {
  readonly kind = 'siphash';
  readonly transferable = true;
  readonly tagWords = SIPHASH_TAG_WORDS;
  /** Private to the language: nothing that prints or stores an object reaches it. */
  readonly #keys: readonly Int32Array[];
  readonly #self: number;
  readonly #expected = new Int32Array(SIPHASH_TAG_WORDS);

  /** `keys`: of every computer by id, four words each; copied. */
  constructor({ self, keys }: { self: number; keys: readonly Int32Array[] }) {
    for (const [id, key] of keys.entries()) {
      if (key.length !== SIPHASH_KEY_WORDS) throw new RangeError(`key ${id} has ${key.length} words, not 4`);
    }
    if (keys[self] === undefined) throw new RangeError(`no key for computer ${self} among ${keys.length}`);
    this.#self = self;
    this.#keys = keys.map((key) => key.slice());
  }

  sign(message: Int32Array, length: number, out: Int32Array, at: number): void {
    sipHash(this.#keys[this.#self], message, length, out, at);
  }

  verify(signer: number, message: Int32Array, length: number, tag: Int32Array, at: number): boolean {
    const key: Int32Array | undefined = this.#keys[signer];
    if (key === undefined) return false;
    if (!holdsWords(message, { at: 0, count: length })) return false;
    if (!holdsWords(tag, { at, count: SIPHASH_TAG_WORDS })) return false;
    sipHash(key, message, length, this.#expected, 0);
    return sameTag(this.#expected, tag, at);
  }
}
