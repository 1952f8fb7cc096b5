/**
 * A signed value on its way: who signed it, in which order, and what each of them signed.
 *
 *   packet   count, chain, chain, …
 *   chain    head            length + 256 · source
 *            signers         four bits each, source first, eight to a word, the rest 0
 *            value           valueWords
 *            tags            tagWords for each signer, in their order
 *
 * The signer at position p (1 = the source) signs
 *
 *   protocol and version, run, frame, source, p, valueWords, value, the signers 1 … p
 *
 * and not the tags before its own. That is enough: the proof of SM(m) asks of a good signer only that its name in
 * a chain means "I held this value when p − 1 computers had signed it, and passed it on to everyone not among
 * them". A traitor may put other valid tags of its own before a good signature; the sentence stays true. Signing
 * over the tags as well, as the nested notation of the paper suggests, would sign 16 words more for each signer
 * and say nothing more. Lengths stand before what they measure, so that two different chains never make the same
 * words; and because everything that names the occasion is among them, no tag verifies in another protocol,
 * version, run, frame or position, or for another source (STALE-0, NO-FORGE).
 *
 * A chain says how long it is rather than leaving it to the round: else a late chain could not be told from
 * garbage.
 */

/** "SM", version 1. */
const PROTOCOL_AND_VERSION = 0x53_4d_00_01;

/** Signers that a chain can name. */
export const SIGNERS_MAX = 16;

export interface ChainShape {
  readonly valueWords: number;
  readonly tagWords: number;
}

/** What names the occasion: nonce of the run, number of the frame (uint32). */
export interface Occasion {
  readonly run: number;
  readonly frame: number;
}

/** Words that hold the names of so many signers. */
function nameWords(length: number): number {
  return (length + 7) >> 3;
}

/** Words of a chain of this length. */
export function chainWords(length: number, { valueWords, tagWords }: ChainShape): number {
  return 1 + nameWords(length) + valueWords + length * tagWords;
}

/** Where the value of a chain begins, counted from its head. */
export function valueOffset(length: number): number {
  return 1 + nameWords(length);
}

/** Where its first tag begins. */
export function tagOffset(length: number, { valueWords }: ChainShape): number {
  return 1 + nameWords(length) + valueWords;
}

export function chainHead({ length, source }: { readonly length: number; readonly source: number }): number {
  return length | (source << 8);
}

/** Length that this head states; 0 if it is no head. */
export function lengthOf(head: number): number {
  const length = head & 0xff;
  return head >>> 8 < SIGNERS_MAX && length <= SIGNERS_MAX ? length : 0;
}

export function sourceOf(head: number): number {
  return head >>> 8;
}

/** The signer at this position (1 = first); the names begin at words[at]. */
export function signerAt(words: Int32Array, at: number, position: number): number {
  const i = position - 1;
  return (words[at + (i >> 3)] >>> ((i & 7) << 2)) & 0xf;
}

/** Writes a signer's name at this position, over a name of zeros. */
export function nameSigner(
  words: Int32Array,
  at: number,
  { position, signer }: { position: number; signer: number },
): void {
  const i = position - 1;
  words[at + (i >> 3)] |= signer << ((i & 7) << 2);
}

/** Whether nothing stands behind the last name. */
export function namesEnd(words: Int32Array, at: number, length: number): boolean {
  const last = (length - 1) >> 3;
  return (words[at + last] & ~nameMask(length - 8 * last)) === 0;
}

/** Bits of a word that hold its first `names` names, 1 … 8. */
function nameMask(names: number): number {
  return names >= 8 ? -1 : (1 << (names << 2)) - 1;
}

const SOURCE = 3;
const POSITION = 4;
const VALUE = 6;

/** The words that are signed, built in one place of memory for one value after the other. */
export class SignedWords {
  /** What is signed: [0 … what `at` returned). */
  readonly words: Int32Array;
  readonly #valueWords: number;

  constructor(valueWords: number) {
    this.words = new Int32Array(VALUE + valueWords + nameWords(SIGNERS_MAX));
    this.words[0] = PROTOCOL_AND_VERSION;
    this.words[VALUE - 1] = valueWords;
    this.#valueWords = valueWords;
  }

  begin({ run, frame }: Occasion): void {
    this.words[1] = run;
    this.words[2] = frame;
  }

  /** Takes the source and the value at value[at …]. */
  take(source: number, value: Int32Array, at: number): void {
    this.words[SOURCE] = source;
    for (let w = 0; w < this.#valueWords; w++) this.words[VALUE + w] = value[at + w];
  }

  /** Adds the position and the names up to it, which begin at names[from]; returns how many words are signed. */
  at(position: number, names: Int32Array, from: number): number {
    const last = (position - 1) >> 3;
    const start = VALUE + this.#valueWords;
    this.words[POSITION] = position;
    for (let w = 0; w < last; w++) this.words[start + w] = names[from + w];
    this.words[start + last] = names[from + last] & nameMask(position - 8 * last);
    return start + last + 1;
  }
}
