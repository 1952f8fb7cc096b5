/**
 * The surfaces of a rig with standbys: who may switch off whom, and what the record says of commands nobody heeds.
 */
import t from 'tap';
import { EngagedActuator } from '../../../actuators/engaged-actuator.js';
import { MajorityActuator } from '../../../actuators/majority-actuator.js';
import { SurfaceBank } from '../../../hil/rig/surface-bank.js';
import { COMPUTER_FLAG, EFFECTOR_FIELD, FrameRecord } from '../../../hil/record/frame-record.js';
import { options } from '../../actuators/cluster.js';

/** A frame in which each computer commands its own id on all four effectors. */
function step(
  bank: SurfaceBank,
  { computers, frame }: { computers: number; frame: number },
): { voted: number; aside: number[] } {
  const record = new FrameRecord(computers);
  bank.forgetCommands();
  for (let id = 0; id < computers; id++) bank.takeCommand(id, Int32Array.of(id * 0x10001, id * 0x10001));
  bank.step(record, frame);
  const ids = Array.from({ length: computers }, (_, id) => id);
  return {
    voted: record.ints[record.effectorAt(2, EFFECTOR_FIELD.voted)],
    aside: ids.filter((id) => record.has(id, COMPUTER_FLAG.aside)),
  };
}

function engaged(computers: number): SurfaceBank {
  const actuators = [0, 1, 2, 3].map(
    (effector) => new EngagedActuator(options(effector, computers), 'chain'),
  );
  return new SurfaceBank({ actuators, computers, positions: [0, 0, 0, 0] });
}

t.test('a trip is heeded against those before its sender, and against nobody else', (t) => {
  const bank = engaged(3);
  t.same(step(bank, { computers: 3, frame: 0 }), { voted: 0, aside: [1, 2] });
  bank.takeTrip(0, 0b111);
  t.same(step(bank, { computers: 3, frame: 1 }), { voted: 0, aside: [1, 2] }, 'not its own');
  bank.takeTrip(1, 0b111);
  t.same(step(bank, { computers: 3, frame: 2 }), { voted: 1, aside: [0, 2] });
  bank.takeTrip(2, 0b010);
  t.same(step(bank, { computers: 3, frame: 3 }), { voted: 2, aside: [0, 1] });
  t.end();
});

t.test('where all vote nobody is set aside, and a trip means nothing', (t) => {
  const actuators = [0, 1, 2, 3].map((effector) => new MajorityActuator(options(effector, 3)));
  const bank = new SurfaceBank({ actuators, computers: 3, positions: [0, 0, 0, 0] });
  bank.takeTrip(2, 0b011);
  bank.forgetCommands();
  t.same(step(bank, { computers: 3, frame: 0 }).aside, []);
  t.end();
});
