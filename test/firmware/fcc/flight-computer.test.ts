import t from 'tap';
import { oralMessageCount, oralPacketCount } from '../../../firmware/agreement/bounds.js';
import { relayedSources } from '../../../firmware/fcc/relayed-reports.js';
import type { Scheme } from '../../../firmware/fcc/scheme.js';
import { PACKET, TEST_RIG, createPacket, type Packet } from '../../../firmware/icd/packets.js';
import { NO_DATA, QUANTITY_COUNT, REPORT_WORDS } from '../../../firmware/icd/quantities.js';
import { Dice } from '../../support/dice.js';
import {
  FlightCluster,
  RUN,
  copyOf,
  reportOf,
  samplePacket,
  type Delivery,
  type Outcome,
  type Tamper,
} from '../../support/flight-cluster.js';

const OM41: Scheme = { protocol: 'om', computers: 4, faults: 1 };
const OM72: Scheme = { protocol: 'om', computers: 7, faults: 2 };
const TMR: Scheme = { protocol: 'tmr', computers: 3, faults: 1 };
const NO_REPORT = Array.from({ length: QUANTITY_COUNT }, () => NO_DATA);

const readings = (n: number): Int16Array[] => Array.from({ length: n }, (_, i) => reportOf(10217 + i));
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const of = (outcome: Outcome | null): Outcome => {
  if (outcome === null) throw new Error('the computer was down');
  return outcome;
};

/** Each receiver is told another first count by this computer, in its own report. */
const twoFaced =
  (liar: number, told: Readonly<Record<number, number>>): Tamper =>
  (sent, { index }) => {
    if (index === 0)
      for (const { from, to, packet } of sent)
        if (from === liar) packet.words.set(new Int32Array(reportOf(told[to]).buffer));
    return sent;
  };

t.test(
  'a frame is as many messages and packets as the paper says, and all good computers decide the same',
  (t) => {
    for (const scheme of [OM41, OM72, TMR, { protocol: 'om', computers: 5, faults: 1 }] as const) {
      const cluster = new FlightCluster(scheme);
      const reports = readings(scheme.computers);
      for (let frame = 0; frame < 3; frame++) {
        const outcomes = cluster.fly(reports);
        for (const outcome of outcomes) {
          t.same(
            of(outcome).vector,
            reports.map((report) => [...report]),
          );
          t.same(of(outcome), of(outcomes[0]), 'bit for bit, state and command too');
        }
        t.not(of(outcomes[0]).command, null);
        const packets = cluster.sent.flat();
        const messages = packets.reduce(
          (sum, { packet }) => sum + Math.floor(packet.length / REPORT_WORDS),
          0,
        );
        const size = { computers: scheme.computers, faults: scheme.protocol === 'tmr' ? 0 : scheme.faults };
        t.equal(packets.length, oralPacketCount(size));
        t.equal(messages, scheme.computers * oralMessageCount(size));
      }
      t.same(
        cluster.computers.map(({ droppedPackets }) => droppedPackets),
        reports.map(() => 0),
      );
    }
    t.end();
  },
);

t.test('traitors who rewrite everything they send cannot split the good or hide a good source', (t) => {
  const dice = new Dice(1);
  for (const [scheme, choice, frames] of [
    [OM41, 'majority', 120],
    [OM41, 'median', 60],
    [OM72, 'majority', 24],
    [OM72, 'median', 12],
  ] as const) {
    const n = scheme.computers;
    const reports = readings(n);
    let wrong = '';
    const rows = new Set<string>();
    let lies = 0;
    for (let frame = 0; frame < frames && wrong === ''; frame++) {
      const cluster = new FlightCluster(scheme, { choice });
      const traitors = new Set(Array.from({ length: scheme.faults }, () => dice.uint32() % n));
      const outcomes = cluster.fly(reports, {
        tamper: (sent) =>
          sent.filter(({ from, packet }) => {
            if (!traitors.has(from)) return true;
            for (let row = 0; row * REPORT_WORDS < packet.length - 3; row++) {
              if (dice.uint32() % 3 === 0) continue;
              packet.words[row * REPORT_WORDS] = dice.pick([777, 10777, packet.words[0]]);
              lies++;
            }
            return dice.uint32() % 8 > 0;
          }),
      });
      const good = outcomes.map((_, id) => id).filter((id) => !traitors.has(id));
      for (const id of good) {
        const { vector } = of(outcomes[id]);
        // A computer hears of a traitor's report what it was told; of itself it knows.
        if (!same(vector, of(outcomes[good[0]]).vector))
          wrong = `frame ${frame}: ${id} differs from ${good[0]}`;
        for (const source of good)
          if (!same(vector[source], [...reports[source]])) wrong = `frame ${frame}: ${id} about ${source}`;
        for (const source of traitors) rows.add(JSON.stringify(vector[source][0]));
      }
    }
    t.equal(wrong, '', `n = ${n}, ${choice}`);
    t.ok(lies > frames && rows.size > 1, `${lies} lies led to ${rows.size} views of the traitors`);
  }
  t.end();
});

