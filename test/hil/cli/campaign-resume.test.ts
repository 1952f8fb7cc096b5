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
stop: { flights: 60 }
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

t.test('one, two and three workers write the same bytes', async (t) => {
  const whole = fresh();
  const runs = [whole, fresh(), fresh()];
  const outcomes = await ironbirdAll(
    runs.map((out, i) => ['campaign', QUICK, '--workers', String(i + 1), '--out', out, '--json']),
  );
  for (const [i, { code, stdout, stderr }] of outcomes.entries()) {
    t.equal(code, 0, stderr);
    t.equal(bytesOf(runs[i]), bytesOf(whole));
    t.equal(stdout, outcomes[0].stdout);
    t.equal(readFileSync(join(runs[i], 'summary.json'), 'utf8'), stdout);
    t.match(stderr, `ironbird ${PACKAGE_VERSION} · quick · seed 1 · 60 flights · ${i + 1} worker`);
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
  t.equal(
    document.resultsHash,
    createHash('sha256').update(bytesOf(whole)).digest('hex'),
    'as sha256sum says',
  );
  const results = [...readResults(join(whole, 'results.ndjson'))];
  t.same(
    results.map(({ index }) => index),
    [...Array(60).keys()],
  );
  t.ok(new Set(results.map(({ traceHash }) => traceHash)).size > 50, 'they are different flights');
  t.same(new Set(results.map(({ rig }) => rig)), new Set(['tmr', 'quad-om1']));

  const [fewer, other] = await ironbirdAll([
    ['campaign', QUICK, '--flights', '30', '--out', fresh(), '--json'],
    ['campaign', QUICK, '--flights', '30', '--seed', '2', '--out', fresh(), '--json'],
  ]);
  const { resultsHash } = JSON.parse(fewer.stdout) as CampaignSummary;
  const begin = `${bytesOf(whole).split('\n').slice(0, 31).join('\n')}\n`;
  t.equal(resultsHash, createHash('sha256').update(begin).digest('hex'), 'a shorter one is a beginning');
  t.not(
    (JSON.parse(other.stdout) as CampaignSummary).resultsHash,
    resultsHash,
    'another seed, other flights',
  );
});

t.test('killed in the middle again and again, it goes on to the same bytes', async (t) => {
  const whole = fresh();
  t.equal(ironbird(['campaign', QUICK, '--flights', '150', '--out', whole]).code, 0);
  const out = fresh();
  const path = join(out, 'results.ndjson');
  let kills = 0;
  let args = [QUICK, '--flights', '150', '--out', out];
  for (const lines of [1, 20, 80]) {
    const { child, ended } = started(args);
    await until(child, () => linesIn(path) > lines);
    child.kill('SIGKILL');
    if ((await ended).signal === 'SIGKILL') kills++;
    t.ok(bytesOf(whole).startsWith(bytesOf(out).slice(0, bytesOf(out).lastIndexOf('\n') + 1)));
    args = [QUICK, '--flights', '150', '--out', out, '--resume'];
    // What a kill inside a write leaves behind.
    writeFileSync(path, `${bytesOf(out)}{"index":`);
  }
  t.ok(kills > 0, 'it was killed while flying');
  const { code, stdout } = ironbird(['campaign', ...args, '--workers', '3']);
  t.equal(code, 0);
  t.match(stdout, /\ngoing on after [0-9]+ flights in /);
  t.equal(bytesOf(out), bytesOf(whole));
  t.same(summaryOf(out), summaryOf(whole));

  const again = ironbird(['campaign', ...args, '--json']);
  t.equal(again.code, 0, 'nothing left to fly');
  t.same(JSON.parse(again.stdout), summaryOf(whole));
});

t.test(
  'Ctrl-C lands what is in the air, says how to go on, and that command comes to the same',
  async (t) => {
    const whole = fresh();
    const out = fresh();
    const { child, ended } = started([QUICK, '--flights', '240', '--out', out]);
    await until(child, () => linesIn(join(out, 'results.ndjson')) > 5);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    t.same([code, stderr], [130, '']);
    const { flights, end } = summaryOf(out);
    t.equal(end, 'interrupted');
    t.ok(flights >= 5 && flights < 240);
    t.equal(linesIn(join(out, 'results.ndjson')), flights + 1);
    const next = new RegExp(`\nINTERRUPTED after ${flights} of 240 flights · go on: ironbird (.*)\n$`).exec(
      stdout,
    );
    t.ok(next, stdout);
    const [rest, other] = await ironbirdAll([
      (next?.[1] ?? '').split(' '),
      ['campaign', QUICK, '--flights', '240', '--out', whole],
    ]);
    t.same([rest.code, other.code], [0, 0]);
    t.equal(bytesOf(out), bytesOf(whole));
    t.same(summaryOf(out), summaryOf(whole));
  },
);

t.test('a full disk ends it with 3, keeps whole flights, and it goes on when there is room', async (t) => {
  const out = fresh();
  const args = [MAIN, 'campaign', QUICK, '--out', out, '--workers', '2'];
  // A limit on the size of files stands for the disk: it needs no rights, and the write fails half way just the same.
  const limited = `trap '' XFSZ; ulimit -f 40; exec "$0" "$@"`;
  const { status, stderr } = spawnSync('sh', ['-c', limited, process.execPath, ...args], {
    encoding: 'utf8',
    env: cleanEnvironment(),
  });
  t.equal(status, 3, stderr);
  const kept = linesIn(join(out, 'results.ndjson')) - 1;
  t.ok(kept > 0 && kept < 60, `${kept} flights`);
  t.ok(bytesOf(out).endsWith('}\n'), 'no torn end');
  t.match(
    stderr,
    new RegExp(`results\\.ndjson: cannot be written .*Hint: ${kept} flights are kept.*--resume`),
  );
  t.notOk(existsSync(join(out, 'summary.json')));
  t.equal(ironbird(['campaign', QUICK, '--out', out, '--resume']).code, 0);
  const whole = fresh();
  ironbird(['campaign', QUICK, '--out', whole]);
  t.equal(bytesOf(out), bytesOf(whole));
});

t.test('results of another seed, campaign or version are refused, and stay', async (t) => {
  const out = fresh();
  t.equal(ironbird(['campaign', QUICK, '--flights', '20', '--out', out]).code, 0);
  const before = bytesOf(out);
  const changed = file('changed.yaml', readFileSync(QUICK, 'utf8').replace('[5, 25]', '[5, 26]'));
  const longer = file('longer.yaml', readFileSync(QUICK, 'utf8').replace('flights: 60', 'flights: 21'));
  const old = fresh();
  mkdirSync(old);
  writeFileSync(
    join(old, 'results.ndjson'),
    before.replace(`"ironbird":"${PACKAGE_VERSION}"`, '"ironbird":"0.0.9"'),
  );
  const edited = fresh();
  mkdirSync(edited);
  writeFileSync(join(edited, 'results.ndjson'), before.replace(/("index":7,"seed":")\d*/, '$199'));
  const rows: readonly (readonly [readonly string[], RegExp])[] = [
    [[QUICK, '--out', out, '--resume', '--seed', '2'], /:1: seed = "1" is another seed: this run has "2"/],
    [[changed, '--out', out, '--resume'], /campaignHash = "[0-9a-f]{64}" .*: this run has "[0-9a-f]{64}"/],
    [
      [QUICK, '--out', old, '--resume'],
      new RegExp(`ironbird = "0\\.0\\.9" .*"${PACKAGE_VERSION.replaceAll('.', '\\.')}"`),
    ],
    [
      [QUICK, '--out', edited, '--resume'],
      /results\.ndjson:9: is not the result of flight 7 of this campaign/,
    ],
    [[QUICK, '--out', out], /results\.ndjson: exists already.*--resume/],
    [[QUICK, '--out', out, '--resume', '--flights', '19'], /holds 20 flights, more than the 19 asked for/],
    [[QUICK, '--only', '999999999'], /./],
    [['nothing-of-this-name'], /is the name of nothing shipped/],
    [[QUICK, '--workers', '0'], /Must be a whole number, 1 … 256/],
    [[QUICK, '--flights', '1e3'], /Must be a whole number/],
    [[QUICK, '--flights', '0'], /Must be a whole number/],
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
  t.equal(
    ironbird(['campaign', longer, '--out', out, '--resume']).code,
    0,
    'when it ends is no part of a flight',
  );
  t.equal(linesIn(join(out, 'results.ndjson')), 22);
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
    const unkept = ironbird(['campaign', QUICK, '--flights', '20', '--json'], { cwd: here });
    t.equal(unkept.code, 0, unkept.stderr);
    t.match(unkept.stderr, /\nnothing is kept: runs: cannot be made/);
    const kept = fresh();
    ironbird(['campaign', QUICK, '--flights', '20', '--out', kept]);
    t.same(JSON.parse(unkept.stdout), summaryOf(kept));
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
  const options = ['campaign', QUICK, '--seed', '3'];
  t.equal(ironbird([...options, '--flights', '15'], { cwd: here }).code, 0);
  const name = readlinkSync(join(here, 'runs', 'latest'));
  t.match(name, /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-quick-3$/);
  t.ok(statSync(join(here, 'runs', name)).isDirectory());
  t.equal(ironbird([...options, '--flights', '25', '--resume'], { cwd: here }).code, 0);
  t.equal(summaryOf(join(here, 'runs', name)).flights, 25);
  t.same(readdirSync(join(here, 'runs')).sort(), [name, 'latest'].sort());
});
