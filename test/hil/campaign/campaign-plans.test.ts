/**
 * Flights planned from (campaign, seed, i) alone: which, how many, in what balance.
 */
import t from 'tap';
import { campaignOf } from '../../../hil/campaign/campaign-file.js';
import { planFlight } from '../../../hil/campaign/campaign-plans.js';
import type { CampaignSpec } from '../../../hil/campaign/campaign-spec.js';
import { Flyer } from '../../../hil/campaign/flyer.js';
import type { FlightPlan } from '../../../hil/campaign/flight-plan.js';
import { parseDocumentText } from '../../../hil/files/document.js';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';

function campaign(text: string): CampaignSpec {
  return campaignOf(parseDocumentText(text, { name: 'campaign.yaml' }), { directory: PACKAGE_ROOT });
}

function plans(
  spec: CampaignSpec,
  { flights, seed = '1' }: { flights: number; seed?: string },
): FlightPlan[] {
  return Array.from({ length: flights }, (_, index) => planFlight(spec, { seed, index }));
}

/** What a plan flies, its number and seed left out. */
function combination({ variant, stratum, faults }: FlightPlan): string {
  return JSON.stringify([variant, stratum, faults]);
}

const RANDOM = `
name: random
rigs: [tmr, quad-om1]
strata:
  - class: stuck
    weight: 3
    faults:
      - { target: 'sensor/{alpha,pitchRate}/{any}', mode: stuck, onset: { uniform: [50, 400] } }
  - class: lie
    draw: { at: { uniform: [10, 20] } }
    faults:
      - { target: 'computer/{any}', mode: two-faced, onset: $at, to: { receivers: some, each: { uniform: [0, 900] } } }
      - { target: 'computer/{any}', mode: crash, onset: $at }
stop: { flights: 100 }
`;

const EXHAUSTIVE = `
name: exhaustive
walk: exhaustive
rigs: [tmr, quad-om1]
sweep: { scheme.select: [mid, mean] }
strata:
  - class: stuck
    faults:
      - { target: 'sensor/{alpha,pitchRate}/{any}', mode: stuck, value: [0, last], onset: { uniform: [10, 30], step: 10 } }
  - class: deaf
    rigs: [quad-om1]
    count: 1
    faults:
      - { target: 'link/{any}/{some}', mode: omission }
      - { target: 'computer/{any}', mode: [crash, hang] }
`;

t.test('a flight is the same whenever it is asked for, and another under another seed', async (t) => {
  const spec = campaign(RANDOM);
  const forth = plans(spec, { flights: 200 });
  const clone = structuredClone(spec);
  const back = forth.map((_, i) => planFlight(clone, { seed: '1', index: 199 - i })).reverse();
  t.same(forth, back, 'cloned as to a worker, and from the last to the first');
  t.same(planFlight(spec, { seed: '1', index: 150 }), forth[150], 'out of order');
  t.equal(new Set(forth.map(({ seed }) => seed)).size, 200);
  const other = plans(spec, { flights: 200, seed: '2' });
  t.ok(forth.filter((plan, i) => combination(plan) === combination(other[i])).length < 20);
  t.same(
    planFlight(spec, { seed: '1', index: 1e12 }).index,
    1e12,
    'as soon for a late flight as for an early one',
  );
});

