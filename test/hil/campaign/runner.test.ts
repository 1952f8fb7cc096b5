/**
 * The runner with pools of its own: who lands first, where chunks end and how many fly must not show in the results.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import t from 'tap';
import { InputError } from '../../../hil/files/problem.js';
import { ResultsFile } from '../../../hil/campaign/results-file.js';
import { resultLine } from '../../../hil/campaign/results-line.js';
import {
  type Chunk,
  type ChunkOrder,
  type FlightPool,
  runFlights,
  type RunRules,
} from '../../../hil/campaign/runner.js';
import { SummaryTally } from '../../../hil/campaign/summary-tally.js';
import type { CampaignEnd, CampaignSummary } from '../../../hil/campaign/summary.js';
import { Dice } from '../../support/dice.js';
import { madeUpResult, RIGS, STRATA } from '../../support/made-up-results.js';

/** Flies at once, and lands when it likes. */
class FakePool implements FlightPool {
  readonly workers: number;
  readonly orders: ChunkOrder[] = [];
  readonly #dice: Dice;
  readonly #tookMs: number;
  readonly #refusedAt: number;
  flying = 0;
  most = 0;
  stopped = false;

  constructor({ workers, seed, tookMs = 1, refusedAt = Infinity }: FakePoolOptions) {
    this.workers = workers;
    this.#dice = new Dice(seed);
    this.#tookMs = tookMs;
    this.#refusedAt = refusedAt;
  }

