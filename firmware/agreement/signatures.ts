/**
 * Signatures as the agreement needs them: a tag that only its signer makes and everyone can check.
 *
 *   provider   tag, words   transferable   withstands
 *   ed25519    16           yes            malice
 *   siphash    2            yes            failure (every computer holds every key)
 *   hmac       4·n          no             malice, for the receiver alone: one tag per receiver
 *   crc        1            yes            nothing (teaching only)
 *
 * SM needs *transferable* proof: what convinces me must convince whoever I show it to. The provider is made for
 * one computer and holds what that one may hold: its own secret and what it takes to check the others. Those that
 * need a library are in the laboratory (`hil/keys`); the agreement knows only this. Messages and tags are int32
 * words, whose canonical bytes are little-endian. Nothing here throws for what arrives: a tag of a wrong form is
 * simply not a signature.
 */

export type SignatureKind = 'ed25519' | 'siphash' | 'hmac' | 'crc';

export interface Signatures {
  readonly kind: SignatureKind;
  /** What convinces one computer convinces every other one. */
  readonly transferable: boolean;
  /** int32 words of a tag. */
  readonly tagWords: number;
  /** Writes this computer's tag over message[0 … length) to out[at … at + tagWords). */
  sign(message: Int32Array, length: number, out: Int32Array, at: number): void;
  /** Whether tag[at … at + tagWords) is `signer`'s over message[0 … length). `signer`: 0 … n−1, else false. */
  verify(signer: number, message: Int32Array, length: number, tag: Int32Array, at: number): boolean;
}
