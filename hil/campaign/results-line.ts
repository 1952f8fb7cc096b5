/**
 * The lines of `results.ndjson`: a header, then one FlightResult a line, line i + 2 being flight i.
 *
 *   {"ironbird":"0.1.0","campaign":"smoke","campaignHash":"c1…","seed":"1"}
 *   {"index":0,"seed":"8215…","rig":"tmr","stratum":"stuck","verdict":"pass",…}
 *
 * The header names all that flights depend on, and nothing else: not how many are wanted, so that a campaign can be
 * made longer, and not where its files lie. What is counted is what was read back from such a line, on the way as
 * after a kill, so an interrupted campaign cannot come to other totals than one that went through.
 */
import { z } from 'zod';
import { InputError } from '../files/problem.js';
import type { FlightResult } from './flight-result.js';

export interface ResultsHeader {
  /** Version that flew. */
  readonly ironbird: string;
  /** Name of the campaign. */
  readonly campaign: string;
  /** SHA-256 of what the file says about flights. */
  readonly campaignHash: string;
  readonly seed: string;
}

const count = z.number().int().min(0);
const seed = z.string().regex(/^\d{1,20}$/);
const name = z.string().max(1000);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const headerSchema: z.ZodType<ResultsHeader> = z.strictObject({
  ironbird: name,
  campaign: name,
  campaignHash: hash,
  seed,
});

/** JSON has no word for a value that is not a number, and writes null. */
const maybeNumber = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);

const resultSchema: z.ZodType<FlightResult> = z.object({
  index: count,
  seed,
  rig: name,
  stratum: name,
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  frames: count,
  hazard: z
    .object({
      limit: z.enum(['loadFactorG', 'alphaDeg', 'altitudeFt']),
      frame: count,
      value: maybeNumber,
    })
    .nullable(),
  margin: z.number(),
  agreement: z.object({ withinBound: z.boolean(), ic1: count, ic2: count, commandSplits: count }),
  deadline: z.object({
    met: count,
    missed: count,
    skipped: count,
    aborted: count,
    byCause: z.object({ compute: count, hostStall: count, bus: count, silentPeer: count }),
  }),
  faults: z.array(
    z.object({
      id: name,
      requested: z.boolean(),
      applied: z.boolean(),
      activated: z.boolean(),
      detected: z.boolean(),
      masked: z.boolean(),
      wrongUnit: z.boolean(),
      target: name,
      mode: name,
    }),
  ),
  traceHash: hash,
  plan: z.array(z.record(z.string(), z.unknown())),
});

/** A header's line, without its line feed. */
export function headerLine({ ironbird, campaign, campaignHash, seed: of }: ResultsHeader): string {
  return JSON.stringify({ ironbird, campaign, campaignHash, seed: of } satisfies ResultsHeader);
}

/** A result's line, without its line feed. */
export function resultLine(result: FlightResult): string {
  return JSON.stringify(result);
}

/** Where a line came from, for messages. */
export interface LinePlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** Throws InputError where the line is no header. */
export function parseHeader(text: string, place: LinePlace): ResultsHeader {
  return parseLine(text, { schema: headerSchema, what: 'is no header of a results file', place });
}

/** Throws InputError where the line is not this flight's result. */
export function parseResult(text: string, { index, ...place }: LinePlace & { index: number }): FlightResult {
  const what = `is not the result of flight ${index}`;
  const result = parseLine(text, { schema: resultSchema, what, place });
  if (result.index === index) return result;
  throw new InputError(place.path, [
    { path: 'index', value: result.index, message: what, line: place.line, hint: HINT },
  ]);
}

const HINT = 'the file was altered; fly the campaign into another folder';

function parseLine<T>(
  text: string,
  { schema, what, place: { path, line } }: { schema: z.ZodType<T>; what: string; place: LinePlace },
): T {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new InputError(path, [{ path: '', message: `${what}: not JSON`, line, hint: HINT }]);
  }
  const checked = schema.safeParse(data);
  if (checked.success) return checked.data;
  const { path: at, message } = checked.error.issues[0];
  const wrong = `${what}: ${at.map(String).join('.')} ${message}`;
  throw new InputError(path, [{ path: '', message: wrong, line, hint: HINT }]);
}
