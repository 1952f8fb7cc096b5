/**
 * The modes of a sensor, the keys that each takes, and what they mean in counts.
 */
import { z } from 'zod';
import { receiversOf, type Given } from './given-receivers.js';
import { amount, count, COUNT_MAX, type Modes, perReceiver, step } from './mode-shapes.js';

export const SENSOR_MODES: Modes = {
  stuck: (suffixes) => ({
    ...amount('value', z.union([z.literal('last'), count]), {
      about: 'Where it sticks; last = where it was',
      suffixes,
    }),
    ditherLsb: z.int().min(0).max(1000).default(0).describe('Still wanders by up to so many counts'),
  }),
  bias: (suffixes) => amount('offset', step, { about: 'Added to the reading', suffixes }),
  drift: (suffixes) =>
    amount('rate', z.number().min(-2e6).max(2e6), {
      about: 'Drift per second from the onset',
      suffixes,
      tail: 'PerS',
    }),
  noise: (suffixes) =>
    amount('sigma', z.number().gt(0).max(COUNT_MAX), {
      about: 'Standard deviation of the added noise',
      suffixes,
      inUnit: z.number().gt(0),
    }),
  spikes: (suffixes) => ({
    ...amount('height', step, { about: 'Height of a spike', suffixes }),
    widthFrames: z.int().min(1).max(100_000).default(1).describe('Frames a spike lasts'),
    spacingFrames: z.int().min(2).max(100_000).default(60).describe('Frames from spike to spike'),
  }),
  dropout: () => ({
    silentFrames: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe('Frames without a reading of every cycleFrames; left out = all'),
    cycleFrames: z.int().min(2).max(100_000).optional().describe('Frames from one silence to the next'),
  }),
  'two-faced': perReceiver,
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
