/**
 * The command line as a user types it: help, list, agree, completion. The built program in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import t from 'tap';
import { file, folder } from '../../support/scratch.js';
import { cleanEnvironment, ironbird, ironbirdAll, MAIN } from '../../support/ironbird.js';

t.test('help and version are no errors, and nothing typed is one', async (t) => {
  const version = ironbird(['--version']);
  t.match(version, { code: 0, stderr: '' });
  t.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  const help = ironbird(['--help']);
  t.equal(help.code, 0);
  const commands = [
    'fly',
    'agree',
    'verify',
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
  t.same([...new Set(files.map(({ kind }) => kind))], ['rig', 'scenario', 'agree', 'campaign']);
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
  t.same(complete('ironbird', 'verify', 'o'), ['om', 'omh']);
  t.same(complete('ironbird', 'verify', 'om', '--trai'), ['--traitors']);
  t.same(complete('ironbird', 'schema', ''), ['rig', 'agree', 'fault', 'campaign', '--help']);
  t.same(complete('ironbird', 'fly', '--csv', 'own'), ['own.yaml'], 'a file after an option that takes one');
  t.ok(complete('ironbird', 'validate', 'own').includes('own.yaml'));
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