  async fly(order: ChunkOrder): Promise<Chunk> {
    this.orders.push(order);
    this.flying++;
    this.most = Math.max(this.most, this.flying);
    await wait(this.#dice.between({ low: 0, high: 4 }));
    this.flying--;
    const lines: string[] = [];
    let refused: Chunk['refused'] = null;
    for (let i = order.first; i < order.first + order.flights; i++) {
      if (this.stopped && this.#dice.pick([true, false])) break;
      if (i === this.#refusedAt) {
        refused = { source: `flight ${i}`, problems: [{ path: 'onset', value: 9, message: 'is too late' }] };
        break;
      }
      lines.push(resultLine(madeUpResult(i)));
    }
    return { lines, tookMs: this.#tookMs * lines.length, refused };
  }

  stop(): void {
    this.stopped = true;
  }
}

interface FakePoolOptions {
  readonly workers: number;
  readonly seed: number;
  /** A flight. */
  readonly tookMs?: number;
  readonly refusedAt?: number;
}

const HEADER = { ironbird: '0.1.0', campaign: 'made up', campaignHash: 'a'.repeat(64), seed: '7' };

function newTally(): SummaryTally {
  return new SummaryTally({
    campaign: 'made up',
    campaignHash: 'a'.repeat(64),
    description: '',
    seed: '7',
    planned: 0,
    rigs: RIGS.map((name) => ({ name, periodUs: 20_000 })),
    strata: STRATA.map((stratum) => ({ stratum, expect: 'pass', why: '' })),
  });
}

interface Flown {
  readonly end: CampaignEnd;
  readonly hash: string;
  readonly summary: CampaignSummary;
}

async function flown(
  pool: FlightPool,
  {
    rules,
    now = () => 0,
    signal = new AbortController().signal,
    onProgress = () => undefined,
    tally = newTally(),
    results = ResultsFile.nowhere(HEADER),
  }: {
    rules: Partial<RunRules>;
    now?: () => number;
    signal?: AbortSignal;
    onProgress?: () => void;
    tally?: SummaryTally;
    results?: ResultsFile;
  },
): Promise<Flown> {
  const all = { flights: Infinity, timeMs: Infinity, enough: () => false, every: 50, ...rules };
  const end = await runFlights({ pool, results, tally, rules: all, now, signal, onProgress });
  return { end, hash: results.hash, summary: tally.summary({ end, resultsHash: results.hash }) };
}

/** The hash of so many flights, written one after another. */
function hashOf(flights: number): string {
  const results = ResultsFile.nowhere(HEADER);
  for (let i = 0; i < flights; i++) results.append([resultLine(madeUpResult(i))]);
  return results.hash;
}

t.test('neither workers, nor chunks, nor who lands first can be seen', async (t) => {
  const firsts = new Set<string>();
  for (const workers of [1, 2, 3, 8]) {
    for (const tookMs of [0.01, 20, 1000]) {
      const pool = new FakePool({ workers, tookMs, seed: workers });
      const { end, hash, summary } = await flown(pool, { rules: { flights: 300 } });
      t.match({ end, hash }, { end: 'complete', hash: hashOf(300) }, `${workers} workers, ${tookMs} ms`);
      t.equal(summary.flights, 300);
      firsts.add(pool.orders.map(({ first }) => first).join());
      const covered = pool.orders.flatMap(({ first, flights }) =>
        Array.from({ length: flights }, (_, i) => first + i),
      );
      t.same(covered, [...Array(300).keys()], 'every flight once, none too many');
      t.ok(pool.most <= 4 * workers, 'bounded in the air');
      t.equal(pool.flying, 0, 'nobody is left behind');
    }
  }
  t.ok(firsts.size > 3, 'they were cut differently');
});

t.test('a chunk is about a quarter of a second, and the last ones are shared out', async (t) => {
  const pool = new FakePool({ workers: 2, tookMs: 10, seed: 1 });
  await flown(pool, { rules: { flights: 1000 } });
  const sizes = pool.orders.map(({ flights }) => flights);
  t.equal(sizes[0], 1);
  t.equal(Math.max(...sizes), 25);
  t.equal(sizes.at(-1), 1);
});

t.test('a rule is asked at fixed flights, and what lies beyond is not written', async (t) => {
  for (const workers of [1, 3]) {
    for (const tookMs of [0.01, 100]) {
      const pool = new FakePool({ workers, tookMs, seed: 5 });
      const asked: number[] = [];
      const enough = ({ flights }: SummaryTally): boolean => {
        asked.push(flights);
        return flights >= 120;
      };
      const { end, hash, summary } = await flown(pool, { rules: { flights: 1000, enough, every: 50 } });
      t.same([end, summary.flights, hash], ['precision', 150, hashOf(150)]);
      t.ok(asked.every((flights) => flights % 50 === 0));
      t.ok(pool.stopped && pool.flying === 0);
    }
  }
});

t.test('precision is met at the last flight, or before the first of a resumed run', async (t) => {
  const enough = ({ flights }: SummaryTally): boolean => flights >= 100;
  const pool = new FakePool({ workers: 2, seed: 5 });
  t.equal((await flown(pool, { rules: { flights: 100, enough } })).end, 'precision');
  const tally = newTally();
  const results = ResultsFile.nowhere(HEADER);
  for (let i = 0; i < 100; i++) {
    tally.observe(madeUpResult(i));
    results.append([resultLine(madeUpResult(i))]);
  }
  const idle = new FakePool({ workers: 2, seed: 5 });
  const again = await flown(idle, { rules: { flights: 1000, enough }, tally, results });
  t.same([again.end, again.summary.flights, again.hash], ['precision', 100, hashOf(100)]);
  t.equal(idle.orders.length, 0);
});

t.test('interrupted anywhere, what is kept is a beginning, and going on gives the whole', async (t) => {
  let sometimesBetween = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const dice = new Dice(seed);
    const interrupt = new AbortController();
    const after = dice.between({ low: 0, high: 120 });
    if (after === 0) interrupt.abort();
    const tally = newTally();
    const results = ResultsFile.nowhere(HEADER);
    const pool = new FakePool({ workers: dice.between({ low: 1, high: 3 }), tookMs: 30, seed });
    const onProgress = (): void => {
      if (tally.flights >= after) interrupt.abort();
    };
    const first = await flown(pool, {
      rules: { flights: 200 },
      signal: interrupt.signal,
      onProgress,
      tally,
      results,
    });
    t.ok(['interrupted', 'complete'].includes(first.end));
    t.equal(first.hash, hashOf(first.summary.flights), `${first.summary.flights} flights`);
    if (first.end === 'interrupted') {
      t.ok(first.summary.flights < 200);
      if (first.summary.flights > 0) sometimesBetween++;
    }
    const rest = new FakePool({ workers: 2, seed });
    const { end, hash } = await flown(rest, { rules: { flights: 200 }, tally, results });
    t.same([end, hash], ['complete', hashOf(200)]);
  }
  t.ok(sometimesBetween > 5);
});

t.test('a limit of time ends it in order, as soon as the clock says so', async (t) => {
  let ms = 0;
  const pool = new FakePool({ workers: 2, tookMs: 30, seed: 2 });
  const { end, hash, summary } = await flown(pool, { rules: { timeMs: 1000 }, now: () => (ms += 40) });
  t.equal(end, 'time');
  t.ok(summary.flights > 0);
  t.equal(hash, hashOf(summary.flights));
});

t.test('a flight that cannot be flown is named, and those before it are kept', async (t) => {
  const results = ResultsFile.nowhere(HEADER);
  const pool = new FakePool({ workers: 3, seed: 3, refusedAt: 41 });
  await t.rejects(flown(pool, { rules: { flights: 100 }, results }), InputError);
  await t.rejects(
    flown(new FakePool({ workers: 1, seed: 4, refusedAt: 7 }), { rules: { flights: 100 } }),
    /flight 7: onset = 9 is too late/,
  );
  t.same([results.flights, results.hash], [41, hashOf(41)]);
  t.equal(pool.flying, 0);
});

t.test('a worker that breaks breaks the run, in its turn', async (t) => {
  const results = ResultsFile.nowhere(HEADER);
  const pool = new FakePool({ workers: 2, seed: 3 });
  const broken: FlightPool = {
    workers: 2,
    stop: () => pool.stop(),
    fly: async (order) => {
      if (order.first >= 20) throw new Error('flight 20: expected 3, got 4');
      return pool.fly(order);
    },
  };
  await t.rejects(flown(broken, { rules: { flights: 100 }, results }), /flight 20/);
  t.ok(results.flights >= 20);
  t.equal(results.hash, hashOf(results.flights));
});

t.test('a pool that leaves out a flight is found out', async (t) => {
  const lazy: FlightPool = {
    workers: 1,
    stop: () => undefined,
    fly: async () => ({ lines: [], tookMs: 1, refused: null }),
  };
  await t.rejects(flown(lazy, { rules: { flights: 10 } }), /flights 0 … were not flown/);
});

t.test('memory stays flat, however many flights', async (t) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const line = resultLine(madeUpResult(0)).slice('{"index":0'.length);
  // Lines of 30,000 flights are 25 MB, and what they say more than that.
  const pool: FlightPool = {
    workers: 2,
    stop: () => undefined,
    fly: async ({ first, flights }) => ({
      lines: Array.from({ length: flights }, (_, i) => `{"index":${first + i}${line}`),
      tookMs: flights / 8,
      refused: null,
    }),
  };
  const tally = newTally();
  const heldBytes: number[] = [];
  const onProgress = (): void => {
    if (tally.flights < 2000 * (heldBytes.length + 1)) return;
    collect();
    heldBytes.push(process.memoryUsage().heapUsed);
  };
  const { summary } = await flown(pool, { rules: { flights: 30_000 }, onProgress, tally });
  t.equal(summary.flights, 30_000);
  t.ok(heldBytes.length >= 5);
  const grown = heldBytes[heldBytes.length - 1] - heldBytes[1];
  t.ok(grown < 4e6, `${grown} bytes more than at first`);
});
