import t from 'tap';
import { CrcSignatures } from '../../../firmware/agreement/crc-signatures.js';
import {
  signaturesMade,
  signaturesVerified,
  signaturesVerifiedMax,
  signedMessageCount,
  signedPacketCount,
} from '../../../firmware/agreement/signed-bounds.js';
import {
  signaturesMadeInSlotMax,
  signaturesVerifiedInSlotMax,
  signedChains,
  signedWords,
  signedWordsMax,
} from '../../../firmware/agreement/signed-slots.js';
import { SignedMessages } from '../../../firmware/agreement/sm.js';

const VALUE_WORDS = 2;
const SHAPE = { valueWords: VALUE_WORDS, tagWords: 1 };
const SIZES = [
  { computers: 3, faults: 1 },
  { computers: 4, faults: 1 },
  { computers: 5, faults: 2 },
  { computers: 7, faults: 3 },
];

function cluster(
  { computers, faults }: { computers: number; faults: number },
  verification: 'lazy' | 'eager',
) {
  return Array.from(
    { length: computers },
    (_, self) =>
      new SignedMessages({
        computers,
        faults,
        self,
        absent: new Int32Array(VALUE_WORDS),
        signatures: new CrcSignatures({ self, computers }),
        verification,
      }),
  );
}

t.test('a frame in which nobody fails has the words, chains and signatures that are planned', (t) => {
  for (const size of SIZES) {
    for (const verification of ['lazy', 'eager'] as const) {
      const nodes = cluster(size, verification);
      const totals = { made: 0, verified: 0, chains: 0, packets: 0 };
      for (const node of nodes) node.begin({ run: 1, frame: 9 }, Int32Array.of(node.self + 1, 7));
      for (let slot = 0; slot <= size.faults + 1; slot++) {
        const before = nodes.map((node) => [node.signaturesMade, node.signaturesVerified]);
        const sent = new Map<string, Int32Array>();
        if (slot > 0) for (const [key, words] of round(nodes, slot)) sent.set(key, words);
        for (const words of sent.values()) {
          t.equal(words.length, signedWords({ ...size, round: slot }, SHAPE), 'words of a packet');
          t.ok(words.length <= signedWordsMax({ ...size, round: slot }, SHAPE));
          totals.chains += words[0];
          t.equal(words[0], signedChains({ ...size, round: slot }));
        }
        totals.packets += sent.size;
        if (slot > 2) t.equal(sent.size, 0, 'later rounds are silent');
        nodes.forEach((node, id) => {
          const [made, verified] = [
            node.signaturesMade - before[id][0],
            node.signaturesVerified - before[id][1],
          ];
          // `round` composes what slot − 1 sends, so what is made here was planned there.
          if (slot > 0) t.ok(made <= signaturesMadeInSlotMax({ ...size, slot: slot - 1 }), `made ${made}`);
          t.ok(
            verified <= signaturesVerifiedInSlotMax({ ...size, slot }, verification),
            `verified ${verified}`,
          );
          totals.made += made;
          totals.verified += verified;
        });
      }
      t.equal(totals.made, signaturesMade(size));
      t.equal(totals.verified, signaturesVerified(size, verification));
      t.equal(totals.packets, signedPacketCount(size));
      t.equal(totals.chains, size.computers * signedMessageCount(size));
      t.equal(
        nodes[0].wordsMax(2),
        signedWordsMax({ ...size, round: 2 }, SHAPE),
        'the most is what a computer keeps room for',
      );
    }
  }
  t.end();
});

/** Everyone tells everyone; gives what was told. */
function round(nodes: readonly SignedMessages[], number: number): Map<string, Int32Array> {
  const told = new Map<string, Int32Array>();
  for (const from of nodes) {
    for (const to of nodes) {
      if (from === to) continue;
      const out = new Int32Array(500);
      const words = from.compose(number, to.self, out, 0);
      if (words > 0) told.set(`${from.self}>${to.self}`, out.slice(0, words));
    }
  }
  for (const [key, words] of told) {
    const [from, to] = key.split('>').map(Number);
    nodes[to].accept(number, from, words, 0, words.length);
  }
  return told;
}

