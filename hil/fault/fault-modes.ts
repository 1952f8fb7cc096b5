/**
 * The modes that each kind of target knows, each with its keys; the kinds have a file each.
 */
import { z } from 'zod';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { ACTUATOR_MODES, actuatorParameters } from './actuator-modes.js';
import { CLOCK_MODES, clockParameters } from './clock-modes.js';
import { COMPUTER_MODES, computerParameters } from './computer-modes.js';
import { type FaultKind, type FaultTarget, TARGET_FORMS } from './fault-target.js';
import type { Given } from './given-receivers.js';
import { LINK_MODES, linkParameters } from './link-modes.js';
import type { Modes } from './mode-shapes.js';
import { SENSOR_MODES, sensorParameters } from './sensor-modes.js';
import { SUPPLY_MODES, supplyParameters } from './supply-modes.js';

export const FAULT_MODES: Readonly<Record<FaultKind, Modes>> = {
  sensor: SENSOR_MODES,
  computer: COMPUTER_MODES,
  link: LINK_MODES,
  clock: CLOCK_MODES,
  supply: SUPPLY_MODES,
  actuator: ACTUATOR_MODES,
};

/** The mode's own fields of the spec. Problems are recorded in the amounts. */
export function parameters(target: FaultTarget, mode: string, given: Given): object {
  switch (target.kind) {
    case 'sensor':
      return sensorParameters(target, mode, given);
    case 'computer':
      return computerParameters(target.computer, mode, given);
    case 'link':
      return linkParameters(target, mode, given);
    case 'clock':
      return clockParameters(target.computer, mode, given);
    case 'supply':
      return supplyParameters(mode, given);
    case 'actuator':
      return actuatorParameters(target.effector, mode, given);
    default:
      return target satisfies never;
  }
}

/** Keys that every fault has. */
export const COMMON_SHAPE = {
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
  duty: z
    .strictObject({
      activeFrames: z
        .int()
        .min(1)
        .max(1e6)
        .describe('Frames of every cycle in which it acts, the first ones'),
      cycleFrames: z.int().min(2).max(1e6).describe('Frames from one burst to the next'),
    })
    .optional()
    .describe(
      'Intermittent: acts in the first activeFrames of every cycleFrames from the onset; left out = always',
    ),
} as const;

/** The key of a fault whose mode has an amount. */
export const RAMP_SHAPE = {
  rampFrames: z
    .int()
    .min(1)
    .max(1e6)
    .optional()
    .describe('Frames in which its amount, where the mode has one, grows from 0 to full, from the onset'),
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
  const { keys, ramps = false } = FAULT_MODES[kind][mode];
  return z.strictObject({ ...COMMON_SHAPE, ...(ramps ? RAMP_SHAPE : {}), ...keys(suffixes) });
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
