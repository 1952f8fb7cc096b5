/**
 * The modes of an actuator, or of one of its three motors, the keys that each takes, and what they mean in counts.
 */
import { z } from 'zod';
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import type { Given } from './given-receivers.js';
import { amount, count, COUNT_MAX, type Modes, type Shape, step } from './mode-shapes.js';

function rate(about: string, suffixes: readonly string[]): Shape {
  const positive = z.number().gt(0).max(2e6);
  return amount('rate', positive, { about, suffixes, tail: 'PerS', inUnit: positive });
}

export const ACTUATOR_MODES: Modes = {
  jam: {
    about: 'stays where it is; one motor of three pulls toward there',
    keys: () => ({}),
    example: 'target=actuator/elevator,mode=jam,onset=110',
  },
  'hard-over': {
    about: 'runs away to an end, at full rate or its own; one motor of three pulls toward there',
    keys: (suffixes) => ({
      ...amount('to', z.union([z.enum(['min', 'max']), count]), {
        about: 'Where it runs to; max when left out',
        suffixes,
      }),
      ...rate('How fast it runs, per second; as fast as it can when left out', suffixes),
    }),
    example: 'target=actuator/elevator,mode=hard-over,onset=150',
  },
  float: {
    about: 'loses its drive, damped: trails to zero in about a second; a motor pulls no more',
    keys: () => ({}),
    example: 'target=actuator/elevator,mode=float,onset=150',
  },
  disconnect: {
    about: 'its linkage breaks, undamped: at zero as fast as the surface can; a motor pulls no more',
    keys: () => ({}),
    example: 'target=actuator/elevator,mode=disconnect,onset=150',
  },
  slow: {
    about: 'goes where it is told, at a lower rate',
    knownFrom: 'rate limiting behind pilot-involved oscillations: YF-22, 1992; JAS 39, 1989 and 1993',
    keys: (suffixes) => rate('The most it moves, per second', suffixes),
    example: 'target=actuator/aileron,mode=slow,rateDegPerS=2,onset=150',
  },
  hysteresis: {
    about: 'play in its linkage: it turns back only after the command has crossed it',
    keys: (suffixes) =>
      amount(
        'width',
        z
          .int()
          .min(1)
          .max(2 * COUNT_MAX),
        {
          about: 'The play from end to end',
          suffixes,
          inUnit: z.number().gt(0),
        },
      ),
    ramps: true,
    example: 'target=actuator/elevator,mode=hysteresis,widthDeg=1,onset=150',
  },
  oscillatory: {
    about: 'oscillates: liquid adds to the command, solid replaces it',
    knownFrom:
      'Airbus, where such failures are monitored for the loads they put on the structure (Goupil, 2010)',
    keys: (suffixes) => ({
      form: z
        .enum(['solid', 'liquid'])
        .default('liquid')
        .describe('liquid = about the command, solid = about where the surface was'),
      ...amount('amplitude', z.int().min(1).max(COUNT_MAX), {
        about: 'Amplitude of the sine',
        suffixes,
        inUnit: z.number().gt(0),
      }),
      frequencyHz: z.number().min(0.01).max(25).default(1).describe('Its frequency, Hz'),
    }),
    ramps: true,
    example: 'target=actuator/elevator,mode=oscillatory,amplitudeDeg=0.5,frequencyHz=2,onset=150',
  },
  feedback: {
    about:
      'its position sensor lies: it comes to rest off by as much, and its monitor sees nothing; a motor fights',
    keys: (suffixes) =>
      amount('offset', step, { about: 'What its position sensor reads too much', suffixes }),
    ramps: true,
    example: 'target=actuator/aileron,mode=feedback,offsetDeg=1,onset=150',
  },
  'voter-stuck': {
    about: 'its voter puts out what it put out last, whoever commands what',
    keys: () => ({}),
    example: 'target=actuator/elevator,mode=voter-stuck,onset=110',
  },
};

/** The mode's own fields of the spec. */
export function actuatorParameters(effector: number, mode: string, { amounts, entry }: Given): object {
  const ratePerS = (): number => amounts.difference('rate', { tail: 'PerS', rounded: false });
  switch (mode) {
    case 'hard-over': {
      const to = amounts.absolute('to') ?? 'max';
      const { min, max } = EFFECTORS[effector];
      const rated = Object.keys(entry).some((key) => /^rate.*PerS$/.test(key));
      return { to: to === 'max' ? max : to === 'min' ? min : to, ratePerS: rated ? ratePerS() : null };
    }
    case 'slow':
      return { ratePerS: ratePerS() };
    case 'hysteresis':
      return { width: amounts.difference('width') };
    case 'oscillatory':
      return {
        form: entry.form,
        amplitude: amounts.difference('amplitude'),
        frequencyHz: entry.frequencyHz,
      };
    case 'feedback':
      return { offset: amounts.difference('offset') };
    default:
      return {};
  }
}
