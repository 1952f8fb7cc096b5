/**
 * Rig files of sm and omh: what they may say, what they are told when they may not, and how their frame is planned.
 */
import t from 'tap';
import type { SignatureKind } from '../../../firmware/agreement/signatures.js';
import { wireBytes } from '../../../firmware/icd/codec.js';
import { InputError } from '../../../hil/files/problem.js';
import { createSignatures, tagWordsOf } from '../../../hil/keys/create-signatures.js';
import { openKeyRing } from '../../../hil/keys/key-ring.js';
import { budgetOf } from '../../../hil/rig/budget.js';
import { planFrame } from '../../../hil/rig/schedule.js';
import { parseRig } from '../../support/rigs.js';

function problemsOf(scheme: string, more = ''): string {
  try {
    parseRig(`name: x\nscheme: { protocol: ${scheme} }\n${more}`);
    return '';
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

t.test('both have defaults', (t) => {
  const sm = parseRig('name: x\nscheme: { protocol: sm }').scheme;
  t.match(sm, {
    computers: 4,
    faults: 1,
    signing: { kind: 'siphash', verification: 'lazy', signUs: 0.25, verifyUs: 0.26 },
  });
  const dear = parseRig(
    'name: x\nscheme: { protocol: sm, signatures: ed25519, verification: eager, verifyUs: 99 }',
  );
  t.match(dear.scheme.signing, { kind: 'ed25519', verification: 'eager', signUs: 24, verifyUs: 99 });
  const omh = parseRig('name: x\nscheme: { protocol: omh }').scheme;
  t.match(omh, { computers: 5, faults: 1 });
  t.equal(omh.signing, undefined);
  t.end();
});

t.test('what does not go together is refused, with the reason and what would', (t) => {
  // biome-ignore format: rows
  const rows: [string, string][] = [
    ['sm, computers: 2', 'scheme.faults = 1 needs at least 3 computers for sm (have 2) (allowed: 0). Hint: 2 computers carry 0'],
    ['sm, computers: 4, faults: 2', 'scheme.faults = 2 needs at least 5 computers for sm (have 4) (allowed: 0 … 1)'],
    ['sm, computers: 4, faults: 3, belowBound: true', 'needs at least 5 computers for a relay chain of sm (have 4) (allowed: 0 … 2)'],
    ['omh, computers: 3', 'scheme.faults = 1 needs at least 4 computers for omh (have 3) (allowed: 0)'],
    ['omh, computers: 6, faults: 2', 'needs at least 7 computers for omh (have 6) (allowed: 0 … 1)'],
    ['sm, signatures: hmac', 'scheme.signatures = "hmac" cannot carry sm against asymmetric faults'],
    ['sm, signatures: crc', 'it is for teaching and needs teaching: true'],
    ['sm, signatures: rsa', 'scheme.signatures = "rsa"'],
    ['sm, verification: never', 'scheme.verification = "never"'],
    ['sm, signUs: -1', 'out of range (allowed: 0 … 1000000)'],
    ['sm, verifyUs: 1000001', 'out of range (allowed: 0 … 1000000)'],
    ['sm, choice: median', 'scheme.choice = "median" means nothing for sm, which chooses by its own rule'],
    ['omh, choice: median', 'means nothing for omh'],
    ['om, signatures: ed25519', 'scheme.signatures = "ed25519" means nothing for om. Hint: only sm signs its messages'],
    ['omh, signUs: 1', 'scheme.signUs = 1 means nothing for omh'],
    ['tmr, teaching: true', 'scheme.teaching = true means nothing for tmr'],
    ['simplex, verification: lazy', 'scheme.verification = "lazy" means nothing for simplex'],
  ];
  for (const [scheme, message] of rows) {
    const text = problemsOf(scheme);
    t.ok(text.includes(message), `${scheme}: ${text}`);
    t.equal(text.split('\n').length, 1, `one problem for ${scheme}`);
  }
  for (const scheme of [
    'sm, computers: 2, faults: 0',
    'sm, computers: 4, faults: 2, belowBound: true',
    'sm, signatures: hmac, belowBound: true',
    'sm, signatures: crc, teaching: true',
    'omh, computers: 4',
    'omh, computers: 4, faults: 2, belowBound: true',
  ]) {
    t.equal(problemsOf(scheme), '', scheme);
  }
  const all = problemsOf('sm, computers: 2, signatures: crc, choice: median');
  t.equal(all.split('\n').length, 3, 'all at once');
  t.end();
});

t.test('a fault that only signatures give something to do is refused without them', (t) => {
  const fault = (text: string): string => `faults: [{ target: computer/1, ${text} }]`;
  for (const mode of ['mode: forger, value: 7', 'mode: flood', 'mode: split-tag, to: 2']) {
    t.match(problemsOf('om', fault(mode)), /can do nothing here: the messages of this scheme are not signed/);
  }
  t.match(
    problemsOf('sm', fault('mode: split-tag, to: 2')),
    /a tag of siphash is one for all; only hmac has an entry for each receiver/,
  );
  t.match(problemsOf('sm, faults: 0', fault('mode: flood')), /no round in which computers relay/);
  t.equal(problemsOf('sm', fault('mode: flood')), '');
  t.equal(problemsOf('sm, signatures: hmac, belowBound: true', fault('mode: split-tag, to: [0, 2]')), '');
  t.end();
});

t.test('tags are as long as those who make them say', (t) => {
  const ring = openKeyRing({ seed: '1' }, { realBench: false });
  for (const kind of ['ed25519', 'siphash', 'hmac', 'crc'] as SignatureKind[]) {
    for (const computers of [3, 7]) {
      const { tagWords } = createSignatures({ kind, self: 0, computers, ring });
      t.equal(tagWordsOf({ kind, computers }), tagWords, `${kind} among ${computers}`);
    }
  }
  t.end();
});

/** Everything one computer at most tells another and does about it in a frame of a quad, counted by hand. */
t.test('the frame of a signed quad is planned for its worst and reported without faults', (t) => {
  const spec = parseRig(
    'name: x\nbus: { baud: 10000000 }\nscheme: { protocol: sm, signatures: ed25519, signUs: 100, verifyUs: 300 }\n' +
      'timing: { sampleUs: [1, 1, 1, 10, 20], relayUs: [1, 1, 1, 20, 20], controlUs: [1, 1, 1, 30, 30] }',
  );
  const plan = planFrame(spec);
  // A chain: head, names, report, tags; a packet: count, chains; round 1 has the lasting state behind it.
  const chain = (length: number): number => 1 + 1 + 8 + 16 * length;
  const report = wireBytes(1 + chain(1) + 4);
  const relayMost = wireBytes(1 + 2 * 3 * chain(2));
  const relay = wireBytes(1 + 2 * chain(2));
  t.same(
    plan.slots.map(({ name, packets, bytes, made, verified }) => [name, packets, bytes, made, verified]),
    [
      ['sample', 12, 12 * report, 1, 0],
      ['relay 1', 12, 12 * relayMost, 4, 4],
      ['control', 4, 4 * wireBytes(2), 0, 6],
    ],
  );
  t.same(
    plan.slots.map(({ computeUs }) => computeUs),
    [10 + 100, 20 + 400 + 1200, 30 + 1800],
  );
  t.equal(plan.slots[1].transferUs, (3 + 1) * relayMost, 'a byte takes 1 µs; three up and one down');
  t.same(plan.traffic, { messages: 36, packets: 24, bytes: 12 * report + 12 * relay });
  t.equal(plan.closes, plan.schedule !== null);

  const { signatures } = budgetOf(spec);
  t.match(signatures, {
    faultFree: {
      lazy: { made: 4, verified: 3, timeUs: 1300 },
      eager: { made: 4, verified: 15, timeUs: 4900 },
    },
    worst: { lazy: { made: 5, verified: 9 }, eager: { made: 5, verified: 24 } },
  });
  t.equal(budgetOf(parseRig('name: x\nscheme: { protocol: om }')).signatures, null);
  t.end();
});

t.test('a hybrid frame is planned as that of oral messages', (t) => {
  const plan = (protocol: string): unknown =>
    planFrame(
      parseRig(
        `name: x\nbus: { baud: 500000 }\nframe: { periodMs: 100 }\nscheme: { protocol: ${protocol}, computers: 5, faults: 1 }`,
      ),
    );
  t.same(plan('omh'), plan('om'));
  t.end();
});

t.test(
  'a frame that does not close is refused, unless the rig may miss: then it is cut short at its end',
  (t) => {
    const slow = 'sm, signatures: ed25519, verification: eager, signUs: 498, verifyUs: 1411';
    t.match(
      problemsOf(slow),
      /frame\.periodMs.*does not fit: the frame needs 36\d{3} µs and has 20000.*mayMiss: true/s,
    );
    const rig = parseRig(`name: x\nframe: { mayMiss: true }\nscheme: { protocol: ${slow} }`);
    const { slots, schedule, closes, neededUs } = planFrame(rig);
    t.equal(closes, false);
    t.equal(schedule?.deadlineUs[0], slots[0].computeUs, 'the first slots have what they need');
    t.equal(schedule?.deadlineUs[1], slots[0].computeUs + slots[1].computeUs);
    t.same([schedule?.deadlineUs[2], schedule?.startUs[3]], [20_000, 20_000], 'the last has what is left');
    t.equal(schedule?.slackUs, 20_000 - neededUs);
    const roomy = parseRig('name: x\nframe: { mayMiss: true }\nscheme: { protocol: sm }');
    t.ok(planFrame(roomy).closes, 'a rig that may miss does not have to');
    t.same(planFrame(roomy).schedule, planFrame({ ...roomy, frame: { periodUs: 20_000 } }).schedule);
    t.end();
  },
);
