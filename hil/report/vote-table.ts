/**
 * The vote matrix as a table: rows are what it is about, columns are who decided.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { frameAt, plain } from './figures.js';
import { html, type Markup } from './markup.js';
import type { VoteMatrix, VoteRow } from './vote-matrix.js';

export function voteTable(
  vote: VoteMatrix,
  { disagreed, periodUs }: { disagreed: boolean; periodUs: number },
): Markup {
  const { name, unit } = QUANTITIES[vote.quantity];
  const effector = EFFECTORS[vote.effector];
  const when = frameAt({ frame: vote.frame, periodUs });
  return html`<p class="caption">The vote in ${when}, ${
    disagreed ? 'the first in which good computers disagreed' : 'in which good computers still agreed'
  }: who held what about whose ${name}${unit === '1' ? '' : `, ${unit}`}</p>
<div class="wide"><table class="vote">
<thead><tr><th scope="col">about</th><th scope="col">it read</th>${vote.computers.map(
    ({ standing, sensorFault }, id) =>
      html`<th scope="col" class="${standing}">${id} <small>${standing}${sensorFault ? ', sensor at fault' : null}</small></th>`,
  )}</tr></thead>
<tbody>${
    vote.rows.length === 0
      ? html`<tr><td colspan="${vote.computers.length + 2}">These computers tell each other no readings.</td></tr>`
      : vote.rows.map((row) => voteRow(row, vote))
  }</tbody>
<tfoot><tr><th scope="row">used</th><td></td>${vote.computers.map(({ selected, standing }) =>
    reading(selected, standing === 'down' ? 'down' : 'no reading'),
  )}</tr>
<tr><th scope="row">${effector.name}${effector.unit === '1' ? '' : `, ${effector.unit}`}</th><td></td>${vote.computers.map(
    ({ command, standing }) => reading(command, standing === 'down' ? 'down' : 'no command'),
  )}</tr></tfoot>
</table></div>
<p class="quiet">${
    vote.rows.some(({ split }) => split)
      ? html`Marked ≠: a good computer that holds another report from this source than most good ones do, in whichever of
its sixteen quantities.`
      : html`Good computers held the same report from every source.`
  }</p>`;
}

function voteRow({ source, said, decided, split }: VoteRow, { computers }: VoteMatrix): Markup {
  return html`<tr${split ? html` class="split"` : null}><th scope="row">${source}</th>${reading(
    said,
    computers[source].standing === 'down' ? 'down' : 'no reading',
  )}${decided.map(({ value, differs }, id) =>
    computers[id].standing === 'down'
      ? html`<td class="down">down</td>`
      : html`<td class="${differs ? 'differs' : computers[id].standing}">${differs ? '≠ ' : null}${
          value === null ? 'no report' : plain(value)
        }</td>`,
  )}</tr>`;
}

function reading(value: number | null, absent: string): Markup {
  return value === null ? html`<td class="down">${absent}</td>` : html`<td>${plain(value)}</td>`;
}
