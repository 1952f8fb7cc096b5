/** int32 words as little-endian bytes and back, for tests that compare with what others print. */

/** Words of bytes whose number is a multiple of four. */
export function wordsOf(bytes: Uint8Array): Int32Array {
  const view = Buffer.from(bytes);
  return Int32Array.from({ length: bytes.length / 4 }, (_, i) => view.readInt32LE(4 * i));
}

/** Their bytes. */
export function bytesOf(words: Int32Array): Buffer {
  const bytes = Buffer.alloc(4 * words.length);
  words.forEach((word, i) => bytes.writeInt32LE(word, 4 * i));
  return bytes;
}
