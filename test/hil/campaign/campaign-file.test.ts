/**
 * Campaign files: what they may say, and everything that is refused, with place, value, range and hint.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { campaignOf, loadCampaign } from '../../../hil/campaign/campaign-file.js';
import type { CampaignSpec } from '../../../hil/campaign/campaign-spec.js';
import { FLIGHTS_BETWEEN_LOOKS, isPreciseEnough } from '../../../hil/campaign/campaign-stop.js';
import { parseDocumentText } from '../../../hil/files/document.js';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';
import { InputError } from '../../../hil/files/problem.js';
import { file, folder } from '../../support/scratch.js';

function campaign(text: string): CampaignSpec {
  return campaignOf(parseDocumentText(text, { name: 'c.yaml' }), { directory: PACKAGE_ROOT });
}

/** Why a text is refused; empty where it is not. */
function refusal(text: string): string {
  try {
    campaign(text);
    return '';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message;
  }
}

const HEAD = 'name: x\nrigs: [quad-om1]\n';
const STRATUM = 'strata: [{ class: a, faults: [{ target: computer/0, mode: crash }] }]\n';
const STOP = 'stop: { flights: 10 }\n';

/** A campaign of one stratum with this fault. */
function withFault(fault: string, more = ''): string {
  return `${HEAD}strata:\n  - class: a\n    faults:\n      - ${fault}\n${more}${STOP}`;
}

t.test('rigs, sweep and set make variants with names that say what was changed', async (t) => {
  const spec = campaign(`
name: x
rigs: [tmr, { rig: quad-om1, name: quad, set: { turbulence: none } }]
set: { durationS: 5 }
sweep:
  aircraft.cg: [0.38, 0.5]
  load: { light: {}, heavy: { timing.controlUs: [1, 2, 3, 4, 500], timing.relayUs: [1, 2, 3, 4, 500] } }
${STRATUM}${STOP}`);
  t.same(
    spec.variants.map(({ name }) => name),
    ['tmr', 'quad'].flatMap((rig) =>
      ['0.38', '0.5'].flatMap((cg) => ['light', 'heavy'].map((load) => `${rig} cg=${cg} load=${load}`)),
    ),
  );
  t.match(spec.variants[7].document, {
    turbulence: 'none',
    durationS: 5,
    aircraft: { cg: 0.5 },
    timing: { controlUs: [1, 2, 3, 4, 500] },
  });
  t.match(spec.variants[0].document, { turbulence: 'light', aircraft: { cg: 0.38, airspeedFtps: 502 } });
  t.same(spec.computers, [3, 3, 3, 3, 4, 4, 4, 4]);
});

t.test('paths start at the folder of the campaign', async (t) => {
  mkdirSync(join(folder, 'rigs'), { recursive: true });
  file('rigs/mine.yaml', 'name: mine\nscheme: { protocol: om }\n');
  const path = file('c.yaml', `name: x\nrigs: [./rigs/mine.yaml]\n${STRATUM}${STOP}`);
  const [variant] = loadCampaign(path).variants;
  t.match(variant, { name: 'mine', directory: join(folder, 'rigs') });
  t.throws(() => loadCampaign(file('d.yaml', `name: x\nrigs: [./no.yaml]\n${STRATUM}${STOP}`)), {
    message: /d\.yaml:2: rigs\[0\] = "\.\/no\.yaml" does not exist/,
  });
});

t.test('a stratum strikes the rigs that it names, by rig, by variant or by what was swept', async (t) => {
  const spec = campaign(`
name: x
rigs: [tmr, quad-om1]
sweep: { scheme.select: [mid, mean] }
strata:
  - { class: a, rigs: [tmr], faults: none }
  - { class: b, rigs: [quad-om1 select=mean], faults: none }
  - { class: c, where: { scheme.select: mean }, faults: none }
  - { class: d, where: { scheme.select: [mid, mean] }, expect: fail, why: because, faults: none }
${STOP}`);
  t.same(
    spec.strata.map(({ variants }) => variants),
    [[0, 1], [3], [1, 3], [0, 1, 2, 3]],
  );
  t.match(spec.strata[3], { expect: 'fail', why: 'because' });
  t.match(spec.strata[0], { expect: 'pass', why: '', weight: 1, faults: [] });
});

