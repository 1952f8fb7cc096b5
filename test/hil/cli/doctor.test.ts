/**
 * `ironbird doctor` as typed: a page of 80 columns, a document, and exit 0 on any machine that runs this.
 */
import { spawn } from 'node:child_process';
import t from 'tap';
import { findingLines, type Jitter, jitterLines } from '../../../hil/cli/doctor-page.js';
import { verdictOf } from '../../../hil/cli/doctor-run.js';
import { finding } from '../../../hil/host/finding.js';
import { cleanEnvironment, ironbird, MAIN } from '../../support/ironbird.js';

interface Finding {
  readonly id: string;
  readonly state: string;
  readonly found: string;
  readonly fix: readonly string[];
}

interface Examination {
  readonly version: string;
  readonly machine: readonly Finding[];
  readonly realTime: readonly Finding[];
  readonly serial: readonly Finding[];
  readonly jitter: null | {
    readonly woken: number;
    readonly skipped: number;
    readonly latenessUs: null | Readonly<Record<'p50' | 'p99' | 'p999' | 'max', number>>;
  };
}

const IDS = {
  machine: ['node', 'processors', 'clock-source', 'governor', 'steal'],
  realTime: ['real-time-priority', 'memory'],
  serial: ['udevadm', 'serial-group', 'serial-devices', 'latency-timer'],
};

t.test('the page has a line a finding and the lateness, in 80 columns without colour', (t) => {
  const { code, stdout, stderr } = ironbird(['doctor', '--probe-s', '0.4']);
  t.equal(code, 0);
  t.equal(stderr, '', 'progress is for terminals');
  t.match(stdout, /^ironbird \S+ · doctor · \S+ · \S+\n\nThis machine\nok {4}node {18}v\d+/);
  for (const id of Object.values(IDS).flat()) {
    t.match(stdout, new RegExp(`^(ok  |note|fix |\\?   ) +${id.replaceAll('-', ' ')} {2,}\\S`, 'm'));
  }
  t.match(stdout, /\nA thread woken every 20 ms: 20 times, 10 before them not counted\n/);
  t.match(stdout, /\nlate, us {4}p50 [\d,]+ · p99 [\d,]+ · max [\d,]+\n/);
  t.match(stdout, /\nalso {8}\d+ skipped · 0 early · /);
  t.match(stdout, /\nFIT for virtual time · again: ironbird doctor --probe-s 0\.4\n$/);
  t.notMatch(stdout, /\u001b/);
  for (const line of stdout.split('\n')) t.ok(line.length <= 80, line);
  t.end();
});

t.test('the document has the same keys on every machine, and standard output to itself', (t) => {
  const { code, stdout, stderr } = ironbird(['doctor', '--probe-s', '0.2', '--json']);
  t.equal(code, 0);
  t.match(stderr, /^ironbird .*doctor.*\nFIT for virtual time · again: .*\n$/);
  const document = JSON.parse(stdout) as Examination;
  t.same(Object.keys(document), ['version', 'machine', 'realTime', 'serial', 'jitter']);
  for (const group of ['machine', 'realTime', 'serial'] as const) {
    t.same(
      document[group].map(({ id }) => id),
      IDS[group],
    );
    for (const finding of document[group]) {
      t.same(Object.keys(finding), ['id', 'state', 'found', 'fix']);
      t.ok(['good', 'note', 'lacking', 'unknown'].includes(finding.state));
      t.ok(finding.state !== 'lacking' || finding.fix.length > 0, finding.id);
    }
  }
  t.same(Object.keys(document.jitter ?? {}), [
    ...['periodUs', 'wakeUps', 'warmUp', 'woken', 'skipped', 'early', 'latenessUs'],
    ...['stealPercent', 'realisticPeriodMs'],
  ]);
  t.equal((document.jitter?.woken ?? 0) + (document.jitter?.skipped ?? 0), 10);
  const { p50, p99, p999, max } = document.jitter?.latenessUs ?? { p50: 4, p99: 3, p999: 2, max: 1 };
  t.ok(0 <= p50 && p50 <= p99 && p99 <= p999 && p999 <= max);
  t.end();
});

