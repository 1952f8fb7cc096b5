/**
 * What leaves a faulty computer, packet by packet, against what leaves a good one: each mode changes the packets that
 * the table says and no other, in the frames that it says.
 */
import t from 'tap';
import {
  ACTUATORS,
  createPacket,
  HEARTBEAT_FLAG,
  PACKET,
  type Packet,
  TELEMETRY_FLAG,
  TEST_RIG,
} from '../../../firmware/icd/packets.js';
import type { Outbox } from '../../../firmware/icd/slot.js';
import type { Node } from '../../../hil/board/node.js';
import type { NodeFault } from '../../../hil/fault/node-condition.js';
import { FaultTrack } from '../../../hil/fault/fault-track.js';
import { FaultyNode } from '../../../hil/fault/faulty-node.js';
import { duration } from '../../../hil/time/time.js';
import { Dice } from '../../support/dice.js';

const ALL = [1, 2, 3, ACTUATORS];

/** Computer 0 of four: a heartbeat to all in slot 0; a relay to each, a command and telemetry in slot 1. */
class SteadyNode implements Node {
  restarts = 0;
  readonly #packets = Array.from({ length: 5 }, () => createPacket(2));

  runSlot({ frame, index }: { frame: number; index: number }): Outbox {
    const types =
      index === 0
        ? [PACKET.heartbeat, PACKET.heartbeat, PACKET.heartbeat]
        : [PACKET.relay, PACKET.relay, PACKET.relay, PACKET.command, PACKET.telemetry];
    const receivers = index === 0 ? [1, 2, 3] : [1, 2, 3, ACTUATORS, TEST_RIG];
    const packets = types.map((type, i) => {
      const packet = this.#packets[i];
      Object.assign(packet, { type, sender: 0, slot: index, run: 7, frame, length: 2 });
      packet.words.set([1 + 16 * frame, 100 * index + i]);
      return packet;
    });
    return { count: packets.length, receivers: Int32Array.from(receivers), packets };
  }

  restart(): void {
    this.restarts++;
  }
}

type Free<S> = S extends NodeFault ? Omit<S, 'id' | 'target' | 'faultClass' | 'onset' | 'frames'> : never;
type Struck = Free<NodeFault> & { onset?: number; frames?: number; duty?: object };

const fault = (how: Struck): FaultTrack<NodeFault> =>
  new FaultTrack({
    id: 'f',
    target: 't',
    faultClass: 'benign',
    onset: 1,
    frames: 1,
    ...how,
  } as unknown as NodeFault);
const computer = { kind: 'computer', computer: 0 } as const;
const clock = { kind: 'clock', computer: 0 } as const;
const supply = { kind: 'supply', channels: [0] } as const;

const NAMES = Object.fromEntries(Object.entries(PACKET).map(([name, type]) => [type, name]));
const text = ({ type, sender, frame, slot, words, length }: Packet): string =>
  `${NAMES[type]} ${sender} ${frame}.${slot} ${words.subarray(0, length).join()}`;

interface Flown {
  readonly sent: string[];
  readonly inner: SteadyNode;
  readonly node: FaultyNode;
  /** By frame: running, silent, µs ahead, and what 1000 µs of computing become. */
  readonly condition: (readonly [boolean, boolean, number, number])[];
}

function fly(faults: FaultTrack<NodeFault>[], frames = 5): Flown {
  const inner = new SteadyNode();
  const tampering = { rowsOf: () => [] };
  const node = new FaultyNode({
    inner,
    faults,
    tampering,
    self: 0,
    run: 7,
    periodUs: 20_000,
    luckOf: () => new Dice(3),
  });
  const sent: string[] = [];
  const condition: Flown['condition'] = [];
  for (let frame = 0; frame < frames; frame++) {
    node.beginFrame(frame);
    condition.push([node.running, node.silent, node.aheadUs, node.stretch(duration(1000))]);
    for (let index = 0; index < 2; index++) {
      const outbox = node.runSlot({ frame, index }, { count: 0, packets: [] });
      for (let entry = 0; entry < outbox.count; entry++)
        sent.push(`${frame}.${index}>${outbox.receivers[entry]} ${text(outbox.packets[entry])}`);
    }
  }
  return { sent, inner, node, condition };
}

const honest = fly([]).sent;

