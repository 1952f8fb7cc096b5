/**
 * A servo: a position that moves toward a target, no faster than its rate and no further than its ends.
 *
 *   step = a · (target − position),  |step| ≤ rate · T,  a = 1 − exp(−T · bandwidth)
 *
 * Sampled once a frame this is exact for a target held over the frame, as long as the rate limit is not reached;
 * where it is, the motion is a straight line, and the frame in which the limit lets go is off by less than one
 * step of the lag. Integrating inside the frame was the alternative; the coefficient costs nothing and cannot be
 * unstable. It is handed in, because an engine's own exponential is not the same everywhere.
 *
 * Closer than 1e-9 units (a millionth of a count) the servo has arrived, so that two that were told the same end
 * in the same bits.
 */
import { EFFECTORS } from '../firmware/icd/effectors.js';
import { saturate } from '../firmware/icd/integers.js';

const ARRIVED = 1e-9;

export class Servo {
  /** In the effector's unit. */
  position = 0;
  // Numbers from the start: V8 never stores a field that was once undefined as a plain double.
  private readonly lagCoefficient: number = 0;
  private readonly dampedCoefficient: number = 0;
  private readonly stepMax: number = 0;
  private readonly low: number = 0;
  private readonly high: number = 0;

  /** @throws RangeError for a value out of range */
  constructor(options: {
    effector: number;
    periodS: number;
    rateLimitPerS: number;
    lagCoefficient: number;
    dampedCoefficient: number;
  }) {
    const { effector, periodS, rateLimitPerS, lagCoefficient, dampedCoefficient } = options;
    const { min, max, countsPerUnit } = EFFECTORS[effector];
    for (const [name, value] of Object.entries({ lagCoefficient, dampedCoefficient })) {
      if (!(value > 0 && value <= 1)) throw new RangeError(`${name} = ${value} is not in (0, 1]`);
    }
    for (const [name, value] of Object.entries({ periodS, rateLimitPerS })) {
      if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} = ${value} is not in (0, ∞)`);
    }
    this.lagCoefficient = lagCoefficient;
    this.dampedCoefficient = dampedCoefficient;
    this.stepMax = rateLimitPerS * periodS;
    this.low = min / countsPerUnit;
    this.high = max / countsPerUnit;
  }

  /** Places it, inside its ends. */
  reset(position: number): void {
    this.position = saturate(position, this.low, this.high);
  }

  /** One frame toward the target, with lag. */
  follow(target: number): void {
    this.approach(target, this.lagCoefficient);
  }

  /** One frame toward the target at full rate. */
  run(target: number): void {
    this.approach(target, 1);
  }

  /** One frame without drive: toward 0, slowly. */
  trail(): void {
    this.approach(0, this.dampedCoefficient);
  }

  private approach(target: number, coefficient: number): void {
    const goal = saturate(target, this.low, this.high);
    const away = goal - this.position;
    const step = saturate(coefficient * away, -this.stepMax, this.stepMax);
    this.position = Math.abs(away - step) < ARRIVED ? goal : this.position + step;
  }
}
