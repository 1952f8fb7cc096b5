/**
 * A file read by places and lengths, through one window, so that many small records do not cost a call into the
 * system each. Only a plain file: a pipe would wait for ever, and a device never ends.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { InputError } from '../files/problem.js';

const WINDOW_BYTES = 64 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read (permission denied)',
  ENOTDIR: 'does not exist: a part of its path is not a directory',
};

export class BoundedFile {
  readonly path: string;
  /** Bytes, when it was opened. */
  readonly size: number;
  readonly #file: number;
  readonly #window = Buffer.alloc(WINDOW_BYTES);
  #start = 0;
  #length = 0;

  /** Throws InputError where it is not there, or no file. */
  constructor(path: string) {
    this.path = path;
    const refuse = (message: string): InputError => new InputError(path, [{ path: '', message }]);
    try {
      this.#file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw refuse(REASONS[code ?? ''] ?? `may not be read (${code ?? message})`);
    }
    const status = fstatSync(this.#file);
    this.size = status.size;
    if (status.isFile()) return;
    this.close();
    throw refuse(status.isDirectory() ? 'is a directory, not a file' : 'is not a plain file');
  }

  /** So many bytes, valid until the next read; null where the file has fewer. `length` is the caller's to bound. */
  read({ from, length }: { from: number; length: number }): Buffer | null {
    if (from + length > this.size) return null;
    if (length > WINDOW_BYTES) {
      const bytes = Buffer.allocUnsafe(length);
      return this.#fill(bytes, from) === length ? bytes : null;
    }
    if (from < this.#start || from + length > this.#start + this.#length) {
      this.#start = from;
      this.#length = this.#fill(this.#window, from);
    }
    const at = from - this.#start;
    return at + length <= this.#length ? this.#window.subarray(at, at + length) : null;
  }

  /** Fills a buffer from a place on, to the file's end at most; returns how many bytes there were. */
  #fill(bytes: Buffer, from: number): number {
    let filled = 0;
    while (filled < bytes.length) {
      const read = readSync(this.#file, bytes, filled, bytes.length - filled, from + filled);
      if (read === 0) break;
      filled += read;
    }
    return filled;
  }

  close(): void {
    closeSync(this.#file);
  }
}
