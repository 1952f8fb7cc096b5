/**
 * A channel's sensors with the faults its plan gives them. Two-faced sensors are not here: what differs per
 * receiver is put into the channel's report on its way out (`hil/fault/faulty-node.ts`).
 */
import exp from '@stdlib/math-base-special-exp';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { CloggedPitotFault } from '../../sensors/clogged-pitot.js';
import { LagFault, SlowFault, StaleFault } from '../../sensors/delay.js';
import { QuantisationFault, SaturationFault, ScaleFault } from '../../sensors/transfer.js';
import { SensorSet } from '../../sensors/sensor-set.js';
import { BiasFault, DriftFault, NoiseFault, SpikesFault, type SensorFault } from '../../sensors/faults.js';
import { DropoutFault } from '../../sensors/dropout.js';
import { StuckFault } from '../../sensors/stuck.js';
import type { SensorFaultSpec } from '../fault/fault-spec.js';
import { stream } from '../random/stream.js';
import { windowOf } from './fault-window.js';
import type { FaultBoard } from './fault-board.js';
import type { RigSpec } from './rig-spec.js';

export function createSensors(
  spec: RigSpec,
  { seed, channel, faults }: { seed: string; channel: number; faults: FaultBoard },
): SensorSet {
  const periodS = spec.frame.periodUs / 1e6;
  const sensors = new SensorSet({
    parameters: spec.sensors,
    lagCoefficients: spec.sensors.map(({ lagS }) => lagCoefficient({ periodS, lagS })),
    noise: stream(seed, `sensor/${channel}`),
    biases: spec.sensors.map(({ channelBias }) => channelBias?.[channel]),
  });
  for (const track of faults.tracks) {
    const { spec: fault } = track;
    if (fault.kind !== 'sensor' || fault.channel !== channel || fault.mode === 'two-faced') continue;
    const models = fault.quantities.map((quantity) => {
      const model = createFault(fault, { seed, periodS, quantity });
      sensors.attach(quantity, model);
      return model;
    });
    faults.watch(track, models);
  }
  return sensors;
}

/** 1 − exp(−T/τ): how far a first-order lag goes towards its input in one period. */
export function lagCoefficient({ periodS, lagS }: { periodS: number; lagS: number }): number {
  return lagS === 0 ? 1 : 1 - exp(-periodS / lagS);
}

/** The count at which a sensor sticks. Zero is that of its unit: a vane at 0 deg reads 9,600 counts. */
function stuckAt(value: number | 'last' | 'min' | 'max' | 'zero', quantity: number): number | 'last' {
  if (typeof value === 'number' || value === 'last') return value;
  const { min, max, zero, lsb } = QUANTITIES[quantity];
  return value === 'zero' ? -zero / lsb : value === 'min' ? min : max;
}

function createFault(
  fault: Exclude<SensorFaultSpec, { mode: 'two-faced' }>,
  { seed, periodS, quantity }: { seed: string; periodS: number; quantity: number },
): SensorFault {
  const window = windowOf(fault);
  const noise = stream(seed, `fault/${fault.id}/${quantity}`);
  switch (fault.mode) {
    case 'stuck':
      return new StuckFault({
        ...window,
        at: stuckAt(fault.value, quantity),
        ...(fault.ditherLsb > 0 ? { dither: { lsb: fault.ditherLsb, noise } } : {}),
      });
    case 'scale':
      return new ScaleFault({ ...window, factor: fault.factor });
    case 'sign-flip':
      return new ScaleFault({ ...window, factor: -1 });
    case 'unit-error':
      return new ScaleFault({ ...window, factor: fault.factors[fault.quantities.indexOf(quantity)] });
    case 'quantisation':
      return new QuantisationFault({ ...window, step: fault.step });
    case 'saturation':
      return new SaturationFault({ ...window, low: fault.low ?? -Infinity, high: fault.high ?? Infinity });
    case 'lag':
      return new LagFault({
        ...window,
        lagCoefficient: lagCoefficient({ periodS, lagS: fault.timeConstantS }),
      });
    case 'slow':
      return new SlowFault({ ...window, everyFrames: fault.everyFrames });
    case 'stale':
      return new StaleFault({ ...window, ageFrames: fault.ageFrames });
    case 'clogged-pitot':
      return new CloggedPitotFault({ ...window, drain: fault.drain });
    case 'bias':
      return new BiasFault({ ...window, offset: fault.offset });
    case 'drift':
      return new DriftFault({ ...window, ratePerS: fault.ratePerS, periodS });
    case 'noise':
      return new NoiseFault({ ...window, sigma: fault.sigma, noise });
    case 'spikes':
      return new SpikesFault({
        ...window,
        height: fault.height,
        widthFrames: fault.widthFrames,
        spacingFrames: fault.spacingFrames,
      });
    case 'dropout':
      return new DropoutFault({
        ...window,
        ...(fault.cycle === null ? {} : { pattern: { kind: 'cycle', ...fault.cycle } }),
      });
    default:
      return fault satisfies never;
  }
}
