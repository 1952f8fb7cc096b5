/**
 * Three motors of equal strength on one surface, motor i driven by computer i: no voter, forces do the voting.
 *
 *   command 0 → servo loop ─ pull ┐
 *   command 1 → servo loop ─ pull ┼─ sum → surface                  computers beyond the third have no motor
 *   command 2 → servo loop ─ pull ┘
 *
 * Commands that differ by a few counts average out, where an exact voter would find no majority and stop. The
 * price: a bad motor is overpowered, not silenced. Hard over, it shifts the surface by half a proportional band,
 * 1/2000 of the travel (elevator: 0.025 deg), and the motors spend force on each other, which is reported. Each
 * motor has a servo loop of its own, with the lag and rate of the surface, so that with three equal commands this
 * actuator moves exactly as the voted one does. A motor without a command is bypassed and dragged along; without
 * any command all drives are cut, the bad one's too, and the surface holds, then trails.
 */
import { EFFECTOR_COUNT, EFFECTORS } from '../firmware/icd/effectors.js';
import { divideRounded } from '../firmware/icd/integers.js';
import { ACTUATOR_STATE, type ActuatorOptions, NO_COMMAND } from './actuator.js';
import { type ActuatorFault, NO_PULL } from './faults.js';
import { ForceBalance, median, MOTOR_COUNT } from './force-balance.js';
import type { Servo } from './servo.js';
import { createServo, ServoActuator } from './servo-actuator.js';
import { SERVO_PARAMETERS } from './servo-parameters.js';

export class ThreeMotorActuator extends ServoActuator {
  private readonly motors: readonly Servo[];
  private readonly balance: ForceBalance;
  /** Distance from the middle command at which a motor stalls if the other two are of one mind, counts. */
  private readonly stallCounts: number;
  /** Latest command of each motor, counts. */
  private readonly heard = new Float64Array(MOTOR_COUNT);
  private readonly motorFaults: ActuatorFault[] = [];

  /** @throws RangeError for fewer than three computers, or a value out of range */
  constructor(options: ActuatorOptions) {
    super(options);
    const { computers, effector, servo = SERVO_PARAMETERS[effector] } = options;
    if (!(computers >= MOTOR_COUNT)) {
      throw new RangeError(`computers = ${computers}: three motors need at least ${MOTOR_COUNT}`);
    }
    this.motors = [createServo(options), createServo(options), createServo(options)];
    this.balance = new ForceBalance(servo.proportionalBand);
    this.stallCounts = 1.5 * servo.proportionalBand * EFFECTORS[effector].countsPerUnit;
  }

  override reset(position: number): void {
    super.reset(position);
    for (const motor of this.motors) motor.reset(position);
    for (const fault of this.motorFaults) fault.reset();
    this.balance.engaged = 0;
  }

  override attach(fault: ActuatorFault): void {
    if (fault.motor === undefined) {
      super.attach(fault);
      return;
    }
    this.motorFaults.push(fault);
  }

  override step(commands: Int16Array, present: Uint8Array, frame: number): void {
    super.step(commands, present, frame);
    const driven = this.balance.engaged !== 0 && this.state !== ACTUATOR_STATE.float;
    this.forceFight = driven ? this.balance.forceFight(this.position) : 0;
  }

  protected move(commands: Int16Array, present: Uint8Array, frame: number): void {
    const { balance, servo, motorFaults } = this;
    this.hear(commands, present);
    if (balance.engaged === 0) {
      this.lose();
      for (let i = 0; i < motorFaults.length; i++) motorFaults[i].note(false);
      return;
    }
    this.fallback.found();
    this.state = ACTUATOR_STATE.following;
    servo.run(balance.equilibrium(this.position));
    if (motorFaults.length > 0) this.sufferMotors(frame);
  }

  /** Engages the motors that have a command, and takes the middle of the commands. */
  private hear(commands: Int16Array, present: Uint8Array): void {
    const { balance, motors, heard } = this;
    let sum = 0;
    let count = 0;
    balance.engaged = 0;
    for (let i = 0, at = this.effector; i < MOTOR_COUNT; i++, at += EFFECTOR_COUNT) {
      const motor = motors[i];
      const command = commands[at];
      if (present[i] === 0 || command === NO_COMMAND) {
        motor.position = this.position;
        continue;
      }
      motor.follow(command * this.unitsPerCount);
      balance.places[i] = motor.position;
      balance.engaged |= 1 << i;
      heard[i] = command;
      sum += command;
      count++;
    }
    this.absent = MOTOR_COUNT - count;
    this.outvoted = 0;
    if (count === MOTOR_COUNT) {
      this.voted = median(heard) | 0;
      for (let i = 0; i < MOTOR_COUNT; i++) {
        if (Math.abs(heard[i] - this.voted) > this.stallCounts) this.outvoted |= 1 << i;
      }
    } else if (count > 0) this.voted = divideRounded(sum, count);
  }

  /** Repeats the frame's motion with the bad motors pulling as they do. */
  private sufferMotors(frame: number): void {
    const { balance, servo, motorFaults, begun } = this;
    const healthy = servo.position;
    const engaged = balance.engaged;
    begun.frame = frame;
    begun.position = this.position;
    for (let i = 0; i < motorFaults.length; i++) {
      const fault = motorFaults[i];
      const motor = fault.motor ?? 0;
      if (!fault.active(frame)) {
        fault.rest(this.voted);
        continue;
      }
      fault.engage(begun);
      const driven = (engaged & (1 << motor)) !== 0;
      const place = fault.pull(driven ? balance.places[motor] : NO_PULL);
      if (Number.isNaN(place)) balance.engaged &= ~(1 << motor);
      else {
        balance.engaged |= 1 << motor;
        balance.places[motor] = place;
      }
    }
    servo.position = this.position;
    if (balance.engaged === 0) {
      this.state = ACTUATOR_STATE.float;
      servo.trail();
    } else servo.run(balance.equilibrium(this.position));
    const changed = servo.position !== healthy;
    for (let i = 0; i < motorFaults.length; i++) motorFaults[i].note(changed && motorFaults[i].active(frame));
  }
}
