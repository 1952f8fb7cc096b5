/**
 * The aircraft in its air: truth at the start of a frame, and the frame's motion under the surfaces as they
 * stand. A period above 20 ms is integrated in equal steps of at most 20 ms.
 */
import { EFFECTOR } from '../../firmware/icd/effectors.js';
import { CONTROL, type Aircraft } from '../plant/aircraft.js';
import type { Turbulence } from '../plant/dryden.js';
import { rungeKutta4, type Integrator } from '../plant/integrate.js';
import { DOUBLE, type FrameRecord } from '../record/frame-record.js';
import type { PilotScript } from './pilot-script.js';

const STEP_S_MAX = 0.02;

export interface MotionParts {
  readonly aircraft: Aircraft;
  /** State at the start; owned from here on. */
  readonly state: Float64Array;
  /** Controls at the start; owned from here on. */
  readonly controls: Float64Array;
  readonly turbulence: Turbulence;
  readonly pilot: PilotScript;
  readonly periodS: number;
}

export class Motion {
  /** Truth of the current frame, in the order of QUANTITIES. */
  readonly truth = new Float64Array(16);
  readonly #parts: MotionParts;
  readonly #gust = new Float64Array(3);
  readonly #integrator: Integrator;
  readonly #steps: number;
  readonly #stepS: number;

  constructor(parts: MotionParts) {
    this.#parts = parts;
    this.#integrator = rungeKutta4(parts.aircraft.stateLength);
    this.#steps = Math.max(1, Math.ceil(parts.periodS / STEP_S_MAX - 1e-9));
    this.#stepS = parts.periodS / this.#steps;
    this.truth[15] = parts.controls[CONTROL.throttle];
  }

  /** Lets the pilot act, draws the frame's gust, and writes the truth into the record. */
  sense(frame: number, record: FrameRecord): void {
    const { aircraft, state, controls, turbulence, pilot } = this.#parts;
    pilot.apply(frame, this.truth);
    turbulence.step(this.#gust);
    aircraft.truth(state, controls, this.#gust, this.truth);
    for (let i = 0; i < 16; i++) record.doubles[DOUBLE.truth + i] = this.truth[i];
    for (let i = 0; i < 3; i++) record.doubles[DOUBLE.gust + i] = this.#gust[i];
  }

  /** Moves the aircraft through the frame with the effectors at these positions. */
  move(positions: Float64Array): void {
    const { aircraft, state, controls } = this.#parts;
    controls[CONTROL.elevatorDeg] = positions[EFFECTOR.elevator];
    controls[CONTROL.aileronDeg] = positions[EFFECTOR.aileron];
    controls[CONTROL.rudderDeg] = positions[EFFECTOR.rudder];
    controls[CONTROL.throttle] = positions[EFFECTOR.throttle];
    for (let i = 0; i < this.#steps; i++)
      this.#integrator.step(aircraft, state, controls, this.#gust, this.#stepS);
  }
}
