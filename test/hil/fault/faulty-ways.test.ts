/**
 * What arrives over a bus with faults, against what arrives without, packet by packet over several frames: each mode
 * changes the packets that the table says, worked out by hand, and no other.
 */
import t from 'tap';
import { ACTUATORS, createPacket, PACKET } from '../../../firmware/icd/packets.js';
import type { Bus } from '../../../hil/bus/bus.js';
import { EncodedBus } from '../../../hil/bus/encoded-bus.js';
import { MemoryBus } from '../../../hil/bus/memory-bus.js';
import type { ClockFaultSpec, LinkFaultSpec } from '../../../hil/fault/fault-spec.js';
import { FaultTrack } from '../../../hil/fault/fault-track.js';
import { type BusFault, FaultyBus } from '../../../hil/fault/faulty-bus.js';
import { instant } from '../../../hil/time/time.js';
import { Dice } from '../../support/dice.js';

const PERIOD_US = 20_000;
const SLOT_US = 8000;
const RECEIVERS = [0, 1, 2, 3, ACTUATORS];

type Free<S> = S extends BusFault
  ? Omit<
      S,
      'id' | 'target' | 'kind' | 'faultClass' | 'onset' | 'frames' | 'senders' | 'receivers' | 'computer'
    >
  : never;
type When = { senders?: number[]; receivers?: number[]; onset?: number; frames?: number; duty?: object };

/** A fault of the way from 1 to 2 in frame 1, where nothing else is said. */
function link(how: Free<LinkFaultSpec> & When): FaultTrack<BusFault> {
  const usual = { id: 'l', target: 'link', kind: 'link', faultClass: 'asymmetric' };
  return new FaultTrack({
    ...usual,
    senders: [1],
    receivers: [2],
    onset: 1,
    frames: 1,
    ...how,
  } as LinkFaultSpec);
}

function clock(how: Free<Extract<ClockFaultSpec, { mode: 'two-faced' }>>): FaultTrack<BusFault> {
  const usual = { id: 'c', target: 'clock', kind: 'clock', faultClass: 'asymmetric', computer: 1 };
  return new FaultTrack({ ...usual, onset: 1, frames: 1, ...how } as BusFault);
}

interface Flown {
  /** `1.0 1>2 1.0=1001`: heard at the end of slot 0 of frame 1 by 2, from 1, with the header 1.0 and this word. */
  readonly heard: string[];
  readonly late: string[];
  readonly bus: FaultyBus;
}

/** Four frames of two slots, in which everyone sends everyone else a packet of two words. */
function fly(faults: FaultTrack<BusFault>[], inner: Bus = new MemoryBus({ computers: 4, baud: 0 })): Flown {
  const bus = new FaultyBus({ inner, faults, periodUs: PERIOD_US, luckOf: () => new Dice(5) });
  const heard: string[] = [];
  const late: string[] = [];
  let now = '';
  bus.onLate = (sender, receiver) => late.push(`${now} ${sender}>${receiver}`);
  const inbox = { count: 0, packets: Array.from({ length: 20 }, () => createPacket(0)) };
  for (let frame = 0; frame < 4; frame++)
    for (let slot = 0; slot < 2; slot++) {
      const start = frame * PERIOD_US + slot * SLOT_US;
      for (let sender = 0; sender < 4; sender++) {
        const packet = createPacket(2);
        Object.assign(packet, { type: PACKET.report, sender, slot, run: 7, frame, length: 2 });
        packet.words.set([1000 * frame + 100 * slot + sender, 5]);
        for (const receiver of RECEIVERS)
          if (receiver !== sender) bus.send(packet, receiver, instant(start + 30));
      }
      now = `${frame}.${slot}`;
      for (const receiver of RECEIVERS) {
        bus.drain(receiver, instant(start + SLOT_US), inbox);
        for (const packet of inbox.packets.slice(0, inbox.count))
          heard.push(
            `${now} ${packet.sender}>${receiver} ${packet.frame}.${packet.slot}=${packet.words.subarray(0, packet.length).join()}`,
          );
      }
    }
  return { heard, late, bus };
}

const usual = fly([]).heard;

