import t from 'tap';
import { ACCUSATION_WORDS } from '../../../firmware/redundancy/accusation.js';
import { Court } from '../../../firmware/redundancy/court.js';
import {
  convictSensor,
  convictedSensors,
  isDisputed,
  lastingWords,
  pairOf,
  setDisputed,
} from '../../../firmware/redundancy/lasting-words.js';
import { redundancyParameters } from '../../../firmware/redundancy/parameters.js';
import { Dice } from '../../support/dice.js';
import { ManagerCluster } from '../../support/manager-cluster.js';

t.test('lasting words are as many as the page says, and no two facts share a bit', (t) => {
  for (const [channels, words] of [
    [1, 4],
    [3, 6],
    [4, 6],
    [5, 7],
    [7, 8],
    [8, 8],
    [10, 10],
    [16, 15],
  ] as const) {
    t.equal(lastingWords(channels), words, `${channels} channels`);
    const seen = new Set<string>();
    const remember = (write: (words: Int32Array) => void): void => {
      const state = new Int32Array(words);
      write(state);
      seen.add(state.join());
      t.match(state.slice(0, 3).join(), '0,0,0');
    };
    let facts = 0;
    for (let high = 1; high < channels; high++)
      for (let low = 0; low < high; low++, facts++)
        remember((state) => setDisputed(state, pairOf(low, high), true));
    for (let unit = 0; unit < channels * 16; unit++, facts++)
      remember((state) => convictSensor(state, { unit, channels }));
    t.equal(seen.size, facts);
    t.notOk(seen.has(new Int32Array(words).join()), 'none of them is lost');
  }
  const words = new Int32Array(8);
  setDisputed(words, pairOf(6, 2), true);
  convictSensor(words, { unit: 6 * 16 + 15, channels: 7 });
  t.ok(isDisputed(words, pairOf(2, 6)), 'in either order');
  t.equal(convictedSensors(words, { channel: 6, channels: 7 }), 0x8000);
  setDisputed(words, pairOf(2, 6), false);
  t.notOk(isDisputed(words, pairOf(2, 6)));
  t.end();
});

t.test(
  'the verdict is a function of the words and the accusations: a court with any past decides the same',
  (t) => {
    const dice = new Dice(4);
    let differing = 0;
    let convicted = 0;
    for (let i = 0; i < 3000; i++) {
      const [channels, faults] = dice.pick([
        [4, 1],
        [7, 2],
        [3, 1],
        [16, 5],
      ]);
      const options = { channels, faults, parameters: redundancyParameters() };
      const words = Int32Array.from(
        { length: lastingWords(channels) },
        () => dice.int32() & dice.pick([-1, 0, 0x0501_0501]),
      );
      const other = words.slice();
      const before = words[0];
      const old = new Court(options);
      const accusations = (): Int32Array =>
        Int32Array.from({ length: channels * ACCUSATION_WORDS }, (_, k) =>
          dice.pick([0, k % 2 === 0 ? 1 << dice.between({ low: 0, high: channels - 1 }) : 0, dice.int32()]),
        );
      for (let past = 0; past < 5; past++) old.judge(accusations(), words.slice());
      const agreed = accusations();
      old.judge(agreed, words);
      new Court(options).judge(agreed, other);
      if (words.join() !== other.join()) differing++;
      if ((words[0] & ~before & 0xffff) !== 0) convicted++;
    }
    t.equal(differing, 0, 'whatever the words, and nothing is thrown');
    t.ok(convicted > 10, `${convicted} verdicts`);
    t.end();
  },
);

t.test('an upset of a lasting word is visible at once, and gone once the words are adopted again', (t) => {
  const cluster = new ManagerCluster({ channels: 4, faults: 1 });
  const vector = new Int16Array(64).fill(100);
  for (let i = 0; i < 60; i++) cluster.fly(vector, { down: [3] });
  cluster.words[1][0] ^= 1;
  cluster.fly(vector, { down: [3] });
  t.equal(cluster.managers[1].channelState(0), 'convicted', 'one computer believes what its memory says');
  t.equal(cluster.managers[0].channelState(0), 'good');
  cluster.words[1].set(cluster.words[0]);
  cluster.fly(vector, { down: [3] });
  t.equal(cluster.managers[1].channelState(0), 'good');
  t.equal(cluster.words[1].join(), cluster.words[0].join());
  t.end();
});
