/**
 * How far apart clocks were, round by round, in characters: it reads at 80 columns, without colour and in a log.
 *
 *   108.3 ┤─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ bound
 *         │
 *    48.1 ┤●●
 *         │ ●●●●●●●●●●●●●●●●●●●●●●
 *       0 └────────────────────────
 *          1                     1000
 */
import { grouped } from '../files/grouped-digits.js';
import { microseconds } from './clocks-request.js';

const LABEL_WIDTH = 12;
const HEIGHT = 9;

/** Lines of at most `columns` characters; each column shows the largest skew of its rounds, ns. */
export function skewPlot(
  skewsNs: readonly number[],
  { boundNs, columns }: { boundNs: number; columns: number },
): string[] {
  const width = Math.min(columns - LABEL_WIDTH - 2, skewsNs.length);
  const tops = Array.from({ length: width }, (_, x) => {
    const from = Math.floor((x * skewsNs.length) / width);
    const to = Math.floor(((x + 1) * skewsNs.length) / width);
    return skewsNs.slice(from, to).reduce((top, skew) => Math.max(top, skew), 0);
  });
  const highest = tops.reduce((top, skew) => Math.max(top, skew), boundNs);
  // Row 0 is the lowest; a skew above the bound stands above its row, however little above it is.
  const rowOf = (ns: number): number => Math.min(HEIGHT - 1, Math.floor((ns / highest) * HEIGHT));
  const boundRow = Math.min(rowOf(boundNs), highest > boundNs ? HEIGHT - 2 : HEIGHT - 1);
  const lines: string[] = [];
  for (let row = HEIGHT - 1; row >= 0; row--) {
    const cells = tops.map((skew, x) => {
      const own = skew > boundNs ? Math.max(rowOf(skew), boundRow + 1) : Math.min(rowOf(skew), boundRow);
      if (own === row) return '●';
      return row === boundRow ? (x % 2 === 0 ? '─' : ' ') : ' ';
    });
    const label =
      row === boundRow ? `bound ${microseconds(boundNs)}` : row === HEIGHT - 1 ? microseconds(highest) : '';
    lines.push(`${label.padStart(LABEL_WIDTH)} ${label === '' ? '│' : '┤'}${cells.join('').trimEnd()}`);
  }
  lines.push(`${'0'.padStart(LABEL_WIDTH)} └${'─'.repeat(width)}`);
  const last = grouped(skewsNs.length);
  lines.push(`${' '.repeat(LABEL_WIDTH + 2)}1${last.padStart(Math.max(width - 1, last.length + 1))}`);
  return lines;
}
