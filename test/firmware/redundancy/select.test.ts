import t from 'tap';
import { NO_DATA, QUANTITIES, QUANTITY, QUANTITY_COUNT } from '../../../firmware/icd/quantities.js';
import { MiscompareMonitor, PERSISTENCE_FRAMES } from '../../../firmware/redundancy/miscompare.js';
import { MISSING_SPREAD, Selector, type SelectMethod } from '../../../firmware/redundancy/select.js';
import { Dice } from '../../support/dice.js';

const TURN = 65536;

/** Selects one quantity from what the channels read; the other quantities are given too, and must not matter. */
function selectOne(quantity: number, readings: readonly number[], method: SelectMethod = 'mid'): number {
  const reports = new Int16Array(readings.length * QUANTITY_COUNT).map((_, i) => (i * 7919) % 30000);
  readings.forEach((reading, channel) => (reports[channel * QUANTITY_COUNT + quantity] = reading));
  const selected = new Int16Array(QUANTITY_COUNT);
  new Selector({ channels: readings.length, method }).select(reports, selected);
  return selected[quantity];
}

const turnsApart = (a: number, b: number): number => {
  const around = (((a - b) % TURN) + TURN) % TURN;
  return Math.min(around, TURN - around);
};

/** The readings in the order in which a walk along the circle meets them, starting after the widest gap. */
function alongCircle(readings: readonly number[]): number[] {
  const sorted = [...readings].sort((a, b) => a - b);
  const walks = sorted.map((_, start) =>
    sorted.map((_, k) => sorted[(start + k) % sorted.length] + (start + k >= sorted.length ? TURN : 0)),
  );
  return walks.reduce((best, walk) => (walk.at(-1)! - walk[0] < best.at(-1)! - best[0] ? walk : best));
}

function naiveSelect(quantity: number, all: readonly number[], method: SelectMethod): number {
  const readings = all.filter((reading) => reading !== NO_DATA);
  if (readings.length === 0) return NO_DATA;
  const row = QUANTITIES[quantity].circular ? alongCircle(readings) : [...readings].sort((a, b) => a - b);
  const sum = row.reduce((a, b) => a + b, 0);
  const mean = Math.sign(sum) * Math.round(Math.abs(sum) / row.length);
  const chosen = method === 'mean' ? mean : row[Math.ceil(row.length / 2) - 1];
  const wrapped = ((((chosen + 32768) % TURN) + TURN) % TURN) - 32768;
  return QUANTITIES[quantity].circular && wrapped === -32768 ? -32767 : wrapped;
}

t.test(
  'mid-value select takes the middle, the lower one of an even number, and skips what is not there',
  (t) => {
    const { alpha } = QUANTITY;
    // biome-ignore format: a truth table is read by column
    const rows: [readings: number[], mid: number, mean: number][] = [
    [[10217],                             10217, 10217],
    [[777, 10219, 10220],                 10219, 7072],
    [[10777, 10219, 10220],               10220, 10405],
    [[10217, 10219, 10220],               10219, 10219],
    [[777, 10219, 10220, 10217],          10217, 7858],
    [[10777, 10219, 10220, 10217],        10219, 10358],
    [[NO_DATA, 10219, 10220, 10217],      10219, 10219],
    [[NO_DATA, 10219, NO_DATA, 10217],    10217, 10218],
    [[NO_DATA, NO_DATA, NO_DATA, 10217],  10217, 10217],
    [[NO_DATA, NO_DATA, NO_DATA],         NO_DATA, NO_DATA],
    [[1, 2],                              1, 2],
    [[-2, -1],                            -2, -2],
    [[-32767, 32767, 32767, -32767],      -32767, 0],
    [[1, 2, 3, 4, 5, 6, 7],               4, 4],
  ];
    for (const [readings, mid, mean] of rows) {
      t.equal(selectOne(alpha, readings, 'mid'), mid, `mid of ${readings.join(' ')}`);
      t.equal(selectOne(alpha, readings, 'mean'), mean, `mean of ${readings.join(' ')}`);
    }
    t.end();
  },
);

