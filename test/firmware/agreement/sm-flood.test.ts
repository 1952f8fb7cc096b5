/**
 * What traitors can make a good computer do: verify, at most as often as the bound says; drop; never throw.
 */
import t from 'tap';
import {
  signaturesMadeMax,
  signaturesVerified,
  signaturesVerifiedMax,
} from '../../../firmware/agreement/signed-bounds.js';
import { OUTCOME } from '../../../firmware/agreement/signed-outcomes.js';
import { Dice } from '../../support/dice.js';
import { ids, NOW, one, packetOf, SignedCluster, type Wrought } from '../../support/signed-cluster.js';

t.test('after a bad signature the rest of the packet about that source is dropped unverified', (t) => {
  const cluster = new SignedCluster({ computers: 5, faults: 2 });
  cluster.begin(NOW, one);
  const bad = (source: number, value: number): Wrought => ({
    occasion: NOW,
    source,
    value,
    signers: [source, 4],
    spoilt: [1],
  });
  const flood = Array.from({ length: 200 }, (_, i) => bad(2 + (i & 1), i));
  const packet = packetOf(cluster.oracle, [...flood, { ...bad(1, 9), spoilt: [] }]);
  const node = cluster.nodes[0];
  node.accept(2, 4, packet, 0, packet.length);
  t.equal(node.signaturesVerified, 1 + 1 + 2, 'one for each flooded source, two for the good chain');
  t.same([node.outcomes[OUTCOME.badSignature], node.outcomes[OUTCOME.afterBad]], [2, 198]);
  t.equal(node.heldCount(1), 1);
  t.end();
});

t.test('eager accepts two chains of a sender about a source, and the third is over the cap', (t) => {
  const cluster = new SignedCluster({ computers: 5, faults: 2, verification: 'eager' });
  cluster.begin(NOW, one);
  const chain = (value: number): Wrought => ({ occasion: NOW, source: 1, value, signers: [1, 4] });
  const packet = packetOf(cluster.oracle, [chain(5), chain(5), chain(6), chain(7), chain(8)]);
  const node = cluster.nodes[0];
  node.accept(2, 4, packet, 0, packet.length);
  t.same([...node.outcomes.subarray(0, 3)], [2, 1, 0]);
  t.equal(node.outcomes[OUTCOME.overCap], 2);
  t.equal(node.signaturesVerified, 4);
  t.end();
});

t.test('the worst that two of five traitors can do to a lazy computer is the bound, exactly', (t) => {
  const size = { computers: 5, faults: 2 };
  const cluster = new SignedCluster(size);
  const [victim, messenger] = [2, 4];
  const node = cluster.nodes[victim];
  const send = (
    round: number,
    from: number,
    to: number,
    chains: readonly Omit<Wrought, 'occasion'>[],
  ): void => {
    const packet = packetOf(
      cluster.oracle,
      chains.map((chain) => ({ ...chain, occasion: NOW })),
    );
    cluster.nodes[to].accept(round, from, packet, 0, packet.length);
  };
  const good = [2, 3, 4];
  cluster.begin(NOW, one);
  cluster.round(1, good);
  for (const [traitor, other] of [
    [0, 1],
    [1, 0],
  ]) {
    send(1, traitor, victim, [{ source: traitor, value: 1, signers: [traitor], spoilt: [1] }]);
    const forged = [3, 4].map((source) => ({ source, value: 1, signers: [source, traitor], spoilt: [1] }));
    send(2, traitor, victim, [
      ...forged,
      { source: other, value: 2, signers: [other, traitor], spoilt: [2] },
    ]);
    const twice = [6, 7].map((value) => ({ source: other, value, signers: [other, traitor] }));
    send(2, traitor, messenger, twice);
  }
  cluster.round(2, good);
  for (const [traitor, other] of [
    [0, 1],
    [1, 0],
  ]) {
    const forged = [3, 4].map((source) => ({
      source,
      value: 1,
      signers: [source, other, traitor],
      spoilt: [1],
    }));
    send(3, traitor, victim, [
      ...forged,
      { source: other, value: 2, signers: [other, 3, traitor], spoilt: [2] },
    ]);
  }
  cluster.round(3, good);
  t.equal(node.signaturesVerified, signaturesVerifiedMax(size, 'lazy'));
  t.equal(node.signaturesVerified, 32);
  t.same(
    [0, 1].map((source) => node.heldCount(source)),
    [2, 2],
  );
  t.equal(
    cluster.nodes[messenger].signaturesMade,
    signaturesMadeMax(size) - 2,
    'two good sources had one value',
  );
  t.end();
});

