/**
 * The intervals of every rig and fault class on one logarithmic axis, the weakest first.
 *
 *   two-faced on tmr      34/200   ────────────────────────────├──◆──┤──   ▬ Wilson   ├┤ Clopper-Pearson
 *   two-faced on quad      0/600   ◁───────────────────────┤                none failed: from nothing to the limit
 *
 * Drawn as vector graphics in the rows of the table: each stands beside its figures, prints sharply, and needs no
 * script. The chart library draws time series; with it names would be an axis and no longer text.
 */
import { grouped } from '../files/grouped-digits.js';
import type { CampaignSummary } from '../campaign/summary.js';
import {
  clopperPearson95,
  type Count,
  type Limits,
  upper95AtZero,
  wilson95,
} from '../campaign/statistics.js';
import { percent, percentRange, quantity } from './figures.js';
import { html, type Markup, named } from './markup.js';

const CELLS_MAX = 30;
const WIDTH = 420;
const HEIGHT = 22;
const MARGIN = 8;

interface Line extends Count {
  readonly label: Markup;
  /** To fail, by the file. */
  readonly expected: boolean;
  readonly clopperPearson: Limits;
  readonly wilson: Limits;
}

export function intervalSection(summary: CampaignSummary): Markup {
  const { strata, cells, rate } = summary;
  const expected = new Set(
    summary.expectations.filter(({ expect }) => expect === 'fail').map(({ stratum }) => stratum),
  );
  const nameOf = (stratum: string): Markup =>
    html`${named(stratum)}${expected.has(stratum) ? html`<sup>†</sup>` : null}`;
  const classLines = inOrder(
    strata.map(({ class: stratum, k, n }) =>
      lineOf({ k, n }, { label: nameOf(stratum), expected: expected.has(stratum) }),
    ),
  );
  const cellLines = inOrder(
    cells.map(({ rig, stratum, k, n }) =>
      lineOf({ k, n }, { label: html`${nameOf(stratum)} on ${named(rig)}`, expected: expected.has(stratum) }),
    ),
  );
  if (classLines.length === 0) {
    return html`<section id="intervals"><h2>How sure</h2><p>No conclusive flight.</p></section>`;
  }
  const all = lineOf(rate, { label: html`all flights`, expected: false });
  const decades = decadesOf([...classLines, ...cellLines, all]);
  const left = cellLines.length - CELLS_MAX;
  return html`<section id="intervals">
<h2>How sure</h2>
<p>Probability that a flight fails, 95 %, the weakest first: the class of which least can be claimed, be it because it
fails or because it was hardly flown. Band: Wilson, for display. Whiskers: Clopper-Pearson, for claims. Where none failed,
the bar ends at the one-sided limit 1 − 0.05<sup>1/n</sup>, about 3/n. Classes that are expected to fail (†) come last.</p>
${intervalTable('fault class', { lines: classLines, decades, foot: all })}
<h3>By rig</h3>
${intervalTable('class and rig', { lines: cellLines.slice(0, CELLS_MAX), decades, foot: null })}
${left > 0 ? html`<p class="quiet">${grouped(left)} more, of which more can be claimed, are in <code>summary.json</code>.</p>` : null}
</section>`;
}

/** Those with a conclusive flight: the ones that have to hold before the others, and of each the weakest first. */
function inOrder(lines: readonly Line[]): Line[] {
  return lines
    .filter(({ n }) => n > 0)
    .sort(
      (a, b) =>
        Number(a.expected) - Number(b.expected) ||
        b.clopperPearson[1] - a.clopperPearson[1] ||
        b.k / b.n - a.k / a.n,
    );
}

function intervalTable(
  what: string,
  { lines, decades, foot }: { lines: readonly Line[]; decades: number; foot: Line | null },
): Markup {
  return html`<div class="wide"><table class="forest">
<thead><tr><th scope="col">${what}</th><th>failed</th><th>${axis(decades)}</th><th>Clopper-Pearson</th></tr></thead>
<tbody>${lines.map((line, i) => intervalRow(line, { decades, weakest: i === 0 }))}</tbody>
${foot === null ? null : html`<tfoot>${intervalRow(foot, { decades, weakest: false })}</tfoot>`}
</table></div>`;
}

