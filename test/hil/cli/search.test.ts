/**
 * `ironbird search` as a user types it: the built program in a process of its own.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ironbird, ironbirdAll } from '../../support/ironbird.js';
import { file, folder } from '../../support/scratch.js';

/** A simplex without its pilot: whatever strikes its pitch rate for long, it is lost. */
const FRAIL = 'name: frail\naircraft: { model: f16, cg: 0.5 }\nscheme: { protocol: simplex }\ndurationS: 4\n';

t.test('what is found is lost again by the command printed, and by the file written', async (t) => {
  const rig = file('frail.yaml', FRAIL);
  const out = join(folder, 'worst.yaml');
  const words = ['search', rig, '--faults', '1', '--kinds', 'sensor', '--flights', '60', '--out', out];
  const { code, stdout, stderr } = ironbird(words);
  t.match({ code, stderr }, { code: 1, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  t.match(lines[0], /^ironbird \S+ · search · frail · seed 1 · virtual time$/);
  t.match(
    lines.at(-1),
    /^VIOLATED · again: ironbird search \S+ --flights 60 --seed 1 --faults 1 --kinds sensor$/,
  );
  t.match(stdout, /\nsearch +60 +\d+ +\d+ +lost\nat random +60 +/);
  for (const line of lines.filter((line) => !/^(fly it|written|VIOLATED| {2}\{)/.test(line)))
    t.ok(line.length <= 80, line);
  const replay = lines.find((line) => line.startsWith('fly it: '))?.replace('fly it: ironbird ', '') ?? '';
  const fault = /--fault '(.*)'$/.exec(replay)?.[1] ?? '';
  const flown = ironbird(['fly', rig, '--seed', '1', '--fault', fault, '--json']);
  t.equal(flown.code, 1);
  t.match(readFileSync(out, 'utf8'), `\n# ironbird fly ${out} --seed 1\n`);
  const written = ironbird(['fly', out, '--seed', '1', '--json']);
  t.equal(written.code, 0);
  const hash = ({ stdout }: { stdout: string }): string =>
    (JSON.parse(stdout) as { traceHash: string }).traceHash;
  t.equal(hash(written), hash(flown));
});

t.test('one document with --json, and 0 where nothing failed', async (t) => {
  const words = ['search', 'quad-om1', '--flights', '6', '--duration', '1', '--kinds', 'sensor', '--json'];
  const { code, stdout, stderr } = ironbird(words);
  t.equal(code, 0);
  t.match(stderr, /^ironbird .*\nHELD · again: .*\n$/);
  t.match(JSON.parse(stdout), {
    rig: 'quad-om1',
    seed: '1',
    faults: 1,
    beyond: false,
    search: { flights: 6, firstLost: null },
    random: { flights: 6, firstLost: null },
    worst: { verdict: 'pass', withinBound: true, hazard: null, replay: /^ironbird fly quad-om1 --seed 1 / },
  });
});

t.test('what cannot be searched is refused with exit code 2', async (t) => {
  const rows: [words: string[], says: RegExp][] = [
    [['simplex'], /--faults: is needed: simplex is built for no fault at all\. Hint: --faults 1/],
    [['quad-om1', '--kinds', 'sensors'], /kind = "sensors" is no kind of target.*did you mean sensor/],
    [['quad-om1', '--flights', '0'], /Must be a whole number, 1 … /],
    [['quad-om1', '--duration', '0.03'], /is not a whole number of frames/],
    [['no-such-rig'], /is the name of nothing shipped/],
  ];
  const outcomes = await ironbirdAll(rows.map(([words]) => ['search', ...words]));
  for (const [i, [words, says]] of rows.entries()) {
    t.match(outcomes[i], { code: 2, stdout: '', stderr: says }, words.join(' '));
  }
});