t.test('angles are selected the shorter way round the circle', (t) => {
  const deg = (angle: number): number =>
    Math.round((angle > 180 ? angle - 360 : angle) / QUANTITIES[QUANTITY.heading].lsb);
  // biome-ignore format: a truth table is read by column
  const rows: [readings: number[], mid: number, mean: number][] = [
    [[deg(359), deg(1), deg(2)],          deg(1), Math.round(deg(2) / 3)],
    [[deg(2), deg(359), deg(1)],          deg(1), Math.round(deg(2) / 3)],
    [[32767, -32767, -32766],             -32767, -32767],
    [[32767, -32767],                     32767, -32767],
    [[32766, -32767, 32767],              32767, 32767],
    [[deg(179), deg(181), deg(180) - 1],  deg(180) - 1, deg(180) - 1],
    [[0, deg(179), deg(181)],             deg(179), deg(120)],
    [[deg(179), 0, deg(181), deg(178)],   deg(178), deg(134.5)],
  ];
  for (const [readings, mid, mean] of rows) {
    t.equal(selectOne(QUANTITY.heading, readings, 'mid'), mid, `mid of ${readings.join(' ')}`);
    t.ok(
      turnsApart(selectOne(QUANTITY.heading, readings, 'mean'), mean) <= 2,
      `mean of ${readings.join(' ')}`,
    );
  }
  t.not(
    selectOne(QUANTITY.heading, [32767, -32767], 'mean'),
    NO_DATA,
    'the mean of readings is never no data',
  );
  t.end();
});

t.test(
  'the selector agrees with sorting, whatever the readings, and does not care which channel gave which',
  (t) => {
    const dice = new Dice(1);
    let wrong = '';
    let wraps = 0;
    let missing = 0;
    for (let i = 0; i < 4000 && wrong === ''; i++) {
      const channels = dice.between({ low: 1, high: 7 });
      const method = dice.pick<SelectMethod>(['mid', 'mean']);
      const centre = dice.int32() >> 16;
      const width = dice.pick([1, 300, 20000]);
      const around = (): number => ((centre + dice.between({ low: -width, high: width })) << 16) >> 16;
      const quantity = dice.between({ low: 0, high: QUANTITY_COUNT - 1 });
      const readings = Array.from({ length: channels }, () => (dice.uint32() % 6 === 0 ? NO_DATA : around()));
      const widest = alongCircle(readings);
      if (method === 'mean' && QUANTITIES[quantity].circular && widest.at(-1)! - widest[0] > 32000) continue;
      const got = selectOne(quantity, readings, method);
      const expected = naiveSelect(quantity, readings, method);
      if (got !== expected)
        wrong = `${method} of ${QUANTITIES[quantity].name} ${readings.join(' ')}: ${got}, not ${expected}`;
      const turned = selectOne(quantity, [...readings].reverse(), method);
      if (turned !== got) wrong = `${method} of ${readings.join(' ')}: in reverse ${turned}, not ${got}`;
      if (QUANTITIES[quantity].circular && Math.max(...readings) - Math.min(...readings) > 40000) wraps++;
      if (readings.includes(NO_DATA)) missing++;
    }
    t.equal(wrong, '');
    t.ok(wraps > 20 && missing > 1000, `${wraps} wrapped, ${missing} with a reading missing`);
    t.end();
  },
);

t.test(
  'MID-RANGE: with a majority of good channels the selection lies within their readings, also across a wrap',
  (t) => {
    const dice = new Dice(2);
    let outside = '';
    let liarsBelowAndAbove = 0;
    for (let i = 0; i < 6000 && outside === ''; i++) {
      const channels = dice.pick([3, 4, 5, 7]);
      const liars = Math.floor((channels - 1) / 2);
      const quantity = dice.pick([QUANTITY.alpha, QUANTITY.heading, QUANTITY.roll]);
      const circular = QUANTITIES[quantity].circular;
      const truth = circular
        ? dice.pick([0, 32700, -32700, dice.int32() >> 16])
        : dice.between({ low: -30000, high: 30000 });
      const wrap = (count: number): number => Math.max((count << 16) >> 16, -32767);
      const error = (): number => dice.between({ low: -40, high: 40 });
      const good = Array.from({ length: channels - liars }, () => wrap(truth + error()));
      const lies = Array.from({ length: liars }, () =>
        dice.pick([0, 777, 32767, -32767, dice.int32() >> 16]),
      );
      const readings = [...lies, ...good].sort(() => (dice.uint32() & 1) - 0.5);
      const got = selectOne(quantity, readings);
      const low = Math.min(...good.map((g) => (circular ? ((g - truth + 98304) % TURN) - 32768 : g)));
      const high = Math.max(...good.map((g) => (circular ? ((g - truth + 98304) % TURN) - 32768 : g)));
      const at = circular ? ((got - truth + 98304) % TURN) - 32768 : got;
      if (at < low || at > high) outside = `${QUANTITIES[quantity].name} of ${readings.join(' ')}: ${got}`;
      if (lies.some((lie) => Math.abs(lie - truth) > 1000)) liarsBelowAndAbove++;
    }
    t.equal(outside, '');
    t.ok(liarsBelowAndAbove > 4000, 'liars did lie');
    t.equal(selectOne(QUANTITY.alpha, [777, 778, 10219]), 778, 'a majority of liars wins');
    t.not(selectOne(QUANTITY.alpha, [777, 10219, 10220], 'mean'), 10219, 'and the mean follows a single one');
    t.end();
  },
);

