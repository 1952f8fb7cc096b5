import t from 'tap';
import { majority, medianBy } from '../../../firmware/agreement/choice.js';
import { EigTree } from '../../../firmware/agreement/eig-tree.js';
import { OralMessages } from '../../../firmware/agreement/om.js';
import { mix, randomLiar, type Word } from '../../support/adversaries.js';
import { naiveMajority, naiveMedian, naiveOralMessages, type Say } from '../../support/naive-om.js';
import { OmCluster } from '../../support/om-cluster.js';

const ids = (n: number): number[] => Array.from({ length: n }, (_, id) => id);
const honest: Say = (_, value) => value;

/** n, m and how many random adversaries are tried on it; below the bound as well as within it. */
// biome-ignore format: a truth table is read by column
const SIZES: [n: number, m: number, tries: number][] = [
  [2, 0, 100],
  [3, 0, 100], [3, 1, 200],
  [4, 0, 100], [4, 1, 300], [4, 2, 300],
  [5, 1, 200], [5, 2, 150], [5, 3, 60],
  [6, 1, 150], [6, 2, 100],
  [7, 1, 100], [7, 2, 80],
];

t.test('the flat tree decides as the recursive procedure of the paper, whatever the traitors say', (t) => {
  const words: Word[] = [0, 1, 2, undefined];
  const choices = [
    { name: 'majority', choice: majority, naive: naiveMajority },
    { name: 'median', choice: medianBy((a, b) => a - b, 8), naive: naiveMedian },
  ];
  for (const [computers, faults, tries] of SIZES) {
    for (const { name, choice, naive } of choices) {
      for (const sources of [ids(computers), [computers - 1]]) {
        const cluster = new OmCluster({ computers, faults, sources, choice, absent: 0 });
        const seen = new Set<number>();
        const sometimes = { lies: 0 };
        let wrong = '';
        for (let seed = 1; seed <= tries && wrong === ''; seed++) {
          const traitors = ids(computers).filter((id) => mix({ seed, key: 100 + id }) % 3 === 0);
          const own = ids(computers).map((id) => mix({ seed, key: 200 + id }) % 3);
          const say = randomLiar({ seed, traitors }, words);
          const decided = cluster.run(own, say, sometimes);
          for (const source of sources) {
            const lieutenants = ids(computers).filter((id) => id !== source);
            const order = { faults, commander: source, lieutenants, value: own[source] };
            for (const [id, value] of naiveOralMessages(order, { absent: 0, choose: naive, say })) {
              if (decided[id][source] !== value) wrong = `seed ${seed}: ${id} about ${source}`;
              seen.add(value);
            }
          }
        }
        t.equal(wrong, '', `OM(${faults}), n = ${computers}, ${name}, ${sources.length} sources`);
        t.ok(sometimes.lies > tries / 10 && seen.size > 1, 'lies were told and decisions varied');
      }
    }
  }
  t.end();
});

t.test('without traitors everyone decides what was sent, at every size', (t) => {
  for (const [computers, faults] of SIZES) {
    const own = ids(computers).map((id) => 1000 + id);
    const cluster = new OmCluster({
      computers,
      faults,
      sources: ids(computers),
      choice: majority,
      absent: 0,
    });
    const decided = cluster.run(own, honest).map((row) => [...row]);
    t.same(
      decided,
      own.map(() => own),
      `n = ${computers}, m = ${faults}`,
    );
  }
  t.end();
});

t.test('the example of the paper comes out: a loyal commander, and a commander who lies', (t) => {
  const ATTACK = 1;
  const RETREAT = 0;
  const cluster = new OmCluster({ computers: 4, faults: 1, sources: [0], choice: majority, absent: RETREAT });
  const liar: Say = ({ sender }, value) => (sender === 3 ? RETREAT : value);
  t.same(
    cluster
      .run([ATTACK, 9, 9, 9], liar)
      .map((row) => row[0])
      .slice(1, 3),
    [ATTACK, ATTACK],
    'figure 3',
  );

  const [x, y, z] = [5, 6, 7];
  const threeFaced: Say = ({ sender, receiver }, value) => (sender === 0 ? [0, x, y, z][receiver] : value);
  t.same(
    cluster
      .run([9, 9, 9, 9], threeFaced)
      .map((row) => row[0])
      .slice(1),
    [RETREAT, RETREAT, RETREAT],
    'figure 4',
  );
  t.end();
});

t.test('STALE-0: nothing of one exchange is left in the next', (t) => {
  const silent: Say = () => undefined;
  const cluster = new OmCluster({ computers: 7, faults: 2, sources: ids(7), choice: majority, absent: -7 });
  cluster.run(
    ids(7).map((id) => 50 + id),
    honest,
  );
  const decided = cluster.run(ids(7), silent);
  for (const self of ids(7)) {
    t.same(
      [...decided[self]],
      ids(7).map((source) => (source === self ? self : -7)),
      `computer ${self}`,
    );
  }
  t.end();
});

