import t from 'tap';
import { ACTUATORS, createPacket, type Packet } from '../../../firmware/icd/packets.js';
import { wireBytes } from '../../../firmware/icd/codec.js';
import type { Inbox } from '../../../firmware/icd/slot.js';
import type { Bus } from '../../../hil/bus/bus.js';
import { EncodedBus } from '../../../hil/bus/encoded-bus.js';
import { LineTime } from '../../../hil/bus/line-time.js';
import { Mailbox } from '../../../hil/bus/mailbox.js';
import { MemoryBus } from '../../../hil/bus/memory-bus.js';
import { instant } from '../../../hil/time/time.js';
import { Dice } from '../../support/dice.js';

const inboxOf = (capacity: number): Inbox => ({
  count: 0,
  packets: Array.from({ length: capacity }, () => createPacket(0)),
});

function packetFrom(sender: number, mark: number, words = 2): Packet {
  const packet = createPacket(words);
  Object.assign(packet, { type: 2, sender, slot: 1, run: 7, frame: 3, length: words });
  packet.words.fill(mark);
  return packet;
}

/** Drains a receiver and says what came: sender and first word. */
function drained(bus: Bus, receiver: number, cutoff: number): { came: string[]; last: number } {
  const inbox = inboxOf(100);
  const last = bus.drain(receiver, instant(cutoff), inbox);
  return {
    came: inbox.packets.slice(0, inbox.count).map(({ sender, words }) => `${sender}:${words[0]}`),
    last,
  };
}

t.test('a mailbox is in the order of senders, and of sequence within a sender, whatever came first', (t) => {
  const mailbox = new Mailbox({ senders: 3, perSender: 2 });
  for (const [sender, mark, arrival] of [
    [3, 1, 50],
    [1, 2, 40],
    [3, 3, 30],
    [0, 4, 20],
    [1, 5, 10],
  ] as const) {
    mailbox.push(packetFrom(sender, mark), instant(arrival));
  }
  t.same(
    mailbox.packets.slice(0, 5).map(({ sender, words }) => [sender, words[0]]),
    [
      [0, 4],
      [1, 2],
      [1, 5],
      [3, 1],
      [3, 3],
    ],
  );
  t.same([...mailbox.arrivals.subarray(0, 5)], [20, 40, 10, 50, 30], 'arrivals go with their packets');
  t.end();
});

t.test(
  "one packet past a sender's places in a mailbox is dropped and counted, and what was there stays",
  (t) => {
    const mailbox = new Mailbox({ senders: 3, perSender: 1 });
    for (let i = 0; i < 5; i++) mailbox.push(packetFrom(2 - (i % 3), i), instant(i));
    t.equal(mailbox.count, 3);
    t.equal(mailbox.overflowed, 2);
    t.same(
      mailbox.packets.map(({ words }) => words[0]),
      [2, 1, 0],
    );
    t.equal(mailbox.packets.length, 3, 'it did not grow');
    mailbox.clear();
    mailbox.push(packetFrom(0, 9), instant(9));
    t.same([mailbox.count, mailbox.overflowed], [1, 2]);

    for (const Kind of [MemoryBus, EncodedBus]) {
      const bus = new Kind({ computers: 2, baud: 0 });
      for (let i = 0; i < 20; i++) bus.send(packetFrom(1, i), 0, instant(0));
      bus.send(packetFrom(0, 7), 0, instant(0));
      t.same(
        drained(bus, 0, 10).came,
        ['0:7', '1:0', '1:1', '1:2', '1:3'],
        'four each, and nobody is crowded out',
      );
      t.equal(bus.overflowed, 16);
      bus.send(packetFrom(0, 5), 1, instant(0));
      t.same(drained(bus, 1, 10).came, ['0:5'], 'the babble is over');
    }
    t.end();
  },
);

