import t from 'tap';
import type { Occasion } from '../../../firmware/agreement/signed-chain.js';
import {
  signaturesMade,
  signaturesVerified,
  signedComputersMin,
  signedMessageCount,
  signedPacketCount,
  signedVotedComputersMin,
} from '../../../firmware/agreement/signed-bounds.js';
import { OUTCOME, type Outcome } from '../../../firmware/agreement/signed-outcomes.js';
import { SignedMessages } from '../../../firmware/agreement/sm.js';
import { SignatureOracle } from '../../../hil/proof/signature-oracle.js';
import { ids, NOW, one, packetOf, SignedCluster, type Wrought } from '../../support/signed-cluster.js';

t.test(
  'without faults everyone decides what was sent, and the counts are exactly those of the bounds',
  (t) => {
    // biome-ignore format: a truth table is read by column
    const rows: [n: number, m: number, messages: number, packets: number, made: number, lazy: number, eager: number][] = [
    [ 2, 0,   2,   2,   2,   2,    2],
    [ 3, 0,   6,   6,   3,   6,    6],
    [ 3, 1,  12,  12,   9,   6,   18],
    [ 4, 1,  36,  24,  16,  12,   60],
    [ 4, 2,  36,  24,  16,  12,   60],
    [ 5, 2,  80,  40,  25,  20,  140],
    [ 7, 3, 252,  84,  49,  42,  462],
    [16, 2, 3600, 480, 256, 240, 6960],
  ];
    for (const [computers, faults, messages, packets, made, lazy, eager] of rows) {
      const size = { computers, faults };
      for (const verification of ['lazy', 'eager'] as const) {
        const cluster = new SignedCluster({ ...size, verification, valueWords: 3 });
        cluster.run(NOW, (id) => Int32Array.of(id, -id, 7));
        for (const id of ids(computers)) {
          t.same(
            ids(computers).map((s) => cluster.decided(id, s)),
            ids(computers).map((s) => [s, -s, 7]),
          );
        }
        const verified = verification === 'lazy' ? lazy : eager;
        t.same([cluster.messages, cluster.packets], [messages, packets], `SM(${faults}), n = ${computers}`);
        t.equal(
          cluster.sum((node) => node.signaturesMade),
          made,
        );
        t.equal(
          cluster.sum((node) => node.signaturesVerified),
          verified,
          verification,
        );
        t.equal(
          cluster.sum((node) => node.dropped),
          0,
        );
        t.equal(signaturesVerified(size, verification), verified);
      }
      t.same(
        [computers * signedMessageCount(size), signedPacketCount(size), signaturesMade(size)],
        [messages, packets, made],
      );
    }
    t.end();
  },
);

t.test('SM-BOUND: m + 2 computers agree, 2m + 1 can also be voted on', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [m: number, agree: number, voted: number][] = [[0, 2, 2], [1, 3, 3], [2, 4, 5], [3, 5, 7]];
  for (const [m, agree, voted] of rows) {
    t.same([signedComputersMin(m), signedVotedComputersMin(m)], [agree, voted], `m = ${m}`);
  }
  t.throws(() => new SignedCluster({ computers: 3, faults: 2 }), /needs 2 … 16, 0 ≤ m ≤ n − 2/);
  t.end();
});

t.test('each wrong chain is dropped for its own reason, and costs no verification before the last', (t) => {
  const good: Wrought = { occasion: NOW, source: 1, value: 8, signers: [1, 2] };
  // biome-ignore format: a truth table is read by column
  const rows: [outcome: Outcome, verified: number, chain: Wrought, twist?: (packet: Int32Array) => Int32Array][] = [
    [OUTCOME.accepted,       2, good],
    [OUTCOME.late,           0, { ...good, signers: [1] }],
    [OUTCOME.early,          0, { ...good, signers: [1, 3, 2] }],
    [OUTCOME.early,          0, { ...good, signers: [1, 3, 4, 2, 1, 3, 4, 2, 1] }],     // more than can ever come
    [OUTCOME.unknownSource,  0, { ...good, source: 4, signers: [4, 2] }],
    [OUTCOME.unknownSource,  0, { ...good, source: 9, signers: [9, 2] }],
    [OUTCOME.unknownSigner,  0, { ...good, signers: [1, 12] }],
    [OUTCOME.notFromSource,  0, { ...good, signers: [3, 2] }],
    [OUTCOME.notFromSender,  0, { ...good, signers: [1, 3] }],
    [OUTCOME.repeatedSigner, 0, { ...good, signers: [1, 1] }],
    [OUTCOME.selfSigned,     0, { ...good, source: 0, signers: [0, 2] }],               // my own value coming back
    [OUTCOME.badSignature,   1, { ...good, spoilt: [1] }],
    [OUTCOME.badSignature,   2, { ...good, spoilt: [2] }],
    [OUTCOME.badSignature,   1, { ...good, signed: { value: 9 } }],                      // re-used on another value
    [OUTCOME.badSignature,   1, { ...good, signed: { source: 3 } }],                     // of another source
    [OUTCOME.badSignature,   1, { ...good, occasion: { run: 3, frame: 99 } }],           // STALE-0: another frame
    [OUTCOME.badSignature,   1, { ...good, occasion: { run: 2, frame: 100 } }],          // another run
    [OUTCOME.malformed,      0, good, (p) => p.subarray(0, p.length - 1)],               // truncated
    [OUTCOME.malformed,      0, good, (p) => Int32Array.of(0, ...p.subarray(1))],        // counts nothing
    [OUTCOME.malformed,      0, good, (p) => { p[1] |= 1 << 20; return p; }],            // no head
    [OUTCOME.malformed,      0, good, (p) => { p[2] |= 5 << 8; return p; }],             // a name behind the last
    [OUTCOME.malformed,      0, good, () => new Int32Array(0)],
  ];
  for (const [outcome, verified, chain, twist = (p: Int32Array) => p] of rows) {
    for (const verification of ['lazy', 'eager'] as const) {
      const oracle = new SignatureOracle({ computers: 5, signatures: 'transferable' });
      const node = new SignedMessages({
        computers: 5,
        faults: 2,
        self: 0,
        sources: [0, 1, 2, 3],
        absent: Int32Array.of(0),
        signatures: oracle.providerOf(0),
        verification,
      });
      node.begin(NOW, Int32Array.of(5));
      const packet = twist(packetOf(oracle, [chain]));
      node.accept(2, 2, packet, 0, packet.length);
      const label = `${Object.keys(OUTCOME)[outcome]}: ${chain.signers.join(' ')}`;
      t.equal(node.outcomes[outcome], 1, label);
      t.equal(
        node.outcomes.reduce((sum, count) => sum + count, 0),
        1,
        'and for no other',
      );
      t.equal(node.signaturesVerified, verified);
      t.equal(node.heldCount(1), outcome === OUTCOME.accepted ? 1 : 0);
    }
  }
  t.end();
});

