/**
 * Each mode of an actuator moves its surface as the catalogue says, and no other: actuators built as a rig builds them,
 * given the same commands with the fault and without, and every position of every frame compared with a naive
 * expectation that steps on from the position before.
 */
import t from 'tap';
import { EFFECTORS, EFFECTOR_COUNT } from '../../../firmware/icd/effectors.js';
import type { Actuator } from '../../../actuators/actuator.js';
import { SERVO_PARAMETERS } from '../../../actuators/servo-parameters.js';
import { FAULT_MODES } from '../../../hil/fault/fault-modes.js';
import { createActuators } from '../../../hil/rig/create-actuators.js';
import { FaultBoard } from '../../../hil/rig/fault-board.js';
import { fly } from '../../../hil/rig/fly.js';
import { parseRig, problemsOf } from '../../support/rigs.js';

const FRAMES = 300;
const ONSET = 40;
const ELEVATOR = 0;
const PERIOD_S = 0.02;

/** What all four computers command one effector: up, down and still. */
function commandOf(effector: number, frame: number): number {
  const { min, max } = EFFECTORS[effector];
  const middle = (min + max) / 2;
  const phase = Math.floor(frame / 60) % 2 === 0 ? frame : 60 * Math.floor(frame / 60);
  return Math.round(middle + 0.25 * (max - min) * Math.sin(phase / 13 + effector));
}

interface Run {
  /** By frame: the four positions. */
  readonly positions: readonly Float64Array[];
  /** By frame: of the elevator. */
  readonly feedback: readonly number[];
  readonly voted: readonly number[];
  readonly forceFight: readonly number[];
  /** First frame in which each fault changed something, −1 if never. */
  readonly activated: readonly number[];
}

function run(faults: readonly string[], kind = 'majority', commands = commandOf): Run {
  const lines = faults.map((fault) => `  - { ${fault} }`).join('\n');
  const spec = parseRig(
    `name: x\nscheme: { protocol: om, computers: 4, faults: 1 }\ndurationS: 20\nactuators: { elevator: { kind: ${kind} } }\nfaults:${lines === '' ? ' []' : `\n${lines}`}`,
  );
  const board = new FaultBoard({ faults: spec.faults, computers: 4 });
  const actuators: Actuator[] = createActuators(spec, { faults: board, periodS: PERIOD_S });
  for (const actuator of actuators) actuator.reset(0);
  const flown = {
    positions: [] as Float64Array[],
    feedback: [] as number[],
    voted: [] as number[],
    forceFight: [] as number[],
  };
  const present = new Uint8Array(4).fill(1);
  for (let frame = 0; frame < FRAMES; frame++) {
    const ballots = new Int16Array(4 * EFFECTOR_COUNT);
    for (let i = 0; i < ballots.length; i++) ballots[i] = commands(i % EFFECTOR_COUNT, frame);
    board.beginFrame(frame);
    for (const actuator of actuators) actuator.step(ballots, present, frame);
    board.endFrame(frame);
    flown.positions.push(Float64Array.from(actuators, ({ position }) => position));
    flown.feedback.push(actuators[ELEVATOR].feedback);
    flown.voted.push(actuators[ELEVATOR].voted);
    flown.forceFight.push(actuators[ELEVATOR].forceFight);
  }
  return { ...flown, activated: board.tracks.map(({ activatedFrame }) => activatedFrame) };
}

const PLAIN = run([]);
const TOLD = (frame: number): number => commandOf(ELEVATOR, frame) / 1024;

/** A healthy frame of the elevator's servo: lag, then rate, then ends. */
function served(position: number, target: number): number {
  const { bandwidthRadPerS, rateLimitPerS } = SERVO_PARAMETERS[ELEVATOR];
  const goal = Math.max(-25, Math.min(25, target));
  const step = (1 - Math.exp(-PERIOD_S * bandwidthRadPerS)) * (goal - position);
  return position + toward(0, step, rateLimitPerS);
}

/** From `from` to `to`, no faster than this per second. */
function toward(from: number, to: number, ratePerS: number): number {
  const most = ratePerS * PERIOD_S;
  return from + Math.max(-most, Math.min(most, to - from));
}

interface Step {
  readonly position: number;
  readonly frame: number;
  /** Where the surface was when the fault set in. */
  readonly held: number;
}

/** The naive next position; `memory` is the row's own, an empty object at the onset. */
type Expectation = (step: Step, memory: { at?: number }) => number;

