import t from 'tap';
import { ACTUATOR_STATE, ACTUATOR_STATE_NAMES, NO_COMMAND } from '../../actuators/actuator.js';
import { DriveFault } from '../../actuators/drive-faults.js';
import { MajorityActuator } from '../../actuators/majority-actuator.js';
import { SERVO_PARAMETERS } from '../../actuators/servo-parameters.js';
import { EFFECTOR, EFFECTORS } from '../../firmware/icd/effectors.js';
import { ABSENT, type Ballot, fly, options, PERIOD_S, words } from './cluster.js';

const QUAD = 4;
const all = (counts: number): Ballot[] => Array<Ballot>(QUAD).fill(counts);
const deg = (value: number) => value * 1024;
const elevator = (more: object = {}) =>
  new MajorityActuator({ ...options(EFFECTOR.elevator, QUAD), ...more });
const near = (a: number, b: number, tolerance = 1e-9) => Math.abs(a - b) <= tolerance;

t.test('a small step is answered with the lag of 20.2 rad/s, and arrives exactly', async (t) => {
  const actuator = elevator();
  actuator.reset(-2);
  const positions = fly(actuator, { from: 0, to: 100 }, all(deg(-1)));
  for (const frame of [0, 1, 5, 20]) {
    const expected = -1 - Math.exp(-20.2 * PERIOD_S * (frame + 1));
    t.ok(near(positions[frame], expected), `frame ${frame}: ${positions[frame]}`);
  }
  t.equal(positions[99], -1);
  t.equal(actuator.state, ACTUATOR_STATE.following);
  t.equal(actuator.voted, -1024);
  t.equal(actuator.forceFight, 0);
});

t.test('no effector is faster than its rate or goes past its ends, and each comes to both', async (t) => {
  for (const [effector, { name, min, max, countsPerUnit }] of EFFECTORS.entries()) {
    const actuator = new MajorityActuator(options(effector, QUAD));
    const low = min / countsPerUnit;
    const high = max / countsPerUnit;
    actuator.reset(low);
    const positions = [
      low,
      ...fly(actuator, { from: 0, to: 200 }, all(32767)),
      ...fly(actuator, { from: 200, to: 400 }, all(-32767)),
    ];
    const rates = positions.slice(1).map((position, i) => Math.abs(position - positions[i]) / PERIOD_S);
    t.equal(Math.max(...positions), high, `${name} high end`);
    t.equal(positions.at(-1), low, `${name} low end`);
    t.ok(
      near(Math.max(...rates), SERVO_PARAMETERS[effector].rateLimitPerS, 1e-6),
      `${name} ${Math.max(...rates)}/s`,
    );
  }
  const throttle = new MajorityActuator(options(EFFECTOR.throttle, QUAD));
  t.ok(near(fly(throttle, { from: 0, to: 1 }, all(16384 / 50))[0], 0.02, 1e-4), 'the throttle has no lag');
});

t.test('ACT-MAJ: wherever a majority agrees, the surface moves as if they were alone', async (t) => {
  const good = deg(3);
  let same = 0;
  let overruled = 0;
  for (const ballots of words<Ballot>([good, deg(-20), 32767, ABSENT], QUAD)) {
    const goodVotes = ballots.filter((ballot) => ballot === good).length;
    if (goodVotes < 2 || 2 * goodVotes <= ballots.filter((ballot) => ballot !== ABSENT).length) continue;
    const actuator = elevator();
    const alone = elevator();
    const moved = fly(actuator, { from: 0, to: 5 }, ballots);
    t.strictSame(moved, fly(alone, { from: 0, to: 5 }, all(good)));
    same++;
    if (actuator.outvoted !== 0) overruled++;
  }
  t.ok(same > 20 && overruled > 10, `${same} majorities, ${overruled} with somebody overruled`);
});

