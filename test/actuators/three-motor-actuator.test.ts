import t from 'tap';
import { ACTUATOR_STATE, NO_COMMAND } from '../../actuators/actuator.js';
import { DriveFault } from '../../actuators/drive-faults.js';
import { ForceBalance } from '../../actuators/force-balance.js';
import { MajorityActuator } from '../../actuators/majority-actuator.js';
import { SERVO_PARAMETERS } from '../../actuators/servo-parameters.js';
import { ThreeMotorActuator } from '../../actuators/three-motor-actuator.js';
import { EFFECTOR, EFFECTORS } from '../../firmware/icd/effectors.js';
import { ABSENT, type Ballot, fly, options, PERIOD_S, words } from './cluster.js';

const BAND = SERVO_PARAMETERS[EFFECTOR.elevator].proportionalBand;
const deg = (value: number) => value * 1024;
const elevator = (computers = 3) => new ThreeMotorActuator(options(EFFECTOR.elevator, computers));
const near = (a: number, b: number, tolerance = 1e-9) => Math.abs(a - b) <= tolerance;
const alike = (counts: number): Ballot[] => [counts, counts, counts];

/** Sum of the forces at x, written down directly. */
function forceSum(places: readonly number[], x: number): number {
  return places.reduce((sum, place) => sum + Math.min(Math.max((place - x) / BAND, -1), 1), 0);
}

function balance(places: readonly (number | null)[], from = 0): ForceBalance & { at: number } {
  const forces = new ForceBalance(BAND);
  places.forEach((place, i) => {
    if (place === null) return;
    forces.places[i] = place;
    forces.engaged |= 1 << i;
  });
  return Object.assign(forces, { at: forces.equilibrium(from) });
}

t.test('the surface rests where the forces cancel, found by bisection of their sum', async (t) => {
  const steps = [0, 0.3, 0.5, 1, 1.3, 1.5, 2, 2.7, 3, 4, 200].map((bands) => bands * BAND);
  const places = [...steps, ...steps.map((step) => -step)];
  let wrong = 0;
  for (const triple of words(places, 3)) {
    let low = -300 * BAND;
    let high = 300 * BAND;
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (forceSum(triple, middle) > 0) low = middle;
      else high = middle;
    }
    if (!near(balance(triple).at, low, 1e-12)) wrong++;
  }
  t.equal(wrong, 0);
});

t.test(
  'two motors meet in the middle, or cancel and leave the surface; one is followed, none moves nothing',
  async (t) => {
    const far = 100 * BAND;
    const rows: [(number | null)[], number, number][] = [
      // places                from      rests at
      [[BAND, -BAND, null], /*     */ 3, /*          */ 0],
      [[null, BAND, 0], /*         */ -3, /*         */ BAND / 2],
      [[far, null, -far], /*       */ 2 * BAND, /*   */ 2 * BAND],
      [[far, null, -far], /*       */ 2 * far, /*    */ far - BAND],
      [[far, null, -far], /*       */ -2 * far, /*   */ -far + BAND],
      [[null, 7, null], /*         */ 3, /*          */ 7],
      [[null, null, null], /*      */ 3, /*          */ 3],
    ];
    for (const [places, from, expected] of rows)
      t.ok(near(balance(places, from).at, expected), `${places.join()} from ${from}`);
    t.ok(near(balance([far, null, -far]).forceFight(0), 1));
  },
);

t.test('ACT-FORCE: one motor never beats two, in any seat and either direction', async (t) => {
  const shifts = new Set<string>();
  for (const seat of [0, 1, 2]) {
    for (const good of [deg(-6), 0, deg(4)]) {
      for (const bad of [-25600, -1024, -60, -7, 7, 60, 1024, 25600]) {
        const actuator = elevator();
        const ballots = alike(good).with(seat, bad);
        const position = fly(actuator, { from: 0, to: 150 }, ballots).at(-1) ?? Number.NaN;
        const shift = position - good / 1024;
        t.ok(Math.abs(shift) <= BAND / 2 + 1e-9, `${ballots.join()}: off by ${shift} deg`);
        t.equal(actuator.voted, good);
        const hardOver = Math.abs(bad - good) > 1.5 * deg(BAND);
        t.equal(actuator.outvoted, hardOver ? 1 << seat : 0);
        t.ok(
          hardOver ? near(actuator.forceFight, 1) : actuator.forceFight < 1,
          `fight ${actuator.forceFight}`,
        );
        shifts.add(hardOver ? 'half a band' : 'less');
        if (hardOver) t.ok(near(Math.abs(shift), BAND / 2), 'the stated offset');
      }
    }
  }
  t.equal(shifts.size, 2, 'both kinds were seen');
});