t.test('skipRefused leaves out what is refused, but never everything', async (t) => {
  const sweep = 'name: x\nrigs: [quad-om1]\nsweep: { scheme.faults: [1, 2] }\n';
  t.match(
    refusal(sweep + STRATUM + STOP),
    /rigs\[0\].* as quad-om1 faults=2 is refused: .*needs at least 7 comp/,
  );
  const spec = campaign(`${sweep}skipRefused: true\n${STRATUM}${STOP}`);
  t.same(
    spec.variants.map(({ name }) => name),
    ['quad-om1 faults=1'],
  );
  t.match(
    refusal(`${sweep.replace('1, 2', '2, 3')}skipRefused: true\n${STRATUM}${STOP}`),
    /faults=2 is refused/,
  );
  const liar = (rigs: string): string =>
    `name: x\nrigs: ${rigs}\nskipRefused: true\nstrata: [{ class: a, faults: [{ target: computer/0, mode: liar, value: 5 }] }]\n${STOP}`;
  t.same(campaign(liar('[tmr, quad-om1]')).strata[0].variants, [1]);
  t.match(refusal(liar('[tmr]')), /mode = "liar" can do nothing here: .* \[on tmr\]/);
});

t.test('a campaign that would never end, flies nothing or strikes nobody is refused', async (t) => {
  for (const [text, wanted] of [
    [
      HEAD + STRATUM,
      /stop is missing: a random walk has no end of its own\. Hint: stop: \{ flights: 1000 \}/,
    ],
    [`${HEAD}stop: {}\n${STRATUM}`, /c\.yaml:3: stop is missing/],
    [`name: x\nrigs: []\n${STRATUM}${STOP}`, /c\.yaml:2: rigs is empty: nothing would fly/],
    [`${HEAD}strata: []\n${STOP}`, /c\.yaml:3: strata is empty: there is no fault space/],
    [`${HEAD}strata: [{ class: a, faults: [] }]\n${STOP}`, /strata\[0\]\.faults is empty.*faults: none/],
    [`${HEAD}sweep: { aircraft.cg: [] }\n${STRATUM}${STOP}`, /sweep\.aircraft\.cg is a sweep of nothing/],
    [`${HEAD}sweep: { a: {} }\n${STRATUM}${STOP}`, /sweep\.a is a sweep of nothing/],
    [
      `${HEAD}strata: [{ class: a, rigs: [tmr], faults: none }]\n${STOP}`,
      /strata\[0\]\.rigs\[0\] = "tmr" is no rig of this campaign/,
    ],
    [
      `${HEAD}strata: [{ class: a, where: { aircraft.cg: 1 }, faults: none }]\n${STOP}`,
      /strata\[0\]\.where\.aircraft\.cg is nothing that this campaign sweeps/,
    ],
    [
      `${HEAD}sweep: { aircraft.cg: [0.4] }\nstrata: [{ class: a, where: { aircraft.cg: 0.5 }, faults: none }]\n${STOP}`,
      /strata\[0\]\.where leaves no rig to strike/,
    ],
    [
      withFault('{ target: "computer/{any}", mode: crash, onset: { uniform: [0, 5000] } }'),
      /c\.yaml:6: strata\[0\]\.faults\[0\]\.onset = 5000 lies after the end of the flight.*0 … 999/,
    ],
  ] as const) {
    t.match(refusal(text), wanted);
  }
});

