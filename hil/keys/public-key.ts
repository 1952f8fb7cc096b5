/**
 * A public key that has been looked at. There is no other way to make one than `admit`, so whoever holds a
 * `PublicKey` need not ask again.
 *
 *   32 bytes ──one spelling of a point?──not of small order?──in the group of order L?──► PublicKey
 *
 * RFC 8032 leaves verifiers free where a key has a part of small order: one multiplies the equation by 8 and
 * accepts, another does not and refuses. Both are right, and two good computers that differ about a signature break
 * IC1 without any traitor's help. Under a key of small order it is worse, one signature is good for every message.
 * Keys are few and looked at once, messages are many: hence here, and not at each verification.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { InputError } from '../files/problem.js';
import { decodePoint, hasSmallOrder, isTorsionFree } from './edwards-curve.js';

/** DER of a SubjectPublicKeyInfo for Ed25519 up to the 32 bytes of the key (RFC 8410, section 4). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** Why these bytes are refused, as a predicate; null if they are good. */
function keyFault(bytes: Uint8Array): string | null {
  if (bytes.length !== 32) return `has ${bytes.length} bytes`;
  const point = decodePoint(bytes);
  if (point === null) return 'is not the canonical encoding of a point of the curve';
  if (hasSmallOrder(point)) return 'has small order: one signature would be good for every message';
  if (!isTorsionFree(point)) return 'has a part of small order: verifiers may differ about its signatures';
  return null;
}

export class PublicKey {
  /** Cached form for node:crypto; imported once. */
  readonly keyObject: KeyObject;

  private constructor(keyObject: KeyObject) {
    this.keyObject = keyObject;
  }

  /**
   * The key of these 32 bytes. Throws InputError for bytes that are no key a good computer may have; `source` and
   * `path` say in it where they came from.
   */
  static admit(bytes: Uint8Array, { source, path }: { source: string; path: string }): PublicKey {
    const fault = keyFault(bytes);
    if (fault !== null) {
      const value = Buffer.from(bytes.subarray(0, 32)).toString('hex');
      const range = '32 bytes: a point of order L in the encoding of RFC 8032, section 5.1.2';
      const hint = 'no library makes such a key: ask its owner where it comes from';
      throw new InputError(source, [{ path, value, message: fault, range, hint }]);
    }
    const key = Buffer.concat([SPKI_HEAD, bytes]);
    return new PublicKey(createPublicKey({ key, format: 'der', type: 'spki' }));
  }
}
