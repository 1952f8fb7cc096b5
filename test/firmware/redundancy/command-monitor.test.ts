import t from 'tap';
import { PairCheck } from '../../../firmware/redundancy/command-monitor.js';

const LIMITS = { toleranceCounts: 100, persistenceFrames: 3 };
const at = (elevator: number): Int16Array => Int16Array.of(elevator, 0, 0, 0);

t.test('a half stands by no command that it does not share, and shuts after three such frames', (t) => {
  // biome-ignore format: columns
  const told =   [0,    100,  101,   101,   0,    101,   null,  -101,  0];
  // biome-ignore format: columns
  const agrees = [true, true, false, false, true, false, false, false, false];
  // biome-ignore format: columns
  const shut =   [false, false, false, false, false, false, false, true, true];
  const check = new PairCheck(LIMITS);
  const seen = told.map((apart) => [check.agrees(at(0), apart === null ? null : at(apart)), check.shut]);
  t.same(
    seen,
    agrees.map((yes, i) => [yes, shut[i]]),
  );
  t.end();
});

t.test(
  'a partner that says nothing for three frames shuts the half too: a pair that is not two is none',
  (t) => {
    const check = new PairCheck(LIMITS);
    t.same(
      [1, 2, 3].map(() => check.agrees(at(0), null)),
      [false, false, false],
    );
    t.equal(check.shut, true);
    t.equal(check.agrees(at(0), at(0)), false, 'and stays shut');
    check.reset();
    t.equal(check.agrees(at(0), at(0)), true);
    t.end();
  },
);
