/**
 * One round of relays, decided with and without a vote: what all say alike is not voted on, and must come out as the
 * naive vote over the rows themselves has it.
 */
import t from 'tap';
import { RelayedReports, relayedSources } from '../../../firmware/fcc/relayed-reports.js';
import { NO_DATA_WORD, REPORT_WORDS } from '../../../firmware/icd/quantities.js';
import { Dice } from '../../support/dice.js';

const SLOT = { frame: 0, index: 0 };

/** Rows are told apart by their words, which are all the same. */
function rowOf(word: number): Int32Array {
  return new Int32Array(REPORT_WORDS).fill(word);
}

/** The word held by more than half of these, else no report; or the lower middle of them. */
function naiveVote(ballots: readonly number[], choice: 'majority' | 'median'): number {
  const sorted = [...ballots].sort((a, b) => a - b);
  if (choice === 'median') return sorted[(sorted.length - 1) >> 1];
  const winner = ballots.find((one) => 2 * ballots.filter((other) => other === one).length > ballots.length);
  return winner ?? NO_DATA_WORD;
}

t.test(
  'sources of which all say the same come out as a vote of the naive kind does, and so do the others',
  (t) => {
    const dice = new Dice(41);
    let wrong = '';
    let alike = 0;
    let apart = 0;
    for (let trial = 0; trial < 4000 && wrong === ''; trial++) {
      const computers = dice.between({ low: 3, high: 6 });
      const self = dice.between({ low: 0, high: computers - 1 });
      const choice = dice.pick(['majority', 'median'] as const);
      const exchange = new RelayedReports({ computers, depth: 1, self, choice, rowWords: REPORT_WORDS });
      const out = new Int32Array(computers * REPORT_WORDS);
      // Two frames with the same object: nothing of the first may be left in the second.
      for (let frame = 0; frame < 2; frame++) {
        const told = (honest: number): number =>
          dice.uint32() % 12 > 0 ? honest : dice.pick([7, 8, 9, NO_DATA_WORD]);
        const others = Array.from({ length: computers }, (_, id) => id).filter((id) => id !== self);
        const ballots = Array.from({ length: computers }, () => [] as number[]);
        exchange.begin(SLOT, rowOf(100 + self));
        for (const source of others) {
          const silent = dice.uint32() % 10 === 0;
          const word = silent ? NO_DATA_WORD : told(100 + source);
          ballots[source].push(word);
          if (!silent) exchange.accept(1, source, rowOf(word), REPORT_WORDS);
        }
        for (const relay of others) {
          const silent = dice.uint32() % 10 === 0;
          const sources = relayedSources(
            { computers, depth: 1 },
            { round: 2, sender: relay, receiver: self },
          );
          const words = sources.map((source) => (silent ? NO_DATA_WORD : told(ballots[source][0])));
          sources.forEach((source, i) => ballots[source].push(words[i]));
          const payload = Int32Array.from(words.flatMap((word) => [...rowOf(word)]));
          if (!silent) exchange.accept(2, relay, payload, payload.length);
        }
        exchange.resolve();
        exchange.vectorTo(out, 0);
        for (const source of others) {
          const expected = naiveVote(ballots[source], choice);
          const got = out[source * REPORT_WORDS + REPORT_WORDS - 1];
          if (got !== expected) wrong = `${choice} of ${ballots[source].join(' ')}: ${got}, not ${expected}`;
          if (new Set(ballots[source]).size === 1) alike++;
          else apart++;
        }
        if (out[self * REPORT_WORDS] !== 100 + self)
          wrong = `its own row came out as ${out[self * REPORT_WORDS]}`;
      }
    }
    t.equal(wrong, '');
    t.ok(alike > 3000 && apart > 3000, `${alike} sources needed no vote, ${apart} did`);
    t.end();
  },
);
