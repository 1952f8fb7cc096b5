import t from 'tap';
import { oralMessageCount, oralPacketCount } from '../../../firmware/agreement/bounds.js';
import { EigTree } from '../../../firmware/agreement/eig-tree.js';

/** Every path of this length from these sources, in the order of ids. */
function naivePaths(
  { computers, sources }: { computers: number; sources: readonly number[] },
  length: number,
): number[][] {
  if (length === 1) return sources.map((source) => [source]);
  return naivePaths({ computers, sources }, length - 1).flatMap((path) =>
    Array.from({ length: computers }, (_, id) => id)
      .filter((id) => !path.includes(id))
      .map((id) => [...path, id]),
  );
}

const text = (path: readonly number[]): string => path.join(' ');

function shapes(computersMax: number): [computers: number, faults: number, sources: number[]][] {
  const all: [number, number, number[]][] = [];
  for (let n = 2; n <= computersMax; n++) {
    for (let m = 0; m <= n - 2; m++) {
      const everyone = Array.from({ length: n }, (_, id) => id);
      all.push([n, m, [n - 1]]);
      if (n <= 6) all.push([n, m, everyone], [n, m, [n - 1, 0]]);
    }
  }
  return all;
}

t.test('the nodes are exactly the paths of distinct computers, level by level, in id order', (t) => {
  for (const [computers, faults, sources] of shapes(8)) {
    const tree = new EigTree({ computers, faults, sources });
    const wrong: string[] = [];
    let nodes = 0;
    for (let level = 1; level <= faults + 1; level++) {
      naivePaths({ computers, sources }, level).forEach((path, index) => {
        const node = tree.levelStart[level] + index;
        if (text(tree.pathOf(node)) !== text(path) || tree.levelOf(node) !== level) wrong.push(text(path));
        nodes++;
      });
    }
    t.same(wrong, [], `n = ${computers}, m = ${faults}, sources ${text(sources)}`);
    t.equal(tree.size, nodes, 'and no more');
  }
  t.end();
});

t.test('children of a node lie next to each other and are its path with one more computer', (t) => {
  for (const [computers, faults, sources] of shapes(7)) {
    const tree = new EigTree({ computers, faults, sources });
    const wrong: string[] = [];
    for (let level = 1; level <= faults; level++) {
      const count = tree.childCount(level);
      if (count !== computers - level) wrong.push(`level ${level} has ${count} children`);
      for (let node = tree.levelStart[level]; node < tree.levelStart[level + 1]; node++) {
        const first = tree.levelStart[level + 1] + (node - tree.levelStart[level]) * count;
        const ids = Array.from({ length: count }, (_, rank) => {
          const path = tree.pathOf(first + rank);
          const last = path.pop();
          if (text(path) !== text(tree.pathOf(node))) wrong.push(`child of ${text(tree.pathOf(node))}`);
          return last;
        });
        if (ids.some((id, i) => i > 0 && id! <= ids[i - 1]!))
          wrong.push(`order below ${text(tree.pathOf(node))}`);
      }
    }
    t.same(wrong, [], `n = ${computers}, m = ${faults}`);
  }
  t.end();
});

t.test('the lists of messages are those of the paper, each told and kept under the right path', (t) => {
  for (const [computers, faults, sources] of shapes(8)) {
    const tree = new EigTree({ computers, faults, sources });
    const wrong: string[] = [];
    let messages = 0;
    let packets = 0;
    for (let round = 1; round <= tree.rounds; round++) {
      for (let sender = 0; sender < computers; sender++) {
        for (let receiver = 0; receiver < computers; receiver++) {
          const told = tree.told(round, sender, receiver);
          const kept = tree.kept(round, sender, receiver);
          messages += told.length;
          if (told.length > 0) packets++;
          if (kept.length !== told.length)
            wrong.push(`round ${round}: ${told.length} told, ${kept.length} kept`);
          kept.forEach((node, i) => {
            const path = tree.pathOf(node);
            const from = round === 1 ? [] : tree.pathOf(told[i]);
            if (text(path) !== text([...from, sender]))
              wrong.push(`${text(from)} by ${sender} kept as ${text(path)}`);
            if (path.includes(receiver)) wrong.push(`${text(path)} sent back to ${receiver}`);
            if (path.length !== round) wrong.push(`ROUNDS: ${text(path)} in round ${round}`);
          });
        }
      }
    }
    t.same(wrong, [], `n = ${computers}, m = ${faults}, ${sources.length} sources`);
    t.equal(messages, sources.length * oralMessageCount({ computers, faults }), 'messages');
    if (sources.length === computers) t.equal(packets, oralPacketCount({ computers, faults }), 'packets');
  }
  t.end();
});

t.test(
  'a computer votes on the nodes it is not in, deepest first, with its own share in its own place',
  (t) => {
    for (const [computers, faults, sources] of shapes(6)) {
      const tree = new EigTree({ computers, faults, sources });
      const wrong: string[] = [];
      for (let self = 0; self < computers; self++) {
        const voted = [...tree.voted(self)];
        const levels = voted.map((node) => tree.levelOf(node));
        if (levels.some((level, i) => i > 0 && level > levels[i - 1])) wrong.push(`${self} votes too early`);
        voted.forEach((node, i) => {
          const path = tree.pathOf(node);
          if (path.includes(self)) wrong.push(`${self} votes on ${text(path)}`);
          if (text(tree.pathOf(tree.ownChild(self)[i])) !== text([...path, self])) wrong.push('own share');
          const first =
            tree.levelStart[levels[i] + 1] + (node - tree.levelStart[levels[i]]) * (computers - levels[i]);
          if (tree.firstChild(self)[i] !== first) wrong.push('first child');
        });
        let expected = 0;
        for (let node = 0; node < tree.levelStart[tree.rounds]; node++)
          if (!tree.pathOf(node).includes(self)) expected++;
        if (voted.length !== expected) wrong.push(`${self} votes ${voted.length} times, not ${expected}`);
      }
      t.same(wrong, [], `n = ${computers}, m = ${faults}, sources ${text(sources)}`);
    }
    t.end();
  },
);

t.test('every computer is a source unless told otherwise, and roots are found by source', (t) => {
  t.same(new EigTree({ computers: 4, faults: 1 }).sources, [0, 1, 2, 3]);
  t.same([...new EigTree({ computers: 4, faults: 1, sources: [2, 0] }).rootOf], [1, -1, 0, -1]);
  t.end();
});

t.test('a tree that cannot be is refused', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number][] = [[1, 0], [17, 1], [4, 3], [4, -1], [NaN, 0], [4, NaN]];
  for (const [computers, faults] of rows) {
    t.throws(() => new EigTree({ computers, faults }), RangeError, `n = ${computers}, m = ${faults}`);
  }
  t.end();
});
