/**
 * What a surface does when there is nobody to follow: it stays where it is, for a while, and then trails.
 *
 * One frame without a majority happens in a healthy rig (a computer restarts while another is late), and moving
 * the surface for it would be worse than not. A second without one means the computers are gone, and a surface
 * held at the deflection of the moment they went is worse than none. A command that returns is followed at once.
 */
import { ACTUATOR_STATE } from './actuator.js';

export class Fallback {
  private readonly holdFrames: number;
  private lostFrames = 0;

  /** `holdFrames`: frames to stay; 0 = trail at once. */
  constructor(holdFrames: number) {
    if (!(holdFrames >= 0)) throw new RangeError(`holdFrames = ${holdFrames} is not 0 … ∞`);
    this.holdFrames = holdFrames;
  }

  /** There is a command. */
  found(): void {
    this.lostFrames = 0;
  }

  /** There is none in this frame; returns the state, `hold` or `damped`. */
  lost(): number {
    if (this.lostFrames >= this.holdFrames) return ACTUATOR_STATE.damped;
    this.lostFrames++;
    return ACTUATOR_STATE.hold;
  }
}