t.test('without a probe there are only findings, at once', (t) => {
  const { code, stdout } = ironbird(['doctor', '--probe-s', '0']);
  t.equal(code, 0);
  t.notMatch(stdout, /woken every/);
  const document = JSON.parse(ironbird(['doctor', '--probe-s', '0', '--json']).stdout) as Examination;
  t.equal(document.jitter, null);
  t.end();
});

t.test('lengths that are none are refused', (t) => {
  for (const text of ['-1', 'long', '3601', '']) {
    const { code, stdout, stderr } = ironbird(['doctor', '--probe-s', text]);
    t.match({ code, stdout, stderr }, { code: 2, stdout: '', stderr: /--probe-s/ }, text);
  }
  t.match(ironbird(['doctor', 'my-machine']), { code: 2, stdout: '' });
  t.end();
});

t.test('Ctrl-C stops the probe, and says so', async (t) => {
  const child = spawn(process.execPath, [MAIN, 'doctor', '--probe-s', '600', '--json'], {
    env: cleanEnvironment(),
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (bytes) => (stdout += String(bytes)));
  child.stderr.on('data', (bytes) => {
    stderr += String(bytes);
    setTimeout(() => child.kill('SIGINT'), 700);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  t.equal(code, 130);
  t.equal((JSON.parse(stdout) as Examination).jitter, null);
  t.match(stderr, /\nINTERRUPTED · again: ironbird doctor --probe-s 600\n$/);
});

t.test('names of devices are made harmless, and broken where the line ends', (t) => {
  const page = { columns: 80, paint: (text: string) => text };
  const name = `usb-\u001b[31m${'Acme'.repeat(40)}`;
  const serial = [finding('serial-devices', 'good', { found: `${name} (ttyUSB0)` })];
  const lines = findingLines({ machine: [], realTime: [], serial }, page);
  t.ok(lines.every((line) => line.length <= 80 && !line.includes('\u001b')));
  t.equal(
    lines
      .slice(-5)
      .map((line) => line.slice(28))
      .join(''),
    `${name.replace('\u001b', '?')}(ttyUSB0)`,
  );
  t.end();
});

t.test('the lateness fits its lines, on the best machine and on the worst', (t) => {
  const report = { periodUs: 20_000, wakeUps: 180_000, warmUp: 10, woken: 1, skipped: 179_999, early: 0 };
  const worst: Jitter = {
    ...report,
    latenessUs: { p50: 1e7, p99: 2e7, p999: 3e7, max: 3e7 },
    stealPercent: 99.999,
    realisticPeriodMs: null,
  };
  const page = jitterLines(worst);
  for (const line of page) t.ok(line.length <= 80, line);
  t.match(page.join('\n'), /p99\.9 30,000,000 ·/);
  t.match(page.join('\n'), /none up to 1,000 ms\n +.*chrt -f 50/);
  const best = jitterLines({ ...worst, realisticPeriodMs: 1, stealPercent: null }).join('\n');
  t.match(best, /steal not told\nrealistic {3}1 ms and longer/);
  t.notMatch(best, /chrt/);
  t.match(jitterLines({ ...worst, latenessUs: null }).join('\n'), /also {8}179,999 skipped/);
  t.end();
});

t.test('only an old Node and a probe that could not run are trouble on the bench', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [tooOld: boolean, interrupted: boolean, trouble: string | null, code: number, word: RegExp][] = [
    [false, false, null,      0,   /^FIT for virtual time$/],
    [false, true,  null,      130, /^INTERRUPTED$/],
    [false, false, 'no luck', 3,   /^NOT PROBED$/],
    [true,  false, null,      3,   /^NOT FIT: Node is too old$/],
    [true,  true,  'no luck', 3,   /^NOT FIT/],
  ];
  for (const [tooOld, interrupted, trouble, code, word] of rows)
    t.match(verdictOf({ tooOld, interrupted, trouble }), { code, word });
  t.match(ironbird(['doctor', '--help']).stdout, /Exits 0 .*, 3 if Node is too old/);
  for (const line of ironbird(['doctor', '--help']).stdout.split('\n')) t.ok(line.length <= 80, line);
  t.end();
});
