/**
 * Each mode of a sensor changes what it says and nothing else: a channel's sensors, built as a rig builds them, read
 * the same truth from the same seed with the fault and without, and every count of every frame is compared with a
 * naive expectation written from the catalogue's words.
 *
 * Open loop, so that the aircraft cannot pass the fault on to other quantities.
 */
import t from 'tap';
import { NO_DATA, QUANTITIES, QUANTITY, QUANTITY_COUNT } from '../../../firmware/icd/quantities.js';
import { FAULT_MODES } from '../../../hil/fault/fault-modes.js';
import { createSensors } from '../../../hil/rig/create-sensors.js';
import { FaultBoard } from '../../../hil/rig/fault-board.js';
import { parseRig } from '../../support/rigs.js';

const FRAMES = 240;
const ONSET = 50;

interface Reading {
  /** By frame: the sixteen counts. */
  readonly counts: readonly Int16Array[];
  /** By fault: first frame in which it changed something, −1 if never. */
  readonly activated: readonly number[];
}

/** A manoeuvre that takes every quantity up and down, heading and roll right round. */
function truthOf(frame: number): Float64Array {
  return Float64Array.from(QUANTITIES, ({ lsb, zero, min, max, circular }, q) => {
    if (circular) return ((frame * 2 + q * 40) % 360) - 180;
    const middle = (min + max) / 2;
    const swing = 0.3 * (max - min) * Math.sin(frame / 25 + q);
    return zero + (middle + swing) * lsb;
  });
}

/** Channel 1 of a quad for FRAMES frames, with these faults (flow maps without the braces). */
function read(...faults: string[]): Reading {
  const lines = faults.map((fault) => `  - { ${fault} }`).join('\n');
  const spec = parseRig(
    `name: x\nscheme: { protocol: om, computers: 4, faults: 1 }\ndurationS: 10\nfaults:${lines === '' ? ' []' : `\n${lines}`}`,
  );
  const board = new FaultBoard({ faults: spec.faults, computers: 4 });
  const sensors = createSensors(spec, { seed: '7', channel: 1, faults: board });
  const counts: Int16Array[] = [];
  for (let frame = 0; frame < FRAMES; frame++) {
    board.beginFrame(frame);
    sensors.sample(truthOf(frame), frame);
    board.endFrame(frame);
    counts.push(sensors.counts.slice());
  }
  return { counts, activated: board.tracks.map(({ activatedFrame }) => activatedFrame) };
}

const PLAIN = read().counts;

/** Away from zero at halves; then the ends of the scale, or around the circle. */
function toCount(value: number, quantity: number): number {
  const { min, max, circular } = QUANTITIES[quantity];
  const rounded = value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5);
  if (!circular) return Math.max(min, Math.min(max, rounded));
  let around = rounded;
  while (around >= 32768) around -= 65536;
  while (around < -32768) around += 65536;
  return around === NO_DATA ? min : around;
}

/** What the naive expectation is told of: the healthy counts of the quantity, and who asks. */
interface Case {
  readonly healthy: (frame: number) => number;
  readonly frame: number;
  readonly quantity: number;
}

/** An expected count before rounding, or the reason why only something weaker can be said: a predicate. */
type Expectation = (given: Case) => number | ((count: number) => boolean);

const zeroOf = (quantity: number): number => -QUANTITIES[quantity].zero / QUANTITIES[quantity].lsb;
const grown = (frame: number, over: number): number => Math.min(1, (frame - ONSET) / over);
const about = (quantity: number, factor: number, count: number): number =>
  zeroOf(quantity) + factor * (count - zeroOf(quantity));

const altitudeFt = (frame: number): number => PLAIN[frame][QUANTITY.altitude] * 2;
const speedFtps = (frame: number): number => PLAIN[frame][QUANTITY.airspeed] / 16;

/** Lag, slow and the pitot by hand, from the frame before the onset on. */
function lagged({ healthy, frame, quantity }: Case, timeConstantS: number): number {
  let at = healthy(ONSET - 1);
  for (let f = ONSET; f <= frame; f++) {
    let away = healthy(f) - at;
    if (QUANTITIES[quantity].circular) away -= 65536 * Math.round(away / 65536);
    at += (1 - Math.exp(-0.02 / timeConstantS)) * away;
  }
  return at;
}

