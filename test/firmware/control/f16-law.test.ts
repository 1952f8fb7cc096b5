import t from 'tap';
import {
  F16_LAW_STATE,
  type F16LawDesign,
  f16Law,
  PITCH_INTEGRAL_MAX,
  YAW_WASHOUT_MAX,
} from '../../../firmware/control/f16-law.js';
import { EFFECTOR, EFFECTOR_COUNT, EFFECTORS } from '../../../firmware/icd/effectors.js';
import { STATE_WORDS } from '../../../firmware/icd/packets.js';
import { NO_DATA, QUANTITIES, QUANTITY, QUANTITY_COUNT } from '../../../firmware/icd/quantities.js';
import { TRUTH } from '../../../hil/plant/aircraft.js';
import { stream } from '../../../hil/random/stream.js';
import { fly, type Stick } from './closed-loop.js';

const DESIGN: F16LawDesign = {
  trimElevatorCounts: 105,
  trimThrottleCounts: 2284,
  trimAlphaCounts: 10_430,
  designAirspeedCounts: 502 * 16,
  periodUs: 20_000,
};

function trimmedReadings(): Int16Array {
  const selected = new Int16Array(QUANTITY_COUNT);
  selected[QUANTITY.alpha] = DESIGN.trimAlphaCounts;
  selected[QUANTITY.normalLoad] = 1024;
  selected[QUANTITY.airspeed] = DESIGN.designAirspeedCounts;
  selected[QUANTITY.throttle] = DESIGN.trimThrottleCounts;
  return selected;
}

/** The first command from fresh state, with some trimmed readings replaced. */
function commandFor(readings: Partial<Record<keyof typeof QUANTITY, number>>): Int16Array {
  const selected = trimmedReadings();
  for (const [name, count] of Object.entries(readings))
    selected[QUANTITY[name as keyof typeof QUANTITY]] = count;
  const command = new Int16Array(EFFECTOR_COUNT);
  f16Law(DESIGN).step(selected, new Int32Array(STATE_WORDS), command);
  return command;
}

const examplePilot = (timeS: number): Stick => ({ pitch: timeS >= 2 ? 0.2 : 0, roll: timeS >= 4 ? 0.3 : 0 });
const fullPull = (timeS: number): Stick => ({ pitch: timeS >= 2 && timeS < 5 ? 1 : 0 });
const fullPush = (timeS: number): Stick => ({ pitch: timeS >= 2 && timeS < 4 ? -1 : 0 });
const fullPullAndRoll = (timeS: number): Stick => ({ ...fullPull(timeS), roll: timeS >= 2 ? 1 : 0 });

t.test('In trim the command is the trim and stays it', async (t) => {
  const law = f16Law(DESIGN);
  const state = new Int32Array(STATE_WORDS);
  const command = new Int16Array(EFFECTOR_COUNT);
  law.initialise(state);
  for (let frame = 0; frame < 1000; frame++) law.step(trimmedReadings(), state, command);
  t.same([...command], [105, 0, 0, 2284]);
  t.same([...state], [0, 0, 0, 0]);
});

t.test('Each reading moves its surface the right way, by its gain', async (t) => {
  // biome-ignore format: truth rows
  const rows: [string, Parameters<typeof commandFor>[0], keyof typeof EFFECTOR, number][] = [
    ['1 deg of alpha: 1 deg, nose down',            { alpha: 10_430 + 320 },                'elevator', 105 + 1024],
    ['1 deg/s of pitch rate: 0.8 deg + 0.02 s · 1', { pitchRate: 128 },                     'elevator', 105 + 840],
    ['half the airspeed: twice that',               { pitchRate: 128, airspeed: 251 * 16 }, 'elevator', 105 + 1679],
    ['slower yet: no more',                         { pitchRate: 128, airspeed: 100 * 16 }, 'elevator', 105 + 1679],
    ['1 deg/s of roll rate: 0.15 deg',              { rollRate: 64 },                       'aileron',  154],
    ['1 deg of bank: 2 deg/s, 0.3 deg',             { roll: 182 },                          'aileron',  308],
    ['1 deg/s of yaw rate: 0.8 deg',                { yawRate: 128 },                       'rudder',   820],
    ['45 deg of bank: the yaw rate of its turn',    { roll: 8192 },                         'rudder',   -2127],
    ['half the airspeed: turn and gain twice',      { roll: 8192, airspeed: 251 * 16 },     'rudder',   -8508],
    ['rolling at alpha: what it yaws the body',     { rollRate: 6400 },                     'rudder',   -3709],
    ['full pedals: 12 deg, nose right',             { pedals: 16_384 },                     'rudder',   -12_288],
    ['throttle: the lever itself',                  { throttle: 9000 },                     'throttle', 9000],
  ];
  for (const [what, readings, effector, expected] of rows) {
    t.equal(commandFor(readings)[EFFECTOR[effector]], expected, what);
  }
  t.ok(commandFor({ stickPitch: 8192 })[EFFECTOR.elevator] < 105, 'stick back: trailing edge up');
  t.ok(commandFor({ stickRoll: 8192 })[EFFECTOR.aileron] < 0, 'stick right: rolls right');
});