t.test(
  'three equal commands move the surface exactly as the voted actuator does, without a fight',
  async (t) => {
    for (const [effector, { name, max }] of EFFECTORS.entries()) {
      const three = new ThreeMotorActuator(options(effector, 3));
      const voted = new MajorityActuator(options(effector, 3));
      const commands = (frame: number) => alike(Math.round((max * ((frame * 37) % 100)) / 100));
      let fight = 0;
      for (let frame = 0; frame < 200; frame++) {
        const [a] = fly(three, { from: frame, to: frame + 1 }, commands);
        const [b] = fly(voted, { from: frame, to: frame + 1 }, commands);
        if (a !== b) t.fail(`${name}, frame ${frame}: ${a} and ${b}`);
        fight = Math.max(fight, three.forceFight);
      }
      t.equal(fight, 0, name);
    }
  },
);

t.test('commands that differ by a few counts average out, where an exact voter stops', async (t) => {
  const ballots = [100, 104, 111];
  const three = elevator();
  const voted = new MajorityActuator(options(EFFECTOR.elevator, 3));
  fly(three, { from: 0, to: 100 }, ballots);
  fly(voted, { from: 0, to: 100 }, ballots);
  t.ok(near(three.position * 1024, 105), `rests at ${three.position * 1024}`);
  t.equal(three.state, ACTUATOR_STATE.following);
  t.equal(three.voted, 104);
  t.equal(three.outvoted, 0);
  t.ok(three.forceFight > 0 && three.forceFight < 0.2, `fight ${three.forceFight}`);
  t.equal(voted.state, ACTUATOR_STATE.damped);
});

t.test('the surface keeps its rate, whatever the motors do', async (t) => {
  const actuator = elevator();
  const positions = fly(actuator, { from: 0, to: 400 }, (frame) => {
    const bit = (shift: number) => ((frame >> shift) & 1) === 1;
    return [bit(5) ? 25600 : -25600, bit(6) ? ABSENT : 20000, bit(7) ? -25600 : ABSENT];
  });
  const steps = positions.slice(1).map((position, i) => Math.abs(position - positions[i]));
  t.ok(near(Math.max(...steps), 60 * PERIOD_S, 1e-6), `${Math.max(...steps)} deg a frame`);
});

t.test(
  'absent motors are dragged along; without any the surface holds, then trails, then follows again',
  async (t) => {
    const actuator = elevator();
    t.ok(near(fly(actuator, { from: 0, to: 100 }, [deg(8), ABSENT, ABSENT]).at(-1) ?? 0, 8), 'one is enough');
    t.equal(actuator.absent, 2);
    t.equal(actuator.voted, deg(8));
    fly(actuator, { from: 100, to: 101 }, [deg(8), deg(8) + 3, ABSENT]);
    t.equal(actuator.voted, deg(8) + 2, 'the middle of two');
    fly(actuator, { from: 101, to: 150 }, [deg(8), ABSENT, ABSENT]);
    const held = fly(actuator, { from: 150, to: 200 }, [ABSENT, ABSENT, ABSENT]);
    t.ok(held.every((position) => position === held[0]));
    t.equal(actuator.state, ACTUATOR_STATE.hold);
    t.equal(actuator.voted, NO_COMMAND);
    t.equal(actuator.forceFight, 0);
    t.ok(near(fly(actuator, { from: 200, to: 250 }, [ABSENT, ABSENT, ABSENT])[49], held[0] * Math.exp(-1)));
    t.equal(actuator.state, ACTUATOR_STATE.damped);
    t.equal(fly(actuator, { from: 250, to: 400 }, alike(deg(-3))).at(-1), -3);
    t.equal(actuator.state, ACTUATOR_STATE.following);
  },
);

