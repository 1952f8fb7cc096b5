import t from 'tap';
import {
  admitted,
  ERROR,
  hybridMajority,
  reported,
  unreported,
} from '../../../firmware/agreement/hybrid-vote.js';
import { termOf, wordOf } from '../../support/hybrid-cluster.js';
import { OMH_RULES } from '../../support/naive-omh.js';

const WORDS = [3, 2, 1, 0, -1, -2, -3];

t.test('a report is never an error, and un-reporting gives back what was reported', (t) => {
  for (const word of WORDS) {
    t.not(reported(word), ERROR, `R(${word})`);
    t.equal(unreported(reported(word)), word, `UnR(R(${word}))`);
    t.equal(reported(word), wordOf(OMH_RULES.report(termOf(word))), 'as the terms have it');
    t.equal(unreported(word), wordOf(OMH_RULES.unreport(termOf(word))), 'back, too');
  }
  t.equal(new Set(WORDS.map(reported)).size, WORDS.length, 'different words, different reports');
  t.end();
});

t.test('a report nested deeper than there were relays before it is an error', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [word: number, round1: number, round2: number, round3: number][] = [
    [ 7,   7,  7,  7],
    [ 0,   0,  0,  0],
    [-1,   0, -1, -1],
    [-2,   0,  0, -2],
    [-3,   0,  0,  0],
    [-(2 ** 31), 0, 0, 0],
    [2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1],
  ];
  for (const [word, ...held] of rows) {
    t.same(
      [1, 2, 3].map((round) => admitted(word, round)),
      held,
      `${word}`,
    );
  }
  t.end();
});

t.test('the hybrid majority is what the eye says', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [values: number[], otherwise: number, chosen: number][] = [
    [[5],             9,  5],
    [[0],             9,  0],
    [[0, 0, 0],       9,  0],     // nothing but errors: an error
    [[0, 0, 0, 4],    9,  4],     // one vote is a majority of one
    [[4, 5],          9,  9],
    [[4, 5, 0],       9,  9],
    [[4, 5],          0,  0],     // the constant may be the error
    [[-1, -1, 4, 0],  9, -1],     // reports vote
    [[-1, -2, -2, 4], 9,  9],     // and are told apart
    [[-2, -2, -2, 4], 9, -2],
    [[4, 4, 5, 5, 4], 9,  4],
    [[4, 5, 4, 5, 0], 9,  9],
  ];
  for (const [values, otherwise, chosen] of rows) {
    const cells = Int32Array.from([77, 77, ...values, 77]);
    t.equal(hybridMajority(cells, 2, values.length, otherwise), chosen, values.join(' '));
  }
  t.end();
});

t.test('the vote equals the naive one on every list of up to six words out of five, in every order', (t) => {
  const letters = [1, 2, 0, -1, -2];
  let lists = 0;
  let differ = 0;
  let undecided = 0;
  for (let length = 1; length <= 6; length++) {
    for (let code = 0; code < letters.length ** length; code++) {
      const word = Array.from({ length }, (_, i) => letters[Math.floor(code / 5 ** i) % 5]);
      const chosen = hybridMajority(Int32Array.from(word), 0, length, 9);
      if (chosen !== wordOf(OMH_RULES.vote(word.map(termOf), 'E', 8))) differ++;
      if (chosen === 9) undecided++;
      lists++;
    }
  }
  t.equal(lists, 5 + 25 + 125 + 625 + 3125 + 15625);
  t.equal(differ, 0);
  t.ok(undecided > 1000 && undecided < lists, `${undecided} without a majority`);
  t.end();
});
