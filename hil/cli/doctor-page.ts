/**
 * `doctor` as a page: a line a finding, what to do under those that want something done, then the loop's lateness.
 *
 *   ok    clock source        tsc
 *   fix   serial group        not a member of dialout
 *           sudo usermod -aG dialout "$USER"
 */
import { grouped } from '../files/grouped-digits.js';
import { printable } from '../files/problem.js';
import type { Finding, FindingState } from '../host/finding.js';
import { LATENESS_SHARE } from '../host/realistic-period.js';
import type { JitterReport } from '../time/jitter-probe.js';
import { type Tone, wrap } from './terminal.js';

/** What was found, in the order in which it is shown. */
export interface FindingGroups {
  readonly machine: readonly Finding[];
  readonly realTime: readonly Finding[];
  readonly serial: readonly Finding[];
}

export interface Jitter extends JitterReport {
  /** Share of the processors' time meanwhile that went to others. */
  readonly stealPercent: number | null;
  readonly realisticPeriodMs: number | null;
}

interface Page {
  readonly columns: number;
  paint(text: string, tone: Tone): string;
}

const WORDS: Readonly<Record<FindingState, readonly [word: string, tone: Tone]>> = {
  good: ['ok', 'good'],
  note: ['note', 'warn'],
  lacking: ['fix', 'bad'],
  unknown: ['?', 'dim'],
};
const MARGIN = 28;
const P999_WAKE_UPS_MIN = 1000;

export function findingLines({ machine, realTime, serial }: FindingGroups, page: Page): string[] {
  const section = (title: string, findings: readonly Finding[]): string[] => [
    '',
    page.paint(title, 'bold'),
    ...findings.flatMap((finding) => linesOf(finding, page)),
  ];
  return [
    ...section('This machine', machine),
    ...section('For a loop on a real clock', realTime),
    ...section('For boards on serial ports, which this version does not fly yet', serial),
  ];
}

function linesOf({ id, state, found, fix }: Finding, page: Page): string[] {
  const [word, tone] = WORDS[state];
  const name = id.replaceAll('-', ' ');
  const width = page.columns - MARGIN;
  const [first, ...rest] = wrap(printable(found), width).flatMap((line) => pieces(line, width));
  return [
    `${page.paint(word.padEnd(6), tone)}${name.padEnd(MARGIN - 6)}${first}`,
    ...rest.map((line) => ' '.repeat(MARGIN) + line),
    ...fix.map((line) => `        ${line}`),
  ];
}

/** Words longer than a line, as names of devices are, broken where the line ends. */
function pieces(line: string, width: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at === 0 || at < line.length; at += width) parts.push(line.slice(at, at + width));
  return parts;
}

export function jitterLines(jitter: Jitter | null): string[] {
  if (jitter === null) return [''];
  const { wakeUps, warmUp, skipped, early, latenessUs, stealPercent, realisticPeriodMs, periodUs } = jitter;
  const lines = [
    '',
    `A thread woken every ${periodUs / 1000} ms: ${grouped(wakeUps)} times, ${warmUp} before them not counted`,
  ];
  if (latenessUs !== null) {
    const { p50, p99, p999, max } = latenessUs;
    const late = [`p50 ${grouped(p50)}`, `p99 ${grouped(p99)}`];
    if (wakeUps >= P999_WAKE_UPS_MIN) late.push(`p99.9 ${grouped(p999)}`);
    lines.push(`late, us    ${[...late, `max ${grouped(max)}`].join(' · ')}`);
  }
  const steal = stealPercent === null ? 'steal not told' : `${stealPercent.toFixed(2)} % stolen meanwhile`;
  lines.push(`also        ${grouped(skipped)} skipped · ${grouped(early)} early · ${steal}`);
  return [...lines, ...periodLines(realisticPeriodMs), ''];
}

function periodLines(periodMs: number | null): string[] {
  const rule = `the worst seen is at most ${100 * LATENESS_SHARE} % of it`;
  const held =
    periodMs === null
      ? 'none up to 1,000 ms'
      : periodMs === 1
        ? `1 ms and longer: ${rule}`
        : `${grouped(periodMs)} ms and longer: ${rule}`;
  const hint = 'less load helps, and so may: chrt -f 50 npx ironbird doctor';
  return [`realistic   ${held}`, ...(periodMs === null || periodMs > 20 ? [`            ${hint}`] : [])];
}