const ROWS: readonly (readonly [keys: string, Expectation])[] = [
  ['mode: jam', ({ position }) => position],
  ['mode: hard-over', ({ position }) => toward(position, 25, 60)],
  ['mode: hard-over, to: min', ({ position }) => toward(position, -25, 60)],
  ['mode: hard-over, toDeg: -8, rateDegPerS: 5', ({ position }) => toward(position, -8, 5)],
  ['mode: float', ({ position }) => position * Math.exp(-PERIOD_S)],
  ['mode: disconnect', ({ position }) => toward(position, 0, 60)],
  ['mode: slow, rateDegPerS: 4', ({ position, frame }) => toward(position, served(position, TOLD(frame)), 4)],
  [
    'mode: hysteresis, widthDeg: 3',
    ({ position, frame, held }, memory) => {
      memory.at ??= held;
      memory.at = Math.max(TOLD(frame) - 1.5, Math.min(TOLD(frame) + 1.5, memory.at));
      return served(position, memory.at);
    },
  ],
  [
    'mode: oscillatory, amplitudeDeg: 2, frequencyHz: 1.5',
    ({ position, frame }) =>
      served(position, TOLD(frame) + 2 * Math.sin(2 * Math.PI * 1.5 * 0.02 * (frame - ONSET))),
  ],
  [
    'mode: oscillatory, form: solid, amplitudeDeg: 2, frequencyHz: 1.5, rampFrames: 100',
    ({ position, frame, held }) => {
      const amplitude = 2 * Math.min(1, (frame - ONSET) / 100);
      return served(position, held + amplitude * Math.sin(2 * Math.PI * 1.5 * 0.02 * (frame - ONSET)));
    },
  ],
  ['mode: feedback, offsetDeg: 1.5', ({ position, frame }) => served(position, TOLD(frame) - 1.5)],
  ['mode: voter-stuck', ({ position }) => served(position, TOLD(ONSET - 1))],
];

void t.test('each mode moves its surface as the catalogue says, in its frames, and no other surface', (t) => {
  const tried = new Set<string>();
  for (const [keys, next] of ROWS) {
    tried.add(/mode: ([\w-]+)/.exec(keys)?.[1] ?? '');
    for (const [window, isActive] of [
      ['', () => true],
      [', frames: 150', (elapsed: number) => elapsed < 150],
    ] as const) {
      const { positions, activated } = run([`target: actuator/elevator, onset: ${ONSET}, ${keys}${window}`]);
      const memory = {};
      let first = -1;
      let worst = 0;
      let elsewhere = 0;
      for (let frame = 0; frame < FRAMES; frame++) {
        for (let e = 1; e < EFFECTOR_COUNT; e++)
          if (positions[frame][e] !== PLAIN.positions[frame][e]) elsewhere++;
        const position = frame === 0 ? 0 : positions[frame - 1][ELEVATOR];
        const active = frame >= ONSET && isActive(frame - ONSET);
        const healthy = served(position, TOLD(frame));
        const held = PLAIN.positions[ONSET - 1][ELEVATOR];
        const wanted = active ? next({ position, frame, held }, memory) : healthy;
        worst = Math.max(worst, Math.abs(positions[frame][ELEVATOR] - wanted));
        if (frame < ONSET && positions[frame][ELEVATOR] !== PLAIN.positions[frame][ELEVATOR]) elsewhere++;
        if (first < 0 && active && Math.abs(wanted - healthy) > 1e-6) first = frame;
      }
      t.ok(worst < 1e-8, `${keys}${window}: ${worst} deg off`);
      t.equal(elsewhere, 0, `${keys}: nothing before the onset, and no other surface`);
      t.ok(first >= ONSET);
      t.equal(activated[0], first, `${keys}: activated in the first frame that differs`);
    }
  }
  t.same(
    Object.keys(FAULT_MODES.actuator).filter((mode) => !tried.has(mode)),
    [],
    'the table leaves no mode out',
  );
  t.end();
});

void t.test('a duty cycle makes a surface jam now and then', (t) => {
  const duty = 'duty: { activeFrames: 2, cycleFrames: 9 }';
  const { positions } = run([`target: actuator/elevator, mode: jam, onset: ${ONSET}, ${duty}`]);
  let stood = 0;
  for (let frame = 1; frame < FRAMES; frame++) {
    const before = positions[frame - 1][ELEVATOR];
    const active = frame >= ONSET && (frame - ONSET) % 9 < 2;
    const wanted = active ? before : served(before, TOLD(frame));
    t.ok(Math.abs(positions[frame][ELEVATOR] - wanted) < 1e-8, `frame ${frame}`);
    if (active) stood++;
  }
  t.equal(stood, 58);
  t.end();
});

