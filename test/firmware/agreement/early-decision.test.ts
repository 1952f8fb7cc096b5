import t from 'tap';
import { majority } from '../../../firmware/agreement/choice.js';
import { EarlyDecision } from '../../../firmware/agreement/early-decision.js';
import { EigTree } from '../../../firmware/agreement/eig-tree.js';
import { OralMessages } from '../../../firmware/agreement/om.js';
import { everyLie, randomLiar, type Word } from '../../support/adversaries.js';
import type { Say } from '../../support/naive-om.js';

const SOURCE = 0;
const SENT = 1;

interface Watched {
  /** By round: how many good computers were settled after it. */
  readonly settledAfter: number[];
  /** Good computers whose early value was not what the full exchange decided. */
  differ: number;
  /** Good computers for which the plain majority of round 2 was not what the full exchange decided. */
  hasty: number;
}

/** OM(m) for one source, every good computer watched from its first round to its vote. */
class WatchedCluster {
  readonly #tree: EigTree;
  readonly #nodes: OralMessages[];
  readonly #watchers: EarlyDecision[];
  readonly #paths: number[][];
  readonly #words: Int32Array;

  constructor({ computers, faults }: { computers: number; faults: number }) {
    const tree = new EigTree({ computers, faults, sources: [SOURCE] });
    const ids = Array.from({ length: computers }, (_, id) => id);
    this.#tree = tree;
    this.#nodes = ids.map((self) => new OralMessages({ tree, self, choice: majority, absent: 0 }));
    this.#watchers = ids.map((self) => new EarlyDecision({ tree, self, absent: 0 }));
    this.#paths = Array.from({ length: tree.size }, (_, node) => tree.pathOf(node));
    this.#words = new Int32Array(tree.size);
  }