t.test('an impossible fault is refused at load, on the rig where it is impossible', async (t) => {
  for (const [fault, wanted] of [
    [
      '{ target: "sensor/alpah/{any}", mode: stuck }',
      /c\.yaml:6: strata\[0\]\.faults\[0\]\.target = "sensor\/alpah/,
    ],
    [
      '{ target: "computer/{0,5}", mode: crash }',
      /target = "computer\/5" names computer 5, .*0 … 3.*\[on quad-om1\]|names computer 5/,
    ],
    ['{ target: computer/0, mode: [crash, cresh] }', /mode = "cresh" is no mode of a computer/],
    ['{ target: "sensor/alpha/{any}", mode: stuck, vlaue: 3 }', /faults\[0\]\.vlaue is not a known key/],
    ['{ target: computer/0, mode: liar, to: { receivers: all, each: [1, 99999] } }', /faults\[0\]\.to/],
    [
      '{ target: "computer/{any}", mode: late, byUs: { normal: [100, 200] } }',
      /faults\[0\]\.byUs = -\d+ is out of range/,
    ],
    ['{ mode: stuck }', /faults\[0\]\.target is missing/],
    ['{ target: computer/0 }', /faults\[0\]\.mode is missing/],
  ] as const) {
    t.match(refusal(withFault(fault)), wanted, fault);
  }
  const five = Array.from({ length: 5 }, () => '{ target: "computer/{any}", mode: crash }').join(', ');
  t.match(
    refusal(`${HEAD}strata: [{ class: a, faults: [${five}] }]\n${STOP}`),
    /more faults on channels of their own than there are computers \(4\)/,
  );
  t.match(
    refusal(
      `name: x\nrigs: [simplex]\nstrata: [{ class: a, faults: [{ target: "link/{any}/{some}", mode: omission }] }]\n${STOP}`,
    ),
    /has no receivers to draw: there are 0 other computers/,
  );
});

t.test('draws that are none are refused where they stand', async (t) => {
  for (const [value, wanted] of [
    ['{ uniform: [5, 1] }', /onset\.uniform = \[5,1\] is no range.*\[1, 5\]/],
    ['{ uniform: [5, 5] }', /onset\.uniform = \[5,5\] is no range.*the value itself: 5/],
    ['{ uniform: 5 }', /onset\.uniform = 5 must be two numbers: lowest, highest/],
    ['{ uniform: [1, 5], step: 9 }', /onset\.step = 9 is no step of this range.*at most 4/],
    ['{ uniform: [1, 5], stpe: 1 }', /onset\.stpe is not a known key.*step/],
    ['{ unifrom: [1, 5] }', /onset\.unifrom is no distribution.*did you mean uniform/],
    ['{ normal: [1, 0] }', /onset\.normal = \[1,0\] has a standard deviation that is none/],
    ['{ normal: [1, 1], within: [50, 60] }', /onset\.within = \[50,60\] leaves nothing/],
    ['{ logUniform: [0, 9] }', /onset\.logUniform = \[0,9\] has a first end without a logarithm/],
    ['{ choice: [1, 2], weights: [1] }', /onset\.weights = \[1\] must be a number for each value/],
    ['[]', /onset is an empty list/],
    ['{}', /onset is an empty map/],
    ['$when', /onset = "\$when" refers to nothing that this stratum draws/],
    ['{ receivers: few }', /onset\.receivers = "few" must be one of one, some, split, all/],
    ['{ receivers: some, each: 1, same: 2 }', /onset\.same is given beside each/],
  ] as const) {
    t.match(refusal(withFault(`{ target: computer/0, mode: crash, onset: ${value} }`)), wanted, value);
  }
  for (const [target, wanted] of [
    ['"sensor/a{1}/0"', /has braces inside a segment/],
    ['"{sensor,link}/0"', /leaves the kind of target open/],
    ['"computer/{some}"', /has \{some\} where no receivers are named/],
    ['"computer/{0,,1}"', /has an empty choice/],
    ['"computer/{$x}"', /refers to nothing that this stratum draws/],
  ] as const) {
    t.match(refusal(withFault(`{ target: ${target}, mode: crash }`)), wanted, target);
  }
});

t.test('a finite walk needs an end, and says how large it would be', async (t) => {
  const walk = (fault: string, kind = 'exhaustive'): string => `${withFault(fault)}walk: ${kind}\n`;
  t.match(
    refusal(walk('{ target: "sensor/alpha/{any}", mode: drift, rateDegPerS: { uniform: [0.5, 1.5] } }')),
    /c\.yaml:6: strata\[0\]\.faults\[0\]\.rateDegPerS has no end of values, and the walk is exhaustive/,
  );
  const large =
    '{ target: "sensor/alpha/{any}", mode: spikes, height: { uniform: [1, 900] }, widthFrames: 1, spacingFrames: { uniform: [2, 401] }, onset: [1, 2] }';
  t.match(
    refusal(walk(large)),
    /walk = "exhaustive" would fly 2,880,000 combinations.*at most 1,000,000.*pairwise/,
  );
  t.match(refusal(walk(large, 'pairwise')), /has 360,000 pairs of values between two of its parameters/);
  t.match(
    refusal(
      `${HEAD}walk: exhaustive\nstrata: [{ class: a, count: 2, faults: [{ target: "computer/{any}", mode: crash }] }]\n`,
    ),
    /strata\[0\]\.count = 2 draws several from the templates, and the walk is exhaustive/,
  );
  t.match(refusal(`${HEAD}seeds: 3\n${STRATUM}${STOP}`), /seeds = 3 means nothing for a random walk/);
});

