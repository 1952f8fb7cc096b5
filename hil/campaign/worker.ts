/**
 * The thread that flies chunks. It has the whole campaign from the start and is told only which flights, so what crosses
 * between threads is two numbers one way and finished lines the other.
 */
import { workerData } from 'node:worker_threads';
import { InputError } from '../files/problem.js';
import { planFlight } from './campaign-plans.js';
import type { CampaignSpec } from './campaign-spec.js';
import { Flyer, type FlyerOptions } from './flyer.js';
import { resultLine } from './results-line.js';
import type { Chunk, ChunkOrder } from './runner.js';

export interface WorkerOrder {
  readonly campaign: CampaignSpec;
  readonly seed: string;
  readonly options: FlyerOptions;
  /** One int32: not 0 = stop after this flight. */
  readonly stop: SharedArrayBuffer;
}

const { campaign, seed, options, stop } = workerData as WorkerOrder;
const flyer = new Flyer(campaign.variants, options);
const stopped = new Int32Array(stop);

/** Flies a chunk, or as much of it as is wanted. */
export async function fly({ first, flights }: ChunkOrder): Promise<Chunk> {
  const start = performance.now();
  const lines: string[] = [];
  let refused: Chunk['refused'] = null;
  while (lines.length < flights && refused === null && Atomics.load(stopped, 0) === 0) {
    const index = first + lines.length;
    try {
      lines.push(resultLine(await flyer.fly(planFlight(campaign, { seed, index }))));
    } catch (error) {
      if (!(error instanceof InputError)) throw ofFlight(index, error);
      refused = { source: error.source, problems: error.problems };
    }
  }
  return { lines, tookMs: performance.now() - start, refused };
}

/** We are wrong: which flight shows it. */
function ofFlight(index: number, error: unknown): Error {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const named = new Error(`flight ${index} (--only ${index} flies it alone): ${message}`);
  named.stack = `${named.message}\n${stack.split('\n').slice(1).join('\n')}`;
  return named;
}
