import t from 'tap';
import { REASON } from '../../../firmware/redundancy/accusation.js';
import { caseFrames, caseUnit, closeCase, hearCase } from '../../../firmware/redundancy/docket.js';
import { PARAMETERS, redundancyParameters } from '../../../firmware/redundancy/parameters.js';
import { Persistence } from '../../../firmware/redundancy/persistence.js';
import { Dice } from '../../support/dice.js';

t.test('parameters: every default lies in its range, and what does not is refused by name', (t) => {
  for (const [name, { min, max, default: value }] of Object.entries(PARAMETERS)) {
    t.ok(min <= value && value <= max, name);
    for (const wrong of [min - 1, max + 1, min + 0.5, Number.NaN])
      t.throws(() => redundancyParameters({ [name]: wrong }), new RegExp(`^${name} = ${wrong} `));
  }
  t.equal(redundancyParameters({ verdictFrames: 9 }).verdictFrames, 9);
  t.equal(redundancyParameters({ verdictFrames: 9 }).disputeFrames, PARAMETERS.disputeFrames.default);
  t.end();
});

t.test(
  'a train of spikes is accused at the spike that the formula names, up to the memory and not beyond',
  (t) => {
    const parameters = redundancyParameters();
    const { spikesMin: k, spikeMemoryFrames: memory } = parameters;
    for (const spacing of [10, 11, 60, 100, 250, 400, 450, 499, 500, 1000]) {
      const persistence = new Persistence({ units: 1, parameters });
      let found = 0;
      for (let frame = 0; frame < 20000 && found === 0; frame++) {
        if (frame % spacing === 0) persistence.bad(0, REASON.miscompare);
        else persistence.good(0);
        if (persistence.accused[0] !== 0) found = 1 + Math.floor(frame / spacing);
      }
      const expected = spacing >= memory ? 0 : 1 + Math.ceil(((k - 2) * memory) / (memory - spacing));
      t.equal(found, expected * spacing < 20000 ? expected : 0, `spikes ${spacing} frames apart`);
      if (found > 0) t.equal(persistence.accused[0], REASON.spikes);
    }
    t.end();
  },
);

t.test('a fault that stays is accused at the persistence, and let go when half of it is forgotten', (t) => {
  const parameters = redundancyParameters({ persistenceFrames: 10 });
  const persistence = new Persistence({ units: 3, parameters });
  const said: number[] = [];
  for (let frame = 0; frame < 30; frame++) {
    if (frame < 12) persistence.bad(1, REASON.range);
    else persistence.good(1);
    said.push(persistence.accused[1]);
  }
  t.equal(said.indexOf(REASON.range), 9);
  t.equal(said.lastIndexOf(REASON.range), 15, 'down from 10 to 5 in five frames');
  t.strictSame([persistence.accused[0], persistence.accused[2]], [0, 0], 'its neighbours are left alone');
  for (let frame = 0; frame < 600; frame++) {
    const remembered = persistence.good(1);
    if (frame === 0) t.ok(remembered, 'the event is remembered longer than the fault');
    if (frame === 599) t.notOk(remembered);
  }
  t.end();
});

t.test('a docket hears a standing charge to the end and is not held up by one that comes and goes', (t) => {
  const charged = new Int32Array(8);
  const set = (unit: number, on: boolean): void => {
    const bit = 1 << (unit & 31);
    charged[unit >>> 5] = on ? charged[unit >>> 5] | bit : charged[unit >>> 5] & ~bit;
  };
  let docket = 0;
  set(200, true);
  let frames = 0;
  while (caseFrames(docket) < 5 && frames < 100) {
    set(7, frames % 2 === 0);
    set(63, frames % 2 !== 0);
    docket = hearCase(docket, charged);
    frames++;
  }
  t.equal(caseUnit(docket), 200);
  t.ok(frames <= 5 + 1 + 2, `after ${frames} frames`);
  t.equal(caseFrames(closeCase(docket)), 0);
  t.equal(caseUnit(closeCase(docket)), 200, 'the circle goes on from there');
  t.end();
});

t.test('whatever a docket held, no case is decided against a unit that is not charged', (t) => {
  const dice = new Dice(3);
  let unjust = 0;
  let decided = 0;
  for (let i = 0; i < 20000; i++) {
    const charged = Int32Array.from(
      { length: dice.between({ low: 1, high: 8 }) },
      () => dice.int32() & dice.int32() & dice.pick([0, -1]),
    );
    const docket = hearCase(dice.uint32() & 0xffff, charged);
    if (caseFrames(docket) < 2) continue;
    decided++;
    const unit = caseUnit(docket);
    if (((charged[unit >>> 5] ?? 0) & (1 << (unit & 31))) === 0) unjust++;
  }
  t.equal(unjust, 0);
  t.ok(decided > 500, `${decided} cases went on`);
  t.end();
});
