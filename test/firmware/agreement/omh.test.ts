import t from 'tap';
import { EigTree } from '../../../firmware/agreement/eig-tree.js';
import { HybridMessages } from '../../../firmware/agreement/omh.js';
import { mix, randomLiar, type Word } from '../../support/adversaries.js';
import { HybridCluster, termOf, wordOf } from '../../support/hybrid-cluster.js';
import type { Say } from '../../support/naive-om.js';
import { naiveHybrid, OMH_RULES } from '../../support/naive-omh.js';

const ids = (n: number): number[] => Array.from({ length: n }, (_, id) => id);
const honest: Say = (_, word) => word;

/** n, m and how many random adversaries are tried on it; below the bound as well as within it. */
// biome-ignore format: a truth table is read by column
const SIZES: [n: number, m: number, tries: number][] = [
  [2, 0, 100],
  [3, 0, 100], [3, 1, 200],
  [4, 0, 100], [4, 1, 300], [4, 2, 300],
  [5, 1, 200], [5, 2, 150], [5, 3, 60],
  [6, 1, 100], [6, 2, 60],
  [7, 2, 30],
];

t.test('the flat tree decides as the recursive procedure of the paper, whatever is said', (t) => {
  const words: Word[] = [1, 2, 3, 0, -1, -2, -3, undefined];
  for (const [computers, faults, tries] of SIZES) {
    for (const sources of [ids(computers), [computers - 1]]) {
      const cluster = new HybridCluster({ computers, faults, sources });
      const seen = new Set<unknown>();
      let wrong = '';
      for (let seed = 1; seed <= tries && wrong === ''; seed++) {
        const traitors = ids(computers).filter((id) => mix({ seed, key: 100 + id }) % 3 === 0);
        const own = ids(computers).map((id) => mix({ seed, key: 200 + id }) % 4);
        const say = randomLiar({ seed, traitors }, words);
        const decided = cluster.run(own, say);
        for (const source of sources) {
          const order = {
            faults,
            source,
            receivers: ids(computers).filter((id) => id !== source),
            value: termOf(own[source]),
          };
          const held = naiveHybrid(order, OMH_RULES, (path, sender, receiver, term) =>
            termOf(say({ path, sender, receiver }, wordOf(term)) ?? 0),
          );
          for (const [id, term] of held) {
            if (termOf(decided[id][source]) !== term) wrong = `seed ${seed}: ${id} about ${source}`;
            seen.add(term);
          }
        }
      }
      t.equal(wrong, '', `OMH(${faults}), n = ${computers}, ${sources.length} sources`);
      t.ok(seen.has('E') && seen.size >= 4, 'errors and several values were decided');
      t.notOk(
        [...seen].some((term) => typeof term === 'string' && term !== 'E'),
        'a report never is',
      );
    }
  }
  t.end();
});

t.test('without faults everyone decides what was sent, an error too, at every size', (t) => {
  for (const [computers, faults] of SIZES) {
    const own = ids(computers).map((id) => (id === 1 ? 0 : 1000 + id));
    const decided = new HybridCluster({ computers, faults, sources: ids(computers) })
      .run(own, honest)
      .map((row) => [...row]);
    t.same(
      decided,
      own.map(() => own),
      `n = ${computers}, m = ${faults}`,
    );
  }
  t.end();
});

t.test('STALE-0: nothing of one exchange is left in the next', (t) => {
  const cluster = new HybridCluster({ computers: 7, faults: 2, sources: ids(7) });
  cluster.run(
    ids(7).map((id) => 50 + id),
    honest,
  );
  const own = ids(7).map((id) => 20 + id);
  const decided = cluster.run(own, () => undefined);
  for (const self of ids(7)) {
    t.same(
      [...decided[self]],
      own.map((value, source) => (source === self ? value : 0)),
      `computer ${self} heard nobody`,
    );
  }
  t.end();
});

t.test('HYB-R: a relay reports an error, and the report of a report, and no malformed one', (t) => {
  const tree = new EigTree({ computers: 4, faults: 2, sources: [0] });
  const part = new HybridMessages({ tree, self: 1, otherwise: 1 });
  const out = new Int32Array(8).fill(99);
  part.begin(5);
  t.equal(part.messageCount(2, 3), 1);
  t.equal(part.compose(2, 3, out, 2), 1);
  t.same([...out], [99, 99, -1, 99, 99, 99, 99, 99], 'nothing came from 0: R(E), at the place given');
  t.equal(part.accept(2, 2, Int32Array.from([77, -1]), 1), 1);
  part.compose(3, 3, out, 0);
  t.equal(out[0], -2, '2 was told an error by 0: R(R(E))');
  part.accept(2, 2, Int32Array.from([-2]), 0);
  part.compose(3, 3, out, 0);
  t.equal(out[0], -1, 'a report of a report cannot be in round 2: 2 sent an error');
  t.equal(part.compose(1, 1, out, 0), 0, 'nothing to itself');
  t.end();
});