/** Sent less often, and more often, than by a good computer; in order. */
function changes(sent: readonly string[]): { gone: string[]; more: string[] } {
  const gone = [...honest];
  const more: string[] = [];
  for (const line of sent) {
    const at = gone.indexOf(line);
    if (at < 0) more.push(line);
    else gone.splice(at, 1);
  }
  return { gone, more };
}

const sentIn = (frames: number[], match = /./): string[] =>
  honest.filter((line) => frames.includes(Number(line[0])) && match.test(line));
const toOthers = /^\d\.\d>(1|2|3|253) /;

t.test('each mode changes the packets it says, and no other', (t) => {
  const rows: readonly (readonly [string, Struck, { gone: string[]; more: string[] }])[] = [
    [
      'fail-silent',
      { ...computer, mode: 'fail-silent', receivers: ALL, frames: 2 },
      { gone: sentIn([1, 2], toOthers), more: [] },
    ],
    [
      'fail-silent to some',
      { ...computer, mode: 'fail-silent', receivers: [1, 3] },
      { gone: sentIn([1], /^\d\.\d>[13] /), more: [] },
    ],
    [
      'self-trip',
      { ...computer, mode: 'self-trip' },
      {
        gone: sentIn([1], /heartbeat|command|telemetry/),
        more: sentIn([1], /heartbeat|telemetry/).map((line) => line.replace(' 17,', ' 16,')),
      },
    ],
    [
      'replay under the old header',
      { ...computer, mode: 'replay', header: 'old', frames: 2 },
      {
        gone: sentIn([1, 2], toOthers),
        more: sentIn([0, 1], toOthers).map((line) =>
          line.replace(/^\d/, (frame) => String(Number(frame) + 1)),
        ),
      },
    ],
    [
      'replay under the new header',
      { ...computer, mode: 'replay', header: 'new' },
      {
        gone: sentIn([1], toOthers),
        more: sentIn([0], toOthers).map((line) => line.replace(/^0/, '1').replace(' 0.', ' 1.')),
      },
    ],
    [
      'replay in bursts: of what was really sent',
      { ...computer, mode: 'replay', header: 'old', frames: 4, duty: { activeFrames: 1, cycleFrames: 2 } },
      {
        gone: sentIn([1, 3], toOthers),
        more: sentIn([0, 2], toOthers).map((line) =>
          line.replace(/^\d/, (frame) => String(Number(frame) + 1)),
        ),
      },
    ],
    [
      'replay in the first frame',
      { ...computer, mode: 'replay', header: 'old', onset: 0 },
      { gone: [], more: [] },
    ],
    [
      'forged sender',
      { ...computer, mode: 'forged-sender', as: 2, receivers: [1, ACTUATORS] },
      {
        gone: sentIn([1], /^\d\.\d>(1|253) /),
        more: sentIn([1], /^\d\.\d>(1|253) /).map((line) => line.replace(/ 0 /, ' 2 ')),
      },
    ],
    [
      'babble',
      { ...computer, mode: 'babble', packets: 3, receivers: [2, ACTUATORS] },
      {
        gone: [],
        more: [0, 1].flatMap((slot) =>
          [2, ACTUATORS].flatMap((receiver) =>
            Array.from(
              { length: 3 },
              () => `1.${slot}>${receiver} report 0 1.15 ${Array(12).fill(1).join()}`,
            ),
          ),
        ),
      },
    ],
    [
      'stale restart',
      { ...computer, mode: 'stale-restart', downFrames: 2, frames: 9 },
      { gone: sentIn([1, 2]), more: [] },
    ],
    ['clock stuck', { ...clock, mode: 'stuck', frames: 2 }, { gone: sentIn([1, 2]), more: [] }],
    ['supply off', { ...supply, mode: 'off', frames: 2 }, { gone: sentIn([1, 2]), more: [] }],
    [
      'brown-out',
      { ...supply, mode: 'brown-out', offFrames: 1, cycleFrames: 2, frames: 9 },
      { gone: sentIn([1, 3]), more: [] },
    ],
    ['late', { ...computer, mode: 'late', byUs: 5, factor: 2, jitterUs: 9 }, { gone: [], more: [] }],
    ['clock step', { ...clock, mode: 'step', byUs: 5 }, { gone: [], more: [] }],
    ['clock drift', { ...clock, mode: 'drift', ppm: 100 }, { gone: [], more: [] }],
  ];
  for (const [name, how, expected] of rows) {
    const track = fault(how);
    t.same(changes(fly([track]).sent), expected, name);
    t.equal(track.applied, true, `${name} was applied`);
    const nothing = /first frame|drift/.test(name);
    t.equal(track.activated, !nothing, `${name} was activated`);
  }
  t.equal(
    HEARTBEAT_FLAG.commands & TELEMETRY_FLAG.commandValid,
    1,
    'the flag that a tripped computer takes back',
  );
  t.end();
});

