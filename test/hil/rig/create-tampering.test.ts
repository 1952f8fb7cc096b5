/**
 * Faults of signed packets: each changes what it says and nothing else, and signs what it can.
 */
import t from 'tap';
import type { SignatureKind } from '../../../firmware/agreement/signatures.js';
import { SignedMessages } from '../../../firmware/agreement/sm.js';
import { FlightComputer } from '../../../firmware/fcc/flight-computer.js';
import { copyPacket, createPacket, PACKET, TEST_RIG, type Packet } from '../../../firmware/icd/packets.js';
import { NO_DATA_WORD, REPORT_WORDS } from '../../../firmware/icd/quantities.js';
import { FaultTrack } from '../../../hil/fault/fault-track.js';
import { FaultyNode } from '../../../hil/fault/faulty-node.js';
import type { NodeFault } from '../../../hil/fault/node-condition.js';
import { createSignatures } from '../../../hil/keys/create-signatures.js';
import { openKeyRing } from '../../../hil/keys/key-ring.js';
import { createTampering } from '../../../hil/rig/create-tampering.js';
import { countingLaw, reportOf, RUN, samplePacket } from '../../support/flight-cluster.js';
import { Dice } from '../../support/dice.js';
import { parseRig } from '../../support/rigs.js';

const N = 4;
const BAD = 3;

/** What computer 3 sends in one frame of a signed quad whose others are good: `from 3` by slot and receiver. */
function sentBy(
  kind: SignatureKind,
  fault: object | null,
): { packets: Packet[][]; track: FaultTrack<NodeFault> | null } {
  const { scheme } = parseRig(
    `name: x\nscheme: { protocol: sm, signatures: ${kind}, teaching: true, belowBound: true }`,
  );
  const ring = openKeyRing({ seed: '5' }, { realBench: false });
  const keys = Array.from({ length: N }, (_, self) => createSignatures({ kind, self, computers: N, ring }));
  const computers = keys.map(
    (signatures, self) => new FlightComputer({ ...scheme, self, run: RUN, law: countingLaw(), signatures }),
  );
  const whole = {
    id: 'f',
    target: 'computer/3',
    kind: 'computer',
    computer: BAD,
    onset: 0,
    frames: 1,
    faultClass: 'asymmetric',
  };
  const track = fault === null ? null : new FaultTrack<NodeFault>({ ...whole, ...fault } as NodeFault);
  const faulty = new FaultyNode({
    inner: computers[BAD],
    faults: track === null ? [] : [track],
    tampering: createTampering({ scheme, self: BAD, run: RUN, keys }),
    self: BAD,
    run: RUN,
    periodUs: 20_000,
    luckOf: () => new Dice(1),
  });
  faulty.beginFrame(0);
  const inboxes = computers.map((_, id) => ({ count: 1, packets: [samplePacket(reportOf(10217 + id), 0)] }));
  const packets: Packet[][] = [];
  for (let index = 0; index < 2; index++) {
    const next = computers.map(() => ({ count: 0, packets: [] as Packet[] }));
    computers.forEach((computer, id) => {
      const outbox = (id === BAD ? faulty : computer).runSlot({ frame: 0, index }, inboxes[id]);
      for (let entry = 0; entry < outbox.count; entry++) {
        const to = outbox.receivers[entry];
        if (to === TEST_RIG) continue;
        const packet = createPacket(outbox.packets[entry].length);
        copyPacket(outbox.packets[entry], packet);
        if (id === BAD) (packets[index] ??= [])[to] = packet;
        next[to].packets.push(packet);
        next[to].count++;
      }
    });
    inboxes.splice(0, N, ...next);
  }
  return { packets, track };
}

/** What a good receiver makes of the packets of computer 3, told nothing by anyone else. */
function heard(kind: SignatureKind, to: number, packets: readonly Packet[][]): SignedMessages {
  const ring = openKeyRing({ seed: '5' }, { realBench: false });
  const receiver = new SignedMessages({
    computers: N,
    faults: 1,
    self: to,
    absent: new Int32Array(REPORT_WORDS).fill(NO_DATA_WORD),
    signatures: createSignatures({ kind, self: to, computers: N, ring }),
    verification: 'eager',
  });
  receiver.begin({ run: RUN, frame: 0 }, new Int32Array(REPORT_WORDS));
  const report = packets[0][to];
  receiver.accept(1, BAD, report.words, 0, report.length - 4);
  const relay = packets[1][to];
  receiver.accept(2, BAD, relay.words, 0, relay.length);
  return receiver;
}