t.test('One count of angle of attack always changes the elevator command', async (t) => {
  let smallest = Infinity;
  for (let alpha = 10_430 - 3000; alpha < 10_430 + 3000; alpha++) {
    const difference = commandFor({ alpha: alpha + 1 })[0] - commandFor({ alpha })[0];
    smallest = Math.min(smallest, difference);
  }
  t.equal(smallest, 3, 'counts of elevator');
});

t.test('A quantity nobody reads is replaced by its constant', async (t) => {
  // biome-ignore format: truth rows
  const rows: [keyof typeof QUANTITY, number][] = [
    ['alpha', 10_430], ['airspeed', 502 * 16], ['normalLoad', 1024], ['throttle', 2284], ['roll', 0],
    ['rollRate', 0],   ['pitchRate', 0],       ['yawRate', 0],       ['stickPitch', 0],  ['stickRoll', 0], ['pedals', 0],
  ];
  const busy = {
    alpha: 10_700,
    rollRate: 640,
    pitchRate: 300,
    yawRate: 200,
    airspeed: 7000,
    roll: 3000,
    stickRoll: 900,
  };
  for (const [name, constant] of rows) {
    t.same(commandFor({ ...busy, [name]: NO_DATA }), commandFor({ ...busy, [name]: constant }), name);
  }
  const silent = new Int16Array(QUANTITY_COUNT).fill(NO_DATA);
  const command = new Int16Array(EFFECTOR_COUNT);
  f16Law(DESIGN).step(silent, new Int32Array(STATE_WORDS), command);
  t.same([...command], [105, 0, 0, 2284], 'with no reading at all, the trim');
});

t.test('Whatever is read and remembered, commands and state stay inside their bounds', async (t) => {
  const luck = stream('1', 'any-count');
  const anyWord = (): number => luck.nextUint32() | 0;
  const anyCount = (): number => [-32_768, -32_767, 32_767, 0, anyWord() >> 16][luck.nextUint32() % 5];
  const selected = new Int16Array(QUANTITY_COUNT);
  const command = new Int16Array(EFFECTOR_COUNT);
  const extremes = [1000, 20_000, 1_000_000].flatMap((periodUs) => [
    { ...DESIGN, periodUs },
    {
      trimElevatorCounts: 25_600,
      trimThrottleCounts: 0,
      trimAlphaCounts: 28_800,
      designAirspeedCounts: 0,
      periodUs,
    },
    {
      trimElevatorCounts: -25_600,
      trimThrottleCounts: 16_384,
      trimAlphaCounts: 0,
      designAirspeedCounts: 32_000,
      periodUs,
    },
  ]);
  let outside = 0;
  let inexact = 0;
  for (const design of extremes) {
    const law = f16Law(design);
    const state = new Int32Array(STATE_WORDS);
    for (let frame = 0; frame < 20_000; frame++) {
      for (let q = 0; q < QUANTITY_COUNT; q++) selected[q] = anyCount();
      if (frame % 100 === 0) for (let w = 0; w < STATE_WORDS; w++) state[w] = anyWord();
      const exact = [NaN, NaN, NaN, NaN];
      law.step(selected, state, exact as unknown as Int16Array);
      command.set(exact);
      for (let e = 0; e < EFFECTOR_COUNT; e++) {
        if (exact[e] < EFFECTORS[e].min || exact[e] > EFFECTORS[e].max) outside++;
        if (exact[e] !== command[e]) inexact++;
      }
      if (Math.abs(state[F16_LAW_STATE.pitchIntegral]) > PITCH_INTEGRAL_MAX) outside++;
      if (Math.abs(state[F16_LAW_STATE.yawWashout]) > YAW_WASHOUT_MAX) outside++;
      if (state[2] !== 0 || state[3] !== 0) outside++;
    }
  }
  t.equal(outside, 0);
  t.equal(inexact, 0, 'every command is an integer');
});

