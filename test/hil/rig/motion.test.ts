import t from 'tap';
import type { Actuator } from '../../../actuators/actuator.js';
import { FOLLOW_PERSISTENCE_FRAMES } from '../../../actuators/follow-monitor.js';
import { EFFECTORS } from '../../../firmware/icd/effectors.js';
import { CONTROL, type Aircraft } from '../../../hil/plant/aircraft.js';
import {
  DOUBLE,
  EFFECTOR_FIELD,
  EFFECTOR_FLAG,
  FrameRecord,
  NO_COMMAND,
} from '../../../hil/record/frame-record.js';
import { Motion } from '../../../hil/rig/motion.js';
import { PilotScript } from '../../../hil/rig/pilot-script.js';
import { SurfaceBank } from '../../../hil/rig/surface-bank.js';

/** dx/dt = elevator in degrees + gust; it notes how often it was asked and what it saw. */
class Cart implements Aircraft {
  readonly name = 'cart';
  readonly stateLength = 1;
  asked = 0;
  controls: number[] = [];

  derivative(_state: Float64Array, controls: Float64Array, gust: Float64Array, out: Float64Array): void {
    this.asked++;
    this.controls = [...controls];
    out[0] = controls[CONTROL.elevatorDeg] + gust[0];
  }

  truth(state: Float64Array, _controls: Float64Array, gust: Float64Array, out: Float64Array): void {
    out.fill(state[0], 0, 12);
    out[1] = gust[0];
  }
}

function motionOf(periodS: number): {
  motion: Motion;
  cart: Cart;
  record: FrameRecord;
  state: Float64Array;
  gusts: () => number;
} {
  const cart = new Cart();
  const state = Float64Array.of(100);
  let gusts = 0;
  const turbulence = { step: (gust: Float64Array) => void (gust[0] = ++gusts) };
  const pilot = new PilotScript({ steps: [{ atS: 0, stickPitch: 0.25 }], periodUs: periodS * 1e6 });
  const motion = new Motion({
    aircraft: cart,
    state,
    controls: Float64Array.of(0.4, 0, 0, 0),
    turbulence,
    pilot,
    periodS,
  });
  return { motion, cart, record: new FrameRecord(1), state, gusts: () => gusts };
}

t.test('a frame up to 20 ms is one step, a longer one is equal steps of at most 20 ms', (t) => {
  for (const [periodMs, steps] of [
    [1, 1],
    [10, 1],
    [20, 1],
    [20.001, 2],
    [40, 2],
    [50, 3],
    [60, 3],
    [100, 5],
    [140, 7],
  ] as const) {
    const { motion, cart, record, state } = motionOf(periodMs / 1000);
    motion.sense(0, record);
    motion.move(Float64Array.of(2, 0, 0, 0));
    t.equal(cart.asked, 4 * steps, `${periodMs} ms: four evaluations a step`);
    t.ok(Math.abs(state[0] - (100 + 3 * (periodMs / 1000))) < 1e-9, 'and the whole of it is flown');
  }
  t.end();
});

t.test(
  "truth is what stands at the start of the frame, with one gust a frame, and the pilot's lever at trim",
  (t) => {
    const { motion, cart, record, gusts } = motionOf(0.04);
    motion.sense(0, record);
    t.same(
      [...record.doubles.subarray(DOUBLE.truth, DOUBLE.truth + 16)],
      [100, 1, ...Array.from({ length: 10 }, () => 100), 0.25, 0, 0, 0.4],
    );
    t.same([...record.doubles.subarray(DOUBLE.gust, DOUBLE.gust + 3)], [1, 0, 0]);
    motion.move(Float64Array.of(1, 2, 3, 0.5));
    t.same(cart.controls, [0.5, 1, 2, 3], 'each effector on its own control');
    motion.sense(1, record);
    t.ok(Math.abs(record.doubles[0] - 100.08) < 1e-9);
    t.equal(gusts(), 2);
    t.end();
  },
);

class FakeActuator implements Actuator {
  position = 0;
  voted = 0;
  state = 0;
  outvoted = 5;
  absent = 0;
  forceFight = 0.5;
  seen: number[] = [];
  readonly effector: number;

