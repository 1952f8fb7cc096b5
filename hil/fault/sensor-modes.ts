/**
 * The modes of a sensor, the keys that each takes, and what they mean in counts.
 */
import { z } from 'zod';
import { receiversOf, type Given } from './given-receivers.js';
import { amount, count, COUNT_MAX, type Modes, perReceiver, step } from './mode-shapes.js';

export const SENSOR_MODES: Modes = {
  stuck: {
    about: 'follows nothing: stays at its last reading, or at a given one',
    knownFrom: 'XL Airways 888T, 2008: two vanes froze alike and outvoted the good third',
    keys: (suffixes) => ({
      ...amount('value', z.union([z.literal('last'), count]), {
        about: 'Where it sticks; last = where it was',
        suffixes,
      }),
      ditherLsb: z.int().min(0).max(1000).default(0).describe('Still wanders by up to so many counts'),
    }),
    example: 'target=sensor/alpha/0,mode=stuck,onset=150',
  },
  bias: {
    about: 'reads too much or too little by a constant',
    keys: (suffixes) => amount('offset', step, { about: 'Added to the reading', suffixes }),
    ramps: true,
    example: 'target=sensor/alpha/0,mode=bias,offsetDeg=5,onset=150',
  },
  drift: {
    about: 'reads wrong by more and more',
    knownFrom: 'slow enough, it passes every check of one sample against the last',
    keys: (suffixes) =>
      amount('rate', z.number().min(-2e6).max(2e6), {
        about: 'Drift per second from the onset',
        suffixes,
        tail: 'PerS',
      }),
    example: 'target=sensor/alpha/0,mode=drift,rateDegPerS=0.5,onset=150',
  },
  noise: {
    about: 'is noisier than it should be',
    keys: (suffixes) =>
      amount('sigma', z.number().gt(0).max(COUNT_MAX), {
        about: 'Standard deviation of the added noise',
        suffixes,
        inUnit: z.number().gt(0),
      }),
    ramps: true,
    example: 'target=sensor/alpha/0,mode=noise,sigmaDeg=2,onset=150',
  },
  spikes: {
    about: 'reads right, but for spikes of one height at even spacing',
    knownFrom: 'QF72, 2008: spikes 1.2 s apart, 60 frames, beat the filter',
    keys: (suffixes) => ({
      ...amount('height', step, { about: 'Height of a spike', suffixes }),
      widthFrames: z.int().min(1).max(100_000).default(1).describe('Frames a spike lasts'),
      spacingFrames: z.int().min(2).max(100_000).default(60).describe('Frames from spike to spike'),
    }),
    ramps: true,
    example: 'target=sensor/alpha/0,mode=spikes,heightDeg=40,onset=150',
  },
  dropout: {
    about: 'gives no data',
    keys: () => ({
      silentFrames: z
        .int()
        .min(1)
        .max(100_000)
        .optional()
        .describe('Frames without a reading of every cycleFrames; left out = all'),
      cycleFrames: z.int().min(2).max(100_000).optional().describe('Frames from one silence to the next'),
    }),
    example: 'target=sensor/alpha/0,mode=dropout,onset=150',
  },
  'two-faced': {
    about: 'reads something else to each computer',
    knownFrom: 'the lecture’s 777 and 10777: one computer dives, another climbs',
    keys: perReceiver,
    example: 'target=sensor/alpha/0,mode=two-faced,onset=150,to.1=777,to.2=10777',
  },
};

/** The mode's own fields of the spec. */
export function sensorParameters(channel: number, mode: string, given: Given): object {
  const { entry, amounts } = given;
  switch (mode) {
    case 'stuck':
      return { value: amounts.absolute('value') ?? 'last', ditherLsb: entry.ditherLsb };
    case 'bias':
      return { offset: amounts.difference('offset') };
    case 'drift':
      return { ratePerS: amounts.difference('rate', { tail: 'PerS', rounded: false }) };
    case 'noise':
      return { sigma: amounts.difference('sigma', { rounded: false }) };
    case 'spikes': {
      const { widthFrames, spacingFrames } = entry as { widthFrames: number; spacingFrames: number };
      if (spacingFrames <= widthFrames) {
        amounts.refuse(['spacingFrames'], {
          value: spacingFrames,
          message: `must be more than widthFrames (${widthFrames})`,
        });
      }
      return { height: amounts.difference('height'), widthFrames, spacingFrames };
    }
    case 'two-faced':
      return { to: receiversOf(channel, given) };
    case 'dropout':
      return { cycle: cycleOf(given) };
    default:
      return {};
  }
}

function cycleOf({ entry, amounts }: Given): { silentFrames: number; cycleFrames: number } | null {
  const { silentFrames, cycleFrames } = entry as { silentFrames?: number; cycleFrames?: number };
  if (silentFrames === undefined && cycleFrames === undefined) return null;
  if (silentFrames === undefined || cycleFrames === undefined) {
    const key = silentFrames === undefined ? 'silentFrames' : 'cycleFrames';
    amounts.refuse([key], { message: 'is missing', hint: 'silentFrames and cycleFrames go together' });
    return null;
  }
  if (cycleFrames <= silentFrames) {
    const message = `must be more than silentFrames (${silentFrames})`;
    amounts.refuse(['cycleFrames'], { value: cycleFrames, message });
  }
  return { silentFrames, cycleFrames };
}
