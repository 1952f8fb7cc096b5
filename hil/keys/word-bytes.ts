/**
 * int32 words as their canonical bytes, little-endian, and back: what the libraries sign and what they return.
 *
 * Written byte by byte and not seen through the same buffer, which would be the host's order of bytes.
 */

/** A place that grows to the longest message asked for, so that no call allocates for its bytes. */
export class WordBytes {
  #bytes = Buffer.alloc(256);

  /** The bytes of words[at … at + count). Good until the next call. */
  of(words: Int32Array, { at, count }: { at: number; count: number }): Buffer {
    if (this.#bytes.length < 4 * count) this.#bytes = Buffer.alloc(8 * count);
    for (let i = 0; i < count; i++) this.#bytes.writeInt32LE(words[at + i], 4 * i);
    return this.#bytes.subarray(0, 4 * count);
  }
}

/** Writes bytes, four to a word, to words[at …]. */
export function writeWords(bytes: Buffer, words: Int32Array, at: number): void {
  for (let i = 0; 4 * i < bytes.length; i++) words[at + i] = bytes.readInt32LE(4 * i);
}
