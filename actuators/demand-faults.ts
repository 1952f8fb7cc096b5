/**
 * The drive does what it is told, and is told something else.
 *
 *   hysteresis    play in the linkage: the demand moves only when it is pulled along, half a width behind
 *
 *                     told    ╱╲           passed on   ╱‾╲
 *                            ╱  ╲                     ╱   ╲
 *
 *   oscillatory   liquid: a sine on top of the demand; solid: a sine about the last position, in place of it
 *   feedback      the servo's own position sensor is off, so the surface comes to rest off by as much the other way,
 *                 while what it reports agrees with the command
 *   voter-stuck   the voter's output stays what it was, whoever commands what
 *
 * *Solid* and *liquid* are Airbus' words for oscillatory failures inside the servo loop (Goupil, *Control Engineering
 * Practice* 18, 2010). One motor of three that is told something else fights the other two: a force fight is what
 * *feedback* on a motor, a mis-rigged one, looks like.
 *
 * The sine is handed in: an engine's own is not the same everywhere.
 */
import { NO_COMMAND } from './actuator.js';
import { ActuatorFault, type ActuatorFaultWindow } from './faults.js';

abstract class DemandFault extends ActuatorFault {
  override get misleads(): boolean {
    return true;
  }
}

export class HysteresisFault extends DemandFault {
  private readonly halfWidth: number;
  private passedOn = Number.NaN;

  /** `width`: the play from end to end, in the effector's unit, > 0. */
  constructor(parameters: ActuatorFaultWindow & { width: number }) {
    super(parameters);
    this.halfWidth = requirePositive('width', parameters.width) / 2;
  }

  override demand(demand: number): number {
    if (Number.isNaN(demand)) return demand;
    if (Number.isNaN(this.passedOn)) this.passedOn = this.heldAt;
    const half = this.share * this.halfWidth;
    this.passedOn = Math.min(Math.max(this.passedOn, demand - half), demand + half);
    return this.passedOn;
  }

  override rest(voted: number): void {
    super.rest(voted);
    this.passedOn = Number.NaN;
  }

  override reset(): void {
    super.reset();
    this.passedOn = Number.NaN;
  }
}

/** Sine of so many turns, 0 ≤ turns < 1. */
export type Sine = (turns: number) => number;

export class OscillatoryFault extends DemandFault {
  private readonly solid: boolean;
  private readonly amplitude: number;
  private readonly turnsPerFrame: number;
  private readonly sine: Sine;

  /** `amplitude` in the effector's unit, > 0; `turnsPerFrame`: frequency × period, > 0. */
  constructor(
    parameters: ActuatorFaultWindow & {
      form: 'solid' | 'liquid';
      amplitude: number;
      turnsPerFrame: number;
      sine: Sine;
    },
  ) {
    super(parameters);
    const { form, amplitude, turnsPerFrame, sine } = parameters;
    this.solid = form === 'solid';
    this.amplitude = requirePositive('amplitude', amplitude);
    this.turnsPerFrame = requirePositive('turnsPerFrame', turnsPerFrame);
    this.sine = sine;
  }

  override demand(demand: number): number {
    const turns = this.elapsedFrames * this.turnsPerFrame;
    const sway = this.share * this.amplitude * this.sine(turns - Math.floor(turns));
    return (this.solid ? this.heldAt : demand) + sway;
  }
}

export class FeedbackFault extends DemandFault {
  private readonly offset: number;

  /** `offset`: what the position sensor reads too much, in the effector's unit. */
  constructor(parameters: ActuatorFaultWindow & { offset: number }) {
    super(parameters);
    if (!Number.isFinite(parameters.offset))
      throw new RangeError(`offset = ${parameters.offset} is not a finite number`);
    this.offset = parameters.offset;
  }

  override demand(demand: number): number {
    return demand - this.feedbackError;
  }

  override get feedbackError(): number {
    return this.share * this.offset;
  }
}

export class VoterStuckFault extends DemandFault {
  private output = NO_COMMAND;

  override rest(voted: number): void {
    super.rest(voted);
    if (voted !== NO_COMMAND) this.output = voted;
  }

  override vote(voted: number): number {
    if (this.output === NO_COMMAND) this.output = voted;
    return this.output;
  }

  override reset(): void {
    super.reset();
    this.output = NO_COMMAND;
  }
}

function requirePositive(name: string, value: number): number {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} = ${value} is not in (0, ∞)`);
  return value;
}
