import t from 'tap';
import { FlightComputer } from '../../../firmware/fcc/flight-computer.js';
import { roundsOf, type Scheme } from '../../../firmware/fcc/scheme.js';
import { ACTUATORS, PACKET, TEST_RIG, createPacket, type Packet } from '../../../firmware/icd/packets.js';
import { QUANTITY, REPORT_WORDS } from '../../../firmware/icd/quantities.js';
import type { Outbox } from '../../../firmware/icd/slot.js';
import type { Node } from '../../../hil/board/node.js';
import { EncodedBus } from '../../../hil/bus/encoded-bus.js';
import { MemoryBus } from '../../../hil/bus/memory-bus.js';
import type { ComputerFaultSpec, FaultSpec, SensorFaultSpec } from '../../../hil/fault/fault-spec.js';
import { FaultTrack } from '../../../hil/fault/fault-track.js';
import { FaultyNode } from '../../../hil/fault/faulty-node.js';
import type { NodeFault } from '../../../hil/fault/node-condition.js';
import type { Tampering } from '../../../hil/fault/tampering.js';
import { createTampering } from '../../../hil/rig/create-tampering.js';
import { duration, instant } from '../../../hil/time/time.js';
import { Dice } from '../../support/dice.js';
import { RUN, countingLaw, reportOf, samplePacket } from '../../support/flight-cluster.js';

type Mode<S> = S extends unknown ? Omit<S, 'id' | 'target' | 'faultClass' | 'kind' | 'computer'> : never;

/** Rows of eight words, with nothing beside them. */
function rows(sourceOf: (receiver: number, index: number) => number): Tampering {
  return {
    rowsOf: ({ receiver, packet }) =>
      Array.from({ length: Math.floor(packet.length / REPORT_WORDS) }, (_, i) => ({
        source: sourceOf(receiver, i),
        at: i * REPORT_WORDS,
        chain: i * REPORT_WORDS,
      })),
  };
}

/** What a faulty node is told of where it stands. */
const AROUND = { self: 0, run: RUN, periodUs: 20_000, luckOf: () => new Dice(1) };
const ONLY_LATE = { factor: 1, jitterUs: 0 };

/** A fault of computer 0. */
function fault(spec: Mode<ComputerFaultSpec>): FaultTrack<ComputerFaultSpec> {
  const whole = {
    id: 'f',
    target: 'computer/0',
    faultClass: 'asymmetric',
    kind: 'computer',
    computer: 0,
    ...spec,
  };
  return new FaultTrack(whole as ComputerFaultSpec);
}

/** Four computers' worth of talk from computer 0: a report, a relay of two reports, a command. It notes what is done to it. */
class TalkingNode implements Node {
  readonly done: string[] = [];
  readonly #report = createPacket(12);
  readonly #relays = [1, 2, 3].map(() => createPacket(16));
  readonly #command = createPacket(2);

