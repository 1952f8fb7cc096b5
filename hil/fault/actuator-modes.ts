/**
 * The modes of an actuator, and the keys that each takes.
 */
import { z } from 'zod';
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import type { Given } from './given-receivers.js';
import { amount, count, type Modes } from './mode-shapes.js';

export const ACTUATOR_MODES: Modes = {
  jam: () => ({}),
  'hard-over': (suffixes) =>
    amount('to', z.union([z.enum(['min', 'max']), count]), {
      about: 'Where it runs to; max when left out',
      suffixes,
    }),
  float: () => ({}),
};

/** The mode's own fields of the spec. */
export function actuatorParameters(effector: number, mode: string, { amounts }: Given): object {
  if (mode !== 'hard-over') return {};
  const to = amounts.absolute('to') ?? 'max';
  const { min, max } = EFFECTORS[effector];
  return { to: to === 'max' ? max : to === 'min' ? min : to };
}