t.test(
  'without a majority the surface holds for 50 frames, then trails, and follows again when one returns',
  async (t) => {
    for (const split of [
      [0, 5, 0, 5],
      [1, 2, 3, 4],
      [ABSENT, ABSENT, ABSENT, ABSENT],
    ] satisfies Ballot[][]) {
      const actuator = elevator();
      fly(actuator, { from: 0, to: 100 }, all(deg(8)));
      const held = fly(actuator, { from: 100, to: 150 }, split);
      t.ok(held.every((position) => position === 8));
      t.equal(actuator.state, ACTUATOR_STATE.hold);
      t.equal(actuator.voted, NO_COMMAND);
      t.equal(actuator.outvoted, 0, 'nobody is blamed where nobody is right');
      const trailed = fly(actuator, { from: 150, to: 200 }, split);
      t.equal(actuator.state, ACTUATOR_STATE.damped);
      t.ok(near(trailed[49], 8 * Math.exp(-1)), 'time constant of one second');
      fly(actuator, { from: 200, to: 201 }, all(deg(8)));
      t.equal(actuator.state, ACTUATOR_STATE.following);
      t.equal(fly(actuator, { from: 201, to: 300 }, all(deg(8))).at(-1), 8);
      fly(actuator, { from: 300, to: 350 }, split);
      t.equal(actuator.state, ACTUATOR_STATE.hold, 'patience starts over');
    }
  },
);

t.test('the wait before trailing can be set, and be none', async (t) => {
  const impatient = elevator({ noMajority: 'damped' });
  const three = elevator({ holdFrames: 3 });
  for (const actuator of [impatient, three]) actuator.reset(8);
  t.ok(fly(impatient, { from: 0, to: 1 }, [1, 2, 3, 4])[0] < 8);
  t.equal(impatient.state, ACTUATOR_STATE.damped);
  const positions = fly(three, { from: 0, to: 4 }, [1, 2, 3, 4]);
  t.same(
    positions.map((position) => position === 8),
    [true, true, true, false],
  );
});

t.test('absent computers are counted', async (t) => {
  const actuator = elevator();
  fly(actuator, { from: 0, to: 1 }, [5, ABSENT, 5, ABSENT]);
  t.equal(actuator.absent, 2);
  fly(actuator, { from: 1, to: 2 }, all(5));
  t.equal(actuator.absent, 0);
});

/** Commands that keep the surface moving. */
const swaying = (frame: number) => all(deg((frame % 40) / 4));

t.test(
  'a jam stays, a hard-over runs to its end at full rate, a float trails, and each lets go',
  async (t) => {
    const window = { onset: 30, frames: 70 };
    const plain = fly(elevator(), { from: 0, to: 300 }, swaying);

    const jammed = elevator();
    jammed.attach(new DriveFault({ effector: EFFECTOR.elevator, mode: 'jam', ...window }));
    const jam = fly(jammed, { from: 0, to: 300 }, swaying);
    t.ok(jam.slice(30, 100).every((position) => position === plain[29]));

    const runaway = elevator();
    runaway.attach(
      new DriveFault({ effector: EFFECTOR.elevator, mode: 'hard-over', ...window, to: deg(-12) }),
    );
    const hardOver = fly(runaway, { from: 0, to: 300 }, swaying);
    t.ok(near(hardOver[30] - hardOver[29], -60 * PERIOD_S), 'full rate');
    t.equal(hardOver[99], -12);

    const undriven = elevator();
    undriven.attach(new DriveFault({ effector: EFFECTOR.elevator, mode: 'float', ...window }));
    const float = fly(undriven, { from: 0, to: 300 }, swaying);
    t.ok(near(float[99], plain[29] * Math.exp(-70 * PERIOD_S)));

    for (const positions of [jam, hardOver, float]) {
      t.strictSame(positions.slice(0, 30), plain.slice(0, 30), 'nothing before the onset');
      t.ok(near(positions[299], plain[299]), 'and it follows again');
    }
  },
);

