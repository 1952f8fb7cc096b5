/**
 * A row of backups on a table: silence, trips, whose state is kept up with, and what a power-cycle costs.
 */
import t from 'tap';
import { PACKET } from '../../../firmware/icd/packets.js';
import type { Tamper } from '../../support/flight-cluster.js';
import { alphas, followed, reading, StandbyCluster } from '../../support/standby-cluster.js';

const LIMITS = { toleranceCounts: 100, persistenceFrames: 3 };

function chain(computers: number, { trip = true } = {}): StandbyCluster {
  return new StandbyCluster({ kind: 'chain', computers, trip, limits: LIMITS });
}

t.test('the surface follows the primary, and three silent frames later the backup', (t) => {
  const cluster = chain(2);
  t.same(followed(cluster, 3, alphas(10, 20)), [10, 10, 10]);
  t.same(followed(cluster, 4, alphas(10, 20), { down: [0] }), [null, null, 20, 20]);
  const { aside, outvoted } = cluster.fly(alphas(10, 20));
  t.same([aside, outvoted], [0b01, 0b01], 'the primary is back, and is not heeded');
  t.same(followed(cluster, 3, alphas(10, 20), { down: [1] }), [null, null, null], 'not even alone');
  t.end();
});

t.test('two silent frames change nothing', (t) => {
  const cluster = chain(2);
  followed(cluster, 2, alphas(10, 20));
  t.same(followed(cluster, 2, alphas(10, 20), { down: [0] }), [null, null]);
  t.same(followed(cluster, 3, alphas(10, 20)), [10, 10, 10]);
  t.end();
});

t.test('a primary cut off from the surfaces alone is replaced, though the backup hears it', (t) => {
  const cluster = chain(2);
  const cut: Tamper = (sent) =>
    sent.filter(({ from, packet }) => from !== 0 || packet.type !== PACKET.command);
  t.same(followed(cluster, 4, alphas(10, 20), { tamper: cut }), [null, null, 20, 20]);
  t.end();
});

t.test('a primary cut off from the backup alone goes on: there is never a second one', (t) => {
  const cluster = chain(2);
  const cut: Tamper = (sent) =>
    sent.filter(({ from, packet }) => from !== 0 || packet.type !== PACKET.heartbeat);
  t.same(new Set(followed(cluster, 20, alphas(10, 20), { tamper: cut })), new Set([10]));
  t.end();
});

t.test(
  'where commands stay apart the backup switches the primary off in the third frame, right or wrong',
  (t) => {
    const cluster = chain(2);
    followed(cluster, 2, alphas(1010, 1010));
    const outcomes = [1, 2, 3, 4].map(() => cluster.fly(alphas(1010, 1111)));
    t.same(
      outcomes.map(({ followed }) => followed),
      [1010, 1010, 1111, 1111],
    );
    t.same(
      outcomes.map(({ outvoted }) => outvoted),
      [0, 0, 1, 1],
    );
    t.same(
      outcomes.map(({ suspects }) => suspects),
      [
        [0, 0],
        [0, 0],
        [0, 1],
        [0, 1],
      ],
    );
    t.same(followed(cluster, 2, alphas(1010, 1010)), [1010, 1010], 'the backup’s, who reads 1010 now');
    t.equal(cluster.fly(alphas(1010, 1012)).followed, 1012, 'latched');
    t.end();
  },
);

t.test('a backup that may not trip lets a wrong primary go on', (t) => {
  const cluster = chain(2, { trip: false });
  t.same(new Set(followed(cluster, 50, alphas(10, 9000))), new Set([10]));
  t.end();
});

t.test('in a row of three a bad first backup trips the primary and is tripped by the second', (t) => {
  const cluster = chain(3);
  followed(cluster, 2, alphas(10, 11, 12));
  t.same(followed(cluster, 8, alphas(10, 900, 12)), [10, 10, 900, 900, 900, 12, 12, 12]);
  t.end();
});

t.test('nobody can switch off those behind it: a primary’s trip is not heeded', (t) => {
  const cluster = chain(2);
  const forged: Tamper = (sent, { index }) =>
    sent.map((delivery) => {
      if (index !== 1 || delivery.from !== 0 || delivery.packet.type !== PACKET.command) return delivery;
      Object.assign(delivery.packet, { type: PACKET.trip, length: 1 });
      delivery.packet.words[0] = 0b11;
      return delivery;
    });
  t.same(followed(cluster, 1, alphas(10, 20), { tamper: forged }), [null]);
  t.same(followed(cluster, 2, alphas(10, 20), { down: [0] }), [null, 20], 'the backup was never off');
  t.end();
});

