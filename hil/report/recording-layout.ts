/**
 * What a recording holds beside its channels, by name: where the writer puts it and the reader looks for it.
 *
 *   Metadata `ironbird`         version, layout, the flight's order            before the first frame
 *   Attachment `frames/<n>`     the records of frames n, n+1, … byte by byte   every 64 kB
 *   chunks                      channels for plotting tools                    every 256 kB
 *   Metadata `ironbird result`  frames, verdict, trace hash                    at the end
 *
 * The exact records are attachments, not messages: a plotting tool offers every message as a signal, and a channel of
 * opaque bytes is one that it complains about. So is base64 in JSON, and it is a third larger.
 */
import { z } from 'zod';
import { PACKAGE_VERSION } from '../files/package-root.js';
import { RECORD_VERSION } from '../record/trace-hash.js';
import type { FlightOrder } from '../rig/flight-order.js';

/** Changes whenever a reader of the former would misread it. */
export const RECORDING_FORMAT = 1;

export const HEAD_NAME = 'ironbird';
export const RESULT_NAME = 'ironbird result';
export const FRAMES_PREFIX = 'frames/';
export const FRAMES_TYPE = 'application/x-ironbird-frames';

/** The bytes of frames gathered into one attachment: about a second of a quad. */
export const FRAMES_BYTES = 64 * 1024;
/** Nothing that is read whole may be larger. A rig file has at most 1 MB. */
export const READ_BYTES_MAX = 8 * 1024 * 1024;

/** A module of the user's own that the rig names. */
export interface RecordedModule {
  /** `aircraft.model` or `controlLaw`. */
  readonly key: string;
  readonly path: string;
  /** SHA-256 of the file, hexadecimal; what it imports is not in it. */
  readonly sha256: string;
}

export interface RecordingHead {
  /** Of the program that wrote it. */
  readonly version: string;
  readonly order: FlightOrder;
  readonly modules: readonly RecordedModule[];
}

export interface RecordingResult {
  readonly frames: number;
  readonly verdict: string;
  /** Stopped by hand before its end. */
  readonly interrupted: boolean;
  readonly traceHash: string;
}

/** As metadata: names and texts. */
export function headMetadata(head: Omit<RecordingHead, 'version'>): Map<string, string> {
  const { order, modules } = head;
  const { rigText, rigFile, seed, durationS, faults, failOn, directory } = order;
  // A folder is of no use without modules, and would make the same flight's bytes differ from machine to machine.
  const options = { durationS, faults, failOn, directory: modules.length === 0 ? '' : directory };
  return new Map([
    ['version', PACKAGE_VERSION],
    ['format', String(RECORDING_FORMAT)],
    ['layout', String(RECORD_VERSION)],
    ['seed', seed],
    ['rigFile', rigFile],
    ['rig', rigText],
    ['options', JSON.stringify(options)],
    ['modules', JSON.stringify(modules)],
  ]);
}

export function resultMetadata({ frames, verdict, interrupted, traceHash }: RecordingResult) {
  return new Map([
    ['frames', String(frames)],
    ['verdict', verdict],
    ['interrupted', String(interrupted)],
    ['traceHash', traceHash],
  ]);
}

const FRAMES_MAX = 1e9;

/** What `options` must look like when it is read back. */
export const optionsSchema = z.strictObject({
  durationS: z.number().gt(0).max(86_400).nullable(),
  faults: z.array(z.string().max(4096)).max(1024),
  failOn: z.array(z.string().max(4096)).max(1024),
  directory: z.string().max(4096),
});

export const modulesSchema = z
  .array(
    z.strictObject({
      key: z.enum(['aircraft.model', 'controlLaw']),
      path: z.string().min(1).max(4096),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
    }),
  )
  .max(2);

export const resultSchema = z.strictObject({
  frames: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(z.int().max(FRAMES_MAX)),
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  interrupted: z.enum(['true', 'false']).transform((text) => text === 'true'),
  traceHash: z.string().regex(/^[0-9a-f]{64}$/),
});
