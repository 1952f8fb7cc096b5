/**
 * `ironbird clocks`, printed: the skew of the good clocks over the rounds, what was reached beside what is promised,
 * and whether it was kept.
 */
import { PACKAGE_VERSION } from '../files/package-root.js';
import { grouped } from '../files/grouped-digits.js';
import { type ClusterReport, type ClusterSpec, runClocks } from '../proof/clock-sync.js';
import type { ClocksOptions } from './command-options.js';
import { clocksAgain, microseconds, readClocks } from './clocks-request.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { plural } from './page-words.js';
import type { Session } from './session.js';
import { skewPlot } from './skew-plot.js';
import { wrap } from './terminal.js';

const LABEL_WIDTH = 32;
const CELL_WIDTH = 16;

/** Exit code 1 where good clocks were further apart than the bound. */
export function printClocks(session: Session, options: ClocksOptions): ExitCode {
  const { terminal } = session;
  const { json = false } = options;
  const spec = readClocks(options);
  const report = runClocks(spec);
  const held = report.firstBeyond === null;
  const { method } = spec.conditions;
  terminal.frameLine(session.title(['clocks', method, `seed ${spec.seed}`, 'virtual time']), { json });
  const again = clocksAgain(spec);
  if (json) terminal.document(documentOf(spec, report, again));
  else for (const line of page(spec, report, terminal.out.columns)) terminal.line(line);
  const stream = json ? terminal.err : terminal.out;
  const word = stream.paint(held ? 'HELD' : 'VIOLATED', held ? 'good' : 'bad');
  terminal.frameLine(`${word} · replay: ${again}`, { json });
  return held ? EXIT.held : EXIT.violated;
}

function documentOf(spec: ClusterSpec, report: ClusterReport, replay: string): object {
  const { conditions, fault, seed } = spec;
  const { computers, faults, method, driftPpm, readingNs, resyncNs } = conditions;
  const { bounds, withinBound, rounds, everNs, afterNs, firstBeyond, lost, ratePpm } = report;
  return {
    version: PACKAGE_VERSION,
    nodes: computers,
    faults,
    faulty: fault,
    method,
    driftPpm,
    readingUs: readingNs / 1000,
    resyncMs: resyncNs / 1e6,
    seed,
    rounds: rounds.length,
    verdict: firstBeyond === null ? 'held' : 'violated',
    withinBound,
    firstBeyond,
    lost,
    precisionUs: {
      afterResync: tenths(afterNs),
      afterResyncBound: bounds.afterNs / 1000,
      ever: tenths(everNs),
      everBound: bounds.precisionNs / 1000,
      last: tenths(rounds.at(-1)?.everNs ?? 0),
    },
    accuracyPpm: { reached: Math.round(10 * ratePpm) / 10, bound: Math.ceil(bounds.accuracyPpm) },
    replay,
  };
}

function tenths(ns: number): number {
  return Math.round(ns / 100) / 10;
}

function page(spec: ClusterSpec, report: ClusterReport, columns: number): string[] {
  const { conditions, fault, rounds } = spec;
  const { computers, faults, driftPpm, readingNs, resyncNs } = conditions;
  const { bounds, ratePpm } = report;
  const faulty = fault === 'none' || faults === 0 ? 'none faulty' : `${faults} ${fault}`;
  const row = (label: string, reached: string, bound: string): string =>
    label.padEnd(LABEL_WIDTH) + reached.padStart(CELL_WIDTH) + bound.padStart(CELL_WIDTH);
  const us = (ns: number): string => `${microseconds(ns)} us`;
  const rate = `${ratePpm < 0 ? '−' : '+'}${Math.abs(ratePpm).toFixed(1)} ppm`;
  return [
    '',
    `${computers} clocks, ${faulty}, built for ${faults}; ${plural(rounds, 'resynchronisation')}`,
    ...wrap(
      `r = ${driftPpm} ppm drift, e = ${readingNs / 1000} us reading error, corrected every R = ${resyncNs / 1e6} ms`,
      columns,
    ),
    '',
    'Largest difference between good clocks, us, by round:',
    '',
    ...skewPlot(
      report.rounds.map(({ everNs }) => everNs),
      { boundNs: bounds.precisionNs, columns },
    ),
    '',
    row('', 'reached', 'bound'),
    row('good clocks apart, corrected', us(report.afterNs), us(bounds.afterNs)),
    row('good clocks apart, at any time', us(report.everNs), us(bounds.precisionNs)),
    row('their rate against real time', rate, `±${grouped(Math.ceil(bounds.accuracyPpm))} ppm`),
    '',
    ...paragraphs(spec, report).flatMap((text) =>
      wrap(text, columns - 2).map((line, i) => (i === 0 ? line : `  ${line}`)),
    ),
    '',
  ];
}

function paragraphs({ conditions, fault }: ClusterSpec, report: ClusterReport): string[] {
  const { computers, faults, method } = conditions;
  const { firstBeyond, lost, rounds, withinBound, bounds } = report;
  const least = 3 * faults + 1;
  const formula =
    method === 'midpoint'
      ? 'D = 4e + 4rR before a correction (Welch, Lynch 1988), D/2 + 2e after it, D + e while some have corrected'
      : 'D = (2e + 2rR) / (1 - 3m/n) before a correction (Lamport, Melliar-Smith 1985), which counts differences beyond D + e as 0';
  const texts = [
    `Bound: ${formula}; with the time that messages take. It asks for n > 3m, rates within r, readings within e, and a start within ${microseconds(bounds.startNs)} us.`,
  ];
  if (!withinBound)
    texts.push(
      `${computers} clocks promise nothing with ${faults} faulty: it takes ${least}. They are judged by what ${least} would keep.`,
    );
  if (firstBeyond !== null) {
    const last = rounds.length;
    const apart = microseconds(rounds[last - 1].everNs);
    const end = lost ? 'half a period, and no longer in the same round' : 'and parting';
    texts.push(`Beyond the bound from round ${firstBeyond} on; in round ${last} ${apart} us apart, ${end}.`);
    if (fault === 'two-faced' && method === 'midpoint')
      texts.push(
        'The liar is ahead of the fast clock and behind the slow one, so that each finds itself in the middle.',
      );
  }
  return texts;
}
