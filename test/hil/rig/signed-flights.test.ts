/**
 * Signed and hybrid flights: what each story promises, over many seeds; both buses; the deadline that eager
 * verification costs.
 */
import t from 'tap';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';
import { fly } from '../../../hil/rig/fly.js';
import type { FlyDocument } from '../../../hil/rig/fly-document.js';
import { loadRig } from '../../../hil/rig/rig-file.js';
import type { RigSpec } from '../../../hil/rig/rig-spec.js';
import { parseRig } from '../../support/rigs.js';

const SEEDS = 20;

function shipped(kind: 'rigs' | 'scenarios', name: string): RigSpec {
  return loadRig(join(PACKAGE_ROOT, 'hil', kind, `${name}.yaml`));
}

async function flown(spec: RigSpec, seed: number | string = 1): Promise<FlyDocument> {
  return (await fly(spec, { seed: String(seed), replay: '' })).document;
}

interface Story {
  readonly name: string;
  readonly verdict: 'pass' | 'fail';
  readonly inside: boolean;
  /** Whether there were any violations. */
  readonly ic1: boolean;
  readonly ic2: boolean;
  /** Null: it depends on the seed, since who is outvoted does. */
  readonly detected: boolean | null;
  /** s; shorter than the file where signatures are dear. */
  readonly durationS?: number;
}

// biome-ignore format: a truth table is read by column
const STORIES: readonly Story[] = [
  { name: 'sm-triplex-two-faced', verdict: 'pass', inside: true,  ic1: false, ic2: false, detected: true, durationS: 10 },
  { name: 'sm-forged-siphash',    verdict: 'fail', inside: false, ic1: false, ic2: true,  detected: null },
  { name: 'sm-forged-crc',        verdict: 'fail', inside: false, ic1: false, ic2: true,  detected: null },
  { name: 'sm-forged-ed25519',    verdict: 'pass', inside: true,  ic1: false, ic2: false, detected: true,  durationS: 5.5 },
  { name: 'sm-flood',             verdict: 'pass', inside: true,  ic1: false, ic2: false, detected: true,  durationS: 2.6 },
  { name: 'sm-hmac-split',        verdict: 'pass', inside: false, ic1: true,  ic2: false, detected: false, durationS: 4 },
  { name: 'omh-five-mixed',       verdict: 'pass', inside: true,  ic1: false, ic2: false, detected: false, durationS: 8 },
  { name: 'om-five-mixed',        verdict: 'fail', inside: false, ic1: false, ic2: true,  detected: null },
  { name: 'omh-lost-at-some',     verdict: 'pass', inside: false, ic1: true,  ic2: false, detected: false, durationS: 8 },
];

for (const { name, durationS, detected, ...expected } of STORIES) {
  void t.test(`${name} ends as it says, for ${SEEDS} seeds`, async (t) => {
    const file = shipped('scenarios', name);
    const spec = durationS === undefined ? file : { ...file, durationS };
    t.equal(file.expect, expected.verdict);
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { verdict, agreement, deadline, faults } = await flown(spec, seed);
      t.match(
        {
          verdict,
          inside: agreement.withinBound,
          ic1: agreement.ic1 > 0,
          ic2: agreement.ic2 > 0,
        },
        expected,
        `seed ${seed}`,
      );
      if (detected !== null) t.equal(faults[0].detected, detected, `seed ${seed}: detected`);
      t.equal(deadline.missed, 0, `seed ${seed} misses nothing`);
      t.ok(
        faults.every(({ activated }) => activated),
        `seed ${seed} puts every fault to the test`,
      );
    }
  });
}

void t.test(
  'a split tag violates IC1 once a frame, and a forger IC2 for each of the two others',
  async (t) => {
    const split = await flown(shipped('scenarios', 'sm-hmac-split'));
    t.equal(split.agreement.ic1, split.frames - 100);
    const forged = await flown(shipped('scenarios', 'sm-forged-siphash'));
    t.equal(forged.agreement.ic2, 2 * (forged.frames - 225));
    t.ok(forged.agreement.commandSplits > 0);
  },
);

void t.test('where nobody fails, signed messages fly the flight of oral ones', async (t) => {
  const om = await flown(shipped('rigs', 'quad-om1'));
  const sm = await flown(shipped('rigs', 'sm-quad'));
  t.equal(sm.traceHash, om.traceHash);
  t.match(sm.traffic, { messagesPerFrame: 36, packetsPerFrame: 24 });
  t.ok(sm.traffic.bytesPerFrame > om.traffic.bytesPerFrame);
});