const ROWS: readonly (readonly [keys: string, quantities: readonly string[], Expectation])[] = [
  ['mode: stuck', ['alpha', 'heading'], ({ healthy }) => healthy(ONSET - 1)],
  ['mode: stuck, value: 777', ['alpha', 'heading'], () => 777],
  ['mode: stuck, value: min', ['alpha', 'roll'], ({ quantity }) => QUANTITIES[quantity].min],
  ['mode: stuck, value: max', ['beta', 'throttle'], ({ quantity }) => QUANTITIES[quantity].max],
  ['mode: stuck, value: zero', ['alpha', 'beta'], ({ quantity }) => (quantity === QUANTITY.alpha ? 9600 : 0)],
  ['mode: stuck, value: 500, ditherLsb: 3', ['alpha'], () => (count) => count >= 497 && count <= 503],
  ['mode: bias, offset: -321', ['alpha', 'heading'], ({ healthy, frame }) => healthy(frame) - 321],
  [
    'mode: bias, offsetDeg: 170',
    ['roll'],
    ({ healthy, frame }) => healthy(frame) + Math.round((170 * 32768) / 180),
  ],
  [
    'mode: bias, offset: 1000, rampFrames: 40',
    ['alpha'],
    ({ healthy, frame }) => healthy(frame) + 1000 * grown(frame, 40),
  ],
  [
    'mode: drift, ratePerS: 333',
    ['alpha'],
    ({ healthy, frame }) => healthy(frame) + 333 * 0.02 * (frame - ONSET),
  ],
  [
    'mode: noise, sigma: 30',
    ['alpha'],
    ({ healthy, frame }) =>
      (count) =>
        Math.abs(count - healthy(frame)) < 180,
  ],
  [
    'mode: noise, sigma: 900, rampFrames: 100000',
    ['alpha'],
    ({ healthy, frame }) =>
      (count) =>
        Math.abs(count - healthy(frame)) <= Math.ceil((6 * 900 * (frame - ONSET)) / 1e5),
  ],
  [
    'mode: scale, factor: 0.5',
    ['alpha', 'beta', 'altitude', 'heading'],
    ({ healthy, frame, quantity }) => about(quantity, 0.5, healthy(frame)),
  ],
  [
    'mode: scale, factor: 3, rampFrames: 60',
    ['pitchRate'],
    ({ healthy, frame, quantity }) => about(quantity, 1 + 2 * grown(frame, 60), healthy(frame)),
  ],
  [
    'mode: sign-flip',
    ['alpha', 'pitchRate', 'roll'],
    ({ healthy, frame, quantity }) => about(quantity, -1, healthy(frame)),
  ],
  [
    'mode: unit-error',
    ['alpha'],
    ({ healthy, frame, quantity }) => about(quantity, Math.PI / 180, healthy(frame)),
  ],
  ['mode: unit-error, sends: kt', ['airspeed'], ({ healthy, frame }) => healthy(frame) * 0.592_483_801],
  ['mode: unit-error, sends: m', ['altitude'], ({ healthy, frame }) => healthy(frame) * 0.3048],
  ['mode: unit-error, sends: m/s2', ['normalLoad'], ({ healthy, frame }) => healthy(frame) * 9.80665],
  [
    'mode: quantisation, step: 640',
    ['alpha', 'pitchRate'],
    ({ healthy, frame }) =>
      Math.sign(healthy(frame)) * Math.floor(Math.abs(healthy(frame)) / 640 + 0.5) * 640,
  ],
  [
    'mode: saturation, low: -900, high: 700',
    ['beta', 'heading'],
    ({ healthy, frame }) => Math.max(-900, Math.min(700, healthy(frame))),
  ],
  ['mode: saturation, highDeg: 0', ['alpha'], ({ healthy, frame }) => Math.min(9600, healthy(frame))],
  ['mode: lag, timeConstantS: 0.5', ['alpha', 'heading'], (given) => lagged(given, 0.5)],
  [
    'mode: slow, everyFrames: 7',
    ['alpha', 'heading'],
    ({ healthy, frame }) => healthy(frame - ((frame - ONSET) % 7)),
  ],
  ['mode: stale, ageFrames: 12', ['alpha', 'heading'], ({ healthy, frame }) => healthy(frame - 12)],
  [
    'mode: clogged-pitot',
    ['airspeed'],
    ({ frame }) => {
      const squared = speedFtps(ONSET - 1) ** 2 + 2 * 32.174 * (altitudeFt(frame) - altitudeFt(ONSET - 1));
      return 16 * Math.sqrt(Math.max(0, squared));
    },
  ],
  ['mode: clogged-pitot, drain: open', ['airspeed'], () => 0],
  [
    'mode: spikes, height: 5000, widthFrames: 2, spacingFrames: 30',
    ['alpha'],
    ({ healthy, frame }) => healthy(frame) + ((frame - ONSET) % 30 < 2 ? 5000 : 0),
  ],
  [
    'mode: spikes, height: 5000, spacingFrames: 30, rampFrames: 90',
    ['alpha'],
    ({ healthy, frame }) => healthy(frame) + ((frame - ONSET) % 30 === 0 ? 5000 * grown(frame, 90) : 0),
  ],
  ['mode: dropout', ['alpha', 'heading'], () => NO_DATA],
  [
    'mode: dropout, silentFrames: 3, cycleFrames: 10',
    ['alpha'],
    ({ healthy, frame }) => ((frame - ONSET) % 10 < 3 ? NO_DATA : healthy(frame)),
  ],
];

