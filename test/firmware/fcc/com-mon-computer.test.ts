/**
 * Self-checking pairs on a table: every single computer may be wrong, silent or two-faced, and no surface follows it.
 */
import t from 'tap';
import { ACTUATORS, HEARTBEAT_COMMAND, PACKET } from '../../../firmware/icd/packets.js';
import { Dice } from '../../support/dice.js';
import type { Tamper } from '../../support/flight-cluster.js';
import { alphas, followed, reading, StandbyCluster } from '../../support/standby-cluster.js';

const LIMITS = { toleranceCounts: 100, persistenceFrames: 3 };

function pairs(computers = 4): StandbyCluster {
  return new StandbyCluster({ kind: 'pairs', computers, limits: LIMITS });
}

t.test('a monitor says its com’s command again, and the surface follows what both say', (t) => {
  const { followed, commands, aside, outvoted } = pairs().fly(alphas(10, 20, 30, 40));
  t.same(
    { followed, commands, aside, outvoted },
    { followed: 10, commands: [10, 10, 30, 30], aside: 0b1100, outvoted: 0 },
  );
  t.end();
});

t.test('whichever computer is wrong, no wrong command is followed for a single frame', (t) => {
  const wrong = (id: number): Int16Array[] =>
    alphas(...[10, 20, 30, 40].map((alpha, i) => (i === id ? 900 : alpha)));
  // biome-ignore format: columns
  const rows: [number, (number | null)[]][] = [
    [0, [null, null, 30, 30, 30]],
    [1, [null, null, 30, 30, 30]],
    [2, [10,   10,   10, 10, 10]],
    [3, [10,   10,   10, 10, 10]],
  ];
  for (const [id, want] of rows) {
    const cluster = pairs();
    cluster.fly(alphas(10, 20, 30, 40));
    t.same(followed(cluster, 5, wrong(id)), want, `computer ${id}`);
    const after = cluster.fly(alphas(10, 20, 30, 40));
    t.same(
      after.commands.map((command) => command === null),
      [id < 2, id < 2, id >= 2, id >= 2],
      'its pair has shut for good',
    );
  }
  t.end();
});

t.test('one odd frame costs one frame of holding, and no pair', (t) => {
  const cluster = pairs();
  cluster.fly(alphas(10, 20, 30, 40));
  t.same(followed(cluster, 1, alphas(900, 20, 30, 40)), [null]);
  t.same(followed(cluster, 3, alphas(10, 20, 30, 40)), [10, 10, 10]);
  t.end();
});

t.test('whichever computer stops, its pair is silent and the other has command in the third frame', (t) => {
  for (const id of [0, 1, 2, 3]) {
    const cluster = pairs();
    cluster.fly(alphas(10, 20, 30, 40));
    const want = id < 2 ? [null, null, 30, 30] : [10, 10, 10, 10];
    t.same(followed(cluster, 4, alphas(10, 20, 30, 40), { down: [id] }), want, `computer ${id}`);
  }
  t.end();
});

t.test('a com that tells its monitor one thing and the surfaces another is not followed', (t) => {
  const cluster = pairs();
  const twoFaced: Tamper = (sent) => {
    for (const { from, to, packet } of sent)
      if (from === 0 && to === ACTUATORS) packet.words[0] = (packet.words[0] & ~0xffff) | 5000;
    return sent;
  };
  t.same(followed(cluster, 5, alphas(10, 20, 30, 40), { tamper: twoFaced }), [null, null, 30, 30, 30]);
  t.end();
});

t.test('a monitor that says yes to anything cannot keep a wrong com in: that one compares too', (t) => {
  const cluster = pairs();
  let honest = 0;
  const parrot: Tamper = (sent, { index }) => {
    const com = sent.find(({ from, to }) => from === 0 && to === 1);
    if (index === 0 && com !== undefined) honest = com.packet.words[HEARTBEAT_COMMAND];
    for (const { from, to, packet } of sent) if (from === 1 && to === ACTUATORS) packet.words[0] = honest;
    return sent;
  };
  // The monitor’s own half keeps quiet, so the parrot has to be given a voice: its command is forged from com’s.
  const forged: Tamper = (sent, slot) => {
    const out = [...parrot(sent, slot)];
    const com = out.find(
      ({ from, to, packet }) => from === 0 && to === ACTUATORS && packet.type === PACKET.command,
    );
    if (com !== undefined && !out.some(({ from, to }) => from === 1 && to === ACTUATORS))
      out.push({ from: 1, to: ACTUATORS, packet: com.packet });
    return out;
  };
  cluster.fly(alphas(10, 20, 30, 40), { tamper: forged });
  const seen = followed(cluster, 7, alphas(900, 20, 30, 40), { tamper: forged });
  t.same(seen.slice(-2), [30, 30], 'the com shuts itself');
  t.same(seen, [900, 900, null, null, 30, 30, 30]);
  t.end();
});

