/**
 * The four actuators of a rig, with the coefficients of their lags worked out and their faults attached.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import type { Actuator } from '../../actuators/actuator.js';
import { DriveFault } from '../../actuators/faults.js';
import { MajorityActuator } from '../../actuators/majority-actuator.js';
import { DAMPED_LAG_S, SERVO_LAG_S } from '../../actuators/servo.js';
import { MOTORS, ThreeMotorActuator } from '../../actuators/three-motor-actuator.js';
import type { ActuatorFaultSpec } from '../fault/fault-spec.js';
import { lagCoefficient } from './create-sensors.js';
import type { FaultBoard } from './fault-board.js';
import type { RigSpec } from './rig-spec.js';

export function createActuators(
  spec: RigSpec,
  { faults, periodS }: { faults: FaultBoard; periodS: number },
): Actuator[] {
  return EFFECTORS.map((_, effector) => {
    const { kind, noMajority, holdFrames } = spec.actuators[effector];
    const config = {
      effector,
      periodS,
      noMajority,
      holdFrames,
      lags: {
        follow: lagCoefficient({ periodS, lagS: SERVO_LAG_S[effector] }),
        damped: lagCoefficient({ periodS, lagS: DAMPED_LAG_S }),
      },
    };
    const own = driveFaults(effector, faults);
    if (kind === 'majority')
      return new MajorityActuator({ ...config, faults: own.map(({ model }) => model) });
    const motorFaults = Array.from({ length: MOTORS }, (_motor, motor) =>
      own.filter(({ fault }) => fault.motor === null || fault.motor === motor).map(({ model }) => model),
    );
    return new ThreeMotorActuator({ ...config, motorFaults, computers: spec.scheme.computers });
  });
}

function driveFaults(
  effector: number,
  faults: FaultBoard,
): { fault: ActuatorFaultSpec; model: DriveFault }[] {
  const found: { fault: ActuatorFaultSpec; model: DriveFault }[] = [];
  for (const track of faults.tracks) {
    const { spec: fault } = track;
    if (fault.kind !== 'actuator' || fault.effector !== effector) continue;
    const to = fault.mode === 'hard-over' ? fault.to / EFFECTORS[effector].countsPerUnit : 0;
    const model = new DriveFault({ mode: fault.mode, onset: fault.onset, frames: fault.frames, to });
    faults.watch(track, [model]);
    found.push({ fault, model });
  }
  return found;
}
