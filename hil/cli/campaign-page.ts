/**
 * A campaign as a page of 80 columns: what was exercised, how much of it failed, by class, and how to see a failure.
 *
 * Shares are shown with Wilson's interval and claimed with Clopper and Pearson's; everything is of the conclusive
 * flights, and states are of the faults that were activated.
 */
import type { FlightResult } from '../campaign/flight-result.js';
import { supportedPerHour } from '../campaign/hourly-claim.js';
import type { ShrunkFailure } from '../campaign/shrink-failures.js';
import type { Limits } from '../campaign/statistics.js';
import type { CampaignSummary, Expectation } from '../campaign/summary.js';
import { grouped } from '../files/grouped-digits.js';
import { printable } from '../files/problem.js';
import { type CampaignCall, onlyWords } from './campaign-again.js';
import type { PageStyle } from './flight-page.js';
import { shellLine } from './session.js';
import { type Tone, wrap } from './terminal.js';

export interface CampaignFlown {
  readonly call: CampaignCall;
  /** Written, as paths to show. */
  readonly files: readonly string[];
  /** Failures made smaller, the first of each rig and class. */
  readonly reduced: readonly ShrunkFailure[];
  /** This run. */
  readonly tookS: number;
  /** Flights of earlier runs. */
  readonly before: number;
}

const LABEL_WIDTH = 12;
/** Failures whose command is shown. */
const FAILURES_SHOWN = 3;
const CLASS_WIDTH_MAX = 28;
const CELLS_SHOWN = 12;

/** Lines of the page, between the first line of the run and its verdict. */
export function campaignPage(summary: CampaignSummary, flown: CampaignFlown, style: PageStyle): string[] {
  const lines: string[] = [];
  const section = (label: string, texts: readonly string[]): void => {
    const rows = texts.flatMap((text) => wrap(text, style.columns - LABEL_WIDTH));
    rows.forEach((row, i) =>
      lines.push(style.paint(i === 0 ? label.padEnd(LABEL_WIDTH) : ' '.repeat(LABEL_WIDTH), 'dim') + row),
    );
  };
  if (summary.description !== '') lines.push(...wrap(printable(summary.description), style.columns));
  lines.push('');
  section('flown', [flownLine(summary, flown)]);
  if (summary.flights === 0) return [...lines, ''];
  section('exercised', exercisedLines(summary));
  section('failed', failedLines(summary));
  section('per hour', [hourlyLine(summary)]);
  lines.push('', ...classLines(summary, style), '');
  section('deadlines', [deadlineLine(summary)]);
  section('nearest', [nearestLine(summary)]);
  if (summary.firstFailures.length > 0) lines.push('', ...failureLines(summary, flown, style));
  lines.push('');
  if (flown.files.length > 0) section('written', [flown.files.join(' ')]);
  section('results', [summary.resultsHash]);
  lines.push('');
  return lines;
}

function flownLine({ flights, frames, hours }: CampaignSummary, { tookS, before }: CampaignFlown): string {
  const inAll = `${count(flights, 'flight')}, ${count(frames, 'frame')} (${Number(hours.toPrecision(3))} h)`;
  const now = flights - before;
  const rate = `${Number((now / Math.max(tookS, 1e-3)).toPrecision(3))} flights/s`;
  const earlier = before > 0 ? `, ${grouped(before)} of them before` : '';
  return `${inAll}${earlier}; ${now > 0 ? `${Number(tookS.toPrecision(3))} s, ${rate}` : 'none now'}`;
}

function exercisedLines({ faults, flights, inconclusive }: CampaignSummary): string[] {
  const { requested, applied, activated, detected, masked, wrongUnit } = faults;
  const of = (part: number): string =>
    activated === 0 ? grouped(part) : `${grouped(part)} (${percent(part / activated)})`;
  const lines = [
    `${count(requested, 'fault')} requested, ${grouped(applied)} applied, ${grouped(activated)} activated`,
  ];
  if (activated > 0) lines.push(`of these ${of(detected)} detected, ${of(masked)} masked`);
  if (wrongUnit > 0) lines.push(`a good unit was blamed for ${count(wrongUnit, 'fault')}`);
  if (inconclusive > 0) {
    lines.push(
      `in ${grouped(inconclusive)} of ${count(flights, 'flight')} no fault changed anything: they are in no rate`,
    );
  }
  return lines;
}

