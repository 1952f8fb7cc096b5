/**
 * The four actuators of a rig, with the coefficients of their lags worked out and their faults attached.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import type { Actuator, ActuatorOptions } from '../../actuators/actuator.js';
import { EngagedActuator } from '../../actuators/engaged-actuator.js';
import { ActuatorFault } from '../../actuators/faults.js';
import { MajorityActuator } from '../../actuators/majority-actuator.js';
import { DAMPED_TIME_CONSTANT_S, SERVO_PARAMETERS } from '../../actuators/servo-parameters.js';
import { ThreeMotorActuator } from '../../actuators/three-motor-actuator.js';
import type { ActuatorFaultSpec } from '../fault/fault-spec.js';
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
    attachFaults(actuator, faults);
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

function attachFaults(actuator: Actuator, faults: FaultBoard): void {
  for (const track of faults.tracks) {
    const { spec } = track;
    if (spec.kind !== 'actuator' || spec.effector !== actuator.effector) continue;
    const model = createFault(spec);
    actuator.attach(model);
    faults.watch(track, [model]);
  }
}

function createFault(spec: ActuatorFaultSpec): ActuatorFault {
  const { mode, motor } = spec;
  return new ActuatorFault({
    mode,
    ...windowOf(spec),
    ...(spec.mode === 'hard-over' ? { to: spec.to } : {}),
    ...(motor === null ? {} : { motor }),
  });
}
