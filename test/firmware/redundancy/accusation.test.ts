import t from 'tap';
import { NO_DATA_WORD } from '../../../firmware/icd/quantities.js';
import {
  ACCUSATION_WORDS,
  ACCUSED_SENSORS,
  REASON,
  accusedChannels,
  accusedSensor,
  isProperAccusation,
  sensorEntry,
  writeAccusation,
} from '../../../firmware/redundancy/accusation.js';
import { Dice } from '../../support/dice.js';

const REASONS = Object.values(REASON);

/** What words say, the slow way: bit by bit from the layout as drawn. */
function naiveRead(words: readonly number[]): { channels: number[]; sensors: number[][] } {
  const bit = (word: number, i: number): number => Math.floor((words[word] >>> 0) / 2 ** i) % 2;
  const field = (word: number, from: number, width: number): number =>
    Array.from({ length: width }, (_, i) => bit(word, from + i) * 2 ** i).reduce((a, b) => a + b, 0);
  const places = [
    [0, 16],
    [1, 0],
    [1, 16],
  ];
  return {
    channels: Array.from({ length: 16 }, (_, i) => i).filter((i) => bit(0, i) === 1),
    sensors: places.map(([word, at]) => [
      field(word, at + 8, 4),
      field(word, at + 4, 4),
      field(word, at, 4),
      field(word, at + 12, 4),
    ]),
  };
}

function naiveIsProper(words: readonly number[], accuser: number, channels: number): boolean {
  const { channels: accused, sensors } = naiveRead(words);
  if (accused.some((channel) => channel === accuser || channel >= channels)) return false;
  const used = sensors.filter((entry) => entry.some((part) => part !== 0));
  if (sensors.slice(0, used.length).some((entry) => entry.every((part) => part === 0))) return false;
  const units = used.map(([channel, quantity]) => channel * 16 + quantity);
  return (
    used.every(
      ([channel, , reason, spare]) => channel < channels && REASONS.includes(reason as 1) && spare === 0,
    ) && units.every((unit, i) => i === 0 || unit > units[i - 1])
  );
}

t.test('what is written is proper and reads back, word by word as the layout is drawn', (t) => {
  const dice = new Dice(1);
  const words = new Int32Array(ACCUSATION_WORDS);
  let wrong = '';
  for (let i = 0; i < 3000 && wrong === ''; i++) {
    const channels = dice.between({ low: 1, high: 16 });
    const accuser = dice.between({ low: 0, high: channels - 1 });
    const mask = dice.uint32() & ((1 << channels) - 1) & ~(1 << accuser);
    const units = [
      ...new Set(
        Array.from({ length: dice.between({ low: 0, high: 3 }) }, () => dice.uint32() % (channels * 16)),
      ),
    ].sort((a, b) => a - b);
    const entries = units.map((unit) => sensorEntry({ unit, reason: dice.pick(REASONS) }));
    const sensors = Int32Array.from({ length: ACCUSED_SENSORS }, (_, k) => entries[k] ?? 0);
    writeAccusation(words, mask, sensors);
    const read = Array.from(sensors, (_, k) => accusedSensor(words, 0, k));
    const { sensors: naive } = naiveRead([...words]);
    const same = naive.every(
      ([channel, quantity, reason], k) => (channel * 16 + quantity) * 16 + reason === sensors[k],
    );
    if (!isProperAccusation(words, 0, { accuser, channels })) wrong = `${words.join()} is refused`;
    if (accusedChannels(words, 0) !== mask || read.join() !== sensors.join() || !same)
      wrong = `${words.join()} reads ${read.join()}`;
  }
  t.equal(wrong, '');
  t.end();
});

t.test('anything that could not have been written accuses nobody', (t) => {
  const entry = (channel: number, quantity: number, reason: number): number =>
    sensorEntry({ unit: channel * 16 + quantity, reason });
  // biome-ignore format: a truth table is read by column
  const rows: [words: number[], proper: boolean, why: string][] = [
    [[0, 0],                                                   true,  'nobody accused'],
    [[0b1101, 0],                                              true,  'everybody else'],
    [[0b0010, 0],                                              false, 'oneself'],
    [[0b10000, 0],                                             false, 'a channel that is not there'],
    [[NO_DATA_WORD, NO_DATA_WORD],                             false, 'a report that never came'],
    [[-1, -1],                                                 false, 'noise'],
    [[entry(1, 3, 2) << 16, 0],                                true,  'a sensor of one\'s own'],
    [[entry(3, 15, 6) << 16, 0],                               true,  'the last sensor'],
    [[entry(4, 0, 1) << 16, 0],                                false, 'a sensor that is not there'],
    [[entry(0, 0, 7) << 16, 0],                                false, 'a reason there is not'],
    [[entry(0, 5, 0) << 16, 0],                                false, 'a sensor without a reason'],
    [[0, entry(0, 5, 1)],                                      false, 'an entry behind none'],
    [[entry(0, 5, 1) << 16, entry(0, 5, 2)],                   false, 'a sensor twice'],
    [[entry(0, 5, 1) << 16, entry(0, 4, 1)],                   false, 'out of order'],
    [[entry(0, 5, 1) << 16, entry(0, 6, 1) | (entry(2, 0, 3) << 16)], true, 'three sensors'],
    [[0x1000_0000 | (entry(0, 5, 1) << 16), 0],                false, 'spare bits'],
  ];
  for (const [words, proper, why] of rows)
    t.equal(isProperAccusation(Int32Array.from(words), 0, { accuser: 1, channels: 4 }), proper, why);
  const dice = new Dice(2);
  let proper = 0;
  let differing = '';
  for (let i = 0; i < 20000; i++) {
    const word = (): number =>
      dice.int32() & dice.pick([-1, 0x0f77_0000, 0x0377_000d, 0x0377_0377]) & dice.pick([-1, 0xffff, 0]);
    const words = [word(), word()];
    const got = isProperAccusation(Int32Array.from(words), 0, { accuser: 1, channels: 4 });
    if (got !== naiveIsProper(words, 1, 4)) differing = words.join();
    if (got) proper++;
  }
  t.equal(differing, '', 'the naive reading agrees');
  t.ok(proper > 1000 && proper < 15000, `${proper} of 20000 were proper`);
  t.end();
});
