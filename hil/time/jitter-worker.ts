/**
 * The thread that is probed: it waits as the paced loop will, with nothing else to do. In the main thread the probe
 * would measure who else is served there, and nobody would hear Ctrl-C.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type JitterOrder, probeJitter } from './jitter-probe.js';
import { HostClock } from './monotonic-clock.js';

parentPort?.postMessage(probeJitter(new HostClock(), workerData as JitterOrder));
