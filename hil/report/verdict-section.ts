/**
 * The top of the page: the verdict, the sentence to quote, and the command that flies it all again.
 */
import { grouped } from '../files/grouped-digits.js';
import type { CampaignSummary } from '../campaign/summary.js';
import { counted, plain, quantity } from './figures.js';
import { html, type Markup, named } from './markup.js';
import type { Outcome } from './outcome.js';

const WORDS = { held: 'Held', violated: 'Violated', inconclusive: 'Inconclusive' } as const;

const ENDS = {
  complete: 'flown to the end',
  precision: 'ended when the estimate was as precise as asked for',
  time: 'ended when its time was up',
  interrupted: 'interrupted: these are the flights flown so far',
} as const;

export function verdictSection(
  summary: CampaignSummary,
  { outcome, command }: { outcome: Outcome; command: string },
): Markup {
  const [claim, ...rest] = outcome.sentences;
  const planned = summary.planned === null ? '' : ` of ${grouped(summary.planned)}`;
  return html`<section id="verdict" class="verdict ${outcome.word}" aria-label="Verdict">
<p class="word">${WORDS[outcome.word]}</p>
<p class="claim">${claim}</p>
${rest.length > 0 ? html`<p>${rest.join(' ')}</p>` : null}
<p class="quiet">These are probabilities given that such faults occur, drawn as the campaign file says. How often they
occur is in no figure here, so none of them is a rate per hour; that takes failure rates and a model
(<code>ironbird reliability</code>).</p>
<dl>
<div><dt>flights</dt><dd>${grouped(summary.flights)}${planned}, ${ENDS[summary.end]}</dd></div>
<div><dt>flown</dt><dd>${grouped(summary.frames)} frames, ${quantity(summary.hours, 'h')} of flight</dd></div>
<div><dt>failed</dt><dd>${grouped(summary.failures)}</dd></div>
<div><dt>inconclusive</dt><dd>${grouped(summary.inconclusive)}${
    summary.inconclusive > 0 ? ': no fault changed anything; in no rate' : ''
  }</dd></div>
</dl>
${commandLine(command)}
</section>`;
}

/** A command to copy. The button is of use only where scripts run, and hidden elsewhere. */
export function commandLine(command: string): Markup {
  return html`<div class="command"><code>${command}</code><button type="button" class="copy" hidden>copy</button></div>`;
}

/** Name, seed, version, and the file's own words. */
export function pageHead(summary: CampaignSummary): Markup {
  return html`<header>
<p class="kicker">ironbird ${summary.version} · fault campaign · seed ${summary.seed} · virtual time</p>
<h1>${named(summary.campaign)}</h1>
${summary.description === '' ? null : html`<p class="lede">${named(summary.description)}</p>`}
</header>`;
}

/** What the figures are, and what they are not. */
export function pageFoot(summary: CampaignSummary): Markup {
  const each = summary.flights === 0 ? 0 : (summary.hours * 3600) / summary.flights;
  return html`<footer>
<p>${counted(summary.flights, 'flight')} of ${quantity(Number(plain(each)), 's')} on average. Verdicts are read from frame
records by a judge that shares no code with what it judges. Wilson intervals are for display, Clopper-Pearson for
claims; both 95 %. Everything here follows from version, campaign file and seed.</p>
<p>campaign <code>${summary.campaignHash}</code><br>results <code>${summary.resultsHash}</code></p>
</footer>`;
}
