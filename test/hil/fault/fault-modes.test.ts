/**
 * Keys that every fault has, targets that are several, and what a mode asks of its quantity.
 */
import t from 'tap';
import { readFaults } from '../../../hil/fault/fault-file.js';
import { type FaultSpec, isActive, rampShare } from '../../../hil/fault/fault-spec.js';
import { QUAD, readFault } from '../../support/read-fault.js';

t.test('any fault comes and goes with a duty cycle, and an amount may grow', async (t) => {
  const duty = { activeFrames: 3, cycleFrames: 10 };
  const targets = [
    ['sensor/alpha/0', 'dropout'],
    ['computer/1', 'crash'],
    ['link/0/1', 'omission'],
    ['actuator/elevator', 'jam'],
  ];
  for (const [target, mode] of targets) {
    const { spec, lines } = readFault({ target, mode, onset: 20, frames: 35, duty });
    t.same(lines, []);
    t.match(spec, { duty });
    const active = Array.from({ length: 80 }, (_, frame) => frame).filter((frame) =>
      isActive(spec as unknown as FaultSpec, frame),
    );
    t.same(
      active,
      [20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 52],
      `${target}: frames 20 … 54, three of ten`,
    );
  }
  const { spec } = readFault({ target: 'sensor/alpha/0', mode: 'bias', offset: 5, onset: 20, rampFrames: 8 });
  t.equal(spec.rampFrames, 8);
  t.same(
    [20, 22, 28, 99].map((frame) => rampShare(spec as unknown as FaultSpec, frame)),
    [0, 0.25, 1, 1],
  );
  t.equal(rampShare({ ...spec, rampFrames: 0 } as unknown as FaultSpec, 20), 1);
  const bias = { target: 'sensor/alpha/0', mode: 'bias', offset: 5 };
  const rows: readonly (readonly [object, string])[] = [
    [
      { ...bias, duty: { activeFrames: 5, cycleFrames: 5 } },
      'duty.cycleFrames | = 5 | must be more than activeFrames',
    ],
    [{ ...bias, duty: { activeFrames: 0, cycleFrames: 5 } }, 'duty.activeFrames | = 0'],
    [{ ...bias, duty: { activeFrames: 1 } }, 'duty.cycleFrames'],
    [{ ...bias, duty: { activeFrames: 1, cycleFrames: 2, cycles: 3 } }, 'duty.cycles'],
    [{ ...bias, rampFrames: 0 }, 'rampFrames | = 0'],
    [{ target: 'computer/1', mode: 'crash', rampFrames: 5 }, 'crash has no amount that could grow'],
    [{ target: 'sensor/alpha/0', mode: 'sign-flip', rampFrames: 5 }, 'sign-flip has no amount'],
  ];
  for (const [entry, fragment] of rows) t.match(readFault(entry).lines.join(), fragment);
});

t.test('a sensor fault that its quantity cannot have is refused by name', async (t) => {
  const rows: readonly (readonly [object, string])[] = [
    [{ target: 'sensor/alpha/0', mode: 'clogged-pitot' }, 'target | = "sensor/alpha/0" | has no pitot tube'],
    [
      { target: 'sensor/alpha/0', mode: 'unit-error', sends: 'kt' },
      'is no unit that alpha could be sent in | rad',
    ],
    [{ target: 'sensor/pedals/0', mode: 'unit-error' }, 'pedals has no unit to be mistaken'],
    [{ target: 'sensor/alpha/0', mode: 'scale', factor: 1 }, 'changes nothing'],
    [{ target: 'sensor/alpha/0', mode: 'saturation' }, 'high |  | is missing, and so is low'],
    [{ target: 'sensor/alpha/0', mode: 'saturation', low: 5, high: 5 }, 'must be more than the low limit'],
    [{ target: 'sensor/alpha/0', mode: 'quantisation', stepDeg: 0.003 }, 'comes to one count'],
    [{ target: 'actuator/elevator', mode: 'slow' }, 'ratePerS |  | is missing'],
    [{ target: 'actuator/elevator', mode: 'slow', rateDegPerS: -2 }, 'rateDegPerS | = -2'],
    [{ target: 'actuator/rudder', mode: 'voter-stuck' }, 'three motors on one surface have no voter'],
    [{ target: 'actuator/rudder/0', mode: 'voter-stuck' }, 'three motors on one surface have no voter'],
  ];
  for (const [entry, fragment] of rows)
    t.match(readFault(entry).lines.join(), fragment, JSON.stringify(entry));
});

t.test('one cause in several channels is one fault in each, under names of their own', async (t) => {
  const ice = { id: 'ice', target: 'sensor/airspeed/0,2,0', mode: 'clogged-pitot', onset: 9 };
  const named = readFaults([ice, { target: 'sensor/alpha/1,3', mode: 'dropout' }], QUAD);
  t.same(named.problems, []);
  t.same(
    named.specs.map(({ id, target, onset }) => ({ id, target, onset })),
    [
      { id: 'ice-0', target: 'sensor/airspeed/0', onset: 9 },
      { id: 'ice-2', target: 'sensor/airspeed/2', onset: 9 },
      { id: 'f1', target: 'sensor/alpha/1', onset: 0 },
      { id: 'f2', target: 'sensor/alpha/3', onset: 0 },
    ],
  );
  const wrong = readFaults([{ target: 'sensor/alpha/0,9', mode: 'bias', offst: 3 }], QUAD);
  t.same(
    wrong.problems.map(({ path }) => path),
    ['faults[0].offst', 'faults[0].offset', 'faults[0].target'],
    'what is wrong in all of them is said once, and under the entry',
  );
  t.match(
    readFault({ target: 'sensor/alpha/0,', mode: 'dropout' }).lines.join(),
    'where a channel is wanted',
  );
  t.match(readFault({ target: 'sensor/alpha,alhpa/0', mode: 'dropout' }).lines.join(), 'did you mean alpha?');
  t.match(readFault({ target: 'computer/0,1', mode: 'crash' }).lines.join(), 'where a computer is wanted');
});
