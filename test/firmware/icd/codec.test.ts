import t from 'tap';
import { cobsDecode, cobsEncode, cobsLengthMax } from '../../../firmware/icd/cobs.js';
import {
  decodePacket,
  encodePacket,
  packetBytes,
  wireBytes,
  ICD_VERSION,
} from '../../../firmware/icd/codec.js';
import { crc32c } from '../../../firmware/icd/crc32c.js';
import {
  ACTUATORS,
  PACKET,
  TEST_RIG,
  copyPacket,
  createPacket,
  type Packet,
} from '../../../firmware/icd/packets.js';
import { Dice } from '../../support/dice.js';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const crcOf = (bytes: Uint8Array): number => crc32c(bytes, 0, bytes.length);

function stuffed(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(cobsLengthMax(bytes.length) + 3);
  const end = cobsEncode(bytes, bytes.length, out, 3);
  return out.slice(3, end);
}

/** Decoded bytes, or null if refused. */
function unstuffed(frame: Uint8Array, room = 2000): Uint8Array | null {
  const out = new Uint8Array(room);
  const length = cobsDecode(frame, 0, frame.length, out);
  return length < 0 ? null : out.slice(0, length);
}

function somePacket(dice: Dice, words: number): Packet {
  const packet = createPacket(words);
  packet.type = dice.between({ low: 1, high: 7 });
  packet.sender = dice.pick([0, 3, 15, TEST_RIG, ACTUATORS]);
  packet.slot = dice.between({ low: 0, high: 255 });
  packet.run = dice.between({ low: 0, high: 65535 });
  packet.frame = dice.uint32();
  packet.length = words;
  for (let i = 0; i < words; i++) packet.words[i] = dice.pick([0, -1, dice.int32(), dice.int32() >> 24]);
  return packet;
}

const headOf = ({ type, sender, slot, run, frame, length, words }: Packet): unknown => ({
  type,
  sender,
  slot,
  run,
  frame,
  length,
  words: [...words.subarray(0, length)],
});

t.test('CRC-32C gives the values of RFC 3720, appendix B.4, and the usual check value', (t) => {
  const up = Uint8Array.from({ length: 32 }, (_, i) => i);
  t.equal(crcOf(ascii('123456789')), 0xe3069283);
  t.equal(crcOf(new Uint8Array(32)), 0x8a9136aa, '32 zeros');
  t.equal(crcOf(new Uint8Array(32).fill(0xff)), 0x62a8ab43, '32 ones');
  t.equal(crcOf(up), 0x46dd794e, '00 … 1f');
  t.equal(crcOf(up.slice().reverse()), 0x113fdb5c, '1f … 00');
  t.equal(crcOf(new Uint8Array(0)), 0);
  t.equal(crc32c(ascii('..123456789..'), 2, 11), 0xe3069283, 'of a part');
  t.end();
});

t.test('COBS encodes the examples of the field by hand', (t) => {
  const run = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const rows: [plain: number[], frame: number[]][] = [
    [[], [1]],
    [[0], [1, 1]],
    [
      [0, 0],
      [1, 1, 1],
    ],
    [[0x11], [2, 0x11]],
    [
      [0x11, 0, 0, 0],
      [2, 0x11, 1, 1, 1],
    ],
    [
      [0x11, 0x22, 0, 0x33],
      [3, 0x11, 0x22, 2, 0x33],
    ],
    [run(1, 254), [255, ...run(1, 254)]],
    [
      [0, ...run(1, 254)],
      [1, 255, ...run(1, 254)],
    ],
    [run(1, 255), [255, ...run(1, 254), 2, 255]],
    [
      [...run(1, 254), 0],
      [255, ...run(1, 254), 1, 1],
    ],
    [
      [...run(2, 255), 0, 1],
      [255, ...run(2, 255), 1, 2, 1],
    ],
  ];
  for (const [plain, frame] of rows) {
    t.same([...stuffed(Uint8Array.from(plain))], frame);
    t.same([...(unstuffed(Uint8Array.from(frame)) ?? ['refused'])], plain);
  }
  t.end();
});

t.test(
  'COBS returns every message around a full group, without a zero byte and within the stated length',
  (t) => {
    const dice = new Dice(1);
    const lengths = [
      ...Array.from({ length: 20 }, (_, i) => i),
      ...[254, 255, 508, 509, 510, 762, 1016].flatMap((n) => [n - 2, n - 1, n, n + 1]),
    ];
    let wrong = '';
    let full = 0;
    for (const length of lengths) {
      for (const zeros of [0, 1, 2, 5, 100]) {
        const plain = Uint8Array.from({ length }, () =>
          dice.uint32() % 100 < zeros ? 0 : 1 + (dice.uint32() % 255),
        );
        const frame = stuffed(plain);
        if (frame.length > cobsLengthMax(length)) wrong = `${length}: longer than said`;
        if (frame.includes(0)) wrong = `${length}: a zero inside`;
        if (frame[0] === 0xff) full++;
        const back = unstuffed(frame);
        if (back === null || Buffer.compare(back, plain) !== 0)
          wrong = `${length} with ${zeros} %: not the same`;
      }
    }
    t.equal(wrong, '');
    t.ok(full > 20, 'full groups occurred');
    t.end();
  },
);