t.test('expectations are explained, classes are told apart, counts can be met', async (t) => {
  const stratum = (keys: string): string => `${HEAD}strata: [{ class: a, ${keys} }]\n${STOP}`;
  t.match(refusal(stratum('expect: fail, faults: none')), /strata\[0\]\.why is missing/);
  t.match(
    refusal(stratum('why: because, faults: none')),
    /strata\[0\]\.why explains a failure that is not expected/,
  );
  t.match(
    refusal(`${HEAD}strata: [{ class: a, faults: none }, { class: a, faults: none }]\n${STOP}`),
    /strata\[1\]\.class = "a" is the class of another stratum/,
  );
  const crash = 'faults: [{ target: computer/0, mode: crash }]';
  t.match(refusal(stratum(`count: 2, ${crash}`)), /count = 2 asks for 2 faults of 1 templates/);
  t.match(refusal(stratum(`count: 0, ${crash}`)), /count = 0 must be whole numbers of faults/);
  t.match(refusal(stratum(`count: [1, a], ${crash}`)), /must be whole numbers of faults.*1 … 16/);
  t.match(
    refusal(stratum('count: 5, faults: [{ target: "computer/{any}", mode: crash }]')),
    /more faults on channels of their own than there are computers/,
  );
  t.match(
    refusal(stratum('count: 1, faults: [{ id: x, target: computer/0, mode: crash }]')),
    /faults\[0\]\.id = "x" cannot be given/,
  );
});

t.test('hostile keys and names go nowhere', async (t) => {
  for (const key of ['__proto__.x', 'constructor', 'aircraft.prototype', 'a..b', 'name', '../x'])
    t.match(
      refusal(`${HEAD}sweep: { "${key}": [1] }\n${STRATUM}${STOP}`),
      /is (no key|not an allowed key)/,
      key,
    );
  t.match(refusal(`${HEAD}set: { constructor.x: 1 }\n${STRATUM}${STOP}`), /set\.constructor\.x is no key/);
  t.match(refusal(`name: ../x\nrigs: [tmr]\n${STRATUM}${STOP}`), /name = "\.\.\/x" must be 1 to 64/);
  t.match(refusal(`${HEAD}strata: [{ class: "<b>", faults: none }]\n${STOP}`), /class = "<b>" must be/);
  t.match(
    refusal(
      `${HEAD}sweep: { durationS: [${Array.from({ length: 999 }, (_, i) => i + 1).join(', ')}], aircraft.cg: [0.3, 0.4] }\n${STRATUM}${STOP}`,
    ),
    /makes 1998 rigs with this sweep.*at most 1000/,
  );
  t.equal(({} as { x?: unknown }).x, undefined);
});

t.test('precision ends a campaign when the interval is narrow, of all or of each', async (t) => {
  const stop = { flights: null, halfWidth: 0.02, halfWidthEach: null, minutes: null };
  const at = (n: number): boolean => isPreciseEnough(stop, { all: { k: 0, n }, strata: [] });
  // Clopper-Pearson at k = 0: half of 1 − 0.025^(1/n) is 0.02 between n = 90 and 91.
  t.notOk(at(90));
  t.ok(at(91));
  const each = { ...stop, halfWidth: null, halfWidthEach: 0.02 };
  const all = { k: 0, n: 1000 };
  t.notOk(
    isPreciseEnough(each, {
      all,
      strata: [
        { k: 0, n: 91 },
        { k: 0, n: 90 },
      ],
    }),
  );
  t.ok(
    isPreciseEnough(each, {
      all,
      strata: [
        { k: 0, n: 91 },
        { k: 0, n: 91 },
      ],
    }),
  );
  t.notOk(isPreciseEnough({ ...stop, halfWidth: null }, { all, strata: [] }), 'no rule, no end');
  t.equal(FLIGHTS_BETWEEN_LOOKS, 256);
});
