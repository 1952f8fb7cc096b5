/**
 * A wrong transfer curve: the reading follows the truth, along another line than it should.
 *
 *   scale          zero + factor · (reading − zero)     a factor about the zero of the unit, not of the count
 *   quantisation   the nearest multiple of a step        a converter that has lost its low bits
 *   saturation     kept between two limits               an amplifier that clips early
 *
 * A flipped sign is the factor −1, and a wrong unit the factor between the units: one class for the three, and the
 * names are the catalogue's. Angle of attack shows why the zero matters: it counts from −30 deg, so that half its
 * count would be −13 deg where half the angle was meant.
 */
import { QUANTITIES } from '../firmware/icd/quantities.js';
import { type FaultWindow, requireRange, SensorFault } from './faults.js';

export class ScaleFault extends SensorFault {
  private readonly factor: number;

  /** `factor`: 1 = healthy. A ramp leads from 1 to it. */
  constructor(parameters: FaultWindow & { factor: number }) {
    super(parameters);
    this.factor = requireRange('factor', parameters.factor);
  }

  protected distort(count: number): number {
    const { lsb, zero } = QUANTITIES[this.quantity];
    const zeroCounts = -zero / lsb;
    return zeroCounts + (1 + this.share * (this.factor - 1)) * (count - zeroCounts);
  }
}

export class QuantisationFault extends SensorFault {
  private readonly step: number;

  /** `step` in counts, ≥ 1; multiples are counted from count 0, halves go away from it. */
  constructor(parameters: FaultWindow & { step: number }) {
    super(parameters);
    this.step = requireRange('step', parameters.step, { min: 1, max: 32767 });
  }

  protected distort(count: number): number {
    const steps = Math.floor(Math.abs(count) / this.step + 0.5);
    return count < 0 ? -steps * this.step : steps * this.step;
  }
}

export class SaturationFault extends SensorFault {
  private readonly low: number;
  private readonly high: number;

  /** `low` < `high`, counts; ±Infinity = no limit on that side. */
  constructor(parameters: FaultWindow & { low: number; high: number }) {
    super(parameters);
    const { low, high } = parameters;
    if (!(low < high)) throw new RangeError(`low = ${low} is not below high = ${high}`);
    this.low = low;
    this.high = high;
  }

  protected distort(count: number): number {
    return Math.min(Math.max(count, this.low), this.high);
  }
}
