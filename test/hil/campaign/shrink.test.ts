/**
 * Shrinking: the failure stays, nothing of the menu is left to take, and the file flies as the plan flew.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { FaultEntry, Variant } from '../../../hil/campaign/flight-plan.js';
import { Flyer } from '../../../hil/campaign/flyer.js';
import { scenarioName } from '../../../hil/campaign/scenario-file.js';
import { reduce, shrink } from '../../../hil/campaign/shrink.js';
import {
  CaseFlyer,
  type Failure,
  failureOf,
  type FlightCase,
  isSameFailure,
} from '../../../hil/campaign/shrink-case.js';
import { shrinkFailures } from '../../../hil/campaign/shrink-failures.js';
import { MENU } from '../../../hil/campaign/shrink-menu.js';
import { readDocument } from '../../../hil/files/load-file.js';
import { InputError } from '../../../hil/files/problem.js';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';
import { ironbird, ironbirdAll } from '../../support/ironbird.js';
import { file, folder } from '../../support/scratch.js';

type Keys = Record<string, unknown>;

function shipped(path: string, changes: Keys = {}): Variant {
  const document = readDocument(join(PACKAGE_ROOT, 'hil', path)).data as Keys;
  return {
    name: String(document.name),
    document: { ...document, ...changes },
    directory: join(PACKAGE_ROOT, 'hil/rigs'),
  };
}

function caseOf(variant: Variant, faults: readonly FaultEntry[]): FlightCase {
  return { variant, plan: { index: 3, seed: '7', variant: 0, stratum: 'mixed', faults } };
}

/** The mean of three vanes, of which one tells two stories; a dropout and a slow line have no part in it. */
const UNSTABLE = { model: 'f16', cg: 0.5, airspeedFtps: 502, altitudeFt: 5000 };
const TRIPLEX = caseOf(
  shipped('rigs/tmr.yaml', { aircraft: UNSTABLE, scheme: { protocol: 'tmr', select: 'mean' } }),
  [
    { target: 'sensor/*/0', mode: 'dropout', onset: 50, frames: 100 },
    { target: 'sensor/alpha/1', mode: 'two-faced', onset: 153, frames: 800, to: { 0: 777, 2: 10777 } },
    { target: 'link/2/*', mode: 'delay', byUs: 2345, onset: 200, frames: 77 },
  ],
);

