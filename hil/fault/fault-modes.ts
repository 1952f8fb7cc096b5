/**
 * The modes that each kind of target knows, and the keys that each mode takes.
 *
 * An amount is given in counts (`offset: 320`) or, where the quantity has a unit, with that unit at the end of
 * the key (`offsetDeg: 1`): the key says the unit, so no number is ever read in the wrong one. Which suffixes are
 * allowed is handed in, because it depends on the quantity that the target names.
 */
import { z } from 'zod';
import { STATE_WORDS } from '../../firmware/icd/packets.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { type FaultKind, TARGET_FORMS } from './fault-target.js';

export type Shape = Record<string, z.ZodType>;

const COUNT_MAX = 32767;

const count = z.int().min(-COUNT_MAX).max(COUNT_MAX);
const step = z
  .int()
  .min(-2 * COUNT_MAX)
  .max(2 * COUNT_MAX);
const receiver = z.string().regex(/^(0|[1-9]\d?)$/, 'must be the id of a computer');
const computerId = z.int().min(0).max(15);
const accused = z.union([computerId, z.string().max(32)]);
const microseconds = z.int().min(1).max(1_000_000);
const quantityName = z.enum(QUANTITIES.map(({ name }) => name) as [string, ...string[]]);

/** `stem` in counts, or `stem` with a unit's suffix in that unit. */
function amount(
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

function perReceiver(suffixes: readonly string[]): Shape {
  return amount('to', z.record(receiver, count), {
    about: 'What each receiver is told instead, by id; the others are told the truth',
    suffixes,
    inUnit: z.record(receiver, z.number()),
  });
}

function sameForAll(suffixes: readonly string[]): Shape {
  return amount('value', count, { about: 'Told to every other computer', suffixes });
}

const quantity: Shape = { quantity: quantityName.default('alpha').describe('Quantity that is lied about') };

const id = z.int().min(0).max(15);
const receivers = z.union([id, z.array(id).min(1).max(16)]);

function relayedLie(suffixes: readonly string[]): Shape {
  return {
    ...quantity,
    about: z
      .union([id, z.array(id).min(1).max(16)])
      .optional()
      .describe('Whose reports it relays falsely; left out = everyone’s'),
    ...perReceiver(suffixes),
    ...sameForAll(suffixes),
  };
}

type Modes = Readonly<Record<string, (suffixes: readonly string[]) => Shape>>;

export const FAULT_MODES: Readonly<Record<FaultKind, Modes>> = {
  sensor: {
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
  },
  computer: {
    crash: () => ({}),
    hang: () => ({
      watchdogFrames: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(50)
        .describe('Frames until the watchdog restarts it'),
    }),
    late: () => ({ byUs: microseconds.describe('Added to every execution time, µs') }),
    upset: () => ({
      word: z
        .int()
        .min(0)
        .max(STATE_WORDS - 1)
        .default(0)
        .describe('Word of the lasting state'),
      bit: z.int().min(0).max(31).default(20).describe('Bit of the word'),
    }),
    'two-faced': (suffixes) => ({ ...quantity, ...perReceiver(suffixes), ...sameForAll(suffixes) }),
    accuser: () => ({
      accuse: z
        .union([accused, z.array(accused).min(1).max(16)])
        .describe('Whom it blames: ids of computers, and sensors as alpha/0, three at most'),
      tell: z
        .union([computerId, z.array(computerId).min(1).max(15)])
        .optional()
        .describe('Computers that are told so; left out = all others'),
    }),
    liar: relayedLie,
    forger: relayedLie,
    flood: () => ({ to: receivers.optional().describe('Whose mailbox is flooded; left out = everyone’s') }),
    'split-tag': () => ({ to: receivers.describe('For whom its tag is garbage') }),
  },
  link: {
    omission: () => ({}),
    delay: () => ({ byUs: microseconds.describe('Added to every transfer, µs') }),
    duplicate: () => ({}),
  },
  actuator: {
    jam: () => ({}),
    'hard-over': (suffixes) =>
      amount('to', z.union([z.enum(['min', 'max']), count]), {
        about: 'Where it runs to; max when left out',
        suffixes,
      }),
    float: () => ({}),
  },
};

/** Keys that every fault has. */
const COMMON_SHAPE = {
  id: z
    .string()
    .regex(/^[a-z0-9_-]{1,32}$/, 'must be 1 to 32 of a-z, 0-9, _ and -')
    .optional()
    .describe('Name in reports; left out = f1, f2 …'),
  target: z
    .string()
    .max(100)
    .describe(`What it strikes: ${Object.values(TARGET_FORMS).join(', ')}`),
  mode: z.string().describe('What goes wrong'),
  onset: z.int().min(0).max(1e9).default(0).describe('First frame in which it acts'),
  frames: z.int().min(1).max(1e9).optional().describe('Frames it lasts; left out = to the end'),
} as const;

/** The schema of one fault of this kind and mode. */
export function faultSchema({
  kind,
  mode,
  suffixes,
}: {
  kind: FaultKind;
  mode: string;
  suffixes: readonly string[];
}): z.ZodObject {
  return z.strictObject({ ...COMMON_SHAPE, ...FAULT_MODES[kind][mode](suffixes) });
}

/** Every mode of every kind, for editors. */
export function anyFaultSchema(): z.ZodType {
  const units = [
    ...new Set(QUANTITIES.map(({ unitSuffix }) => unitSuffix).filter((suffix) => suffix !== '')),
  ];
  const all: z.ZodType[] = [];
  for (const kind of Object.keys(FAULT_MODES) as FaultKind[]) {
    const suffixes = kind === 'sensor' || kind === 'computer' ? units : kind === 'actuator' ? ['Deg'] : [];
    for (const mode of Object.keys(FAULT_MODES[kind])) {
      const target = COMMON_SHAPE.target.regex(new RegExp(`^${kind}/`));
      all.push(faultSchema({ kind, mode, suffixes }).extend({ target, mode: z.literal(mode) }));
    }
  }
  return z.union(all as [z.ZodType, ...z.ZodType[]]);
}
