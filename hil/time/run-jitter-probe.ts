/**
 * The jitter probe in a thread of its own. Whoever asks stays free to draw, to listen, and to stop it.
 */
import { Worker } from 'node:worker_threads';
import type { JitterOrder, JitterReport } from './jitter-probe.js';

/** The report; null if it was stopped before its end. Rejects if the thread could not be started, or died. */
export async function runJitterProbe(
  order: JitterOrder,
  { stop }: { stop: AbortSignal },
): Promise<JitterReport | null> {
  if (stop.aborted) return null;
  const worker = new Worker(new URL('./jitter-worker.js', import.meta.url), { workerData: order });
  return await new Promise((resolve, reject) => {
    const onStop = (): void => {
      resolve(null);
      void worker.terminate();
    };
    stop.addEventListener('abort', onStop, { once: true });
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      stop.removeEventListener('abort', onStop);
      reject(new Error(`the probing thread ended with ${code} and no report`));
    });
  });
}
