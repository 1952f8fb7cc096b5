/**
 * The modes of a link, and the keys that each takes.
 */
import type { Given } from './given-receivers.js';
import { microseconds, type Modes } from './mode-shapes.js';

export const LINK_MODES: Modes = {
  omission: {
    about: 'loses every packet on this way',
    knownFrom: 'a link cut, or a connector that works loose',
    keys: () => ({}),
    example: 'target=link/0/1,mode=omission,onset=150',
  },
  delay: {
    about: 'delivers every packet later',
    keys: () => ({ byUs: microseconds.describe('Added to every transfer, µs') }),
    example: 'target=link/0/1,mode=delay,byUs=9000,onset=150',
  },
  duplicate: {
    about: 'delivers every packet twice',
    keys: () => ({}),
    example: 'target=link/0/1,mode=duplicate,onset=150',
  },
};

/** The mode's own fields of the spec. */
export function linkParameters(mode: string, { entry }: Given): object {
  return mode === 'delay' ? { byUs: entry.byUs } : {};
}
