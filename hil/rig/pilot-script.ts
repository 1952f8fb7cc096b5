/**
 * The pilot of a rig: a list of steps, each control staying where it was last put. The truth the stick sensors
 * look at is this, so a pilot's input is measured, agreed and selected like any other quantity.
 */
import { QUANTITY } from '../../firmware/icd/quantities.js';
import type { PilotStep } from './rig-spec.js';

export class PilotScript {
  readonly #steps: readonly { frame: number; quantity: number; value: number }[];
  #next = 0;

  constructor({ steps, periodUs }: { steps: readonly PilotStep[]; periodUs: number }) {
    const moves: { frame: number; quantity: number; value: number }[] = [];
    for (const { atS, ...controls } of steps) {
      const frame = Math.round((atS * 1e6) / periodUs);
      for (const name of ['stickPitch', 'stickRoll', 'pedals', 'throttle'] as const) {
        const value = controls[name];
        if (value !== undefined) moves.push({ frame, quantity: QUANTITY[name], value });
      }
    }
    this.#steps = moves.sort((a, b) => a.frame - b.frame);
  }

  /** Applies the steps that are due; frames must be asked for in order. */
  apply(frame: number, truth: Float64Array): void {
    while (this.#next < this.#steps.length && this.#steps[this.#next].frame <= frame) {
      const { quantity, value } = this.#steps[this.#next++];
      truth[quantity] = value;
    }
  }
}