t.test(
  'a two-faced report is one value in a quad, no report where nothing wins, and two values in a triplex',
  (t) => {
    const quad = new FlightCluster(OM41);
    const alike = quad.fly(readings(4), { tamper: twoFaced(0, { 1: 777, 2: 10777, 3: 777 }) });
    for (const id of [1, 2, 3])
      t.same(of(alike[id]).vector[0], [...reportOf(777)], 'two of three were told 777');
    t.same(of(alike[0]).vector[0], [...reportOf(10217)], 'the source believes itself');
    const apart = quad.fly(readings(4), { tamper: twoFaced(0, { 1: 777, 2: 10777, 3: 5000 }) });
    for (const id of [1, 2, 3]) t.same(of(apart[id]).vector[0], NO_REPORT, 'three stories are none');
    for (const id of [1, 2, 3]) t.equal(of(apart[id]).selected[0], 10219, 'and selection does without');

    const ordered = new FlightCluster(OM41, { choice: 'median' });
    const median = ordered.fly(readings(4), { tamper: twoFaced(0, { 1: 777, 2: 10777, 3: 5000 }) });
    for (const id of [1, 2, 3])
      t.same(of(median[id]).vector[0], [...reportOf(5000)], 'the median always has an answer');

    const triplex = new FlightCluster(TMR);
    const split = triplex.fly(readings(3), { tamper: twoFaced(0, { 1: 777, 2: 10777 }) });
    t.same(
      [1, 2].map((id) => of(split[id]).vector[0][0]),
      [777, 10777],
    );
    t.same(
      [1, 2].map((id) => of(split[id]).selected[0]),
      [10218, 10219],
      'one count apart is enough for an exact voter',
    );
    t.end();
  },
);

t.test('without exchange a computer decides on what it reads itself', (t) => {
  for (const scheme of [
    { protocol: 'simplex', computers: 1, faults: 0 },
    { protocol: 'tmr-no-exchange', computers: 3, faults: 1 },
  ] as const) {
    const cluster = new FlightCluster(scheme);
    const outcomes = cluster.fly(readings(scheme.computers));
    outcomes.forEach((outcome, id) => t.same(of(outcome).selected, [...reportOf(10217 + id)]));
    t.same(cluster.sent, [[]], 'and says nothing to the others');
    cluster.computers.forEach((computer) => computer.restart());
    for (const outcome of cluster.fly(readings(scheme.computers))) {
      t.equal(of(outcome).state[0], 1001, "a restart begins at the law's beginning");
      t.not(of(outcome).command, null, 'and there is nobody to wait for');
    }
  }
  t.end();
});

t.test('a computer that is not heard has no report, in every other computer alike', (t) => {
  for (const scheme of [OM41, OM72, TMR]) {
    const cluster = new FlightCluster(scheme);
    const outcomes = cluster.fly(readings(scheme.computers), { down: [1] });
    t.equal(outcomes[1], null);
    for (const outcome of outcomes.filter((_, id) => id !== 1)) {
      t.same(of(outcome).vector[1], NO_REPORT);
      t.same(of(outcome).vector[2], [...reportOf(10219)]);
    }
    const blind = cluster.fly(readings(scheme.computers).with(0, new Int16Array(16).fill(NO_DATA)));
    for (const outcome of blind)
      t.same(of(outcome).vector[0], NO_REPORT, 'as has one whose every sensor is silent');
    t.equal(cluster.computers[0].droppedPackets, 0);
  }
  t.end();
});

interface Forgery {
  readonly name: string;
  /** Slot in which it is sent. */
  readonly slot: number;
  readonly forge: (packet: Packet) => Packet;
}

