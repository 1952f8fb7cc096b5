/**
 * `ironbird aircraft f16` as a user types it.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { file } from '../../support/scratch.js';
import { ironbird } from '../../support/ironbird.js';

const REFERENCE = fileURLToPath(new URL('../plant/f16-reference.json', import.meta.url));

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

t.test('aircraft f16 --silence says how long silent computers are survived', async (t) => {
  const { code, stdout, stderr } = ironbird([
    'aircraft',
    'f16',
    '--silence',
    '--cg',
    '0.5',
    '--seed',
    '3',
    '--json',
  ]);
  t.equal(code, 0);
  t.match(stderr, /^ironbird \S+ · f16 · silence · 502 ft\/s · 5000 ft · seed 3 · virtual time\n$/);
  const { silence } = JSON.parse(stdout) as {
    silence: { manoeuvre: string; framesSurvived: number; msSurvived: number }[];
  };
  t.same(
    silence.map(({ manoeuvre }) => manoeuvre),
    ['trim', 'pull-up'],
  );
  const [trim, pullUp] = silence;
  t.ok(pullUp.framesSurvived > 1, 'more than the one frame of the lecture');
  t.ok(trim.framesSurvived > pullUp.framesSurvived, 'longer at trim than while pulling');
  t.equal(trim.msSurvived, 20 * trim.framesSurvived);
});
