/**
 * The failed flights that are shown: what was injected, what went wrong, the plots, and who decided what.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { faultWords } from './fault-words.js';
import { counted, frameAt, plain, quantity } from './figures.js';
import type { FlightStory } from './flight-story.js';
import { html, type Markup, named } from './markup.js';
import type { Ink, PlotList, PlotSeries, TimePlot } from './plots.js';
import { commandLine } from './verdict-section.js';
import { voteTable } from './vote-table.js';

export function flightsSection(
  stories: readonly FlightStory[],
  {
    failures,
    plots,
    replayOf,
  }: { failures: number; plots: PlotList; replayOf: (story: FlightStory) => string },
): Markup {
  return html`<section id="flights">
<h2>Failed flights</h2>
${
  failures === 0
    ? html`<p>None.</p>`
    : html`<p>${counted(stories.length, 'flight')} of the ${counted(failures, 'failure')}, the smallest plan first: of the
rigs and fault classes that failed, the worst (least margin to a limit) and the smallest (fewest faults), those that
nobody expected before the rest. Each was flown again for its plots.</p>`
}
${stories.map((story) => flightArticle(story, { plots, replay: replayOf(story) }))}
</section>`;
}

function flightArticle(story: FlightStory, { plots, replay }: { plots: PlotList; replay: string }): Markup {
  const { flight, worst, smallest, expected } = story.pick;
  const { periodUs } = story.report.prepared.spec.frame;
  const roles = [
    worst ? 'worst of its class' : '',
    smallest ? 'smallest of its class' : '',
    expected ? 'expected' : '',
  ];
  return html`<article id="flight-${flight.index}">
<h3>${named(flight.stratum)} on ${named(flight.rig)} <small>flight ${flight.index} · seed ${flight.seed}${roles
    .filter((role) => role !== '')
    .map((role) => ` · ${role}`)}</small></h3>
<p class="reason">${story.reasons.join('; ')}.</p>
<ul class="faults">${flight.plan.map((entry, i) => {
    const facts = story.report.faults.at(i - flight.plan.length);
    const since =
      facts === undefined || facts.activatedFrame < 0
        ? ', never activated'
        : `, activated in ${frameAt({ frame: facts.activatedFrame, periodUs })}${facts.detected ? ', detected' : ''}${
            facts.wrongUnit ? ', a good unit blamed' : ''
          }`;
    return html`<li><code>${named(faultWords(entry))}</code>${since}</li>`;
  })}</ul>
${commandLine(replay)}
<div class="plots">${flightPlots(story, plots)}</div>
${story.vote === null ? null : voteTable(story.vote, { disagreed: story.disagreed, periodUs })}
</article>`;
}

function flightPlots(story: FlightStory, plots: PlotList): Markup[] {
  const { traces, effector } = story;
  const { limits, frame, scheme } = story.report.prepared.spec;
  const shown = QUANTITIES[story.quantity];
  const { name: effectorName, unit: effectorUnit } = EFFECTORS[effector];
  const base = {
    kind: 'time' as const,
    timeS: traces.timeS,
    marks: marksOf(story, frame.periodUs),
    limits: [],
  };
  const limitsOf = ([low, high]: readonly [number, number], unit: string): TimePlot['limits'] =>
    [low, high].map((value) => ({ value, label: `limit ${quantity(value, unit)}` }));
  const each = (values: readonly (readonly (number | null)[])[], stepped: boolean): PlotSeries[] =>
    Array.from({ length: scheme.computers }, (_, id) => ({
      label: String(id),
      ink: id,
      beneath: scheme.computers - 1 - id,
      stepped,
      values: values[id],
    }));
  const truth = (label: string, values: readonly number[], ink: Ink = 'dashed'): PlotSeries => ({
    label,
    ink,
    values,
  });
  const surfaces = EFFECTORS.map(({ unit, name }, e) => ({
    unit,
    label: name,
    ink: e,
    values: traces.positions[e],
  }));
  return [
    plots.figure('Load factor, g', {
      ...base,
      unit: 'g',
      series: [truth('load factor', traces.loadFactorG, 'ink')],
      limits: limitsOf(limits.loadFactorG, 'g'),
    }),
    plots.figure('Angle of attack, deg', {
      ...base,
      unit: 'deg',
      series: [truth('angle of attack', traces.alphaDeg, 'ink')],
      limits: limitsOf(limits.alphaDeg, 'deg'),
    }),
    plots.figure(captionOf(`${effectorName}: each computer’s command, and where it is`, effectorUnit), {
      ...base,
      unit: effectorUnit,
      series: [...each(traces.commands, true), truth(effectorName, traces.positions[effector], 'ink')],
    }),
    plots.figure('Surfaces, deg', {
      ...base,
      unit: 'deg',
      series: surfaces.filter(({ unit }) => unit === 'deg'),
    }),
    plots.figure(captionOf(`${shown.name}: as each channel read it, and as it was`, shown.unit), {
      ...base,
      unit: shown.unit,
      series: [...each(traces.sent, false), truth('truth', traces.truth)],
    }),
    plots.figure(captionOf(`${shown.name}: as each computer used it`, shown.unit), {
      ...base,
      unit: shown.unit,
      series: [...each(traces.selected, false), truth('truth', traces.truth)],
    }),
  ];
}

function captionOf(words: string, unit: string): string {
  return unit === '1' ? words : `${words}, ${unit}`;
}

/** When the first fault acted, when good computers first disagreed, and when the flight failed. */
function marksOf(story: FlightStory, periodUs: number): TimePlot['marks'] {
  const activated = story.report.faults.map((fault) => fault.activatedFrame).filter((frame) => frame >= 0);
  const frames: [number, string][] = activated.length > 0 ? [[Math.min(...activated), 'fault']] : [];
  if (story.disagreed && story.vote !== null) frames.push([story.vote.frame, 'split']);
  if (story.report.document.hazard !== null) frames.push([story.failedFrame, 'lost']);
  const seen = new Map<number, string>();
  for (const [frame, label] of frames)
    seen.set(frame, seen.has(frame) ? `${seen.get(frame)}, ${label}` : label);
  return [...seen].map(([frame, label]) => ({ timeS: Number(plain((frame * periodUs) / 1e6)), label }));
}