t.test('both halves wrong alike are followed: comparing finds what differs, not what is wrong', (t) => {
  t.same(new Set(followed(pairs(), 50, alphas(900, 900, 30, 40))), new Set([900]));
  t.end();
});

t.test('when both pairs are at odds there is nobody left', (t) => {
  const cluster = pairs();
  t.same(followed(cluster, 4, alphas(10, 900, 30, 900)), [null, null, null, null]);
  t.same(followed(cluster, 60, alphas(10, 10, 10, 10)).at(-1), null, 'and nobody comes back');
  t.end();
});

t.test('each half keeps up with its com, and the standby com with the one in command', (t) => {
  const cluster = pairs();
  const readings = [3, 5, 1, 6].map((pitchRate) => reading({ alpha: 0, pitchRate }));
  let integrals: readonly (number | null)[] = [];
  for (let frame = 0; frame < 300; frame++) ({ integrals } = cluster.fly(readings));
  t.same(integrals, [900, 902, 898, 901]);
  t.end();
});

t.test('a jump in the state of any one computer costs at most its pair', (t) => {
  for (const id of [0, 1, 2, 3]) {
    const cluster = pairs();
    const readings = [3, 3, 3, 3].map((pitchRate) => reading({ alpha: 0, pitchRate }));
    followed(cluster, 50, readings);
    cluster.computers[id].upset({ word: 0, bit: 14 });
    const seen = followed(cluster, 20, readings);
    t.same(seen.at(-1), 210, `computer ${id}`);
    t.same(seen.filter((command) => command === null).length, id < 2 ? 2 : 0);
  }
  t.end();
});

t.test('a half that was restarted does not talk its pair back into command', (t) => {
  const cluster = pairs();
  const all = alphas(10, 20, 30, 40);
  followed(cluster, 3, all);
  cluster.computers[1].restart();
  t.same(followed(cluster, 12, all), [null, null, ...Array.from({ length: 10 }, () => 30)]);
  t.end();
});

t.test(
  'random single faults, all at random times: never is a command followed that no good pair made',
  (t) => {
    const dice = new Dice(77);
    const seen = { held: 0, moved: 0, own: 0 };
    for (let run = 0; run < 300; run++) {
      const cluster = pairs(dice.pick([4, 6]));
      const n = cluster.computers.length;
      const bad = dice.between({ low: 0, high: n - 1 });
      const good = [1000, 1020, 1040, 1060, 1030, 1010].slice(0, n);
      const lie = dice.pick([-900, 1200, 5000]);
      let silent = 0;
      for (let frame = 0; frame < 25; frame++) {
        const reads = good.map((alpha, id) => (id === bad && dice.uniform() < 0.7 ? lie : alpha));
        const down = dice.uniform() < 0.2 ? [bad] : [];
        const twoFaced = dice.uniform() < 0.3;
        const tamper: Tamper = (sent) => {
          for (const { from, to, packet } of sent)
            if (twoFaced && from === bad && to === ACTUATORS) packet.words[0] ^= dice.uint32() & 0x7fff;
          return sent;
        };
        const { followed } = cluster.fly(alphas(...reads), { tamper, down });
        if (followed === null) silent++;
        else if (!good.includes(followed)) t.fail(`run ${run}, frame ${frame}: ${followed} was followed`);
        if (followed === null) seen.held++;
        else if (followed === 1000) seen.own++;
        else seen.moved++;
      }
      if (silent > 12) t.fail(`run ${run}: nobody in ${silent} of 25 frames`);
    }
    t.ok(seen.held > 100 && seen.moved > 100 && seen.own > 100, JSON.stringify(seen));
    t.end();
  },
);
