/**
 * The rig file's keys, each with its unit and range: the one place where a bound of a single value is written.
 * Messages, `ironbird schema rig` and the reader of the file all take them from here; what depends on several
 * values at once (bounds on n, faults that name channels, a frame that must close) is in `rig-file.ts`.
 *
 * Every key is optional but `name` and `scheme.protocol`; defaults are in `rig-defaults.ts`.
 */
import { z } from 'zod';
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { NODE_COUNT_MAX } from '../../firmware/icd/packets.js';
import { QUANTITIES, type Quantity } from '../../firmware/icd/quantities.js';
import { anyFaultSchema } from '../fault/fault-modes.js';

const stick = (about: string): z.ZodType => z.number().min(-1).max(1).optional().describe(`${about}, −1 … 1`);

const pilotStep = z.strictObject({
  at: z.number().min(0).max(86_400).describe('When, s from the start'),
  stickPitch: stick('Stick, positive pulls'),
  stickRoll: stick('Stick, positive rolls right'),
  pedals: stick('Pedals, positive to the right'),
  throttle: z.number().min(0).max(1).optional().describe('Throttle lever, 0 … 1'),
});

const aircraft = z.strictObject({
  model: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe('f16, or the path of a module beside this file (only with --allow-modules)'),
  cg: z
    .number()
    .min(0.2)
    .max(0.55)
    .optional()
    .describe('Centre of gravity, fraction of the mean chord, 0.2 … 0.55'),
  airspeedFtps: z
    .number()
    .min(250)
    .max(1000)
    .optional()
    .describe('True airspeed at the start, ft/s, 250 … 1000'),
  altitudeFt: z.number().min(0).max(50_000).optional().describe('Altitude at the start, ft, 0 … 50000'),
});

const signatureTime = (what: string): z.ZodOptional<z.ZodNumber> =>
  z
    .number()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe(
      `sm: time of one signature ${what}, µs, 0 … 1000000; as measured on a 2.5 GHz Xeon when left out`,
    );

/** Whether this n and m go together is for rig-file-scheme.ts. */
const scheme = z.strictObject({
  protocol: z
    .enum(['om', 'sm', 'omh', 'tmr', 'tmr-no-exchange', 'simplex', 'primary-backup', 'com-mon'])
    .describe('How the computers come to agree'),
  computers: z
    .int()
    .min(1)
    .max(NODE_COUNT_MAX)
    .optional()
    .describe('n, computers with their sensors, 1 … 16'),
  faults: z
    .int()
    .min(0)
    .max(5)
    .optional()
    .describe(
      'm, faults the protocol is built for, 0 … 5; om and omh need n ≥ 3m + 1, sm n ≥ m + 2 and 2m + 1, com-mon n ≥ 2m + 2, primary-backup n ≥ m + 1',
    ),
  choice: z.enum(['majority', 'median']).optional().describe('How om chooses among what it was told'),
  select: z.enum(['mid', 'mean']).optional().describe('How a computer makes one reading of the agreed ones'),
  isolate: z
    .boolean()
    .optional()
    .describe(
      'Where computers exchange readings: convicted sensors and computers are taken out of use; false',
    ),
  belowBound: z.boolean().optional().describe('As the key of the same name at the top'),
  signatures: z
    .enum(['ed25519', 'siphash', 'hmac', 'crc'])
    .optional()
    .describe('sm: what messages are signed with; siphash. crc needs teaching, hmac belowBound'),
  verification: z
    .enum(['lazy', 'eager'])
    .optional()
    .describe('sm: lazy verifies what would change the outcome, eager everything; lazy'),
  teaching: z.boolean().optional().describe('sm: allows crc, which carries no claim'),
  signUs: signatureTime('made'),
  verifyUs: signatureTime('verified'),
  trip: z
    .boolean()
    .optional()
    .describe('primary-backup: a backup may switch off a primary whose commands differ from its own; true'),
  toleranceDeg: z
    .number()
    .min(0)
    .max(60)
    .optional()
    .describe('primary-backup, com-mon: how far two commands for a surface may be apart, deg, 0 … 60; 1'),
  persistenceFrames: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('primary-backup, com-mon: frames running of a miscompare that counts, 1 … 1000; 3'),
});

const bus = z.strictObject({
  kind: z
    .enum(['memory', 'encoded'])
    .optional()
    .describe('memory: typed messages; encoded: the bytes of the wires'),
  baud: z
    .int()
    .min(0)
    .max(100_000_000)
    .optional()
    .describe('Line speed, bit/s; 0 = transfers take no time (default); a serial line has 500000'),
});

const clocks = z.strictObject({
  driftPpm: z
    .number()
    .min(0)
    .max(10_000)
    .optional()
    .describe('How far the rate of a good clock may be from true, ppm, 0 … 10000; 100'),
  readingUs: z
    .number()
    .min(0)
    .max(10_000)
    .optional()
    .describe('Largest error of reading another clock, µs, 0 … 10000; 20'),
  resyncMs: z
    .number()
    .min(1)
    .max(10_000)
    .optional()
    .describe('From one resynchronisation to the next, ms, 1 … 10000; the frame period when left out'),
  method: z
    .enum(['midpoint', 'convergence'])
    .optional()
    .describe('midpoint: fault-tolerant midpoint; convergence: egocentric mean; midpoint'),
});