void t.test(
  'bytes and typed messages make one flight, with and without faults, and twice the same',
  async (t) => {
    const encoded = (spec: RigSpec): RigSpec => ({
      ...spec,
      bus: { ...spec.bus, kind: 'encoded' },
      durationS: 6,
    });
    const hashes = new Set<string>();
    for (const spec of [
      shipped('rigs', 'sm-triplex'),
      shipped('rigs', 'omh-five'),
      shipped('scenarios', 'sm-triplex-two-faced'),
      shipped('scenarios', 'sm-forged-crc'),
      { ...shipped('scenarios', 'sm-flood'), durationS: 4 },
      shipped('scenarios', 'sm-hmac-split'),
      shipped('scenarios', 'omh-five-mixed'),
    ]) {
      const memory = { ...spec, durationS: 6 };
      const { traceHash, agreement } = await flown(memory, 7);
      const bytes = await flown(encoded(spec), 7);
      t.equal(bytes.traceHash, traceHash, spec.name);
      t.same(bytes.agreement, agreement, spec.name);
      hashes.add(traceHash);
    }
    t.equal(hashes.size, 7);
    const spec = shipped('rigs', 'sm-triplex');
    t.equal((await flown(spec)).traceHash, (await flown(spec)).traceHash);
    t.not((await flown(spec, 2)).traceHash, (await flown(spec, 3)).traceHash);
  },
);

void t.test('lazy verification decides as eager does, whatever the fault', async (t) => {
  for (const name of ['sm-triplex-two-faced', 'sm-forged-siphash', 'sm-hmac-split']) {
    const spec = shipped('scenarios', name);
    const { signing } = spec.scheme;
    if (signing === undefined) throw new Error(`${name} signs nothing`);
    const eager = {
      ...spec,
      scheme: { ...spec.scheme, signing: { ...signing, verification: 'eager' as const } },
    };
    const [a, b] = [await flown(spec), await flown(eager)];
    t.same(b.agreement, a.agreement, name);
    t.same(b.hazard, a.hazard, name);
  }
});

void t.test('eager verification is too slow for its frame, and lazy is not', async (t) => {
  const eager = await flown(shipped('rigs', 'sm-eager'));
  t.equal(eager.verdict, 'fail');
  t.ok(eager.deadline.missed > 0);
  t.ok((eager.deadline.byCause.compute ?? 0) > 0, 'because of computing');
  t.equal(eager.deadline.met, 0);
  const lazy = await flown(shipped('rigs', 'sm-lazy'));
  t.same([lazy.verdict, lazy.deadline.missed, lazy.deadline.skipped], ['pass', 0, 0]);
});

void t.test(
  'a computer takes the time of the signatures that it makes and verifies, and no other',
  async (t) => {
    const base = shipped('rigs', 'sm-quad');
    const still = {
      sampleUs: [10, 10, 10, 10, 10],
      relayUs: [20, 20, 20, 20, 20],
      controlUs: [30, 30, 30, 30, 30],
    } as const;
    const lastCommandUs = async (
      verification: 'lazy' | 'eager',
      signUs: number,
      verifyUs: number,
    ): Promise<number> => {
      const signing = { kind: 'siphash', verification, signUs, verifyUs } as const;
      const spec = { ...base, durationS: 0.2, timing: still, scheme: { ...base.scheme, signing } };
      return (await flown(spec)).deadline.latencyUs.max;
    };
    // The last slot starts when the plan says; what is told apart is its own work: 0 verified lazily, 12 eagerly.
    const lazy = await lastCommandUs('lazy', 0, 0);
    t.equal((await lastCommandUs('eager', 0, 0)) - lazy, 0);
    const planned = (slack: number): number => Math.floor(slack / 3);
    const start = (verifyUs: number, controlMost: number): number => {
      const slack = planned(20_000 - (10 + 20 + 4 * verifyUs + 30 + controlMost * verifyUs));
      return 10 + slack + 20 + 4 * verifyUs + slack;
    };
    t.equal(lazy, start(0, 0) + 30);
    t.equal(await lastCommandUs('lazy', 0, 100), start(100, 6) + 30);
    t.equal(await lastCommandUs('eager', 0, 100), start(100, 20) + 30 + 12 * 100);
  },
);

void t.test(
  'an accuser that signs: the same charge to all is a dispute, a charge to one alone is a second story',
  async (t) => {
    const accused = (tell: string): RigSpec =>
      parseRig(
        [
          'name: accuser',
          'scheme: { protocol: sm, computers: 4, faults: 1, isolate: true }',
          `faults: [{ target: computer/3, mode: accuser, accuse: 0, ${tell}onset: 100 }]`,
          'durationS: 10',
        ].join('\n'),
      );
    const toAll = await flown(accused(''));
    t.match(toAll, { verdict: 'pass', agreement: { withinBound: true, ic1: 0, ic2: 0 } });
    t.same([...new Set(toAll.isolation?.map(({ state }) => state))], ['disputed']);
    const toOne = await flown(accused('tell: 1, '));
    t.match(toOne, { verdict: 'pass', agreement: { withinBound: true, ic1: 0, ic2: 0 } });
    t.same(toOne.diagnosis, { withinBound: true, verdictSplits: 0, goodIsolated: 0 });
    const isolated = toOne.isolation?.filter(({ state }) => state === 'isolated');
    t.match(isolated, [{ channel: 3 }], 'who signed two stories is known to all');
  },
);
