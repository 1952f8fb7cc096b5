import t from 'tap';
import { QUANTITIES, QUANTITY_COUNT } from '../../../firmware/icd/quantities.js';
import { STEP_COUNTS, TOLERANCE_COUNTS } from '../../../firmware/redundancy/parameters.js';
import { ManagerCluster } from '../../support/manager-cluster.js';
import { RecordedReadings } from '../../support/recorded-readings.js';

const SECONDS = 60;

for (const turbulence of ['none', 'light', 'moderate', 'severe']) {
  t.test(`a minute of manoeuvres in ${turbulence} turbulence accuses nobody`, async (t) => {
    const readings = await RecordedReadings.fly({ turbulence, seed: '1', durationS: SECONDS });
    t.equal(readings.frames, SECONDS * 50, 'the aircraft flew to the end');
    const cluster = new ManagerCluster({ channels: 4, faults: 1 });
    const vector = new Int16Array(4 * QUANTITY_COUNT);
    const before = new Int16Array(4 * QUANTITY_COUNT);
    let accusing = 0;
    const highest = new Int32Array(QUANTITY_COUNT);
    const lowest = new Int32Array(QUANTITY_COUNT).fill(65536);
    let largestStep = 0;
    for (let frame = 0; frame < readings.frames; frame++) {
      readings.read(frame, vector);
      cluster.fly(vector);
      if (cluster.managers.some((_, channel) => cluster.saidBy(channel).some((word) => word !== 0)))
        accusing++;
      for (let unit = 0; unit < vector.length; unit++) {
        const quantity = unit % QUANTITY_COUNT;
        highest[quantity] = Math.max(highest[quantity], vector[unit]);
        lowest[quantity] = Math.min(lowest[quantity], vector[unit]);
        if (frame > 0 && !QUANTITIES[quantity].circular)
          largestStep = Math.max(largestStep, Math.abs(vector[unit] - before[unit]) / STEP_COUNTS[quantity]);
      }
      before.set(vector);
    }
    t.equal(accusing, 0);
    t.ok(
      cluster.words.every((words) => words.every((word) => word === 0)),
      'nothing is held against anybody',
    );
    const moved = highest.filter(
      (high, quantity) => high - lowest[quantity] > 2 * TOLERANCE_COUNTS[quantity],
    );
    t.ok(moved.length >= 13, `${moved.length} quantities moved by more than twice their tolerance`);
    t.ok(largestStep > 0.2 && largestStep < 0.5, `the largest step was ${largestStep} of what is possible`);
  });
}

t.test('readings without any noise in calm, trimmed air are still and accuse nobody', async (t) => {
  const sensors = `{ ${QUANTITIES.map(({ name, unitSuffix }) => `${name}: { noise${unitSuffix}: 0 }`).join(', ')} }`;
  const readings = await RecordedReadings.fly({ turbulence: 'none', seed: '2', durationS: 30, sensors });
  const cluster = new ManagerCluster({ channels: 4, faults: 1 });
  const vector = new Int16Array(4 * QUANTITY_COUNT);
  let accusing = 0;
  let still = 0;
  let before = -1;
  for (let frame = 0; frame < 2 * readings.frames; frame++) {
    readings.read(frame, vector);
    cluster.fly(vector);
    if (vector[0] === before) still++;
    before = vector[0];
    if (cluster.managers.some((_, channel) => cluster.saidBy(channel).some((word) => word !== 0))) accusing++;
  }
  t.equal(accusing, 0);
  t.ok(still > 200, `alpha did not move by a count in ${still} frames`);
});
