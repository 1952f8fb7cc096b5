/**
 * Right, but late: the reading is true of another time.
 *
 *   truth   1 2 3 4 5 6 7 8
 *   lag     1 1 2 2 3 4 5 6     first order, on its way to where the truth was
 *   slow    1 1 1 4 4 4 7 7     a new sample every third frame, repeated in between
 *   stale   1 1 1 1 2 3 4 5     the sample of three frames ago, every frame, as if it were new
 *
 * All three carry a fresh stamp, so that nothing but a comparison with other channels can find them, and on an
 * aircraft that does not move nothing can. None of them forgets while it is not acting: an intermittent lag takes
 * up from the reading of the frame before.
 */
import { NO_DATA, QUANTITIES } from '../firmware/icd/quantities.js';
import { type FaultWindow, requireRange, SensorFault } from './faults.js';
import { wrapCounts } from './quantise.js';

/** One more first-order lag, behind the converter. */
export class LagFault extends SensorFault {
  private readonly lagCoefficient: number;
  private lagged = 0;
  private settled = false;

  /** `lagCoefficient`: 1 − exp(−T/τ), 0 < a ≤ 1. */
  constructor(parameters: FaultWindow & { lagCoefficient: number }) {
    super(parameters);
    const { lagCoefficient } = parameters;
    this.lagCoefficient = requireRange('lagCoefficient', lagCoefficient, { min: Number.MIN_VALUE, max: 1 });
  }

  protected override observe(count: number): void {
    this.lagged = count;
    this.settled = true;
  }

  protected distort(count: number): number {
    if (count === NO_DATA) return NO_DATA;
    if (!this.settled) this.observe(count);
    const away = count - this.lagged;
    const shorter = QUANTITIES[this.quantity].circular ? wrapCounts(away) : away;
    this.lagged += this.lagCoefficient * shorter;
    return this.lagged;
  }
}

/** A sample rate below the frame rate. */
export class SlowFault extends SensorFault {
  private readonly everyFrames: number;
  private held = NO_DATA;

  /** `everyFrames` ≥ 2: frames from one new sample to the next, the first at the onset. */
  constructor(parameters: FaultWindow & { everyFrames: number }) {
    super(parameters);
    this.everyFrames = requireRange('everyFrames', parameters.everyFrames, {
      min: 2,
      max: Number.MAX_SAFE_INTEGER,
    });
  }

  protected override observe(count: number): void {
    this.held = count;
  }

  protected distort(count: number): number {
    if (count === NO_DATA) return NO_DATA;
    if (this.held === NO_DATA || this.elapsedFrames % this.everyFrames === 0) this.held = count;
    return this.held;
  }
}

/** Old samples under fresh stamps. */
export class StaleFault extends SensorFault {
  /** By frame, around and around. */
  private readonly history: Int16Array;
  private filled = 0;

  /** `ageFrames`: 1 … 10,000. Before so many frames have been seen, the oldest is read. */
  constructor(parameters: FaultWindow & { ageFrames: number }) {
    super(parameters);
    const ageFrames = requireRange('ageFrames', parameters.ageFrames, { min: 1, max: 10_000 });
    this.history = new Int16Array(ageFrames + 1);
  }

  override apply(counts: Int16Array, frame: number): void {
    this.history[this.filled % this.history.length] = counts[this.quantity];
    this.filled++;
    super.apply(counts, frame);
  }

  protected distort(): number {
    const oldest = Math.max(0, this.filled - this.history.length);
    return this.history[oldest % this.history.length];
  }
}