t.test('What is computed is a function of readings and state alone', async (t) => {
  const luck = stream('2', 'any-reading');
  const laws = [f16Law(DESIGN), f16Law(DESIGN)];
  const states = [new Int32Array(STATE_WORDS), new Int32Array(STATE_WORDS)];
  const commands = [new Int16Array(EFFECTOR_COUNT), new Int16Array(EFFECTOR_COUNT)];
  const selected = new Int16Array(QUANTITY_COUNT);
  let splits = 0;
  let changes = 0;
  for (let frame = 0; frame < 2000; frame++) {
    for (let q = 0; q < QUANTITY_COUNT; q++) {
      const { min, max } = QUANTITIES[q];
      selected[q] = min + Math.floor(luck.uniform() * (max - min + 1));
    }
    // The second law has a past of its own, which must not show: it takes over the first one's words.
    laws[1].step(new Int16Array(QUANTITY_COUNT).fill(frame), new Int32Array(STATE_WORDS), commands[1]);
    states[1].set(states[0]);
    const before = String(states[0]);
    for (const i of [0, 1]) laws[i].step(selected, states[i], commands[i]);
    if (String(commands[0]) !== String(commands[1]) || String(states[0]) !== String(states[1])) splits++;
    if (String(states[0]) !== before) changes++;
  }
  t.equal(splits, 0);
  t.equal(changes, 2000, 'and the state does change');
});

t.test('An elevator at its end stops the integral, and lets it go back', async (t) => {
  const law = f16Law(DESIGN);
  const state = new Int32Array(STATE_WORDS);
  const command = new Int16Array(EFFECTOR_COUNT);
  const selected = trimmedReadings();
  selected[QUANTITY.alpha] += 20 * 320;
  selected[QUANTITY.pitchRate] = 10 * 128;
  for (let frame = 0; frame < 500; frame++) law.step(selected, state, command);
  t.equal(command[EFFECTOR.elevator], EFFECTORS[EFFECTOR.elevator].max);
  const heldAt = state[F16_LAW_STATE.pitchIntegral];
  law.step(selected, state, command);
  t.equal(state[F16_LAW_STATE.pitchIntegral], heldAt);
  selected[QUANTITY.pitchRate] = -30 * 128;
  law.step(selected, state, command);
  t.ok(state[F16_LAW_STATE.pitchIntegral] < heldAt);
});

t.test('A design value out of range is refused by name', async (t) => {
  t.throws(
    () => f16Law({ ...DESIGN, trimAlphaCounts: 28_801 }),
    new RangeError('trimAlphaCounts = 28801 is not an integer in 0 … 28800'),
  );
  t.throws(
    () => f16Law({ ...DESIGN, periodUs: 20_000.5 }),
    new RangeError('periodUs = 20000.5 is not an integer in 1000 … 1000000'),
  );
});

