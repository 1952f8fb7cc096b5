/**
 * What every actuator has, however it decides whom to follow: a servo, a way out when there is nobody to follow,
 * and faults of the whole surface.
 *
 * A fault acts after the healthy motion and from the same starting point, so that both end points are known and
 * their difference says whether the fault did anything. The command is still heard and voted on meanwhile: a
 * jammed surface is no reason to blame a computer.
 */
import { EFFECTORS } from '../firmware/icd/effectors.js';
import { ACTUATOR_STATE, type Actuator, type ActuatorOptions, NO_COMMAND } from './actuator.js';
import { Fallback } from './fallback.js';
import type { ActuatorFault } from './faults.js';
import { Servo } from './servo.js';
import { SERVO_PARAMETERS } from './servo-parameters.js';

const HOLD_FRAMES = 50;

export abstract class ServoActuator implements Actuator {
  readonly effector: number;
  position = 0;
  feedback = 0;
  voted = NO_COMMAND;
  state: number = ACTUATOR_STATE.following;
  outvoted = 0;
  absent = 0;
  forceFight = 0;
  protected readonly unitsPerCount: number = 0;
  protected readonly servo: Servo;
  protected readonly fallback: Fallback;
  private readonly faults: ActuatorFault[] = [];
  private feedbackError = 0;
  /** The frame, and where the surface was when it began. */
  protected readonly begun = { frame: 0, position: 0 };

  /** @throws RangeError for a value out of range */
  constructor(options: ActuatorOptions) {
    const { effector, noMajority = 'hold', holdFrames = HOLD_FRAMES } = options;
    if (!(effector in EFFECTORS))
      throw new RangeError(`effector = ${effector} is not 0 … ${EFFECTORS.length - 1}`);
    this.effector = effector;
    this.unitsPerCount = 1 / EFFECTORS[effector].countsPerUnit;
    this.servo = createServo(options);
    this.fallback = new Fallback(noMajority === 'damped' ? 0 : holdFrames);
  }

  reset(position: number): void {
    this.servo.reset(position);
    this.position = this.servo.position;
    this.feedback = this.position;
    this.feedbackError = 0;
    this.voted = NO_COMMAND;
    this.state = ACTUATOR_STATE.following;
    this.outvoted = 0;
    this.absent = 0;
    this.forceFight = 0;
    this.fallback.found();
    for (const fault of this.faults) fault.reset();
  }

  attach(fault: ActuatorFault): void {
    this.faults.push(fault);
  }

  step(commands: Int16Array, present: Uint8Array, frame: number): void {
    const from = this.position;
    this.move(commands, present, frame);
    if (this.faults.length > 0) this.suffer(from, frame);
    this.position = this.servo.position;
    this.feedback = this.position + this.feedbackError;
  }

  /** The healthy motion of one frame: moves `servo` and fills the fields, except `position`. */
  protected abstract move(commands: Int16Array, present: Uint8Array, frame: number): void;

  /** Nobody to follow in this frame. */
  protected lose(): void {
    this.voted = NO_COMMAND;
    this.outvoted = 0;
    this.state = this.fallback.lost();
    if (this.state === ACTUATOR_STATE.damped) this.servo.trail();
  }

  /** Repeats the frame's motion from `from` with what is wrong on the way from the vote to the surface. */
  private suffer(from: number, frame: number): void {
    const { faults, servo, begun, voted: found } = this;
    const healthy = servo.position;
    begun.frame = frame;
    begun.position = from;
    this.feedbackError = 0;
    for (let i = 0; i < faults.length; i++) {
      const fault = faults[i];
      if (fault.active(frame)) {
        fault.engage(begun);
        this.voted = fault.vote(this.voted);
      } else fault.rest(found);
    }
    this.obey(this.demandOf(found), from, frame);
    const misled = servo.position !== healthy;
    if (misled) this.state = ACTUATOR_STATE.degraded;
    for (let i = 0; i < faults.length; i++) {
      const fault = faults[i];
      if (!fault.active(frame)) continue;
      const state = fault.move(servo, from);
      if (state >= 0) this.state = state;
      fault.note(state >= 0 ? servo.position !== healthy : misled && fault.misleads);
      this.feedbackError += fault.feedbackError;
    }
  }

  /** Sends the servo where the faults have it sent, if that is elsewhere than `asked`; NaN = nowhere. */
  private obey(asked: number, from: number, frame: number): void {
    const { faults, servo } = this;
    let demand = this.demandOf(this.voted);
    for (let i = 0; i < faults.length; i++) if (faults[i].active(frame)) demand = faults[i].demand(demand);
    if (Number.isNaN(demand) || demand === asked) return;
    servo.position = from;
    servo.follow(demand);
  }

  private demandOf(voted: number): number {
    return voted === NO_COMMAND ? Number.NaN : voted * this.unitsPerCount;
  }
}

/** A servo with the figures of the options. */
export function createServo(options: ActuatorOptions): Servo {
  const {
    effector,
    periodS,
    lagCoefficient,
    dampedCoefficient,
    servo = SERVO_PARAMETERS[effector],
  } = options;
  return new Servo({
    effector,
    periodS,
    rateLimitPerS: servo.rateLimitPerS,
    lagCoefficient,
    dampedCoefficient,
  });
}
