/**
 * Does the surface go where it was told? A position that stays further than the tolerance from the command for
 * PERSISTENCE frames means that the drive is jammed, running away or gone. A healthy servo closes any step from
 * end to end well within that time, so a large command alone never raises it.
 */

/** One second at 20 ms: the slowest healthy servo goes from end to end in 0.9 s. */
export const FOLLOW_PERSISTENCE_FRAMES = 50;

export class FollowMonitor {
  readonly #tolerance: number;
  #running = 0;

  /** `tolerance` in the effector's unit. */
  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  /** One frame: `expected` and `position` in the effector's unit; returns whether they miscompare. */
  update(expected: number, position: number): boolean {
    const apart = expected - position;
    this.#running = apart > this.#tolerance || apart < -this.#tolerance ? this.#running + 1 : 0;
    return this.#running >= FOLLOW_PERSISTENCE_FRAMES;
  }

  /** There is nothing to compare with in this frame. */
  rest(): void {
    this.#running = 0;
  }
}
