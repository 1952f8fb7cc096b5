/**
 * The modes of a link, and the keys that each takes.
 */
import type { Given } from './given-receivers.js';
import { microseconds, type Modes } from './mode-shapes.js';

export const LINK_MODES: Modes = {
  omission: () => ({}),
  delay: () => ({ byUs: microseconds.describe('Added to every transfer, µs') }),
  duplicate: () => ({}),
};

/** The mode's own fields of the spec. */
export function linkParameters(mode: string, { entry }: Given): object {
  return mode === 'delay' ? { byUs: entry.byUs } : {};
}