/** Four shapes of activity: for ever, for a while, now and then, now and then for a while. */
const WINDOWS: readonly (readonly [keys: string, active: (elapsed: number) => boolean])[] = [
  ['', () => true],
  ['frames: 120', (elapsed) => elapsed < 120],
];

void t.test('each mode reads what the catalogue says, in its frames and its quantity only', (t) => {
  const tried = new Set<string>();
  for (const [keys, quantities, expected] of ROWS) {
    tried.add(/mode: ([\w-]+)/.exec(keys)?.[1] ?? '');
    for (const name of quantities) {
      const quantity = QUANTITY[name as keyof typeof QUANTITY];
      for (const [window, isActive] of WINDOWS) {
        const fault = `target: sensor/${name}/1, onset: ${ONSET}, ${keys}${window === '' ? '' : `, ${window}`}`;
        const { counts, activated } = read(fault);
        const differing = compare({ counts, quantity, isActive, expected });
        t.same(differing.wrong, [], fault);
        t.equal(activated[0], differing.first, `activated when its first count differs: ${fault}`);
        t.ok(differing.changed > 0, `it does change something: ${fault}`);
      }
    }
  }
  const known = Object.keys(FAULT_MODES.sensor).filter((mode) => mode !== 'two-faced');
  t.same(
    known.filter((mode) => !tried.has(mode)),
    [],
    'the table leaves no mode out; two-faced is not done by a sensor',
  );
  t.end();
});

/** Compares every count of every frame with the expectation. */
function compare({
  counts,
  quantity,
  isActive,
  expected,
}: {
  counts: readonly Int16Array[];
  quantity: number;
  isActive: (elapsed: number) => boolean;
  expected: Expectation;
}): { wrong: string[]; changed: number; first: number } {
  const wrong: string[] = [];
  let changed = 0;
  let first = -1;
  const healthy = (frame: number): number => PLAIN[frame][quantity];
  counts.forEach((row, frame) => {
    for (let q = 0; q < QUANTITY_COUNT; q++) {
      const active = q === quantity && frame >= ONSET && isActive(frame - ONSET);
      const wanted = active ? expected({ healthy, frame, quantity }) : PLAIN[frame][q];
      const right =
        typeof wanted === 'function'
          ? wanted(row[q])
          : row[q] === (wanted === NO_DATA ? NO_DATA : toCount(wanted, q));
      if (!right) wrong.push(`frame ${frame}, ${QUANTITIES[q].name}: ${row[q]}, not ${String(wanted)}`);
      if (row[q] === PLAIN[frame][q]) continue;
      changed++;
      if (first < 0) first = frame;
    }
  });
  return { wrong: wrong.slice(0, 3), changed, first };
}

