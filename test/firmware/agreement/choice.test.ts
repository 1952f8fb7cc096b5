import t from 'tap';
import { majority, medianBy, type Choice } from '../../../firmware/agreement/choice.js';
import { mix } from '../../support/adversaries.js';
import { naiveMajority, naiveMedian } from '../../support/naive-om.js';

const ascending = (a: number, b: number): number => a - b;
const median = medianBy(ascending, 16);
const SPARE = -99;

/** Chooses from the middle of a longer array whose other cells must not matter. */
function choose(choice: Choice, values: readonly number[], absent: number): number {
  const cells = Int32Array.from([SPARE, SPARE, ...values, SPARE]);
  return choice(cells, 2, values.length, absent);
}

/** Every list of this length over 0 … letters − 1. */
function* words({ length, letters }: { length: number; letters: number }): Generator<number[]> {
  const word = new Array<number>(length).fill(0);
  for (;;) {
    yield [...word];
    let i = 0;
    while (i < length && ++word[i] === letters) word[i++] = 0;
    if (i === length) return;
  }
}

t.test('a choice is what the eye says', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [values: number[], absent: number, majority: number, median: number][] = [
    [[5],                    0,  5,   5],
    [[5, 5],                 0,  5,   5],
    [[5, 6],                 0,  0,   5],   // a tie is no majority; the lower middle of two
    [[6, 5],                 0,  0,   5],
    [[5, 6, 5],              0,  5,   5],
    [[1, 2, 3],              9,  9,   2],
    [[777, 10219, 10777],    0,  0,   10219],
    [[1, 1, 2, 2],           7,  7,   1],
    [[2, 2, 2, 1, 1],        7,  2,   2],
    [[1, 2, 1, 2, 3],        7,  7,   2],
    [[-5, -5, 4],            0, -5,  -5],
  ];
  for (const [values, absent, byMajority, byMedian] of rows) {
    t.equal(choose(majority, values, absent), byMajority, `majority of ${values.join(' ')}`);
    t.equal(choose(median, values, absent), byMedian, `median of ${values.join(' ')}`);
  }
  t.end();
});

t.test('both choices equal the naive ones on every list of up to seven values out of three', (t) => {
  let lists = 0;
  let defaults = 0;
  const wrong: string[] = [];
  for (let length = 1; length <= 7; length++) {
    for (const values of words({ length, letters: 3 })) {
      for (const absent of [0, 8]) {
        const chosen = choose(majority, values, absent);
        if (chosen !== naiveMajority(values, absent)) wrong.push(`majority ${values.join(' ')}`);
        if (chosen === 8) defaults++;
      }
      if (choose(median, values, 0) !== naiveMedian(values)) wrong.push(`median ${values.join(' ')}`);
      lists++;
    }
  }
  t.equal(lists, 3 + 9 + 27 + 81 + 243 + 729 + 2187);
  t.same(wrong, []);
  t.ok(defaults > 100, 'the default was sometimes what remained');
  t.end();
});

t.test('both choices equal the naive ones on random lists with the ends of int32', (t) => {
  const alphabet = [0, 1, -1, 7, 2 ** 31 - 1, -(2 ** 31)];
  const wrong: string[] = [];
  for (let seed = 0; seed < 5000; seed++) {
    const length = 1 + (mix({ seed, key: 0 }) % 15);
    const letters = 2 + (seed % 5);
    const values = Array.from({ length }, (_, i) => alphabet[mix({ seed, key: i + 1 }) % letters]);
    if (choose(majority, values, 42) !== naiveMajority(values, 42)) wrong.push(`majority, seed ${seed}`);
    if (choose(median, values, 42) !== naiveMedian(values)) wrong.push(`median, seed ${seed}`);
  }
  t.same(wrong, []);
  t.end();
});

t.test('VOTE-PERM: the order of the ballots does not matter', (t) => {
  let moved = 0;
  for (const values of words({ length: 5, letters: 3 })) {
    const sorted = [...values].sort(ascending);
    if (sorted.some((value, i) => value !== values[i])) moved++;
    for (const choice of [majority, median]) {
      if (choose(choice, values, 9) !== choose(choice, sorted, 9))
        t.fail(`${values.join(' ')} differs when sorted`);
    }
  }
  t.ok(moved > 200, 'most lists were really permuted');
  t.end();
});

t.test(
  'VOTE-DEF: without a majority the default is used, whatever it is and even if somebody said it',
  (t) => {
    for (const absent of [-1, 0, 1, 12345]) t.equal(choose(majority, [1, 2, 3, 4], absent), absent);
    t.end();
  },
);

t.test('a median follows the order it is given', (t) => {
  const descending = medianBy((a, b) => b - a, 8);
  t.equal(
    choose(descending, [1, 2, 3, 4], 0),
    3,
    'the lower middle of a falling order is the upper of a rising one',
  );
  t.equal(choose(descending, [3, 1, 2], 0), 2);
  t.end();
});

t.test('a choice leaves the ballots as they were', (t) => {
  const cells = Int32Array.of(3, 1, 2, 1);
  majority(cells, 0, 4, 0);
  median(cells, 0, 4, 0);
  t.same([...cells], [3, 1, 2, 1]);
  t.end();
});
