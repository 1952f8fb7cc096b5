import t from 'tap';
import { COMMAND_WORDS, EFFECTOR, EFFECTORS, EFFECTOR_COUNT } from '../../../firmware/icd/effectors.js';
import { divideRounded, saturate, wrapInt16 } from '../../../firmware/icd/integers.js';
import {
  NO_DATA,
  NO_DATA_WORD,
  QUANTITIES,
  QUANTITY,
  QUANTITY_COUNT,
  REPORT_WORDS,
} from '../../../firmware/icd/quantities.js';
import { Dice } from '../../support/dice.js';

/** Rounded to nearest, halves away from zero, in whole numbers without a limit. */
function referenceQuotient(numerator: number, divisor: number): number {
  const n = BigInt(Math.abs(numerator));
  const d = BigInt(divisor);
  const magnitude = Number((2n * n + d) / (2n * d));
  return numerator < 0 ? 0 - magnitude : magnitude;
}

t.test('divideRounded rounds to nearest and halves away from zero, to the ends of its range', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [numerator: number, divisor: number, quotient: number][] = [
    [0, 7, 0], [3, 7, 0], [4, 7, 1], [-3, 7, 0], [-4, 7, -1],
    [1, 2, 1], [-1, 2, -1], [3, 2, 2], [-3, 2, -2], [5, 2, 3],
    [16384, 32768, 1], [16383, 32768, 0], [-16384, 32768, -1], [-16383, 32768, 0],
    [2147483647, 1, 2147483647], [-2147483647, 1, -2147483647],
    [2147467263, 32768, 65535], [2147467264 - 32768, 32768, 65535], [2147467263 - 32768, 32768, 65534],
  ];
  for (const [numerator, divisor, quotient] of rows) {
    t.equal(divideRounded(numerator, divisor), quotient, `${numerator} / ${divisor}`);
    t.equal(referenceQuotient(numerator, divisor), quotient, 'as the reference has it');
  }
  const dice = new Dice(1);
  let wrong = '';
  let halves = 0;
  for (let i = 0; i < 20_000 && wrong === ''; i++) {
    const divisor = dice.pick([1, 2, 3, 10, 1024, 4096, 32767, 32768, dice.between({ low: 1, high: 32768 })]);
    const most = 2 ** 31 - 1 - Math.ceil(divisor / 2);
    const near =
      dice.between({ low: 0, high: Math.floor(most / divisor) }) * divisor + Math.floor(divisor / 2);
    const magnitude = dice.pick([
      most,
      most - dice.between({ low: 0, high: 9 }),
      dice.between({ low: 0, high: most }),
      Math.min(near, most),
      Math.min(near + 1, most),
    ]);
    const numerator = dice.uint32() & 1 ? magnitude : 0 - magnitude;
    if ((2 * magnitude) % (2 * divisor) === divisor) halves++;
    const got = divideRounded(numerator, divisor);
    if (!Object.is(got, referenceQuotient(numerator, divisor))) wrong = `${numerator} / ${divisor} = ${got}`;
  }
  t.equal(wrong, '');
  t.ok(halves > 300, `${halves} of them were exact halves`);
  t.end();
});

t.test('saturate holds a value inside its ends, and wrapInt16 drops whole turns', (t) => {
  t.same(
    [-11, -10, 0, 10, 11].map((x) => saturate(x, -10, 10)),
    [-10, -10, 0, 10, 10],
  );
  // biome-ignore format: a truth table is read by column
  const rows: [value: number, wrapped: number][] = [
    [0, 0], [32767, 32767], [32768, -32768], [-32768, -32768], [-32769, 32767],
    [65536, 0], [-65536, 0], [65535, -1], [98303, 32767],
    [2147483647, -1], [-2147483648, 0],
  ];
  for (const [value, wrapped] of rows) t.equal(wrapInt16(value), wrapped, `${value}`);
  const dice = new Dice(2);
  const cell = new Int16Array(1);
  let differs = 0;
  for (let i = 0; i < 20_000; i++) {
    const value = dice.int32();
    cell[0] = value;
    if (wrapInt16(value) !== cell[0]) differs++;
  }
  t.equal(differs, 0, 'as storing in 16 bits does');
  t.end();
});