t.test('values are bits: the ends of int32 and the default itself pass unharmed', (t) => {
  const own = [2 ** 31 - 1, -(2 ** 31), 0, -1];
  const cluster = new OmCluster({ computers: 4, faults: 1, sources: ids(4), choice: majority, absent: -1 });
  t.same([...cluster.run(own, honest)[2]], own);
  t.end();
});

t.test('a packet holds what messageCount says, at the place it is given, and nothing to itself', (t) => {
  const tree = new EigTree({ computers: 7, faults: 2 });
  const node = new OralMessages({ tree, self: 3, choice: majority, absent: 0 });
  node.begin(11);
  const out = new Int32Array(64).fill(-5);
  // biome-ignore format: a truth table is read by column
  const rows: [round: number, receiver: number, count: number][] = [
    [1, 0,  1], [1, 6,  1], [1, 3, 0],
    [2, 0,  5], [2, 6,  5], [2, 3, 0],
    [3, 0, 20], [3, 6, 20], [3, 3, 0],
  ];
  for (const [round, receiver, count] of rows) {
    out.fill(-5);
    t.equal(node.messageCount(round, receiver), count, `round ${round} to ${receiver}`);
    t.equal(node.compose(round, receiver, out, 4), count);
    t.same(
      [...out].map((word) => word !== -5),
      [...out].map((_, i) => i >= 4 && i < 4 + count),
      'only its cells',
    );
  }
  t.end();
});

t.test('an exchange does not grow the heap', (t) => {
  const tree = new EigTree({ computers: 4, faults: 1 });
  const nodes = ids(4).map((self) => new OralMessages({ tree, self, choice: majority, absent: 0 }));
  const words = new Int32Array(8);
  const decided = new Int32Array(4);
  const exchange = (frame: number): void => {
    for (let i = 0; i < 4; i++) nodes[i].begin(frame);
    for (let round = 1; round <= 2; round++) {
      for (let sender = 0; sender < 4; sender++) {
        for (let receiver = 0; receiver < 4; receiver++) {
          if (receiver === sender) continue;
          nodes[sender].compose(round, receiver, words, 0);
          nodes[receiver].accept(round, sender, words, 0);
        }
      }
    }
    for (let i = 0; i < 4; i++) nodes[i].resolve(decided);
  };
  for (let frame = 0; frame < 20_000; frame++) exchange(frame);
  const before = process.memoryUsage().heapUsed;
  for (let frame = 0; frame < 10_000; frame++) exchange(frame);
  const grown = process.memoryUsage().heapUsed - before;
  t.ok(grown < 10_000 * 36, `${grown} bytes for 360,000 messages: less than one byte a message`);
  t.equal(decided[0], 9_999);
  t.end();
});

t.test(
  'words heard where they lie decide as the same words in packets do, liars and silence included',
  (t) => {
    for (const [computers, faults] of SIZES) {
      const tree = new EigTree({ computers, faults });
      const cluster = (): OralMessages[] =>
        ids(computers).map((self) => new OralMessages({ tree, self, choice: majority, absent: -1 }));
      const [packed, heard] = [cluster(), cluster()];
      const packet = new Int32Array(tree.size);
      const decided = [new Int32Array(computers), new Int32Array(computers)];
      let wrong = '';
      const chosen = new Set<number>();
      for (let seed = 1; seed <= 60 && wrong === ''; seed++) {
        const liar = mix({ seed, key: 1 }) % computers;
        for (const self of ids(computers)) {
          const own = mix({ seed, key: 10 + self }) % 3;
          packed[self].begin(own);
          heard[self].begin(own);
        }
        for (let round = 1; round <= tree.rounds; round++) {
          for (const sender of ids(computers)) {
            for (const receiver of ids(computers)) {
              const draw = mix({ seed, key: 1000 + (round * 16 + sender) * 16 + receiver });
              if (receiver === sender || (sender === liar && draw % 5 === 0)) continue;
              const lie = sender === liar ? draw % 3 : 0;
              const count = packed[sender].compose(round, receiver, packet, 0);
              for (let i = 0; i < count; i++) packet[i] += lie;
              packed[receiver].accept(round, sender, packet, 0);
              heard[receiver].hear(
                round,
                sender,
                heard[sender].tell(round).map((word) => word + lie),
              );
            }
          }
        }
        for (const self of ids(computers)) {
          packed[self].resolve(decided[0]);
          heard[self].resolve(decided[1]);
          if (decided[0].join() !== decided[1].join()) wrong = `seed ${seed}, computer ${self}`;
          if (self !== liar) chosen.add(decided[0][liar]);
        }
      }
      t.equal(wrong, '', `n = ${computers}, m = ${faults}`);
      t.ok(chosen.size > 2, `of the liar ${[...chosen].join(', ')} were decided`);
    }
    t.end();
  },
);
