/**
 * Survival by rig and fault class: a table that is read as a map.
 *
 *   pale blue     every conclusive flight held              dashed, empty    never flown
 *   pale … deep   1 in 100, 1 in 10, half, all failed       dashed, figure   flown, nothing conclusive
 *
 * Blue against orange, and steps of lightness among the oranges, are told apart by every common kind of colour
 * blindness and on a grey printer; the figures are in the cells besides. A dagger marks classes in which the file
 * expects failures, with its reason below. The longer of the two lists goes down the page.
 */
import { grouped } from '../files/grouped-digits.js';
import type { CampaignSummary, Cell, Expectation } from '../campaign/summary.js';
import { percent } from './figures.js';
import { html, type Markup, named } from './markup.js';

const ROWS_MAX = 120;
const COLUMNS_MAX = 24;

interface Grid {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cellOf: (row: string, column: string) => Cell | undefined;
  readonly classesDown: boolean;
}

export function survivalSection(summary: CampaignSummary): Markup {
  const grid = gridOf(summary);
  const expected = new Map(
    summary.expectations.filter(({ expect }) => expect === 'fail').map((entry) => [entry.stratum, entry]),
  );
  const rows = grid.rows.slice(0, ROWS_MAX);
  const columns = grid.columns.slice(0, COLUMNS_MAX);
  const head = (name: string, isClass: boolean): Markup =>
    html`${brokenAtEquals(name)}${isClass && expected.has(name) ? html`<sup title="failures expected">†</sup>` : null}`;
  return html`<section id="survival">
<h2>Survival by rig and fault class</h2>
<p>Flights that held, of those that were conclusive.</p>
<div class="wide"><table class="map">
<thead><tr><td>${grid.classesDown ? 'class \\ rig' : 'rig \\ class'}</td>${columns.map(
    (column) => html`<th scope="col">${head(column, !grid.classesDown)}</th>`,
  )}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${head(row, grid.classesDown)}</th>${columns.map((column) =>
        mapCell(grid.cellOf(row, column)),
      )}</tr>`,
  )}</tbody>
</table></div>
${leftOut(grid)}
<p class="key" aria-hidden="true">failed:&nbsp;<span class="h0">none failed</span><span class="h1">≤ 1 %</span><span class="h2">≤ 10 %</span
><span class="h3">≤ 50 %</span><span class="h4">> 50 %</span><span class="h5">all failed</span><span class="open">inconclusive</span
><span class="absent">not flown</span></p>
${expected.size > 0 ? reasons([...expected.values()]) : null}
</section>`;
}

/** `quad-om1 select=mid` breaks after the `=` where a column is narrow. */
function brokenAtEquals(name: string): Markup {
  return html`<bdi>${name.split(/(?<==)/).map((part, i) => html`${i > 0 ? html`<wbr>` : null}${part}`)}</bdi>`;
}

function gridOf({ cells, expectations }: CampaignSummary): Grid {
  const rigs = [...new Set(cells.map(({ rig }) => rig))];
  const known = expectations.map(({ stratum }) => stratum);
  const classes = [...new Set([...known, ...cells.map(({ stratum }) => stratum)])];
  const byNames = new Map(cells.map((cell) => [JSON.stringify([cell.rig, cell.stratum]), cell]));
  const find = (rig: string, stratum: string): Cell | undefined =>
    byNames.get(JSON.stringify([rig, stratum]));
  return classes.length > rigs.length
    ? { rows: classes, columns: rigs, classesDown: true, cellOf: (row, column) => find(column, row) }
    : { rows: rigs, columns: classes, classesDown: false, cellOf: find };
}

function mapCell(cell: Cell | undefined): Markup {
  if (cell === undefined || cell.flights === 0) return html`<td class="absent"><small>not flown</small></td>`;
  const { k, n, flights } = cell;
  if (n === 0) return html`<td class="open"><b>–</b><small>${grouped(flights)} inconclusive</small></td>`;
  return html`<td class="${shade(cell)}"><b>${percent((n - k) / n)}</b><small>${grouped(n - k)}/${grouped(n)}</small></td>`;
}

/** Class of the cell's colour. */
function shade({ k, n }: Cell): string {
  if (k === 0) return 'h0';
  if (k === n) return 'h5';
  const failed = k / n;
  return failed <= 0.01 ? 'h1' : failed <= 0.1 ? 'h2' : failed <= 0.5 ? 'h3' : 'h4';
}

function leftOut({ rows, columns }: Grid): Markup | null {
  const down = Math.max(0, rows.length - ROWS_MAX);
  const across = Math.max(0, columns.length - COLUMNS_MAX);
  if (down + across === 0) return null;
  return html`<p class="quiet">${grouped(down)} rows and ${grouped(across)} columns more are in <code>summary.json</code>.</p>`;
}

function reasons(expected: readonly Expectation[]): Markup {
  return html`<dl class="reasons">${expected.map(
    ({ stratum, why, outcome }) => html`<div><dt><sup>†</sup> ${named(stratum)}</dt>
<dd>failures expected${why === '' ? null : html`: ${named(why)}`}${
      outcome === 'missed' ? html` <strong>None was seen.</strong>` : null
    }</dd></div>`,
  )}</dl>`;
}
