/**
 * The command line as a user types it, flights excepted: the built program in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { cleanEnvironment, ironbird, ironbirdAll, MAIN } from '../../support/ironbird.js';

const REFERENCE = fileURLToPath(new URL('../plant/f16-reference.json', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'ironbird-cli-'));
t.teardown(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

t.test('help and version are no errors, and nothing typed is one', async (t) => {
  const version = ironbird(['--version']);
  t.match(version, { code: 0, stderr: '' });
  t.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  const help = ironbird(['--help']);
  t.equal(help.code, 0);
  const commands = [
    'fly',
    'agree',
    'aircraft',
    'list',
    'init',
    'validate',
    'schema',
    'completion',
    'first-flight',
  ];
  const helps = await ironbirdAll(commands.map((command) => [command, '--help']));
  for (const [i, command] of commands.entries()) {
    t.match(help.stdout, new RegExp(`^  ${command}\\b`, 'm'));
    t.match(helps[i], { code: 0, stderr: '' }, `${command} --help`);
  }
  for (const line of help.stdout.split('\n')) t.ok(line.length <= 80, line);
  t.match(ironbird([]), { code: 2, stdout: '', stderr: /Usage: ironbird/ });
});

t.test('list shows every shipped file with a line about it', async (t) => {
  const { code, stdout } = ironbird(['list']);
  t.equal(code, 0);
  for (const name of [
    'quad-om1',
    'seven-om2',
    'tmr',
    'simplex',
    'skew',
    'dive-climb',
    'tmr-symmetric-lie',
    'om1-n3',
  ]) {
    t.match(stdout, new RegExp(`^  ${name} +\\S`, 'm'));
  }
  for (const line of stdout.split('\n')) t.ok(line.length <= 80, line);
  const files = JSON.parse(ironbird(['list', '--json']).stdout) as {
    kind: string;
    name: string;
    about: string;
    path: string;
  }[];
  t.same([...new Set(files.map(({ kind }) => kind))], ['rig', 'scenario', 'agree']);
  t.ok(files.every(({ about, path }) => about !== '' && existsSync(path)));
});

t.test('agree prints who decided what, as a page and as a document', async (t) => {
  const good = ironbird(['agree', 'om1-n4-traitor-lieutenant']);
  t.equal(good.code, 0);
  t.match(good.stdout, /^ironbird \S+ · agree · om1-n4-traitor-lieutenant\n/);
  t.match(good.stdout, /\nHELD · again: ironbird agree om1-n4-traitor-lieutenant\n$/);
  for (const line of good.stdout.split('\n')) t.ok(line.length <= 80, line);

  const broken = ironbird(['agree', 'om1-n3', '--json']);
  t.equal(broken.code, 1);
  t.match(JSON.parse(broken.stdout), { ic1: true, ic2: false, withinBound: false, rounds: 2 });
  t.match(broken.stderr, /^ironbird .*\nVIOLATED · again: ironbird agree om1-n3\n$/);

  const explained = ironbird(['agree', 'om1-n3', '--explain', '1']);
  t.match(explained.stdout, /computer 1 decided/);

  const own = file(
    'own.yaml',
    'protocol: om\ncomputers: 4\nfaults: 1\nsource: 0\nvalue: 7\ntraitors: { 3: [{ say: absent }] }\n',
  );
  const document = JSON.parse(ironbird(['agree', own, '--json']).stdout) as object;
  t.same(Object.keys(document), ['decisions', 'ic1', 'ic2', 'withinBound', 'rounds', 'messages', 'packets']);
  t.match(document, { decisions: { 1: '7', 2: '7' }, ic1: true, ic2: true, withinBound: true, messages: 7 });
});

t.test('aircraft f16 prints trim, eigenvalues and time to double', async (t) => {
  const { code, stdout, stderr } = ironbird(['aircraft', 'f16', '--cg', '0.5', '--json']);
  t.equal(code, 0);
  const document = JSON.parse(stdout) as {
    trim: object;
    longitudinalEigenvalues: number[][];
    timeToDoubleS: number;
  };
  t.same(Object.keys(document), ['trim', 'longitudinalEigenvalues', 'timeToDoubleS']);
  t.same(Object.keys(document.trim), ['throttle', 'elevatorDeg', 'alphaRad', 'power']);
  t.equal(document.longitudinalEigenvalues.length, 4);
  t.ok(document.timeToDoubleS > 0.2 && document.timeToDoubleS < 0.5, String(document.timeToDoubleS));
  t.match(stderr, /^ironbird \S+ · f16 · cg 0\.5 · 502 ft\/s · 5000 ft\n$/);
  t.match(ironbird(['aircraft', 'f16', '--cg', '0.3']).stdout, /time to double +none: it is stable/);
});

t.test('aircraft f16 --check agrees with the reference and with nothing else', async (t) => {
  const good = ironbird(['aircraft', 'f16', '--check', REFERENCE, '--json']);
  t.equal(good.code, 0);
  t.match(JSON.parse(good.stdout), { ok: true, points: { compared: 40 }, trims: { compared: 5 } });
  t.match(
    ironbird(['aircraft', 'f16', '--check', REFERENCE]).stdout,
    /trajectories +\d+ compared +worst error .* ok\n\nAGREES\n$/,
  );

  const other = JSON.parse(readFileSync(REFERENCE, 'utf8')) as { points: { derivative: number[] }[] };
  other.points[3].derivative[2] += 1e-6;
  const bad = ironbird(['aircraft', 'f16', '--check', file('other.json', JSON.stringify(other)), '--json']);
  t.equal(bad.code, 1);
  t.match(JSON.parse(bad.stdout), { ok: false });

  t.equal(
    ironbird(['aircraft', 'f16', '--check', file('empty.json', '{"points":[],"trims":[],"trajectories":[]}')])
      .code,
    4,
  );
  const wrong = ironbird(['aircraft', 'f16', '--check', file('wrong.json', '{"points":[{"xcg":"a"}]}')]);
  t.equal(wrong.code, 2);
  t.match(wrong.stderr, /wrong\.json: points\[0\]\.xcg/);
  t.match(wrong.stderr, /points\[0\]\.state/, 'all problems at once');
});

t.test('validate names every problem of every file, and passes what is shipped', async (t) => {
  const shipped = ironbird(['validate', 'quad-om1', 'dive-climb', 'om1-n4-median']);
  t.match(shipped, { code: 0, stderr: '' });
  t.equal(shipped.stdout, 'quad-om1: ok (rig)\ndive-climb: ok (rig)\nom1-n4-median: ok (agree scenario)\n');

  const rig = file(
    'bad.yaml',
    'name: x\nscheme: { protocol: om, computers: 4, faults: 2 }\naircraft: { cg: .nan }\nfualts: []\n',
  );
  const agree = file('bad-agree.yaml', 'protocol: om\ncomputers: 4\nfaults: 9\nsource: 4\nvalue: a\n');
  const neither = file('neither.yaml', 'a: 1\n');
  const { code, stdout, stderr } = ironbird([
    'validate',
    rig,
    agree,
    neither,
    'tmr',
    join(folder, 'absent.yaml'),
  ]);
  t.equal(code, 2);
  t.equal(stdout, 'tmr: ok (rig)\n');
  for (const fragment of [
    'bad.yaml:2: scheme.faults = 2 needs at least 7 computers for om (have 4)',
    'bad.yaml:3: aircraft.cg = NaN is not a finite number',
    'bad.yaml:4: fualts is not a known key. Hint: did you mean faults?',
    'bad-agree.yaml:3: faults = 9',
    'bad-agree.yaml:4: source = 4',
    'neither.yaml: is neither a rig nor an agree scenario',
    'absent.yaml: does not exist',
  ]) {
    t.ok(stderr.includes(fragment), fragment);
  }
  const document = JSON.parse(ironbird(['validate', rig, 'tmr', '--json']).stdout) as {
    files: { ok: boolean; problems: object[] }[];
  };
  t.same(
    document.files.map(({ ok }) => ok),
    [false, true],
  );
  t.match(document.files[0].problems[0], { path: 'scheme.faults', value: 2, line: 2, range: '0 … 1' });

  const untrimmable = file(
    'high.yaml',
    'name: x\nscheme: { protocol: om }\naircraft: { airspeedFtps: 260, altitudeFt: 50000 }\n',
  );
  t.match(ironbird(['validate', untrimmable]), {
    code: 2,
    stderr: /high\.yaml:3: aircraft no steady level flight/,
  });
});

t.test('schema prints a JSON Schema that knows units, ranges and modes', async (t) => {
  interface Node {
    title?: string;
    description?: string;
    minimum?: number;
    properties?: Record<string, Node>;
    anyOf?: Node[];
    const?: string;
    additionalProperties?: boolean;
  }
  const schema = (kind: string): Node => JSON.parse(ironbird(['schema', kind]).stdout) as Node;
  const rig = schema('rig');
  t.equal(rig.title, 'Ironbird rig');
  t.equal(rig.additionalProperties, false);
  t.match(rig.properties?.aircraft.properties?.cg, {
    minimum: 0.2,
    maximum: 0.55,
    description: /mean chord/,
  });
  t.ok(rig.properties?.sensors.properties?.alpha.properties?.noiseDeg);
  const modes = schema('fault').anyOf?.map(({ properties }) => properties?.mode.const);
  t.ok(modes?.includes('two-faced') && modes.includes('hard-over') && modes.includes('omission'));
  t.match(schema('agree').properties?.protocol, { type: 'string' });
});

t.test('init writes files that work, and touches nothing that is there', async (t) => {
  const cwd = join(folder, 'init');
  mkdirSync(cwd);
  const first = ironbird(['init'], { cwd });
  t.equal(first.code, 0);
  t.match(first.stdout, /ironbird\/rig\.yaml\n[\s\S]*next: ironbird fly ironbird\/rig\.yaml\n$/);
  t.same(readdirSync(join(cwd, 'ironbird')).sort(), [
    'README.md',
    'agree.yaml',
    'failing-rig.yaml',
    'rig.yaml',
  ]);
  t.match(
    ironbird(['validate', 'ironbird/rig.yaml', 'ironbird/failing-rig.yaml', 'ironbird/agree.yaml'], { cwd }),
    { code: 0 },
  );
  t.equal(ironbird(['agree', 'ironbird/agree.yaml'], { cwd }).code, 0);

  t.match(ironbird(['init'], { cwd }), {
    code: 2,
    stdout: '',
    stderr: /ironbird: rig\.yaml exists already\. Hint: nothing was written/,
  });

  const partly = join(cwd, 'partly');
  mkdirSync(partly);
  writeFileSync(join(partly, 'agree.yaml'), 'mine\n');
  t.equal(ironbird(['init', 'partly'], { cwd }).code, 2);
  t.same(readdirSync(partly), ['agree.yaml'], 'all or nothing');
  t.equal(readFileSync(join(partly, 'agree.yaml'), 'utf8'), 'mine\n');
  t.match(ironbird(['init', 'partly/agree.yaml'], { cwd }), {
    code: 2,
    stderr: /cannot be written into|exists already/,
  });
});

t.test('the bash completion completes commands, names and options', async (t) => {
  const script = file('completion.bash', ironbird(['completion', 'bash']).stdout);
  const complete = (...words: string[]): string[] => {
    const { stdout, stderr } = spawnSync(
      'bash',
      [
        '-c',
        `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "$(complete -p ironbird | sed 's/.*-F \\([^ ]*\\).*/\\1/')"; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        script,
        ...words,
      ],
      { encoding: 'utf8', cwd: folder, env: cleanEnvironment() },
    );
    t.equal(stderr, '');
    return stdout.split('\n').filter((word) => word !== '');
  };
  t.same(complete('ironbird', 'a'), ['agree', 'aircraft']);
  t.same(complete('ironbird', 'fly', 'quad'), ['quad-om1']);
  t.ok(complete('ironbird', 'fly', 'dive').includes('dive-climb'));
  t.same(complete('ironbird', 'fly', '--se'), ['--seed']);
  t.same(complete('ironbird', 'agree', 'om1-n3'), ['om1-n3']);
  t.same(complete('ironbird', 'schema', ''), ['rig', 'agree', 'fault', '--help']);
  t.same(complete('ironbird', 'fly', '--csv', 'own'), ['own.yaml'], 'a file after an option that takes one');
  t.ok(complete('ironbird', 'validate', 'bad').includes('bad.yaml'));
});

t.test('the zsh and fish completions hold every command and every shipped name', async (t) => {
  for (const shell of ['zsh', 'fish']) {
    const { code, stdout } = ironbird(['completion', shell]);
    t.equal(code, 0);
    for (const word of ['fly', 'completion', 'quad-om1', 'dive-climb', 'om2-n7-two-traitors', 'seed']) {
      t.ok(stdout.includes(word), `${shell}: ${word}`);
    }
  }
});

t.test('a reader that goes away leaves no stack behind', async (t) => {
  const { stdout, stderr, status } = spawnSync(
    'bash',
    [
      '-c',
      'set -o pipefail; "$1" "$2" schema rig | head -c 10 >/dev/null; "$1" "$2" list | true',
      'bash',
      process.execPath,
      MAIN,
    ],
    { encoding: 'utf8', env: cleanEnvironment() },
  );
  t.match({ stdout, stderr, status }, { stdout: '', stderr: '', status: 0 });
});