  constructor(effector: number) {
    this.effector = effector;
  }

  get feedback(): number {
    return this.position;
  }

  reset(position: number): void {
    this.position = position;
  }

  attach(): void {}

  step(commands: Int16Array, present: Uint8Array): void {
    this.seen = [...present].map((there, i) => (there === 1 ? commands[4 * i + this.effector] : NO_COMMAND));
  }
}

function bankOf(computers: number): { bank: SurfaceBank; actuators: FakeActuator[]; record: FrameRecord } {
  const actuators = EFFECTORS.map((_, effector) => new FakeActuator(effector));
  const bank = new SurfaceBank({ actuators, computers, positions: [1, 2, 3, 0.5] });
  return { bank, actuators, record: new FrameRecord(computers) };
}

const words = (counts: readonly number[]): Int32Array => new Int32Array(Int16Array.from(counts).buffer);

t.test(
  'four commands come out of two words, the first packet of a computer counts, and none outlives its frame',
  (t) => {
    const { bank, actuators, record } = bankOf(3);
    t.same(
      actuators.map(({ position }) => position),
      [1, 2, 3, 0.5],
    );
    bank.takeCommand(0, words([-25600, 22016, -1, 16384]));
    bank.takeCommand(2, words([0, -32767, 32767, 1]));
    bank.takeCommand(2, words([9, 9, 9, 9]));
    bank.step(record, 0);
    t.same(
      actuators.map(({ seen }) => seen),
      [
        [-25600, NO_COMMAND, 0],
        [22016, NO_COMMAND, -32767],
        [-1, NO_COMMAND, 32767],
        [16384, NO_COMMAND, 1],
      ],
    );
    bank.forgetCommands();
    bank.step(record, 1);
    t.same(actuators[0].seen, [NO_COMMAND, NO_COMMAND, NO_COMMAND]);
    t.ok(bank.commands.every((count) => count === 0));
    t.end();
  },
);

t.test('what the actuators did goes into the record', (t) => {
  const { bank, actuators, record } = bankOf(2);
  Object.assign(actuators[2], { voted: -77, state: 3, position: -4.5 });
  bank.step(record, 0);
  t.same([...record.doubles.subarray(DOUBLE.position, DOUBLE.position + 4)], [1, 2, -4.5, 0.5]);
  t.same([...record.doubles.subarray(DOUBLE.forceFight, DOUBLE.forceFight + 4)], [0.5, 0.5, 0.5, 0.5]);
  t.same(
    [...record.ints.subarray(record.effectorAt(2, 0), record.effectorAt(2, EFFECTOR_FIELD.length))],
    [-77, 3, 5, 0],
  );
  t.same([...bank.positions], [1, 2, -4.5, 0.5]);
  t.end();
});

t.test(
  'a surface that stays away from its command miscompares after the stated frames, not while it has none',
  (t) => {
    const { bank, actuators, record } = bankOf(2);
    const miscompares = (frames: number): boolean[] => {
      for (let frame = 0; frame < frames; frame++) bank.step(record, frame);
      return EFFECTORS.map(
        (_, e) => (record.ints[record.effectorAt(e, EFFECTOR_FIELD.flags)] & EFFECTOR_FLAG.miscompares) !== 0,
      );
    };
    actuators.forEach((actuator, e) => (actuator.voted = actuator.position * EFFECTORS[e].countsPerUnit));
    actuators[1].voted = Math.round((2 + 0.061 * 43) * EFFECTORS[1].countsPerUnit);
    actuators[3].voted = Math.round((0.5 - 0.059) * EFFECTORS[3].countsPerUnit);
    t.same(miscompares(FOLLOW_PERSISTENCE_FRAMES - 1), [false, false, false, false]);
    t.same(miscompares(1), [false, true, false, false], '6 % of the range is the tolerance');
    actuators[1].voted = NO_COMMAND;
    t.same(miscompares(1), [false, false, false, false]);
    actuators[1].voted = 0;
    actuators[1].position = -10;
    t.same(
      miscompares(FOLLOW_PERSISTENCE_FRAMES - 1),
      [false, false, false, false],
      'the count starts again',
    );
    t.same(miscompares(1), [false, true, false, false]);
    t.end();
  },
);
