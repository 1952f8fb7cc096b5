/**
 * The campaign file's keys, each with its range. What several keys say together is in campaign-file.ts and beside it;
 * what a fault may leave open is read by draw-file.ts, since a union of all forms could only say that none fits.
 */
import { z } from 'zod';

const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9 _.,+-]{0,63}$/;

const plainName = (about: string): z.ZodString =>
  z
    .string()
    .regex(
      PLAIN_NAME,
      'must be 1 to 64 of letters, digits, space, _ . , + and -, and begin with a letter or digit',
    )
    .describe(about);

const settings = z
  .record(z.string().max(100), z.unknown())
  .describe('Values by dotted key of the rig file, for example scheme.select: mean');

const rig = z.union([
  z.string().min(1).max(4096),
  z.strictObject({
    rig: z.string().min(1).max(4096).describe('Name of a shipped rig or scenario, or a path from this file'),
    name: plainName('Name in the report; left out = the rig’s own').optional(),
    set: settings.optional(),
  }),
]);

const axis = z.union([
  z.array(z.unknown()).max(1000),
  z.record(plainName('Name of the setting'), settings).describe('Settings by name'),
]);

const stopShape = {
  flights: z.int().min(1).max(1e9).optional().describe('So many flights, 1 … 1000000000'),
  halfWidth: z
    .number()
    .min(1e-4)
    .max(0.5)
    .optional()
    .describe('Half the width of the 95 % interval of the rate of lost flights, 0.0001 … 0.5'),
  halfWidthEach: z.number().min(1e-4).max(0.5).optional().describe('The same, of every stratum by itself'),
  minutes: z.number().min(0.01).max(100_000).optional().describe('Wall-clock time, min, 0.01 … 100000'),
};

function shapeOf<F extends z.ZodType>(fault: F, open: z.ZodType) {
  const stratum = z.strictObject({
    class: plainName('Fault class under which its flights are counted'),
    expect: z
      .enum(['pass', 'fail'])
      .optional()
      .describe('fail: a class that is meant to lose flights; pass when left out'),
    why: z.string().min(1).max(500).optional().describe('Why it is expected to fail'),
    weight: z.int().min(1).max(100).optional().describe('Turns in a rotation of the strata, 1 … 100; 1'),
    rigs: z
      .array(z.string().max(200))
      .max(1000)
      .optional()
      .describe('Names of the rigs that it strikes; left out = all'),
    where: z
      .record(z.string().max(100), z.unknown())
      .optional()
      .describe('Only rigs with these values of the sweep: a value, or a list'),
    draw: z
      .record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,31}$/, 'must be letters and digits'), open)
      .optional()
      .describe('Values drawn once a flight; $name refers to one'),
    count: open
      .optional()
      .describe('Faults of a flight, each after one of the templates; left out = one of each'),
    faults: z
      .union([z.literal('none'), z.array(fault).max(32)])
      .describe('Faults with values left open; none = a flight without'),
  });
  return {
    name: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9_-]{0,63}$/,
        'must be 1 to 64 of a-z, 0-9, _ and -, and begin with a letter or digit',
      )
      .describe('Name in reports'),
    description: z.string().max(500).optional().describe('One line for `ironbird list`'),
    rigs: z.array(rig).max(100).describe('What flies'),
    set: settings.optional().describe('Changed in every rig, by dotted key'),
    sweep: z
      .record(z.string().max(100), axis)
      .optional()
      .describe('By dotted key: the values that every rig is flown with, in all combinations'),
    skipRefused: z
      .boolean()
      .optional()
      .describe('Leaves out rigs of the sweep, and faults on rigs, that are refused; false'),
    walk: z
      .enum(['random', 'exhaustive', 'pairwise'])
      .optional()
      .describe(
        'random: drawn without end; exhaustive: every combination; pairwise: every pair of values; random',
      ),
    sameDraws: z
      .boolean()
      .optional()
      .describe('The rigs of a stratum meet the same faults under the same seeds; false'),
    seeds: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('exhaustive, pairwise: seeds under which each combination is flown, 1 … 1000000; 1'),
    strata: z.array(stratum).max(200).describe('Spaces of faults, by class'),
    stop: z.strictObject(stopShape).optional().describe('Ends with the first that comes true'),
  };
}

/** A campaign file whose faults are still to be read. */
export const campaignFileSchema = z.strictObject(shapeOf(z.record(z.string(), z.unknown()), z.unknown()));

export type CampaignFile = z.infer<typeof campaignFileSchema>;
export type StratumEntry = CampaignFile['strata'][number];

/** The whole file, for editors. */
export function campaignDocumentSchema(): z.ZodType {
  const number = z.number();
  const ends = z.tuple([number, number]);
  const step = number.gt(0).optional().describe('Steps; 1 where both ends are whole');
  const distribution: z.ZodType = z.union([
    z.strictObject({ uniform: ends.describe('Lowest, highest'), step }),
    z.strictObject({ logUniform: ends.describe('Lowest, highest, above 0'), step }),
    z.strictObject({ normal: ends.describe('Mean, standard deviation'), within: ends.optional(), step }),
    z.strictObject({ choice: z.array(z.unknown()).min(1), weights: z.array(number.min(0)).optional() }),
    z.strictObject({
      receivers: z.enum(['one', 'some', 'split', 'all']).describe('How many of the other computers'),
      each: z.unknown().optional().describe('A value of its own for each'),
      same: z.unknown().optional().describe('One value for all of them'),
    }),
  ]);
  const open = z
    .union([
      distribution,
      z.array(z.unknown()).min(1).describe('One of these'),
      z.record(z.string(), z.unknown()),
      z.string(),
      number,
      z.boolean(),
    ])
    .describe('A value, a list of which one is drawn, a distribution, or $name');
  const fault = z
    .object({
      target: open.describe('As in a rig file, with {a,b}, {any}, {some} or {$name} between slashes'),
      mode: open.describe('As in a rig file; a list = one of these'),
    })
    .catchall(open);
  return z.strictObject(shapeOf(fault, open));
}