/** Words in which two packets differ. */
function differing(a: Packet, b: Packet): number[] {
  t.same([a.type, a.sender, a.slot, a.run, a.frame], [b.type, b.sender, b.slot, b.run, b.frame]);
  if (a.length !== b.length) return [-1];
  return [...a.words.keys()].filter((w) => a.words[w] !== b.words[w]);
}

t.test('a two-faced computer signs each of its stories properly', (t) => {
  const honest = sentBy('siphash', null);
  const { packets, track } = sentBy('siphash', { mode: 'two-faced', quantity: 0, to: { 0: 777, 1: 888 } });
  // count, head, names, then the report: alpha is in its first word; then two words of tag.
  for (const to of [0, 1]) t.same(differing(packets[0][to], honest.packets[0][to]), [3, 11, 12]);
  t.same(differing(packets[0][2], honest.packets[0][2]), [], 'and the truth to the rest');
  for (const to of [0, 1, 2]) {
    t.same(differing(packets[1][to], honest.packets[1][to]), [], 'its relays are true');
    const receiver = heard('siphash', to, packets);
    t.equal(receiver.heldCount(BAD), 1);
    t.equal(receiver.dropped, 0);
  }
  t.equal(track?.activatedFrame, 0);
  t.end();
});

t.test('a liar leaves a bad signature, a forger one that holds where it has the keys', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [kind: SignatureKind, mode: 'liar' | 'forger', believed: boolean][] = [
    ['siphash', 'liar',   false],
    ['siphash', 'forger', true],
    ['crc',     'liar',   false],
    ['crc',     'forger', true],
    ['ed25519', 'liar',   false],
    ['ed25519', 'forger', false],
    ['hmac',    'forger', false],
  ];
  for (const [kind, mode, believed] of rows) {
    const honest = sentBy(kind, null);
    const lie = { mode, quantity: 0, about: [1], to: { 0: 777, 2: 10_777 } };
    const { packets, track } = sentBy(kind, lie);
    for (const to of [0, 2]) {
      const receiver = heard(kind, to, packets);
      t.equal(receiver.heldCount(1), believed ? 1 : 0, `${mode} under ${kind} to ${to}`);
      t.equal(receiver.dropped, believed ? 0 : 1, `${mode} under ${kind} to ${to}`);
      t.equal(receiver.heldCount(to === 0 ? 2 : 0), 1, 'what it relays of others is true');
      t.same(differing(packets[0][to], honest.packets[0][to]), [], 'its own report is true');
      if (mode === 'liar')
        t.equal(differing(packets[1][to], honest.packets[1][to]).length, 1, 'one word is a lie');
      if (believed) {
        const value = new Int32Array(REPORT_WORDS);
        receiver.heldTo(1, 0, value, 0);
        t.equal((value[0] << 16) >> 16, to === 0 ? 777 : 10_777);
        t.equal(value[0] >> 16, 10218 + 1, 'its neighbour in the word is left alone');
      }
    }
    t.same(differing(packets[1][1], honest.packets[1][1]), []);
    t.equal(track?.activatedFrame, 0);
  }
  t.end();
});

t.test('a flood is as long as a packet can be, and all bad', (t) => {
  const honest = sentBy('siphash', null);
  const { packets, track } = sentBy('siphash', { mode: 'flood', receivers: [0, 2] });
  for (const to of [0, 2]) {
    const relay = packets[1][to];
    const receiver = heard('siphash', to, packets);
    t.equal(relay.type, PACKET.relay);
    t.equal(relay.length, receiver.wordsMax(2));
    t.equal(relay.words[0], 6);
    t.equal(receiver.signaturesVerified, 1 + 2, 'its own word, and one chain about each of two others');
    t.equal(receiver.dropped, 6);
    t.same(
      [0, 1, 2].map((source) => (source === to ? 0 : receiver.heldCount(source))),
      [0, 0, 0],
    );
    t.same(differing(packets[0][to], honest.packets[0][to]), []);
  }
  t.same(differing(packets[1][1], honest.packets[1][1]), []);
  t.equal(track?.activatedFrame, 0);
  t.end();
});

t.test('a split tag is one tag for all, good for some of them', (t) => {
  const honest = sentBy('hmac', null);
  const { packets, track } = sentBy('hmac', { mode: 'split-tag', receivers: [1] });
  for (const to of [0, 1, 2]) {
    t.equal(differing(packets[0][to], honest.packets[0][to]).length, 1, `to ${to}`);
    t.same(differing(packets[0][to], packets[0][0]), [], 'the same to all');
    t.same(differing(packets[1][to], honest.packets[1][to]), []);
    t.equal(heard('hmac', to, packets).heldCount(BAD), to === 1 ? 0 : 1);
  }
  t.equal(track?.activatedFrame, 0);
  t.end();
});