for (const Kind of [MemoryBus, EncodedBus]) {
  t.test(
    `${Kind.name}: what has arrived by the cut-off is handed over once, what has not is counted and gone`,
    (t) => {
      const bus = new Kind({ computers: 3, baud: 0 });
      const late: string[] = [];
      bus.onLate = (sender, receiver) => late.push(`${sender}>${receiver}`);
      bus.send(packetFrom(2, 20), 0, instant(101));
      bus.send(packetFrom(1, 10), 0, instant(100));
      bus.send(packetFrom(1, 11), 0, instant(30));
      bus.send(packetFrom(2, 21), ACTUATORS, instant(90));
      t.same(drained(bus, 0, 100), { came: ['1:10', '1:11'], last: 100 }, 'the cut-off itself is in time');
      t.same(late, ['2>0']);
      t.same(drained(bus, 0, 1000), { came: [], last: 0 }, 'late is gone, not postponed');
      t.same(drained(bus, 1, 1000), { came: [], last: 0 }, 'nobody else hears it');
      t.same(drained(bus, ACTUATORS, 1000), { came: ['2:21'], last: 90 });
      t.same(late, ['2>0'], 'each late packet is counted once');
      bus.onLate = null;
      bus.send(packetFrom(1, 1), 0, instant(5));
      t.same(drained(bus, 0, 4).came, [], 'with nobody listening it is just gone');
      t.end();
    },
  );
}

t.test('the encoded bus delivers what the memory bus delivers, packet by packet', (t) => {
  const dice = new Dice(1);
  const size = { computers: 5, baud: 500_000 };
  const memory = new MemoryBus(size);
  const encoded = new EncodedBus(size);
  const late: number[] = [0, 0];
  memory.onLate = () => late[0]++;
  encoded.onLate = () => late[1]++;
  const boxes = [inboxOf(40), inboxOf(40)];
  let differs = '';
  let handed = 0;
  for (let slot = 0; slot < 300 && differs === ''; slot++) {
    for (let sender = 0; sender < 5; sender++) {
      for (let k = dice.uint32() % 4; k >= 0; k--) {
        const packet = packetFrom(sender, 0, dice.pick([0, 2, 8, 12, 96]));
        packet.type = dice.between({ low: 1, high: 5 });
        packet.frame = dice.uint32();
        packet.run = dice.uint32() & 0xffff;
        packet.slot = dice.uint32() & 0xff;
        packet.words.forEach((_, i) => (packet.words[i] = dice.pick([0, dice.int32()])));
        const receiver = dice.pick([0, 1, 2, 3, 4, ACTUATORS]);
        const at = instant(slot * 20_000 + dice.between({ low: 0, high: 12_000 }));
        memory.send(packet, receiver, at);
        encoded.send(packet, receiver, at);
      }
    }
    for (const receiver of [0, 1, 2, 3, 4, ACTUATORS]) {
      const cutoff = instant(slot * 20_000 + 14_000);
      const lasts = [memory.drain(receiver, cutoff, boxes[0]), encoded.drain(receiver, cutoff, boxes[1])];
      const [plain, decoded] = boxes.map(({ count, packets }) =>
        JSON.stringify(
          packets
            .slice(0, count)
            .map(({ words, length, ...head }) => [head, length, [...words.subarray(0, length)]]),
        ),
      );
      handed += boxes[0].count;
      if (plain !== decoded || lasts[0] !== lasts[1]) differs = `slot ${slot}, receiver ${receiver}`;
    }
  }
  t.equal(differs, '');
  t.equal(late[0], late[1]);
  t.ok(late[0] > 20 && handed > 2000, `${handed} handed over, ${late[0]} late`);
  t.equal(encoded.undecodable, 0);
  t.end();
});

t.test('packets drained from the encoded bus stay as they are while the next ones come in', (t) => {
  const bus = new EncodedBus({ computers: 2, baud: 0 });
  bus.send(packetFrom(0, 1), 1, instant(0));
  const inbox = inboxOf(8);
  bus.drain(1, instant(1), inbox);
  bus.send(packetFrom(0, 2), 1, instant(2));
  bus.send(packetFrom(0, 3, 40), 1, instant(2));
  t.equal(inbox.packets[0].words[0], 1);
  t.same(drained(bus, 1, 3).came, ['0:2', '0:3']);
  t.equal(inbox.packets[0].words[0], 1);
  t.end();
});

