import t from 'tap';
import { ACTUATORS, createPacket } from '../../../firmware/icd/packets.js';
import { MemoryBus } from '../../../hil/bus/memory-bus.js';
import type { LinkFaultSpec } from '../../../hil/fault/fault-spec.js';
import { FaultTrack } from '../../../hil/fault/fault-track.js';
import { FaultyBus } from '../../../hil/fault/faulty-bus.js';
import { instant } from '../../../hil/time/time.js';
import { Dice } from '../../support/dice.js';

type Mode<S> = S extends LinkFaultSpec
  ? Omit<S, 'id' | 'target' | 'kind' | 'faultClass' | 'senders' | 'receivers' | 'onset' | 'frames'>
  : never;

function link({
  from = 1,
  ...how
}: Mode<LinkFaultSpec> & {
  from?: number;
  receivers?: number[];
  onset?: number;
  frames?: number;
}): FaultTrack<LinkFaultSpec> {
  const whole = {
    id: 'l',
    target: 'link',
    kind: 'link',
    faultClass: 'asymmetric',
    senders: [from],
    receivers: [2],
    onset: 5,
    frames: 1,
    ...how,
  };
  return new FaultTrack(whole as LinkFaultSpec);
}

/** Sends one packet on every way in a frame; `1>2x2@30` = two came, the last at 30 µs. Late ones are listed as late. */
function sendAll(faults: FaultTrack<LinkFaultSpec>[], { frame = 5, baud = 0 } = {}): string[] {
  const bus = new FaultyBus({
    inner: new MemoryBus({ computers: 4, baud }),
    faults,
    periodUs: 20_000,
    luckOf: () => new Dice(1),
  });
  const late: string[] = [];
  bus.onLate = (sender, receiver) => late.push(`${sender}>${receiver} late`);
  const receivers = [0, 1, 2, 3, ACTUATORS];
  for (let sender = 0; sender < 4; sender++) {
    for (const receiver of receivers) {
      const packet = createPacket(0);
      Object.assign(packet, { sender, frame });
      if (receiver !== sender) bus.send(packet, receiver, instant(30));
    }
  }
  const heard = receivers.flatMap((receiver) => {
    const inbox = { count: 0, packets: Array.from({ length: 20 }, () => createPacket(0)) };
    const last = bus.drain(receiver, instant(20_000), inbox);
    const from = inbox.packets.slice(0, inbox.count).map(({ sender }) => sender);
    return [0, 1, 2, 3]
      .filter((sender) => sender !== receiver)
      .map(
        (sender) =>
          `${sender}>${receiver}x${from.filter((s) => s === sender).length}${baud === 0 ? `@${last}` : ''}`,
      );
  });
  return [...heard, ...late];
}

const changes = (faults: FaultTrack<LinkFaultSpec>[], options = {}): string[] => {
  const usual = new Set(sendAll([], options));
  return sendAll(faults, options).filter((line) => !usual.has(line));
};

t.test('an omission loses the packets of its way, and of no other', (t) => {
  t.same(changes([link({ mode: 'omission' })]), ['1>2x0@30']);
  t.same(changes([link({ mode: 'omission', receivers: [0, 2, 3, ACTUATORS] })]), [
    '1>0x0@30',
    '1>2x0@30',
    '1>3x0@30',
    `1>${ACTUATORS}x0@30`,
  ]);
  t.same(changes([link({ mode: 'omission' })], { frame: 4 }), [], 'not before its onset');
  t.same(changes([link({ mode: 'omission' })], { frame: 6 }), [], 'nor after its end');
  t.same(changes([link({ mode: 'omission', from: 3, receivers: [3] })]), [], 'nor where nothing is sent');
  t.end();
});

t.test('a duplicate brings a packet twice, three times with two faults, and not one that is lost', (t) => {
  t.same(changes([link({ mode: 'duplicate', byUs: 0 })]), ['1>2x2@30']);
  t.same(changes([link({ mode: 'duplicate', byUs: 0 }), link({ mode: 'duplicate', byUs: 0 })]), ['1>2x3@30']);
  t.same(changes([link({ mode: 'duplicate', byUs: 0 }), link({ mode: 'omission' })]), ['1>2x0@30']);
  t.same(changes([link({ mode: 'omission' }), link({ mode: 'duplicate', byUs: 0 })]), ['1>2x0@30']);
  t.end();
});

t.test("a delay makes its packets later or late, and, on lines with a speed, nobody else's", (t) => {
  t.same(
    changes([link({ mode: 'delay', byUs: 100 })]),
    ['0>2x1@130', '1>2x1@130', '3>2x1@130'],
    'the receiver has its last packet later',
  );
  t.same(changes([link({ mode: 'delay', byUs: 30_000 })]), ['1>2x0@30', '1>2 late']);
  t.same(
    changes([link({ mode: 'delay', byUs: 15_000 }), link({ mode: 'delay', byUs: 15_000 })]),
    ['1>2x0@30', '1>2 late'],
    'delays add up',
  );
  for (const from of [0, 1, 2, 3]) {
    const receiver = (from + 1) % 4;
    const slow = link({ mode: 'delay', byUs: 30_000, from, receivers: [receiver] });
    t.same(changes([slow], { baud: 500_000 }), [`${from}>${receiver}x0`, `${from}>${receiver} late`]);
    const inTime = link({ mode: 'delay', byUs: 15_000, from, receivers: [receiver] });
    t.same(changes([inTime], { baud: 500_000 }), []);
  }
  t.end();
});

t.test('a link fault is applied and activated by the first packet it changes', (t) => {
  const faults = [
    link({ mode: 'omission' }),
    link({ mode: 'omission', onset: 9 }),
    link({ mode: 'duplicate', byUs: 0, receivers: [1] }),
  ];
  sendAll(faults);
  t.same(
    faults.map(({ applied, activatedFrame }) => [applied, activatedFrame]),
    [
      [true, 5],
      [false, -1],
      [false, -1],
    ],
  );
  const inner = new MemoryBus({ computers: 1, baud: 0 });
  const bus = new FaultyBus({ inner, faults: [], periodUs: 20_000, luckOf: () => new Dice(1) });
  for (let i = 0; i < 9; i++) bus.send(createPacket(0), 0, instant(0));
  t.equal(bus.overflowed, 5, 'and the decorator hides no loss of the bus inside');
  t.equal(bus.onLate, null);
  t.end();
});