  run(traitors: readonly number[], say: Say, seen: Watched): void {
    const tree = this.#tree;
    const n = tree.computers;
    for (const node of this.#nodes) node.begin(node.self === SOURCE ? SENT : 0);
    for (let round = 1; round <= tree.rounds; round++) {
      for (let sender = 0; sender < n; sender++) {
        for (let receiver = 0; receiver < n; receiver++) {
          if (receiver === sender) continue;
          const count = this.#nodes[sender].compose(round, receiver, this.#words, 0);
          const told = tree.told(round, sender, receiver);
          for (let i = 0; i < count && traitors.includes(sender); i++) {
            const path = round === 1 ? [] : this.#paths[told[i]];
            this.#words[i] = say({ path, sender, receiver }, this.#words[i]) ?? 0;
          }
          this.#nodes[receiver].accept(round, sender, this.#words, 0);
        }
      }
    }
    const rounds = new Int32Array(n);
    const values = new Int32Array(n);
    const decided = new Int32Array(n);
    for (const node of this.#nodes) {
      if (node.self === SOURCE || traitors.includes(node.self)) continue;
      this.#watchers[node.self].observe(node.toldTree(), rounds, values);
      const heard = node.toldTree().slice(1, n);
      heard[node.self - 1] = node.words[0];
      node.resolve(decided);
      const after = rounds[SOURCE];
      seen.settledAfter[after] = (seen.settledAfter[after] ?? 0) + 1;
      if (after < tree.rounds && values[SOURCE] !== decided[SOURCE]) seen.differ++;
      if (majority(heard, 0, n - 1, 0) !== decided[SOURCE]) seen.hasty++;
    }
  }
}

function nothingSeen(): Watched {
  return { settledAfter: [], differ: 0, hasty: 0 };
}

/** The latest round after which anybody was settled. */
function latest({ settledAfter }: Watched): number {
  return settledAfter.length - 1;
}

const honest: Say = (_, word) => word;
const WORDS: Word[] = [0, 1, 2];

t.test('without faults every computer is settled after round 2', (t) => {
  for (const [computers, faults] of [
    [4, 1],
    [5, 1],
    [7, 2],
    [9, 2],
    [10, 3],
    [13, 4],
  ] as const) {
    const seen = nothingSeen();
    new WatchedCluster({ computers, faults }).run([], honest, seen);
    t.same(
      seen,
      { settledAfter: [, , computers - 1], differ: 0, hasty: 0 },
      `n = ${computers}, m = ${faults}`,
    );
  }
  t.end();
});

t.test('with m = 1 there is nothing to gain: the second round is the last, whatever is said', (t) => {
  for (const computers of [4, 5]) {
    const cluster = new WatchedCluster({ computers, faults: 1 });
    for (const traitor of [0, 1]) {
      const seen = nothingSeen();
      const cast = { computers, faults: 1, source: SOURCE, traitors: [traitor] };
      everyLie(cast, WORDS, (say) => cluster.run([traitor], say, seen));
      t.equal(latest(seen), 2, `n = ${computers}, traitor ${traitor}`);
      t.equal(seen.differ, 0);
    }
  }
  t.end();
});

/** Every word of these traitors in rounds 1 and 2, as bits of `code`; in round 3 and later noise of a seed. */
function scripted(code: number, traitors: readonly number[]): Say {
  const noise = randomLiar({ seed: code, traitors }, WORDS);
  return (telling, word) => {
    const { path, sender, receiver } = telling;
    if (path.length > 1) return noise(telling, word);
    const bit = sender === SOURCE ? receiver - 1 : receiver + (traitors.includes(SOURCE) ? 6 : 0) - 1;
    return (code >> bit) & 1;
  };
}

t.test(
  'n = 7, m = 2, every lie of the first two rounds: never another answer, sometimes a round sooner',
  (t) => {
    const cluster = new WatchedCluster({ computers: 7, faults: 2 });
    // biome-ignore format: a truth table is read by column
    const rows: [traitors: number[], bits: number, after2: number, after3: number][] = [
    // 4 kinds of noise in round 3 × 2^bits × good computers
    [[0],     6,    336,  1_200],
    [[6],     5,    640,      0],    // one liar in relay cannot even delay it
    [[0, 6], 11,  8_960, 32_000],
  ];
    for (const [traitors, bits, after2, after3] of rows) {
      const seen = nothingSeen();
      for (let code = 0; code < 4 * 2 ** bits; code++) cluster.run(traitors, scripted(code, traitors), seen);
      const title = `traitors ${traitors.join(' ')}`;
      t.equal(seen.differ, 0, title);
      t.same([seen.settledAfter[2], seen.settledAfter[3] ?? 0], [after2, after3], title);
    }
    t.end();
  },
);

t.test('min(t + 2, m + 1) rounds are reached, needed, and never give another answer', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, traitors: number[], within: number, tries: number][] = [
    [ 7, 2, [0],          3, 600],
    [ 7, 2, [3],          3, 600],
    [ 7, 2, [0, 3],       3, 600],
    [ 7, 2, [2, 5],       3, 600],
    [ 9, 2, [0, 3],       3, 300],
    [10, 3, [0],          3, 600],
    [10, 3, [4],          3, 600],
    [10, 3, [0, 4],       4, 600],
    [10, 3, [4, 9],       4, 300],
    [10, 3, [0, 4, 9],    4, 300],
    [13, 4, [0],          3,  40],
    [13, 4, [0, 7],       4,  40],
    [13, 4, [3, 7],       4,  40],
  ];
  for (const [computers, faults, traitors, within, tries] of rows) {
    const cluster = new WatchedCluster({ computers, faults });
    const seen = nothingSeen();
    for (let seed = 0; seed < tries; seed++) {
      cluster.run(traitors, randomLiar({ seed, traitors }, WORDS), seen);
      cluster.run(traitors, randomLiar({ seed, traitors }, [0, 1]), seen);
    }
    const title = `n = ${computers}, m = ${faults}, traitors ${traitors.join(' ')}`;
    t.equal(within, Math.min(traitors.length + 2, faults + 1));
    t.equal(seen.differ, 0, title);
    t.ok(latest(seen) <= within, `settled after round 2 …: ${seen.settledAfter.slice(2).join(' ')}`);
  }
  t.end();
});

t.test('beyond the bound "settled" is not true, and the plain majority of round 2 is not within it', (t) => {
  const cluster = new WatchedCluster({ computers: 7, faults: 2 });
  const beyond = nothingSeen();
  const within = nothingSeen();
  for (let seed = 0; seed < 3000; seed++) {
    cluster.run([0, 2, 4], randomLiar({ seed, traitors: [0, 2, 4] }, [0, 1]), beyond);
    cluster.run([0, 4], randomLiar({ seed, traitors: [0, 4] }, [0, 1]), within);
  }
  t.ok(beyond.differ > 0, `three traitors: ${beyond.differ} settled values differ from the vote`);
  t.equal(within.differ, 0);
  t.ok(within.hasty > 0, `two traitors: ${within.hasty} plain majorities of round 2 would differ`);
  t.throws(() => new WatchedCluster({ computers: 6, faults: 2 }), {
    message: /needs n ≥ 3m \+ 1 \(have 6\)/,
  });
  t.end();
});