t.test('COBS refuses what no encoder of ours writes, so that one message has one frame', (t) => {
  const nonZero = Array.from({ length: 254 }, () => 7);
  const malformed: [name: string, frame: number[]][] = [
    ['nothing', []],
    ['only a zero', [0]],
    ['a zero as code', [2, 7, 0]],
    ['a zero inside a group', [3, 7, 0, 2, 1]],
    ['a group past the end', [5, 1, 2]],
    ['a code without its bytes', [2]],
    ['a full group cut short', [255, ...nonZero.slice(1)]],
    ['an empty group after a full one', [255, ...nonZero, 1]],
  ];
  for (const [name, frame] of malformed) t.equal(unstuffed(Uint8Array.from(frame)), null, name);
  t.equal(unstuffed(Uint8Array.of(4, 1, 2, 3), 2), null, 'more than the target holds');
  t.equal(unstuffed(Uint8Array.of(2, 1, 1), 1), null, 'a zero more than the target holds');
  t.same([...unstuffed(Uint8Array.of(3, 1, 2), 2)!], [1, 2], 'exactly what it holds');

  const dice = new Dice(2);
  let accepted = 0;
  let second = 0;
  for (let i = 0; i < 40_000; i++) {
    const frame = Uint8Array.from({ length: 1 + (dice.uint32() % 12) }, () => 1 + (dice.uint32() % 5));
    const plain = unstuffed(frame);
    if (plain === null) continue;
    accepted++;
    if (Buffer.compare(stuffed(plain), frame) !== 0) second++;
  }
  t.equal(second, 0, 'whatever decodes is what its content encodes to');
  t.ok(accepted > 2000, `${accepted} random frames did decode`);
  t.end();
});

t.test('a packet is 13 bytes around its payload, at the offsets of the document', (t) => {
  const packet = createPacket(2);
  Object.assign(packet, {
    type: PACKET.relay,
    sender: 2,
    slot: 1,
    run: 0xbeef,
    frame: 0x01020304,
    length: 2,
  });
  packet.words.set([-2, 0x55667788]);
  const bytes = new Uint8Array(32);
  t.equal(encodePacket(packet, bytes), 21);
  t.equal(packetBytes(2), 21);
  t.same(
    [...bytes.subarray(0, 17)],
    [(ICD_VERSION << 4) | 3, 2, 1, 0xef, 0xbe, 4, 3, 2, 1, 0xfe, 0xff, 0xff, 0xff, 0x88, 0x77, 0x66, 0x55],
  );
  const crc = crc32c(bytes, 0, 17);
  t.same([...bytes.subarray(17, 21)], [crc & 255, (crc >>> 8) & 255, (crc >>> 16) & 255, crc >>> 24]);
  for (let words = 0; words <= 60; words++)
    t.ok(wireBytes(words) - 4 * words <= 16, `overhead of ${4 * words} bytes`);
  t.end();
});

t.test('a packet comes back from its bytes as it was, and never longer on the wire than planned', (t) => {
  const dice = new Dice(3);
  const bytes = new Uint8Array(packetBytes(700));
  const back = createPacket(700);
  let wrong = '';
  for (const words of [0, 1, 2, 8, 12, 40, 60, 61, 62, 124, 160, 320, 700]) {
    for (let i = 0; i < 20; i++) {
      const packet = somePacket(dice, words);
      const length = encodePacket(packet, bytes);
      const fault = decodePacket(bytes, length, back);
      if (fault !== null) wrong = `${words} words refused: ${fault}`;
      else if (JSON.stringify(headOf(back)) !== JSON.stringify(headOf(packet)))
        wrong = `${words} words changed`;
      if (stuffed(bytes.slice(0, length)).length + 1 > wireBytes(words))
        wrong = `${words} words: longer on the wire`;
    }
  }
  t.equal(wrong, '');
  const copy = createPacket(700);
  copyPacket(back, copy);
  t.same(headOf(copy), headOf(back), 'and a copy is a copy');
  t.end();
});