function failedLines({ rate, strata, expectations }: CampaignSummary): string[] {
  const { k, n, wilson95, clopperPearson95, upper95 } = rate;
  if (n === 0) return ['nothing was exercised, so nothing can be said'];
  const lines = [`${grouped(k)} of ${grouped(n)}: ${percent(k / n)} (Wilson 95 %: ${interval(wilson95)})`];
  const expected = new Set(
    expectations.filter(({ expect }) => expect === 'fail').map(({ stratum }) => stratum),
  );
  const foreseen = strata.reduce((sum, each) => sum + (expected.has(each.class) ? each.k : 0), 0);
  if (foreseen > 0) lines.push(`${grouped(foreseen)} of them in classes that are expected to fail`);
  lines.push(
    upper95 === null
      ? `claim: ${interval(clopperPearson95)} (Clopper-Pearson 95 %)`
      : `claim: at most ${percent(upper95)} with 95 % confidence`,
  );
  return lines;
}

/** Each flight is charged with the mean length, which those that a loss cut short make shorter: the cautious side. */
function hourlyLine({ rate: { k, n }, flights, hours }: CampaignSummary): string {
  if (n === 0 || hours === 0) return 'no hour was exercised';
  const supported = supportedPerHour({ k, n, hoursEach: hours / flights });
  const rate = supported < 0.01 ? supported.toExponential(1) : Number(supported.toPrecision(2));
  return `no rate below ${rate} per hour can be claimed from these hours, and they are hours with these faults, not hours of service`;
}

function classLines(summary: CampaignSummary, style: PageStyle): string[] {
  const { strata, expectations, weakest } = summary;
  const names = strata.map((each) => shorten(each.class));
  const width = Math.max('fault class'.length, ...names.map(({ length }) => length)) + 2;
  const counts = strata.map(({ k, n }) => `${grouped(k)} of ${grouped(n)}`);
  const countWidth = Math.max('failed'.length, ...counts.map(({ length }) => length));
  const limits = strata.map(({ n, clopperPearson95 }) => (n === 0 ? '' : interval(clopperPearson95)));
  const limitWidth = Math.max('95 % (C-P)'.length, ...limits.map(({ length }) => length));
  const head = `${'fault class'.padEnd(width)}${'failed'.padStart(countWidth)}   ${'95 % (C-P)'.padEnd(limitWidth)}   expected`;
  const lines = [style.paint(head.trimEnd(), 'bold')];
  strata.forEach((stratum, i) => {
    const expectation = expectations.find((each) => each.stratum === stratum.class);
    const { text, tone } = outcomeWords(expectation);
    const left = `${names[i].padEnd(width)}${counts[i].padStart(countWidth)}   ${limits[i].padEnd(limitWidth)}`;
    lines.push(`${left}   ${style.paint(text, tone)}`);
    const below = rigLines(summary, stratum.class);
    if (expectation !== undefined && expectation.why !== '')
      below.push(`because ${printable(expectation.why)}`);
    for (const text of below)
      for (const row of wrap(text, style.columns - 2)) lines.push(style.paint(`  ${row}`, 'dim'));
  });
  if (weakest !== null && strata.length > 1) {
    lines.push(...wrap(`least can be claimed of: ${printable(weakest)}`, style.columns));
  }
  return lines;
}

/** Where a class failed on several rigs, or on some and not on others: on which. */
function rigLines({ cells }: CampaignSummary, stratum: string): string[] {
  const flown = cells.filter((cell) => cell.stratum === stratum);
  const lost = flown.filter(({ k }) => k > 0);
  if (lost.length === 0 || flown.length === 1) return [];
  const shown = lost.slice(0, CELLS_SHOWN).map(({ rig, k, n }) => `${printable(rig)} ${k} of ${n}`);
  const more = lost.length > CELLS_SHOWN ? `, and ${lost.length - CELLS_SHOWN} more rigs` : '';
  const none =
    lost.length < flown.length ? `; not on ${flown.length - lost.length} of ${flown.length} rigs` : '';
  return [`failed on ${shown.join(', ')}${more}${none}`];
}

function outcomeWords(expectation: Expectation | undefined): { text: string; tone: Tone } {
  if (expectation === undefined || expectation.outcome === 'open')
    return { text: 'not exercised', tone: 'warn' };
  const { expect, outcome } = expectation;
  if (outcome === 'met') return { text: expect === 'pass' ? 'held' : 'failed, as expected', tone: 'good' };
  return { text: expect === 'pass' ? 'FAILED' : 'SURVIVED, not expected', tone: 'bad' };
}

