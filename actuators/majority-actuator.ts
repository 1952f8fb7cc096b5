/**
 * One drive that follows the exact majority of the computers.
 *
 *   majority found      → following
 *   none                → hold the position, then, after `holdFrames` frames of it, damped: let go and trail
 *   a majority returns  → following again
 *
 * Holding is right for a moment's silence and wrong for ever: a surface frozen away from neutral flies the
 * aircraft somewhere. `noMajority: 'damped'` lets go at once.
 */
import { EFFECTORS } from '../firmware/icd/effectors.js';
import { ACTUATOR_STATE, NO_COMMAND, type Actuator } from './actuator.js';
import { activeFault, type DriveFault } from './faults.js';
import { Servo, type ServoLags } from './servo.js';
import { Voter } from './voter.js';

export interface ActuatorConfig {
  readonly effector: number;
  readonly lags: ServoLags;
  readonly periodS: number;
  readonly noMajority: 'hold' | 'damped';
  /** Frames without a majority before a held surface is let go. */
  readonly holdFrames: number;
  readonly faults: readonly DriveFault[];
}

export class MajorityActuator implements Actuator {
  readonly effector: number;
  readonly forceFight = 0;
  state: number = ACTUATOR_STATE.following;
  readonly #voter: Voter;
  readonly #servo: Servo;
  readonly #countsPerUnit: number;
  readonly #holdFrames: number;
  readonly #faults: readonly DriveFault[];
  #framesWithout = 0;

  constructor({ effector, lags, periodS, noMajority, holdFrames, faults }: ActuatorConfig) {
    this.effector = effector;
    this.#voter = new Voter(effector);
    this.#servo = new Servo({ effector, lags, periodS });
    this.#countsPerUnit = EFFECTORS[effector].countsPerUnit;
    this.#holdFrames = noMajority === 'hold' ? holdFrames : 0;
    this.#faults = faults;
  }

  get position(): number {
    return this.#servo.position;
  }

  get voted(): number {
    return this.#voter.winner;
  }

  get outvoted(): number {
    return this.#voter.outvoted;
  }

  reset(position: number): void {
    this.#servo.position = position;
    this.#framesWithout = 0;
  }

  step(commands: Int16Array, present: Uint8Array, frame: number): void {
    this.#voter.vote(commands, present);
    const before = this.#servo.position;
    this.#moveHealthy();
    const fault = this.#faults.length === 0 ? null : activeFault(this.#faults, frame);
    if (fault !== null) this.#moveFaulty(fault, before);
  }

  #moveHealthy(): void {
    const { winner } = this.#voter;
    if (winner !== NO_COMMAND) {
      this.#framesWithout = 0;
      this.state = ACTUATOR_STATE.following;
      this.#servo.follow(winner / this.#countsPerUnit);
      return;
    }
    this.#framesWithout++;
    if (this.#framesWithout <= this.#holdFrames) this.state = ACTUATOR_STATE.hold;
    else {
      this.state = ACTUATOR_STATE.damped;
      this.#servo.trail();
    }
  }

  #moveFaulty(fault: DriveFault, before: number): void {
    const healthy = this.#servo.position;
    this.#servo.position = before;
    switch (fault.mode) {
      case 'jam':
        this.state = ACTUATOR_STATE.jam;
        break;
      case 'hard-over':
        this.state = ACTUATOR_STATE.hardOver;
        this.#servo.run(fault.to);
        break;
      case 'float':
        this.state = ACTUATOR_STATE.float;
        this.#servo.trail();
        break;
      default:
        fault.mode satisfies never;
    }
    if (this.#servo.position !== healthy) fault.activated = true;
  }
}
