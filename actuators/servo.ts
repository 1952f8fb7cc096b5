/**
 * A servo: a first-order lag towards its target, no faster than its rate limit, no further than its stops.
 *
 *   surface    lag 20.2 rad/s     elevator 60 deg/s ± 25     aileron 80 deg/s ± 21.5     rudder 120 deg/s ± 30
 *   throttle   no lag worth modelling beside the engine's own (1 to 10 s); 2 per second from stop to stop
 *
 * Lag and limits are those of the F-16 model in Stevens and Lewis, *Aircraft Control and Simulation*. The lag is
 * taken exactly over a frame: its coefficient 1 − exp(−T/τ) is handed in, because an engine's own exponential is
 * not the same bits everywhere.
 */
import { EFFECTOR, EFFECTORS } from '../firmware/icd/effectors.js';

/** Time constants, s, and rate limits, unit/s, by effector. */
export const SERVO_LAG_S: readonly number[] = [1 / 20.2, 1 / 20.2, 1 / 20.2, 0];
export const SERVO_RATE_PER_S: readonly number[] = [60, 80, 120, 2];

/** A surface without drive trails in the wind to its neutral position with this time constant, s. */
export const DAMPED_LAG_S = 1;

/** Lags of one effector over one frame: 1 − exp(−T/τ), 0 < a ≤ 1. */
export interface ServoLags {
  readonly follow: number;
  readonly damped: number;
}

export class Servo {
  position = 0;
  readonly #lags: ServoLags;
  readonly #stepMax: number;
  readonly #low: number;
  readonly #high: number;
  readonly #neutral: number;

  constructor({ effector, lags, periodS }: { effector: number; lags: ServoLags; periodS: number }) {
    const { min, max, countsPerUnit } = EFFECTORS[effector];
    this.#lags = lags;
    this.#stepMax = SERVO_RATE_PER_S[effector] * periodS;
    this.#low = min / countsPerUnit;
    this.#high = max / countsPerUnit;
    this.#neutral = effector === EFFECTOR.throttle ? min / countsPerUnit : 0;
  }

  /** Moves for one frame towards a target in the effector's unit. */
  follow(target: number): void {
    this.#move(this.#lags.follow * (target - this.position));
  }

  /** Moves for one frame with nothing driving it. */
  trail(): void {
    this.#move(this.#lags.damped * (this.#neutral - this.position));
  }

  /** Moves for one frame at full rate towards a target. */
  run(target: number): void {
    this.#move(target - this.position);
  }

  #move(wanted: number): void {
    const step = wanted > this.#stepMax ? this.#stepMax : wanted < -this.#stepMax ? -this.#stepMax : wanted;
    const position = this.position + step;
    this.position = position < this.#low ? this.#low : position > this.#high ? this.#high : position;
  }
}
