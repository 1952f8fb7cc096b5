/**
 * What goes wrong with one sensor of one channel: a fault takes the count that would have been read and gives
 * the count that is read instead.
 *
 *   truth → lag → bias → noise → quantise → [fault] → [fault] → count
 *                                   healthy   in the order attached
 *
 * A fault acts on frames onset … onset + frames − 1, or with a duty cycle on the first of every so many, and works in counts; its caller converts units. What it
 * gives is rounded and kept on the scale like a healthy reading. Where there is no data, no fault can alter it,
 * so NO_DATA passes through the rest of the chain. *Changed* says that this frame's count differs from what it
 * would have been, *activated* that some frame's did: a stuck sensor on an aircraft that does not move has not
 * been activated, and a campaign must not count it as tolerated.
 *
 * Faults before quantisation were the alternative; then "stuck at the last count" could not be said exactly.
 */
import { NO_DATA, QUANTITIES, QUANTITY_COUNT } from '../firmware/icd/quantities.js';
import type { NoiseSource } from './noise-source.js';
import { quantiseCounts } from './quantise.js';

export interface FaultWindow {
  /** First frame on which the fault acts. */
  readonly onset: number;
  /** Number of frames on which it acts; Infinity for a permanent fault. */
  readonly frames: number;
  /** Intermittent: it acts on the first `activeFrames` of every `cycleFrames` from the onset; left out = on all. */
  readonly duty?: { readonly activeFrames: number; readonly cycleFrames: number };
  /** Frames in which its amount grows from 0 to full, linearly from the onset; left out = full at once. */
  readonly rampFrames?: number;
}

export abstract class SensorFault {
  readonly onset: number;
  readonly frames: number;
  private readonly activeFrames: number;
  private readonly cycleFrames: number;
  private readonly rampFrames: number;
  /** The fault has altered a count at least once. */
  activated = false;
  /** The fault altered the count of the latest frame. */
  changed = false;
  /** Frames since the onset, 0 on the first. */
  protected elapsedFrames = 0;
  /** What it is installed on; −1 before. */
  protected quantity = -1;

  constructor(window: FaultWindow) {
    requireRange('onset', window.onset, { min: 0, max: Number.MAX_SAFE_INTEGER });
    if (!(window.frames >= 0)) throw new RangeError(`frames = ${window.frames} is not 0 … Infinity`);
    const { duty = { activeFrames: 1, cycleFrames: 1 }, rampFrames = 0 } = window;
    requireRange('cycleFrames', duty.cycleFrames, { min: 1, max: Number.MAX_SAFE_INTEGER });
    requireRange('activeFrames', duty.activeFrames, { min: 1, max: duty.cycleFrames });
    requireRange('rampFrames', rampFrames, { min: 0, max: Number.MAX_SAFE_INTEGER });
    this.onset = window.onset;
    this.frames = window.frames;
    this.activeFrames = duty.activeFrames;
    this.cycleFrames = duty.cycleFrames;
    this.rampFrames = rampFrames;
  }

  /** How much of its amount the fault has on the latest frame: 0 … 1. */
  protected get share(): number {
    return this.elapsedFrames >= this.rampFrames ? 1 : this.elapsedFrames / this.rampFrames;
  }

  /** Binds the fault to the quantity it acts on; a fault belongs to one sensor, so a second call throws. */
  install(quantity: number): void {
    if (!Number.isInteger(quantity) || quantity < 0 || quantity >= QUANTITY_COUNT) {
      throw new RangeError(`quantity = ${quantity} is not 0 … ${QUANTITY_COUNT - 1}`);
    }
    if (this.quantity >= 0) throw new Error(`fault is already on ${QUANTITIES[this.quantity].name}`);
    this.quantity = quantity;
  }

  /** Whether the fault acts on this frame. */
  active(frame: number): boolean {
    const elapsed = frame - this.onset;
    return elapsed >= 0 && elapsed < this.frames && elapsed % this.cycleFrames < this.activeFrames;
  }

