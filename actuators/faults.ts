/**
 * What goes wrong with a surface, or with one of its three motors, on frames onset … onset + frames − 1, or with a duty
 * cycle on the first of every so many.
 *
 *   commands ──► vote ──► demand ──► servo ──► surface          one motor of three:
 *               voter-    hysteresis, jam, hard-over, float,      demand ──► pull ──► force sum
 *               stuck     oscillatory, disconnect, slow
 *                         feedback
 *
 * A fault enters at one of these places and leaves the others alone: `vote`, `demand`, `move` and `pull` hand on what
 * they are given, except where it acts. Several at once act in the order attached, place by place; of those that hold
 * or drive the surface the last decides.
 *
 * *Changed*: the surface ended this frame elsewhere than it would have from the same position without the fault
 * (motor faults that act at once are judged together). *Activated*: in some frame it was changed. A jam under a
 * command that stands still has not been activated.
 *
 * One class with a switch for each place was the alternative; it had to know every mode three times.
 */
import type { Servo } from './servo.js';

/** It acts on the first `activeFrames` of every `cycleFrames`, counted from the onset. */
interface DutyCycle {
  readonly activeFrames: number;
  readonly cycleFrames: number;
}

const ALWAYS: DutyCycle = { activeFrames: 1, cycleFrames: 1 };

export interface ActuatorFaultWindow {
  readonly onset: number;
  /** Infinity for a permanent fault. */
  readonly frames: number;
  readonly duty?: DutyCycle;
  /** Frames in which its amount grows from 0 to full, linearly from the onset. */
  readonly rampFrames?: number;
  /** The motor concerned, 0 … 2; left out = the whole surface. */
  readonly motor?: number;
}

/** A motor that does not pull at all. */
export const NO_PULL = Number.NaN;

export abstract class ActuatorFault {
  readonly onset: number;
  readonly frames: number;
  /** The motor concerned, 0 … 2; undefined = the whole surface. */
  readonly motor: number | undefined;
  /** The fault has moved the surface, or kept it from moving, at least once. */
  activated = false;
  /** It did so in the latest frame. */
  changed = false;
  /** Where the surface was when this spell of activity began, in the effector's unit; NaN while it does not act. */
  protected heldAt = Number.NaN;
  /** Frames since the onset, 0 on the first. */
  protected elapsedFrames = 0;
  private readonly duty: DutyCycle;
  private readonly rampFrames: number;

  /** @throws RangeError for a value out of range */
  constructor({ onset, frames, duty = ALWAYS, rampFrames = 0, motor }: ActuatorFaultWindow) {
    if (!(onset >= 0 && onset < Infinity)) throw new RangeError(`onset = ${onset} is not 0 …`);
    if (!(frames >= 0)) throw new RangeError(`frames = ${frames} is not 0 … Infinity`);
    if (!(duty.activeFrames >= 1 && duty.activeFrames <= duty.cycleFrames && duty.cycleFrames < Infinity))
      throw new RangeError(`duty of ${duty.activeFrames} in ${duty.cycleFrames} frames is none`);
    if (!(rampFrames >= 0 && rampFrames < Infinity))
      throw new RangeError(`rampFrames = ${rampFrames} is not 0 …`);
    if (motor !== undefined && motor !== 0 && motor !== 1 && motor !== 2) {
      throw new RangeError(`motor = ${motor} is not 0, 1 or 2`);
    }
    this.onset = onset;
    this.frames = frames;
    this.duty = duty;
    this.rampFrames = rampFrames;
    this.motor = motor;
  }

  /** Whether the fault acts on this frame. */
  active(frame: number): boolean {
    const elapsed = frame - this.onset;
    const { activeFrames, cycleFrames } = this.duty;
    return elapsed >= 0 && elapsed < this.frames && elapsed % cycleFrames < activeFrames;
  }

  /** A frame in which it acts, begun with the surface at this position, in the effector's unit. */
  engage({ frame, position }: { readonly frame: number; readonly position: number }): void {
    this.elapsedFrames = frame - this.onset;
    if (Number.isNaN(this.heldAt)) this.heldAt = position;
  }

  /** A frame in which it does not act; `voted` is what the voter found, counts or NO_COMMAND. */
  rest(_voted: number): void {
    this.heldAt = Number.NaN;
    this.note(false);
  }

  /** Notes what the fault did in this frame. */
  note(changed: boolean): void {
    this.changed = changed;
    if (changed) this.activated = true;
  }

  /** Forgets what it did. */
  reset(): void {
    this.heldAt = Number.NaN;
    this.changed = false;
    this.activated = false;
  }

  /** What the voter puts out in place of what it found; counts, or NO_COMMAND. */
  vote(voted: number): number {
    return voted;
  }

  /** Where the servo is sent in place of where it was told, in the effector's unit; NaN where it is told nothing. */
  demand(demand: number): number {
    return demand;
  }

  /** Whether it alters what the servo is told, rather than what the servo does. */
  get misleads(): boolean {
    return false;
  }

  /** How far the servo's own position sensor is off, in the effector's unit. */
  get feedbackError(): number {
    return 0;
  }

  /** Moves the servo on from `from` in place of what it did; returns the state to report, or −1 where it did nothing. */
  move(_servo: Servo, _from: number): number {
    return -1;
  }

  /** Where its motor pulls in place of `place`, in the effector's unit, or NO_PULL. */
  pull(place: number): number {
    return this.demand(place);
  }

  /** How much of its amount the fault has in the latest frame: 0 … 1. */
  protected get share(): number {
    return this.elapsedFrames >= this.rampFrames ? 1 : this.elapsedFrames / this.rampFrames;
  }
}