t.test('every quantity fits its 16 bits, has a name of its own, and never reads as no data', (t) => {
  t.equal(QUANTITIES.length, QUANTITY_COUNT);
  t.equal(REPORT_WORDS * 2, QUANTITY_COUNT);
  t.equal(new Set(QUANTITIES.map(({ name }) => name)).size, QUANTITY_COUNT);
  t.same(
    Object.keys(QUANTITY),
    QUANTITIES.map(({ name }) => name),
    'the places are the table, in its order',
  );
  t.same(
    Object.values(QUANTITY),
    QUANTITIES.map((_, i) => i),
  );
  for (const { name, lsb, min, max, circular } of QUANTITIES) {
    t.ok(
      Number.isInteger(min) && Number.isInteger(max) && min < max && min >= -32767 && max <= 32767,
      `${name}: ${min} … ${max}`,
    );
    t.ok(lsb > 0 && (NO_DATA < min || NO_DATA > max), name);
    if (circular) t.equal(65536 * lsb, 360, `${name}: 65,536 counts to the turn`);
  }
  t.same([...new Int16Array(Int32Array.of(NO_DATA_WORD).buffer)], [NO_DATA, NO_DATA]);
  t.end();
});

t.test('the counts of every quantity cover what an F-16 does, in the stated unit', (t) => {
  // biome-ignore format: a truth table is read by column
  const needed: Record<string, [unit: string, low: number, high: number]> = {
    alpha: ['deg', -20, 45], beta: ['deg', -30, 30],
    rollRate: ['deg/s', -400, 400], pitchRate: ['deg/s', -120, 120], yawRate: ['deg/s', -120, 120],
    normalLoad: ['g', -6, 14], lateralLoad: ['g', -4, 4],
    airspeed: ['ft/s', 0, 1800], altitude: ['ft', -1000, 60000],
    roll: ['deg', -179.99, 179.99], pitch: ['deg', -90, 90], heading: ['deg', -179.99, 179.99],
    stickPitch: ['1', -1, 1], stickRoll: ['1', -1, 1], pedals: ['1', -1, 1], throttle: ['1', 0, 1],
  };
  for (const { name, unit, lsb, zero, min, max } of QUANTITIES) {
    const [unitNeeded, low, high] = needed[name];
    t.equal(unit, unitNeeded, name);
    t.ok(
      zero + min * lsb <= low && zero + max * lsb >= high,
      `${name}: ${zero + min * lsb} … ${zero + max * lsb}`,
    );
  }
  const { lsb, zero } = QUANTITIES[QUANTITY.alpha];
  t.ok(Math.abs(zero + 10219 * lsb - 1.93) < 0.01, 'a trimmed vane reads about 10,200 counts');
  t.end();
});

t.test('an effector command fits its 16 bits, and its ends are the stated angles', (t) => {
  t.equal(EFFECTORS.length, EFFECTOR_COUNT);
  t.equal(COMMAND_WORDS * 2, EFFECTOR_COUNT);
  t.same(
    Object.keys(EFFECTOR),
    EFFECTORS.map(({ name }) => name),
  );
  t.same(
    EFFECTORS.map(({ name, countsPerUnit, min, max }) => [name, min / countsPerUnit, max / countsPerUnit]),
    [
      ['elevator', -25, 25],
      ['aileron', -21.5, 21.5],
      ['rudder', -30, 30],
      ['throttle', 0, 1],
    ],
  );
  for (const { min, max } of EFFECTORS) t.ok(min > NO_DATA && max <= 32767);
  t.end();
});
