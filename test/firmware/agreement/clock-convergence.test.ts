/**
 * The convergence functions against a second version that sorts, and against what their authors say of them.
 */
import t from 'tap';
import {
  BEYOND_MAX,
  DIFFERENCE_MAX,
  egocentricMean,
  faultTolerantMidpoint,
  UNREAD,
} from '../../../firmware/agreement/clock-convergence.js';
import { Dice } from '../../support/dice.js';

/** To nearest, halves away from zero, in arithmetic without a width. */
function rounded(numerator: number, divisor: number): number {
  return Math.sign(numerator) * Math.floor((2 * Math.abs(numerator) + divisor) / (2 * divisor));
}

const own = (differences: Int32Array): number[] => Array.from(differences, (d) => (d === UNREAD ? 0 : d));

function sortedMidpoint(differences: Int32Array, faults: number): number {
  const kept = own(differences)
    .sort((a, b) => a - b)
    .slice(faults, differences.length - faults);
  return rounded(kept[0] + kept[kept.length - 1], 2);
}

function filteredMean(differences: Int32Array, beyond: number): number {
  const kept = own(differences).map((d) => (Math.abs(d) > beyond ? 0 : d));
  return rounded(
    kept.reduce((sum, d) => sum + d, 0),
    kept.length,
  );
}

t.test('midpoint and mean, by hand', async (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [differences: number[], faults: number, midpoint: number, beyond: number, mean: number][] = [
    [[0],                          0,   0,  100,   0],
    [[0, 40, 10, -9000],           1,   5,  100,  13],
    [[0, 40, 10, UNREAD],          1,   5,  100,  13],
    [[0, 40, 10, 9000],            1,  25,   10,   3],
    [[0, 1, UNREAD, 0],            1,   0,    1,   0],
    [[0, -1, -2, -3],              1,  -2,    3,  -2],
    [[0, 7, 7, 7, 7, -90, -90],    2,   4,   90, -22],
    [[0, DIFFERENCE_MAX, DIFFERENCE_MAX, DIFFERENCE_MAX], 1, DIFFERENCE_MAX, BEYOND_MAX, 0],
    [[0, -DIFFERENCE_MAX, -DIFFERENCE_MAX, -DIFFERENCE_MAX], 1, -DIFFERENCE_MAX, 0, 0],
  ];
  for (const [differences, faults, midpoint, beyond, mean] of rows) {
    const given = Int32Array.from(differences);
    t.equal(faultTolerantMidpoint(given, faults), midpoint, `midpoint of ${differences.join(' ')}`);
    t.equal(egocentricMean(given, beyond), mean, `mean of ${differences.join(' ')}`);
    t.same([...given], differences, 'what was handed in stays as it was');
  }
});

t.test('both agree with a version that sorts, for every number of clocks and faults', async (t) => {
  const dice = new Dice(41);
  let [unread, beyondSeen, ties] = [0, 0, 0];
  for (let trial = 0; trial < 20_000; trial++) {
    const clocks = dice.between({ low: 1, high: 16 });
    const faults = dice.between({ low: 0, high: (clocks - 1) >> 1 });
    const reach = dice.pick([2, 50, 100_000, BEYOND_MAX, DIFFERENCE_MAX]);
    const differences = Int32Array.from({ length: clocks }, (_, i) =>
      i === 0
        ? 0
        : dice.between({ low: 0, high: 9 }) === 0
          ? UNREAD
          : dice.between({ low: -reach, high: reach }),
    );
    const beyond = Math.min(BEYOND_MAX, dice.between({ low: 0, high: reach }));
    if (differences.includes(UNREAD)) unread++;
    if (differences.some((d) => d !== UNREAD && Math.abs(d) > beyond)) beyondSeen++;
    if (new Set(differences).size < clocks) ties++;
    const shown = `${differences.join(' ')}, m = ${faults}, beyond ${beyond}`;
    if (faultTolerantMidpoint(differences, faults) !== sortedMidpoint(differences, faults)) t.fail(shown);
    if (egocentricMean(differences, beyond) !== filteredMean(differences, beyond)) t.fail(shown);
  }
  for (const seen of [unread, beyondSeen, ties]) t.ok(seen > 2_000, 'seen often');
});

t.test('m liars cannot move the midpoint out of what the others show (Welch and Lynch)', async (t) => {
  const dice = new Dice(42);
  let moved = 0;
  for (let trial = 0; trial < 20_000; trial++) {
    const faults = dice.between({ low: 1, high: 5 });
    const clocks = dice.between({ low: 2 * faults + 1, high: 16 });
    const good = Array.from({ length: clocks - faults }, (_, i) =>
      i === 0 ? 0 : dice.between({ low: -1000, high: 1000 }),
    );
    const lies = Array.from({ length: faults }, () =>
      dice.between({ low: -DIFFERENCE_MAX, high: DIFFERENCE_MAX }),
    );
    const differences = Int32Array.from([...good, ...lies]);
    const correction = faultTolerantMidpoint(differences, faults);
    if (correction < Math.min(...good) || correction > Math.max(...good)) t.fail(`${differences.join(' ')}`);
    if (correction !== faultTolerantMidpoint(Int32Array.from([...good, ...lies.map(() => 0)]), faults))
      moved++;
    const mean = egocentricMean(differences, 1000);
    if (Math.abs(mean) > 1000) t.fail(`mean ${mean}`);
  }
  t.ok(moved > 10_000, 'inside it they do move it');
});
