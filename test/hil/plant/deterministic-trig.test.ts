import sincos from '@stdlib/math-base-special-sincos';
import t from 'tap';
import { angleOf, sinesAndCosines } from '../../../hil/plant/deterministic-trig.js';
import { stream } from '../../../hil/random/stream.js';

const ERROR_MAX = 4e-16;

function worstError(angles: Float64Array): number {
  const out = new Float64Array(angles.length * 2);
  sinesAndCosines(angles, { first: 0, last: angles.length - 1 }, out);
  return angles.reduce((worst, angle, i) => {
    const [sine, cosine] = sincos(angle);
    return Math.max(worst, Math.abs(out[2 * i] - sine), Math.abs(out[2 * i + 1] - cosine));
  }, 0);
}

t.test('sine and cosine agree with a portable library to the last digits', (t) => {
  const source = stream('1', 'angles');
  for (const scale of [1e-3, 0.8, 7, 1000, 1e5]) {
    const angles = Float64Array.from({ length: 20_000 }, () => (2 * source.uniform() - 1) * scale);
    const worst = worstError(angles);
    t.ok(worst <= ERROR_MAX, `±${scale} rad: ${worst}`);
  }
  t.end();
});

t.test('the edges of the quadrants are no exception', (t) => {
  const eighths = Float64Array.from({ length: 65 }, (_, i) => (i - 32) * (Math.PI / 4));
  t.ok(worstError(eighths) <= ERROR_MAX);
  t.ok(worstError(eighths.map((angle) => angle + 1e-15)) <= ERROR_MAX);
  t.end();
});

t.test('only the angles asked for are written, in pairs from the start', (t) => {
  const out = new Float64Array(6).fill(9);
  sinesAndCosines(Float64Array.of(1, 0, Math.PI / 2, 1), { first: 1, last: 2 }, out);
  t.same([...out].map(Math.round), [0, 1, 1, 0, 9, 9]);
  t.end();
});

t.test('an angle that is not a number gives sine and cosine that are not either', (t) => {
  const out = new Float64Array(4);
  sinesAndCosines(Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY), { first: 0, last: 1 }, out);
  t.ok(out.every(Number.isNaN));
  t.end();
});

t.test('an angle comes back from its sine and cosine, small or large, whatever their common factor', (t) => {
  let worst = 0;
  for (let deg = -179; deg <= 179; deg += 0.25) {
    const angle = (deg * Math.PI) / 180;
    const [sine, cosine] = sincos(angle);
    worst = Math.max(worst, Math.abs(angleOf({ sine: 500 * sine, cosine: 500 * cosine }) - angle));
  }
  t.ok(worst < 1e-15, `${worst}`);
  t.end();
});
