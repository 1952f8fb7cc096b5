/**
 * The report's figures against counts made by hand, and its files against what a careless reader could be made to do.
 */
import t from 'tap';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FlightResult } from '../../../hil/campaign/flight-result.js';
import type { CampaignSummary } from '../../../hil/campaign/summary.js';
import { Flyer } from '../../../hil/campaign/flyer.js';
import { BenchError } from '../../../hil/files/bench-error.js';
import { ExerciseLedger } from '../../../hil/report/exercise-ledger.js';
import { FlightPicks } from '../../../hil/report/flight-picks.js';
import { junitDocument } from '../../../hil/report/junit.js';
import { type ReportRequest, writeReport } from '../../../hil/report/write-report.js';
import { Dice } from '../../support/dice.js';
import { flownCampaign, summaryOf } from '../../support/flown-campaign.js';
import { HOSTILE, madeHostile } from '../../support/hostile-names.js';
import { readXml, type XmlElement } from '../../support/naive-xml.js';
import { folder } from '../../support/scratch.js';

const flown = await flownCampaign({ each: 8, seed: 2 });
const { flyer, results, summary, reduced } = flown;
const rigs = flown.variants.map(({ name }) => name);
const command = 'ironbird campaign test --seed 1';
const replayOf = ({ index }: FlightResult): string => `${command} --only ${index}`;
const request: ReportRequest = {
  directory: folder,
  summary,
  reduced,
  results,
  flyer,
  rigs,
  command,
  replayOf,
};

const drawn = (dice: Dice, index: number): FlightResult => {
  const from = dice.pick(results);
  const margin = dice.uniform() - 0.5;
  return { ...from, index, margin };
};

void t.test('every kind of fault has its five states counted, as filters count them', async (t) => {
  const ledger = new ExerciseLedger();
  for (const result of results) ledger.add(result);
  const rows = ledger.rows();
  const faults = results.flatMap((result) => result.faults);
  t.equal(rows.length, new Set(faults.map(({ target, mode }) => `${target.split('/')[0]} ${mode}`)).size);
  for (const { kind, mode, ...counts } of rows) {
    const own = faults.filter((fault) => fault.target.startsWith(`${kind}/`) && fault.mode === mode);
    for (const state of ['requested', 'applied', 'activated', 'detected', 'masked', 'wrongUnit'] as const) {
      t.equal(counts[state], own.filter((fault) => fault[state]).length, `${kind} ${mode} ${state}`);
    }
  }
  t.ok(rows.some(({ requested, activated }) => requested > 0 && activated === 0));
});

void t.test('modes past the capacity are counted together, and none is lost', async (t) => {
  const ledger = new ExerciseLedger();
  const [{ faults }] = results;
  for (let i = 0; i < 1000; i++) ledger.add({ ...results[0], faults: [{ ...faults[0], mode: `mode ${i}` }] });
  const rows = ledger.rows();
  t.equal(rows.length, 257);
  t.equal(
    rows.reduce((total, { requested }) => total + requested, 0),
    1000,
  );
  t.equal(rows.find(({ kind }) => kind === 'others')?.requested, 744);
});

void t.test(
  'picks: the worst and the smallest of each cell, unexpected ones first, whatever the order',
  async (t) => {
    const dice = new Dice(3);
    const many = Array.from({ length: 2000 }, (_, index) => drawn(dice, index));
    const failed = many.filter(({ verdict }) => verdict === 'fail');
    const expected = new Set(['two-faced vane']);
    const picked = (order: readonly FlightResult[]): readonly number[] => {
      const picks = new FlightPicks({ expected });
      for (const flight of order) picks.add(flight);
      return picks.picks({ count: 6 }).map(({ flight }) => flight.index);
    };
    const indexes = picked(many);
    t.strictSame(picked([...many].reverse()), indexes);
    t.equal(new Set(indexes).size, indexes.length);
    const cells = [...new Set(failed.map(({ rig, stratum }) => `${rig} ${stratum}`))];
    t.ok(cells.length > 1);
    t.equal(indexes.length, Math.min(6, 2 * cells.length));
    for (const cell of cells) {
      const own = failed.filter(({ rig, stratum }) => `${rig} ${stratum}` === cell);
      const worst = own.reduce((a, b) => (b.margin < a.margin ? b : a));
      t.ok(indexes.includes(worst.index), `${cell}: worst`);
    }
    const shownExpected = indexes.map((index) => expected.has(many[index].stratum));
    t.strictSame(shownExpected, [...shownExpected].sort());
    t.ok(shownExpected.includes(true) && shownExpected.includes(false));
  },
);

void t.test('the same campaign gives the same bytes, and they are what was returned', async (t) => {
  const written = await writeReport(request);
  const first = readFileSync(written.html, 'utf8');
  t.equal(written.html, join(folder, 'report.html'));
  await writeReport({ ...request, results: [...results].reverse() });
  t.equal(readFileSync(written.html, 'utf8'), first);
  t.match(first, /The MIT License/);
});

