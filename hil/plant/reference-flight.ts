/**
 * Flies a reference trajectory: from its trim, with its input, on our integrator, and hands over the state at each
 * time it asks about.
 *
 *     control period   |————————|————————|————————|      input constant within
 *     steps            |———|————|———|————|———|————|      equal, at most 5 ms
 *     sample off the grid         ^ a shorter step on a copy; the flight itself goes on undisturbed
 *
 * Starting from the file's trim rather than ours keeps two questions apart: whether the trims agree is asked of
 * the trims, and an unstable aircraft multiplies any difference in its first state by twenty in five seconds.
 */
import { CONTROL, CONTROL_LENGTH } from './aircraft.js';
import { commandedPower } from './engine.js';
import { F16_STATE, F16_STATE_LENGTH, f16 } from './f16.js';
import { rungeKutta4 } from './integrate.js';
import { type ReferenceMovement, type ReferenceTrajectory, TIME_TOLERANCE_S } from './reference-format.js';

const STEP_S_MAX = 0.005;
const STILL_AIR = new Float64Array(3);
const CONTROL_OF = {
  throttle: CONTROL.throttle,
  elevator: CONTROL.elevatorDeg,
  aileron: CONTROL.aileronDeg,
  rudder: CONTROL.rudderDeg,
} as const;

/** Calls `visit` with each of our states, in order of time, beside the index of the sample it answers. */
export function flyReference(
  trajectory: ReferenceTrajectory,
  movements: readonly ReferenceMovement[],
  visit: (sample: number, state: Float64Array) => void,
): void {
  const aircraft = f16({ cg: trajectory.xcg });
  const integrator = rungeKutta4(F16_STATE_LENGTH);
  const trimmed = Float64Array.of(trajectory.trim.throttle, trajectory.trim.elevator_deg, 0, 0);
  const controls = new Float64Array(CONTROL_LENGTH);
  const state = initialState(trajectory);
  const periodS = trajectory.controlPeriod_s;
  const steps = Math.ceil(periodS / STEP_S_MAX - TIME_TOLERANCE_S);
  const order = [...trajectory.samples.keys()].sort(
    (a, b) => trajectory.samples[a].t_s - trajectory.samples[b].t_s,
  );

  let next = 0;
  for (let step = 0; next < order.length; step++) {
    const stepS = periodS / steps;
    const period = Math.floor(step / steps);
    const nowS = period * periodS + (step - period * steps) * stepS;
    apply(movements, { atS: period * periodS, trimmed, controls });
    for (; next < order.length; next++) {
      const aheadS = trajectory.samples[order[next]].t_s - nowS;
      if (aheadS >= stepS - TIME_TOLERANCE_S) break;
      const probe = Float64Array.from(state);
      if (aheadS > TIME_TOLERANCE_S) integrator.step(aircraft, probe, controls, STILL_AIR, aheadS);
      visit(order[next], probe);
    }
    integrator.step(aircraft, state, controls, STILL_AIR, stepS);
  }
}

function initialState({
  airspeed_ftps: airspeedFtps,
  altitude_ft: altitudeFt,
  trim,
}: ReferenceTrajectory): Float64Array {
  const state = new Float64Array(F16_STATE_LENGTH);
  state[F16_STATE.airspeedFtps] = airspeedFtps;
  state[F16_STATE.alphaRad] = trim.alpha_rad;
  state[F16_STATE.pitchRad] = trim.alpha_rad;
  state[F16_STATE.altitudeFt] = altitudeFt;
  state[F16_STATE.power] = commandedPower(trim.throttle);
  return state;
}

/** Controls of the control period that begins at `atS`: a movement counts from `from_s` until before `to_s`. */
function apply(
  movements: readonly ReferenceMovement[],
  { atS, trimmed, controls }: { atS: number; trimmed: Float64Array; controls: Float64Array },
): void {
  controls.set(trimmed);
  for (const { surface, fromS, toS, add } of movements) {
    if (atS > fromS - TIME_TOLERANCE_S && atS < toS - TIME_TOLERANCE_S) controls[CONTROL_OF[surface]] += add;
  }
}
