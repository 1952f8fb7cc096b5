/**
 * Rig files of primary-backup and com-mon: what they may say, and what they are told when they may not.
 */
import t from 'tap';
import { planFrame } from '../../../hil/rig/schedule.js';
import { parseRig, problemsOf } from '../../support/rigs.js';

t.test('both have defaults, and surfaces that follow whoever is in command', (t) => {
  const backup = parseRig('name: x\nscheme: { protocol: primary-backup }');
  t.match(backup.scheme, {
    computers: 2,
    faults: 1,
    watch: { trip: true, toleranceDeg: 1, persistenceFrames: 3 },
  });
  const pairs = parseRig('name: x\nscheme: { protocol: com-mon, toleranceDeg: 0.5, persistenceFrames: 2 }');
  t.match(pairs.scheme, { computers: 4, faults: 1, watch: { toleranceDeg: 0.5, persistenceFrames: 2 } });
  for (const { actuators } of [backup, pairs])
    t.same(new Set(actuators.map(({ kind }) => kind)), new Set(['engaged']));
  const quad = parseRig('name: x\nscheme: { protocol: om }');
  t.equal(quad.scheme.watch, undefined);
  t.same(new Set(quad.actuators.map(({ kind }) => kind)), new Set(['majority']));
  t.end();
});

t.test('what does not go together is refused, with the reason and what would', (t) => {
  // biome-ignore format: rows
  const rows: [string, string][] = [
    ['primary-backup, computers: 1', 'scheme.computers = 1 is too few for primary-backup: nobody stands by (allowed: 2 … 16)'],
    ['primary-backup, computers: 3, faults: 3', 'scheme.faults = 3 needs at least 4 computers for primary-backup (have 3) (allowed: 0 … 2)'],
    ['com-mon, computers: 5', 'scheme.computers = 5 is odd: com-mon needs pairs, a command computer and its monitor (allowed: 2, 4, 6 … 16)'],
    ['com-mon, computers: 2', 'scheme.faults = 1 needs at least 4 computers for com-mon (have 2) (allowed: 0). Hint: a fault costs a pair'],
    ['com-mon, computers: 6, faults: 3', 'needs at least 8 computers for com-mon (have 6) (allowed: 0 … 2)'],
    ['com-mon, trip: true', 'scheme.trip = true means nothing for com-mon. Hint: only a backup trips: primary-backup'],
    ['com-mon, persistenceFrames: 4', 'is longer than the surfaces wait for a pair that is at odds with itself (allowed: 1 … 3)'],
    ['om, toleranceDeg: 1', 'scheme.toleranceDeg = 1 means nothing for om. Hint: primary-backup and com-mon compare commands'],
    ['tmr, persistenceFrames: 1', 'scheme.persistenceFrames = 1 means nothing for tmr'],
    ['primary-backup, toleranceDeg: 61', 'out of range (allowed: 0 … 60)'],
    ['primary-backup, persistenceFrames: 0', 'out of range (allowed: 1 … 1000)'],
    ['primary-backup, trip: 1', 'scheme.trip = 1'],
  ];
  for (const [scheme, message] of rows) {
    const text = problemsOf(scheme);
    t.ok(text.includes(message), `${scheme}: ${text}`);
    t.equal(text.split('\n').length, 1, `one problem for ${scheme}`);
  }
  for (const scheme of [
    'com-mon, computers: 2, faults: 0',
    'com-mon, computers: 2, belowBound: true',
    'com-mon, computers: 16, faults: 5',
    'primary-backup, computers: 16, faults: 5, trip: false, persistenceFrames: 50',
  ])
    t.equal(problemsOf(scheme), '', scheme);
  t.end();
});

t.test('votes and pairs are not mixed, and faults with nothing to act on are refused', (t) => {
  // biome-ignore format: rows
  const rows: [string, string, string][] = [
    ['com-mon', 'actuators: { rudder: { kind: majority } }', 'has nobody to listen to: in com-mon the surfaces follow whoever is in command'],
    ['primary-backup', 'actuators: { elevator: { kind: three-motor } }', 'Hint: engaged, or leave it out'],
    ['om', 'actuators: { rudder: { kind: engaged } }', 'has nobody to follow: in om no computer is in command'],
    ['com-mon', 'faults: [{ target: computer/0, mode: two-faced, to: { 1: 5 } }]', 'the computers of this scheme tell each other no readings'],
    ['primary-backup', 'faults: [{ target: sensor/alpha/0, mode: two-faced, to: { 1: 5 } }]', 'tell each other no readings'],
    ['com-mon', 'faults: [{ target: computer/0, mode: liar, to: { 1: 5 } }]', 'no round in which computers relay'],
    ['com-mon', 'faults: [{ target: actuator/rudder/1, mode: jam }]', 'has none to name'],
  ];
  for (const [scheme, more, message] of rows) {
    const text = problemsOf(scheme, more);
    t.ok(text.includes(message), `${scheme}: ${text}`);
  }
  t.equal(
    problemsOf('primary-backup', 'faults: [{ target: link/0/1, mode: omission }]'),
    '',
    'heartbeats do travel',
  );
  t.end();
});

t.test('the frame has one exchange, of a heartbeat from each to each', (t) => {
  // 15 bytes around 7 words of heartbeat, 2 of command, 1 of a trip, for which there is room in every frame
  for (const [scheme, n, control] of [
    ['primary-backup', 2, 23 + 19],
    ['primary-backup, trip: false', 2, 23],
    ['com-mon', 4, 23],
    ['com-mon, computers: 6', 6, 23],
  ] as const) {
    const plan = planFrame(
      parseRig(`name: x\nscheme: { protocol: ${scheme} }\nbus: { kind: encoded, baud: 500000 }`),
    );
    t.same(plan.traffic, { messages: n * (n - 1), packets: n * (n - 1), bytes: 43 * n * (n - 1) }, scheme);
    t.same(
      plan.slots.map(({ name, bytes }) => [name, bytes]),
      [
        ['sample', 43 * n * (n - 1)],
        ['control', control * n],
      ],
    );
  }
  t.match(
    problemsOf('com-mon', 'bus: { kind: encoded, baud: 9600 }\nframe: { periodMs: 20 }'),
    'does not fit',
  );
  t.end();
});
