/**
 * The classical fourth-order Runge-Kutta method with a fixed step.
 *
 *     k1 = f(x)   k2 = f(x + h/2 k1)   k3 = f(x + h/2 k2)   k4 = f(x + h k3)
 *     x += h/6 (k1 + 2 k2 + 2 k3 + k4)
 *
 * Controls and gust are held over the step, as the flight computers hold their commands over a frame. The step
 * is fixed because a step that adapts to its own error makes the cost, and with it a recorded flight, depend on
 * rounding; at 20 ms the error in the reference flights is 7e-8, a hundredth of what they allow.
 */
import type { Aircraft } from './aircraft.js';

export interface Integrator {
  /** Advances `state` in place by `stepS` seconds. */
  step(
    aircraft: Aircraft,
    state: Float64Array,
    controls: Float64Array,
    gust: Float64Array,
    stepS: number,
  ): void;
}

/** An integrator for state vectors of one length; it owns its scratch memory, so `step` allocates nothing. */
export function rungeKutta4(stateLength: number): Integrator {
  const k1 = new Float64Array(stateLength);
  const k2 = new Float64Array(stateLength);
  const k3 = new Float64Array(stateLength);
  const k4 = new Float64Array(stateLength);
  const probe = new Float64Array(stateLength);

  function step(
    aircraft: Aircraft,
    state: Float64Array,
    controls: Float64Array,
    gust: Float64Array,
    stepS: number,
  ): void {
    const halfS = 0.5 * stepS;
    const sixthS = stepS / 6;
    aircraft.derivative(state, controls, gust, k1);
    for (let i = 0; i < stateLength; i++) probe[i] = state[i] + halfS * k1[i];
    aircraft.derivative(probe, controls, gust, k2);
    for (let i = 0; i < stateLength; i++) probe[i] = state[i] + halfS * k2[i];
    aircraft.derivative(probe, controls, gust, k3);
    for (let i = 0; i < stateLength; i++) probe[i] = state[i] + stepS * k3[i];
    aircraft.derivative(probe, controls, gust, k4);
    for (let i = 0; i < stateLength; i++) state[i] += sixthS * (k1[i] + 2 * (k2[i] + k3[i]) + k4[i]);
  }

  return { step };
}