void t.test('a hundred thousand flights of forty rigs make a page of less than two megabytes', async (t) => {
  const dice = new Dice(5);
  const renamed = (result: FlightResult, i: number): FlightResult => ({
    ...result,
    rig: `${result.rig} ${i % 40}`,
    stratum: `${result.stratum} ${i % 30}`,
  });
  const some = Array.from({ length: 4000 }, (_, i) => renamed(drawn(dice, i), i));
  const large = summaryOf(some, [...new Set(some.map(({ rig }) => rig))]);
  async function* stream(): AsyncGenerator<FlightResult> {
    for (let i = 0; i < 100_000; i++) yield { ...some[i % some.length], index: i };
  }
  const directory = join(folder, 'large');
  mkdirSync(directory);
  const variants = Array.from({ length: 40 }, (_, i) =>
    flown.variants.map((variant) => ({ ...variant, name: `${variant.name} ${i}` })),
  ).flat();
  const names = variants.map(({ name }) => name);
  const before = process.memoryUsage().heapUsed;
  const { html } = await writeReport({
    ...request,
    directory,
    summary: large,
    results: stream(),
    flyer: new Flyer(variants),
    rigs: names,
  });
  t.equal(readFileSync(html, 'utf8').match(/<article/g)?.length, 6);
  t.ok(statSync(html).size < 2e6, `${statSync(html).size} bytes`);
  t.ok(statSync(html).size > 1e5);
  t.ok(process.memoryUsage().heapUsed - before < 100e6);
});

void t.test(
  'junit: a suite for each rig, a case for each class; failures carry the command that replays them',
  async (t) => {
    const root = readXml(junitDocument(summary, { command, replayOf }));
    const suites = root.children;
    t.strictSame(
      suites.map(({ attributes }) => attributes.name),
      rigs,
    );
    const all: { rig: string; found: XmlElement }[] = suites.flatMap((suite) =>
      suite.children
        .filter(({ name }) => name === 'testcase')
        .map((found) => ({ rig: suite.attributes.name, found })),
    );
    t.equal(all.length, summary.cells.length);
    const seen = new Set<string>();
    for (const { rig, found } of all) {
      const own = results.filter((result) => result.rig === rig && result.stratum === found.attributes.name);
      const failures = own.filter(({ verdict }) => verdict === 'fail');
      const state = found.children[0].name;
      seen.add(state);
      if (own.every(({ verdict }) => verdict === 'inconclusive')) t.equal(state, 'skipped');
      else if (found.attributes.name === 'two-faced vane' || failures.length === 0)
        t.equal(state, 'system-out');
      else {
        t.equal(state, 'failure');
        const text = found.children[0].text;
        t.ok(text.includes(`replay: ${command} --only ${failures[0].index}`), text);
        t.match(
          found.children[0].attributes.message,
          new RegExp(`^${failures.length} of ${own.length} flights failed`),
        );
      }
    }
    t.strictSame([...seen].sort(), ['failure', 'skipped', 'system-out']);
    const total = (attribute: string): number =>
      suites.reduce((sum, { attributes }) => sum + Number(attributes[attribute]), 0);
    for (const attribute of ['tests', 'failures', 'skipped', 'errors']) {
      t.equal(Number(root.attributes[attribute]), total(attribute), attribute);
    }
    t.equal(total('tests'), all.length);
  },
);

void t.test('junit: a class that was expected to fail and never did is a failure', async (t) => {
  const survived: CampaignSummary = {
    ...summary,
    expectations: summary.expectations.map((entry) =>
      entry.stratum === 'crashed computer'
        ? { ...entry, expect: 'fail', why: 'so we thought', outcome: 'missed' }
        : entry,
    ),
  };
  const text = junitDocument(survived, { command, replayOf });
  t.match(text, /expected to fail, and never did: 0 of 8 flights failed/);
  readXml(text);
});

void t.test(
  'hostile names leave no markup, no control character and no reversed text in either file',
  async (t) => {
    const bad = madeHostile(flown);
    const directory = join(folder, 'hostile');
    mkdirSync(directory);
    const { html, junit } = await writeReport({
      ...request,
      ...bad,
      directory,
      rigs: rigs.map(bad.nameOf),
      command: HOSTILE.join(' '),
      replayOf: () => HOSTILE.join(' '),
    });
    const page = readFileSync(html, 'utf8');
    const xml = readFileSync(junit, 'utf8');
    for (const text of [page, xml]) {
      t.notOk(
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u202e\u2066\uffff]/.test(text),
        'nothing that acts',
      );
      t.notOk(/<(img|svg onload|iframe)/.test(text), 'nothing that acts');
      t.ok(/&lt;script&gt;alert\(1\)&lt;\/script&gt;/.test(text), 'but its text is there');
    }
    t.equal(page.match(/<script/g)?.length, 3);
    t.equal(page.match(/<\/script>/g)?.length, 3);
    t.equal(readXml(xml).children.length, rigs.length);
  },
);

void t.test('a folder that cannot be written to is named', async (t) => {
  const missing = join(folder, 'not-there');
  await t.rejects(writeReport({ ...request, directory: missing }), BenchError);
  await t.rejects(writeReport({ ...request, directory: missing }), /report\.html: cannot be written/);
});