/** Lines that are there once less often, and once more often, than without the faults. */
function changes(flown: Flown): string[] {
  const rest = [...usual];
  const more: string[] = [];
  for (const line of flown.heard) {
    const at = rest.indexOf(line);
    if (at < 0) more.push(`+${line}`);
    else rest.splice(at, 1);
  }
  return [...rest.map((line) => `-${line}`), ...more, ...flown.late.map((line) => `late ${line}`)].sort();
}

const lost = (frame: number, sender: number, receiver: number): string[] =>
  [0, 1].map(
    (slot) =>
      `-${frame}.${slot} ${sender}>${receiver} ${frame}.${slot}=${1000 * frame + 100 * slot + sender},5`,
  );
const late = (frame: number, sender: number, receiver: number): string[] => [
  ...lost(frame, sender, receiver),
  ...[0, 1].map((slot) => `late ${frame}.${slot} ${sender}>${receiver}`),
];

t.test('each fault of a way changes the packets it says, and no other', (t) => {
  const rows: readonly (readonly [string, FaultTrack<BusFault>, string[]])[] = [
    ['omission', link({ mode: 'omission' }), lost(1, 1, 2)],
    [
      'omission on several ways',
      link({ mode: 'omission', senders: [0, 1], receivers: [1, 2] }),
      [...lost(1, 0, 1), ...lost(1, 0, 2), ...lost(1, 1, 2)],
    ],
    [
      'omission in bursts',
      link({ mode: 'omission', frames: 3, duty: { activeFrames: 1, cycleFrames: 2 } }),
      [...lost(1, 1, 2), ...lost(3, 1, 2)],
    ],
    ['corruption that is caught', link({ mode: 'corruption', bits: 3 }), lost(1, 1, 2)],
    [
      'corruption that is not',
      link({ mode: 'wrong-content', word: 1, bit: 3 }),
      [...lost(1, 1, 2), '+1.0 1>2 1.0=1001,13', '+1.1 1>2 1.1=1101,13'],
    ],
    ['corruption past the end of the packet', link({ mode: 'wrong-content', word: 2, bit: 3 }), []],
    ['delay within the slot', link({ mode: 'delay', byUs: 7000 }), []],
    ['delay past it', link({ mode: 'delay', byUs: 7971 }), late(1, 1, 2)],
    ['duplicate', link({ mode: 'duplicate', byUs: 0 }), ['+1.0 1>2 1.0=1001,5', '+1.1 1>2 1.1=1101,5']],
    ['duplicate that comes late', link({ mode: 'duplicate', byUs: 7971 }), ['late 1.0 1>2', 'late 1.1 1>2']],
    ['reorder', link({ mode: 'reorder' }), ['-1.0 1>2 1.0=1001,5', '+1.1 1>2 1.0=1001,5', 'late 1.0 1>2']],
    [
      'retained: not in its first frame, which has nothing before it',
      link({ mode: 'retained', frames: 2 }),
      ['+2.0 1>2 1.0=1001,5', '+2.1 1>2 1.1=1101,5'],
    ],
    [
      'babble',
      link({ mode: 'babble', packets: 2 }),
      [0, 1].flatMap((slot) =>
        Array.from({ length: 2 }, () => `+1.${slot} 1>2 1.15=${Array(12).fill(1).join()}`),
      ),
    ],
    [
      'babble that fills its own places, and no other’s',
      link({ mode: 'babble', packets: 64 }),
      [
        ...lost(1, 1, 2),
        ...[0, 1].flatMap((slot) =>
          Array.from({ length: 4 }, () => `+1.${slot} 1>2 1.15=${Array(12).fill(1).join()}`),
        ),
      ],
    ],
    [
      'masquerade',
      link({ mode: 'masquerade', as: 3 }),
      [...lost(1, 1, 2), '+1.0 3>2 1.0=1001,5', '+1.1 3>2 1.1=1101,5'],
    ],
    [
      'partition, with one in no group and the actuators left out of it',
      link({
        mode: 'partition',
        senders: [0, 1, 2, 3],
        receivers: RECEIVERS,
        stages: [{ groups: [[0, 1], [3]], cut: [3] }],
        stageFrames: 1,
      }),
      [...lost(1, 0, 3), ...lost(1, 1, 3), ...lost(1, 3, 0), ...lost(1, 3, 1)],
    ],
    [
      'clique split, the last stage to the end',
      link({
        mode: 'clique-split',
        senders: [0, 1, 2, 3],
        receivers: RECEIVERS,
        stages: [
          { groups: [[0, 1, 2], [3]], cut: [3] },
          { groups: [[0], [1]], cut: [1] },
        ],
        stageFrames: 1,
        frames: 3,
      }),
      [
        ...[0, 1, 2].flatMap((id) => [...lost(1, id, 3), ...lost(1, 3, id)]),
        ...[2, 3].flatMap((frame) => [...lost(frame, 0, 1), ...lost(frame, 1, 0)]),
      ],
    ],
    [
      'slightly off specification',
      link({ mode: 'off-specification', receivers: [0, 2, 3], deaf: [2] }),
      lost(1, 1, 2),
    ],
    [
      're-enumeration: both ways',
      link({ mode: 're-enumeration', receivers: [0, 2, 3, ACTUATORS] }),
      [0, 2, 3].flatMap((id) => [...lost(1, 1, id), ...lost(1, id, 1)]).concat(lost(1, 1, ACTUATORS)),
    ],
    ['stall', link({ mode: 'stall', frames: 2 }), [...late(1, 1, 2), ...late(2, 1, 2)]],
    [
      'stalls',
      link({ mode: 'stall', frames: 3, duty: { activeFrames: 1, cycleFrames: 2 } }),
      [...late(1, 1, 2), ...late(3, 1, 2)],
    ],
    ['two-faced clock', clock({ mode: 'two-faced', lateUs: { 2: 7971, 3: 7970 } }), late(1, 1, 2)],
  ];
  for (const [name, track, expected] of rows)
    for (const Kind of [MemoryBus, EncodedBus]) {
      const inner = new Kind({ computers: 4, baud: 0 });
      const fresh = new FaultTrack(track.spec);
      t.same(changes(fly([fresh], inner)), [...expected].sort(), `${name}, ${Kind.name}`);
      t.equal(fresh.applied, true, `${name} was applied`);
      const inTime = /within the slot/.test(name);
      t.equal(
        fresh.activated,
        expected.length > 0 || inTime,
        `${name} was activated if it changed something`,
      );
    }
  t.end();
});