/** Every step of the menu from here that still fails alike. */
async function stepsLeft(from: FlightCase, failure: Failure): Promise<string[]> {
  const flyer = new CaseFlyer({});
  const left: string[] = [];
  for (const group of MENU) {
    for (const site of group(from)) {
      for (const { what, next } of site(from, failure)) {
        try {
          const found = failureOf(await flyer.fly(next));
          if (found !== null && isSameFailure(found, failure)) left.push(what);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      }
    }
  }
  return left;
}

t.test('three faults become the one that matters, later, shorter, rounder, in still air', async (t) => {
  const { smallest, report, minimal, steps, failure, flights } = await shrink(TRIPLEX);
  t.equal(minimal, true);
  t.ok(flights < 200, `${flights} flights`);
  t.ok(steps.includes('without f1') && steps.includes('without f3'));
  const [fault, ...others] = smallest.plan.faults;
  t.same(others, []);
  t.match(fault, { id: 'f2', target: 'sensor/alpha/1', mode: 'two-faced' });
  t.ok(Number(fault.onset) > 153 && Number(fault.frames ?? 0) < 800, JSON.stringify(fault));
  t.equal(smallest.variant.document.turbulence, 'none');
  t.equal(report.document.verdict, 'fail');
  t.equal(report.document.hazard?.frame, failure.lastFrame);
  t.equal(report.document.frames, failure.frames, 'the flight is no longer than its failure');
  t.same(await stepsLeft(smallest, failure), [], '1-minimal');
  t.same((await shrink(TRIPLEX)).smallest, smallest, 'and the same again');
});

t.test('the rig’s own faults are reduced with the others, and luck stays with its fault', async (t) => {
  const noisy = shipped('rigs/simplex.yaml', {
    faults: [
      { target: 'sensor/beta/0', mode: 'bias', offset: 3, onset: 10 },
      { target: 'sensor/pitchRate/0', mode: 'noise', sigma: 9000, onset: 20 },
    ],
  });
  const { smallest, report, minimal } = await shrink(caseOf(noisy, []));
  t.equal(minimal, true);
  t.match(
    smallest.plan.faults,
    [{ id: 'f2', mode: 'noise' }],
    'the noise keeps its name, and with it its draws',
  );
  t.equal(smallest.variant.document.faults, undefined);
  t.equal(report.document.verdict, 'fail');
});

t.test('a condition on deadlines stays the failure, without a hazard', async (t) => {
  const late = caseOf(shipped('rigs/quad-om1.yaml', { failOn: 'missed > 0' }), [
    { target: 'computer/0', mode: 'late', byUs: 22345, onset: 150, frames: 77 },
  ]);
  const { smallest, failure, report } = await shrink(late);
  t.equal(failure.kind, 'requirement');
  t.same(report.broken, ['missed > 0']);
  t.match(smallest.plan.faults, [{ target: 'computer/0', mode: 'late', onset: 150 }]);
  t.ok(significant(smallest.plan.faults[0].byUs) === 1);
});

function significant(value: unknown): number {
  return String(value).replace(/0+$/, '').length;
}

t.test('lists, maps and targets of any mode shrink to what is needed', async (t) => {
  // Not flown: the failure is a set of facts about the plan, which only a search through the whole menu finds.
  const failure: Failure = {
    kind: 'hazard',
    withinBound: true,
    lastFrame: 99,
    frames: 100,
    periodUs: 20_000,
    computers: 4,
  };
  const start = caseOf(shipped('rigs/quad-om1.yaml'), [
    { id: 'a', target: 'link/0/*', mode: 'omission', onset: 3, anything: { deep: [1, 2, 3], more: 17.25 } },
    {
      id: 'b',
      target: 'sensor/*/1',
      mode: 'stuck',
      value: 12345,
      list: [4, 5, 6, 7],
      to: { 0: 8, 2: 9, 3: 10 },
    },
  ]);
  const needs = (faults: readonly FaultEntry[]): boolean => {
    const [a, b] = [faults.find(({ id }) => id === 'a'), faults.find(({ id }) => id === 'b')];
    if (a === undefined || b === undefined) return false;
    const receivers = String(a.target).split('/')[2];
    return (
      (receivers === '*' || receivers.split(',').includes('2')) &&
      /^sensor\/(\*|beta)\/1$/.test(String(b.target)) &&
      Number(b.value) >= 11950 &&
      (b.list as number[] | undefined)?.includes(6) === true &&
      (b.to as Keys | undefined)?.[2] !== undefined &&
      Number(a.onset) <= 40
    );
  };
  let refused = 0;
  const { smallest, minimal } = await reduce({ start, failure, flightsMax: 1000 }, async ({ plan }) => {
    if (plan.faults.some(({ frames }) => frames === 1) && ++refused > 0)
      throw new InputError('test', [{ path: '', message: 'is no plan' }]);
    return needs(plan.faults) ? failure : null;
  });
  t.equal(minimal, true);
  t.ok(refused > 0, 'plans that are none were refused, and passed over');
  const [a, b] = smallest.plan.faults;
  t.match(a, { id: 'a', target: 'link/0/2', mode: 'omission', onset: 40 });
  t.equal(a.anything, undefined);
  t.match(b, { target: 'sensor/beta/1', value: 20000, list: [6], to: { 2: 0 } });
  t.same(Object.keys(b.to as Keys), ['2']);
  const { minimal: early, flights } = await reduce({ start, failure, flightsMax: 5 }, async () => null);
  t.same({ early, flights }, { early: false, flights: 5 }, 'and no more flights than there are');
});

t.test('a flight that does not fail is refused with its trace', async (t) => {
  await t.rejects(
    shrink(caseOf(shipped('rigs/quad-om1.yaml', { durationS: 1 }), [])),
    /does not fail: pass, trace/,
  );
});

t.test('file names hold nothing but letters, digits and hyphens', async (t) => {
  t.equal(scenarioName({ stratum: 'Two faced', index: 17 }), 'two-faced-17.yaml');
  t.equal(scenarioName({ stratum: '../../etc/passwd\n', index: 1 }), 'etc-passwd-1.yaml');
  t.equal(scenarioName({ stratum: '‮…', index: 2 }), 'failure-2.yaml');
});

t.test('a campaign’s failures, one of each class: each file flies as its plan did', async (t) => {
  const variants = [
    TRIPLEX.variant,
    shipped('rigs/quad-om1.yaml', { failOn: 'missed > 0', description: 'x' }),
  ];
  const flyer = new Flyer(variants);
  const hostile = 'late\n# <script>';
  const plans = [
    { ...TRIPLEX.plan, index: 0 },
    { ...TRIPLEX.plan, index: 1, seed: '8' },
    {
      ...TRIPLEX.plan,
      index: 2,
      stratum: 'quiet',
      faults: [{ target: 'sensor/beta/0', mode: 'bias', offset: 2 }],
    },
    {
      index: 3,
      seed: '18446744073709551615',
      variant: 1,
      stratum: hostile,
      faults: [{ target: 'computer/0', mode: 'late', byUs: 22345, onset: 150 }],
    },
  ];
  const results = [];
  for (const plan of plans) results.push(await flyer.fly(plan));
  t.same(
    results.map(({ verdict }) => verdict),
    ['fail', 'fail', 'pass', 'fail'],
  );
  const directory = join(folder, 'failures');
  const written = await shrinkFailures({
    variants,
    results: results.reverse(),
    directory,
    commandOf: (path, seed) => `ironbird fly ${path} --seed ${seed}`,
  });
  t.same(
    written.map(({ index }) => index),
    [0, 3],
  );
  t.same(readdirSync(directory).sort(), ['late-script-3.yaml', 'mixed-0.yaml']);
  const flown = await ironbirdAll(
    written.map(({ file: path, seed }) => ['fly', path, '--seed', seed, '--json']),
  );
  for (const [i, { file: path, traceHash, hazard, frames, command }] of written.entries()) {
    const text = readFileSync(path, 'utf8');
    t.match(text, `\n# ${command}\n`);
    t.notMatch(text, /^[^#]*script/m, 'a class stays in its comment');
    const { code, stdout } = flown[i];
    t.equal(code, 0, 'expected to fail, and fails');
    t.match(JSON.parse(stdout), { verdict: 'fail', traceHash, hazard, frames });
  }
});

t.test('modules of a rig are found from where the file lies', async (t) => {
  const law = `export const controlLaw = () => ({ name: 'none', initialise() {}, step(selected, state, command) { command.fill(-20000); } });`;
  file('law.mjs', law);
  const own: Variant = {
    name: 'own',
    document: { name: 'own', controlLaw: './law.mjs', scheme: { protocol: 'simplex' } },
    directory: folder,
  };
  const plan = { index: 0, seed: '1', variant: 0, stratum: 'own', faults: [] };
  const options = { allowModules: true };
  const result = await new Flyer([own], options).fly(plan);
  mkdirSync(join(folder, 'deep'));
  const [{ file: path, traceHash }] = await shrinkFailures({
    variants: [own],
    results: [result],
    directory: join(folder, 'deep/er'),
    commandOf: (path, seed) => `ironbird fly ${path} --seed ${seed} --allow-modules`,
    ...options,
  });
  const { code, stdout } = ironbird(['fly', path, '--seed', '1', '--allow-modules', '--json']);
  t.equal(code, 0);
  t.match(JSON.parse(stdout), { verdict: 'fail', traceHash });
});

t.test('a folder that cannot be written is named', async (t) => {
  const result = await new Flyer([TRIPLEX.variant]).fly(TRIPLEX.plan);
  const blocked = join(file('a-file', ''), 'failures');
  const failing = shrinkFailures({
    variants: [TRIPLEX.variant],
    results: [result],
    directory: blocked,
    flightsMax: 2,
    commandOf: () => '',
  });
  await t.rejects(failing, new RegExp('cannot be written'));
});
