/**
 * When a fault acts, handed to the models of `sensors/` and `actuators/`, which know the same keys and import nothing
 * of the laboratory.
 */
import type { DutyCycle, FaultSpec } from '../fault/fault-spec.js';

export interface ActiveWindow {
  readonly onset: number;
  readonly frames: number;
  readonly duty?: DutyCycle;
  readonly rampFrames?: number;
}

export function windowOf({ onset, frames, duty, rampFrames }: FaultSpec): ActiveWindow {
  return {
    onset,
    frames,
    ...(duty === undefined ? {} : { duty }),
    ...(rampFrames === undefined ? {} : { rampFrames }),
  };
}