t.test('strata take turns by weight, and rigs within them', async (t) => {
  const counts = new Map<string, number>();
  for (const { stratum, variant } of plans(campaign(RANDOM), { flights: 800 })) {
    const cell = `${stratum} ${variant}`;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  t.same(Object.fromEntries(counts), { 'stuck 0': 300, 'stuck 1': 300, 'lie 0': 100, 'lie 1': 100 });
});

t.test('faults of a flight strike different channels, and share what is drawn for both', async (t) => {
  const spec = campaign(RANDOM);
  const channels = new Set<string>();
  for (const { stratum, variant, faults } of plans(spec, { flights: 800 })) {
    if (stratum !== 'lie') continue;
    const [lie, crash] = faults as { target: string; onset: number; to?: object }[];
    t.not(lie.target, crash.target);
    t.equal(lie.onset, crash.onset);
    const self = lie.target.slice('computer/'.length);
    const told = Object.keys(lie.to ?? {});
    if (told.length === 0 || told.includes(self)) t.fail(`computer ${self} tells ${told.join(', ')}`);
    if (told.some((id) => Number(id) >= spec.computers[variant])) t.fail(`nobody is ${told.join(', ')}`);
    channels.add(`${variant} ${self}`);
  }
  t.equal(channels.size, 7, 'every channel of both rigs has lied');
});

t.test('an exhaustive walk flies every combination once, counted by hand', async (t) => {
  const spec = campaign(EXHAUSTIVE);
  const naive = new Set<string>();
  spec.variants.forEach(({ name }, variant) => {
    const n = name.startsWith('tmr') ? 3 : 4;
    for (const quantity of ['alpha', 'pitchRate'])
      for (let channel = 0; channel < n; channel++)
        for (const value of [0, 'last'])
          for (const onset of [10, 20, 30])
            naive.add(
              combination({
                index: 0,
                seed: '',
                variant,
                stratum: 'stuck',
                faults: [{ target: `sensor/${quantity}/${channel}`, mode: 'stuck', value, onset }],
              }),
            );
    if (n === 3) return;
    for (let from = 0; from < n; from++) {
      for (let set = 1; set < 2 ** n; set++) {
        if ((set & (1 << from)) !== 0) continue;
        const to = [0, 1, 2, 3].filter((id) => (set & (1 << id)) !== 0).join(',');
        const faults = [{ target: `link/${from}/${to}`, mode: 'omission' }];
        naive.add(combination({ index: 0, seed: '', variant, stratum: 'deaf', faults }));
      }
      for (const mode of ['crash', 'hang'])
        naive.add(
          combination({
            index: 0,
            seed: '',
            variant,
            stratum: 'deaf',
            faults: [{ target: `computer/${from}`, mode }],
          }),
        );
    }
  });
  t.equal(spec.size, naive.size);
  const flown = plans(spec, { flights: naive.size }).map(combination);
  t.same([...flown].sort(), [...naive].sort());
  t.throws(() => planFlight(spec, { seed: '1', index: naive.size }), RangeError);
  t.throws(() => planFlight(spec, { seed: '1', index: -1 }), RangeError);
});

t.test('any beginning of a finite walk is spread over its strata', async (t) => {
  const spec = campaign(EXHAUSTIVE);
  const share = (flights: readonly FlightPlan[]): number =>
    flights.filter(({ stratum }) => stratum === 'deaf').length / flights.length;
  const whole = share(plans(spec, { flights: spec.size ?? 0 }));
  for (const flights of [20, 40, 80]) {
    const part = share(plans(spec, { flights }));
    t.ok(Math.abs(part - whole) < 0.1, `${part} of the first ${flights}, ${whole} of all`);
  }
});

t.test('seeds repeat a finite walk under seeds of their own', async (t) => {
  const once = campaign(EXHAUSTIVE);
  const thrice = campaign(`${EXHAUSTIVE}seeds: 3\n`);
  const size = once.size ?? 0;
  t.equal(thrice.size, 3 * size);
  const all = plans(thrice, { flights: 3 * size });
  t.same(all.slice(0, size).map(combination), all.slice(2 * size).map(combination));
  t.equal(new Set(all.map(({ seed }) => seed)).size, 3 * size);
});

t.test('a pairwise walk meets every pair of values of any two keys, on every rig', async (t) => {
  const spec = campaign(`
name: pairs
walk: pairwise
rigs: [quad-om1, sm-quad]
strata:
  - class: spikes
    faults:
      - target: sensor/alpha/{any}
        mode: spikes
        height: [100, 200, 300]
        widthFrames: [1, 2, 3, 4]
        spacingFrames: [10, 20, 30]
        onset: [5, 50]
`);
  const size = spec.size ?? 0;
  t.ok(size >= 16 && size <= 24, `${size} of 576`);
  const flown = plans(spec, { flights: size }).map(({ variant, faults: [fault] }) => ({ variant, ...fault }));
  const keys = ['variant', 'target', 'height', 'widthFrames', 'spacingFrames', 'onset'] as const;
  const valuesOf = (key: (typeof keys)[number]): unknown[] => [
    ...new Set(flown.map((fault) => (fault as Record<string, unknown>)[key])),
  ];
  t.same(
    keys.map((key) => valuesOf(key).length),
    [2, 4, 3, 4, 3, 2],
  );
  for (const a of keys)
    for (const b of keys)
      if (a < b)
        for (const va of valuesOf(a))
          for (const vb of valuesOf(b)) {
            const met = flown.some((fault) => {
              const values = fault as Record<string, unknown>;
              return values[a] === va && values[b] === vb;
            });
            if (!met) t.fail(`${a} = ${String(va)} never with ${b} = ${String(vb)}`);
          }
});

t.test('sameDraws gives the rigs of a stratum the same faults and seeds', async (t) => {
  const spec = campaign(`
name: same
rigs: [tmr, quad-om1, seven-om2]
sameDraws: true
strata:
  - class: stuck
    faults: [{ target: 'sensor/alpha/{0,1,2}', mode: stuck, onset: { uniform: [50, 400] } }]
  - class: crash
    rigs: [quad-om1, seven-om2]
    faults: [{ target: 'computer/{0,1}', mode: crash, onset: { uniform: [50, 400] } }]
stop: { flights: 10 }
`);
  const stuck = plans(spec, { flights: 60 }).filter(({ stratum }) => stratum === 'stuck');
  for (let i = 0; i < stuck.length; i += 3) {
    t.same(
      stuck.slice(i, i + 3).map(({ variant }) => variant),
      [0, 1, 2],
    );
    t.same(stuck[i + 1].faults, stuck[i].faults);
    t.equal(stuck[i + 2].seed, stuck[i].seed);
  }
  t.ok(new Set(stuck.map(({ seed }) => seed)).size === 10);
});

t.test('a key added to a template leaves the other draws as they were', async (t) => {
  const text = (keys: string): string => `
name: streams
rigs: [quad-om1]
strata:
  - class: stuck
    faults: [{ target: 'sensor/alpha/{any}', mode: stuck, ${keys}onset: { uniform: [50, 400] } }]
stop: { flights: 10 }
`;
  const before = plans(campaign(text('')), { flights: 20 });
  const after = plans(campaign(text('ditherLsb: { uniform: [1, 9] }, ')), { flights: 20 });
  before.forEach((plan, i) => {
    t.same({ ...after[i].faults[0], ditherLsb: undefined }, { ...plan.faults[0], ditherLsb: undefined });
    t.equal(after[i].seed, plan.seed);
  });
});

t.test('a plan flies, and what it flew is what it says', async (t) => {
  const spec = campaign(
    RANDOM.replace('rigs: [tmr, quad-om1]', 'rigs: [tmr, quad-om1]\nset: { durationS: 9 }'),
  );
  const flyer = new Flyer(spec.variants);
  const plan = planFlight(spec, { seed: '1', index: 3 });
  const result = await flyer.fly(plan);
  t.equal(result.faults.length, plan.faults.length);
  t.equal(result.faults[0].target, plan.faults[0].target);
  t.equal(result.rig, spec.variants[plan.variant].name);
  t.ok(result.faults.every(({ applied }) => applied));
});