function lineOf(count: Count, { label, expected }: { label: Markup; expected: boolean }): Line {
  return { ...count, label, expected, clopperPearson: clopperPearson95(count), wilson: wilson95(count) };
}

/** How many decades below 1 the axis begins: enough for every lower limit, and at most nine. */
function decadesOf(lines: readonly Line[]): number {
  let smallest = 0.1;
  for (const { k, n, clopperPearson } of lines) {
    if (n > 0) smallest = Math.min(smallest, k > 0 ? clopperPearson[0] : upper95AtZero({ n }));
  }
  return Math.min(9, Math.max(1, Math.ceil(-Math.log10(smallest) - 1e-9)));
}

/** Place of a probability on the axis; what is smaller than its beginning stands there. */
function at(p: number, decades: number): string {
  const share = p <= 0 ? 0 : Math.max(0, 1 + Math.log10(p) / decades);
  return (MARGIN + share * (WIDTH - 2 * MARGIN)).toFixed(1);
}

function gridLines(decades: number): Markup[] {
  return Array.from({ length: decades + 1 }, (_, i) => {
    const x = at(Number(`1e-${i}`), decades);
    return html`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}"/>`;
  });
}

function axis(decades: number): Markup {
  const labels = Array.from({ length: decades + 1 }, (_, i) => {
    const anchor = i === 0 ? 'end' : i === decades ? 'start' : 'middle';
    const x = i === 0 ? WIDTH : i === decades ? 0 : at(Number(`1e-${i}`), decades);
    return html`<text x="${x}" y="15" text-anchor="${anchor}">${i < 5 ? quantity(100 / 10 ** i, '%') : `1e−${i}`}</text>`;
  });
  return html`<svg class="interval" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="logarithmic axis">${labels}</svg>`;
}

function intervalRow(line: Line, { decades, weakest }: { decades: number; weakest: boolean }): Markup {
  const { k, n } = line;
  const zero = k === 0;
  const range = zero
    ? html`≤ ${percent(upper95AtZero({ n }))} <small>one-sided</small>`
    : html`${percentRange(line.clopperPearson)}`;
  return html`<tr${weakest ? html` class="weakest"` : null}><th scope="row">${line.label}${
    weakest ? html` <small>weakest</small>` : null
  }</th><td>${grouped(k)}/${grouped(n)}</td>
<td>${drawing(line, decades)}</td><td>${range}</td></tr>`;
}

function drawing(line: Line, decades: number): Markup {
  const { k, n, wilson, clopperPearson } = line;
  const low = at(clopperPearson[0], decades);
  const high = at(k === 0 ? upper95AtZero({ n }) : clopperPearson[1], decades);
  const wilsonLow = at(wilson[0], decades);
  const wilsonWidth = (Number(at(wilson[1], decades)) - Number(wilsonLow)).toFixed(1);
  const point = at(k / n, decades);
  const label = `${k} of ${n} failed, Wilson ${percentRange(wilson)}`;
  return html`<svg class="interval" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><title>${label}</title>
${gridLines(decades)}
${k === 0 ? null : html`<rect class="wilson" x="${wilsonLow}" y="6" width="${wilsonWidth}" height="10"/>`}
<line class="exact" x1="${low}" x2="${high}" y1="11" y2="11"/><line class="exact" x1="${high}" x2="${high}" y1="5" y2="17"/>
${
  k === 0
    ? html`<path class="exact" d="M7 6 1 11 7 16"/>`
    : html`<line class="exact" x1="${low}" x2="${low}" y1="5" y2="17"/>
<circle class="point" cx="${point}" cy="11" r="3.5"/>`
}</svg>`;
}
