import t from 'tap';
import {
  chainHead,
  chainWords,
  nameSigner,
  SignedWords,
  valueOffset,
  type Occasion,
} from '../../../firmware/agreement/signed-chain.js';
import {
  signaturesMade,
  signaturesMadeMax,
  signaturesVerified,
  signaturesVerifiedMax,
  signedComputersMin,
  signedMessageCount,
  signedPacketCount,
  signedVotedComputersMin,
} from '../../../firmware/agreement/signed-bounds.js';
import { OUTCOME, type Outcome } from '../../../firmware/agreement/signed-outcomes.js';
import { SignedMessages } from '../../../firmware/agreement/sm.js';
import { SignatureOracle } from '../../../hil/proof/signature-oracle.js';
import { Dice } from '../../support/dice.js';

const ids = (n: number): number[] => Array.from({ length: n }, (_, id) => id);

interface Shape {
  readonly computers: number;
  readonly faults: number;
  readonly valueWords?: number;
  readonly verification?: 'lazy' | 'eager';
}

/** A cluster in which every computer is a source. */
class Cluster {
  readonly oracle: SignatureOracle;
  readonly nodes: SignedMessages[];
  messages = 0;
  packets = 0;
  readonly #words = new Int32Array(4096);
  readonly #valueWords: number;

  constructor({ computers, faults, valueWords = 1, verification = 'lazy' }: Shape) {
    this.oracle = new SignatureOracle({ computers, signatures: 'transferable' });
    this.#valueWords = valueWords;
    this.nodes = ids(computers).map(
      (self) =>
        new SignedMessages({
          computers,
          faults,
          self,
          absent: new Int32Array(valueWords).fill(-9),
          signatures: this.oracle.providerOf(self),
          verification,
        }),
    );
  }

  begin(occasion: Occasion, own: (id: number) => Int32Array): void {
    this.messages = 0;
    this.packets = 0;
    for (const node of this.nodes) node.begin(occasion, own(node.self));
  }

  /** One round among these computers; `before` may send a receiver something first. */
  round(round: number, speakers = ids(this.nodes.length), hearers = speakers): void {
    for (const sender of speakers) {
      for (const receiver of ids(this.nodes.length)) {
        if (receiver === sender) continue;
        const node = this.nodes[sender];
        const length = node.compose(round, receiver, this.#words, 5);
        if (length > node.wordsMax(round)) throw new RangeError(`${length} words in round ${round}`);
        if (length === 0) continue;
        this.packets++;
        this.messages += this.#words[5];
        if (hearers.includes(receiver)) this.nodes[receiver].accept(round, sender, this.#words, 5, length);
      }
    }
  }

  run(occasion: Occasion, own: (id: number) => Int32Array): void {
    this.begin(occasion, own);
    for (let round = 1; round <= this.nodes[0].rounds; round++) this.round(round);
    for (const node of this.nodes) node.resolve();
  }

  decided(id: number, source: number): number[] {
    const out = new Int32Array(this.#valueWords + 2).fill(5);
    this.nodes[id].decidedTo(source, out, 1);
    return [...out.subarray(1, 1 + this.#valueWords)];
  }

  sum(count: (node: SignedMessages) => number): number {
    return this.nodes.reduce((sum, node) => sum + count(node), 0);
  }
}

interface Wrought {
  readonly occasion: Occasion;
  readonly source: number;
  readonly value: number;
  readonly signers: readonly number[];
  /** Positions whose tag is spoilt. */
  readonly spoilt?: readonly number[];
  /** What the signatures say, where it is not what the chain says. */
  readonly signed?: { readonly source?: number; readonly value?: number };
}

/** Packets made by hand: any chain, signed by anybody, spoilt where wanted. */
function packetOf(oracle: SignatureOracle, chains: readonly Wrought[]): Int32Array {
  const shape = { valueWords: 1, tagWords: 1 };
  const words = [chains.length];
  for (const { occasion, source, value, signers, spoilt = [], signed = {} } of chains) {
    const { length } = signers;
    const chain = new Int32Array(chainWords(length, shape));
    const message = new SignedWords(1);
    chain[0] = chainHead({ length, source });
    chain[valueOffset(length)] = value;
    signers.forEach((signer, i) => nameSigner(chain, 1, { position: i + 1, signer }));
    message.begin(occasion);
    message.take(signed.source ?? source, Int32Array.of(signed.value ?? value), 0);
    signers.forEach((signer, i) => {
      const tag = oracle.sign(signer, message.words, message.at(i + 1, chain, 1));
      chain[valueOffset(length) + 1 + i] = spoilt.includes(i + 1) ? 0 : tag;
    });
    words.push(...chain);
  }
  return Int32Array.from(words);
}

const NOW = { run: 3, frame: 100 };
const one = (id: number): Int32Array => Int32Array.of(1000 + id);

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
        const cluster = new Cluster({ ...size, verification, valueWords: 3 });
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
  t.throws(() => new Cluster({ computers: 3, faults: 2 }), /needs 2 … 16, 0 ≤ m ≤ n − 2/);
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
  const cluster = new Cluster({ computers: 3, faults: 1 });
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
  const cluster = new Cluster({ computers: 4, faults: 2 });
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

t.test('after a bad signature the rest of the packet about that source is dropped unverified', (t) => {
  const cluster = new Cluster({ computers: 5, faults: 2 });
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
  const cluster = new Cluster({ computers: 5, faults: 2, verification: 'eager' });
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
  const cluster = new Cluster(size);
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
        const cluster = new Cluster({ computers, faults, verification });
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
  const cluster = new Cluster({ computers: 4, faults: 2 });
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

t.test('a copy of its memory put back is the computer as it was', (t) => {
  const cluster = new Cluster({ computers: 4, faults: 2 });
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
