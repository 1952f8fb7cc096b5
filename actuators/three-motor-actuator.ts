/**
 * Three motors of equal authority on one surface, motor i driven by computer i: the vote is in the metal.
 *
 *   force of a motor = (its command − position) / band, held inside ±1 stall force
 *   speed of the surface = rate limit × mean force
 *
 * Two motors that agree overpower the third: with one hard over, the balance is at half a band from the two's
 * command (0.25 deg for the elevator), and the surface still goes where they want. No comparison of bits is made,
 * so commands a count apart do no harm; the price is paid in force, which is reported as *force fight*: the
 * largest pull of a motor against the mean of those that drive, in stall forces, 0 when all agree.
 *
 * A motor without a command, or one that floats, is bypassed and neither pulls nor brakes; a jammed motor is
 * a brake that slips: it pulls towards where the surface stood when the frame began. With no motor left the surface holds, then trails, as with a lost majority.
 * A frame is taken in steps of 1 ms, because the loop through the surface is stiff.
 */
import { EFFECTORS, EFFECTOR_COUNT } from '../firmware/icd/effectors.js';
import { ACTUATOR_STATE, NO_COMMAND, type Actuator } from './actuator.js';
import type { DriveFault } from './faults.js';
import type { ActuatorConfig } from './majority-actuator.js';
import { SERVO_RATE_PER_S, Servo } from './servo.js';

export const MOTORS = 3;

/** Error at which a motor pulls with its full force, as a share of the effector's range. */
const BAND_SHARE = 0.01;

export interface ThreeMotorConfig extends Omit<ActuatorConfig, 'faults'> {
  /** Faults by motor. */
  readonly motorFaults: readonly (readonly DriveFault[])[];
  readonly computers: number;
}

export class ThreeMotorActuator implements Actuator {
  readonly effector: number;
  readonly outvoted = 0;
  state: number = ACTUATOR_STATE.following;
  voted = NO_COMMAND;
  forceFight = 0;
  readonly #servo: Servo;
  readonly #countsPerUnit: number;
  readonly #bandPerUnit: number;
  readonly #ratePerS: number;
  readonly #steps: number;
  readonly #stepS: number;
  readonly #low: number;
  readonly #high: number;
  readonly #holdFrames: number;
  readonly #faults: readonly (readonly DriveFault[])[];
  readonly #targets = new Float64Array(MOTORS);
  readonly #drives = new Uint8Array(MOTORS);
  #framesWithout = 0;

  /** Throws RangeError with fewer than three computers: there would be a motor without a master. */
  constructor({ effector, lags, periodS, noMajority, holdFrames, motorFaults, computers }: ThreeMotorConfig) {
    if (computers < MOTORS) throw new RangeError(`three motors need 3 computers (have ${computers})`);
    const { min, max, countsPerUnit } = EFFECTORS[effector];
    this.effector = effector;
    this.#servo = new Servo({ effector, lags, periodS });
    this.#countsPerUnit = countsPerUnit;
    this.#low = min / countsPerUnit;
    this.#high = max / countsPerUnit;
    this.#bandPerUnit = 1 / (BAND_SHARE * (this.#high - this.#low));
    this.#ratePerS = SERVO_RATE_PER_S[effector];
    this.#steps = Math.max(1, Math.ceil(periodS * 1000));
    this.#stepS = periodS / this.#steps;
    this.#holdFrames = noMajority === 'hold' ? holdFrames : 0;
    this.#faults = motorFaults;
  }

  get position(): number {
    return this.#servo.position;
  }

  reset(position: number): void {
    this.#servo.position = position;
    this.#framesWithout = 0;
  }

  step(commands: Int16Array, present: Uint8Array, frame: number): void {
    let driving = 0;
    for (let motor = 0; motor < MOTORS; motor++) {
      this.#drives[motor] = present[motor];
      this.#targets[motor] = commands[motor * EFFECTOR_COUNT + this.effector] / this.#countsPerUnit;
      this.#afflict(motor, frame);
      driving += this.#drives[motor];
    }
    this.voted = this.#middleCommand(commands, present);
    this.forceFight = 0;
    if (driving > 0) {
      this.#framesWithout = 0;
      this.state = ACTUATOR_STATE.following;
      for (let i = 0; i < this.#steps; i++) this.#pull(driving);
      return;
    }
    this.#framesWithout++;
    if (this.#framesWithout <= this.#holdFrames) this.state = ACTUATOR_STATE.hold;
    else {
      this.state = ACTUATOR_STATE.damped;
      this.#servo.trail();
    }
  }

  #afflict(motor: number, frame: number): void {
    for (const fault of this.#faults[motor]) {
      if (!fault.active(frame)) continue;
      fault.activated = true;
      if (fault.mode === 'float') this.#drives[motor] = 0;
      else {
        this.#drives[motor] = 1;
        this.#targets[motor] = fault.mode === 'jam' ? this.#servo.position : fault.to;
      }
      return;
    }
  }

  /** One millisecond of pulling. */
  #pull(driving: number): void {
    const { position } = this.#servo;
    let sum = 0;
    let least = 1;
    let most = -1;
    for (let motor = 0; motor < MOTORS; motor++) {
      if (this.#drives[motor] === 0) continue;
      const wanted = (this.#targets[motor] - position) * this.#bandPerUnit;
      const force = wanted > 1 ? 1 : wanted < -1 ? -1 : wanted;
      sum += force;
      if (force < least) least = force;
      if (force > most) most = force;
    }
    const mean = sum / driving;
    const fight = most - mean > mean - least ? most - mean : mean - least;
    if (fight > this.forceFight) this.forceFight = fight;
    const moved = position + (sum / MOTORS) * this.#ratePerS * this.#stepS;
    this.#servo.position = moved < this.#low ? this.#low : moved > this.#high ? this.#high : moved;
  }

  /** The command that the surface settles by: the middle of three, the lower of two, the only one, or none. */
  #middleCommand(commands: Int16Array, present: Uint8Array): number {
    let low = NO_COMMAND;
    let middle = NO_COMMAND;
    let count = 0;
    for (let motor = 0; motor < MOTORS; motor++) {
      if (present[motor] === 0) continue;
      const command = commands[motor * EFFECTOR_COUNT + this.effector];
      if (count === 0 || command < low) {
        middle = low;
        low = command;
      } else if (count === 1 || command < middle) middle = command;
      count++;
    }
    return count === MOTORS ? middle : low;
  }
}