t.test('what was sent in one frame, run or place is refused in every other, and accepted in its own', (t) => {
  const cluster = new SignedCluster({ computers: 3, faults: 1 });
  const packet = new Int32Array(64);
  const replay = (then: Occasion, now: Occasion): boolean => {
    cluster.begin(then, one);
    const length = cluster.nodes[0].compose(1, 1, packet, 0);
    cluster.begin(now, one);
    cluster.nodes[1].accept(1, 0, packet, 0, length);
    return cluster.nodes[1].heldCount(0) === 1;
  };
  t.equal(replay(NOW, NOW), true);
  t.equal(replay(NOW, { ...NOW, frame: 101 }), false, 'frame');
  t.equal(replay(NOW, { ...NOW, run: 4 }), false, 'run');
  t.equal(replay({ run: 1, frame: 2 ** 32 - 1 }, { run: 1, frame: -1 }), true, 'a frame is its 32 bits');
  cluster.begin(NOW, one);
  const length = cluster.nodes[0].compose(1, 1, packet, 0);
  cluster.nodes[1].accept(2, 0, packet, 0, length);
  t.equal(cluster.nodes[1].outcomes[OUTCOME.late], 1, 'a round later');
  cluster.nodes[1].accept(1, 2, packet, 0, length);
  t.equal(cluster.nodes[1].outcomes[OUTCOME.notFromSender], 1, 'by another sender');
  t.end();
});

t.test('SM-CAP2: of three values two are kept and relayed, and the decision is the default', (t) => {
  const cluster = new SignedCluster({ computers: 4, faults: 2 });
  cluster.begin(NOW, one);
  const chains = [5, 6, 7].map((value) => ({ occasion: NOW, source: 0, value, signers: [0] }));
  const packet = packetOf(cluster.oracle, chains);
  cluster.nodes[1].accept(1, 0, packet, 0, packet.length);
  t.same([...cluster.nodes[1].outcomes.subarray(0, 3)], [2, 0, 1], 'two accepted, one moot');
  t.equal(cluster.nodes[1].decidedInRound(0), 1, 'decided at once');
  const out = new Int32Array(64);
  cluster.nodes[1].compose(2, 2, out, 0);
  t.equal(out[0], 2, 'and still relayed');
  t.same(cluster.decided(1, 0), [-9]);
  t.end();
});

t.test('a copy of its memory put back is the computer as it was', (t) => {
  const cluster = new SignedCluster({ computers: 4, faults: 2 });
  cluster.begin(NOW, one);
  cluster.round(1);
  const node = cluster.nodes[2];
  const saved = node.memory.slice();
  const first = new Int32Array(128);
  const again = new Int32Array(128);
  const length = node.compose(2, 1, first, 0);
  cluster.round(2);
  cluster.begin({ run: 3, frame: 101 }, one);
  cluster.begin(NOW, one);
  node.memory.set(saved);
  t.equal(node.compose(2, 1, again, 0), length);
  t.same(again, first);
  t.end();
});

t.test('an exchange does not grow the heap', (t) => {
  const computers = 4;
  const silent = {
    kind: 'siphash',
    transferable: true,
    tagWords: 2,
    sign: () => undefined,
    verify: () => true,
  } as const;
  const nodes = ids(computers).map(
    (self) =>
      new SignedMessages({ computers, faults: 1, self, absent: new Int32Array(8), signatures: silent }),
  );
  const words = new Int32Array(256);
  const own = new Int32Array(8);
  const occasion = { run: 1, frame: 0 };
  const exchange = (frame: number): void => {
    occasion.frame = frame;
    own[0] = frame;
    for (let i = 0; i < computers; i++) nodes[i].begin(occasion, own);
    for (let round = 1; round <= 2; round++) {
      for (let sender = 0; sender < computers; sender++) {
        for (let receiver = 0; receiver < computers; receiver++) {
          if (receiver === sender) continue;
          const length = nodes[sender].compose(round, receiver, words, 0);
          nodes[receiver].accept(round, sender, words, 0, length);
        }
      }
    }
    for (let i = 0; i < computers; i++) nodes[i].resolve();
  };
  for (let frame = 0; frame < 20_000; frame++) exchange(frame);
  const before = process.memoryUsage().heapUsed;
  for (let frame = 0; frame < 10_000; frame++) exchange(frame);
  const grown = process.memoryUsage().heapUsed - before;
  t.ok(grown < 10_000 * 36, `${grown} bytes for 360,000 messages: less than one byte a message`);
  nodes[0].decidedTo(1, words, 0);
  t.equal(words[0], 9_999);
  t.end();
});
