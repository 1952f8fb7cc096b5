/**
 * The whole page: one file that asks nothing of anybody else.
 *
 *   head     content policy: nothing but the style sheet and the two scripts whose hashes it names
 *   body     sections, tables and text, complete without a script
 *   end      the plots' data, the chart library, the script that draws
 *
 * The policy is by hash and not by nonce: a nonce in a file on disk is the same for whoever edits it. Were a name from
 * a campaign file ever to get past the escaping, the browser would still refuse to run it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ShrunkFailure } from '../campaign/shrink-failures.js';
import type { CampaignSummary } from '../campaign/summary.js';
import { deadlineSection } from './deadline-section.js';
import type { ExerciseRow } from './exercise-ledger.js';
import { exerciseSection } from './exercise-section.js';
import type { FlightStory } from './flight-story.js';
import { flightsSection } from './flights-section.js';
import { intervalSection } from './interval-section.js';
import { html, type Markup, scriptData, verbatim } from './markup.js';
import { outcomeOf } from './outcome.js';
import { PlotList } from './plots.js';
import { reducedSection } from './reduced-section.js';
import { survivalSection } from './survival-section.js';
import { pageFoot, pageHead, verdictSection } from './verdict-section.js';

const require = createRequire(import.meta.url);

export interface PageContent {
  readonly summary: CampaignSummary;
  readonly reduced: readonly ShrunkFailure[];
  readonly exercise: readonly ExerciseRow[];
  readonly stories: readonly FlightStory[];
  /** The command that flies the campaign again. */
  readonly command: string;
  readonly replayOf: (story: FlightStory) => string;
}

export function reportPage(content: PageContent): string {
  const { summary, reduced, exercise, stories, command, replayOf } = content;
  const plots = new PlotList();
  const outcome = outcomeOf(summary);
  const { failures } = summary;
  const sections = [
    verdictSection(summary, { outcome, command }),
    navigation({ reduced: reduced.length > 0 }),
    exerciseSection(summary, exercise),
    survivalSection(summary),
    intervalSection(summary),
    deadlineSection(summary, plots),
    reducedSection(reduced),
    flightsSection(stories, { failures, plots, replayOf }),
  ];
  const { style, scripts } = pageAssets();
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.map(sourceHash).join(' ')}`,
    `style-src ${sourceHash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${summary.campaign}: ${outcome.word}, ironbird campaign, seed ${summary.seed}</title>
<style>${verbatim(style)}</style></head>
<body><main>
${pageHead(summary)}
${sections}
<noscript><p class="quiet">The plots over time need JavaScript; every figure and table is here without it.</p></noscript>
${pageFoot(summary)}
</main>
<script type="application/json" id="plots">${scriptData(plots.plots)}</script>
${scripts.map((script) => html`<script>${verbatim(script)}</script>`)}
</body></html>
`.toString();
}

function navigation({ reduced }: { reduced: boolean }): Markup {
  const places = [
    ['exercised', 'exercised'],
    ['survival', 'survival'],
    ['intervals', 'how sure'],
    ['deadlines', 'deadlines'],
    ...(reduced ? [['smallest', 'smallest cases']] : []),
    ['flights', 'failed flights'],
  ];
  return html`<nav aria-label="Sections">${places.map(([id, words]) => html`<a href="#${id}">${words}</a>`)}</nav>`;
}

/** The style sheet and the scripts, as they stand in the page. */
function pageAssets(): { style: string; scripts: readonly string[] } {
  const read = (url: URL | string): string => readFileSync(url, 'utf8').trim();
  const library = dirname(require.resolve('uplot/package.json'));
  const licence = read(join(library, 'LICENSE'));
  return {
    style: [
      `/* uPlot. ${licence} */`,
      read(join(library, 'dist/uPlot.min.css')),
      read(new URL('page/report.css', import.meta.url)),
    ].join('\n'),
    scripts: [
      `/*! uPlot. ${licence} */\n${read(join(library, 'dist/uPlot.iife.min.js'))}`,
      read(new URL('page/plots.js', import.meta.url)),
    ],
  };
}

function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
