/**
 * The modes of a computer's clock, and the keys that each takes.
 *
 * A computer of this rig is told by its clock when a slot begins: it empties its mailbox then, and computes and sends
 * after. A clock that is ahead makes it read too early and miss what comes later; one that is behind makes it send late.
 * The rig's frame is not resynchronised to any computer, so a drift adds up for as long as it lasts.
 */
import { z } from 'zod';
import { computersUnder, type Given } from './given-receivers.js';
import { microseconds, type Modes, receiver } from './mode-shapes.js';

export const CLOCK_MODES: Modes = {
  drift: {
    about: 'runs fast or slow, and is never set again',
    keys: () => ({
      ppm: z
        .number()
        .min(-100_000)
        .max(100_000)
        .refine((ppm) => ppm !== 0, 'must not be 0: the fault would do nothing')
        .describe('Parts per million; above 0 = fast, so that it is early'),
    }),
    example: 'target=clock/1,mode=drift,ppm=-500,onset=150',
  },
  step: {
    about: 'jumps, and goes on from there',
    keys: () => ({
      byUs: z
        .int()
        .min(-1_000_000)
        .max(1_000_000)
        .refine((us) => us !== 0, 'must not be 0: the fault would do nothing')
        .describe('Jump, µs; above 0 = ahead, so that it is early'),
    }),
    example: 'target=clock/1,mode=step,byUs=-9000,onset=150',
  },
  stuck: {
    about: 'stands still: no slot comes any more, until it runs again and the computer with it',
    keys: () => ({}),
    example: 'target=clock/1,mode=stuck,onset=150',
  },
  'two-faced': {
    about: 'seems to each computer to be late by something else, as its packets do',
    knownFrom: 'Lamport and Melliar-Smith, 1985: why clocks, too, need more than 3m',
    keys: () => ({
      toUs: z
        .record(receiver, microseconds)
        .describe('How late it seems, by receiver, µs; on time to the others'),
    }),
    example: 'target=clock/1,mode=two-faced,toUs.2=9000,onset=150',
  },
};

/** The mode's own fields of the spec. */
export function clockParameters(computer: number, mode: string, given: Given): object {
  const { entry, amounts } = given;
  switch (mode) {
    case 'drift':
      return { ppm: entry.ppm };
    case 'step':
      return { byUs: entry.byUs };
    case 'two-faced': {
      const toUs = entry.toUs as Record<string, number>;
      const ids = Object.keys(toUs);
      if (ids.length === 0) amounts.refuse(['toUs'], { message: 'names no receiver' });
      for (const id of ids) computersUnder(id, { ...given, entry: { [id]: Number(id) } }, computer);
      return { lateUs: toUs };
    }
    default:
      return {};
  }
}
