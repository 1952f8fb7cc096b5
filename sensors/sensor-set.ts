/**
 * The sensors of one channel: sixteen truths in, sixteen counts out, once a frame.
 *
 *   truth → sensor → healthy → faults, in the order attached → counts
 *
 * Each sensor draws one variate on every sample, wanted or not: setting one sensor's noise to zero leaves the
 * noise of all the others, bit for bit, as it was. So does a fault, which acts on the finished count and, if it
 * needs luck, has its own. The coefficient of the lag, 1 − exp(−T/τ), is handed in, because an engine's own
 * exponential is not the same everywhere.
 *
 * One source of noise per sensor was the alternative: sixteen times the streams for the same independence.
 */
import { NO_DATA, QUANTITIES, QUANTITY_COUNT } from '../firmware/icd/quantities.js';
import type { SensorFault } from './faults.js';
import type { SampleNoise } from './noise-source.js';
import { wrapCounts } from './quantise.js';
import { createSensor, SENSOR, SENSOR_LENGTH } from './sensor.js';
import type { SensorParameters } from './sensor-parameters.js';

/** Quantities that go all the way round. */
const CIRCULAR: readonly number[] = QUANTITIES.flatMap((quantity, q) => (quantity.circular ? [q] : []));

/** The variates of one sample: of the module, where access is cheapest, since a sample is never interrupted. */
const VARIATES = new Float64Array(QUANTITY_COUNT);

export class SensorSet {
  /** Counts before faults, index = quantity. */
  readonly healthy = new Int16Array(QUANTITY_COUNT);
  /** Counts that the channel reads, index = quantity. */
  readonly counts = new Int16Array(QUANTITY_COUNT);
  /** SENSOR_LENGTH numbers per quantity. */
  private readonly sensors = new Float64Array(QUANTITY_COUNT * SENSOR_LENGTH);
  private readonly faults: SensorFault[] = [];
  private readonly noise: SampleNoise;
  private settled = false;

  /**
   * Draws this channel's biases: one uniform variate per quantity, in order.
   *
   * @param parameters one per quantity; `noise` and `bias` are used, `lagS` is in `lagCoefficients` already
   * @param lagCoefficients one per quantity, 1 − exp(−T/lagS): 0 < a ≤ 1, 1 = no lag
   * @param noise the channel's own source
   * @param biases this channel's own where they are given and not drawn, in the quantities' units
   * @throws RangeError for a length other than 16 or a value out of range
   */
  constructor(options: {
    parameters: readonly SensorParameters[];
    lagCoefficients: ArrayLike<number>;
    noise: SampleNoise;
    biases?: readonly (number | undefined)[];
  }) {
    const { parameters, lagCoefficients, noise, biases } = options;
    requireSixteen('parameters', parameters);
    requireSixteen('lagCoefficients', lagCoefficients);
    this.noise = noise;
    QUANTITIES.forEach((quantity, q) => {
      const { noise: sigma, bias } = parameters[q];
      if (!(bias >= 0)) throw new RangeError(`bias of ${quantity.name} = ${bias} is not ≥ 0`);
      const drawn = (2 * noise.uniform() - 1) * bias;
      const sensor = createSensor({
        quantity,
        noise: sigma,
        bias: biases?.[q] ?? drawn,
        lagCoefficient: lagCoefficients[q],
      });
      this.sensors.set(sensor, q * SENSOR_LENGTH);
    });
  }

  /** Puts a fault on one quantity's sensor, after those it already has; a fault serves one sensor only. */
  attach(quantity: number, fault: SensorFault): void {
    fault.install(quantity);
    this.faults.push(fault);
  }

  /**
   * Takes one sample: fills `healthy` and `counts`. The first finds every lag settled on the truth it is shown.
   * `truth`: 16 finite values in the order and units of QUANTITIES; circular angles may be given as 0 … 360 or ±180 deg.
   */
  sample(truth: Float64Array, frame: number): void {
    const { sensors, noise, healthy, counts, faults } = this;
    if (!this.settled) this.settle(truth);
    this.unwrap(truth);
    noise.gaussians(VARIATES);
    for (let q = 0, at = 0; q < QUANTITY_COUNT; q++, at += SENSOR_LENGTH) {
      const exact = truth[q] * sensors[at + SENSOR.countsPerUnit] + sensors[at + SENSOR.offsetCounts];
      const before = sensors[at + SENSOR.laggedCounts];
      const lagged = before + sensors[at + SENSOR.lagCoefficient] * (exact - before);
      sensors[at + SENSOR.laggedCounts] = lagged;
      const reading = lagged + sensors[at + SENSOR.sigmaCounts] * VARIATES[q];
      const min = sensors[at + SENSOR.minCount];
      const max = sensors[at + SENSOR.maxCount];
      // The rule of `quantiseCounts`, written out; what is stored in 16 bits loses its whole turns.
      // Halves go away from zero by the sign bit: to branch on the sign of noise is to guess wrong every other time.
      const half = 0.5 - (Math.floor(reading) >>> 31);
      const count = reading <= min ? min : reading >= max ? max : (reading + half) | 0;
      healthy[q] = count;
      counts[q] = count;
    }
    for (let i = 0; i < CIRCULAR.length; i++) {
      const q = CIRCULAR[i];
      if (healthy[q] === NO_DATA) healthy[q] = counts[q] = QUANTITIES[q].min;
    }
    for (let i = 0; i < faults.length; i++) faults[i].apply(counts, frame);
  }

  private settle(truth: Float64Array): void {
    this.settled = true;
    for (let q = 0; q < QUANTITY_COUNT; q++)
      this.sensors[q * SENSOR_LENGTH + SENSOR.laggedCounts] = this.exactCounts(truth, q);
  }

  /** Moves the lag's state by whole turns next to the truth, so that on a circle it goes the shorter way round. */
  private unwrap(truth: Float64Array): void {
    for (let i = 0; i < CIRCULAR.length; i++) {
      const lagged = CIRCULAR[i] * SENSOR_LENGTH + SENSOR.laggedCounts;
      const exact = this.exactCounts(truth, CIRCULAR[i]);
      this.sensors[lagged] = exact - wrapCounts(exact - this.sensors[lagged]);
    }
  }

  /** Where a quantity's truth lies on its sensor's scale: a real number of counts. */
  private exactCounts(truth: Float64Array, quantity: number): number {
    const at = quantity * SENSOR_LENGTH;
    return truth[quantity] * this.sensors[at + SENSOR.countsPerUnit] + this.sensors[at + SENSOR.offsetCounts];
  }
}

function requireSixteen(name: string, list: { readonly length: number }): void {
  if (list.length !== QUANTITY_COUNT) {
    throw new RangeError(`${name} has ${list.length} entries, not ${QUANTITY_COUNT}`);
  }
}