t.test('The F-16 flies at every centre of gravity, in gusts, whatever the stick does', async (t) => {
  //              example pilot    pull        push        pull and roll
  const pilots = [examplePilot, fullPull, fullPush, fullPullAndRoll];
  const rows: [cg: number, airspeedFtps: number, gustFtps: number][] = [
    [0.3, 502, 5],
    [0.35, 502, 5],
    [0.38, 502, 5],
    [0.42, 502, 5],
    [0.46, 502, 5],
    [0.5, 502, 5],
    [0.5, 502, 10],
    [0.38, 300, 5],
    [0.5, 300, 5],
    [0.3, 800, 5],
    [0.5, 800, 5],
  ];
  for (const [cg, airspeedFtps, gustFtps] of rows) {
    for (const [i, stick] of pilots.entries()) {
      const { lostAtS } = fly({
        cg,
        airspeedFtps,
        gustFtps,
        stick,
        durationS: i === 0 ? 20 : 12,
        seed: String(i),
      });
      t.equal(lostAtS, null, `cg ${cg}, ${airspeedFtps} ft/s, gusts ${gustFtps} ft/s, pilot ${i}`);
    }
  }
});

t.test('The example pilot stays far from every limit', async (t) => {
  for (const seed of ['1', '2', '3']) {
    const { low, high } = fly({ cg: 0.38, gustFtps: 5, stick: examplePilot, seed });
    t.ok(low[TRUTH.nzG] > 0.5 && high[TRUTH.nzG] < 1.6, 'load factor');
    t.ok(low[TRUTH.alphaDeg] > 1 && high[TRUTH.alphaDeg] < 6, 'angle of attack');
    t.ok(low[TRUTH.altitudeFt] > 4900, 'altitude');
  }
});

t.test('Without the law the aft aircraft is lost within seconds, and the forward one is not', async (t) => {
  const aft = fly({ cg: 0.5, gustFtps: 5, frozenFromS: 2 }).lostAtS;
  t.ok(aft !== null && aft > 3 && aft < 6, `frozen at 2 s, lost at ${aft} s`);
  t.equal(fly({ cg: 0.3, gustFtps: 5, frozenFromS: 2 }).lostAtS, null);
});

t.test('Gains hold for frames up to 25 ms, and no longer for 100 ms at high speed', async (t) => {
  for (const periodS of [0.005, 0.01, 0.025]) {
    t.equal(
      fly({ cg: 0.5, airspeedFtps: 800, gustFtps: 5, stick: examplePilot, periodS }).lostAtS,
      null,
      `${periodS} s`,
    );
  }
  t.not(fly({ cg: 0.5, airspeedFtps: 800, gustFtps: 5, stick: examplePilot, periodS: 0.1 }).lostAtS, null);
});

t.test('The aircraft does what the stick asks', async (t) => {
  const rolled = fly({ cg: 0.38, stick: (timeS) => ({ roll: timeS >= 1 ? 1 : 0 }), durationS: 20 });
  const settled = rolled.history[999];
  t.ok(Math.abs(settled[TRUTH.rollDeg] - 60) < 1.5, 'full roll stick is 60 degrees of bank');
  t.ok(rolled.high[TRUTH.rollDeg] < 61.5, 'hardly overshot');
  t.ok(Math.abs(settled[TRUTH.betaDeg]) < 0.5, 'in a coordinated turn');
  t.ok(rolled.low[TRUTH.altitudeFt] > 4400, 'that loses little height');

  const pulled = fly({
    cg: 0.38,
    stick: (timeS) => ({ pitch: timeS >= 1 && timeS < 3 ? 0.7 : 0 }),
    durationS: 8,
  });
  const pitchRates = pulled.history.slice(75, 150).map((truth) => truth[TRUTH.qDegPerS]);
  const mean = pitchRates.reduce((sum, rate) => sum + rate, 0) / pitchRates.length;
  t.ok(mean > 4 && mean < 7, `0.7 of the stick asks for 0.49 of 12 deg/s: ${mean}`);
  const released = pulled.history.slice(200).map((truth) => truth[TRUTH.pitchDeg]);
  t.ok(
    Math.max(...released) - Math.min(...released) < 2.5,
    'and a released stick keeps the attitude, roughly',
  );

  const yawed = fly({
    cg: 0.38,
    stick: (timeS) => ({ pedals: timeS >= 1 && timeS < 2 ? 1 : 0 }),
    durationS: 8,
  });
  t.ok(yawed.low[TRUTH.betaDeg] < -3, 'right pedal: nose right, air from the left');
  t.ok(Math.abs(yawed.history[399][TRUTH.betaDeg]) < 0.1, 'which dies out');
});
