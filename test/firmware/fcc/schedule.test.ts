import t from 'tap';
import { NO_REPORT, ReportTable } from '../../../firmware/fcc/report-table.js';
import { layOutFrame, neededUs } from '../../../firmware/fcc/schedule.js';
import { relayDepth, roundsOf, stateQuorum, type Scheme } from '../../../firmware/fcc/scheme.js';
import { NO_DATA_WORD, REPORT_WORDS } from '../../../firmware/icd/quantities.js';
import { Dice } from '../../support/dice.js';

t.test(
  'the slots of a frame follow each other, with the slack shared out, and end within the period',
  (t) => {
    const needs = [
      { computeUs: 450, transferUs: 1000 },
      { computeUs: 800, transferUs: 2000 },
      { computeUs: 1600, transferUs: 100 },
    ];
    t.equal(neededUs(needs), 5950);
    const schedule = layOutFrame(needs, 20_000)!;
    t.equal(schedule.slackUs, 14_050);
    t.same(schedule.startUs, [0, 450 + 4683 + 1000, 6133 + 800 + 4683 + 2000, 13616 + 1600 + 4683 + 100]);
    t.same(schedule.deadlineUs, [5133, 11616, 19899]);
    t.end();
  },
);

t.test('every schedule that is given adds up, and none is given that would not fit', (t) => {
  const dice = new Dice(1);
  let wrong = '';
  let refused = 0;
  for (let i = 0; i < 3000; i++) {
    const needs = Array.from({ length: dice.between({ low: 1, high: 5 }) }, () => ({
      computeUs: dice.between({ low: 0, high: 3000 }),
      transferUs: dice.between({ low: 0, high: 6000 }),
    }));
    const periodUs = dice.between({ low: 1000, high: 40_000 });
    const schedule = layOutFrame(needs, periodUs);
    const total = needs.reduce((sum, need) => sum + need.computeUs + need.transferUs, 0);
    if ((schedule === null) !== total > periodUs) wrong = `${total} in ${periodUs}`;
    if (schedule === null) {
      refused++;
      continue;
    }
    const { startUs, deadlineUs, slackUs } = schedule;
    needs.forEach(({ computeUs, transferUs }, slot) => {
      if (deadlineUs[slot] - startUs[slot] < computeUs) wrong = `slot ${slot} is too short to compute`;
      if (startUs[slot + 1] - deadlineUs[slot] !== transferUs) wrong = `slot ${slot} has another transfer`;
    });
    if (slackUs !== periodUs - total || startUs[0] !== 0) wrong = 'slack or start';
    if (periodUs - startUs[needs.length] >= needs.length || startUs[needs.length] > periodUs)
      wrong = 'the cut-off is not at the end';
  }
  t.equal(wrong, '');
  t.ok(refused > 300 && refused < 2700, `${refused} refused`);
  t.equal(layOutFrame([{ computeUs: 10, transferUs: 10 }], 20)?.slackUs, 0, 'a frame may be full');
  t.equal(layOutFrame([{ computeUs: 10, transferUs: 10 }], 19), null);
  t.end();
});

t.test('a scheme is so many rounds, relays so deep, and so many equal senders', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [protocol: Scheme['protocol'], computers: number, faults: number, rounds: number, depth: number, quorum: number][] = [
    ['simplex',         1, 0, 0, 0, 2],
    ['tmr-no-exchange', 3, 1, 0, 0, 2],
    ['tmr',             3, 1, 1, 0, 2],
    ['om',              4, 1, 2, 1, 2],
    ['om',              7, 2, 3, 2, 3],
    ['om',             10, 3, 4, 3, 4],
  ];
  for (const [protocol, computers, faults, rounds, depth, quorum] of rows) {
    const scheme = { protocol, computers, faults };
    t.same(
      [roundsOf(scheme), relayDepth(scheme), stateQuorum(scheme)],
      [rounds, depth, quorum],
      `${protocol} ${computers} ${faults}`,
    );
  }
  t.end();
});

t.test('equal reports get equal numbers, other reports others, and no report is number zero', (t) => {
  const dice = new Dice(2);
  const table = new ReportTable({ rows: 200, rowWords: REPORT_WORDS });
  const known = new Map<string, number>();
  const words = new Int32Array(REPORT_WORDS + 3);
  const back = new Int32Array(REPORT_WORDS);
  const vector = new Int32Array(1 + 2 * REPORT_WORDS);
  let wrong = 0;
  for (let i = 0; i < 2000; i++) {
    const report = Int32Array.from({ length: REPORT_WORDS }, (_, w) =>
      w === i % 8 ? dice.uint32() % 20 : 5,
    );
    words.set(report, 3);
    const likely = dice.pick([NO_REPORT, ...known.values()]);
    const index = table.intern(words, 3, likely);
    const text = report.join();
    if ((known.get(text) ?? index) !== index || (!known.has(text) && [...known.values()].includes(index)))
      wrong++;
    known.set(text, index);
    table.copyRowsTo(Int32Array.of(index), 1, back);
    if (back.join() !== text) wrong++;
    table.copyReportsTo(Int32Array.of(NO_REPORT, index), vector, 1);
    if (vector.subarray(1 + REPORT_WORDS).join() !== text) wrong++;
  }
  t.equal(wrong, 0);
  t.ok(known.size > 100, `${known.size} different reports`);
  t.equal(table.intern(new Int32Array(REPORT_WORDS).fill(NO_DATA_WORD), 0, 3), NO_REPORT);
  t.same(
    [...table.words.subarray(0, REPORT_WORDS)],
    Array.from({ length: REPORT_WORDS }, () => NO_DATA_WORD),
  );
  t.end();
});

t.test('a full table takes what it knows and counts the rest as no report, until it is cleared', (t) => {
  const table = new ReportTable({ rows: 2, rowWords: REPORT_WORDS });
  const report = (first: number): Int32Array =>
    Int32Array.from({ length: REPORT_WORDS }, (_, w) => first + w);
  const [one, two] = [report(10), report(20)].map((words) => table.intern(words, 0, NO_REPORT));
  t.same([one, two], [1, 2]);
  t.equal(table.intern(report(30), 0, NO_REPORT), NO_REPORT, 'one past the capacity');
  t.equal(table.intern(report(20), 0, one), two);
  table.clear();
  t.equal(table.intern(report(30), 0, NO_REPORT), 1);
  t.end();
});

t.test('reports have a total order by their words, first word first, signs minded', (t) => {
  const rows = [
    [-5, 9],
    [NO_DATA_WORD, 0],
    [3, -1],
    [3, 4],
    [2147483647, 0],
    [-2147483647, 0],
  ];
  const table = new ReportTable({ rows: rows.length, rowWords: REPORT_WORDS });
  const indexes = rows.map((row) =>
    table.intern(
      Int32Array.from({ length: REPORT_WORDS }, (_, w) => row[w] ?? 1),
      0,
      NO_REPORT,
    ),
  );
  const ordered = [...indexes]
    .sort((a, b) => table.compare(a, b))
    .map((index) => rows[indexes.indexOf(index)]);
  t.same(ordered, [
    [-2147483647, 0],
    [NO_DATA_WORD, 0],
    [-5, 9],
    [3, -1],
    [3, 4],
    [2147483647, 0],
  ]);
  t.equal(table.compare(indexes[0], indexes[0]), 0);
  t.end();
});
