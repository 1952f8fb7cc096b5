/**
 * What the hybrid algorithm says and how it votes: an error is a word of its own, and so is the report of one.
 *
 *   word       1, 2, …           0          −1             −2                 …
 *   means      ordinary values   E: error   R(E): "I got   R(R(E)): "I was    …
 *                                           an error"      told R(E)"
 *
 * E is what a receiver holds of a message that is missing or manifestly bad; it is never *sent* as a report,
 * because a relay that got an error would then look like one that fails itself. R(v) is "I was told v": needed are
 * only R(v) ≠ E and UnR(R(v)) = v (Lincoln and Rushby 1993), so R leaves ordinary values as they are. Reports
 * nest (HYB-R): with R(R(E)) = R(E) a relay's true "I was told R(E)" would be taken, one level up, for an E of its
 * own, and dropped from the vote.
 *
 * 0 for the error lets a flight computer use its table's indices as they stand: index 0 is *no report*. Codes far
 * from the values (−2^31 …) were the alternative; then every index needs translating on its way in and out.
 */
import type { Choice } from './choice.js';

/** E: missing or manifestly bad. */
export const ERROR = 0;

/** R(v): the word that reports v. */
export function reported(word: number): number {
  return word > ERROR ? word : word - 1;
}

/** UnR(v): what was reported; UnR(E) = E. */
export function unreported(word: number): number {
  return word >= ERROR ? word : word + 1;
}

/**
 * What a receiver holds of a word that came in round 1 …: a report nested deeper than there were relays before
 * it is manifestly bad, hence E. Every good computer judges so alike, and nesting is bounded by m.
 */
export function admitted(word: number, round: number): number {
  return word < 1 - round ? ERROR : word;
}

/**
 * The hybrid majority of values[first … first + count): errors have no vote; then the word held by more than half
 * of the rest, else `otherwise`, one constant for all computers; E where nothing but errors came.
 *
 * Boyer and Moore's candidate pass over the votes that count, then a count: a word with a majority survives it.
 */
export const hybridMajority: Choice = (values, first, count, otherwise) => {
  const end = first + count;
  let candidate = ERROR;
  let lead = 0;
  let cast = 0;
  for (let i = first; i < end; i++) {
    const word = values[i];
    if (word === ERROR) continue;
    cast++;
    if (lead === 0) candidate = word;
    lead += word === candidate ? 1 : -1;
  }
  if (cast === 0) return ERROR;
  let votes = 0;
  for (let i = first; i < end; i++) if (values[i] === candidate) votes++;
  return 2 * votes > cast ? candidate : otherwise;
};
