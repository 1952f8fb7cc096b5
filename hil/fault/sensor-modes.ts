/**
 * The modes of a sensor, the keys that each takes, and what they mean in counts.
 */
import { z } from 'zod';
import { QUANTITIES, QUANTITY } from '../../firmware/icd/quantities.js';
import { receiversOf, type Given } from './given-receivers.js';
import { amount, count, COUNT_MAX, type Modes, perReceiver, step } from './mode-shapes.js';

const KNOT_FTPS = 1852 / 3600 / 0.3048;

/** By unit of a quantity: what may be sent instead, and how many of those are in one. */
const WRONG_UNITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  deg: { rad: Math.PI / 180 },
  'deg/s': { 'rad/s': Math.PI / 180 },
  g: { 'm/s2': 9.80665, 'ft/s2': 9.80665 / 0.3048 },
  'ft/s': { kt: 1 / KNOT_FTPS, 'm/s': 0.3048, 'km/h': 0.3048 * 3.6 },
  ft: { m: 0.3048 },
};

export const SENSOR_MODES: Modes = {
  stuck: {
    about: 'follows nothing: stays at its last reading, or at a given one',
    knownFrom: 'XL Airways 888T, 2008: two vanes froze alike and outvoted the good third',
    keys: (suffixes) => ({
      ...amount('value', z.union([z.enum(['last', 'min', 'max', 'zero']), count]), {
        about: 'Where it sticks: last = where it was, min and max = the ends, zero = zero of its unit',
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
    about: 'reads wrong by more and more; slow enough, every check of one sample against the last passes',
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
  scale: {
    about: 'reads the truth times a factor',
    keys: () => ({ factor: z.number().min(-100).max(100).describe('What it is multiplied by; 1 = healthy') }),
    ramps: true,
    example: 'target=sensor/pitchRate/0,mode=scale,factor=3,onset=150',
  },
  'sign-flip': {
    about: 'reads plus for minus',
    knownFrom: 'rate gyros mounted upside down: Proton-M, 2013',
    keys: () => ({}),
    example: 'target=sensor/pitchRate/0,mode=sign-flip,onset=150',
  },
  'unit-error': {
    about: 'sends its number in another unit than is read',
    knownFrom: 'Air Canada 143, 1983 (pounds for kilograms); Mars Climate Orbiter, 1999',
    keys: () => ({
      sends: z
        .enum([...new Set(Object.values(WRONG_UNITS).flatMap(Object.keys))] as [string, ...string[]])
        .optional()
        .describe('The unit it sends; left out = the first of those that fit its quantity'),
    }),
    example: 'target=sensor/airspeed/0,mode=unit-error,sends=kt,onset=150',
  },
  quantisation: {
    about: 'knows only multiples of a step: its low bits are lost',
    keys: (suffixes) =>
      amount('step', z.int().min(2).max(COUNT_MAX), {
        about: 'Distance of two readings',
        suffixes,
        inUnit: z.number().gt(0),
      }),
    example: 'target=sensor/alpha/0,mode=quantisation,stepDeg=2,onset=150',
  },
  saturation: {
    about: 'clips at narrower limits than it should',
    keys: (suffixes) => ({
      ...amount('low', count, { about: 'Lowest reading; left out = its own', suffixes }),
      ...amount('high', count, { about: 'Highest reading; left out = its own', suffixes }),
    }),
    example: 'target=sensor/alpha/0,mode=saturation,highDeg=2,onset=150',
  },
  lag: {
    about: 'answers later: one more first-order lag',
    keys: () => ({
      timeConstantS: z.number().min(0.001).max(1000).describe('Time constant of the lag, s'),
    }),
    example: 'target=sensor/pitchRate/0,mode=lag,timeConstantS=0.5,onset=150',
  },
  slow: {
    about: 'takes a new sample only every so many frames, and repeats it in between',
    keys: () => ({
      everyFrames: z.int().min(2).max(100_000).describe('Frames from one new sample to the next'),
    }),
    example: 'target=sensor/alpha/0,mode=slow,everyFrames=25,onset=150',
  },
  stale: {
    about: 'gives the sample of some frames ago under a fresh stamp',
    keys: () => ({ ageFrames: z.int().min(1).max(10_000).describe('How old the sample is, frames') }),
    example: 'target=sensor/alpha/0,mode=stale,ageFrames=25,onset=150',
  },
  'clogged-pitot': {
    about: 'airspeed follows altitude, as trapped pressure makes it; on several channels a common cause',
    knownFrom: 'Birgenair 301, 1996 (one tube, trapped); Air France 447, 2009 (ice, all three tubes)',
    keys: () => ({
      drain: z
        .enum(['blocked', 'open'])
        .default('blocked')
        .describe('blocked = the pressure is trapped; open = it bleeds off, and the reading is 0'),
    }),
    example: 'target=sensor/airspeed/0,1,mode=clogged-pitot,onset=150',
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
export function sensorParameters(
  { channel, quantities }: { channel: number; quantities: readonly number[] },
  mode: string,
  given: Given,
): object {
  const { entry, amounts } = given;
  switch (mode) {
    case 'stuck':
      return { value: amounts.absolute('value') ?? 'last', ditherLsb: entry.ditherLsb };
    case 'scale':
      if (entry.factor === 1) amounts.refuse(['factor'], { value: 1, message: 'changes nothing' });
      return { factor: entry.factor };
    case 'unit-error':
      return { factors: wrongUnits(quantities, given) };
    case 'quantisation':
      return { step: stepOf(given) };
    case 'saturation':
      return limitsOf(given);
    case 'lag':
      return { timeConstantS: entry.timeConstantS };
    case 'slow':
      return { everyFrames: entry.everyFrames };
    case 'stale':
      return { ageFrames: entry.ageFrames };
    case 'clogged-pitot':
      if (quantities.some((quantity) => quantity !== QUANTITY.airspeed)) {
        amounts.refuse(['target'], {
          value: entry.target,
          message: 'has no pitot tube',
          hint: 'a pitot tube measures airspeed: sensor/airspeed/0, or sensor/airspeed/0,1,2',
        });
      }
      return { drain: entry.drain };
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

/** What each quantity's reading is multiplied by when its number is taken for one in its own unit. */
function wrongUnits(quantities: readonly number[], { entry, amounts }: Given): number[] {
  const sends = entry.sends as string | undefined;
  return quantities.map((quantity) => {
    const { name, unit } = QUANTITIES[quantity];
    const units: Readonly<Record<string, number>> = Object.hasOwn(WRONG_UNITS, unit) ? WRONG_UNITS[unit] : {};
    const fitting = Object.keys(units);
    const chosen = sends ?? fitting.at(0) ?? '';
    if (Object.hasOwn(units, chosen)) return units[chosen];
    if (fitting.length === 0) {
      amounts.refuse(['target'], { value: entry.target, message: `${name} has no unit to be mistaken` });
    } else {
      const message = `is no unit that ${name} could be sent in`;
      amounts.refuse(['sends'], { value: sends, message, range: fitting.join(', ') });
    }
    return 1;
  });
}

function stepOf({ amounts }: Given): number {
  const step = amounts.difference('step');
  if (step === 1) {
    const message = 'comes to one count, which is what the sensor has already';
    amounts.refuse([amounts.keyOf('step')], { message });
  }
  return step;
}

function limitsOf({ amounts }: Given): { low: number | null; high: number | null } {
  const [low, high] = (['low', 'high'] as const).map((stem) => {
    const limit = amounts.absolute(stem);
    return typeof limit === 'number' ? limit : null;
  });
  if (low === null && high === null)
    amounts.refuse(['high'], { message: 'is missing, and so is low', hint: 'give one limit or both' });
  if (low !== null && high !== null && low >= high)
    amounts.refuse([amounts.keyOf('high')], {
      value: high,
      message: `must be more than the low limit (${low} counts)`,
    });
  return { low, high };
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