t.test('bytes that are no packet are refused with the reason, and nothing throws', (t) => {
  const good = new Uint8Array(packetBytes(8));
  const length = encodePacket(somePacket(new Dice(4), 8), good);
  const target = createPacket(8);
  const resealed = (at: number, value: number): Uint8Array => {
    const bytes = good.slice();
    bytes[at] = value;
    const crc = crc32c(bytes, 0, length - 4);
    new DataView(bytes.buffer).setUint32(length - 4, crc, true);
    return bytes;
  };
  t.equal(decodePacket(good, length, target), null);
  t.equal(decodePacket(good, 12, target), 'length', 'shorter than a header');
  t.equal(decodePacket(good, 0, target), 'length');
  t.equal(decodePacket(good, length - 1, target), 'length', 'not whole words');
  t.equal(decodePacket(good, length, createPacket(7)), 'length', 'more than there is room for');
  t.equal(decodePacket(good, length - 4, target), 'crc', 'a word short');
  t.equal(decodePacket(resealed(0, 0x23), length, target), 'version', 'another version, with a good CRC');
  t.equal(decodePacket(resealed(0, 0x10), length, target), 'type');
  t.equal(decodePacket(resealed(0, 0x18), length, target), 'type');
  for (const sender of [16, 100, 0xfc, 0xff])
    t.equal(decodePacket(resealed(1, sender), length, target), 'sender');
  for (const sender of [0, 15, TEST_RIG, ACTUATORS])
    t.equal(decodePacket(resealed(1, sender), length, target), null);
  t.end();
});

t.test('one, two or three flipped bits are never taken for a packet', (t) => {
  const dice = new Dice(5);
  const target = createPacket(12);
  const bytes = new Uint8Array(packetBytes(12));
  const length = encodePacket(somePacket(dice, 12), bytes);
  const bits = length * 8;
  const flip = (bit: number): void => void (bytes[bit >> 3] ^= 1 << (bit & 7));
  let taken = 0;
  for (let bit = 0; bit < bits; bit++) {
    flip(bit);
    if (decodePacket(bytes, length, target) === null) taken++;
    flip(bit);
  }
  t.equal(taken, 0, `each of ${bits} single bits`);
  for (let i = 0; i < 20_000; i++) {
    const chosen = new Set(Array.from({ length: 2 + (i & 1) }, () => dice.uint32() % bits));
    chosen.forEach(flip);
    if (decodePacket(bytes, length, target) === null) taken++;
    chosen.forEach(flip);
  }
  t.equal(taken, 0, 'random pairs and triples');
  t.equal(decodePacket(bytes, length, target), null, 'and the packet itself still is one');
  t.end();
});

t.test(
  '200,000 hostile byte strings yield no packet, and after garbage and a zero the next good frame decodes',
  (t) => {
    const dice = new Dice(6);
    const seed = new Uint8Array(packetBytes(12));
    const goodLength = encodePacket(somePacket(dice, 12), seed);
    const goodFrame = stuffed(seed.slice(0, goodLength));
    const plain = new Uint8Array(256);
    const target = createPacket(32);
    const line = new Uint8Array(400);
    let unsealed = 0;
    let unstuffedCount = 0;
    let lost = 0;
    for (let i = 0; i < 200_000; i++) {
      let length = dice.uint32() % 90;
      if (i % 4 === 0) {
        length = goodFrame.length;
        line.set(goodFrame);
        for (let k = dice.uint32() % 3; k >= 0; k--) line[dice.uint32() % length] = dice.uint32();
      } else
        for (let k = 0; k < length; k += 4) {
          const word = dice.uint32();
          line[k] = i % 4 === 1 ? word & 7 : word;
          line[k + 1] = word >>> 8;
          line[k + 2] = word >>> 16;
          line[k + 3] = word >>> 24;
        }
      const decoded = cobsDecode(line, 0, length, plain);
      if (decoded >= 0) {
        unstuffedCount++;
        if (decodePacket(plain, decoded, target) === null) {
          const crc = new DataView(plain.buffer).getUint32(decoded - 4, true);
          if (crc32c(plain, 0, decoded - 4) !== crc) unsealed++;
        }
      }
      if (i % 64 !== 0) continue;
      line[length] = 0;
      line.set(goodFrame, length + 1);
      const start = line.lastIndexOf(0, length) + 1;
      const next = cobsDecode(line, start, start + goodFrame.length, plain);
      if (next !== goodLength || decodePacket(plain, next, target) !== null) lost++;
    }
    t.equal(unsealed, 0, 'a packet always had its CRC');
    t.equal(lost, 0, 'the frame after the garbage was read every time');
    t.ok(unstuffedCount > 5_000, `${unstuffedCount} strings got as far as the CRC`);
    t.end();
  },
);
