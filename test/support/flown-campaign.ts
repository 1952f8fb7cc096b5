/**
 * A small campaign flown for the tests of reports, and summed up naively: results in, filters and lengths out.
 *
 *   triplex, mean ─┐        ┌─ two-faced vane     expected to fail, since a triplex cannot hold it
 *   quad OM(1) ────┼── × ───┼─ stuck vane
 *   jittery quad ──┘        ├─ crashed computer   not on the jittery quad
 *                           └─ slow drift         too slow for a single count, so inconclusive
 */
import { join } from 'node:path';
import type { FaultEntry, FlightPlan, Variant } from '../../hil/campaign/flight-plan.js';
import type { FlightResult } from '../../hil/campaign/flight-result.js';
import { Flyer } from '../../hil/campaign/flyer.js';
import { type ShrunkFailure, shrinkFailures } from '../../hil/campaign/shrink-failures.js';
import { clopperPearson95, rateOf } from '../../hil/campaign/statistics.js';
import type { CampaignSummary, Cell, Expectation } from '../../hil/campaign/summary.js';
import { Dice } from './dice.js';
import { folder } from './scratch.js';

const AIRCRAFT = { model: 'f16', cg: 0.5, airspeedFtps: 521.75, altitudeFt: 5000 };
const PILOT = [
  { at: 1, stickPitch: -0.7 },
  { at: 4, stickPitch: 0.7 },
];
const TIMING = {
  sampleUs: [800, 1200, 2500, 4000, 9000],
  relayUs: [1500, 2500, 4000, 6000, 12000],
  controlUs: [2000, 3000, 5000, 7000, 24000],
};
const DURATION_S = 6;
const FRAMES = DURATION_S * 50;

const CLASSES = ['two-faced vane', 'stuck vane', 'crashed computer', 'slow drift'] as const;

export interface FlownCampaign {
  readonly variants: readonly Variant[];
  readonly flyer: Flyer;
  readonly results: readonly FlightResult[];
  readonly summary: CampaignSummary;
  /** Its failures, made a little smaller. */
  readonly reduced: readonly ShrunkFailure[];
}

/** Flies it: `each` flights of every rig and class. */
export async function flownCampaign({ each, seed }: { each: number; seed: number }): Promise<FlownCampaign> {
  const variants: readonly Variant[] = [
    variantOf('triplex mean', { scheme: { protocol: 'tmr', computers: 3, faults: 1, select: 'mean' } }),
    variantOf('quad-om1', { scheme: { protocol: 'om', computers: 4, faults: 1 } }),
    variantOf('quad-om1 jittery', { scheme: { protocol: 'om', computers: 4, faults: 1 }, timing: TIMING }),
  ];
  const flyer = new Flyer(variants);
  const dice = new Dice(seed);
  const results: FlightResult[] = [];
  for (let round = 0; round < each; round++) {
    for (let variant = 0; variant < variants.length; variant++) {
      for (const stratum of CLASSES) {
        if (stratum === 'crashed computer' && variant === 2) continue;
        const faults = [drawnFault(stratum, { dice, computers: variant === 0 ? 3 : 4 })];
        const index = results.length;
        const plan: FlightPlan = { index, seed: String(1 + index), variant, stratum, faults };
        results.push(await flyer.fly(plan));
      }
    }
  }
  const reduced = await shrinkFailures({
    variants,
    results,
    directory: join(folder, 'smallest'),
    flightsMax: 40,
    commandOf: (path, seed) => `ironbird fly ${path} --seed ${seed}`,
  });
  return {
    variants,
    flyer,
    results,
    reduced,
    summary: summaryOf(
      results,
      variants.map(({ name }) => name),
    ),
  };
}

function variantOf(name: string, more: object): Variant {
  const document = { name: 'rig', aircraft: AIRCRAFT, pilot: PILOT, durationS: DURATION_S, ...more };
  return { name, document, directory: '.' };
}

