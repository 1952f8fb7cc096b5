/**
 * The modes of an actuator, and the keys that each takes.
 */
import { z } from 'zod';
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import type { Given } from './given-receivers.js';
import { amount, count, type Modes } from './mode-shapes.js';

export const ACTUATOR_MODES: Modes = {
  jam: {
    about: 'stays where it is',
    keys: () => ({}),
    example: 'target=actuator/elevator,mode=jam,onset=150',
  },
  'hard-over': {
    about: 'runs to an end at full rate',
    keys: (suffixes) =>
      amount('to', z.union([z.enum(['min', 'max']), count]), {
        about: 'Where it runs to; max when left out',
        suffixes,
      }),
    example: 'target=actuator/elevator,mode=hard-over,onset=150',
  },
  float: {
    about: 'loses its drive and trails to zero',
    keys: () => ({}),
    example: 'target=actuator/elevator,mode=float,onset=150',
  },
};

/** The mode's own fields of the spec. */
export function actuatorParameters(effector: number, mode: string, { amounts }: Given): object {
  if (mode !== 'hard-over') return {};
  const to = amounts.absolute('to') ?? 'max';
  const { min, max } = EFFECTORS[effector];
  return { to: to === 'max' ? max : to === 'min' ? min : to };
}