t.test('a fault says when it acted, and a jam of a surface that stands still did not', async (t) => {
  for (const mode of ['jam', 'hard-over', 'float'] as const) {
    const actuator = elevator();
    const fault = new DriveFault({ effector: EFFECTOR.elevator, mode, onset: 30, frames: 20 });
    actuator.attach(fault);
    const changed: number[] = [];
    for (let frame = 0; frame < 80; frame++) {
      fly(actuator, { from: frame, to: frame + 1 }, swaying);
      if (fault.changed) changed.push(frame);
      const name = ACTUATOR_STATE_NAMES[actuator.state];
      if (name !== (fault.active(frame) ? mode : 'following')) t.fail(`frame ${frame}: ${name}`);
      if (actuator.voted !== swaying(frame)[0]) t.fail(`frame ${frame}: the vote goes on`);
    }
    t.equal(fault.activated, true, mode);
    t.ok(
      changed.length > 10 && changed.every((frame) => frame >= 30 && frame < 50),
      `${mode} changed ${changed.length} frames`,
    );
    actuator.reset(0);
    t.equal(fault.activated, false, 'a new flight');
  }
  const still = elevator();
  const idle = new DriveFault({ effector: EFFECTOR.elevator, mode: 'jam', onset: 0, frames: Infinity });
  still.attach(idle);
  fly(still, { from: 0, to: 50 }, all(0));
  t.equal(idle.activated, false);
});

t.test('of two faults at once the last attached decides', async (t) => {
  const actuator = elevator();
  actuator.attach(new DriveFault({ effector: EFFECTOR.elevator, mode: 'hard-over', onset: 0, frames: 100 }));
  actuator.attach(new DriveFault({ effector: EFFECTOR.elevator, mode: 'jam', onset: 50, frames: 100 }));
  fly(actuator, { from: 0, to: 50 }, all(0));
  t.equal(actuator.position, 25);
  t.equal(fly(actuator, { from: 50, to: 150 }, all(0)).at(-1), 25);
  t.equal(fly(actuator, { from: 150, to: 250 }, all(0)).at(-1), 0);
});

t.test('what cannot be is refused by name', async (t) => {
  t.throws(() => elevator({ computers: 0 }), { message: /computers = 0/ });
  t.throws(() => elevator({ lagCoefficient: 0 }), { message: /lagCoefficient = 0/ });
  t.throws(() => elevator({ dampedCoefficient: 1.1 }), { message: /dampedCoefficient = 1.1/ });
  t.throws(() => elevator({ periodS: Number.NaN }), { message: /periodS = NaN/ });
  t.throws(() => elevator({ holdFrames: -1 }), { message: /holdFrames = -1/ });
  t.throws(() => elevator({ effector: 4 }), { message: /effector = 4/ });
  const window = { onset: 0, frames: 1 };
  t.throws(
    () =>
      elevator().attach(new DriveFault({ effector: EFFECTOR.elevator, mode: 'jam', ...window, motor: 0 })),
    {
      message: /motor = 0/,
    },
  );
  t.throws(() => new DriveFault({ effector: EFFECTOR.elevator, mode: 'jam', ...window, motor: 3 }), {
    message: /motor = 3/,
  });
  t.throws(() => new DriveFault({ effector: EFFECTOR.elevator, mode: 'jam', ...window, to: 5 }), {
    message: /to = 5/,
  });
  t.throws(
    () => new DriveFault({ effector: EFFECTOR.elevator, mode: 'hard-over', ...window, to: Infinity }),
    {
      message: /to = Infinity/,
    },
  );
  t.throws(() => new DriveFault({ effector: EFFECTOR.elevator, mode: 'jam', onset: -1, frames: 1 }), {
    message: /onset = -1/,
  });
  t.throws(() => new DriveFault({ effector: EFFECTOR.elevator, mode: 'jam', onset: 0, frames: Number.NaN }), {
    message: /frames = NaN/,
  });
});
