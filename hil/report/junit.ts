/**
 * The campaign as a test run, for the machines that read such: `junit.xml`.
 *
 *   testsuite  a rig                 testcase   a fault class on it
 *   failure    it had to hold and did not, or had to fail and never did
 *   skipped    no flight of it was conclusive
 *
 * A class that fails as the file expects is a test that passes, with the file's reason in its output. There are no
 * times in it: the same campaign gives the same bytes. XML 1.0 has no way to write most control characters, escaped or
 * not, so whatever it does not allow becomes `?`.
 */
import type { FlightResult } from '../campaign/flight-result.js';
import type { CampaignSummary, Cell, Expectation } from '../campaign/summary.js';
import { clopperPearson95 } from '../campaign/statistics.js';
import { escaped } from './markup.js';
import { counted, outOf, percentRange } from './figures.js';

interface Commands {
  readonly command: string;
  readonly replayOf: (flight: FlightResult) => string;
}

export function junitDocument(summary: CampaignSummary, commands: Commands): string {
  const expectations = new Map(summary.expectations.map((entry) => [entry.stratum, entry]));
  const cases = summary.cells.map((cell) => testCase(cell, { summary, commands, expectations }));
  const rigs = [...new Set(summary.cells.map(({ rig }) => rig))];
  const suites = rigs.map((rig) => {
    const own = cases.filter(({ cell }) => cell.rig === rig);
    return [
      `  <testsuite name="${escaped(rig)}"${totals(own)}>`,
      `    <properties><property name="seed" value="${escaped(summary.seed)}"/></properties>`,
      ...own.map(({ text }) => text),
      '  </testsuite>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(`ironbird ${summary.version} ${summary.campaign}`)}"${totals(cases)}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

interface TestCase {
  readonly cell: Cell;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly text: string;
}

function totals(cases: readonly TestCase[]): string {
  const of = (state: TestCase['state']): number => cases.filter((one) => one.state === state).length;
  return ` tests="${cases.length}" failures="${of('failed')}" errors="0" skipped="${of('skipped')}"`;
}

function testCase(
  cell: Cell,
  {
    summary,
    commands,
    expectations,
  }: { summary: CampaignSummary; commands: Commands; expectations: ReadonlyMap<string, Expectation> },
): TestCase {
  const { rig, stratum, k, n, flights } = cell;
  const expectation = expectations.get(stratum);
  const open = `    <testcase classname="${escaped(`${summary.campaign}.${rig}`)}" name="${escaped(stratum)}"`;
  const done = (state: TestCase['state'], body: string): TestCase => ({
    cell,
    state,
    text: `${open}>${body}</testcase>`,
  });
  if (n === 0) {
    const message = `none of ${counted(flights, 'flight')} was conclusive: no fault changed anything`;
    return done('skipped', `<skipped message="${escaped(message)}"/>`);
  }
  const figures = `${outOf({ k, n })} flights failed, 95 % ${percentRange(clopperPearson95({ k, n }))} (Clopper-Pearson)`;
  const mustFail = expectation?.expect === 'fail';
  if (mustFail && expectation.outcome === 'missed') {
    return done('failed', failure(`expected to fail, and never did: ${figures}`, [commands.command]));
  }
  if (!mustFail && k > 0) {
    const own = summary.firstFailures.filter((flight) => flight.rig === rig && flight.stratum === stratum);
    return done('failed', failure(figures, [commands.command, ...own.map(commands.replayOf)]));
  }
  const why = mustFail
    ? `; failures are expected${expectation.why === '' ? '' : `: ${expectation.why}`}`
    : '';
  return done('passed', `<system-out>${escaped(figures + why)}</system-out>`);
}

function failure(message: string, replays: readonly string[]): string {
  const lines = replays.map((line) => `replay: ${escaped(line)}`).join('\n');
  return `<failure message="${escaped(message)}" type="violated">${lines}</failure>`;
}
