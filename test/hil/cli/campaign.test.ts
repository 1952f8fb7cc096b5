/**
 * `ironbird campaign` as a user reads it: its page, its exit codes, its bar, and any one flight of it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { FlightResult } from '../../../hil/campaign/flight-result.js';
import { readResults } from '../../../hil/campaign/results-file.js';
import { campaignProgressText } from '../../../hil/cli/campaign-progress.js';
import type { FlyDocument } from '../../../hil/rig/fly-document.js';
import { ironbird, ironbirdAll } from '../../support/ironbird.js';
import { file, folder } from '../../support/scratch.js';

const LOSSES = file(
  'losses.yaml',
  `name: losses
rigs: [dive-climb, dive-climb-quad-mean]
set: { durationS: 6 }
strata:
  - class: pull-up
    expect: fail
    why: >-
      three that exchange once take different means; the file says so at length, to see that a long reason is wrapped
    faults: [{ target: sensor/pitchRate/0, mode: stuck, onset: 280 }]
stop: { flights: 4 }
`,
);

let made = 0;
const fresh = (): string => join(folder, `out-${made++}`);

t.test('any flight of it alone is the same flight', async (t) => {
  const out = fresh();
  const { code } = ironbird(['campaign', LOSSES, '--out', out]);
  const results = [...readResults(join(out, 'results.ndjson'))];
  const failed = results.filter(({ verdict }) => verdict === 'fail');
  t.ok(failed.length > 0 && failed.length < results.length, 'some failed, some did not');
  t.equal(code, 0, 'a class that is expected to fail has');
  const command = `campaign ${LOSSES} --seed 1 --only ${failed[0].index}`;
  const passed = results.find(({ verdict }) => verdict === 'pass') as FlightResult;
  const [page, json, held] = await ironbirdAll([
    command.split(' '),
    [...command.split(' '), '--json'],
    ['campaign', LOSSES, '--only', String(passed.index), '--json'],
  ]);
  const document = JSON.parse(json.stdout) as FlyDocument;
  const { seed, verdict, frames, hazard, traceHash } = failed[0];
  t.match(document, { seed, verdict, frames, hazard, traceHash, replay: `ironbird ${command}` });
  t.match(page, { code: 0, stdout: `\nFAIL, as expected · replay: ironbird ${command}\n` });
  t.match(JSON.parse(held.stdout), { traceHash: passed.traceHash, verdict: 'pass' });
  t.equal(held.code, 0, 'one of an expected-to-fail class may hold');
});

t.test('a page of 80 columns', async (t) => {
  const { code, stdout, stderr } = ironbird(['campaign', LOSSES, '--out', fresh()]);
  t.same([code, stderr], [0, '']);
  for (const line of stdout.split('\n')) {
    t.ok(line.length <= 80 || / · again: |^ {2}ironbird |results\.ndjson|summary\.json/.test(line), line);
  }
  t.match(stdout, /^exercised {3}\d+ faults requested, \d+ applied, \d+ activated$/m);
  t.match(stdout, /^failed {6}\d of 4: .*Wilson 95 %/m);
  t.match(stdout, /^pull-up +\d of 4 +.* failed, as expected$/m);
  t.match(stdout, /^ {2}because three that exchange once/m);
  t.match(stdout, /no rate below \S+ per hour can be claimed/);
});

t.test('the smallest failing case is a file, and the command on the page flies it', async (t) => {
  const out = fresh();
  const { stdout } = ironbird(['campaign', LOSSES, '--out', out]);
  const [, command] = /\n {2}ironbird (fly \S+ --seed \d+)\n/.exec(stdout) ?? [];
  t.match(command, join(out, 'failures'));
  const flown = ironbird([...command.split(' '), '--json']);
  t.equal(flown.code, 0, 'it is expected to fail');
  const { verdict, faults } = JSON.parse(flown.stdout) as FlyDocument;
  t.match({ verdict, faults }, { verdict: 'fail', faults: [{ activated: true }] });
  t.match(stdout, /\n(tmr|\S+).*(one fault is|no fault is) left\s+of\s+flight \d+\n/);
  const asFlown = ironbird(['campaign', LOSSES, '--out', fresh(), '--shrink', '0']);
  t.match(asFlown.stdout, /\n {2}ironbird fly /, 'without flights to spend it is written as it was flown');
});

t.test('exit codes: violated, unexpectedly survived, nothing exercised', async (t) => {
  const campaign = (name: string, expect: string, fault: string): string =>
    file(
      `${name}.yaml`,
      `name: ${name}\nrigs: [tmr]\nset: { durationS: 1, sensors.pedals.noise: 0, sensors.pedals.bias: 0 }\nstrata:\n  - class: only\n    ${expect}\n    faults: [${fault}]\nstop: { flights: 6 }\n`,
    );
  const stuck = '{ target: sensor/alpha/0, mode: stuck, onset: 10 }';
  const idle = '{ target: sensor/pedals/0, mode: stuck }';
  const violated = file(
    'violated.yaml',
    readFileSync(LOSSES, 'utf8').replace(/ {4}expect: fail\n {4}why:.*\n.*\n/, ''),
  );
  const outcomes = await ironbirdAll([
    ['campaign', violated, '--workers', '1', '--out', fresh()],
    ['campaign', campaign('survived', 'expect: fail\n    why: it should', stuck), '--out', fresh()],
    ['campaign', campaign('idle', 'weight: 1', idle), '--out', fresh()],
  ]);
  t.match(outcomes[0], { code: 1, stdout: /\nVIOLATED: pull-up failed · again: / });
  t.match(outcomes[1], { code: 1, stdout: /\nVIOLATED: only survived, but expected to fail · again: / });
  t.match(outcomes[2], { code: 4, stdout: /\nINCONCLUSIVE: nothing was exercised · again: / });
});

t.test('the bar fits a terminal, whatever the counts', async (t) => {
  const show = (news: Partial<Parameters<typeof campaignProgressText>[0]>): string =>
    campaignProgressText({
      flown: 500,
      failures: 3,
      before: 0,
      elapsedMs: 5000,
      flights: 1000,
      timeMs: Infinity,
      ...news,
    });
  t.equal(show({}), '[████████████░░░░░░░░░░░░]  50.0 %   100 flights/s   0:05 left   3 failed');
  t.equal(show({ before: 400 }), '[████████████░░░░░░░░░░░░]  50.0 %   20 flights/s   0:25 left   3 failed');
  t.equal(show({ flights: Infinity }), '500 flights   100 flights/s   3 failed');
  t.match(show({ flights: Infinity, timeMs: 20_000 }), / 25\.0 % .* 0:15 left/);
  const long = { flown: 999_999_999, failures: 999_999_999, flights: 1_000_000_000, elapsedMs: 10_000_000 };
  t.ok(show(long).length <= 79, show(long));
  t.equal(show({ flown: 0, elapsedMs: 0 }), '0 flights   0.0 flights/s   3 failed');
});
