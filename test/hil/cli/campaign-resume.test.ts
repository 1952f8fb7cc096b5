/**
 * `ironbird campaign` as a user types it: the built program in a process of its own, killed, stopped,
 * starved, and gone on with.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { readResults } from '../../../hil/campaign/results-file.js';
import type { CampaignSummary } from '../../../hil/campaign/summary.js';
import { PACKAGE_VERSION } from '../../../hil/files/package-root.js';
import { cleanEnvironment, ironbird, ironbirdAll, MAIN } from '../../support/ironbird.js';
import { file, folder } from '../../support/scratch.js';

const QUICK = file(
  'quick.yaml',
  `name: quick
rigs: [tmr, quad-om1]
set: { durationS: 0.6 }
strata:
  - class: stuck
    faults:
      - { target: 'sensor/{alpha,pitchRate}/{any}', mode: stuck, value: [last, 0], onset: { uniform: [5, 25] } }
  - class: crash
    faults: [{ target: 'computer/{any}', mode: crash, onset: { uniform: [5, 25] } }]
stop: { flights: 80 }
`,
);

let made = 0;
const fresh = (): string => join(folder, `out-${made++}`);
const bytesOf = (directory: string): string => readFileSync(join(directory, 'results.ndjson'), 'utf8');
const summaryOf = (directory: string): CampaignSummary =>
  JSON.parse(readFileSync(join(directory, 'summary.json'), 'utf8')) as CampaignSummary;

/** A campaign in a process that somebody else will end; done when `until` holds, looked at every few milliseconds. */
async function until(child: ChildProcess, holds: () => boolean): Promise<void> {
  while (child.exitCode === null && !holds()) await wait(5);
}

