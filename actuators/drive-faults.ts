/**
 * The drive does not do what it is told.
 *
 *               the whole surface                          one motor of three
 *   jam         stays where it is                          pulls toward where the surface was at the onset
 *   hard-over   runs to `to`, at full rate or its own      pulls toward `to`
 *   float       drive lost, damped: trails to 0            pulls no more
 *   disconnect  linkage broken, undamped: 0 at full rate   pulls no more
 *   slow        goes where it is told, at a lower rate     pulls toward a place that moves at that rate
 *
 * An undriven surface lines up with the air, which is taken to be 0; a damper makes a second of it (*float*), and
 * without one the surface's own rate is the only limit. Hinge moments were the alternative: the aircraft's model has
 * none, and made-up ones would be no nearer the truth.
 */
import { EFFECTORS } from '../firmware/icd/effectors.js';
import { saturate } from '../firmware/icd/integers.js';
import { ACTUATOR_STATE } from './actuator.js';
import { ActuatorFault, type ActuatorFaultWindow, NO_PULL } from './faults.js';
import type { Servo } from './servo.js';

type DriveMode = 'jam' | 'hard-over' | 'float' | 'disconnect';

export class DriveFault extends ActuatorFault {
  readonly mode: DriveMode;
  /** In the effector's unit. */
  private readonly end: number;
  private readonly stepMax: number;
  private reached = Number.NaN;

  /**
   * `to`: where a hard-over runs, counts, inside the effector's ends; the high end when left out. `stepMax`: how far it
   * runs in a frame, in the effector's unit; left out = as fast as it can.
   * @throws RangeError for a value out of range, or that the mode has no use for
   */
  constructor(
    parameters: ActuatorFaultWindow & { mode: DriveMode; effector: number; to?: number; stepMax?: number },
  ) {
    super(parameters);
    const { mode, effector, to, stepMax } = parameters;
    const { min, max, countsPerUnit } = EFFECTORS[effector];
    if (to !== undefined && !Number.isFinite(to)) throw new RangeError(`to = ${to} is not a finite number`);
    if (stepMax !== undefined && !(stepMax > 0)) throw new RangeError(`stepMax = ${stepMax} is not > 0`);
    for (const [name, value] of Object.entries({ to, stepMax })) {
      if (value !== undefined && mode !== 'hard-over')
        throw new RangeError(`${name} = ${value} says nothing about ${mode}`);
    }
    this.mode = mode;
    this.end = saturate(to ?? max, min, max) / countsPerUnit;
    this.stepMax = stepMax ?? Infinity;
  }

  override move(servo: Servo, from: number): number {
    servo.position = from;
    switch (this.mode) {
      case 'jam':
        return ACTUATOR_STATE.jam;
      case 'hard-over':
        servo.run(from + saturate(this.end - from, -this.stepMax, this.stepMax));
        return ACTUATOR_STATE.hardOver;
      case 'float':
        servo.trail();
        return ACTUATOR_STATE.float;
      case 'disconnect':
        servo.run(0);
        return ACTUATOR_STATE.float;
      default:
        return this.mode satisfies never;
    }
  }

  override pull(): number {
    if (this.mode === 'jam') return this.heldAt;
    if (this.mode !== 'hard-over') return NO_PULL;
    if (this.stepMax === Infinity) return this.end;
    if (Number.isNaN(this.reached)) this.reached = this.heldAt;
    this.reached += saturate(this.end - this.reached, -this.stepMax, this.stepMax);
    return this.reached;
  }

  override rest(voted: number): void {
    super.rest(voted);
    this.reached = Number.NaN;
  }

  override reset(): void {
    super.reset();
    this.reached = Number.NaN;
  }
}

export class SlowDriveFault extends ActuatorFault {
  private readonly stepMax: number;
  private reached = Number.NaN;

  /** `stepMax`: how far it moves in a frame, in the effector's unit, > 0. */
  constructor(parameters: ActuatorFaultWindow & { stepMax: number }) {
    super(parameters);
    if (!(parameters.stepMax > 0 && parameters.stepMax < Infinity))
      throw new RangeError(`stepMax = ${parameters.stepMax} is not in (0, ∞)`);
    this.stepMax = parameters.stepMax;
  }

  override move(servo: Servo, from: number): number {
    const asked = servo.position - from;
    const step = saturate(asked, -this.stepMax, this.stepMax);
    if (step === asked) return -1;
    servo.position = from + step;
    return ACTUATOR_STATE.degraded;
  }

  override pull(place: number): number {
    if (Number.isNaN(place)) return NO_PULL;
    if (Number.isNaN(this.reached)) this.reached = this.heldAt;
    this.reached += saturate(place - this.reached, -this.stepMax, this.stepMax);
    return this.reached;
  }

  override rest(voted: number): void {
    super.rest(voted);
    this.reached = Number.NaN;
  }

  override reset(): void {
    super.reset();
    this.reached = Number.NaN;
  }
}
