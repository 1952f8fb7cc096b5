/**
 * The known word a mistyped one most resembles.
 *
 * Edit distance with transpositions (optimal string alignment), case ignored, accepted up to a third of the
 * longer word, so that `faluts` finds `faults` and `xyz` finds nothing. A list of all known words is the
 * fallback, and the caller's to print.
 */

function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(last[j] + 1, row[j - 1] + 1, substituted);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, beforeLast[j - 2] + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

/** Longest word that is compared: edit distance grows with the square. */
const WORD_LENGTH_MAX = 64;
/** A word of so many letters that a known one begins with is near it, however much is missing. */
const BEGINNING_LENGTH_MIN = 4;

/** The nearest of `known`, or undefined where nothing is near. The first of equally near words wins. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  if (word.length === 0 || word.length > WORD_LENGTH_MAX) return undefined;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of known) {
    const begun =
      word.length >= BEGINNING_LENGTH_MIN && candidate.toLowerCase().startsWith(word.toLowerCase());
    const d = begun ? 1 : distance(word.toLowerCase(), candidate.toLowerCase());
    if (d < bestDistance && d <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3))) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** `did you mean faults?`, or the list of what is known. */
export function suggestion(word: string, known: readonly string[]): string {
  const nearest = didYouMean(word, known);
  return nearest === undefined ? `known: ${known.join(', ')}` : `did you mean ${nearest}?`;
}