  /** Replaces the fault's own count among the sixteen; called once a frame, active or not. */
  apply(counts: Int16Array, frame: number): void {
    const before = counts[this.quantity];
    this.changed = false;
    if (!this.active(frame)) {
      if (before !== NO_DATA) this.observe(before);
      return;
    }
    this.elapsedFrames = frame - this.onset;
    const faulty = this.distort(before);
    if (before === NO_DATA) return;
    const after = faulty === NO_DATA ? NO_DATA : quantiseCounts(faulty, QUANTITIES[this.quantity]);
    if (after === before) return;
    counts[this.quantity] = after;
    this.changed = true;
    this.activated = true;
  }

  /** A reading that passes by while the fault does not act. */
  protected observe(_count: number): void {}

  /** What is read in place of `count`: a real number of counts, or NO_DATA. Called once on each active frame. */
  protected abstract distort(count: number): number;
}

/** A constant offset. */
export class BiasFault extends SensorFault {
  private readonly offset: number;

  /** `offset` in counts. */
  constructor(parameters: FaultWindow & { offset: number }) {
    super(parameters);
    this.offset = requireRange('offset', parameters.offset);
  }

  protected distort(count: number): number {
    return count + this.share * this.offset;
  }
}

/** An offset that grows from nothing at the onset; slow enough, it passes every check of one sample against the last. */
export class DriftFault extends SensorFault {
  private readonly perFrame: number;

  /** `ratePerS` in counts per second, `periodS` the length of a frame in seconds. */
  constructor(parameters: FaultWindow & { ratePerS: number; periodS: number }) {
    super(parameters);
    this.perFrame =
      requireRange('ratePerS', parameters.ratePerS) * requireRange('periodS', parameters.periodS);
  }

  protected distort(count: number): number {
    return count + this.perFrame * this.elapsedFrames;
  }
}

/** More noise than the sensor should have, on top of its own. */
export class NoiseFault extends SensorFault {
  private readonly sigma: number;
  private readonly noise: NoiseSource;

  /** `sigma` in counts, ≥ 0; `noise` is the fault's own source. */
  constructor(parameters: FaultWindow & { sigma: number; noise: NoiseSource }) {
    super(parameters);
    this.sigma = requireRange('sigma', parameters.sigma, { min: 0, max: Number.MAX_VALUE });
    this.noise = parameters.noise;
  }

  protected distort(count: number): number {
    return count + this.share * this.sigma * this.noise.gaussian();
  }
}

/**
 * Spikes of one height at even spacing, the first at the onset. QF72 (ATSB AO-2008-070): spikes of angle of
 * attack 1.2 s apart were each rejected, and each rejection ended just in time for the next.
 */
export class SpikesFault extends SensorFault {
  private readonly height: number;
  private readonly widthFrames: number;
  private readonly spacingFrames: number;

  /** `height` in counts; `spacingFrames` from the start of one spike to the start of the next, > `widthFrames` ≥ 1. */
  constructor(parameters: FaultWindow & { height: number; widthFrames: number; spacingFrames: number }) {
    super(parameters);
    const { height, widthFrames, spacingFrames } = parameters;
    this.height = requireRange('height', height);
    this.widthFrames = requireRange('widthFrames', widthFrames, { min: 1, max: Number.MAX_SAFE_INTEGER });
    this.spacingFrames = requireRange('spacingFrames', spacingFrames, {
      min: widthFrames + 1,
      max: Number.MAX_SAFE_INTEGER,
    });
  }

  protected distort(count: number): number {
    const spike = this.elapsedFrames % this.spacingFrames < this.widthFrames;
    return spike ? count + this.share * this.height : count;
  }
}

/** The value if it is a finite number in range; otherwise throws a RangeError that names it. */
export function requireRange(name: string, value: number, range?: { min: number; max: number }): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} = ${value} is not a finite number`);
  if (range && (value < range.min || value > range.max)) {
    throw new RangeError(`${name} = ${value} is not in ${range.min} … ${range.max}`);
  }
  return value;
}
