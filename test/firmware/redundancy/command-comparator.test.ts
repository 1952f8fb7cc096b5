import t from 'tap';
import { CommandComparator } from '../../../firmware/redundancy/command-comparator.js';

const at = (...counts: number[]): Int16Array => Int16Array.of(...counts);

t.test('commands are alike up to the tolerance, on every surface and either side', (t) => {
  const comparator = new CommandComparator({ toleranceCounts: 100, persistenceFrames: 3 });
  for (let effector = 0; effector < 3; effector++) {
    for (const [apart, alike] of [
      [100, true],
      [-100, true],
      [101, false],
      [-101, false],
    ] as const) {
      const other = at(-50, 0, 50, 8192);
      other[effector] += apart;
      t.equal(comparator.alike(at(-50, 0, 50, 8192), other), alike, `effector ${effector}, ${apart}`);
    }
  }
  t.equal(
    comparator.alike(at(0, 0, 0, 0), at(0, 0, 0, 512)),
    true,
    'the throttle has a tolerance of its own',
  );
  t.equal(comparator.alike(at(0, 0, 0, 0), at(0, 0, 0, 513)), false);
  t.equal(comparator.alike(at(-25600, 0, 0, 0), at(25600, 0, 0, 0)), false, 'end to end does not wrap');
  t.end();
});

t.test('a miscompare persists after so many frames running, and one good frame forgets it', (t) => {
  const comparator = new CommandComparator({ toleranceCounts: 100, persistenceFrames: 3 });
  const seen = [1, 1, 0, 1, 1, 1, 1, 0, 1].map((bad) => comparator.persists(bad === 1));
  t.same(seen, [false, false, false, false, false, true, true, false, false]);
  comparator.persists(true);
  comparator.reset();
  t.equal(comparator.persists(true), false);
  t.equal(new CommandComparator({ toleranceCounts: 0, persistenceFrames: 1 }).persists(true), true);
  t.end();
});
