/**
 * Where a surface comes to rest under up to three motors of equal strength, each pulling toward its own place.
 *
 *   force of motor i at x   f(x) = clamp((place − x) / band, −1, +1)        unit: one motor's stall force
 *
 *        places  ├──lo────mid─────────────────hi──┤       sum 0 at x:
 *                     x·                                  (lo + mid + band) / 2       hi is overpowered
 *                         ·x                              mid                         lo and hi cancel
 *
 * The surface weighs nothing against its motors, so within a frame it goes where the forces cancel, and that can
 * be written down: the sum is a falling, piecewise linear function of x. Three motors always have exactly one such
 * point, because three stalled motors cannot cancel; it never lies outside the band around the middle place, which
 * is why one motor never beats two (ACT-FORCE). A third that is hard over costs half a band. Two motors that want
 * different things cancel anywhere in between, and the surface stays as near as it can to where it is.
 *
 * Integrating the motion with steps inside the frame was the alternative: stiff motors need dozens of them, and
 * end at the same place.
 */

export const MOTOR_COUNT = 3;

/** All three motors pull. */
const ALL = 0b111;

export class ForceBalance {
  /** Where each motor pulls to, in the effector's unit. */
  readonly places = new Float64Array(MOTOR_COUNT);
  /** Bit i: motor i pulls. */
  engaged = 0;
  private readonly band: number = 0;

  /** `band`: distance at which a motor pulls with all its force, in the effector's unit, > 0. */
  constructor(band: number) {
    if (!(band > 0 && band < Infinity)) throw new RangeError(`proportionalBand = ${band} is not in (0, ∞)`);
    this.band = band;
  }

  /** The resting place nearest to `from`; `from` itself where no motor pulls. */
  equilibrium(from: number): number {
    const { places, engaged } = this;
    if (engaged === ALL) return this.amongThree();
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < MOTOR_COUNT; i++) {
      if ((engaged & (1 << i)) === 0) continue;
      low = Math.min(low, places[i]);
      high = Math.max(high, places[i]);
    }
    if (low > high) return from;
    if (high - low <= 2 * this.band) return (low + high) / 2;
    return Math.min(Math.max(from, low + this.band), high - this.band);
  }

  private amongThree(): number {
    const { places, band } = this;
    const low = Math.min(places[0], places[1], places[2]);
    const high = Math.max(places[0], places[1], places[2]);
    if (low === high) return low;
    const middle = median(places);
    const below = middle - low;
    const above = high - middle;
    if (below >= band && above >= band) return middle;
    if (below <= band && below + 2 * above >= 3 * band) return (low + middle + band) / 2;
    if (above <= band && above + 2 * below >= 3 * band) return (middle + high - band) / 2;
    return (low + middle + high) / 3;
  }

  /**
   * Force that the motors spend on each other with the surface at `at`: (Σ|f| − |Σf|) / 2, in one motor's stall
   * force. 0 when all pull the same way or not at all; 1, the most there is, when two hold off a stalled third.
   */
  forceFight(at: number): number {
    const { places, engaged } = this;
    if (engaged === ALL && places[0] === places[1] && places[1] === places[2]) return 0;
    let sum = 0;
    let spent = 0;
    for (let i = 0; i < MOTOR_COUNT; i++) {
      if ((engaged & (1 << i)) === 0) continue;
      const force = Math.min(Math.max((places[i] - at) / this.band, -1), 1);
      sum += force;
      spent += Math.abs(force);
    }
    return (spent - Math.abs(sum)) / 2;
  }
}

/** The middle of three. */
export function median(three: Float64Array): number {
  const low = Math.min(three[0], three[1]);
  const high = Math.max(three[0], three[1]);
  return Math.max(low, Math.min(high, three[2]));
}