/** A packet of several one- or two-signer chains, each [source, value, good tag of the source?], sent by 3. */
function packet(
  chains: readonly { source: number; value: number; signedBy: readonly number[] }[],
): Int32Array {
  const words: number[] = [chains.length];
  for (const { source, value, signedBy } of chains) {
    const good = new SignedMessages({
      computers: 4,
      faults: 1,
      self: source,
      absent: new Int32Array(VALUE_WORDS),
      signatures: new CrcSignatures({ self: source, computers: 4 }),
    });
    good.begin({ run: 1, frame: 9 }, Int32Array.of(value, 7));
    const out = new Int32Array(100);
    const length = good.compose(1, (source + 1) % 4, out, 0);
    if (source === 3) {
      words.push(...out.subarray(1, length));
      if (!signedBy.includes(source)) words[words.length - 1] ^= 1;
      continue;
    }
    // head of length 2, names, value, tag of the source, tag of 3
    words.push(
      out[1] + 1,
      source | (3 << 4),
      value,
      7,
      signedBy.includes(source) ? out[length - 1] : ~out[length - 1],
      0,
    );
  }
  return Int32Array.from(words);
}

t.test('the planned worst of each slot is what one traitor among four can really ask, lazily', (t) => {
  const size = { computers: 4, faults: 1 };
  const two = cluster(size, 'lazy');
  const begin = (nodes: readonly SignedMessages[]): void => {
    for (const node of nodes) node.begin({ run: 1, frame: 9 }, Int32Array.of(node.self + 1, 7));
  };
  const honest = (nodes: readonly SignedMessages[]): void => {
    round(nodes.slice(0, 3), 1);
  };
  // Slot 1: two good words, and two of the traitor to the victim.
  begin(two);
  honest(two);
  const both = packet([
    { source: 3, value: 50, signedBy: [3] },
    { source: 3, value: 51, signedBy: [3] },
    { source: 3, value: 52, signedBy: [3] },
  ]);
  two[0].accept(1, 3, both, 0, both.length);
  t.equal(two[0].signaturesVerified, signaturesVerifiedInSlotMax({ ...size, slot: 1 }, 'lazy'));
  const before = two[0].signaturesMade;
  for (const to of [1, 2, 3]) two[0].compose(2, to, new Int32Array(100), 0);
  t.equal(
    two[0].signaturesMade - before,
    signaturesMadeInSlotMax({ ...size, slot: 1 }),
    'and all of it is signed',
  );

  // Slot 2: 1 and 2 were told two different things and say so; the traitor lies about both, and goes on and on.
  const nodes = cluster(size, 'lazy');
  begin(nodes);
  honest(nodes);
  for (const [to, value] of [
    [1, 50],
    [2, 51],
  ]) {
    const words = packet([{ source: 3, value, signedBy: [3] }]);
    nodes[to].accept(1, 3, words, 0, words.length);
  }
  const start = nodes[0].signaturesVerified;
  for (const from of [1, 2]) {
    const out = new Int32Array(200);
    nodes[0].accept(2, from, out, 0, nodes[from].compose(2, 0, out, 0));
  }
  const flood = packet(
    Array.from({ length: 12 }, (_, i) => ({ source: 1 + (i % 2), value: 100 + i, signedBy: [] })),
  );
  nodes[0].accept(2, 3, flood, 0, flood.length);
  t.equal(nodes[0].signaturesVerified - start, signaturesVerifiedInSlotMax({ ...size, slot: 2 }, 'lazy'));
  t.equal(nodes[0].heldCount(3), 2);
  t.equal(nodes[0].heldCount(1), 1, 'the flood convinced nobody');
  t.end();
});

t.test('the slots together leave room for whatever a frame can ask for, lazily', (t) => {
  for (const size of SIZES) {
    let sum = 0;
    for (let slot = 0; slot <= size.faults + 1; slot++)
      sum += signaturesVerifiedInSlotMax({ ...size, slot }, 'lazy');
    t.ok(sum >= signaturesVerifiedMax(size, 'lazy'), `${sum} for n = ${size.computers}`);
  }
  t.same(
    [0, 1, 2].map((slot) => signaturesVerifiedInSlotMax({ computers: 4, faults: 1, slot }, 'eager')),
    [0, 4, 20],
  );
  t.equal(
    signaturesVerifiedInSlotMax({ computers: 4, faults: 1, slot: 3 }, 'eager'),
    0,
    'there is no such slot',
  );
  t.end();
});
