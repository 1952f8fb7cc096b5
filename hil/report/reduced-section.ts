/**
 * The failures made smaller: one of each rig and fault class, with what is left of its plan and the command that flies
 * it. Their files lie beside the page.
 */
import type { ShrunkFailure } from '../campaign/shrink-failures.js';
import { counted, frameAt, LIMIT_WORDS, quantity } from './figures.js';
import { faultWords } from './fault-words.js';
import { html, type Markup, named } from './markup.js';
import { commandLine } from './verdict-section.js';

const SHOWN_MAX = 12;

/** Nothing where nothing was made smaller. */
export function reducedSection(reduced: readonly ShrunkFailure[]): Markup | null {
  if (reduced.length === 0) return null;
  const shown = reduced.slice(0, SHOWN_MAX);
  const more = reduced.length - shown.length;
  return html`<section id="smallest">
<h2>The smallest failing cases</h2>
<p>The first failure of each rig and fault class, reduced: fewer faults, a later onset, a shorter time, fewer receivers,
rounder values, as long as it still fails in the same way. Each is a file in <code>failures/</code>.</p>
${shown.map(reducedCase)}
${more > 0 ? html`<p class="quiet">And ${counted(more, 'file')} more.</p>` : null}
</section>`;
}

function reducedCase(failure: ShrunkFailure): Markup {
  const { rig, stratum, index, faults, hazard, minimal, flights, frames, periodUs, command } = failure;
  const end = { frame: hazard === null ? frames - 1 : hazard.frame, periodUs };
  const what =
    hazard === null
      ? `a condition is violated by ${frameAt(end)}`
      : `${LIMIT_WORDS[hazard.limit].words} ${quantity(hazard.value, LIMIT_WORDS[hazard.limit].unit)} in ${frameAt(end)}`;
  const effort = `${counted(flights, 'flight')}${minimal ? '' : ', not to the end'}`;
  return html`<div class="reduced" id="smallest-${index}">
<h3>${named(stratum)} on ${named(rig)} <small>from flight ${index} · ${what} · reduced in ${effort}</small></h3>
<ul class="faults">${faults.map((entry) => html`<li><code>${named(faultWords(entry))}</code></li>`)}</ul>
${commandLine(command)}
</div>`;
}
