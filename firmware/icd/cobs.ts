/**
 * Consistent Overhead Byte Stuffing (Cheshire and Baker, 1999): a frame without zero bytes, so that 0x00 can end
 * it on a serial line and a receiver that woke up in the middle finds the next frame at the next zero.
 *
 * The decoder is strict: a zero inside the frame, a code that points past its end, or an empty last group that a
 * full one makes needless, is malformed and returns −1. The lenient decoders in use elsewhere let two byte strings
 * mean one frame, which is a way for two receivers to differ.
 */

/** Longest encoding of `length` bytes, without the delimiter. */
export function cobsLengthMax(length: number): number {
  return length + 1 + Math.floor(length / 254);
}

/** Encodes source[0 … length) into target from `at` on; returns the index past the last byte written (no delimiter). */
export function cobsEncode(source: Uint8Array, length: number, target: Uint8Array, at: number): number {
  let codeAt = at;
  let write = at + 1;
  let code = 1;
  for (let i = 0; i < length; i++) {
    const byte = source[i];
    if (byte !== 0) {
      target[write++] = byte;
      code++;
    }
    if (byte === 0 || (code === 0xff && i + 1 < length)) {
      target[codeAt] = code;
      codeAt = write++;
      code = 1;
    }
  }
  target[codeAt] = code;
  return write;
}

/** Decodes source[from … to), a frame without its delimiter, into target; returns the length, or −1 if malformed or too long. */
export function cobsDecode(source: Uint8Array, from: number, to: number, target: Uint8Array): number {
  let read = from;
  let write = 0;
  let full = false;
  if (from >= to) return -1;
  while (read < to) {
    const code = source[read++];
    if (code === 0 || read + code - 1 > to) return -1;
    if (code === 1 && read === to && full) return -1;
    if (write + code > target.length + 1) return -1;
    for (let i = 1; i < code; i++) {
      const byte = source[read++];
      if (byte === 0) return -1;
      target[write++] = byte;
    }
    full = code === 0xff;
    if (!full && read < to) {
      if (write >= target.length) return -1;
      target[write++] = 0;
    }
  }
  return write;
}
