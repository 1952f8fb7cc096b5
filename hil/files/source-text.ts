/**
 * A file's text, fetched with bounds: what stands between a path somebody typed and the parser.
 *
 * At most 1 MB is ever read, whatever the path turns out to be (a device, a pipe that never ends), and bytes
 * that are not UTF-8 are refused instead of being replaced: a replaced byte in a name would be a different name.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { InputError } from './problem.js';

const FILE_BYTES_MAX = 1_000_000;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read (permission denied)',
  EPERM: 'may not be read (permission denied)',
  EISDIR: 'is a directory, not a file',
  ENOTDIR: 'does not exist: a part of its path is not a directory',
  ELOOP: 'is a loop of symbolic links',
  ENAMETOOLONG: 'has too long a name',
};

function readBounded(path: string, bytesMax: number): Buffer {
  const file = openSync(path, 'r');
  try {
    if (fstatSync(file).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    const chunks: Buffer[] = [];
    let length = 0;
    while (length <= bytesMax) {
      const chunk = Buffer.allocUnsafe(65_536);
      const read = readSync(file, chunk, 0, chunk.length, null);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      length += read;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(file);
  }
}

/** UTF-8 text of a file, a leading byte-order mark removed. Throws InputError, never anything else. */
export function readSourceText(path: string, { bytesMax = FILE_BYTES_MAX } = {}): string {
  const refuse = (message: string, range?: string) => new InputError(path, [{ path: '', message, range }]);
  let bytes: Buffer;
  try {
    bytes = readBounded(path, bytesMax);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw refuse(REASONS[code ?? ''] ?? `may not be read (${code ?? message})`);
  }
  if (bytes.length > bytesMax) throw refuse('is too large', `at most ${bytesMax} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('is not UTF-8 text');
  }
}
