/**
 * Rates per hour as bars on a logarithmic scale, with the lines of 1e-10 and 1e-9 through them; in characters, so
 * that it reads at 80 columns, without colour and in a log.
 *
 *                                            1e-10 ╷ ╷ 1e-9
 *     tmr                 ─────────────────────────┼─┼─────●             3.0e-7
 *   > quad-reconfigurable ────────────────────●    │ │                   4.0e-11
 *                         1e-20                                    1e-3
 */

export interface ChartRow {
  readonly name: string;
  readonly perHour: number;
  readonly marked: boolean;
}

const NAME_WIDTH = 22;
const VALUE_WIDTH = 10;
/** Narrower, and the two lines would fall on one another. */
const WIDTH_MIN = 40;
/** Lower rates stand at the left edge, with an arrow: nobody needs to tell 1e-30 from 1e-40. */
const LOWEST_DECADE = -20;

/** Lines of at most `columns` characters, from 72 columns on. */
export function rateChart(rows: readonly ChartRow[], { columns }: { columns: number }): string[] {
  const width = Math.max(WIDTH_MIN, columns - NAME_WIDTH - VALUE_WIDTH);
  const logs = rows.map(({ perHour }) => Math.log10(perHour));
  const low = Math.max(LOWEST_DECADE, Math.min(-12, Math.floor(Math.min(...logs))));
  const high = Math.max(-7, Math.ceil(Math.max(...logs)));
  const at = (log: number): number => Math.round(((log - low) / (high - low)) * (width - 1));
  const [lower, upper] = [at(-10), at(-9)];
  const indent = ' '.repeat(NAME_WIDTH);
  const between = ' '.repeat(upper - lower - 1);
  const lines = [`${indent}${'1e-10 '.padStart(lower)}╷${between}╷ 1e-9`];
  rows.forEach(({ name, perHour, marked }, i) => {
    const end = at(logs[i]);
    const cells = Array.from({ length: width }, (_, x) => {
      if (x === Math.max(0, end)) return end < 0 ? '←' : '●';
      if (x === lower || x === upper) return x < end ? '┼' : '│';
      return x < end ? '─' : ' ';
    });
    const label = `${marked ? '> ' : '  '}${name}`.padEnd(NAME_WIDTH);
    lines.push(`${label}${cells.join('')} ${rateText(perHour)}`);
  });
  const [from, to] = [`1e${low}`, `1e${high}`];
  lines.push(`${indent}${from}${to.padStart(width - from.length)}`);
  return lines;
}

/** `3.0e-7`. */
export function rateText(perHour: number): string {
  return perHour.toExponential(1);
}
