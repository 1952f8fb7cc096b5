/**
 * The closed loop: whole frames a second on one thread, with the F-16, the checkers and the trace hash on, beside
 * the aircraft's own integration step, which does nothing but fly.
 *
 * Flights of twenty seconds are flown one after another, as a campaign does, so the figure includes building them.
 * The first second of work is warm-up and not counted.
 */
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../hil/files/package-root.js';
import { rungeKutta4 } from '../../hil/plant/integrate.js';
import { buildFlight, type PreparedRig, prepareRig } from '../../hil/rig/build-rig.js';
import { framesOf } from '../../hil/rig/flight-length.js';
import { loadRig } from '../../hil/rig/rig-file.js';
import { median, type Row, spreadOf } from './row.js';

const RIGS = [
  { name: 'quad-om1', framesPerSWanted: 100_000 },
  { name: 'seven-om2', framesPerSWanted: null },
  { name: 'sm-quad', framesPerSWanted: null },
] as const;
const REPETITIONS = 9;
const WARM_UP_S = 2;
const FRAMES_EACH = 20_000;
const STEPS_EACH = 100_000;

export async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, framesPerSWanted } of RIGS) {
    const rig = await prepareRig(loadRig(join(PACKAGE_ROOT, 'hil/rigs', `${name}.yaml`)));
    warmUp(rig);
    const frameUs: number[] = [];
    const stepUs: number[] = [];
    for (let i = 0; i < REPETITIONS; i++) {
      frameUs.push(flyFor(rig, FRAMES_EACH));
      stepUs.push(integrateFor(rig, STEPS_EACH));
    }
    const framesPerS = frameUs.map((us) => 1e6 / us);
    const ratio = median(frameUs) / median(stepUs);
    const realTime = median(framesPerS) / (1e6 / rig.spec.frame.periodUs);
    rows.push({
      name: `closed loop, ${name}, one thread, checkers and hash on`,
      value: median(framesPerS),
      unit: 'frames/s',
      spread: spreadOf(framesPerS),
      reference: { name: 'one 20 ms step of the aircraft alone', value: median(stepUs), unit: 'us' },
      ratio,
      target: framesPerSWanted === null ? '' : `${framesPerSWanted} frames/s`,
      reached: framesPerSWanted === null ? null : median(framesPerS) >= framesPerSWanted,
      note: `${median(frameUs).toFixed(2)} us a frame, ${Math.round(realTime)} × real time; the ratio is frame / step`,
    });
  }
  return rows;
}

function warmUp(rig: PreparedRig): void {
  const end = performance.now() + 1000 * WARM_UP_S;
  while (performance.now() < end) {
    flyFor(rig, 2000);
    integrateFor(rig, 2000);
  }
}

/** Microseconds per frame over at least this many frames of whole flights. */
function flyFor(rig: PreparedRig, frames: number): number {
  const perFlight = framesOf(rig.spec);
  const start = performance.now();
  let flown = 0;
  for (let seed = 1; flown < frames; seed++) {
    const flight = buildFlight(rig, { seed: String(seed) });
    for (let i = 0; i < perFlight && !flight.over; i++, flown++) flight.flyFrame();
    flight.traceHash();
  }
  return (1000 * (performance.now() - start)) / flown;
}

/** Microseconds per integration step of the aircraft, put back to trim every 500 steps. */
function integrateFor({ aircraft, spec, trim }: PreparedRig, steps: number): number {
  const model = aircraft.create({ cg: spec.aircraft.cg });
  const integrator = rungeKutta4(model.stateLength);
  const state = Float64Array.from(trim.state);
  const gust = Float64Array.of(1, 1, 1);
  const start = performance.now();
  for (let i = 0; i < steps; i++) {
    if (i % 500 === 0) state.set(trim.state);
    integrator.step(model, state, trim.controls, gust, 0.02);
  }
  return (1000 * (performance.now() - start)) / steps;
}
