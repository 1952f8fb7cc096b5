/**
 * The four actuators of a rig, with the coefficients of their lags worked out and their faults attached.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import type { Actuator, ActuatorOptions } from '../../actuators/actuator.js';
import { EngagedActuator } from '../../actuators/engaged-actuator.js';
import {
  FeedbackFault,
  HysteresisFault,
  OscillatoryFault,
  type Sine,
  VoterStuckFault,
} from '../../actuators/demand-faults.js';
import { DriveFault, SlowDriveFault } from '../../actuators/drive-faults.js';
import type { ActuatorFault } from '../../actuators/faults.js';
import { MajorityActuator } from '../../actuators/majority-actuator.js';
import { DAMPED_TIME_CONSTANT_S, SERVO_PARAMETERS } from '../../actuators/servo-parameters.js';
import { ThreeMotorActuator } from '../../actuators/three-motor-actuator.js';
import type { ActuatorFaultSpec } from '../fault/fault-spec.js';
import { sinesAndCosines } from '../plant/deterministic-trig.js';
import { lagCoefficient } from './create-sensors.js';
import { windowOf } from './fault-window.js';
import type { FaultBoard } from './fault-board.js';
import type { RigSpec } from './rig-spec.js';

export function createActuators(
  spec: RigSpec,
  { faults, periodS }: { faults: FaultBoard; periodS: number },
): Actuator[] {
  return EFFECTORS.map((_, effector) => {
    const { kind, noMajority, holdFrames } = spec.actuators[effector];
    const { bandwidthRadPerS } = SERVO_PARAMETERS[effector];
    const options: ActuatorOptions = {
      effector,
      computers: spec.scheme.computers,
      periodS,
      lagCoefficient: lagCoefficient({ periodS, lagS: 1 / bandwidthRadPerS }),
      dampedCoefficient: lagCoefficient({ periodS, lagS: DAMPED_TIME_CONSTANT_S }),
      noMajority,
      holdFrames,
    };
    const actuator = createActuator(spec, kind, options);
    attachFaults(actuator, { faults, periodS });
    return actuator;
  });
}

function createActuator(
  { scheme }: RigSpec,
  kind: RigSpec['actuators'][number]['kind'],
  options: ActuatorOptions,
): Actuator {
  switch (kind) {
    case 'majority':
      return new MajorityActuator(options);
    case 'three-motor':
      return new ThreeMotorActuator(options);
    case 'engaged':
      return new EngagedActuator(options, scheme.protocol === 'com-mon' ? 'pairs' : 'chain');
    default:
      return kind satisfies never;
  }
}

function attachFaults(
  actuator: Actuator,
  { faults, periodS }: { faults: FaultBoard; periodS: number },
): void {
  for (const track of faults.tracks) {
    const { spec } = track;
    if (spec.kind !== 'actuator' || spec.effector !== actuator.effector) continue;
    const model = createFault(spec, periodS);
    actuator.attach(model);
    faults.watch(track, [model]);
  }
}

function createFault(spec: ActuatorFaultSpec, periodS: number): ActuatorFault {
  const { effector, motor } = spec;
  const window = { ...windowOf(spec), ...(motor === null ? {} : { motor }) };
  const { countsPerUnit } = EFFECTORS[effector];
  const stepMax = (ratePerS: number): number => (ratePerS / countsPerUnit) * periodS;
  switch (spec.mode) {
    case 'hard-over': {
      const { mode, to, ratePerS } = spec;
      return new DriveFault({
        ...window,
        mode,
        effector,
        to,
        ...(ratePerS === null ? {} : { stepMax: stepMax(ratePerS) }),
      });
    }
    case 'jam':
    case 'float':
    case 'disconnect':
      return new DriveFault({ ...window, mode: spec.mode, effector });
    case 'slow':
      return new SlowDriveFault({ ...window, stepMax: stepMax(spec.ratePerS) });
    case 'hysteresis':
      return new HysteresisFault({ ...window, width: spec.width / countsPerUnit });
    case 'oscillatory':
      return new OscillatoryFault({
        ...window,
        form: spec.form,
        amplitude: spec.amplitude / countsPerUnit,
        turnsPerFrame: spec.frequencyHz * periodS,
        sine: sineOfTurns(),
      });
    case 'feedback':
      return new FeedbackFault({ ...window, offset: spec.offset / countsPerUnit });
    case 'voter-stuck':
      return new VoterStuckFault(window);
    default:
      return spec satisfies never;
  }
}

/** The same bits on every engine. */
function sineOfTurns(): Sine {
  const angle = new Float64Array(1);
  const sineAndCosine = new Float64Array(2);
  return (turns) => {
    angle[0] = 2 * Math.PI * turns;
    sinesAndCosines(angle, { first: 0, last: 0 }, sineAndCosine);
    return sineAndCosine[0];
  };
}
