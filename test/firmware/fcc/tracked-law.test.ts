import t from 'tap';
import { TrackedLaw } from '../../../firmware/fcc/tracked-law.js';
import { integratingLaw, reading } from '../../support/standby-cluster.js';

function tracked(tolerance = 50): TrackedLaw {
  return new TrackedLaw({
    law: integratingLaw(),
    alike: (own, other) => Math.abs(own[0] - other[0]) <= tolerance,
  });
}

t.test('with nothing offered it is the law itself', (t) => {
  const law = tracked();
  law.step(reading({ alpha: 10, pitchRate: 3 }));
  law.step(reading({ alpha: 10, pitchRate: 4 }));
  t.same(
    [[...law.state], [...law.command]],
    [
      [7, 7, 8, 9],
      [17, 0, 0, 0],
    ],
  );
  t.end();
});

t.test('an offered state is taken where it makes nearly the same command, else its own goes on', (t) => {
  // biome-ignore format: columns
  const rows: [string, number, number][] = [
    //  offered            own 100 + 3      then holds
    ['the same',           100,             103],
    ['as far as allowed',  150,             153],
    ['… or below',          50,              53],
    ['further',            151,             103],
    ['a flipped bit',      100 + (1 << 14), 103],
  ];
  for (const [what, offered, holds] of rows) {
    const law = tracked();
    law.state[0] = 100;
    law.offer(Int32Array.of(-1, offered, 4, 5, 6), 1);
    law.step(reading({ alpha: 1000, pitchRate: 3 }));
    const words = holds === 103 && offered !== 100 ? [7, 8, 9] : [4, 5, 6];
    t.same([[...law.state], law.command[0]], [[holds, ...words], 1000 + holds], what);
    law.step(reading({ alpha: 1000, pitchRate: 3 }));
    t.equal(law.state[0], holds + 3, `${what}: and is looked at once`);
  }
  t.end();
});

t.test(
  'after a restart the first state offered is taken whatever it is, and the next is weighed again',
  (t) => {
    const law = tracked();
    law.state[0] = 500;
    law.restart();
    t.same([...law.state], [0, 7, 8, 9]);
    law.offer(Int32Array.of(100_000, 1, 2, 3), 0);
    law.step(reading({ alpha: 0, pitchRate: 1 }));
    t.same([...law.state], [100_001, 1, 2, 3]);
    law.offer(Int32Array.of(0, 1, 2, 3), 0);
    law.step(reading({ alpha: 0, pitchRate: 1 }));
    t.equal(law.state[0], 100_002);
    t.end();
  },
);