t.test('noise comes ahead of what the babbler has to say', (t) => {
  const { sent } = fly([fault({ ...computer, mode: 'babble', packets: 2, receivers: [1] })]);
  const slot = sent.filter((line) => line.startsWith('1.1')).map((line) => line.split(' ')[1]);
  t.same(slot, ['report', 'report', 'relay', 'relay', 'relay', 'command', 'telemetry']);
  t.end();
});

t.test('who loses its power restarts, who only stood still goes on', (t) => {
  const rows: readonly (readonly [Struck, number, string])[] = [
    [{ ...supply, mode: 'off', frames: 2 }, 1, 'when the power is back'],
    [{ ...supply, mode: 'brown-out', offFrames: 1, cycleFrames: 2, frames: 9 }, 2, 'each time'],
    [{ ...computer, mode: 'stale-restart', downFrames: 2, frames: 9 }, 0, 'it believes what it had'],
    [{ ...clock, mode: 'stuck', frames: 2 }, 0, 'nothing was lost'],
    [{ ...computer, mode: 'fail-silent', receivers: ALL, frames: 2 }, 0, 'it ran all the while'],
  ];
  for (const [how, restarts, why] of rows) t.equal(fly([fault(how)]).inner.restarts, restarts, why);
  const both = [fault({ ...clock, mode: 'stuck', frames: 3 }), fault({ ...supply, mode: 'off', frames: 1 })];
  const { inner, condition } = fly(both);
  t.equal(inner.restarts, 1, 'once, when it runs again');
  t.same(
    condition.map(([running, silent]) => [running, silent]),
    [
      [true, false],
      [false, true],
      [true, true],
      [true, true],
      [true, false],
    ],
  );
  t.end();
});

t.test('times: by a factor, an amount and luck, in the order of the plan; clocks add up', (t) => {
  const dice = new Dice(3);
  const late = [
    fault({ ...computer, mode: 'late', byUs: 10, factor: 1.5, jitterUs: 0, frames: 2 }),
    fault({ ...computer, mode: 'late', byUs: 0, factor: 2, jitterUs: 100, onset: 2 }),
  ];
  t.same(
    fly(late).condition.map((row) => row[3]),
    [1000, 1510, 3020 + Math.floor(dice.uniform() * 101), 1000, 1000],
  );
  const clocks = [
    fault({ ...clock, mode: 'drift', ppm: -500, frames: 3 }),
    fault({ ...clock, mode: 'step', byUs: 7, onset: 2, frames: 2 }),
  ];
  t.same(
    fly(clocks).condition.map((row) => row[2]),
    [0, 0, -3, -13, 0],
    '10 µs behind in each frame of 20 ms at 500 ppm, from none in the first',
  );
  t.same(
    clocks.map(({ activatedFrame }) => activatedFrame),
    [2, 2],
  );
  t.end();
});

t.test('several faults of one computer are applied together: words first, packets then', (t) => {
  const silentToOne = fault({ ...computer, mode: 'fail-silent', receivers: [1] });
  const forged = fault({ ...computer, mode: 'forged-sender', as: 3, receivers: ALL });
  const tripped = fault({ ...computer, mode: 'self-trip' });
  const { gone, more } = changes(fly([forged, tripped, silentToOne]).sent);
  t.same(gone, sentIn([1]));
  t.same(
    more,
    sentIn([1], /^\d\.\d>(2|3|254) /).map((line) =>
      / telemetry/.test(line)
        ? line.replace(' 17,', ' 16,')
        : line.replace(/ 0 /, ' 3 ').replace(/(heartbeat.*) 17,/, '$1 16,'),
    ),
  );
  t.end();
});
