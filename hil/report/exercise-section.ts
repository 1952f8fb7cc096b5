/**
 * What was exercised, by kind of fault, and what was not: the figures without which a survival rate says nothing.
 */
import { grouped } from '../files/grouped-digits.js';
import type { CampaignSummary } from '../campaign/summary.js';
import { clopperPearson95, type Count } from '../campaign/statistics.js';
import { counted, percent } from './figures.js';
import type { ExerciseRow } from './exercise-ledger.js';
import { html, type Markup, named } from './markup.js';

const NAMED_MAX = 12;
const ABSENT_NAMED_MAX = 6;

export function exerciseSection(summary: CampaignSummary, rows: readonly ExerciseRow[]): Markup {
  const total: ExerciseRow = { kind: '', mode: 'all faults', ...summary.faults };
  return html`<section id="exercised">
<h2>What was exercised</h2>
<p>A fault is <em>requested</em> by the plan, <em>applied</em> when its time came, <em>activated</em> when it changed a
value or a time, <em>detected</em> when the right unit was blamed, <em>masked</em> when every surface followed the good
computers and no limit broke. Coverage is out of activated faults: what changed nothing was not tolerated.</p>
<div class="wide"><table class="figures">
<thead><tr><th scope="col">unit</th><th scope="col">mode</th>
<th>requested</th><th>applied</th><th>activated</th><th>detected</th><th>masked</th><th>wrong unit</th>
<th>coverage, masked</th><th>coverage, detected</th></tr></thead>
<tbody>${rows.map((row) => exerciseRow(row))}</tbody>
<tfoot>${exerciseRow(total)}</tfoot>
</table></div>
${absences(summary, rows)}
</section>`;
}

function exerciseRow(row: ExerciseRow): Markup {
  const { requested, applied, activated, detected, masked, wrongUnit } = row;
  return html`<tr${requested > 0 && activated === 0 ? html` class="idle"` : null}>
<th scope="row">${named(row.kind)}</th><th scope="row">${named(row.mode)}</th>
${[requested, applied, activated, detected, masked].map((count) => html`<td>${grouped(count)}</td>`)}
<td${wrongUnit > 0 ? html` class="bad"` : null}>${grouped(wrongUnit)}</td>
${coverageCell({ k: masked, n: activated })}${coverageCell({ k: detected, n: activated })}</tr>`;
}

function coverageCell(count: Count): Markup {
  if (count.n === 0) return html`<td class="none">none activated</td>`;
  const [low] = clopperPearson95(count);
  return html`<td>${percent(count.k / count.n)} <small>≥ ${percent(low)}</small></td>`;
}

function absences(summary: CampaignSummary, rows: readonly ExerciseRow[]): Markup {
  const items: Markup[] = [];
  const { cells, expectations, planned, flights, end } = summary;
  const idle = rows.filter(({ requested, activated }) => requested > 0 && activated === 0);
  if (idle.length > 0) {
    items.push(
      list(
        'Requested, but never activated',
        idle.map(({ kind, mode }) => `${kind} ${mode}`),
      ),
    );
  }
  const open = expectations.filter(({ outcome }) => outcome === 'open').map(({ stratum }) => stratum);
  if (open.length > 0) items.push(list('Fault classes without a conclusive flight', open));
  const empty = cells.filter(({ n, flights: flown }) => flown > 0 && n === 0);
  if (empty.length > 0) {
    items.push(
      list(
        'Flown, but no flight was conclusive',
        empty.map(({ rig, stratum }) => `${stratum} on ${rig}`),
      ),
    );
  }
  const absent = notFlown(summary);
  if (absent.length > ABSENT_NAMED_MAX) {
    const pairs = counted(absent.length, 'pair');
    items.push(html`<li>${pairs} of rig and fault class never flown: the empty cells of the map below</li>`);
  } else if (absent.length > 0) items.push(list('Never flown', absent));
  if (planned !== null && flights < planned) {
    items.push(html`<li>${counted(planned - flights, 'planned flight')} not flown (${end})</li>`);
  }
  if (items.length === 0) {
    items.push(
      html`<li>Of what the campaign file asks for, nothing. What it does not ask for, no flight shows.</li>`,
    );
  }
  return html`<h3>What was not</h3><ul>${items}</ul>`;
}

/** Rigs and fault classes that no flight brought together. */
function notFlown({ cells, expectations }: CampaignSummary): string[] {
  const flown = new Set(
    cells.filter((cell) => cell.flights > 0).map(({ rig, stratum }) => `${stratum} on ${rig}`),
  );
  const rigs = [...new Set(cells.map(({ rig }) => rig))];
  return expectations.flatMap(({ stratum }) =>
    rigs.map((rig) => `${stratum} on ${rig}`).filter((name) => !flown.has(name)),
  );
}

function list(what: string, names: readonly string[]): Markup {
  const more = names.length > NAMED_MAX ? ` and ${grouped(names.length - NAMED_MAX)} more` : '';
  const shown = names.slice(0, NAMED_MAX).map((name, i) => html`${i > 0 ? ', ' : null}${named(name)}`);
  return html`<li>${what}: ${shown}${more}</li>`;
}
