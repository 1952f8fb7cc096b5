/**
 * `ironbird fly` as a user types it: the page, the document, the time series, the exit codes.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { FlyDocument } from '../../../hil/rig/fly-document.js';
import { cleanEnvironment, ironbird, ironbirdAll, MAIN } from '../../support/ironbird.js';

const folder = mkdtempSync(join(tmpdir(), 'ironbird-fly-'));
t.teardown(() => rmSync(folder, { recursive: true }));

const LIE = 'target=sensor/alpha/0,mode=two-faced,onset=50,frames=100,to.1=777,to.2=10777';

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function documentOf(stdout: string): FlyDocument {
  return JSON.parse(stdout) as FlyDocument;
}

t.test('a flight prints a page between its first line and its verdict', async (t) => {
  const { code, stdout, stderr } = ironbird(['fly', '--duration', '4', '--fault', LIE, '--seed', '007']);
  t.match({ code, stderr }, { code: 0, stderr: '' });
  t.match(stdout, /^ironbird \d+\.\d+\.\d+ · quad-om1 · seed 7 · virtual time\n/);
  t.match(stdout, /^injected +f1: sensor\/alpha\/0 two-faced \(asymmetric\), frames 50 to 149$/m);
  t.match(stdout, /requested, applied, activated in frame 50 \(1 s\)/);
  t.match(stdout, /^agreement +good computers agreed in every frame/m);
  t.match(stdout, /^surfaces +elevator +-?[\d.]+ … -?[\d.]+ deg +followed 200/m);
  t.match(stdout, /^limits +all kept/m);
  t.match(stdout, /^deadlines +met 200 \+ missed 0 \+ skipped 0 \+ aborted 0 = 200 frames$/m);
  t.match(stdout, /^traffic +36 messages in 24 packets, \d+ bytes a frame$/m);
  t.match(stdout, /^trace hash +[0-9a-f]{64}$/m);
  t.ok(stdout.endsWith(`\nPASS · replay: ironbird fly quad-om1 --seed 7 --duration 4 --fault ${LIE}\n`));
  const lines = stdout.trimEnd().split('\n');
  for (const line of lines.slice(0, -1)) t.ok(line.length <= 80, line);
  t.notMatch(stdout + stderr, /\u001b/, 'no escape codes where no terminal is');
});

t.test('--json prints one document, and the same seed gives the same flight', async (t) => {
  const args = ['fly', 'quad-om1', '--duration', '2', '--fault', LIE, '--json'];
  const [one, two, other] = await ironbirdAll([args, args, [...args, '--seed', '18446744073709551615']]);
  t.equal(one.code, 0);
  t.match(
    one.stderr,
    /^ironbird .* · quad-om1 · seed 1 · virtual time\nPASS · replay: ironbird fly quad-om1 --seed 1/,
  );
  const document = documentOf(one.stdout);
  t.same(Object.keys(document), [
    'version',
    'rig',
    'seed',
    'frames',
    'verdict',
    'agreement',
    'deadline',
    'hazard',
    'faults',
    'traffic',
    'traceHash',
    'replay',
  ]);
  t.match(document, {
    rig: 'quad-om1',
    seed: '1',
    frames: 100,
    verdict: 'pass',
    agreement: { withinBound: true, ic1: 0, ic2: 0, commandSplits: 0 },
    deadline: { met: 100, missed: 0, skipped: 0, aborted: 0 },
    hazard: null,
    faults: [{ id: 'f1', requested: true, applied: true, activated: true, masked: true }],
    traffic: { messagesPerFrame: 36, packetsPerFrame: 24 },
  });
  t.equal(documentOf(two.stdout).traceHash, document.traceHash);
  t.not(documentOf(other.stdout).traceHash, document.traceHash);
  t.equal(documentOf(other.stdout).seed, '18446744073709551615');
});

t.test('the exit code says whether the flight ended as the rig expects', async (t) => {
  const scheme = 'scheme: { protocol: om }\ndurationS: 1\n';
  const lost = 'limits: { altitudeFt: [0, 4000] }\n';
  const pass = file('pass.yaml', `name: pass\n${scheme}`);
  const fail = file('fail.yaml', `name: fail\n${scheme}${lost}`);
  const expected = file('expected.yaml', `name: expected\n${scheme}${lost}expect: fail\n`);
  const unexpected = file('unexpected.yaml', `name: unexpected\n${scheme}expect: fail\n`);
  const rows: readonly (readonly [string[], number, RegExp])[] = [
    [[pass], 0, /^PASS · replay/m],
    [
      [fail],
      1,
      /^limits +LOST in frame 0 \(0 s\): altitude 5000 ft, allowed 0 … 4000$[\s\S]*^FAIL · replay/m,
    ],
    [[expected], 0, /^FAIL, as expected · replay/m],
    [[unexpected], 1, /^PASS, but expected to fail · replay/m],
    [
      [pass, '--fail-on', 'met >= 1'],
      1,
      /condition held: met >= 1$[\s\S]*^FAIL · replay: .* --fail-on 'met >= 1'$/m,
    ],
    [[pass, '--fail-on', 'missed > 0', '--fail-on', 'met != 50'], 0, /^PASS/m],
    [
      [pass, '--fault', 'target=computer/1,mode=late,byUs=1,onset=49'],
      0,
      /f1: computer\/1 late \(benign\), frames 49 to the end/,
    ],
    [
      [
        pass,
        '--fault',
        'target=sensor/throttle/3,mode=spikes,height=1,widthFrames=1,spacingFrames=900,onset=49',
      ],
      0,
      /spikes/,
    ],
  ];
  const outcomes = await ironbirdAll(rows.map(([args]) => ['fly', ...args]));
  for (const [i, [args, code, pattern]] of rows.entries()) {
    t.equal(outcomes[i].code, code, `${args.join(' ')}: ${outcomes[i].stderr}`);
    t.match(outcomes[i].stdout, pattern);
  }
});

t.test('a fault that changes nothing makes a flight inconclusive', async (t) => {
  // Pedals that nobody moves, read without noise or bias, stick where they are anyway.
  const rig = file(
    'still.yaml',
    'name: still\nscheme: { protocol: om }\ndurationS: 1\nsensors: { pedals: { noise: 0, bias: 0 } }\nfaults: [{ target: sensor/pedals/0, mode: stuck }]\n',
  );
  const { code, stdout } = ironbird(['fly', rig]);
  t.match(
    { code, stdout },
    { code: 4, stdout: /not activated: it changed nothing[\s\S]*^INCONCLUSIVE · replay/m },
  );
});

t.test('--csv writes a time series that a spreadsheet can take, whole or not at all', async (t) => {
  const path = join(folder, 'out.csv');
  writeFileSync(path, 'old\n');
  const { code, stdout } = ironbird(['fly', 'tmr', '--duration', '1', '--csv', path]);
  t.equal(code, 0);
  t.match(stdout, new RegExp(`^time series: ${path}$`, 'm'));
  const [header, ...rows] = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  t.same(header.slice(0, 4), ['t_s', 'frame', 'alpha_deg', 'beta_deg']);
  for (const name of [
    'normal_load_g',
    'airspeed_ftps',
    'stick_pitch',
    'elevator_voted_deg',
    'elevator_position_deg',
    'elevator_state',
    'c2_elevator_deg',
    'command_split',
  ]) {
    t.ok(header.includes(name), name);
  }
  t.equal(new Set(header).size, header.length, 'no column twice');
  t.equal(rows.length, 50);
  let before = -1;
  for (const row of rows) {
    t.equal(row.length, header.length);
    t.ok(Number(row[0]) > before, `time increases: ${row[0]}`);
    before = Number(row[0]);
    for (const cell of row) t.match(cell, /^(-?[\d.]+(e-?\d+)?|[a-zA-Z]*)$/);
  }
  t.same(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
    'no draft is left',
  );

  const refused = ironbird(['fly', 'tmr', '--csv', path, '--fault', 'target=computer/7,mode=crash']);
  t.equal(refused.code, 2);
  t.match(readFileSync(path, 'utf8'), /^t_s,/, 'bad input leaves the old file as it was');
  symlinkSync('/dev/null', join(folder, 'null.csv'));
  t.equal(
    ironbird(['fly', 'tmr', '--duration', '0.1', '--csv', join(folder, 'null.csv')]).code,
    0,
    'a device stays one',
  );
});

t.test('wrong rigs are refused before anything flies or is written', async (t) => {
  const rig = (name: string, keys: string): string => file(name, `name: x\n${keys}\n`);
  const rows: readonly (readonly [string, RegExp])[] = [
    [
      rig('bound.yaml', 'scheme: { protocol: om, computers: 4, faults: 2 }'),
      /bound\.yaml:2: scheme\.faults = 2 needs at least 7 computers for om \(have 4\)/,
    ],
    [
      rig('frame.yaml', 'scheme: { protocol: om }\nbus: { baud: 9600 }'),
      /frame\.periodMs = 20 does not fit: the frame needs \d+ µs and has 20000/,
    ],
    [
      rig('trim.yaml', 'scheme: { protocol: om }\naircraft: { airspeedFtps: 250, altitudeFt: 50000 }'),
      /no steady level flight/,
    ],
    [rig('module.yaml', 'scheme: { protocol: om }\ncontrolLaw: ./law.js'), /add --allow-modules/],
    [file('large.yaml', `#${'x'.repeat(1_000_000)}`), /is too large \(allowed: at most 1000000 bytes\)/],
    [folder + '/', /is a directory/],
  ];
  const outcomes = await ironbirdAll(
    rows.map(([path]) => ['fly', path, '--csv', join(folder, 'never.csv'), '--json']),
  );
  for (const [i, [path, message]] of rows.entries()) {
    t.equal(outcomes[i].code, 2, path);
    t.equal(outcomes[i].stdout, '');
    t.match(outcomes[i].stderr, message);
  }
  t.notOk(readdirSync(folder).some((name) => name.includes('never.csv')));
});

t.test('a module flies only where it is allowed, and says what is wrong with it', async (t) => {
  file('broken-law.js', 'export const controlLaw = 7;');
  const rig = file('modules.yaml', 'name: modules\nscheme: { protocol: om }\ncontrolLaw: ./broken-law.js\n');
  const { code, stderr } = ironbird(['fly', rig, '--allow-modules']);
  t.equal(code, 2);
  t.match(stderr, /broken-law\.js: controlLaw is not exported as a function/);
});

t.test('Ctrl-C ends a flight with what was flown so far', async (t) => {
  const path = join(folder, 'partial.csv');
  const child = spawn(process.execPath, [MAIN, 'fly', 'quad-om1', '--duration', '86400', '--csv', path], {
    env: cleanEnvironment(),
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    if (stdout === '') setTimeout(() => child.kill('SIGINT'), 300);
    stdout += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  t.equal(code, 130, stderr);
  t.match(stdout, /^flown +\d+ of 4320000 frames \([\d.]+ s\), then interrupted$/m);
  t.match(stdout, /^INTERRUPTED \(pass so far\) · replay: ironbird fly quad-om1 --seed 1 --duration 86400$/m);
  const flown = Number(/^flown +(\d+) of/m.exec(stdout)?.[1]);
  t.equal(readFileSync(path, 'utf8').trimEnd().split('\n').length, flown + 1, 'a row for every frame flown');
});

t.test('a reader that goes away does not change the verdict', async (t) => {
  const child = spawn(process.execPath, [MAIN, 'fly', 'quad-om1', '--duration', '1'], {
    env: cleanEnvironment(),
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.on('close', resolve));
  t.match({ code, stderr }, { code: 0, stderr: '' });
});