t.test('a standby keeps up with the integral of the one in command instead of its own', (t) => {
  const cluster = chain(2);
  const readings = [reading({ alpha: 0, pitchRate: 3 }), reading({ alpha: 0, pitchRate: 5 })];
  let integrals: readonly (number | null)[] = [];
  for (let frame = 0; frame < 400; frame++) ({ integrals } = cluster.fly(readings));
  t.same(integrals, [1200, 1202], 'a frame’s difference apart, not 400');
  t.end();
});

t.test('an integral that jumps in the primary is not copied; it trips', (t) => {
  const cluster = chain(2);
  followed(cluster, 5, alphas(10, 10));
  cluster.computers[0].upset({ word: 0, bit: 14 });
  t.same(followed(cluster, 4, alphas(10, 10)), [10 + 16384, 10 + 16384, 10, 10]);
  t.end();
});

t.test('where nobody compares, what the primary remembers is taken as it is', (t) => {
  const cluster = chain(2, { trip: false });
  cluster.computers[0].upset({ word: 0, bit: 13 });
  const { integrals } = [1, 2].map(() => cluster.fly(alphas(10, 10)))[1];
  t.same(integrals, [8192, 8192]);
  t.end();
});

t.test('after a power-cycle it is silent until it has caught up, and the backup has taken over', (t) => {
  const cluster = chain(2);
  const readings = [reading({ alpha: 0, pitchRate: 50 }), reading({ alpha: 0, pitchRate: 50 })];
  followed(cluster, 100, readings);
  cluster.computers[0].restart();
  const outcomes = Array.from({ length: 7 }, () => cluster.fly(readings));
  t.same(
    outcomes.map(({ followed }) => followed),
    [null, null, 5150, 5200, 5250, 5300, 5350],
  );
  t.same(
    outcomes.map(({ commands }) => commands[0] !== null),
    [false, false, false, false, false, true, true],
  );
  t.equal(outcomes[6].integrals[0], 5350, 'it has the other’s integral');
  t.end();
});

t.test('a backup restarted in flight does not judge before it has caught up: the primary stays', (t) => {
  const limits = { ...LIMITS, persistenceFrames: 1 };
  const cluster = new StandbyCluster({ kind: 'chain', computers: 2, trip: true, limits });
  const readings = [reading({ alpha: 0, pitchRate: 50 }), reading({ alpha: 0, pitchRate: 50 })];
  followed(cluster, 100, readings);
  cluster.computers[1].restart();
  const outcomes = Array.from({ length: 20 }, () => cluster.fly(readings));
  t.same(
    outcomes.map(({ followed }) => followed),
    Array.from({ length: 20 }, (_, frame) => 5050 + 50 * frame),
  );
  t.equal(outcomes[19].integrals[1], 6000);
  t.end();
});

t.test('a packet that is stale, foreign, repeated or misshapen is a packet lost, and counted', (t) => {
  // biome-ignore format: rows
  const rows: [string, (packet: { frame: number; run: number; slot: number; length: number; sender: number; type: number }) => void][] = [
    ['another frame',    (packet) => void packet.frame--],
    ['another run',      (packet) => void (packet.run ^= 1)],
    ['another slot',     (packet) => void packet.slot++],
    ['another length',   (packet) => void packet.length--],
    ['a stranger',       (packet) => void (packet.sender = 9)],
    ['from itself',      (packet) => void (packet.sender = 1)],
    ['another type',     (packet) => void (packet.type = PACKET.report)],
  ];
  for (const [what, spoil] of rows) {
    const cluster = chain(2);
    const tamper: Tamper = (sent) => {
      for (const { from, packet } of sent) if (from === 0 && packet.type === PACKET.heartbeat) spoil(packet);
      return sent;
    };
    followed(cluster, 6, alphas(10, 900), { tamper });
    t.same([cluster.computers[1].droppedPackets, cluster.computers[0].droppedPackets], [6, 0], what);
    t.equal(
      cluster.fly(alphas(10, 900), { tamper }).followed,
      10,
      `${what}: nothing heard, nothing to trip on`,
    );
  }
  const cluster = chain(2);
  const twice: Tamper = (sent) => [...sent, ...sent];
  followed(cluster, 4, alphas(10, 20), { tamper: twice });
  t.equal(cluster.computers[1].droppedPackets, 4, 'the second of a sender');
  t.end();
});