const FORGERIES: readonly Forgery[] = [0, 1].flatMap((slot) => {
  const changed = (change: Partial<Packet>) => (packet: Packet) => Object.assign(copyOf(packet), change);
  const resized = (by: number) => (packet: Packet) => {
    const other = createPacket(packet.length + by);
    Object.assign(other, { ...packet, words: other.words, length: packet.length + by });
    other.words.set(packet.words.subarray(0, Math.min(packet.length, other.length)));
    return other;
  };
  return [
    {
      name: 'of the frame before',
      slot,
      forge: (packet: Packet) => changed({ frame: packet.frame - 1 })(packet),
    },
    {
      name: 'of the next frame',
      slot,
      forge: (packet: Packet) => changed({ frame: packet.frame + 1 })(packet),
    },
    { name: 'of another run', slot, forge: changed({ run: RUN ^ 1 }) },
    { name: 'of another slot', slot, forge: changed({ slot: 1 - slot }) },
    { name: 'of a slot that does not exist', slot, forge: changed({ slot: 200 }) },
    { name: 'of another round', slot, forge: changed({ type: slot === 0 ? PACKET.relay : PACKET.report }) },
    { name: 'that is a command', slot, forge: changed({ type: PACKET.command }) },
    { name: 'with a word too many', slot, forge: resized(1) },
    { name: 'with a word too few', slot, forge: resized(-1) },
    { name: 'with nothing in it', slot, forge: changed({ length: 0 }) },
    { name: "in the receiver's own name", slot, forge: changed({ sender: 1 }) },
    { name: 'of a computer that does not exist', slot, forge: changed({ sender: 9 }) },
    { name: 'of the test rig', slot, forge: changed({ sender: TEST_RIG }) },
  ];
});

t.test(
  'a packet of another frame, run, slot, round, size or sender is dropped and counted, and nothing else happens',
  (t) => {
    for (const { name, slot, forge } of FORGERIES) {
      const undisturbed = new FlightCluster(OM41);
      const beside = new FlightCluster(OM41);
      const inPlace = new FlightCluster(OM41);
      const lost = new FlightCluster(OM41);
      const fromThree = ({ from, to }: Delivery): boolean => from === 3 && to === 1;
      const add: Tamper = (sent, { index }) =>
        index === slot
          ? sent.flatMap((d) => (fromThree(d) ? [{ ...d, packet: forge(d.packet) }, d] : [d]))
          : sent;
      const replace: Tamper = (sent, { index }) =>
        index === slot ? sent.map((d) => (fromThree(d) ? { ...d, packet: forge(d.packet) } : d)) : sent;
      const drop: Tamper = (sent, { index }) => (index === slot ? sent.filter((d) => !fromThree(d)) : sent);
      for (let frame = 0; frame < 2; frame++) {
        const reports = readings(4);
        const expected = undisturbed.fly(reports);
        t.same(beside.fly(reports, { tamper: add }), expected, `a packet ${name} changes nothing`);
        t.same(
          inPlace.fly(reports, { tamper: replace }),
          lost.fly(reports, { tamper: drop }),
          'and counts as none',
        );
      }
      t.same(
        beside.computers.map(({ droppedPackets }) => droppedPackets),
        [0, 2, 0, 0],
      );
      t.same(
        inPlace.computers.map(({ droppedPackets }) => droppedPackets),
        [0, 2, 0, 0],
      );
    }
    t.end();
  },
);