function sensor({ name, unit, unitSuffix, lsb, min, max }: Quantity): z.ZodType {
  const span = (max - min) * lsb;
  const amount = (about: string): z.ZodType =>
    z.number().min(0).max(span).optional().describe(`${about}, ${unit}, 0 … ${span}`);
  return z
    .strictObject({
      [`noise${unitSuffix}`]: amount('Standard deviation of the noise'),
      [`bias${unitSuffix}`]: z
        .union([z.number().min(0).max(span), z.array(z.number().min(-span).max(span)).min(1).max(16)])
        .optional()
        .describe(
          `Half-width of the constant bias drawn for each channel, ${unit}, 0 … ${span}; or a list, each channel's own`,
        ),
      lagS: z.number().min(0).max(10).optional().describe('Time constant of the first-order lag, s, 0 … 10'),
    })
    .optional()
    .describe(`Every channel's sensor of ${name}`);
}

const actuator = z
  .strictObject({
    kind: z
      .enum(['majority', 'three-motor', 'engaged'])
      .optional()
      .describe(
        'majority: exact vote of the commands; three-motor: one motor each for computers 0, 1 and 2; engaged: follows the computer in command (primary-backup, com-mon)',
      ),
    noMajority: z
      .enum(['hold', 'damped'])
      .optional()
      .describe('What the surface does without a command to follow'),
    holdFrames: z
      .int()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe('Frames it holds before it is let go damped'),
  })
  .optional();

const quantiles = z
  .tuple(
    [z.number(), z.number(), z.number(), z.number(), z.number()].map((n) => n.min(0).max(1_000_000)) as [
      z.ZodNumber,
      z.ZodNumber,
      z.ZodNumber,
      z.ZodNumber,
      z.ZodNumber,
    ],
  )
  .refine((values) => values.every((value, i) => i === 0 || value >= values[i - 1]), 'must ascend')
  .optional();

const interval = (about: string): z.ZodType<[number, number] | undefined> =>
  z
    .tuple([z.number().min(-1e6).max(1e6), z.number().min(-1e6).max(1e6)])
    .refine(([low, high]) => low < high, 'must be [lowest, highest], the first below the second')
    .optional()
    .describe(about);

const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

const shape = {
  name: z
    .string()
    .regex(NAME, 'must be 1 to 64 of a-z, 0-9, _ and -, and begin with a letter or digit')
    .describe('Name in reports'),
  description: z.string().max(500).optional().describe('One line for `ironbird list`'),
  aircraft: aircraft.optional().describe('What flies, and from where'),
  controlLaw: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe('f16, or the path of a module beside this file (only with --allow-modules)'),
  pilot: z
    .array(pilotStep)
    .max(10_000)
    .optional()
    .describe('Steps of the pilot; a control left out stays as it was'),
  turbulence: z
    .enum(['none', 'light', 'moderate', 'severe'])
    .optional()
    .describe('Dryden turbulence; none when left out'),
  frame: z
    .strictObject({
      periodMs: z
        .number()
        .min(1)
        .max(1000)
        .optional()
        .describe('Frame period, ms, 1 … 1000; 20 when left out'),
      mayMiss: z
        .boolean()
        .optional()
        .describe('Flies even where its slots do not fit: the last are cut short, and deadlines are missed'),
    })
    .optional(),
  scheme,
  bus: bus.optional(),
  clocks: clocks
    .optional()
    .describe('Computers without a common clock: slots are wider by how far apart theirs may be; n ≥ 3m + 1'),
  sensors: z
    .strictObject(Object.fromEntries(QUANTITIES.map((quantity) => [quantity.name, sensor(quantity)])))
    .optional()
    .describe('Errors of the sensors; all have defaults'),
  actuators: z
    .strictObject(Object.fromEntries(EFFECTORS.map(({ name }) => [name, actuator])))
    .optional()
    .describe('What follows the commands'),
  timing: z
    .strictObject({
      sampleUs: quantiles.describe('Sampling and reporting'),
      relayUs: quantiles.describe('Each round of relaying'),
      controlUs: quantiles.describe('Resolving, selecting, commanding'),
    })
    .optional()
    .describe('Execution times, µs, at 0, 50, 99, 99.9 and 100 %'),
  limits: z
    .strictObject({
      loadFactorG: interval('Load factor, g'),
      alphaDeg: interval('Angle of attack, deg'),
      altitudeFt: interval('Altitude, ft'),
    })
    .optional()
    .describe('Outside of these, the aircraft is lost'),
  durationS: z
    .number()
    .gt(0)
    .max(86_400)
    .optional()
    .describe('Length of the flight, s, more than 0, at most 86400'),
  expect: z.enum(['pass', 'fail']).optional().describe('fail: a flight that must be lost; losing it exits 0'),
  failOn: z
    .union([z.string().max(100), z.array(z.string().max(100)).max(20)])
    .optional()
    .describe('Fails the flight where it holds at the end: missed > 0 (also met, skipped, aborted)'),
  belowBound: z.boolean().optional().describe('Allows fewer computers than the protocol needs'),
};

/** A rig file whose faults are still to be read. */
export const rigFileSchema = z.strictObject({ ...shape, faults: z.array(z.unknown()).max(256).optional() });

export type RigFile = z.infer<typeof rigFileSchema>;

/** The whole file, for editors. */
export function rigDocumentSchema(): z.ZodType {
  return z.strictObject({
    ...shape,
    faults: z.array(anyFaultSchema()).max(256).optional().describe('What goes wrong, and when'),
  });
}