void t.test('a duty cycle makes any mode come and go, counted from the onset', (t) => {
  const duty = 'duty: { activeFrames: 3, cycleFrames: 11 }';
  const isActive = (elapsed: number): boolean => elapsed % 11 < 3;
  const rows: readonly (readonly [string, Expectation])[] = [
    ['mode: bias, offset: 99', ({ healthy, frame }) => healthy(frame) + 99],
    ['mode: dropout', () => NO_DATA],
    ['mode: sign-flip', ({ healthy, frame, quantity }) => about(quantity, -1, healthy(frame))],
    ['mode: stale, ageFrames: 4', ({ healthy, frame }) => healthy(frame - 4)],
    ['mode: stuck', ({ healthy, frame }) => healthy(frame - ((frame - ONSET) % 11) - 1)],
    [
      'mode: bias, offset: 500, rampFrames: 50',
      ({ healthy, frame }) => healthy(frame) + 500 * grown(frame, 50),
    ],
  ];
  for (const [keys, expected] of rows) {
    const fault = `target: sensor/alpha/1, onset: ${ONSET}, ${duty}, ${keys}`;
    const { counts } = read(fault);
    const { wrong, changed } = compare({ counts, quantity: QUANTITY.alpha, isActive, expected });
    t.same(wrong, [], fault);
    t.ok(changed > 0);
  }
  t.end();
});

void t.test('two faults of one sensor act in the order listed', (t) => {
  const scale = `target: sensor/beta/1, mode: scale, factor: 2, onset: ${ONSET}`;
  const bias = `target: sensor/beta/1, mode: bias, offset: 50, onset: ${ONSET}`;
  const first = read(scale, bias).counts;
  const second = read(bias, scale).counts;
  for (let frame = ONSET; frame < FRAMES; frame++) {
    const healthy = PLAIN[frame][QUANTITY.beta];
    t.equal(first[frame][QUANTITY.beta], toCount(toCount(2 * healthy, QUANTITY.beta) + 50, QUANTITY.beta));
    t.equal(second[frame][QUANTITY.beta], toCount(2 * (healthy + 50), QUANTITY.beta));
  }
  t.end();
});

void t.test('where there is no data, no later fault brings any back, and those that remember wait', (t) => {
  const silent = `target: sensor/alpha/1, mode: dropout, onset: ${ONSET}, frames: 20`;
  for (const keys of [
    'mode: lag, timeConstantS: 0.2',
    'mode: slow, everyFrames: 5',
    'mode: scale, factor: 2',
    'mode: stale, ageFrames: 5',
  ]) {
    const { counts } = read(silent, `target: sensor/alpha/1, onset: ${ONSET}, ${keys}`);
    const silence = counts.slice(ONSET, ONSET + 20).map((row) => row[QUANTITY.alpha]);
    t.same(new Set(silence), new Set([NO_DATA]), keys);
    t.not(counts[FRAMES - 1][QUANTITY.alpha], NO_DATA, keys);
  }
  t.end();
});

void t.test('a pitot tube follows its own channel’s altimeter, faulty as that may be', (t) => {
  const stuck = `target: sensor/altitude/1, mode: stuck, onset: ${ONSET - 10}`;
  const { counts } = read(stuck, `target: sensor/airspeed/1, mode: clogged-pitot, onset: ${ONSET}`);
  for (let frame = ONSET; frame < FRAMES; frame++)
    t.equal(counts[frame][QUANTITY.airspeed], PLAIN[ONSET - 1][QUANTITY.airspeed], 'altitude stands still');
  t.end();
});

void t.test('several quantities of one channel are one fault, and each is struck', (t) => {
  const { counts, activated } = read(
    `target: 'sensor/alpha,beta/1', mode: bias, offset: 10, onset: ${ONSET}`,
  );
  t.equal(activated.length, 1);
  for (const quantity of [QUANTITY.alpha, QUANTITY.beta, QUANTITY.rollRate]) {
    const more = counts[ONSET][quantity] - PLAIN[ONSET][quantity];
    t.equal(more, quantity === QUANTITY.rollRate ? 0 : 10);
  }
  t.end();
});
