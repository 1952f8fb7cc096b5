/**
 * The F-16 flown by one computer's worth of control law: plant, one channel of sensors, law, servos.
 *
 *     truth at frame k ──► counts ──► command k ──► moves the servos in frame k + 1 ──► plant
 *
 * A second, shorter way to close the loop than the rig's, so that a law can be judged without agreement, buses
 * or voters. The gusts are a first-order process along the three body axes, not Dryden's; they only shake.
 */
import exp from '@stdlib/math-base-special-exp';
import { Servo } from '../../../actuators/servo.js';
import { SERVO_PARAMETERS } from '../../../actuators/servo-parameters.js';
import { type F16LawDesign, f16Law } from '../../../firmware/control/f16-law.js';
import { EFFECTOR_COUNT, EFFECTORS } from '../../../firmware/icd/effectors.js';
import { STATE_WORDS } from '../../../firmware/icd/packets.js';
import { QUANTITIES, QUANTITY, QUANTITY_COUNT } from '../../../firmware/icd/quantities.js';
import { CONTROL, TRUTH } from '../../../hil/plant/aircraft.js';
import { f16 } from '../../../hil/plant/f16.js';
import { rungeKutta4 } from '../../../hil/plant/integrate.js';
import { type Trim, trimF16 } from '../../../hil/plant/trim.js';
import { stream } from '../../../hil/random/stream.js';
import { SENSOR_PARAMETERS } from '../../../sensors/sensor-parameters.js';
import { SensorSet } from '../../../sensors/sensor-set.js';

const CONTROL_OF_EFFECTOR = [CONTROL.elevatorDeg, CONTROL.aileronDeg, CONTROL.rudderDeg, CONTROL.throttle];
const GUST_LENGTH_FT = 1750;

export interface Stick {
  readonly pitch?: number;
  readonly roll?: number;
  readonly pedals?: number;
}

export interface Flight {
  readonly cg: number;
  readonly airspeedFtps?: number;
  readonly periodS?: number;
  readonly durationS?: number;
  readonly seed?: string;
  /** Standard deviation of the gusts, ft/s. */
  readonly gustFtps?: number;
  readonly stick?: (timeS: number) => Stick;
  /** From this time on the servos keep the last command. */
  readonly frozenFromS?: number;
}

export interface Outcome {
  /** When load factor −3 … 9 g, angle of attack −10 … 30 deg or altitude above ground was left, s; null: never. */
  readonly lostAtS: number | null;
  /** Least and greatest truth of each quantity. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Truth of each frame flown. */
  readonly history: Float64Array[];
}

/** What the rig hands the law at engagement, for a trimmed F-16. */
function designOf(
  trim: Trim,
  { airspeedFtps, periodS }: { airspeedFtps: number; periodS: number },
): F16LawDesign {
  const alpha = QUANTITIES[QUANTITY.alpha];
  return {
    trimElevatorCounts: Math.round(trim.elevatorDeg * EFFECTORS[0].countsPerUnit),
    trimThrottleCounts: Math.round(trim.throttle * EFFECTORS[3].countsPerUnit),
    trimAlphaCounts: Math.round(((trim.alphaRad * 180) / Math.PI - alpha.zero) / alpha.lsb),
    designAirspeedCounts: Math.round(airspeedFtps / QUANTITIES[QUANTITY.airspeed].lsb),
    periodUs: Math.round(periodS * 1e6),
  };
}

export function fly(flight: Flight): Outcome {
  const { cg, airspeedFtps = 502, periodS = 0.02, durationS = 20, seed = '1', gustFtps = 0 } = flight;
  const { stick = (): Stick => ({}), frozenFromS = Infinity } = flight;
  const trim = trimF16({ cg, airspeedFtps, altitudeFt: 5000 });
  const law = f16Law(designOf(trim, { airspeedFtps, periodS }));
  const aircraft = f16({ cg });
  const integrator = rungeKutta4(aircraft.stateLength);
  const lagCoefficients = SENSOR_PARAMETERS.map(({ lagS }) => (lagS === 0 ? 1 : 1 - exp(-periodS / lagS)));
  const sensors = new SensorSet({
    parameters: SENSOR_PARAMETERS,
    lagCoefficients,
    noise: stream(seed, 'sensors'),
  });
  const servos = CONTROL_OF_EFFECTOR.map((control, effector) => {
    const { bandwidthRadPerS, rateLimitPerS } = SERVO_PARAMETERS[effector];
    const lagCoefficient = bandwidthRadPerS === Infinity ? 1 : 1 - exp(-periodS * bandwidthRadPerS);
    const servo = new Servo({ effector, periodS, rateLimitPerS, lagCoefficient, dampedCoefficient: 1 });
    servo.reset(trim.controls[control]);
    return servo;
  });
  const state = Float64Array.from(trim.state);
  const controls = Float64Array.from(trim.controls);
  const lasting = new Int32Array(STATE_WORDS);
  law.initialise(lasting);
  const command = Int16Array.from(servos, (servo, e) =>
    Math.round(servo.position * EFFECTORS[e].countsPerUnit),
  );
  const moving = new Int16Array(EFFECTOR_COUNT);
  const wind = stream(seed, 'wind');
  const gust = new Float64Array(3);
  const gustKept = exp((-airspeedFtps * periodS) / GUST_LENGTH_FT);
  const gustDrawn = gustFtps * Math.sqrt(1 - gustKept * gustKept);
  const low = new Float64Array(QUANTITY_COUNT).fill(Infinity);
  const high = new Float64Array(QUANTITY_COUNT).fill(-Infinity);
  const history: Float64Array[] = [];
  const frames = Math.round(durationS / periodS);
  for (let frame = 0; frame < frames; frame++) {
    const timeS = frame * periodS;
    const truth = new Float64Array(QUANTITY_COUNT);
    for (let axis = 0; axis < 3; axis++) gust[axis] = gustKept * gust[axis] + gustDrawn * wind.gaussian();
    aircraft.truth(state, controls, gust, truth);
    const { pitch = 0, roll = 0, pedals = 0 } = stick(timeS);
    truth.set([pitch, roll, pedals, trim.throttle], TRUTH.stickPitch);
    history.push(truth);
    for (let q = 0; q < QUANTITY_COUNT; q++) {
      low[q] = Math.min(low[q], truth[q]);
      high[q] = Math.max(high[q], truth[q]);
    }
    if (!isWithinLimits(truth)) return { lostAtS: timeS, low, high, history };
    moving.set(command);
    sensors.sample(truth, frame);
    if (timeS < frozenFromS) law.step(sensors.counts, lasting, command);
    for (let e = 0; e < EFFECTOR_COUNT; e++) {
      servos[e].follow(moving[e] / EFFECTORS[e].countsPerUnit);
      controls[CONTROL_OF_EFFECTOR[e]] = servos[e].position;
    }
    integrator.step(aircraft, state, controls, gust, periodS);
  }
  return { lostAtS: null, low, high, history };
}

/** Written so that a truth that is not a number is outside. */
function isWithinLimits(truth: Float64Array): boolean {
  const loadFactor = truth[TRUTH.nzG];
  const alphaDeg = truth[TRUTH.alphaDeg];
  const altitudeFt = truth[TRUTH.altitudeFt];
  return (
    loadFactor >= -3 &&
    loadFactor <= 9 &&
    alphaDeg >= -10 &&
    alphaDeg <= 30 &&
    altitudeFt >= 0 &&
    altitudeFt < 60_000
  );
}
