import t from 'tap';
import { EigTree } from '../../../firmware/agreement/eig-tree.js';
import { castOf, placements } from '../../../hil/proof/hybrid-cast.js';
import { executionCount } from '../../../hil/proof/hybrid-executions.js';

t.test('the formula counts what the casts list, for every mix of up to six computers', (t) => {
  let mixes = 0;
  let placed = 0;
  let wrong = '';
  for (const computers of [2, 3, 4, 5, 6]) {
    for (let faults = 0; faults <= Math.min(3, computers - 2); faults++) {
      const tree = new EigTree({ computers, faults, sources: [0] });
      for (let code = 0; code < 256; code++) {
        const [asymmetric, symmetric, benign, omissiveAsymmetric] = [0, 2, 4, 6].map(
          (at) => (code >> at) & 3,
        );
        const mix = { asymmetric, symmetric, benign, omissiveAsymmetric };
        if (asymmetric + symmetric + benign + omissiveAsymmetric > Math.min(4, computers)) continue;
        for (const alphabet of [
          { values: 2, reportedError: true },
          { values: 3, reportedError: false },
        ]) {
          let listed = 0n;
          for (const kinds of placements(computers, mix)) {
            placed++;
            listed += castOf(tree, kinds, alphabet).radix.reduce(
              (product, picks) => product * BigInt(picks),
              1n,
            );
          }
          mixes++;
          if (listed !== executionCount({ computers, faults, mix, ...alphabet })) {
            wrong = `n = ${computers}, m = ${faults}, ${JSON.stringify(mix)}`;
          }
        }
      }
    }
  }
  t.equal(wrong, '');
  t.ok(mixes > 1000 && placed > 50_000, `${mixes} mixes, ${placed} placements`);
  t.end();
});

t.test('a case counted by hand: five computers, m = 1, one asymmetric and one dead', (t) => {
  const mix = { asymmetric: 1, symmetric: 0, benign: 1, omissiveAsymmetric: 0 };
  const shape = { computers: 5, faults: 1, mix, values: 2 };
  // source asymmetric: 4 places for the dead one, 3 slots; source dead: the same; both relays: 12 places, 2 values,
  // 2 slots. Four words a slot in omh, three in z.
  t.equal(executionCount({ ...shape, reportedError: true }), 4n * 64n + 4n * 64n + 12n * 2n * 16n);
  t.equal(executionCount({ ...shape, reportedError: false }), 4n * 27n + 4n * 27n + 12n * 2n * 9n);
  t.end();
});

t.test(
  'more faults than computers have no executions, and large cases are counted without being listed',
  (t) => {
    const mix = { asymmetric: 3, symmetric: 1, benign: 0, omissiveAsymmetric: 0 };
    const alphabet = { values: 2, reportedError: true };
    t.equal(executionCount({ computers: 3, faults: 1, mix, ...alphabet }), 0n);
    t.same(placements(3, mix), []);
    t.ok(executionCount({ computers: 16, faults: 3, mix, ...alphabet }) > 10n ** 1000n);
    t.end();
  },
);
