import t from 'tap';
import { oralComputersMin } from '../../../firmware/agreement/bounds.js';
import { hybridComputersMin, hybridHolds } from '../../../firmware/agreement/hybrid-bound.js';

t.test('HYB-BOUND: n > 2a + 2s + b + m and a ≤ m, what is lost at some counted as asymmetric', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, a: number, s: number, b: number, o: number, needs: number, holds: boolean][] = [
    [4, 1,  1, 0, 0, 0,   4, true ],
    [3, 1,  1, 0, 0, 0,   4, false],
    [5, 1,  1, 0, 1, 0,   5, true ],
    [4, 1,  1, 0, 1, 0,   5, false],
    [5, 1,  0, 1, 1, 0,   5, true ],
    [5, 1,  1, 1, 0, 0,   6, false],
    [6, 1,  1, 1, 0, 0,   6, true ],
    [5, 1,  2, 0, 0, 0,   6, false],
    [9, 1,  2, 0, 0, 0,   6, false],    // enough computers, one relay round too few
    [7, 2,  2, 0, 0, 0,   7, true ],
    [4, 1,  0, 0, 0, 1,   4, true ],
    [9, 1,  1, 0, 0, 1,   6, false],    // lost at some is one of the a
    [5, 1,  0, 0, 3, 0,   5, true ],
    [2, 0,  0, 0, 1, 0,   2, true ],
    [2, 0,  1, 0, 0, 0,   3, false],
  ];
  for (const [computers, faults, asymmetric, symmetric, benign, omissiveAsymmetric, needs, holds] of rows) {
    const mix = { asymmetric, symmetric, benign, omissiveAsymmetric };
    const title = `n = ${computers}, m = ${faults}: ${JSON.stringify(mix)}`;
    t.equal(hybridComputersMin(mix, { faults }), needs, title);
    t.equal(hybridHolds(mix, { computers, faults }), holds, title);
  }
  t.end();
});

t.test('with m asymmetric faults and no others it is the bound of OM', (t) => {
  for (let faults = 0; faults <= 5; faults++) {
    const mix = { asymmetric: faults, symmetric: 0, benign: 0, omissiveAsymmetric: 0 };
    t.equal(hybridComputersMin(mix, { faults }), oralComputersMin(faults), `m = ${faults}`);
  }
  t.end();
});