  runSlot({ frame, index }: { frame: number; index: number }): Outbox {
    this.done.push(`run ${frame}.${index}`);
    const packets = [[this.#report, this.#report, this.#report], this.#relays, [this.#command]][index];
    const type = [PACKET.report, PACKET.relay, PACKET.command][index];
    for (const packet of packets) {
      Object.assign(packet, { type, sender: 0, slot: index, frame, run: RUN, length: packet.words.length });
      new Int16Array(packet.words.buffer).forEach((_, i, counts) => (counts[i] = 100 * index + (i % 16)));
    }
    return {
      count: packets.length,
      receivers: Int32Array.from(index < 2 ? [1, 2, 3] : [ACTUATORS]),
      packets,
    };
  }

  restart(): void {
    this.done.push('restart');
  }

  upset({ word, bit }: { word: number; bit: number }): void {
    this.done.push(`upset ${word}.${bit}`);
  }
}

/** Flies frames of one faulty node; gives what was said by slot and receiver, first counts only, and what was done to it. */
function fly(
  faults: FaultTrack<NodeFault>[],
  frames: number,
): { node: FaultyNode; done: string[]; said: Record<string, number[]>[] } {
  const inner = new TalkingNode();
  const node = new FaultyNode({
    inner,
    faults,
    tampering: rows((receiver, index) => (receiver + 1 + index) % 4),
    ...AROUND,
  });
  const said: Record<string, number[]>[] = [];
  for (let frame = 0; frame < frames; frame++) {
    node.beginFrame(frame);
    const heard: Record<string, number[]> = {};
    for (let index = 0; index < 3; index++) {
      const outbox = node.runSlot({ frame, index }, { count: 0, packets: [] });
      for (let entry = 0; entry < outbox.count; entry++) {
        heard[`${index}>${outbox.receivers[entry]}`] = [
          ...new Int16Array(outbox.packets[entry].words.buffer),
        ];
      }
    }
    said.push(heard);
  }
  return { node, done: inner.done, said };
}

const honest = fly([], 1).said[0];
/** The frames and places in which something else was said than without a fault. */
const differences = (said: Record<string, number[]>[]): string[] =>
  said.flatMap((heard, frame) =>
    Object.keys(honest).flatMap((way) => {
      if (!(way in heard)) return [`${frame}:${way} silent`];
      const places = honest[way].flatMap((count, i) =>
        heard[way][i] === count ? [] : [`${i}=${heard[way][i]}`],
      );
      return places.length > 0 ? [`${frame}:${way} ${places.join(' ')}`] : [];
    }),
  );
const ALL = Object.keys(honest);

t.test("without a fault in time nothing is changed, and the packets are the node's own", (t) => {
  const late = fault({ mode: 'two-faced', quantity: 0, to: { 1: 5 }, onset: 9, frames: 1 });
  const { said, done, node } = fly([late], 2);
  t.same(differences(said), []);
  t.same(done, ['run 0.0', 'run 0.1', 'run 0.2', 'run 1.0', 'run 1.1', 'run 1.2']);
  t.same(
    [late.applied, late.activated, node.running, node.silent, node.stretch(duration(0))],
    [false, false, true, false, 0],
  );
  t.end();
});

t.test('a crash executes nothing, and its end is a power-cycle', (t) => {
  const crash = fault({ mode: 'crash', onset: 1, frames: 2 });
  const { done, said } = fly([crash], 4);
  t.same(done, ['run 0.0', 'run 0.1', 'run 0.2', 'restart', 'run 3.0', 'run 3.1', 'run 3.2']);
  t.same(
    differences(said),
    [1, 2].flatMap((frame) => ALL.map((way) => `${frame}:${way} silent`)),
  );
  t.equal(crash.activatedFrame, 1);
  const dead = fly([fault({ mode: 'crash', onset: 0, frames: Infinity })], 3);
  t.same([dead.done, dead.node.running], [[], false]);
  t.end();
});

t.test('a hang says nothing until the watchdog restarts it, or the fault ends', (t) => {
  const hang = fault({ mode: 'hang', watchdogFrames: 2, onset: 1, frames: 10 });
  const { done, said } = fly([hang], 4);
  t.same(done.slice(3), ['restart', 'run 3.0', 'run 3.1', 'run 3.2']);
  t.equal(differences(said).length, 2 * ALL.length);
  const brief = fly([fault({ mode: 'hang', watchdogFrames: 50, onset: 1, frames: 1 })], 3);
  t.same(brief.done.slice(3, 4), ['restart']);
  const { node } = fly([fault({ mode: 'hang', watchdogFrames: 50, onset: 0, frames: 9 })], 1);
  t.same([node.running, node.silent], [true, true], 'it executes all the while');
  t.end();
});

t.test('a crash within a hang ends in one restart, when the node is well again', (t) => {
  const faults = [
    fault({ mode: 'hang', watchdogFrames: 50, onset: 0, frames: 3 }),
    fault({ mode: 'crash', onset: 1, frames: 1 }),
  ];
  const { done } = fly(faults, 5);
  t.same(done.filter((what) => what === 'restart').length, 1);
  t.equal(done[0], 'restart');
  t.end();
});

t.test('lateness adds up, for its frames only, and changes nothing that is said', (t) => {
  const faults = [
    fault({ mode: 'late', byUs: 300, ...ONLY_LATE, onset: 1, frames: 2 }),
    fault({ mode: 'late', byUs: 50, ...ONLY_LATE, onset: 2, frames: 9 }),
  ];
  const node = new FaultyNode({ inner: new TalkingNode(), faults, tampering: rows(() => 0), ...AROUND });
  const late = [0, 1, 2, 3].map((frame) => {
    node.beginFrame(frame);
    return node.stretch(duration(0));
  });
  t.same(late, [0, 300, 350, 50]);
  t.same(differences(fly(faults, 4).said), []);
  t.end();
});

t.test('an upset flips its bit once, at its onset', (t) => {
  const upset = fault({ mode: 'upset', word: 1, bit: 31, onset: 1, frames: 3 });
  const { done, said } = fly([upset], 4);
  t.same(
    done.filter((what) => !what.startsWith('run')),
    ['upset 1.31'],
  );
  t.ok(done.indexOf('upset 1.31') === 3, 'before the frame runs');
  t.same(differences(said), []);
  t.equal(upset.activatedFrame, 1);
  const deaf: Node = {
    runSlot: () => ({ count: 0, receivers: new Int32Array(0), packets: [] }),
    restart: () => undefined,
  };
  const node = new FaultyNode({
    inner: deaf,
    faults: [fault({ mode: 'upset', word: 0, bit: 0, onset: 0, frames: 1 })],
    tampering: rows(() => 0),
    ...AROUND,
  });
  t.doesNotThrow(() => node.beginFrame(0), 'a node that cannot be reached there stays as it is');
  t.end();
});

t.test(
  'two-faced changes the stated quantity of its own report to the stated receivers, and nothing else',
  (t) => {
    const own = fault({
      mode: 'two-faced',
      quantity: QUANTITY.beta,
      to: { 1: 777, 3: 10777 },
      onset: 1,
      frames: 1,
    });
    t.same(differences(fly([own], 3).said), ['1:0>1 1=777', '1:0>3 1=10777']);
    t.equal(own.activatedFrame, 1);
    const sensor = new FaultTrack<SensorFaultSpec>({
      id: 's',
      target: 'sensor/alpha/0',
      kind: 'sensor',
      mode: 'two-faced',
      channel: 0,
      quantities: [0, 15],
      faultClass: 'asymmetric',
      onset: 0,
      frames: 1,
      to: { 2: -7 },
    });
    t.same(differences(fly([sensor], 2).said), ['0:0>2 0=-7 15=-7'], 'a two-faced sensor does the same');
    const truth = fault({
      mode: 'two-faced',
      quantity: QUANTITY.beta,
      to: { 1: 1, 2: 1 },
      onset: 0,
      frames: 5,
    });
    t.same(differences(fly([truth], 2).said), []);
    t.same(
      [truth.applied, truth.activated],
      [true, false],
      'a lie that happens to be true was applied and not activated',
    );
    const both = [
      fault({ mode: 'two-faced', quantity: 0, to: { 1: 5 }, onset: 0, frames: 1 }),
      fault({ mode: 'two-faced', quantity: 1, to: { 1: 6 }, onset: 0, frames: 1 }),
    ];
    t.same(differences(fly(both, 1).said), ['0:0>1 0=5 1=6'], 'two of them do both');
    t.end();
  },
);

t.test('a liar changes what it relays about the stated sources, and leaves its own report alone', (t) => {
  // The node relays to receiver r the sources r+1 and r+2, modulo four.
  const liar = fault({
    mode: 'liar',
    quantity: 2,
    about: [3],
    to: { 1: 77, 2: 88, 3: 99 },
    onset: 0,
    frames: 1,
  });
  t.same(differences(fly([liar], 2).said), ['0:1>1 18=77', '0:1>2 2=88']);
  const all = fault({ mode: 'liar', quantity: 2, about: [0, 1, 2, 3], to: { 2: 88 }, onset: 0, frames: 1 });
  t.same(differences(fly([all], 2).said), ['0:1>2 2=88 18=88']);
  t.end();
});

/** All computers of a scheme over a bus, number 0 with these faults; gives everything all of them told the test rig. */
function told(scheme: Scheme, specs: readonly Mode<ComputerFaultSpec>[], bus: MemoryBus): string {
  const n = scheme.computers;
  const nodes = Array.from({ length: n }, (_, self): Node => {
    const inner = new FlightComputer({
      ...scheme,
      self,
      run: RUN,
      choice: 'majority',
      select: 'mid',
      law: countingLaw(),
    });
    if (self > 0) return inner;
    const tampering = createTampering({
      scheme: { ...scheme, choice: 'majority', select: 'mid' },
      self: 0,
      run: RUN,
      keys: Array.from({ length: n }, () => null),
    });
    return new FaultyNode({ inner, faults: specs.map(fault), tampering, ...AROUND });
  });
  const inboxes = nodes.map(() => ({ count: 0, packets: Array.from({ length: 60 }, () => createPacket(0)) }));
  const log: unknown[] = [];
  for (let frame = 0; frame < 4; frame++) {
    for (let index = 0; index <= roundsOf(scheme); index++) {
      inboxes.forEach((inbox, id) => {
        if (index > 0) bus.drain(id, instant(1), inbox);
        else Object.assign(inbox, { count: 1 }).packets[0] = samplePacket(reportOf(10217 + id), frame);
      });
      nodes.forEach((node, id) => {
        const outbox = node.runSlot({ frame, index }, inboxes[id]);
        for (let entry = 0; entry < outbox.count; entry++) {
          const packet: Packet = outbox.packets[entry];
          if (outbox.receivers[entry] === TEST_RIG)
            log.push([id, ...packet.words.subarray(0, packet.length)]);
          else if (outbox.receivers[entry] !== ACTUATORS)
            bus.send(packet, outbox.receivers[entry], instant(0));
        }
      });
    }
  }
  return JSON.stringify(log);
}

t.test('a liar through all rounds lies the same whether packets or bytes are handed over', (t) => {
  // To some alike: what all are told differently is no report in the end, as if it had been lost.
  const lies = { 1: 777, 2: 777, 3: 778, 4: 777, 5: 777, 6: 778 };
  const specs: Mode<ComputerFaultSpec>[] = [
    { mode: 'two-faced', quantity: 0, to: lies, onset: 1, frames: 2 },
    { mode: 'liar', quantity: 0, about: [0, 1, 2, 3, 4, 5, 6], to: lies, onset: 1, frames: 2 },
  ];
  for (const scheme of [
    { protocol: 'om', computers: 7, faults: 2 },
    { protocol: 'om', computers: 4, faults: 1 },
  ] as const) {
    const size = { computers: scheme.computers, baud: 0 };
    const memory = told(scheme, specs, new MemoryBus(size));
    t.equal(memory, told(scheme, specs, new EncodedBus(size)));
    t.not(memory, told(scheme, [], new MemoryBus(size)), 'and the lies made a difference');
  }
  t.end();
});

t.test('a fault acts from its onset for its frames, is applied when it acted, and activated once', (t) => {
  const track = new FaultTrack<FaultSpec>(fault({ mode: 'crash', onset: 3, frames: 2 }).spec);
  t.same(
    [2, 3, 4, 5].map((frame) => track.acts(frame)),
    [false, true, true, false],
  );
  t.equal(track.applied, true);
  t.same([track.activated, track.activatedFrame], [false, -1]);
  track.activate(4);
  track.activate(7);
  t.same([track.activated, track.activatedFrame], [true, 4]);
  t.equal(new FaultTrack(fault({ mode: 'crash', onset: 0, frames: Infinity }).spec).acts(1e9), true);
  t.end();
});
