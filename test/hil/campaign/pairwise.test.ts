/**
 * Covering arrays, against a count of all pairs.
 */
import t from 'tap';
import { pairwiseRows } from '../../../hil/campaign/pairwise.js';
import { Dice } from '../../support/dice.js';

/** Pairs of values of two parameters that stand in no row: the long way round. */
function missingPairs(sizes: readonly number[], rows: readonly (readonly number[])[]): number {
  let missing = 0;
  sizes.forEach((size, i) => {
    for (let j = i + 1; j < sizes.length; j++)
      for (let a = 0; a < size; a++)
        for (let b = 0; b < sizes[j]; b++) if (!rows.some((row) => row[i] === a && row[j] === b)) missing++;
  });
  return missing;
}

/** No array can be smaller than the product of its two largest sizes. */
function least(sizes: readonly number[]): number {
  const [first, second = 1] = [...sizes].sort((a, b) => b - a);
  return first * second;
}

t.test('every pair of values of any two parameters stands in a row', async (t) => {
  const dice = new Dice(20_260_801);
  for (let round = 0; round < 60; round++) {
    const count = dice.between({ low: 1, high: 8 });
    const sizes = Array.from({ length: count }, () => dice.between({ low: 1, high: 7 }));
    const rows = pairwiseRows(sizes);
    t.equal(missingPairs(sizes, rows), 0, `${sizes.join(' × ')}`);
    t.ok(rows.every((row) => row.every((value, i) => value >= 0 && value < sizes[i])));
    t.ok(
      rows.length >= least(sizes) && rows.length <= 2 * least(sizes) + 2 * count,
      `${sizes.join(' × ')}: ${rows.length} rows`,
    );
    t.same(pairwiseRows(sizes), rows, 'and again the same');
  }
});

t.test('the row that is taken away is missed', async (t) => {
  const sizes = [3, 3, 3, 2];
  const rows = pairwiseRows(sizes);
  t.ok(missingPairs(sizes, rows.slice(1)) > 0);
});

t.test('the sizes known from the literature are nearly reached', async (t) => {
  const of = (size: number, count: number): number =>
    pairwiseRows(Array.from({ length: count }, () => size)).length;
  // Least: 9 for 3^4 (an orthogonal array), 7 for 2^15 (Kleitman & Spencer, 1973); AETG (Cohen et al., 1997) has 15 for
  // 3^13 and 180 for 10^20.
  t.ok(of(3, 4) <= 12, `3^4: ${of(3, 4)}`);
  t.ok(of(3, 13) <= 22, `3^13: ${of(3, 13)}`);
  t.ok(of(2, 15) <= 12, `2^15: ${of(2, 15)}`);
  t.ok(of(10, 20) <= 230, `10^20: ${of(10, 20)}`);
  t.equal(of(7, 2), 49);
  t.equal(of(9, 1), 9);
  t.equal(of(1, 3), 1);
});