void t.test('a position sensor that lies shows the command and hides the surface', (t) => {
  const still = (): number => 4096;
  const { positions, feedback } = run(
    ['target: actuator/elevator, mode: feedback, offsetDeg: 1.5, onset: 100'],
    'majority',
    still,
  );
  t.ok(Math.abs(positions[FRAMES - 1][ELEVATOR] - 2.5) < 1e-6);
  t.ok(Math.abs(feedback[FRAMES - 1] - 4) < 1e-6);
  t.equal(feedback[99], positions[99][ELEVATOR], 'before the onset it tells the truth');
  t.end();
});

void t.test('a stuck voter puts out one command, and says so', (t) => {
  const { voted } = run([`target: actuator/elevator, mode: voter-stuck, onset: ${ONSET}`]);
  t.same(new Set(voted.slice(ONSET)), new Set([commandOf(ELEVATOR, ONSET - 1)]));
  t.same(voted.slice(0, ONSET), PLAIN.voted.slice(0, ONSET));
  t.end();
});

void t.test(
  'faults of one surface act in the order from the vote to the surface, and of drives the last decides',
  (t) => {
    const slow = `target: actuator/elevator, mode: slow, rateDegPerS: 4, onset: ${ONSET}`;
    const run25 = `target: actuator/elevator, mode: hard-over, onset: ${ONSET}`;
    const sway = `target: actuator/elevator, mode: oscillatory, amplitudeDeg: 2, onset: ${ONSET}`;
    const speeds = (...faults: string[]): number => {
      const { positions } = run(faults);
      return positions[ONSET + 5][ELEVATOR] - positions[ONSET + 4][ELEVATOR];
    };
    t.ok(Math.abs(speeds(run25, slow) - 0.08) < 1e-9, 'a slow drive runs away slowly');
    t.ok(Math.abs(speeds(slow, run25) - 1.2) < 1e-9, 'a drive that runs away is not slow');
    const both = run([slow, sway]).positions;
    const other = run([sway, slow]).positions;
    t.same(both, other, 'what it is told comes before what it does, whatever the order');
    t.end();
  },
);

void t.test('one bad motor of three moves the surface by half a band at most, and two fight it', (t) => {
  const plain = run([], 'three-motor').positions;
  const rows: readonly (readonly [string, boolean])[] = [
    ['mode: jam', true],
    ['mode: hard-over', true],
    ['mode: hard-over, rateDegPerS: 3', true],
    ['mode: float', false],
    ['mode: disconnect', false],
    ['mode: slow, rateDegPerS: 1', true],
    ['mode: hysteresis, widthDeg: 2', true],
    ['mode: oscillatory, amplitudeDeg: 3', true],
    ['mode: oscillatory, form: solid, amplitudeDeg: 3', true],
    ['mode: feedback, offsetDeg: 2', true],
  ];
  for (const [keys, fights] of rows) {
    const { positions, forceFight } = run(
      [`target: actuator/elevator/1, onset: ${ONSET}, frames: 200, ${keys}`],
      'three-motor',
    );
    const worst = Math.max(
      ...positions.map((row, frame) => Math.abs(row[ELEVATOR] - plain[frame][ELEVATOR])),
    );
    t.ok(worst <= 0.025 + 1e-9, `${keys}: ${worst} deg`);
    t.equal(Math.max(...forceFight) > 0.9, fights, `${keys}: force fight ${Math.max(...forceFight)}`);
    t.same(positions.slice(0, ONSET), plain.slice(0, ONSET), 'nothing before the onset');
    t.ok(
      Math.abs(positions[FRAMES - 1][ELEVATOR] - plain[FRAMES - 1][ELEVATOR]) < 1e-6,
      `${keys}: it recovers`,
    );
  }
  t.end();
});

void t.test('a voter that is not there cannot stick', (t) => {
  const fault = 'faults: [{ target: actuator/elevator, mode: voter-stuck }]';
  const three = 'actuators: { elevator: { kind: three-motor } }';
  t.match(
    problemsOf('om, computers: 4, faults: 1', `${three}\n${fault}`),
    /can do nothing here: three motors on one surface have no voter/,
  );
  t.equal(problemsOf('om, computers: 4, faults: 1', fault), '');
  t.end();
});

void t.test('a monitor that reads the position sensor finds the drive, and not the sensor', async (t) => {
  const flown = async (fault: string) => {
    const spec = parseRig(
      `name: x\nscheme: { protocol: om, computers: 4, faults: 1 }\ndurationS: 6\nfaults:\n  - { target: actuator/rudder, onset: 60, ${fault} }`,
    );
    const { document } = await fly(spec, { seed: '3', replay: '' });
    const { activated, detected, masked } = document.faults[0];
    return { activated, detected, masked };
  };
  t.strictSame(await flown('mode: feedback, offsetDeg: 6'), {
    activated: true,
    detected: false,
    masked: false,
  });
  t.strictSame(await flown('mode: hard-over, toDeg: 6'), { activated: true, detected: true, masked: false });
});