t.test('with one of two motors the other way the surface stays, and nobody is called wrong', async (t) => {
  const actuator = elevator();
  fly(actuator, { from: 0, to: 100 }, alike(deg(2)));
  const positions = fly(actuator, { from: 100, to: 200 }, [deg(20), deg(-20), ABSENT]);
  t.ok(
    positions.every((position) => near(position, 2, 2)),
    `${Math.min(...positions)} … ${Math.max(...positions)}`,
  );
  t.ok(near(positions[50], positions[99]), 'at rest');
  t.ok(near(actuator.forceFight, 1));
  t.equal(actuator.outvoted, 0);
});

t.test('a bad motor is overpowered: jammed, hard over or without drive', async (t) => {
  const commands = (frame: number) => alike(deg(frame < 50 ? 0 : 5));
  for (const motor of [0, 1, 2]) {
    for (const [mode, fight, shift] of [
      ['jam', 1, -BAND / 2],
      ['hard-over', 1, BAND / 2],
      ['float', 0, 0],
    ] as const) {
      const actuator = elevator();
      const fault = new DriveFault({ effector: EFFECTOR.elevator, mode, motor, onset: 20, frames: 180 });
      actuator.attach(fault);
      fly(actuator, { from: 0, to: 200 }, commands);
      t.ok(near(actuator.position, 5 + shift), `${mode} of motor ${motor}: ${actuator.position}`);
      t.ok(near(actuator.forceFight, fight), `fight ${actuator.forceFight}`);
      t.equal(actuator.state, ACTUATOR_STATE.following);
      t.equal(actuator.outvoted, 0, 'the computers are not to blame');
      t.equal(fault.activated, mode !== 'float', 'the others make up for a motor without drive completely');
      t.equal(fly(actuator, { from: 200, to: 300 }, commands).at(-1), 5, 'and it recovers');
      t.equal(fault.changed, false);
    }
  }
});

t.test('two bad motors beat the good one, and three without drive leave the surface to trail', async (t) => {
  const beaten = elevator();
  for (const motor of [0, 1])
    beaten.attach(
      new DriveFault({
        effector: EFFECTOR.elevator,
        mode: 'hard-over',
        motor,
        onset: 0,
        frames: 200,
        to: deg(-9),
      }),
    );
  t.ok(near(fly(beaten, { from: 0, to: 200 }, alike(deg(5))).at(-1) ?? 0, -9 + BAND / 2));
  const adrift = elevator();
  adrift.reset(8);
  for (const motor of [0, 1, 2])
    adrift.attach(
      new DriveFault({ effector: EFFECTOR.elevator, mode: 'float', motor, onset: 0, frames: 50 }),
    );
  t.ok(near(fly(adrift, { from: 0, to: 50 }, alike(deg(8))).at(-1) ?? 0, 8 * Math.exp(-1)));
  t.equal(adrift.state, ACTUATOR_STATE.float);
  t.equal(adrift.forceFight, 0);
});

t.test('a jam of the whole surface is no fight between its motors', async (t) => {
  const actuator = elevator();
  const fault = new DriveFault({ effector: EFFECTOR.elevator, mode: 'jam', onset: 10, frames: 100 });
  actuator.attach(fault);
  fly(actuator, { from: 0, to: 100 }, (frame) => alike(frame * 50));
  t.equal(actuator.state, ACTUATOR_STATE.jam);
  t.ok(fault.activated && near(actuator.position, 0.25, 0.25));
  t.equal(actuator.forceFight, 0);
});

t.test('three motors need three computers; of more, the others have no motor', async (t) => {
  for (const computers of [1, 2]) {
    t.throws(() => elevator(computers), {
      name: 'RangeError',
      message: `computers = ${computers}: three motors need at least 3`,
    });
  }
  const actuator = elevator(4);
  fly(actuator, { from: 0, to: 100 }, [0, 0, 0, 25600]);
  t.equal(actuator.position, 0);
  t.equal(actuator.outvoted, 0);
});

t.test('reset starts over', async (t) => {
  const actuator = elevator();
  const fault = new DriveFault({ effector: EFFECTOR.elevator, mode: 'jam', motor: 1, onset: 5, frames: 20 });
  actuator.attach(fault);
  const first = fly(actuator, { from: 0, to: 60 }, (frame) => [frame * 40, frame * 44, frame * 38]);
  t.ok(fault.activated);
  actuator.reset(0);
  t.equal(fault.activated, false);
  t.strictSame(
    fly(actuator, { from: 0, to: 60 }, (frame) => [frame * 40, frame * 44, frame * 38]),
    first,
  );
});
