/**
 * Smaller values: every candidate is smaller in the order that makes shrinking end, and the useful ones are there.
 */
import fc from 'fast-check';
import t from 'tap';
import {
  removals,
  rounderNumbers,
  significantDigits,
  towards,
  without,
} from '../../../hil/campaign/shrink-values.js';

t.test('significant digits are those of the shortest decimal', async (t) => {
  const rows: [value: number, digits: number][] = [
    [0, 0],
    [300, 1],
    [-320, 2],
    [0.25, 2],
    [10777, 5],
    [1e-7, 1],
  ];
  for (const [value, digits] of rows) t.equal(significantDigits(value), digits, String(value));
});

t.test('10777 may become 0, 10000, 20000, 11000 …; 1 only 0; 0 nothing', async (t) => {
  const of10777 = [...rounderNumbers(10777)];
  for (const wanted of [0, 10000, 20000, 11000, 10700, 10800, 10770, 10780, 5388, 10776]) {
    t.ok(of10777.includes(wanted), String(wanted));
  }
  t.same([...rounderNumbers(1)], [0]);
  t.same([...rounderNumbers(0)], []);
  t.same([...rounderNumbers(-3)], [0, -1, -2]);
  t.ok([...rounderNumbers(100)].includes(90), 'and 100 goes on below itself');
});

t.test('a rounder number has fewer digits, or as many and is nearer to zero', async (t) => {
  let whole = 0;
  const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(number, (value) => {
      for (const candidate of rounderNumbers(value)) {
        const [now, before] = [significantDigits(candidate), significantDigits(value)];
        if (!(now < before || (now === before && Math.abs(candidate) < Math.abs(value)))) return false;
        if (Number.isInteger(value)) {
          whole++;
          if (!Number.isInteger(candidate)) return false;
        }
      }
      return true;
    }),
    { seed: 1, numRuns: 500 },
  );
  t.ok(whole > 1000, 'whole numbers were among them');
});

t.test('rows lose halves, quarters and single elements, each element once alone', async (t) => {
  const row = [1, 2, 3, 4, 5];
  const shorter = [...removals({ length: 5, keep: 1 })].map((range) => without(row, range));
  t.same(shorter[0], [3, 4, 5]);
  for (const value of row) t.ok(shorter.some((left) => left.length === 4 && !left.includes(value)));
  t.same([...removals({ length: 1, keep: 1 })], [], 'what must stay stays');
  t.same([...removals({ length: 1, keep: 0 })], [{ from: 0, to: 1 }]);
});

t.test('an interval is tried from the far end back to the neighbour', async (t) => {
  t.same([...towards({ from: 3, to: 11 })], [11, 7, 5, 4]);
  t.same([...towards({ from: 9, to: 1 })], [1, 5, 7, 8]);
  t.same([...towards({ from: 4, to: 4 })], []);
});
