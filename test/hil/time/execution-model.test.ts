import t from 'tap';
import { ExecutionModel, type ExecutionQuantiles } from '../../../hil/time/execution-model.js';
import { RUN_START, after, duration, instant, later } from '../../../hil/time/time.js';
import { Dice } from '../../support/dice.js';

const QUANTILES: ExecutionQuantiles = [100, 200, 690, 789, 1789];

const drawnAt = (u: number, quantiles = QUANTILES): number =>
  new ExecutionModel({ quantiles, source: { uniform: () => u } }).draw();

t.test(
  'a draw is the quantile of its probability, on straight lines, in whole microseconds rounded up',
  (t) => {
    // biome-ignore format: a truth table is read by column
    const rows: [u: number, us: number][] = [
    [0, 100], [0.25, 150], [0.251, 151], [0.4999999, 200],
    [0.5, 200], [0.745, 445], [0.99, 690], [0.9945, 740], [0.999, 789], [0.9995005, 1290],
    [1 - 2 ** -32, 1789],
  ];
    for (const [u, us] of rows) t.equal(drawnAt(u), us, `at ${u}`);
    t.equal(drawnAt(0.7, [350, 350, 350, 350, 350]), 350, 'a constant time has no luck in it');
    t.end();
  },
);

t.test('drawn often, the quantiles come back', (t) => {
  const dice = new Dice(1);
  const model = new ExecutionModel({ quantiles: QUANTILES, source: dice });
  const drawn = Array.from({ length: 40_000 }, () => model.draw() as number).sort((a, b) => a - b);
  const at = (share: number): number => drawn[Math.floor(share * drawn.length)];
  t.ok(Math.abs(at(0.5) - 200) < 5, `median ${at(0.5)}`);
  t.ok(Math.abs(at(0.99) - 690) < 20, `99 % ${at(0.99)}`);
  t.ok(drawn[0] >= 100 && drawn[drawn.length - 1] <= 1789);
  t.ok(drawn.every(Number.isInteger));
  const slow = drawn.filter((us) => us > 789).length;
  t.ok(slow > 15 && slow < 75, `${slow} of 40,000 beyond 99.9 %`);
  t.end();
});

t.test('an instant and a duration make an instant', (t) => {
  t.equal(after(instant(20_000), duration(450)), 20_450);
  t.equal(later(instant(3), instant(5)), 5);
  t.equal(later(instant(5), RUN_START), 5);
  t.end();
});
