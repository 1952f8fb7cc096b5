/**
 * The keys that modes of several kinds share.
 *
 * An amount is given in counts (`offset: 320`) or, where the quantity has a unit, with that unit at the end of
 * the key (`offsetDeg: 1`): the key says the unit, so no number is ever read in the wrong one. Which suffixes are
 * allowed is handed in, because it depends on the quantity that the target names.
 */
import { z } from 'zod';

export type Shape = Record<string, z.ZodType>;

/** What a target can suffer: its keys, and what the catalogue says of it. */
export interface Mode {
  /** What it does: a clause without a full stop. */
  readonly about: string;
  /** Where it has been met; left out where it is everybody's. */
  readonly knownFrom?: string;
  /** Its keys, for a target whose amounts may carry these suffixes. */
  readonly keys: (suffixes: readonly string[]) => Shape;
  /** It has an amount, which `rampFrames` lets grow from nothing. */
  readonly ramps?: true;
  /** What follows `--fault`: applied and activated on `rig`. */
  readonly example: string;
  /** What the example is flown on, a shipped rig or scenario; quad-om1 when left out. */
  readonly rig?: string;
}

/** By name. */
export type Modes = Readonly<Record<string, Mode>>;

export const COUNT_MAX = 32767;

export const count = z.int().min(-COUNT_MAX).max(COUNT_MAX);
export const step = z
  .int()
  .min(-2 * COUNT_MAX)
  .max(2 * COUNT_MAX);
export const receiver = z.string().regex(/^(0|[1-9]\d?)$/, 'must be the id of a computer');
export const microseconds = z.int().min(1).max(1_000_000);

/** `stem` in counts, or `stem` with a unit's suffix in that unit. */
export function amount(
  stem: string,
  inCounts: z.ZodType,
  {
    about,
    suffixes,
    tail = '',
    inUnit = z.number(),
  }: {
    about: string;
    suffixes: readonly string[];
    tail?: string;
    inUnit?: z.ZodType;
  },
): Shape {
  const shape: Shape = { [stem + tail]: inCounts.optional().describe(`${about}, counts`) };
  for (const suffix of suffixes) {
    shape[stem + suffix + tail] = inUnit.optional().describe(`${about}, in the unit of the key`);
  }
  return shape;
}

export function perReceiver(suffixes: readonly string[]): Shape {
  return amount('to', z.record(receiver, count), {
    about: 'What each receiver is told instead, by id; the others are told the truth',
    suffixes,
    inUnit: z.record(receiver, z.number()),
  });
}

export function sameForAll(suffixes: readonly string[]): Shape {
  return amount('value', count, { about: 'Told to every other computer', suffixes });
}

/** The key of whoever babbles. */
export const packetsOfBabble: Shape = {
  packets: z.int().min(1).max(1000).default(64).describe('Packets to each receiver in each slot'),
};
