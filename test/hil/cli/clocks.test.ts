/**
 * `ironbird clocks` as a user types it: the built program in a process of its own.
 */
import t from 'tap';
import { skewPlot } from '../../../hil/cli/skew-plot.js';
import { ironbird, ironbirdAll } from '../../support/ironbird.js';

interface ClocksDocument {
  readonly nodes: number;
  readonly rounds: number;
  readonly verdict: string;
  readonly withinBound: boolean;
  readonly firstBeyond: number | null;
  readonly lost: boolean;
  readonly precisionUs: { readonly afterResync: number; readonly ever: number; readonly everBound: number };
  readonly accuracyPpm: { readonly reached: number; readonly bound: number };
  readonly replay: string;
}

const read = (stdout: string): ClocksDocument => JSON.parse(stdout) as ClocksDocument;

t.test('four clocks hold, three part: two pages, two exit codes', async (t) => {
  const [four, three] = await ironbirdAll([['clocks'], ['clocks', '--nodes', '3']]);
  t.match(four, { code: 0, stderr: '' });
  t.match(three, { code: 1, stderr: '' });
  for (const { stdout } of [four, three]) {
    const lines = stdout.trimEnd().split('\n');
    t.match(lines[0], /^ironbird \S+ · clocks · midpoint · seed 1 · virtual time$/);
    for (const line of lines.slice(0, -1)) t.ok(line.length <= 80, `${line.length}: ${line}`);
    t.match(stdout, /\n bound 108\.3 ┤/);
    t.notMatch(stdout, '\u001b', 'no colour in a pipe');
  }
  t.match(four.stdout, '\n4 clocks, 1 two-faced, built for 1; 1000 resynchronisations\n');
  t.match(four.stdout, /\ngood clocks apart, at any time +\d+\.\d us +108\.3 us\n/);
  t.match(
    four.stdout,
    /\nHELD · replay: ironbird clocks --nodes 4 --faults 1 --faulty two-faced --method midpoint --seed 1\n$/,
  );
  t.match(three.stdout, /it takes 4\. They are judged by what 4\s+would keep\./);
  t.match(three.stdout, /Beyond the bound from round 11 on; in round 1000 4,041\.6 us apart/);
  t.match(three.stdout, /\nVIOLATED · replay: /);
});

t.test('as a document, and its replay says the same again', async (t) => {
  const args = ['clocks', '--nodes', '3', '--method', 'convergence', '--drift-ppm', '50', '--json'];
  const { code, stdout, stderr } = ironbird(args);
  t.equal(code, 1);
  const found = read(stdout);
  t.match(found, { nodes: 3, verdict: 'violated', withinBound: false, lost: true });
  t.ok(found.precisionUs.ever > found.precisionUs.everBound);
  t.match(stderr, /^ironbird .* · clocks · convergence · seed 1 · virtual time\nVIOLATED · replay: /);
  const again = ironbird([...found.replay.split(' ').slice(1), '--json']);
  t.equal(again.stdout, stdout);
});

t.test('every faulty clock, both methods, in agreement with their own figures', async (t) => {
  const runs = ['two-faced', 'stuck', 'drifting', 'stopped', 'jumping', 'none'].flatMap((faulty) =>
    ['midpoint', 'convergence'].map((method) => {
      const sizes = ['--nodes', '7', '--faults', '2', '--rounds', '200', '--seed', '18446744073709551615'];
      return ['clocks', ...sizes, '--faulty', faulty, '--method', method, '--json'];
    }),
  );
  const outcomes = await ironbirdAll(runs);
  for (const [i, { code, stdout, stderr }] of outcomes.entries()) {
    t.equal(code, 0, stderr);
    const { verdict, rounds, firstBeyond, precisionUs, accuracyPpm } = read(stdout);
    t.match(
      { verdict, rounds, firstBeyond },
      { verdict: 'held', rounds: 200, firstBeyond: null },
      runs[i].join(' '),
    );
    t.ok(precisionUs.ever <= precisionUs.everBound && precisionUs.afterResync <= precisionUs.ever);
    t.ok(Math.abs(accuracyPpm.reached) <= accuracyPpm.bound);
  }
});

t.test('what is wrong is named, all of it at once', async (t) => {
  const { code, stdout, stderr } = ironbird([
    ...['clocks', '--nodes', 'x', '--method', 'mean', '--faulty', 'two-face', '--rounds', '0'],
    ...['--drift-ppm', '1e6', '--resync-ms', '-1', '--reading-us', ''],
  ]);
  t.match({ code, stdout }, { code: 2, stdout: '' });
  t.same(stderr.trimEnd().split('\n'), [
    'clocks: --nodes = "x" must be a whole number (allowed: 2 … 16)',
    'clocks: --method = "mean" must be one of midpoint, convergence',
    'clocks: --drift-ppm = 1000000 is out of range (allowed: 0 … 10,000 ppm)',
    'clocks: --reading-us = "" must be a number (allowed: 0 … 10,000 us)',
    'clocks: --resync-ms = -1 is out of range (allowed: 1 … 10,000 ms)',
    'clocks: --faulty = "two-face" must be one of two-faced, stuck, drifting, stopped, jumping, none. Hint: did you mean two-faced?',
    'clocks: --rounds = 0 is out of range (allowed: 1 … 100,000)',
  ]);
  const few = ironbird(['clocks', '--nodes', '4', '--faults', '2']);
  t.match(few, {
    code: 2,
    stderr: /^clocks: --nodes = 4 leaves nothing .* \(allowed: 5 and more; from 7 on they hold\)/,
  });
  const short = ironbird(['clocks', '--resync-ms', '1', '--reading-us', '100']);
  t.match(short, {
    code: 2,
    stderr: /^clocks: --resync-ms = 1 does not close: messages are waited for 601\.6 us/,
  });
  t.equal(ironbird(['clocks', '--seed', '-1']).code, 2);
});

t.test('the plot: the largest of each column, the bound through it, and no line too long', async (t) => {
  const even = skewPlot([5_000, 9_000], { boundNs: 10_000, columns: 80 });
  t.match(even[0], /^ +bound 10\.0 ┤─●$/);
  t.equal(even.filter((line) => line.includes('●')).length, 2);
  const beyond = skewPlot([100_000, 100_001], { boundNs: 100_000, columns: 80 });
  t.match(beyond[0], /100\.0 ┤ ●$/, 'just beyond stands above');
  t.match(beyond[1], /bound 100\.0 ┤●$/);
  const long = skewPlot(
    Array.from({ length: 100_000 }, (_, i) => i),
    { boundNs: 1, columns: 60 },
  );
  for (const line of long) t.ok(line.length <= 60, line);
  t.match(long.at(-1), /1 +100,000$/);
  t.equal(long.filter((line) => line.includes('●')).length, 8, 'all rows above the bound');
});
