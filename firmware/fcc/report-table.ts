/**
 * Reports as the agreement sees them: one small integer per distinct content.
 *
 * Agreement only asks whether two values are the same. Sixteen counts are therefore looked at once, on arrival,
 * and stand in the tree as an index: equal bits, equal index. Index 0 is *no report*, the content in which every
 * count is NO_DATA, so a computer that sends exactly that has sent no report. The likely answer (the report its
 * source sent directly) is tried first, which makes a relay that tells the truth eight comparisons.
 */
import { NO_DATA_WORD, REPORT_WORDS } from '../icd/quantities.js';

export const NO_REPORT = 0;

export class ReportTable {
  /** Contents, REPORT_WORDS per entry. */
  readonly words: Int32Array;
  readonly #capacity: number;
  #count = 1;

  /** `reports`: most distinct contents in a frame; past it, further ones count as no report. */
  constructor(reports: number) {
    this.#capacity = reports + 1;
    this.words = new Int32Array(this.#capacity * REPORT_WORDS);
    this.words.fill(NO_DATA_WORD, 0, REPORT_WORDS);
  }

  /** Forgets everything but *no report*. */
  clear(): void {
    this.#count = 1;
  }

  /** The index of the content at from[at … at+8); `likely` is compared first. */
  intern(from: Int32Array, at: number, likely: number): number {
    if (this.#equals(likely, from, at)) return likely;
    for (let index = 0; index < this.#count; index++) if (this.#equals(index, from, at)) return index;
    if (this.#count === this.#capacity) return NO_REPORT;
    const index = this.#count++;
    copyReport(from, at, this.words, index * REPORT_WORDS);
    return index;
  }

  /** Writes the content of an entry at to[at … at+8). */
  copyTo(index: number, to: Int32Array, at: number): void {
    copyReport(this.words, index * REPORT_WORDS, to, at);
  }

  /** Lexicographic order of two entries by their words: the total order that `median` needs. */
  compare(a: number, b: number): number {
    for (let i = 0; i < REPORT_WORDS; i++) {
      const apart = this.words[a * REPORT_WORDS + i] - this.words[b * REPORT_WORDS + i];
      if (apart !== 0) return apart;
    }
    return 0;
  }

  #equals(index: number, from: Int32Array, at: number): boolean {
    const words = this.words;
    const row = index * REPORT_WORDS;
    return (
      words[row] === from[at] &&
      words[row + 1] === from[at + 1] &&
      words[row + 2] === from[at + 2] &&
      words[row + 3] === from[at + 3] &&
      words[row + 4] === from[at + 4] &&
      words[row + 5] === from[at + 5] &&
      words[row + 6] === from[at + 6] &&
      words[row + 7] === from[at + 7]
    );
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
