/**
 * A rig's secret where it may lie: in a file that only its owner can read, or in the environment.
 *
 *   ironbird-secret-1 <64 hexadecimal digits>
 *
 * The mode is asked of the file that was opened, not of its path, which might name another one a moment later. No
 * message here shows what a file or a variable holds: a mistyped secret is nearly the secret. A passphrase was not
 * taken: it would have to lie beside the bench, for an unattended restart.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fchmodSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { InputError, type Problem } from '../files/problem.js';

const HEAD = 'ironbird-secret-1 ';
const SECRET_BYTES = 32;
const FORM = /^([0-9a-f]{64})\r?\n?$/;
const MODE = 0o600;
/** All that is read: more than the longest file of this form. */
const FILE_BYTES_MAX = 256;

/** The secret in a file that `generateSecretFile` made. Throws InputError. */
export function readSecretFile(path: string): Buffer {
  const text = readPrivate(path);
  const found = text.startsWith(HEAD) ? FORM.exec(text.slice(HEAD.length)) : null;
  if (found === null) {
    throw refusal(path, {
      path: '',
      message: 'holds no secret in the form this program writes',
      range: `one line: ${HEAD}and 64 hexadecimal digits`,
      hint: 'generate a new one; what the file holds is not shown',
    });
  }
  return Buffer.from(found[1], 'hex');
}

/** The secret in an environment variable: the 64 digits. Throws InputError. */
export function readSecretVariable(name: string): Buffer {
  const text = process.env[name];
  const range = '64 hexadecimal digits, lower case';
  if (text === undefined || text === '')
    throw refusal('environment', { path: name, message: 'is not set', range });
  const found = FORM.exec(text);
  if (found === null)
    throw refusal('environment', { path: name, message: 'is no secret; it is not shown', range });
  return Buffer.from(found[1], 'hex');
}

/** Writes a new secret, readable by its owner alone. Throws InputError where a file is already there. */
export function generateSecretFile(path: string): void {
  const file = open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
  try {
    // The process's umask may have taken bits away that the reader asks for.
    fchmodSync(file, MODE);
    writeSync(file, `${HEAD}${randomBytes(SECRET_BYTES).toString('hex')}\n`);
  } finally {
    closeSync(file);
  }
}

function readPrivate(path: string): string {
  // A pipe would keep the opening waiting for its writer.
  const file = open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const state = fstatSync(file);
    if (!state.isFile()) throw refusal(path, { path: '', message: 'is not a regular file' });
    const mode = state.mode & 0o777;
    if (mode !== MODE) {
      throw refusal(path, {
        path: 'mode',
        value: `0${mode.toString(8).padStart(3, '0')}`,
        message: 'is not that of a private file',
        range: '0600',
        hint: `chmod 600 ${path}, and generate a new secret if others could read this one`,
      });
    }
    const bytes = Buffer.alloc(FILE_BYTES_MAX);
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}

function open(path: string, flags: number): number {
  try {
    return openSync(path, flags, MODE);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      EEXIST: 'is there already and is not overwritten',
      ENOENT: 'does not exist',
      EACCES: 'may not be opened (permission denied)',
      EISDIR: 'is a directory, not a file',
    };
    const hint = code === 'EEXIST' ? 'choose another name, or remove the old file yourself' : undefined;
    throw refusal(path, {
      path: '',
      message: reasons[code ?? ''] ?? `may not be opened (${code ?? message})`,
      hint,
    });
  }
}

function refusal(source: string, problem: Problem): InputError {
  return new InputError(source, [problem]);
}