t.test('the encoded bus counts what does not decode, and carries packets of any length', (t) => {
  const bus = new EncodedBus({ computers: 2, baud: 0 });
  bus.send(Object.assign(packetFrom(0, 1), { type: 9 }), 1, instant(0));
  bus.send(packetFrom(99, 1), 1, instant(0));
  t.equal(bus.undecodable, 2);
  t.same(drained(bus, 1, 10).came, []);
  // The last relays of OM(3) among thirteen: 11 · 10 · 9 reports.
  for (const words of [1, 7920, 12]) bus.send(packetFrom(0, words, words), 1, instant(0));
  t.same(drained(bus, 1, 10).came, ['0:1', '0:7920', '0:12']);
  t.equal(bus.undecodable, 2);
  t.end();
});

t.test(
  'ten bits a byte, up from the sender and down to the receiver, one packet at a time on each line',
  (t) => {
    const lines = new LineTime({ baud: 500_000, nodes: 4 });
    const arrivals = (...sent: [sender: number, receiver: number, bytes: number, at: number][]): number[] =>
      lines.arrivals(
        sent.map(([sender, receiver, bytes, at]) => ({ sender, receiver, bytes, at: instant(at) })),
      );
    t.same(arrivals([0, 1, 50, 1000]), [3000], '50 bytes are 1000 µs, twice');
    // biome-ignore format: a truth table is read by column
    const slot: [sent: [sender: number, receiver: number, bytes: number, at: number], arrival: number, why: string][] = [
    [[0, 1, 50, 10_000], 12_000, 'up and down'],
    [[0, 2, 50, 10_000], 13_000, 'waits for the line up until 11,000; comes to 2 just as the line is free'],
    [[3, 2, 50, 10_000], 12_000, 'is first at 2'],
    [[1, 2, 75, 10_200], 14_500, 'comes at the same time, is listed later, and waits'],
    [[1, 0, 25, 10_000], 11_000, 'was sent before its sender\'s other one'],
    [[2, 3, 50, 20_000], 22_000, 'an idle line is free at once'],
  ];
    const came = arrivals(...slot.map(([sent]) => sent));
    slot.forEach(([sent, arrival, why], i) => t.equal(came[i], arrival, `${sent.join(' ')}: ${why}`));
    t.same(arrivals([2, 3, 50, 20_500]), [23_000], 'lines remember the slot before');
    const [{ at }] = [{ at: instant(7) }];
    t.same(
      new LineTime({ baud: 0, nodes: 2 }).arrivals([{ sender: 0, receiver: 1, bytes: 50, at }]),
      [7],
      'no baud, no time',
    );
    t.same(
      new LineTime({ baud: 115_200, nodes: 2 }).arrivals([{ sender: 0, receiver: 1, bytes: 1, at }]),
      [181],
      '173.6 rounded up',
    );
    t.same(lines.arrivals([]), []);
    t.end();
  },
);

t.test('a line keeps its speed: n packets to one receiver take n times as long, to the microsecond', (t) => {
  const bus = new MemoryBus({ computers: 4, baud: 500_000 });
  const bytes = wireBytes(12);
  for (const sender of [1, 2, 3]) bus.send(packetFrom(sender, sender, 12), 0, instant(0));
  const inbox = inboxOf(16);
  t.equal(
    bus.drain(0, instant(20_000), inbox),
    bytes * 20 * (1 + 3),
    'up once, all together; down three times',
  );
  t.equal(inbox.count, 3);
  t.end();
});

t.test('a computer that sends late holds up nobody who sent in time, whoever was run first', (t) => {
  const cutoff = 6000;
  for (const [slow, quick] of [
    [0, 1],
    [1, 0],
  ]) {
    for (const at of [4000, 9000]) {
      const bus = new MemoryBus({ computers: 4, baud: 500_000 });
      const late: number[] = [];
      bus.onLate = (sender) => late.push(sender);
      for (const sender of [0, 1]) {
        for (const receiver of [2, 3])
          bus.send(packetFrom(sender, sender, 12), receiver, instant(sender === slow ? at : 0));
      }
      t.ok(drained(bus, 2, cutoff).came.includes(`${quick}:${quick}`));
      t.ok(drained(bus, 3, cutoff).came.includes(`${quick}:${quick}`));
      t.same([...new Set(late)], at > cutoff - 2500 ? [slow] : [], `sent at ${at}`);
      for (const sender of [0, 1]) bus.send(packetFrom(sender, 5, 12), 2, instant(cutoff));
      t.same(drained(bus, 2, 2 * cutoff).came, ['0:5', '1:5'], 'and the next slot is as it should be');
    }
  }
  t.end();
});
