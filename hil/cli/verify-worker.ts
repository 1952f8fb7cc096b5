/**
 * The thread that counts. Verifiers run from end to end without a pause, so in the main thread nothing would hear
 * Ctrl-C or draw a bar; here the main thread only has to set a flag, which is looked at now and then.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { VerifyRequest, VerifyResult } from '../proof/verifier.js';
import { verifierOf } from '../proof/verifiers.js';

export interface VerifyOrder {
  readonly request: VerifyRequest;
  /** One int32: not 0 = stop. */
  readonly stop: SharedArrayBuffer;
}

export type VerifyNews =
  | { readonly kind: 'progress'; readonly done: bigint; readonly total: bigint }
  | { readonly kind: 'result'; readonly result: VerifyResult };

const UPDATE_MS = 200;

function count({ request, stop }: VerifyOrder, tell: (news: VerifyNews) => void): void {
  const stopped = new Int32Array(stop);
  let next = Date.now() + UPDATE_MS;
  const verifier = verifierOf(request.protocol);
  if (!verifier) throw new RangeError(`protocol ${request.protocol} is not in this build`);
  const result = verifier.verify(request, ({ done, total }) => {
    if (Date.now() >= next) {
      next = Date.now() + UPDATE_MS;
      tell({ kind: 'progress', done, total });
    }
    return Atomics.load(stopped, 0) === 0;
  });
  tell({ kind: 'result', result });
}

count(workerData as VerifyOrder, (news) => parentPort?.postMessage(news));
