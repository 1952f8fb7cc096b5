/**
 * Signatures that withstand malice: only its holder has the private key, and everyone can check (RFC 8032).
 *
 *   sign      R ‖ S, 64 bytes, from the message and the key alone: no luck, so a flight repeats
 *   verify    S < L, and the bytes of S·B − h·A are R
 *
 * The rule of `verify` is that of OpenSSL, without the factor 8, for every computer alike: a simulated computer, a
 * bench and a replay call this one function. A rule that multiplies by 8 would be as good; two rules would not
 * (`public-key.ts` has the reason, and refuses the keys under which it would show).
 */
import { sign, verify, type KeyObject } from 'node:crypto';
import type { Signatures } from '../../firmware/agreement/signatures.js';
import { holdsWords } from '../../firmware/agreement/tag.js';
import type { PublicKey } from './public-key.js';
import { WordBytes, writeWords } from './word-bytes.js';

export const ED25519_TAG_WORDS = 16;

export class Ed25519Signatures implements Signatures {
  readonly kind = 'ed25519';
  readonly transferable = true;
  readonly tagWords = ED25519_TAG_WORDS;
  readonly #privateKey: KeyObject;
  readonly #publicKeys: readonly KeyObject[];
  readonly #message = new WordBytes();
  readonly #tag = new WordBytes();

  /** `privateKey`: this computer's own; `publicKeys`: of every computer, by id. */
  constructor({
    privateKey,
    publicKeys,
  }: {
    privateKey: KeyObject;
    publicKeys: readonly PublicKey[];
  }) {
    this.#privateKey = privateKey;
    this.#publicKeys = publicKeys.map(({ keyObject }) => keyObject);
  }

  sign(message: Int32Array, length: number, out: Int32Array, at: number): void {
    writeWords(sign(null, this.#message.of(message, { at: 0, count: length }), this.#privateKey), out, at);
  }

  verify(signer: number, message: Int32Array, length: number, tag: Int32Array, at: number): boolean {
    const key: KeyObject | undefined = this.#publicKeys[signer];
    if (key === undefined) return false;
    if (!holdsWords(message, { at: 0, count: length })) return false;
    if (!holdsWords(tag, { at, count: ED25519_TAG_WORDS })) return false;
    const bytes = this.#message.of(message, { at: 0, count: length });
    return verify(null, bytes, key, this.#tag.of(tag, { at, count: ED25519_TAG_WORDS }));
  }
}
