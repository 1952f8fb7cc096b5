/**
 * What goes wrong with a surface, or with one of its three motors, on frames onset … onset + frames − 1.
 *
 *              the whole surface                          one motor of three
 *   jam        stays where it is                          pulls toward where the surface was at the onset
 *   hard-over  runs to `to` at full rate                  pulls toward `to`
 *   float      drive lost, trails to 0                    pulls no more
 *
 * *Changed*: the surface ended this frame elsewhere than it would have from the same position without the fault
 * (motor faults that act at once are judged together). *Activated*: in some frame it was changed. A jam under a
 * command that stands still has not been activated.
 */
import { EFFECTORS } from '../firmware/icd/effectors.js';
import { saturate } from '../firmware/icd/integers.js';

export type ActuatorFaultMode = 'jam' | 'hard-over' | 'float';

/** It acts on the first `activeFrames` of every `cycleFrames`, counted from the onset. */
interface DutyCycle {
  readonly activeFrames: number;
  readonly cycleFrames: number;
}

const ALWAYS: DutyCycle = { activeFrames: 1, cycleFrames: 1 };

export class ActuatorFault {
  readonly mode: ActuatorFaultMode;
  readonly onset: number;
  readonly frames: number;
  private readonly duty: DutyCycle;
  /** Where a hard-over runs to, counts; undefined = the high end. */
  readonly to: number | undefined;
  /** The motor concerned, 0 … 2; undefined = the whole surface. */
  readonly motor: number | undefined;
  /** The fault has moved the surface, or kept it from moving, at least once. */
  activated = false;
  /** It did so in the latest frame. */
  changed = false;

  /** @throws RangeError for a value out of range */
  constructor(parameters: {
    mode: ActuatorFaultMode;
    onset: number;
    frames: number;
    duty?: DutyCycle;
    to?: number;
    motor?: number;
  }) {
    const { mode, onset, frames, duty = ALWAYS, to, motor } = parameters;
    if (!(onset >= 0 && onset < Infinity)) throw new RangeError(`onset = ${onset} is not 0 …`);
    if (!(frames >= 0)) throw new RangeError(`frames = ${frames} is not 0 … Infinity`);
    if (!(duty.activeFrames >= 1 && duty.activeFrames <= duty.cycleFrames && duty.cycleFrames < Infinity))
      throw new RangeError(`duty of ${duty.activeFrames} in ${duty.cycleFrames} frames is none`);
    if (to !== undefined && !Number.isFinite(to)) throw new RangeError(`to = ${to} is not a finite number`);
    if (to !== undefined && mode !== 'hard-over')
      throw new RangeError(`to = ${to} says nothing about ${mode}`);
    if (motor !== undefined && motor !== 0 && motor !== 1 && motor !== 2) {
      throw new RangeError(`motor = ${motor} is not 0, 1 or 2`);
    }
    this.mode = mode;
    this.onset = onset;
    this.frames = frames;
    this.duty = duty;
    this.to = to;
    this.motor = motor;
  }

  /** Whether the fault acts on this frame. */
  active(frame: number): boolean {
    const elapsed = frame - this.onset;
    const { activeFrames, cycleFrames } = this.duty;
    return elapsed >= 0 && elapsed < this.frames && elapsed % cycleFrames < activeFrames;
  }

  /** Notes what the fault did in this frame. */
  note(changed: boolean): void {
    this.changed = changed;
    if (changed) this.activated = true;
  }

  /** Forgets what it did. */
  reset(): void {
    this.changed = false;
    this.activated = false;
  }

  /** Where a hard-over takes the given effector, in its unit, inside its ends. */
  end(effector: number): number {
    const { min, max, countsPerUnit } = EFFECTORS[effector];
    return saturate(this.to ?? max, min, max) / countsPerUnit;
  }
}
