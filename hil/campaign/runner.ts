/**
 * Flies a campaign: chunks go out to whoever flies, and come back into one file in the order of flights.
 *
 *   next ──► chunk 7 ┐
 *            chunk 6 ├─ in the air, at most AHEAD for each worker ──► chunk 4's turn ──► append, fsync ──► count
 *            chunk 5 ┘                                                (5, 6 wait if they land first)
 *
 * What a flight comes to depends on (campaign, seed, i) alone, lines are accepted by index, and a stop rule is asked
 * at fixed indices only; so neither the number of workers, nor where chunks begin, nor who lands first can be seen in
 * the results. Only a campaign that the clock or Ctrl-C ends is as long as the machine was fast; what it did fly is a
 * prefix of the whole.
 *
 * Chunks exist because handing over a flight costs about as much as a tenth of flying one. They grow from a single
 * flight until one takes about CHUNK_MS, and shrink at the end so that no worker idles while another has a long one.
 */
import { InputError, type Problem } from '../files/problem.js';
import type { ResultsFile } from './results-file.js';
import { parseResult } from './results-line.js';
import type { CampaignEnd } from './summary.js';
import type { SummaryTally } from './summary-tally.js';

export interface ChunkOrder {
  /** Index of its first flight. */
  readonly first: number;
  readonly flights: number;
}

export interface Chunk {
  /** A line of results.ndjson a flight; fewer than were ordered only after `stop`, or where a flight was refused. */
  readonly lines: readonly string[];
  /** Time it took, ms. */
  readonly tookMs: number;
  /** Why the flight after the last line could not be flown. */
  readonly refused: { readonly source: string; readonly problems: readonly Problem[] } | null;
}

/** Whoever flies chunks. */
export interface FlightPool {
  readonly workers: number;
  fly(order: ChunkOrder): Promise<Chunk>;
  /** Chunks in the air end after the flight they are at. */
  stop(): void;
}

/** When a campaign ends. */
export interface RunRules {
  /** Index after the last flight; Infinity where none is. */
  readonly flights: number;
  /** Time from the start of this run, ms; Infinity where none is set. */
  readonly timeMs: number;
  /** Asked after every `every` flights: is the estimate precise enough? */
  readonly enough: (tally: SummaryTally) => boolean;
  readonly every: number;
}

export interface CampaignRun {
  readonly pool: FlightPool;
  readonly results: ResultsFile;
  readonly tally: SummaryTally;
  readonly rules: RunRules;
  /** A clock, ms. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** After each chunk that was written. */
  readonly onProgress: () => void;
}

/** In the air or waiting for their turn, by worker. */
const AHEAD = 4;
const CHUNK_MS = 250;
const CHUNK_FLIGHTS_MAX = 4096;

/**
 * Flies on from where the results are until a rule or the signal ends it. Throws BenchError where the results cannot be
 * written and InputError where a flight cannot be flown; what was written before either stays.
 */
export async function runFlights(run: CampaignRun): Promise<CampaignEnd> {
  const { pool, tally, rules, now, signal, onProgress } = run;
  const startMs = now();
  const size = new ChunkSize(pool.workers);
  const flying: { order: ChunkOrder; chunk: Promise<Chunk> }[] = [];
  const stop = (): void => pool.stop();
  const ended = (): CampaignEnd | null => {
    if (atCheck(run) && rules.enough(tally)) return 'precision';
    if (tally.flights >= rules.flights) return 'complete';
    if (signal.aborted) return 'interrupted';
    return now() - startMs >= rules.timeMs ? 'time' : null;
  };
  let next = tally.flights;
  signal.addEventListener('abort', stop);
  try {
    let end = ended();
    while (end === null) {
      while (flying.length < AHEAD * pool.workers && next < rules.flights) {
        const order = { first: next, flights: size.next({ left: rules.flights - next }) };
        const chunk = pool.fly(order);
        // One that fails out of its turn is heard when its turn comes.
        chunk.catch(() => undefined);
        flying.push({ order, chunk });
        next += order.flights;
      }
      const turn = flying.shift();
      if (turn === undefined)
        throw new Error(`nothing in the air at flight ${tally.flights} of ${rules.flights}`);
      const chunk = await turn.chunk;
      size.learn(chunk);
      accept(run, chunk);
      onProgress();
      end = ended();
      if (end === null && chunk.lines.length < turn.order.flights) {
        throw new Error(`flights ${turn.order.first + chunk.lines.length} … were not flown`);
      }
    }
    if (end === 'time' || end === 'interrupted') {
      stop();
      await landInOrder(run, flying);
      return ended() === 'precision' ? 'precision' : tally.flights >= rules.flights ? 'complete' : end;
    }
    return end;
  } finally {
    stop();
    signal.removeEventListener('abort', stop);
    await Promise.allSettled(flying.map(({ chunk }) => chunk));
  }
}

/** Takes in what was in the air when the campaign was stopped, as far as it goes on without a gap. */
async function landInOrder(
  run: CampaignRun,
  flying: { order: ChunkOrder; chunk: Promise<Chunk> }[],
): Promise<void> {
  for (const { order, chunk } of flying) {
    if (run.tally.flights !== order.first || (atCheck(run) && run.rules.enough(run.tally))) return;
    accept(run, await chunk);
  }
}

/** Writes a chunk, then counts it, as far as the rules let it. */
function accept({ results, tally, rules }: CampaignRun, { lines, refused }: Chunk): void {
  const path = results.path ?? 'results';
  let from = 0;
  while (from < lines.length) {
    const toCheck = rules.every - (tally.flights % rules.every);
    const part = lines.slice(from, from + toCheck);
    const first = tally.flights;
    results.append(part);
    part.forEach((text, i) =>
      tally.observe(parseResult(text, { path, line: first + i + 2, index: first + i })),
    );
    from += part.length;
    if (part.length === toCheck && rules.enough(tally)) return;
  }
  if (refused !== null) throw new InputError(refused.source, refused.problems);
}

/** The rules are asked at fixed flights, wherever chunks end. */
function atCheck({ tally, rules }: CampaignRun): boolean {
  return tally.flights > 0 && tally.flights % rules.every === 0;
}

class ChunkSize {
  readonly #workers: number;
  #flights = 1;

  constructor(workers: number) {
    this.#workers = workers;
  }

  next({ left }: { left: number }): number {
    return Math.max(1, Math.min(this.#flights, Math.floor(left / (2 * this.#workers)), left));
  }

  /** At most doubles: the first flights are slow, since nothing is compiled yet. */
  learn({ lines, tookMs }: Chunk): void {
    if (lines.length === 0) return;
    const wanted = Math.round((CHUNK_MS * lines.length) / Math.max(tookMs, 0.001));
    this.#flights = Math.max(1, Math.min(wanted, 2 * this.#flights, CHUNK_FLIGHTS_MAX));
  }
}