function deadlineLine({ deadline }: CampaignSummary): string {
  const { met, missed, skipped, aborted } = deadline;
  return `met ${grouped(met)}, missed ${grouped(missed)}, skipped ${grouped(skipped)}, aborted ${grouped(aborted)}`;
}

function nearestLine({ worst: [first] }: CampaignSummary): string {
  const { index, rig, stratum, margin, hazard } = first;
  const where = `flight ${index} (${printable(rig)}, ${printable(stratum)})`;
  if (hazard !== null) return `${where}: ${hazardWords(hazard)}`;
  return `${where}: ${percent(Math.max(0, margin))} of the room to a limit was left`;
}

const LIMIT_WORDS = {
  loadFactorG: ['load factor', 'g'],
  alphaDeg: ['angle of attack', 'deg'],
  altitudeFt: ['altitude', 'ft'],
} as const;

function hazardWords({ limit, frame, value }: NonNullable<FlightResult['hazard']>): string {
  const [name, unit] = LIMIT_WORDS[limit];
  return `${name} ${Number(value.toFixed(2))} ${unit} in frame ${frame}`;
}

function failureLines(
  { failures, firstFailures }: CampaignSummary,
  { call, reduced }: CampaignFlown,
  style: PageStyle,
): string[] {
  if (reduced.length > 0) return reducedLines(reduced, { failures }, style);
  const shown = firstFailures.slice(0, FAILURES_SHOWN);
  const rest = failures - shown.length;
  const head = rest > 0 ? `The first ${shown.length} of ${grouped(failures)} that failed:` : 'Failed:';
  const lines = [style.paint(head, 'bold')];
  for (const { index, rig, stratum, hazard, agreement } of shown) {
    const what = hazard === null ? conditionWords(agreement) : hazardWords(hazard);
    lines.push(...wrap(`flight ${index}, ${printable(rig)}, ${printable(stratum)}: ${what}`, style.columns));
    lines.push(`  ${shellLine(onlyWords(call, index))}`);
  }
  return lines;
}

/** The first failures, as small as they could be made. */
function reducedLines(
  reduced: readonly ShrunkFailure[],
  { failures }: { failures: number },
  style: PageStyle,
): string[] {
  const shown = reduced.slice(0, FAILURES_SHOWN);
  const more = reduced.length > shown.length ? `, ${shown.length} of ${grouped(reduced.length)}` : '';
  const lines = [style.paint(`Of ${count(failures, 'failure')} the smallest of each kind${more}:`, 'bold')];
  for (const { index, rig, stratum, hazard, faults, command } of shown) {
    const what = hazard === null ? 'a condition violated' : hazardWords(hazard);
    const left = `${faults.length === 0 ? 'no fault is' : faults.length === 1 ? 'one fault is' : `${faults.length} faults are`} left of flight ${index}`;
    lines.push(...wrap(`${printable(rig)}, ${printable(stratum)}: ${what}; ${left}`, style.columns));
    lines.push(`  ${command}`);
  }
  return lines;
}

/** Without a broken limit a flight fails on a violation within the bound, or on a condition that its rig sets. */
function conditionWords({ ic1, ic2, commandSplits }: FlightResult['agreement']): string {
  if (ic1 + ic2 + commandSplits === 0) return 'a condition of its rig was broken';
  const counts = [`IC1 ${grouped(ic1)}`, `IC2 ${grouped(ic2)}`, `commands split ${grouped(commandSplits)}`];
  return `violations: ${counts.join(', ')}`;
}

function shorten(name: string): string {
  const text = printable(name);
  return text.length <= CLASS_WIDTH_MAX ? text : `${text.slice(0, CLASS_WIDTH_MAX - 1)}…`;
}

function count(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function interval([low, high]: Limits): string {
  return `${percent(low).replace(' %', '')} … ${percent(high)}`;
}

/** Two figures of whichever is smaller, the share or what it lacks of all: nothing is rounded to 0 or 100 %. */
function percent(share: number): string {
  const value = 100 * share;
  if (value <= 50) return `${plain(value)} %`;
  const lack = 100 - value;
  const digits = lack === 0 ? 0 : Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(lack))));
  return `${Number(value.toFixed(digits))} %`;
}

function plain(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded > 0 && rounded < 1e-3 ? rounded.toExponential() : String(rounded);
}
