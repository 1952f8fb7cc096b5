/**
 * A reading that no longer follows the truth: the last one before the onset, or a given one.
 *
 * XL Airways 888T (2008): two angle-of-attack vanes froze at nearly the same angle, outvoted the good third for
 * the rest of the flight, and were themselves good to look at. A frozen vane still passes through an analogue
 * chain, so the count may flicker: `ditherLsb` lets it wander evenly within ± that many counts of where it stuck,
 * which defeats a monitor that only looks for a count that never changes.
 *
 * With an onset on the first frame flown there is no last reading, and the first one sticks.
 */
import { NO_DATA } from '../firmware/icd/quantities.js';
import { type FaultWindow, requireRange, SensorFault } from './faults.js';
import type { NoiseSource } from './noise-source.js';

/** Flicker about the count that stuck: evenly −lsb … +lsb, a new draw each frame from the fault's own source. */
export interface Dither {
  readonly lsb: number;
  readonly noise: NoiseSource;
}

export class StuckFault extends SensorFault {
  private held = 0;
  private holding = false;
  private readonly fixed: boolean;
  private readonly dither: Dither | null;

  /** `at`: the count it sticks at, or 'last' (default). */
  constructor(parameters: FaultWindow & { at?: number | 'last'; dither?: Dither }) {
    super(parameters);
    const { at = 'last', dither = null } = parameters;
    this.fixed = at !== 'last';
    if (at !== 'last') {
      this.held = requireRange('at', at);
      this.holding = true;
    }
    if (dither) requireRange('ditherLsb', dither.lsb, { min: 0, max: 32767 });
    this.dither = dither;
  }

  protected override observe(count: number): void {
    if (this.fixed) return;
    this.held = count;
    this.holding = true;
  }

  protected distort(count: number): number {
    if (!this.holding) {
      if (count === NO_DATA) return NO_DATA;
      this.observe(count);
    }
    if (this.dither === null) return this.held;
    const { lsb, noise } = this.dither;
    return this.held + Math.floor(noise.uniform() * (2 * lsb + 1)) - lsb;
  }
}