t.test('jitter is drawn anew for each packet, and makes some late and some not', (t) => {
  const frames = 3;
  const track = link({ mode: 'jitter', jitterUs: 16_000, frames, receivers: [0, 2, 3] });
  const dice = new Dice(5);
  const expected: string[] = [];
  for (let frame = 1; frame <= frames; frame++)
    for (let slot = 0; slot < 2; slot++)
      for (const receiver of [0, 2, 3])
        if (30 + Math.floor(dice.uniform() * 16_001) > SLOT_US)
          expected.push(`late ${frame}.${slot} 1>${receiver}`);
  const found = changes(fly([track]));
  t.same(
    found.filter((line) => line.startsWith('late')),
    expected.sort(),
  );
  t.ok(expected.length > 3 && expected.length < 15, `${expected.length} of 18`);
  t.equal(found.length, 2 * expected.length, 'and what is late is not heard');
  t.end();
});

t.test(
  'bits that flip in the bytes are found by the CRC; without bytes the packet is counted as lost',
  (t) => {
    for (const bits of [1, 2, 17, 64]) {
      const encoded = new EncodedBus({ computers: 4, baud: 0 });
      const far = link({ mode: 'corruption', bits, frames: 3, receivers: [0, 2, 3, ACTUATORS] });
      const one = fly([far], encoded);
      t.equal(encoded.undecodable, 24, `${bits} bits`);
      t.equal(one.bus.unrecognised, 0);
      const other = fly([new FaultTrack(far.spec)]);
      t.equal(other.bus.unrecognised, 24);
      t.same(changes(one), changes(other));
    }
    t.end();
  },
);

t.test('faults of one way add up in the order of the plan, and what is lost stays lost', (t) => {
  const both = fly([link({ mode: 'masquerade', as: 3 }), link({ mode: 'wrong-content', word: 0, bit: 0 })]);
  t.same(changes(both), [...lost(1, 1, 2), '+1.0 3>2 1.0=1000,5', '+1.1 3>2 1.1=1100,5'].sort());
  for (const mode of ['reorder', 'retained'] as const)
    t.same(changes(fly([link({ mode: 'omission' }), link({ mode })])), lost(1, 1, 2), mode);
  t.end();
});
