/**
 * `ironbird verify` as a user types it: the built program in a process of its own.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { progressText } from '../../../hil/cli/count-progress.js';
import { cleanEnvironment, ironbird, ironbirdAll, MAIN } from '../../support/ironbird.js';
import { file, folder } from '../../support/scratch.js';

const HELD = 'HELD · again: ironbird verify om --computers 4 --faults 1 --traitors 1 --values 2';

t.test('four computers hold against one traitor, as a page and as a document', async (t) => {
  const page = ironbird(['verify', 'om']);
  t.match(page, { code: 0, stderr: '' });
  t.equal(
    page.stdout.replace(/^ironbird \S+/, 'ironbird x'),
    `ironbird x · verify · om

om: 4 computers, m = 1, 1 traitor in every place; each says any of 2 values (0
  is the default) in every message; majority

commander   placements   executions each   IC1 violated   IC2 violated
traitor              1                 8              0      not asked
loyal                3                 8              0              0

32 executions, all there are
within the bound: 4 computers, om with 1 fault needs 4; 1 real fault

${HELD}
`,
  );
  const json = ironbird(['verify', 'om', '--json']);
  t.equal(json.code, 0);
  t.same(JSON.parse(json.stdout), {
    withinBound: true,
    cases: [
      { commander: 'traitor', placements: '1', executions: '8', ic1: '0', ic2: '0' },
      { commander: 'loyal', placements: '3', executions: '8', ic1: '0', ic2: '0' },
    ],
  });
  t.match(json.stderr, /^ironbird \S+ · verify · om\n/);
  t.ok(json.stderr.endsWith(`\n${HELD}\n`));
  t.equal(json.stderr.trimEnd().split('\n').length, 2);
});

t.test('two traitors among six: the count of the theory, in a blink', async (t) => {
  const { code, stdout } = ironbird(['verify', 'om', '--computers', '6', '--faults', '2', '--json']);
  t.equal(code, 1);
  t.same(JSON.parse(stdout), {
    withinBound: false,
    cases: [
      { commander: 'traitor', placements: '5', executions: '1048576', ic1: '0', ic2: '0' },
      { commander: 'loyal', placements: '10', executions: '33554432', ic1: '8002368', ic2: '8459025' },
    ],
  });
});

t.test('the counterexample on the page, and the one written, replay', async (t) => {
  const page = ironbird(['verify', 'om', '--computers', '3']);
  t.equal(page.code, 1);
  const scenario = /\n(# IC2 violated[\s\S]*?)\n\nVIOLATED · again: /.exec(page.stdout)?.[1] ?? '';
  const copied = ironbird(['agree', file('copied.yaml', `${scenario}\n`), '--json']);
  t.equal(copied.code, 1, copied.stderr);
  t.match(JSON.parse(copied.stdout), { ic1: true, ic2: false, withinBound: false });

  const path = join(folder, 'written.yaml');
  const args = ['verify', 'om', '--computers', '3', '--counterexample', path];
  const json = ironbird([...args, '--json']);
  t.equal(json.code, 1);
  t.same(Object.keys(JSON.parse(json.stdout) as object), ['withinBound', 'cases']);
  t.match(json.stderr, `counterexample: ironbird agree ${path}`);
  t.equal(readFileSync(path, 'utf8'), `${scenario}\n`);
  t.match(ironbird(['agree', path]), { code: 1, stdout: /\nIC2 violated/ });

  const again = ironbird(args);
  t.match(again, { code: 2, stdout: '', stderr: /--counterexample: .*written\.yaml exists already/ });
  t.equal(readFileSync(path, 'utf8'), `${scenario}\n`);
});

t.test('where there is no counterexample, none is written', async (t) => {
  const path = join(folder, 'none.yaml');
  const { code, stdout } = ironbird(['verify', 'om', '--counterexample', path]);
  t.equal(code, 0);
  t.match(stdout, `no counterexample: ${path} was not written`);
  t.notOk(existsSync(path));
});

t.test('either way of counting, silence, and the command that asks again', async (t) => {
  const words = ['--computers', '5', '--faults', '1', '--traitors', '2', '--values', '3', '--omission'];
  const [partial, plain] = await ironbirdAll([
    ['verify', 'om', ...words, '--choice', 'median', '--json'],
    ['verify', 'om', ...words, '--choice', 'median', '--method', 'plain', '--json'],
  ]);
  t.equal(partial.code, 1);
  t.same(JSON.parse(plain.stdout), JSON.parse(partial.stdout));
  const again = /again: ironbird (.*)\n$/.exec(plain.stderr)?.[1] ?? '';
  t.equal(again, `verify om ${words.join(' ')} --choice median --method plain`);
  t.equal(ironbird([...again.split(' '), '--json']).stdout, plain.stdout);
});

t.test('no line is wider than 80 columns, however long the counts', async (t) => {
  const pages = await ironbirdAll([
    ['verify', 'tmr', '--computers', '16', '--values', '256', '--traitors', '3'],
    ['verify', 'om', '--faults', '2', '--computers', '5', '--omission'],
    ['verify', 'tmr', '--computers', '16', '--faults', '7'],
    ['verify', '--help'],
  ]);
  for (const { stdout } of pages) {
    t.not(stdout, '');
    for (const line of stdout.split('\n')) {
      t.ok(line.length <= 80 || line.includes('· again: '), line);
    }
  }
  t.match(
    pages[0].stdout,
    /^executions each +20,282,409,603,651,670,423,947,251,286,016$/m,
    '256^13, a block for each case',
  );
  t.match(pages[0].stdout, /^IC2 violated +not asked$/m);
  for (const ms of [1, 1000, 1e6, 1e9]) {
    for (const done of [0n, 1n, 10n ** 6n, 10n ** 12n, 10n ** 30n]) {
      const text = progressText({ done, total: 10n ** 30n, elapsedMs: ms });
      t.ok(text.length < 80, text);
    }
  }
  t.equal(
    progressText({ done: 25n, total: 100n, elapsedMs: 10_000 }),
    '[██████░░░░░░░░░░░░░░░░░░]  25.0 %   3 executions/s   0:30 left',
  );
});

t.test('everything that is wrong is said at once, and exits 2', async (t) => {
  const rows: readonly (readonly [string[], readonly RegExp[]])[] = [
    [[], [/missing required argument 'protocol'/]],
    [['omm'], [/verify: protocol = "omm" is no protocol that can be verified\. Hint: did you mean om\?/]],
    [['om', '--trators', '1'], [/unknown option '--trators'[\s\S]*Did you mean --traitors\?/]],
    [
      ['om', '--computers', '17', '--faults', 'x', '--traitors', '-1', '--values', '1', '--choice', 'mode'],
      [
        /--computers = 17 is out of range \(allowed: 2 … 16\)/,
        /--faults = "x" must be a whole number \(allowed: 0 … \d+ = computers − 2\)/,
        /--traitors = "-1" must be a whole number/,
        /--values = 1 is out of range \(allowed: 2 … 256\)/,
        /--choice = "mode" must be majority or median/,
      ],
    ],
    [
      ['om', '--computers', '4', '--faults', '3'],
      [/--faults = 3 is out of range \(allowed: 0 … 2 = computers − 2\)/],
    ],
    [
      ['om', '--computers', '4', '--traitors', '5'],
      [/--traitors = 5 is out of range \(allowed: 0 … 4 = computers\)/],
    ],
    [['om', '--faults', '6'], [/--computers = 19 is out of range.*it follows from the other options/]],
    [
      ['om', '--asymmetric', '1', '--signatures', 'vector', '--method', 'plan'],
      [
        /--asymmetric = "1" says nothing about om\. Hint: it belongs to omh, z/,
        /--signatures = "vector" says nothing about om/,
        /--method = "plan" must be partial or plain\. Hint: did you mean plain\?/,
      ],
    ],
    [['z', '--traitors', '1'], [/--traitors = "1" says nothing about z\. Hint: it belongs to om, sm, tmr/]],
    [
      ['om', '--faults', '3'],
      [
        /om among 10 computers means 2\^900 executions a placement; even by partial.*at most 10\^13, about a day/,
      ],
    ],
    [
      ['om', '--faults', '2', '--method', 'plain', '--values', '4'],
      [/4\^40 executions a placement; one by one.*or --method partial/],
    ],
    [
      ['om', '--computers', '16', '--faults', '14'],
      [/means 3,554,627,472,075 messages \(allowed: at most 2,000,000\)/],
    ],
    [
      ['om', '--computers', '3', '--counterexample', '/nowhere/x.yaml'],
      [/\/nowhere\/x\.yaml cannot be written \(ENOENT\)/],
    ],
  ];
  const outcomes = await ironbirdAll(rows.map(([args]) => ['verify', ...args]));
  for (const [i, [args, messages]] of rows.entries()) {
    const { code, stdout, stderr } = outcomes[i];
    t.equal(code, 2, args.join(' '));
    for (const message of messages) t.match(stderr, message);
    t.notMatch(stderr, /\n\s+at /, 'no stack');
    t.equal(stdout, '', args.join(' '));
  }
});

/** A long count, interrupted a while after its first line. */
async function interrupted(
  args: readonly string[],
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [MAIN, 'verify', ...args], { env: cleanEnvironment() });
  let stdout = '';
  let stderr = '';
  let told = false;
  const heard = (): void => {
    if (!told) setTimeout(() => child.kill('SIGINT'), 1000);
    told = true;
  };
  child.stdout.on('data', (chunk: Buffer) => {
    heard();
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    heard();
    stderr += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

t.test('Ctrl-C ends a count with what was covered so far', async (t) => {
  const long = ['om', '--computers', '6', '--faults', '2', '--method', 'plain'];
  const page = await interrupted(long);
  t.match(page, { code: 130, stderr: '' });
  const covered = /^([\d,]+) of 340,787,200 executions \([\d.]+ %\), then interrupted$/m.exec(
    page.stdout,
  )?.[1];
  t.ok(Number((covered ?? '').replaceAll(',', '')) > 0, `${covered} covered`);
  t.match(
    page.stdout,
    /^INTERRUPTED \((held|violated) so far\) · again: ironbird verify om .* --method plain$/m,
  );

  const json = await interrupted([...long, '--json']);
  t.equal(json.code, 130);
  const document = JSON.parse(json.stdout) as {
    cases: { placements: string; executions: string }[];
    interrupted: { covered: string; total: string };
  };
  t.equal(document.interrupted.total, '340787200');
  const counted = document.cases.reduce(
    (sum, { placements, executions }) => sum + BigInt(placements) * BigInt(executions),
    0n,
  );
  t.equal(String(counted), document.interrupted.covered, 'the cases are what was covered');
});
