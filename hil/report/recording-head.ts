/**
 * What a recording says about itself, checked: which layout it has, and what flight it is of. Texts from a file that may
 * be anybody's; each is refused by name.
 */
import { z } from 'zod';
import { parseText } from '../files/load-file.js';
import { InputError } from '../files/problem.js';
import { RECORD_VERSION } from '../record/trace-hash.js';
import {
  modulesSchema,
  optionsSchema,
  RECORDING_FORMAT,
  type RecordingHead,
  type RecordingResult,
  resultSchema,
} from './recording-layout.js';

const SEED_MAX = 2n ** 64n - 1n;
const RIG_FILE_MAX = 255;

const versionSchema = z.string().regex(/^\d{1,6}(\.\d{1,6}){2}[-+.0-9A-Za-z]{0,40}$/);

/** The head's metadata. Throws InputError, named after the recording. */
export function readHead(metadata: ReadonlyMap<string, string>, { path }: { path: string }): RecordingHead {
  const text = (key: string): string => {
    const value = metadata.get(key);
    if (value === undefined) throw new InputError(path, [{ path: key, message: 'is missing' }]);
    return value;
  };
  const version = text('version');
  if (!versionSchema.safeParse(version).success)
    throw new InputError(path, [{ path: 'version', value: version, message: 'is no version' }]);
  const expect = (key: string, wanted: number): void => {
    const found = text(key);
    if (found === String(wanted)) return;
    const message = `is another than this version reads (${wanted})`;
    const hint = `it was written by ironbird ${version}, which replays it`;
    throw new InputError(path, [{ path: key, value: found, message, hint }]);
  };
  expect('format', RECORDING_FORMAT);
  expect('layout', RECORD_VERSION);
  const seed = text('seed');
  if (!/^\d{1,20}$/.test(seed) || BigInt(seed) > SEED_MAX) {
    const message = 'must be a whole number';
    throw new InputError(path, [{ path: 'seed', value: seed, message, range: `0 … ${SEED_MAX}` }]);
  }
  const rigFile = text('rigFile');
  if (rigFile.length > RIG_FILE_MAX)
    throw new InputError(path, [{ path: 'rigFile', message: 'is too long a name' }]);
  const part = <T>(key: string, schema: z.ZodType<T>): T =>
    parseText(text(key), { name: `${path}: ${key}.json`, schema });
  const { directory, ...options } = part('options', optionsSchema);
  const order = { rigText: text('rig'), rigFile, directory, seed, ...options };
  return { version, order, modules: part('modules', modulesSchema) };
}

/** The result's metadata; null where it is none. */
export function readResult(metadata: ReadonlyMap<string, string>): RecordingResult | null {
  const read = resultSchema.safeParse(Object.fromEntries(metadata));
  return read.success ? read.data : null;
}
