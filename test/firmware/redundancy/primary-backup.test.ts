import t from 'tap';
import { PrimaryWatch } from '../../../firmware/redundancy/primary-backup.js';

const LIMITS = { toleranceCounts: 100, persistenceFrames: 3 };
const at = (elevator: number): Int16Array => Int16Array.of(elevator, 0, 0, 0);

t.test('a backup trips who commands otherwise for three frames running, and for good', (t) => {
  const watch = new PrimaryWatch(LIMITS);
  const tripped = [0, 101, 101, 100, -101, 101, -101, 0, 0].map((apart) => {
    watch.compare(0, at(0), at(apart));
    return watch.tripped;
  });
  t.same(tripped, [0, 0, 0, 0, 0, 0, 1, 1, 1]);
  watch.reset();
  t.equal(watch.tripped, 0, 'only a power-cycle forgets it');
  t.end();
});

t.test('what was counted against one is not held against its successor, nor across a silence', (t) => {
  const watch = new PrimaryWatch(LIMITS);
  for (const leader of [0, 0, 1, 1]) watch.compare(leader, at(0), at(999));
  t.equal(watch.tripped, 0);
  watch.rest();
  for (let frame = 0; frame < 2; frame++) watch.compare(1, at(0), at(999));
  t.equal(watch.tripped, 0);
  watch.compare(1, at(0), at(999));
  t.equal(watch.tripped, 0b10);
  t.end();
});