t.test(
  'the spread is the distance of the furthest reading, and more than any for each that is missing',
  (t) => {
    for (const [channels, readings, spread] of [
      [4, [10, 20, 30, 90], 70],
      [4, [10, 20, 80, 90], 70],
      [3, [10, 20, 25], 10],
      [3, [10, NO_DATA, 25], MISSING_SPREAD + 15],
      [4, [10, NO_DATA, 25, 26], MISSING_SPREAD + 15],
      [4, [10, NO_DATA, 25, 60], MISSING_SPREAD + 35],
      [4, [10, NO_DATA, NO_DATA, 26], 2 * MISSING_SPREAD + 16],
      [4, [NO_DATA, NO_DATA, NO_DATA, NO_DATA], 4 * MISSING_SPREAD],
    ] as const) {
      const reports = new Int16Array(channels * QUANTITY_COUNT);
      readings.forEach((reading, channel) => (reports[channel * QUANTITY_COUNT] = reading));
      const selector = new Selector({ channels, method: 'mid' });
      selector.select(reports, new Int16Array(QUANTITY_COUNT));
      t.equal(selector.spread[0], spread, readings.join(' '));
      t.equal(selector.spread[1], 0);
    }
    t.end();
  },
);

t.test('a channel that is not usable counts as one that is not there, quantity by quantity', (t) => {
  const dice = new Dice(6);
  let wrong = '';
  let blind = 0;
  for (let i = 0; i < 2000 && wrong === ''; i++) {
    const channels = dice.between({ low: 1, high: 7 });
    const method = dice.pick<SelectMethod>(['mid', 'mean']);
    const reports = new Int16Array(channels * QUANTITY_COUNT).map(() =>
      dice.uint32() % 8 === 0 ? NO_DATA : dice.between({ low: 2000, high: 9000 }),
    );
    const usable = Int32Array.from({ length: QUANTITY_COUNT }, () => dice.uint32() & ((1 << channels) - 1));
    const blanked = reports.map((reading, at) =>
      (usable[at % QUANTITY_COUNT] & (1 << (at >> 4))) === 0 ? NO_DATA : reading,
    );
    const masked = new Selector({ channels, method });
    const plain = new Selector({ channels, method });
    const got = new Int16Array(QUANTITY_COUNT);
    const expected = new Int16Array(QUANTITY_COUNT);
    masked.select(reports, got, usable);
    plain.select(blanked, expected);
    if (got.join() !== expected.join()) wrong = `${method}: ${got.join()}, not ${expected.join()}`;
    for (let q = 0; q < QUANTITY_COUNT; q++) {
      const readings = Array.from({ length: channels }, (_, c) => c)
        .filter((c) => (usable[q] & (1 << c)) !== 0)
        .map((c) => reports[c * QUANTITY_COUNT + q]);
      const given = readings.filter((r) => r !== NO_DATA);
      const missing = Math.max(readings.length - given.length, readings.length === 0 ? 1 : 0);
      const spread = missing * MISSING_SPREAD + Math.max(0, ...given.map((r) => Math.abs(r - got[q])));
      if (masked.spread[q] !== spread) wrong = `spread of ${readings.join(' ')}: ${masked.spread[q]}`;
      const middle = naiveSelect(q, readings, 'mid');
      if (plain.middle(reports, q, usable[q]) !== middle) wrong = `middle of ${readings.join(' ')}`;
      if (got[q] === NO_DATA) blind++;
    }
  }
  t.equal(wrong, '');
  t.ok(blind > 100, `${blind} quantities had no usable reading, and were no data`);
  t.end();
});