function drawnFault(
  stratum: (typeof CLASSES)[number],
  { dice, computers }: { dice: Dice; computers: number },
): FaultEntry {
  const unit = dice.between({ low: 0, high: computers - 1 });
  const onset = dice.between({ low: 60, high: FRAMES - 100 });
  const anyCount = (): number => dice.between({ low: 0, high: 28800 });
  switch (stratum) {
    case 'two-faced vane': {
      const others = Array.from({ length: computers }, (_, id) => id).filter((id) => id !== unit);
      const to = Object.fromEntries(others.map((id) => [String(id), anyCount()]));
      return { target: `sensor/alpha/${unit}`, mode: 'two-faced', onset, to };
    }
    case 'stuck vane':
      return { target: `sensor/alpha/${unit}`, mode: 'stuck', onset, value: anyCount() };
    case 'crashed computer':
      return { target: `computer/${unit}`, mode: 'crash', onset };
    case 'slow drift':
      return { target: `sensor/beta/${unit}`, mode: 'drift', onset, ratePerS: 0.001 };
    default:
      return stratum satisfies never;
  }
}

/** Counted by filters, one for each figure. */
export function summaryOf(results: readonly FlightResult[], rigs: readonly string[]): CampaignSummary {
  const classes = [...new Set(results.map(({ stratum }) => stratum))];
  const count = (some: readonly FlightResult[]): { k: number; n: number; flights: number } => ({
    k: some.filter(({ verdict }) => verdict === 'fail').length,
    n: some.filter(({ verdict }) => verdict !== 'inconclusive').length,
    flights: some.length,
  });
  const cells = rigs.flatMap((rig) =>
    classes.map((stratum): Cell => {
      const own = results.filter((result) => result.rig === rig && result.stratum === stratum);
      return { rig, stratum, ...count(own) };
    }),
  );
  const strata = classes.map((name) => {
    const { k, n } = count(results.filter(({ stratum }) => stratum === name));
    return { class: name, k, n, clopperPearson95: clopperPearson95({ k, n }) };
  });
  const expectations = strata.map(({ class: stratum, k, n }): Expectation => {
    const expect = stratum.startsWith('two-faced') ? 'fail' : 'pass';
    const outcome = n === 0 ? 'open' : k > 0 === (expect === 'fail') ? 'met' : 'missed';
    const why = expect === 'fail' ? 'three computers and one exchange cannot hold an asymmetric fault' : '';
    return { stratum, expect, why, outcome };
  });
  const { k, n } = count(results);
  const sum = (of: (result: FlightResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const states = (
    state: 'requested' | 'applied' | 'activated' | 'detected' | 'masked' | 'wrongUnit',
  ): number => sum(({ faults }) => faults.filter((fault) => fault[state]).length);
  const frames = sum((result) => result.frames);
  const failures = results.filter(({ verdict }) => verdict === 'fail');
  return {
    version: '0.1.0',
    campaign: 'test flights',
    seed: '1',
    flights: results.length,
    failures: k,
    rate: rateOf({ k, n }),
    strata,
    weakest: strata.at(0)?.class ?? null,
    faults: {
      requested: states('requested'),
      applied: states('applied'),
      activated: states('activated'),
      detected: states('detected'),
      masked: states('masked'),
      wrongUnit: states('wrongUnit'),
    },
    resultsHash: '0'.repeat(64),
    campaignHash: '1'.repeat(64),
    description: 'vanes that stick or lie, and computers that stop',
    inconclusive: results.length - n,
    planned: results.length,
    end: 'complete',
    expectations,
    cells: cells.filter(({ flights }) => flights > 0),
    frames,
    hours: (frames * 0.02) / 3600,
    deadline: {
      met: sum(({ deadline }) => deadline.met),
      missed: sum(({ deadline }) => deadline.missed),
      skipped: sum(({ deadline }) => deadline.skipped),
      aborted: sum(({ deadline }) => deadline.aborted),
      byCause: {
        compute: sum(({ deadline }) => deadline.byCause.compute),
        hostStall: sum(({ deadline }) => deadline.byCause.hostStall),
        bus: sum(({ deadline }) => deadline.byCause.bus),
        silentPeer: sum(({ deadline }) => deadline.byCause.silentPeer),
      },
    },
    missedPerFlight: missedBins(results.map(({ deadline }) => deadline.missed)),
    worst: [...results].sort((a, b) => a.margin - b.margin || a.index - b.index).slice(0, 5),
    firstFailures: failures.slice(0, 10),
  };
}

function missedBins(missed: readonly number[]): CampaignSummary['missedPerFlight'] {
  const bins = [
    { from: 0, to: 0 },
    ...Array.from({ length: 30 }, (_, i) => ({ from: 2 ** i, to: 2 ** (i + 1) - 1 })),
  ];
  return bins
    .map(({ from, to }) => ({
      from,
      to,
      flights: missed.filter((count) => count >= from && count <= to).length,
    }))
    .filter(({ flights }) => flights > 0);
}
