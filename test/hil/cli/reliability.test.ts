/**
 * `ironbird reliability` as a user types it: the built program in a process of its own.
 */
import t from 'tap';
import { RELIABILITY_MODELS } from '../../../hil/campaign/reliability-models.js';
import { rateChart } from '../../../hil/cli/reliability-chart.js';
import { ironbird, ironbirdAll } from '../../support/ironbird.js';
import { file } from '../../support/scratch.js';

interface ReliabilityDocument {
  readonly model: string;
  readonly method: string;
  readonly failureProbability: number;
  readonly perHour: number;
  readonly relativeError: number;
}

const read = (stdout: string): ReliabilityDocument => JSON.parse(stdout) as ReliabilityDocument;

t.test('the triplex as a page: figure, table, chart with both lines, where more is worse', async (t) => {
  const { code, stdout, stderr } = ironbird([
    'reliability',
    'tmr',
    '--failure-rate',
    '1e-4',
    '--hours',
    '10',
  ]);
  t.match({ code, stderr }, { code: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  t.match(lines[0], /^ironbird \S+ · reliability · tmr · closed$/);
  t.equal(
    lines.at(-1),
    '3.0e-7 per hour by the model tmr · again: ironbird reliability tmr --failure-rate 0.0001 --hours 10',
  );
  for (const line of lines.slice(0, -1)) t.ok(line.length <= 80, `${line.length}: ${line}`);
  t.match(stdout, '\nper hour              2.995e-7; 300 × 1e-9; 3,000 × 1e-10\n');
  t.match(stdout, '\n> tmr                     3.0e-9    3.0e-8    3.0e-7    3.0e-6    2.5e-5\n');
  t.match(stdout, '\n  quad-om                 6.0e-9    6.0e-8    6.0e-7    5.9e-6    4.8e-5\n');
  t.match(stdout, /\n {24,}1e-10 ╷ +╷ 1e-9\n/);
  t.match(stdout, '\n  quad-om (4): 2.00 × tmr (3), unless B > 0.00100\n');
  t.match(stdout, /A quad on OM\(1\) beats a triplex only where more than B\* = 0\.00100 of the\s+faults/);
  t.match(stdout, /Software is not in it/);
});

t.test('every model as a document, by formula and by one of the other methods', async (t) => {
  const common = ['--failure-rate', '0.05', '--hours', '10', '--coverage', '0.9', '--json'];
  const others = ['markov', 'montecarlo', 'biased'];
  const runs = RELIABILITY_MODELS.flatMap((model, i) =>
    ['closed', others[i % 3]].map((method) => ['reliability', model, ...common, '--method', method]),
  );
  const outcomes = await ironbirdAll(runs);
  outcomes.forEach(({ code, stdout, stderr }, i) => {
    const [, model] = runs[i];
    t.equal(code, 0, stderr);
    const found = read(stdout);
    t.same(Object.keys(found), ['model', 'method', 'failureProbability', 'perHour', 'relativeError']);
    t.match(found, { model, method: runs[i].at(-1) });
    const closed = read(outcomes[i - (i % 2)].stdout).failureProbability;
    const off = Math.abs(found.failureProbability / closed - 1);
    t.ok(off <= 4 * found.relativeError && found.relativeError <= 0.02, `${model} ${found.method}: ${off}`);
    t.equal(found.perHour, found.failureProbability / 10);
  });
});

t.test('1e-10 per hour by weighted lives, the same for the same seed', async (t) => {
  const args = [
    'reliability',
    'tmr',
    '--failure-rate',
    '5.77e-6',
    '--hours',
    '1',
    '--method',
    'biased',
    '--json',
  ];
  const [one, again, other] = await ironbirdAll([args, args, [...args, '--seed', '2']]);
  const found = read(one.stdout);
  t.ok(Math.abs(found.perHour / 1e-10 - 1) < 0.02 && found.relativeError <= 0.02, one.stdout);
  t.equal(again.stdout, one.stdout);
  t.not(other.stdout, one.stdout);
  t.match(one.stderr, /· biased · seed 1\n[\s\S]* --method biased --seed 1\n$/);
});

t.test('a rig selects its model; what plays no part in it is said', async (t) => {
  const { code, stdout, stderr } = ironbird(['reliability', 'quad-om1', '--json', '--coverage', '0.5']);
  t.equal(code, 0);
  t.match(read(stdout), { model: 'quad-om', method: 'closed' });
  t.match(
    stderr,
    /^ironbird \S+ · reliability · quad-om1 = quad-om · closed\n--coverage: no part in quad-om\n/,
  );
  const rig = file('my-rig.yaml', 'name: my-rig\nscheme: { protocol: om, computers: 7, faults: 2 }\n');
  t.match(read(ironbird(['reliability', rig, '--json']).stdout), { model: 'seven-om' });
});

t.test('bad input: all of it at once, with value, range and hint', async (t) => {
  const wrong = [
    '--failure-rate',
    'x',
    '--hours',
    '0',
    '--coverage',
    '1.5',
    '--method',
    'closd',
    '--policy',
    '?',
  ];
  const broken = file('broken.yaml', 'name: broken\nscheme: { protocol: om, computers: 3, faults: 1 }\n');
  const [many, model, pairs, below, rig, rare, none, signs] = await ironbirdAll([
    ['reliability', 'tmrr', ...wrong],
    ['reliability', 'zzz'],
    ['reliability', 'com-mon'],
    ['reliability', 'om1-n3'],
    ['reliability', broken],
    ['reliability', 'tmr', '--method', 'montecarlo', '--failure-rate', '1e-10'],
    ['reliability'],
    ['reliability', 'sm-triplex', '--asymmetric', '0.1'],
  ]);
  for (const { code, stdout } of [many, model, pairs, below, rig, rare, none, signs]) {
    t.match({ code, stdout }, { code: 2, stdout: '' });
  }
  const lines = many.stderr.trimEnd().split('\n');
  t.equal(lines.length, 6);
  t.match(lines[0], 'reliability: --failure-rate = "x" must be a number (allowed: 1e-15 … 1000 per hour)');
  t.match(lines[1], /--hours = 0 is out of range/);
  t.match(lines[2], /--coverage = 1\.5 is out of range \(allowed: 0 … 1\)/);
  t.match(many.stderr, /did you mean closed\?/);
  t.match(many.stderr, /model = "tmrr" is neither a model nor a rig. Hint: did you mean tmr\?/);
  t.match(model.stderr, /Hint: known: simplex, primary-backup/);
  t.match(pairs.stderr, /com-mon" is a rig without a reliability model: com-mon, n = 4, m = 1/);
  t.match(below.stderr, /without a reliability model: om, n = 3, m = 1/);
  t.match(rig.stderr, /broken\.yaml:2: scheme\.faults = 1 needs at least 4 computers for om/);
  t.match(signs.stderr, /--asymmetric = 0\.1 does not go with a rig that signs/);
  t.match(rare.stderr, /would need about 3\.3e\+19 lives .*--method biased/);
});

t.test('the chart keeps its shape at any width and for any rate', async (t) => {
  const row = (perHour: number) => ({ name: 'quad-reconfigurable', perHour, marked: true });
  for (const columns of [40, 72, 80, 100]) {
    for (const rates of [
      [1e-40, 1e3],
      [1e-9, 1e-10],
      [1e-15, 2e-11, 5e-4],
    ]) {
      const [head, ...rows] = rateChart(rates.map(row), { columns });
      const [lower, upper] = [head.indexOf('╷'), head.lastIndexOf('╷')];
      t.ok(lower > 0 && upper > lower);
      rows.slice(0, -1).forEach((line, i) => {
        t.ok(line.length <= Math.max(72, columns), line);
        const end = Math.max(line.indexOf('●'), line.indexOf('←'));
        t.match(line[lower], end === lower ? '●' : end > lower ? '┼' : '│', line);
        t.match(line[upper], end === upper ? '●' : end > upper ? '┼' : '│', line);
        t.equal(line.includes('←'), rates[i] < 1e-20);
      });
    }
  }
});
