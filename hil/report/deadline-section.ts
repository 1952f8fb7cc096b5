/**
 * Frames met, missed, skipped and aborted over all flights, why, and how the missed ones are spread over flights.
 */
import { grouped } from '../files/grouped-digits.js';
import type { CampaignSummary, MissedBin } from '../campaign/summary.js';
import { percent } from './figures.js';
import { html, type Markup } from './markup.js';
import type { PlotList } from './plots.js';

const CAUSES = [
  ['compute', 'finished late'],
  ['hostStall', 'host stalled'],
  ['bus', 'sent in time, arrived late'],
  ['silentPeer', 'ran, but never sent'],
] as const;

export function deadlineSection(summary: CampaignSummary, plots: PlotList): Markup {
  const { deadline, frames, missedPerFlight, flights } = summary;
  const outcomes = ['met', 'missed', 'skipped', 'aborted'] as const;
  const late = deadline.missed + deadline.skipped;
  return html`<section id="deadlines">
<h2>Deadlines</h2>
<div class="pair"><div>
<table class="figures"><thead><tr><th scope="col">frames</th><th></th><th></th></tr></thead>
<tbody>${outcomes.map(
    (name) =>
      html`<tr><th scope="row">${name}</th><td>${grouped(deadline[name])}</td><td>${share(deadline[name], frames)}</td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">all</th><td>${grouped(frames)}</td><td></td></tr></tfoot></table>
${
  late === 0
    ? html`<p>No frame was late.</p>`
    : html`<table class="figures"><thead><tr><th scope="col">cause</th><th></th></tr></thead><tbody>${CAUSES.map(
        ([cause, words]) =>
          html`<tr><th scope="row">${words}</th><td>${grouped(deadline.byCause[cause])}</td></tr>`,
      )}</tbody></table>`
}
</div>
${late === 0 ? null : histogram(missedPerFlight, { flights, plots })}
</div>
</section>`;
}

function histogram(
  bins: readonly MissedBin[],
  { flights, plots }: { flights: number; plots: PlotList },
): Markup {
  const all = withEmptyBins(bins);
  return html`<div>${plots.figure('Flights by the frames they missed', {
    kind: 'bars',
    labels: all.map(binName),
    values: all.map((bin) => bin.flights),
    xName: 'missed frames in a flight',
    yName: 'flights',
  })}
<details><summary>the figures</summary><table class="figures"><thead><tr><th scope="col">missed</th><th>flights</th><th></th></tr></thead>
<tbody>${all.map(
    (bin) =>
      html`<tr><th scope="row">${binName(bin)}</th><td>${grouped(bin.flights)}</td><td>${share(bin.flights, flights)}</td></tr>`,
  )}</tbody></table></details></div>`;
}

/** The bins between the first and the last, those without a flight included: a gap is part of a histogram. */
function withEmptyBins(bins: readonly MissedBin[]): MissedBin[] {
  const last = bins.at(-1)?.to ?? 0;
  const known = new Map(bins.map((bin) => [bin.from, bin]));
  const all: MissedBin[] = [known.get(0) ?? { from: 0, to: 0, flights: 0 }];
  for (let from = 1; from <= last; from *= 2) {
    all.push(known.get(from) ?? { from, to: 2 * from - 1, flights: 0 });
  }
  return all;
}

function binName({ from, to }: MissedBin): string {
  return from === to ? grouped(from) : `${grouped(from)}–${grouped(to)}`;
}

function share(count: number, all: number): string {
  return all === 0 ? '' : percent(count / all);
}