function started(args: readonly string[]): { child: ChildProcess; ended: Promise<EndedProcess> } {
  const child = spawn(process.execPath, [MAIN, 'campaign', ...args], { env: cleanEnvironment() });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<EndedProcess>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

interface EndedProcess {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

const linesIn = (path: string): number =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;

/** The whole campaign, flown once without a break; any shorter one is a beginning of it. */
const WHOLE = fresh();
t.before(() => {
  const { code, stderr } = ironbird(['campaign', QUICK, '--workers', '2', '--out', WHOLE]);
  if (code !== 0) throw new Error(stderr);
});

/** The header and so many results of the whole. */
function beginning(flights: number): string {
  return `${bytesOf(WHOLE)
    .split('\n')
    .slice(0, flights + 1)
    .join('\n')}\n`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

t.test('one worker or three write the same bytes as two, and the same document', async (t) => {
  const runs = [fresh(), fresh()];
  const outcomes = await ironbirdAll(
    ['1', '3'].map((workers, i) => ['campaign', QUICK, '--workers', workers, '--out', runs[i], '--json']),
  );
  for (const [i, { code, stdout, stderr }] of outcomes.entries()) {
    t.equal(code, 0, stderr);
    t.equal(bytesOf(runs[i]), bytesOf(WHOLE));
    t.equal(readFileSync(join(WHOLE, 'summary.json'), 'utf8'), stdout);
    t.equal(readFileSync(join(runs[i], 'summary.json'), 'utf8'), stdout);
    t.match(stderr, `ironbird ${PACKAGE_VERSION} · quick · seed 1 · 80 flights · ${[1, 3][i]} worker`);
    t.match(stderr, `\nHELD · again: ironbird campaign ${QUICK} --seed 1\n`);
    t.equal(stderr.trimEnd().split('\n').length, 2);
  }
  const document = JSON.parse(outcomes[0].stdout) as CampaignSummary;
  t.same(Object.keys(document).slice(0, 10), [
    'version',
    'campaign',
    'seed',
    'flights',
    'failures',
    'rate',
    'strata',
    'weakest',
    'faults',
    'resultsHash',
  ]);
  t.same(Object.keys(document.rate), ['k', 'n', 'wilson95', 'clopperPearson95', 'upper95']);
  t.same(Object.keys(document.strata[0]), ['class', 'k', 'n', 'clopperPearson95']);
  t.equal(document.resultsHash, sha256(bytesOf(WHOLE)), 'as sha256sum says');
  const results = [...readResults(join(WHOLE, 'results.ndjson'))];
  t.same(
    results.map(({ index }) => index),
    [...Array(80).keys()],
  );
  t.ok(new Set(results.map(({ traceHash }) => traceHash)).size > 60, 'they are different flights');
  t.same(new Set(results.map(({ rig }) => rig)), new Set(['tmr', 'quad-om1']));
});

t.test('killed in the middle, twice, it goes on to the same bytes', async (t) => {
  const out = fresh();
  const path = join(out, 'results.ndjson');
  let kills = 0;
  let args = [QUICK, '--workers', '1', '--out', out];
  for (const lines of [1, 20]) {
    const { child, ended } = started(args);
    await until(child, () => linesIn(path) > lines);
    child.kill('SIGKILL');
    if ((await ended).signal === 'SIGKILL') kills++;
    t.equal(bytesOf(out), beginning(linesIn(path) - 1));
    args = [QUICK, '--workers', '1', '--out', out, '--resume'];
    // What a kill inside a write leaves behind.
    writeFileSync(path, `${bytesOf(out)}{"index":`);
  }
  t.ok(kills > 0, 'it was killed while flying');
  const { code, stdout } = ironbird(['campaign', ...args]);
  t.equal(code, 0);
  t.match(stdout, /\ngoing on after [0-9]+ flights in /);
  t.equal(bytesOf(out), bytesOf(WHOLE));
  t.same(summaryOf(out), summaryOf(WHOLE));
});

t.test(
  'Ctrl-C lands what is in the air, says how to go on, and that command comes to the same',
  async (t) => {
    const out = fresh();
    const { child, ended } = started([QUICK, '--out', out]);
    await until(child, () => linesIn(join(out, 'results.ndjson')) > 5);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    t.same([code, stderr], [130, '']);
    const { flights, end } = summaryOf(out);
    t.equal(end, 'interrupted');
    t.ok(flights >= 5 && flights < 80);
    t.equal(bytesOf(out), beginning(flights));
    const next = new RegExp(`\nINTERRUPTED after ${flights} of 80 flights · go on: ironbird (.*)\n$`).exec(
      stdout,
    );
    t.ok(next, stdout);
    t.equal(ironbird((next?.[1] ?? '').split(' ')).code, 0);
    t.equal(bytesOf(out), bytesOf(WHOLE));
    t.same(summaryOf(out), summaryOf(WHOLE));
  },
);

t.test('a full disk ends it with 3, keeps whole flights, and it goes on when there is room', async (t) => {
  const out = fresh();
  const args = [MAIN, 'campaign', QUICK, '--flights', '30', '--out', out];
  // A limit on the size of files stands for the disk: it needs no rights, and the write fails half way just the same.
  // The test runner's hook in NODE_OPTIONS would end the process at the signal that Node ignores.
  const limited = 'unset NODE_OPTIONS; ulimit -f 20; exec "$0" "$@"';
  const { status, stderr } = spawnSync('sh', ['-c', limited, process.execPath, ...args], {
    encoding: 'utf8',
    env: cleanEnvironment(),
  });
  t.equal(status, 3, stderr);
  const kept = linesIn(join(out, 'results.ndjson')) - 1;
  t.ok(kept > 0 && kept < 30, `${kept} flights`);
  t.equal(bytesOf(out), beginning(kept), 'no torn end');
  t.match(
    stderr,
    new RegExp(`results\\.ndjson: cannot be written .*Hint: ${kept} flights are kept.*--resume`),
  );
  t.notOk(existsSync(join(out, 'summary.json')));
  t.equal(
    ironbird(['campaign', QUICK, '--flights', '30', '--out', out, '--resume', '--workers', '1']).code,
    0,
  );
  t.equal(bytesOf(out), beginning(30));
});

t.test('results of another seed, campaign or version are refused, and stay', async (t) => {
  const changed = file('changed.yaml', readFileSync(QUICK, 'utf8').replace('[5, 25]', '[5, 26]'));
  const holding = (results: string): string => {
    const directory = fresh();
    mkdirSync(directory);
    writeFileSync(join(directory, 'results.ndjson'), results);
    return directory;
  };
  const before = beginning(20);
  const out = holding(before);
  const old = holding(before.replace(`"ironbird":"${PACKAGE_VERSION}"`, '"ironbird":"0.0.9"'));
  const edited = holding(before.replace(/("index":7,"seed":")\d*/, '$199'));
  const ofVersion = new RegExp(`ironbird = "0\\.0\\.9" .*"${PACKAGE_VERSION.replaceAll('.', '\\.')}"`);
  const rows: readonly (readonly [readonly string[], RegExp])[] = [
    [[QUICK, '--out', out, '--resume', '--seed', '2'], /:1: seed = "1" is another seed: this run has "2"/],
    [[changed, '--out', out, '--resume'], /campaignHash = "[0-9a-f…]+ .*: this run has "[0-9a-f]{64}"/],
    [[QUICK, '--out', old, '--resume'], ofVersion],
    [
      [QUICK, '--out', edited, '--resume'],
      /results\.ndjson:9: is not the result of flight 7 of this campaign/,
    ],
    [[QUICK, '--out', out], /results\.ndjson: exists already.*--resume/],
    [[QUICK, '--out', out, '--resume', '--flights', '19'], /holds 20 flights, more than the 19 asked for/],
    [['nothing-of-this-name'], /is the name of nothing shipped/],
    [[QUICK, '--workers', '0', '--flights', '1e3'], /Must be a whole number/],
  ];
  const outcomes = await ironbirdAll(rows.map(([args]) => ['campaign', ...args]));
  for (const [i, [args, message]] of rows.entries()) {
    const { code, stdout, stderr } = outcomes[i];
    t.equal(code, 2, args.join(' '));
    t.match(stderr, message);
    t.notMatch(stderr, /\n\s+at /, 'no stack');
    t.equal(stdout, '');
  }
  t.equal(bytesOf(out), before);
});

t.test('when it ends is no part of a flight: a longer campaign goes on from a shorter one', async (t) => {
  const out = fresh();
  mkdirSync(out);
  writeFileSync(join(out, 'results.ndjson'), beginning(20));
  const longer = file('longer.yaml', readFileSync(QUICK, 'utf8').replace('flights: 80', 'flights: 22'));
  t.equal(ironbird(['campaign', longer, '--out', out, '--resume', '--workers', '1']).code, 0);
  t.equal(bytesOf(out), beginning(22));
});

t.test(
  'a folder that cannot be made ends it before the first flight; without --out nothing is kept',
  async (t) => {
    const here = fresh();
    mkdirSync(here);
    writeFileSync(join(here, 'runs'), 'a file where the folder should be');
    const refused = ironbird(['campaign', QUICK, '--out', join(here, 'runs', 'x')]);
    t.match(refused, {
      code: 3,
      stdout: '',
      stderr: /runs\/x: cannot be made \(.*not a directory\).*Hint: --out/,
    });
    const args = ['campaign', QUICK, '--flights', '20', '--workers', '1', '--json'];
    const unkept = ironbird(args, { cwd: here });
    t.equal(unkept.code, 0, unkept.stderr);
    t.match(unkept.stderr, /\nnothing is kept: runs: cannot be made/);
    t.equal((JSON.parse(unkept.stdout) as CampaignSummary).resultsHash, sha256(beginning(20)));
    t.same(readdirSync(here), ['runs']);
  },
);

t.test('without --out it goes to runs/<time>-<campaign>-<seed>, and runs/latest leads there', async (t) => {
  const here = fresh();
  mkdirSync(here);
  t.match(ironbird(['campaign', QUICK, '--resume'], { cwd: here }), {
    code: 2,
    stderr: /no runs\/latest here/,
  });
  const options = ['campaign', QUICK, '--seed', '3', '--workers', '1'];
  t.equal(ironbird([...options, '--flights', '6'], { cwd: here }).code, 0);
  const name = readlinkSync(join(here, 'runs', 'latest'));
  t.match(name, /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-quick-3$/);
  t.ok(statSync(join(here, 'runs', name)).isDirectory());
  t.equal(ironbird([...options, '--flights', '9', '--resume'], { cwd: here }).code, 0);
  t.equal(summaryOf(join(here, 'runs', name)).flights, 9);
  t.not(sha256(bytesOf(join(here, 'runs', name))), sha256(beginning(9)), 'another seed, other flights');
  t.same(readdirSync(join(here, 'runs')).sort(), [name, 'latest'].sort());
});
