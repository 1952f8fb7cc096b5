/**
 * The closed loop: whole frames a second on one thread, with the F-16, the checkers and the trace hash on, beside
 * the aircraft's own integration step, which does nothing but fly. One of them flies with faults that act in all but the
 * first second: a stuck vane throughout, and a channel that is two-faced in the first half and late in the second. That
 * is as much as a quad carries at a time, so no flight is cut short, and the bench stops if one is or a fault does
 * nothing.
 *
 * Flights of twenty seconds are flown one after another, as a campaign does, so the figure includes building them.
 * The first second of work is warm-up and not counted.
 */
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../hil/files/package-root.js';
import { rungeKutta4 } from '../../hil/plant/integrate.js';
import { buildFlight, type PreparedRig, prepareRig } from '../../hil/rig/build-rig.js';
import { framesOf } from '../../hil/rig/flight-length.js';
import { loadRig, withFaults } from '../../hil/rig/rig-file.js';
import { median, type Row, spreadOf } from './row.js';

const FAULTS = [
  'id=stuck,target=sensor/alpha/1,mode=stuck,onset=50',
  'id=two-faced,target=sensor/pitchRate/2,mode=two-faced,onset=50,frames=475,to.0=-3000,to.3=9000',
  'id=late,target=computer/2,mode=late,onset=525,byUs=3000',
];

const RIGS: readonly { rig: string; faults: readonly string[]; framesPerSWanted: number | null }[] = [
  { rig: 'quad-om1', faults: [], framesPerSWanted: 100_000 },
  { rig: 'quad-om1', faults: FAULTS, framesPerSWanted: 200_000 },
  { rig: 'seven-om2', faults: [], framesPerSWanted: null },
  { rig: 'sm-quad', faults: [], framesPerSWanted: null },
];
const REPETITIONS = 9;
const WARM_UP_S = 2;
const FRAMES_EACH = 20_000;
const STEPS_EACH = 100_000;

export async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { rig: name, faults, framesPerSWanted } of RIGS) {
    const rig = await prepareRig(withFaults(loadRig(join(PACKAGE_ROOT, 'hil/rigs', `${name}.yaml`)), faults));
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
      name: `closed loop, ${name}, ${faults.length === 0 ? 'no faults' : 'faults active'}, one thread, checkers and hash on`,
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
    for (let i = 0; i < perFlight; i++, flown++) flight.flyFrame();
    flight.traceHash();
    if (flight.over || flight.tracks.some(({ activated }) => !activated))
      throw new Error(`${rig.spec.name}, seed ${seed}: the aircraft was lost or a fault did nothing`);
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
