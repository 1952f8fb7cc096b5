/**
 * Rows as the agreement sees them: one small integer per distinct content.
 *
 * Agreement only asks whether two values are the same. The words of a row are therefore looked at once, on arrival,
 * and stand in the tree as an index: equal bits, equal index. Index 0 is *no report*, the content in which every count
 * is NO_DATA and nothing stands behind, so a computer that sends exactly that has sent no report. The likely
 * answer (the row its source sent directly) is tried first, which makes a relay that tells the truth one comparison.
 *
 * The hybrid algorithm also says "I was told no report", and that it was told that: the words −1, −2, … of
 * `hybrid-vote.ts`. On the wire they are rows without a reading whose throttle, which is never below zero, counts
 * them. A flag beside every row was the alternative; it would be in every packet for what happens once in a flight.
 */
import { NO_DATA_WORD, REPORT_WORDS } from '../icd/quantities.js';

export const NO_REPORT = 0;

/** Deepest nesting of errors that has a row: more than any m. */
const NESTED_MAX = 15;
const NO_DATA_HALF = NO_DATA_WORD & 0xffff;

export class ReportTable {
  /** Contents, rowWords per entry: the report's eight words and what is agreed beside it. */
  readonly words: Int32Array;
  readonly #capacity: number;
  readonly #rowWords: number;
  readonly #nests: boolean;
  #count = 1;

  /**
   * `rows`: most distinct contents in a frame; past it, further ones count as no report. `rowWords` ≥ REPORT_WORDS.
   * `nests`: rows may be reports of errors, which have negative numbers.
   */
  constructor({ rows, rowWords, nests = false }: { rows: number; rowWords: number; nests?: boolean }) {
    this.#capacity = rows + 1;
    this.#nests = nests;
    this.#rowWords = rowWords;
    this.words = new Int32Array(this.#capacity * rowWords);
    this.words.fill(NO_DATA_WORD, 0, REPORT_WORDS);
  }

  /** Forgets everything but *no report*. */
  clear(): void {
    this.#count = 1;
  }

  /** The index of the content at from[at …]; `likely` is compared first. */
  intern(from: Int32Array, at: number, likely: number): number {
    if (likely > NO_REPORT && this.#equals(likely, from, at)) return likely;
    if (this.#nests && from[at] === NO_DATA_WORD) {
      const nested = this.#nestedError(from, at);
      if (nested !== NO_REPORT) return nested;
    }
    const words = this.words;
    const rowWords = this.#rowWords;
    const count = this.#count;
    const first = from[at];
    for (let index = 0, row = 0; index < count; index++, row += rowWords)
      if (words[row] === first && this.#equals(index, from, at)) return index;
    if (count === this.#capacity) return NO_REPORT;
    this.#count = count + 1;
    const row = count * rowWords;
    copyReport(from, at, words, row);
    for (let w = REPORT_WORDS; w < rowWords; w++) words[row + w] = from[at + w];
    return count;
  }

  /** Writes the first `count` of these entries at to[0 …], row after row. */
  copyRowsTo(indexes: Int32Array, count: number, to: Int32Array): void {
    const words = this.words;
    const rowWords = this.#rowWords;
    let at = 0;
    for (let i = 0; i < count; i++) {
      const index = indexes[i];
      const row = index < NO_REPORT ? 0 : index * rowWords;
      copyReport(words, row, to, at);
      if (index < NO_REPORT) to[at + REPORT_WORDS - 1] = NO_DATA_HALF | (index << 16);
      for (let w = REPORT_WORDS; w < rowWords; w++) to[at + w] = words[row + w];
      at += rowWords;
    }
  }

  /** Writes the reports of all these entries at to[at …], one after the other. */
  copyReportsTo(indexes: Int32Array, to: Int32Array, at: number): void {
    const words = this.words;
    const rowWords = this.#rowWords;
    let place = at;
    for (let i = 0; i < indexes.length; i++) {
      const index = indexes[i];
      copyReport(words, index < NO_REPORT ? 0 : index * rowWords, to, place);
      if (index < NO_REPORT) to[place + REPORT_WORDS - 1] = NO_DATA_HALF | (index << 16);
      place += REPORT_WORDS;
    }
  }

  /** Writes what stands behind these entries' reports at to[0 …], one after the other; of an error that is nothing. */
  copyBesideTo(indexes: Int32Array, to: Int32Array): void {
    const words = this.words;
    const rowWords = this.#rowWords;
    let at = 0;
    for (let i = 0; i < indexes.length; i++) {
      const row = indexes[i] < NO_REPORT ? 0 : indexes[i] * rowWords;
      for (let w = REPORT_WORDS; w < rowWords; w++) to[at++] = words[row + w];
    }
  }

  /** Lexicographic order of two entries by their words: the total order that `median` needs. */
  compare(a: number, b: number): number {
    for (let i = 0; i < this.#rowWords; i++) {
      const one = this.words[a * this.#rowWords + i];
      const other = this.words[b * this.#rowWords + i];
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  }

  /** −1, −2, … of a row that reports an error, else NO_REPORT. */
  #nestedError(from: Int32Array, at: number): number {
    for (let w = 1; w < REPORT_WORDS - 1; w++) if (from[at + w] !== NO_DATA_WORD) return NO_REPORT;
    for (let w = REPORT_WORDS; w < this.#rowWords; w++) if (from[at + w] !== 0) return NO_REPORT;
    const last = from[at + REPORT_WORDS - 1];
    const nested = last >> 16;
    return (last & 0xffff) === NO_DATA_HALF && nested < 0 && nested >= -NESTED_MAX ? nested : NO_REPORT;
  }

  #equals(index: number, from: Int32Array, at: number): boolean {
    const words = this.words;
    const rowWords = this.#rowWords;
    const row = index * rowWords;
    // One question at the end: rows that are compared in full are nearly always the same.
    let differs =
      (words[row] ^ from[at]) |
      (words[row + 1] ^ from[at + 1]) |
      (words[row + 2] ^ from[at + 2]) |
      (words[row + 3] ^ from[at + 3]) |
      (words[row + 4] ^ from[at + 4]) |
      (words[row + 5] ^ from[at + 5]) |
      (words[row + 6] ^ from[at + 6]) |
      (words[row + 7] ^ from[at + 7]);
    for (let w = REPORT_WORDS; w < rowWords; w++) differs |= words[row + w] ^ from[at + w];
    return differs === 0;
  }
}

/** Eight words, written out: this and the comparison above are most of what an exchange does. */
function copyReport(from: Int32Array, at: number, to: Int32Array, row: number): void {
  to[row] = from[at];
  to[row + 1] = from[at + 1];
  to[row + 2] = from[at + 2];
  to[row + 3] = from[at + 3];
  to[row + 4] = from[at + 4];
  to[row + 5] = from[at + 5];
  to[row + 6] = from[at + 6];
  to[row + 7] = from[at + 7];
}