t.test('the first packet of a sender counts, a second one is dropped and counted', (t) => {
  const plain = new FlightCluster(OM72);
  const repeated = new FlightCluster(OM72);
  const garbled = (packet: Packet): Packet => {
    const copy = copyOf(packet);
    copy.words.fill(12345);
    return copy;
  };
  const tamper: Tamper = (sent) =>
    sent.flatMap((d) => [d, ...(d.from === 2 ? [{ ...d, packet: garbled(d.packet) }] : [])]);
  const reports = readings(7);
  t.same(repeated.fly(reports, { tamper }), plain.fly(reports));
  t.same(
    repeated.computers.map(({ droppedPackets }) => droppedPackets),
    [3, 3, 0, 3, 3, 3, 3],
    'one a round',
  );

  const [computer] = new FlightCluster(OM41).computers;
  const samples = [reportOf(1), reportOf(2)].map((report) => samplePacket(report, 0));
  const strange = [
    Object.assign(samplePacket(reportOf(3), 0), { sender: 2 }),
    Object.assign(samplePacket(reportOf(3), 1), {}),
    Object.assign(samplePacket(reportOf(3), 0), { type: PACKET.report }),
    Object.assign(samplePacket(reportOf(3), 0), { run: 0 }),
    Object.assign(samplePacket(reportOf(3), 0), { length: 7 }),
  ];
  const packets = [...strange, ...samples];
  const outbox = computer.runSlot({ frame: 0, index: 0 }, { count: packets.length, packets });
  t.same(
    [...new Int16Array(outbox.packets[0].words.buffer)].slice(0, 16),
    [...reportOf(1)],
    'of samples too',
  );
  t.equal(computer.droppedPackets, 6);
  computer.restart();
  t.equal(computer.droppedPackets, 0, 'a power-cycle starts the count again');
  t.end();
});

t.test('whatever arrives in the mailbox, nothing throws and the good computers agree', (t) => {
  const dice = new Dice(2);
  const cluster = new FlightCluster(OM41);
  let split = 0;
  let dropped = 0;
  for (let frame = 0; frame < 150; frame++) {
    const outcomes = cluster.fly(readings(4), {
      tamper: (sent) =>
        sent.flatMap((delivery): Delivery[] => {
          if (delivery.from !== 3) return [delivery];
          const packet = createPacket(dice.pick([0, 1, 8, 12, 16, 24, 400]));
          packet.words.forEach((_, i) => (packet.words[i] = dice.int32()));
          const { type, sender, slot, run, length } = delivery.packet;
          const mixed = <T>(good: T, bad: T): T => (dice.uint32() % 4 > 0 ? good : bad);
          Object.assign(packet, {
            type: mixed(type, dice.uint32() % 16),
            sender: mixed(sender, dice.uint32() % 256),
            slot: mixed(slot, dice.uint32() % 256),
            run: mixed(run, dice.uint32() % 65536),
            frame: mixed(frame, dice.uint32()),
            length: mixed(Math.min(length, packet.words.length), packet.words.length),
          });
          // A forged name is a good computer's name at most once: after that, two faults would be at work.
          if (packet.sender < 3) packet.sender = 3;
          return Array.from({ length: dice.uint32() % 3 }, () => ({ ...delivery, packet }));
        }),
    });
    const [zero, one, two] = outcomes.map((outcome) => of(outcome).vector);
    if (!same(zero, one) || !same(one, two)) split++;
    if (
      !same(
        zero.slice(0, 3),
        readings(4)
          .slice(0, 3)
          .map((report) => [...report]),
      )
    )
      split++;
  }
  for (const { droppedPackets } of cluster.computers) dropped += droppedPackets;
  t.equal(split, 0);
  t.ok(dropped > 300, `${dropped} packets were dropped`);
  t.end();
});

t.test(
  'a channel out of tolerance is suspect to all the others after three frames, and never to itself',
  (t) => {
    const cluster = new FlightCluster(OM41);
    const reports = readings(4).with(2, reportOf(777));
    const seen = [0, 1, 2, 3].map(() => cluster.fly(reports).map((outcome) => of(outcome).suspects));
    t.same(seen, [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [4, 4, 0, 4],
      [4, 4, 0, 4],
    ]);
    t.end();
  },
);

t.test('the fault injector knows whose report stands where in a relay', (t) => {
  for (const scheme of [OM41, OM72]) {
    const cluster = new FlightCluster(scheme);
    cluster.fly(readings(scheme.computers));
    let wrong = 0;
    let reports = 0;
    cluster.sent.slice(1).forEach((sent, i) => {
      for (const { from, to, packet } of sent) {
        const sources = relayedSources(
          { computers: scheme.computers, depth: scheme.faults },
          { round: i + 2, sender: from, receiver: to },
        );
        if (sources.length * REPORT_WORDS !== packet.length) wrong++;
        sources.forEach((source, row) => {
          reports++;
          if (new Int16Array(packet.words.buffer)[row * QUANTITY_COUNT] !== 10217 + source) wrong++;
        });
      }
    });
    t.equal(wrong, 0);
    t.equal(reports, scheme.computers * (oralMessageCount(scheme) - (scheme.computers - 1)));
  }
  t.end();
});
