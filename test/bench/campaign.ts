/**
 * A campaign: flights a second of `stuck-or-lying-sensors` with one worker and with one a core, in turn, through the
 * runner as the command line uses it, results counted and hashed but not kept on a disk.
 *
 * Threads are started and warmed up before the clock is: a campaign that matters lasts longer than that.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadCampaign } from '../../hil/campaign/campaign-file.js';
import type { CampaignSpec } from '../../hil/campaign/campaign-spec.js';
import { specOf } from '../../hil/campaign/flyer.js';
import { ResultsFile } from '../../hil/campaign/results-file.js';
import { runFlights } from '../../hil/campaign/runner.js';
import { campaignHash } from '../../hil/campaign/runner-rules.js';
import { SummaryTally } from '../../hil/campaign/summary-tally.js';
import { WorkerPool } from '../../hil/campaign/worker-pool.js';
import { PACKAGE_ROOT, PACKAGE_VERSION } from '../../hil/files/package-root.js';
import { median, type Row, spreadOf } from './row.js';

const NAME = 'stuck-or-lying-sensors';
const SEED = '1';
const REPETITIONS = 3;
const WARM_UP_FLIGHTS = 60;
/** For each worker, so that every measurement takes about as long. */
const FLIGHTS_EACH = 150;
/** The rest is handing over, and the main thread's counting on a core that also flies. */
const EFFICIENCY_WANTED = 0.9;

export async function run(): Promise<Row[]> {
  const campaign = loadCampaign(join(PACKAGE_ROOT, 'hil/campaigns', `${NAME}.yaml`));
  const cores = availableParallelism();
  const one = new WorkerPool({ campaign, seed: SEED, options: {} }, { workers: 1 });
  const all = new WorkerPool({ campaign, seed: SEED, options: {} }, { workers: cores });
  try {
    await warmUp(one);
    await warmUp(all);
    const perSOne: number[] = [];
    const perSAll: number[] = [];
    for (let i = 0; i < REPETITIONS; i++) {
      perSOne.push(await fly(campaign, one));
      perSAll.push(await fly(campaign, all));
    }
    const ratio = median(perSAll) / median(perSOne);
    const efficiency = ratio / cores;
    return [
      {
        name: `campaign ${NAME}, ${cores} workers`,
        value: median(perSAll),
        unit: 'flights/s',
        spread: spreadOf(perSAll),
        reference: { name: 'the same with 1 worker', value: median(perSOne), unit: 'flights/s' },
        ratio,
        target: `${Math.round(100 * EFFICIENCY_WANTED)} % of ${cores} times one worker`,
        reached: cores > 1 ? efficiency >= EFFICIENCY_WANTED : null,
        note: `scaling efficiency ${Math.round(100 * efficiency)} %: ratio / workers`,
      },
    ];
  } finally {
    await one.close();
    await all.close();
  }
}

async function warmUp(pool: WorkerPool): Promise<void> {
  const orders = Array.from({ length: pool.workers }, () => ({ first: 0, flights: WARM_UP_FLIGHTS }));
  await Promise.all(orders.map((order) => pool.fly(order)));
}

/** Flights a second. */
async function fly(campaign: CampaignSpec, pool: WorkerPool): Promise<number> {
  const hash = campaignHash(campaign);
  const header = { ironbird: PACKAGE_VERSION, campaign: campaign.name, campaignHash: hash, seed: SEED };
  const flights = FLIGHTS_EACH * pool.workers;
  const tally = new SummaryTally({
    campaign: campaign.name,
    campaignHash: hash,
    description: '',
    seed: SEED,
    planned: flights,
    rigs: campaign.variants.map((variant) => ({
      name: variant.name,
      periodUs: specOf(variant, {}).frame.periodUs,
    })),
    strata: campaign.strata.map(({ class: stratum, expect, why }) => ({ stratum, expect, why })),
  });
  const start = performance.now();
  await runFlights({
    pool: { workers: pool.workers, fly: (order) => pool.fly(order), stop: () => undefined },
    results: ResultsFile.nowhere(header),
    tally,
    rules: { flights, timeMs: Infinity, enough: () => false, every: flights },
    now: () => performance.now(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  return (1000 * flights) / (performance.now() - start);
}
