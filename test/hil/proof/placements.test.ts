import t from 'tap';
import { EigTree } from '../../../firmware/agreement/eig-tree.js';
import { countSlots, slotsOf } from '../../../hil/proof/oral-slots.js';
import { casesOf, placementCounts, placementsOf } from '../../../hil/proof/placements.js';

t.test('every choice of the traitors comes once, and is counted without making it', (t) => {
  for (let computers = 2; computers <= 7; computers++) {
    let all = 0;
    for (let traitors = 0; traitors <= computers; traitors++) {
      const placements = [...placementsOf({ computers, traitors })];
      t.equal(new Set(placements.map((each) => each.traitors.join(' '))).size, placements.length);
      for (const { commander, traitors: ids } of placements) {
        t.equal(ids.length, traitors);
        t.equal(commander === 'traitor', ids.includes(0));
        t.ok(ids.every((id, i) => id < computers && (i === 0 || id > ids[i - 1])));
      }
      const counts = placementCounts({ computers, traitors });
      for (const commander of ['traitor', 'loyal'] as const) {
        const found = placements.filter((each) => each.commander === commander).length;
        t.equal(counts[commander], BigInt(found), `${computers} computers, ${traitors}, ${commander}`);
      }
      all += placements.length;
    }
    t.equal(all, 2 ** computers, 'all subsets');
  }
  t.end();
});

t.test('placements that count alike are one case, the worst first', (t) => {
  const loyal = { commander: 'loyal', executions: 8n, ic1: 0n, ic2: 1n } as const;
  t.same(casesOf([loyal, { ...loyal, commander: 'traitor' }, { ...loyal, ic2: 2n }, loyal]), [
    { ...loyal, commander: 'traitor', placements: 1n },
    { ...loyal, ic2: 2n, placements: 1n },
    { ...loyal, placements: 2n },
  ]);
  t.end();
});

t.test('message slots are counted as the tree has them', (t) => {
  for (let computers = 2; computers <= 7; computers++) {
    for (let faults = 0; faults <= Math.min(3, computers - 2); faults++) {
      const tree = new EigTree({ computers, faults, sources: [0] });
      for (let traitors = 0; traitors <= computers; traitors++) {
        for (const { commander, traitors: ids } of placementsOf({ computers, traitors })) {
          const { shared, last } = slotsOf(tree, ids);
          const name = `n = ${computers}, m = ${faults}, traitors ${ids.join(' ')}`;
          const count = countSlots({ computers, faults }, { traitors, commander });
          t.equal(shared.length, count.shared, name);
          t.equal(last.length, count.receivers, name);
          t.ok(last.every((slots) => slots.length === count.lastEach));
          t.ok(last.flat().every(({ round }) => round === faults + 1));
          for (const { round, sender, receiver, path } of [...shared, ...last.flat()]) {
            if (round - path.length === 1 && ids.includes(sender) && !ids.includes(receiver)) continue;
            t.fail(`${name}: a slot from ${sender} to ${receiver} through ${path.join(' ')}`);
          }
        }
      }
    }
  }
  t.equal(countSlots({ computers: 6, faults: 2 }, { traitors: 2, commander: 'loyal' }).shared, 6);
  t.equal(countSlots({ computers: 6, faults: 2 }, { traitors: 2, commander: 'loyal' }).lastEach, 6);
  t.end();
});