t.test('no flood of traitors, whatever they sign, makes a computer verify more than the bound', (t) => {
  // biome-ignore format: a truth table is read by column
  const sizes: [n: number, m: number][] = [[3, 1], [4, 1], [4, 2], [5, 2], [6, 3]];
  for (const [computers, faults] of sizes) {
    for (const verification of ['lazy', 'eager'] as const) {
      const dice = new Dice(10 * computers + faults);
      let most = 0;
      for (let attempt = 0; attempt < 200; attempt++) {
        const cluster = new SignedCluster({ computers, faults, verification });
        const traitors = ids(faults);
        const good = ids(computers).filter((id) => id >= faults);
        cluster.begin(NOW, one);
        for (let round = 1; round <= faults + 1; round++) {
          for (const from of traitors) {
            for (const to of good) {
              const chains = Array.from({ length: 12 }, (): Wrought => {
                const source = round === 1 ? from : dice.pick(ids(computers));
                const middle = ids(computers)
                  .filter((id) => id !== source && id !== from && id !== to)
                  .slice(0, Math.max(0, round - 2));
                const signers = round === 1 ? [from] : [source, ...middle, from];
                const owned = traitors.includes(source);
                // What good computers have not signed is forged; of the rest, every other chain is bad at its end.
                const forged = signers.flatMap((id, place) => (traitors.includes(id) ? [] : [place + 1]));
                const spoilt = dice.uniform() < 0.5 ? [...forged, round] : forged;
                const value = owned ? dice.between({ low: 0, high: 3 }) : 7;
                return { occasion: NOW, source, value, signers, spoilt };
              });
              const packet = packetOf(cluster.oracle, chains);
              cluster.nodes[to].accept(round, from, packet, 0, packet.length);
            }
          }
          cluster.round(round, good);
        }
        for (const id of good) most = Math.max(most, cluster.nodes[id].signaturesVerified);
      }
      const bound = signaturesVerifiedMax({ computers, faults }, verification);
      t.ok(most <= bound, `n = ${computers}, m = ${faults}, ${verification}: ${most} of at most ${bound}`);
      t.ok(most > signaturesVerified({ computers, faults }, verification) / computers, 'and it was a flood');
    }
  }
  t.end();
});

t.test('hostile words never throw, and every packet ends in a count', (t) => {
  const dice = new Dice(4);
  const cluster = new SignedCluster({ computers: 4, faults: 2 });
  const node = cluster.nodes[0];
  const real = new Int32Array(64);
  let drops = 0;
  let kept = 0;
  for (let i = 0; i < 60_000; i++) {
    cluster.begin(NOW, one);
    const length = cluster.nodes[1].compose(1, 0, real, 0);
    const packet = real.slice(0, dice.between({ low: 0, high: length }) + dice.between({ low: 0, high: 3 }));
    for (let flips = dice.between({ low: 0, high: 2 }); flips > 0 && packet.length > 0; flips--) {
      const at = dice.between({ low: 0, high: packet.length - 1 });
      packet[at] = dice.uniform() < 0.5 ? dice.int32() : dice.between({ low: -1, high: 300 });
    }
    node.accept(1, 1, packet, 0, packet.length);
    const ended = node.outcomes.reduce((sum, count) => sum + count, 0);
    if (ended === 0) t.fail(`packet ${i} ended in nothing: ${packet.join(' ')}`);
    if (node.dropped > 0) drops++;
    if (node.heldCount(1) === 1 && cluster.decided(0, 1)[0] !== 1001) t.fail(`packet ${i} was believed`);
    kept += node.heldCount(1);
  }
  t.ok(drops > 20_000 && kept > 1000, `${drops} dropped something, ${kept} were whole`);
  // biome-ignore format: a truth table is read by column
  const calls: [round: number, sender: number, at: number, length: number][] = [
    [0, 1, 0, 8], [4, 1, 0, 8], [-1, 1, 0, 8], [NaN, 1, 0, 8],
    [1, 0, 0, 8], [1, 4, 0, 8], [1, -1, 0, 8], [1, 1, -1, 8], [1, 1, 60, 8], [1, 1, 0, 1e9], [1, 1, 0, 0], [1, 1, 0, -5],
  ];
  for (const [round, sender, at, length] of calls) {
    cluster.begin(NOW, one);
    node.accept(round, sender, real, at, length);
    t.equal(
      node.outcomes[OUTCOME.malformed],
      1,
      `round ${round}, sender ${sender}, ${length} words at ${at}`,
    );
  }
  t.end();
});
