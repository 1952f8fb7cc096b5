import t from 'tap';
import { GAUSSIAN_QUANTILES } from '../../../hil/random/gaussian-quantiles.js';
import { stream } from '../../../hil/random/stream.js';

const draw = (length: number, next: () => number): number[] => Array.from({ length }, next);

const correlation = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0) / a.length;

t.test('a stream is its seed and its name, the same on every machine', (t) => {
  const first = stream('1', 'turbulence');
  t.same([first.nextUint32(), first.nextUint32(), first.nextUint32()], [2705408852, 1609916943, 2982494610]);
  const second = stream('1', 'turbulence');
  t.same(
    [second.uniform(), second.gaussian(), second.gaussian()],
    [0.6299020843580365, -0.31905466158749657, -0.3968806466843828],
  );
  const again = stream('1', 'turbulence');
  const other = stream('1', 'turbulence');
  t.same(
    draw(1000, () => again.gaussian()),
    draw(1000, () => other.gaussian()),
  );
  t.end();
});

t.test('another name or another seed is another stream, and drawing from one leaves the other alone', (t) => {
  const wind = draw(20_000, gaussians('1', 'turbulence'));
  for (const [seed, name] of [
    ['1', 'sensor/0'],
    ['1', 'turbulence2'],
    ['2', 'turbulence'],
    ['18446744073709551615', 'turbulence'],
  ]) {
    const other = draw(20_000, gaussians(seed, name));
    t.ok(Math.abs(correlation(wind, other)) < 0.03, `${seed} ${name}`);
  }
  const interleaved = stream('1', 'turbulence');
  const intruder = stream('1', 'fault/f1');
  const beside = draw(20_000, () => {
    intruder.nextUint32();
    return interleaved.gaussian();
  });
  t.same(beside, wind);
  t.end();
});

t.test('the digits and the name cannot run into each other', (t) => {
  t.not(stream('1', '2').nextUint32(), stream('12', '').nextUint32());
  t.end();
});

t.test('a seed is a decimal number below 2^64, written one way', (t) => {
  for (const seed of [
    '',
    '-1',
    '01',
    '1.5',
    '1e3',
    ' 1',
    '0x10',
    '18446744073709551616',
    '99999999999999999999',
  ]) {
    t.throws(() => stream(seed, 'x'), { name: 'RangeError', message: `seed '${seed}'` }, `'${seed}'`);
  }
  t.doesNotThrow(() => stream('0', 'x'));
  t.end();
});

t.test('uniform variates fill [0, 1) evenly', (t) => {
  const source = stream('7', 'uniform');
  const values = draw(100_000, () => source.uniform());
  t.ok(values.every((value) => value >= 0 && value < 1));
  const tenths = new Array<number>(10).fill(0);
  for (const value of values) tenths[Math.floor(value * 10)]++;
  for (const count of tenths) t.ok(Math.abs(count - 10_000) < 400, `${count} of 10000`);
  t.end();
});

t.test('gaussian variates have the moments of the normal distribution and end at four sigma', (t) => {
  const source = stream('7', 'gaussian');
  const values = draw(400_000, () => source.gaussian());
  const moment = (power: number): number => values.reduce((sum, x) => sum + x ** power, 0) / values.length;
  t.ok(Math.abs(moment(1)) < 0.01);
  t.ok(Math.abs(moment(2) - 1) < 0.01);
  t.ok(Math.abs(moment(3)) < 0.03);
  t.ok(Math.abs(moment(4) - 3) < 0.06);
  t.ok(values.every((x) => Math.abs(x) < 4.01));
  t.ok(values.some((x) => Math.abs(x) > 3.9));
  t.ok(Math.abs(correlation(values.slice(1), values)) < 0.01, 'the two variates of one draw are independent');
  t.end();
});

t.test('many variates at once are those drawn one by one, wherever the batch begins and ends', (t) => {
  const single = stream('7', 'batch');
  const batch = stream('7', 'batch');
  for (const length of [16, 1, 16, 0, 3, 2, 16, 7, 16]) {
    const out = new Float64Array(length);
    batch.gaussians(out);
    t.same(
      [...out],
      draw(length, () => single.gaussian()),
      `${length} of them`,
    );
  }
  t.end();
});

t.test('the table holds the quantiles of the normal distribution', (t) => {
  // Published quantiles; the table lies half a slice beside each, and is wider by the 4e-5 that make its variance 1.
  for (const [probability, quantile] of [
    [0.5, 0],
    [0.75, 0.6744898],
    [0.975, 1.959964],
    [0.99, 2.3263479],
    [0.999, 3.0902323],
  ]) {
    const value = GAUSSIAN_QUANTILES[Math.floor(probability * 16384)];
    t.ok(Math.abs(value - quantile) < 0.01, `${probability}: ${value}`);
  }
  t.ok(GAUSSIAN_QUANTILES.every((value, i) => i === 0 || value > GAUSSIAN_QUANTILES[i - 1]));
  t.ok(GAUSSIAN_QUANTILES.every((value, i) => value === -GAUSSIAN_QUANTILES[16383 - i]));
  const variance = GAUSSIAN_QUANTILES.reduce((sum, value) => sum + value * value, 0) / 16384;
  t.ok(Math.abs(variance - 1) < 1e-12);
  t.end();
});

function gaussians(seed: string, name: string): () => number {
  const source = stream(seed, name);
  return () => source.gaussian();
}
