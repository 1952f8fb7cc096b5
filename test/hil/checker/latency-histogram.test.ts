import { createHistogram } from 'node:perf_hooks';
import t from 'tap';
import { LatencyHistogram } from '../../../hil/checker/latency-histogram.js';
import { Dice } from '../../support/dice.js';

t.test('percentiles are those of the sorted list: exact below 2,048 µs, to three figures above', (t) => {
  const dice = new Dice(11);
  let coarse = 0;
  for (let run = 0; run < 40; run++) {
    const histogram = new LatencyHistogram();
    const values = Array.from(
      { length: 1 + (dice.uint32() % 500) },
      () => dice.uint32() >>> (2 + (run % 30)),
    );
    for (const value of values) histogram.record(value);
    values.sort((a, b) => a - b);
    for (const percent of [0.1, 50, 99, 100]) {
      const rank = Math.max(1, Math.floor((percent / 100) * values.length + 0.5));
      const exact = values[rank - 1];
      const told = histogram.percentile(percent);
      if (told !== exact) coarse++;
      if (!(exact < 2048 ? told === exact : told >= exact && told - exact <= exact / 1024))
        t.fail(`${percent} % of ${values.length}: ${told} for ${exact}`);
    }
    t.equal(histogram.max, values[values.length - 1]);
    t.equal(histogram.count, values.length);
  }
  t.ok(coarse > 10, `${coarse} were rounded`);
  t.end();
});

t.test("it says what node's binding of HdrHistogram says", (t) => {
  const dice = new Dice(12);
  const histogram = new LatencyHistogram();
  const reference = createHistogram();
  for (let i = 0; i < 5000; i++) {
    const us = 1 + (dice.uint32() % (i % 2 === 0 ? 20_000 : 1_000_000));
    histogram.record(us);
    reference.record(us);
  }
  for (const percent of [1, 50, 90, 99, 99.9])
    t.equal(
      histogram.percentile(percent),
      Math.min(reference.percentile(percent), histogram.max),
      `${percent} %`,
    );
  t.end();
});

t.test('with nothing recorded everything is zero', (t) => {
  const histogram = new LatencyHistogram();
  t.same([histogram.count, histogram.max, histogram.percentile(50)], [0, 0, 0]);
  t.end();
});
