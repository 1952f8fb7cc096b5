import t from 'tap';
import { ACTUATOR_STATE, NO_COMMAND } from '../../actuators/actuator.js';
import { EngagedActuator } from '../../actuators/engaged-actuator.js';
import { DriveFault } from '../../actuators/drive-faults.js';
import { EFFECTOR_COUNT } from '../../firmware/icd/effectors.js';
import { ABSENT, ballotArrays, type Ballot, options } from './cluster.js';

/** What the elevator did in a frame: command followed, and the bitmasks. */
function steps(
  actuator: EngagedActuator,
  frames: readonly (readonly Ballot[])[],
): { voted: number; state: number; aside: number; outvoted: number; absent: number }[] {
  return frames.map((ballots, frame) => {
    const [commands, present] = ballotArrays(0, ballots);
    // Halves of a pair agree about the other surfaces, unless a test says otherwise.
    for (let i = 0; i < ballots.length; i++)
      for (let e = 1; e < EFFECTOR_COUNT; e++) commands[i * EFFECTOR_COUNT + e] = e;
    actuator.step(commands, present, frame);
    const { voted, state, aside, outvoted, absent } = actuator;
    return { voted, state, aside, outvoted, absent };
  });
}

const { following, hold, damped } = ACTUATOR_STATE;

t.test('a row: the first that speaks is followed, whatever the others say', (t) => {
  const seen = steps(new EngagedActuator(options(0, 3), 'chain'), [
    [100, 200, 200],
    [ABSENT, 200, 200],
    [ABSENT, 200, 200],
    [ABSENT, 200, 200],
    [100, 200, 200],
  ]);
  t.strictSame(seen, [
    { voted: 100, state: following, aside: 0b110, outvoted: 0, absent: 0 },
    { voted: NO_COMMAND, state: hold, aside: 0b110, outvoted: 0, absent: 1 },
    { voted: NO_COMMAND, state: hold, aside: 0b110, outvoted: 0, absent: 1 },
    { voted: 200, state: following, aside: 0b100, outvoted: 0, absent: 1 },
    { voted: 200, state: following, aside: 0b101, outvoted: 0b001, absent: 0 },
  ]);
  t.end();
});

t.test('pairs: one command said twice is followed, half a pair or two minds are silence', (t) => {
  const seen = steps(new EngagedActuator(options(0, 4), 'pairs'), [
    [100, 100, 200, 200],
    [100, 101, 200, 200],
    [100, ABSENT, 200, 200],
    [NO_COMMAND, NO_COMMAND, 200, 200],
    [100, 100, 200, 200],
    [100, 100, ABSENT, 200],
  ]);
  t.strictSame(
    seen.map(({ voted, aside, outvoted }) => ({ voted, aside, outvoted })),
    [
      { voted: 100, aside: 0b1100, outvoted: 0 },
      { voted: NO_COMMAND, aside: 0b1100, outvoted: 0 },
      { voted: NO_COMMAND, aside: 0b1100, outvoted: 0 },
      { voted: 200, aside: 0, outvoted: 0 },
      { voted: 200, aside: 0b0011, outvoted: 0b0011 },
      { voted: NO_COMMAND, aside: 0b0011, outvoted: 0b0011 },
    ],
  );
  t.end();
});

t.test('a pair at odds about the rudder is not followed by the elevator either', (t) => {
  const actuator = new EngagedActuator(options(0, 4), 'pairs');
  const [commands, present] = ballotArrays(0, [100, 100, 200, 200]);
  for (let i = 0; i < 4; i++) commands.set([100, 0, i === 1 ? 5 : 0, 0], i * EFFECTOR_COUNT);
  actuator.step(commands, present, 0);
  t.equal(actuator.voted, NO_COMMAND);
  t.end();
});

t.test('who is switched off is passed over at once and for good; pairs cannot be switched off', (t) => {
  const row = new EngagedActuator(options(0, 2), 'chain');
  row.trip(0b01);
  t.strictSame(steps(row, [[100, 200]])[0].voted, 200);
  row.trip(0b10);
  t.strictSame(steps(row, [[100, 200]])[0].voted, NO_COMMAND, 'nobody is left, though both speak');
  row.reset(0);
  t.strictSame(steps(row, [[100, 200]])[0].voted, 100);
  const pairs = new EngagedActuator(options(0, 4), 'pairs');
  pairs.trip(0b1111);
  t.strictSame(steps(pairs, [[100, 100, 200, 200]])[0].voted, 100);
  t.end();
});

t.test('with nobody to follow it holds, then trails, and follows at once who returns', (t) => {
  const actuator = new EngagedActuator({ ...options(0, 2), holdFrames: 4 }, 'chain');
  const states = steps(actuator, [
    [100, ABSENT],
    ...Array.from({ length: 6 }, () => [ABSENT, ABSENT]),
    [ABSENT, 100],
  ]).map(({ state }) => state);
  t.strictSame(states, [following, hold, hold, hold, hold, damped, damped, following]);
  t.end();
});

t.test('it moves as its servo does, suffers faults of the surface, and has no motors', (t) => {
  const actuator = new EngagedActuator(options(0, 2), 'chain');
  steps(
    actuator,
    Array.from({ length: 50 }, () => [1024, 0]),
  );
  const { position } = actuator;
  t.ok(Math.abs(position - 1) < 1e-6, String(position));
  actuator.attach(new DriveFault({ effector: 0, mode: 'jam', onset: 0, frames: Infinity }));
  steps(actuator, [[5 * 1024, 0]]);
  t.strictSame([actuator.position, actuator.state], [position, ACTUATOR_STATE.jam]);
  t.throws(
    () => actuator.attach(new DriveFault({ effector: 0, mode: 'jam', onset: 0, frames: 1, motor: 1 })),
    /has no motors/,
  );
  t.throws(() => new EngagedActuator(options(0, 3), 'pairs'), /computers = 3 cannot be pairs/);
  t.throws(() => new EngagedActuator(options(0, 0), 'chain'), RangeError);
  t.end();
});
