/**
 * The modes of a power supply, and the keys that each takes.
 *
 * A supply feeds the computers of its channels. Their sensors are theirs to read, so nothing of them is heard either; the
 * surfaces have power of their own and go on with what the others command.
 */
import { z } from 'zod';
import type { Given } from './given-receivers.js';
import type { Modes } from './mode-shapes.js';

const frames = z.int().min(1).max(100_000);

export const SUPPLY_MODES: Modes = {
  off: {
    about: 'is off, and its computers with it; they restart when it is back',
    knownFrom: 'ISS, 2007: one line took all three computers of the Russian segment',
    keys: () => ({}),
    example: 'target=supply/1,mode=off,onset=150,frames=50',
  },
  'brown-out': {
    about: 'drops out again and again, and its computers restart each time',
    keys: () => ({
      offFrames: frames.default(5).describe('Frames without power of every cycleFrames'),
      cycleFrames: frames.default(50).describe('Frames from one drop-out to the next'),
    }),
    example: 'target=supply/1,mode=brown-out,onset=150',
  },
};

/** The mode's own fields of the spec. */
export function supplyParameters(mode: string, { entry, amounts }: Given): object {
  if (mode !== 'brown-out') return {};
  const { offFrames, cycleFrames } = entry as { offFrames: number; cycleFrames: number };
  if (cycleFrames <= offFrames)
    amounts.refuse(['cycleFrames'], {
      value: cycleFrames,
      message: `must be more than offFrames (${offFrames})`,
    });
  return { offFrames, cycleFrames };
}