/** Runs frames of a monitor; each frame gives the offset of each channel from the common reading, or no data. */
function suspectsOf(quantity: number, frames: readonly (readonly number[])[], base = 0): number[] {
  const channels = frames[0].length;
  const monitor = new MiscompareMonitor(channels);
  const selector = new Selector({ channels, method: 'mid' });
  return frames.map((offsets) => {
    const reports = new Int16Array(channels * QUANTITY_COUNT);
    offsets.forEach(
      (offset, channel) =>
        (reports[channel * QUANTITY_COUNT + quantity] = offset === NO_DATA ? NO_DATA : base + offset),
    );
    const selected = new Int16Array(QUANTITY_COUNT);
    selector.select(reports, selected);
    return monitor.update(reports, selected, selector.spread);
  });
}

t.test(
  'a source is suspect after three frames running out of tolerance or missing, and no longer than it is',
  (t) => {
    const { alpha, heading, airspeed } = QUANTITY;
    const tolerance = Math.round(0.6 / QUANTITIES[alpha].lsb);
    const off = [0, 0, 0, tolerance + 1];
    const on = [0, 0, 0, tolerance];
    t.equal(PERSISTENCE_FRAMES, 3);
    t.same(suspectsOf(alpha, [off, off, off, off, on, off]), [0, 0, 8, 8, 0, 0], 'above');
    t.same(
      suspectsOf(
        alpha,
        [off, off, off].map((row) => row.map((x) => 0 - x)),
      ),
      [0, 0, 8],
      'below',
    );
    t.same(suspectsOf(alpha, [off, off, on, off, off, on]), [0, 0, 0, 0, 0, 0], 'two frames are noise');
    const gone = [NO_DATA, 0, 0, 0];
    t.same(suspectsOf(alpha, [gone, gone, gone]), [0, 0, 1], 'silent');
    const nobody = [NO_DATA, NO_DATA, NO_DATA, NO_DATA];
    t.same(suspectsOf(alpha, [nobody, nobody, nobody]), [0, 0, 15], 'all silent');
    t.same(
      suspectsOf(airspeed, [
        [0, 500, 0],
        [0, 500, 0],
        [0, 0, 500],
        [0, 500, 500],
      ]),
      [0, 0, 0, 0],
      'each channel has a count of its own',
    );
    const twoDeg = Math.round(2 / QUANTITIES[heading].lsb);
    t.same(
      suspectsOf(heading, Array(4).fill([0, twoDeg, -2]), -32767),
      [0, 0, 0, 0],
      'near neighbours across the wrap',
    );
    t.same(suspectsOf(heading, Array(3).fill([0, twoDeg + 1, 0]), -32767), [0, 0, 2], 'but not far ones');
    t.end();
  },
);

t.test('the flags do not depend on the shortcut through the spread', (t) => {
  const dice = new Dice(3);
  const patient = new MiscompareMonitor(4);
  const quick = new MiscompareMonitor(4);
  const selector = new Selector({ channels: 4, method: 'mid' });
  const suspicious = new Int32Array(QUANTITY_COUNT).fill(0x7fff_ffff);
  let differs = 0;
  let rowsGone = 0;
  let flagged = 0;
  const reports = new Int16Array(4 * QUANTITY_COUNT);
  const selected = new Int16Array(QUANTITY_COUNT);
  for (let frame = 0; frame < 2000; frame++) {
    if (frame % 5 === 0)
      reports.forEach(
        (_, i) =>
          (reports[i] =
            dice.uint32() % 30 > 0 ? 100 : dice.pick([NO_DATA, 90, 32767, -32767, dice.int32() >> 16])),
      );
    for (let channel = 0; frame % 5 === 0 && channel < 4; channel++) {
      if (dice.uint32() % 4 > 0) continue;
      reports.fill(NO_DATA, channel * QUANTITY_COUNT, (channel + 1) * QUANTITY_COUNT);
      rowsGone++;
    }
    selector.select(reports, selected);
    const flags = quick.update(reports, selected, selector.spread);
    if (flags !== patient.update(reports, selected, suspicious)) differs++;
    if (flags !== 0) flagged++;
  }
  t.equal(differs, 0);
  t.ok(flagged > 500 && flagged < 2000, `${flagged} frames had a suspect`);
  t.ok(rowsGone > 300, `${rowsGone} rows were missing as a whole`);
  t.end();
});
