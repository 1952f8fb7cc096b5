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
  voted = NO_COMMAND;
  state: number = ACTUATOR_STATE.following;
  outvoted = 0;
  absent = 0;
  forceFight = 0;
  protected readonly unitsPerCount: number = 0;
  protected readonly servo: Servo;
  protected readonly fallback: Fallback;
  private readonly faults: ActuatorFault[] = [];

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

  private suffer(from: number, frame: number): void {
    const healthy = this.servo.position;
    for (let i = 0; i < this.faults.length; i++) {
      const fault = this.faults[i];
      if (!fault.active(frame)) {
        fault.note(false);
        continue;
      }
      this.servo.position = from;
      switch (fault.mode) {
        case 'jam':
          this.state = ACTUATOR_STATE.jam;
          break;
        case 'hard-over':
          this.state = ACTUATOR_STATE.hardOver;
          this.servo.run(fault.end(this.effector));
          break;
        case 'float':
          this.state = ACTUATOR_STATE.float;
          this.servo.trail();
          break;
        default:
          fault.mode satisfies never;
      }
      fault.note(this.servo.position !== healthy);
    }
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
