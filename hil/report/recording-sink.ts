/**
 * The file under a recording that is being written: its draft, its name, and what a disk may refuse.
 */
import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { IWritable } from '@mcap/core';
import { InputError } from '../files/problem.js';

export class RecordingSink implements IWritable {
  /** Where bytes go until the end: a draft, or, where that is a device or a pipe, the wanted path itself. */
  readonly part: string;
  readonly #path: string;
  readonly #file: number;
  #written = 0;
  #closed = false;

  private constructor({ path, part, file }: { path: string; part: string; file: number }) {
    this.#path = path;
    this.part = part;
    this.#file = file;
  }

  /** Throws InputError where the path cannot be written. */
  static open(path: string): RecordingSink {
    try {
      const there = statSync(path, { throwIfNoEntry: false });
      if (there?.isDirectory() === true)
        throw new InputError('--record', [{ path, message: 'is a directory' }]);
      const special = there !== undefined && !there.isFile();
      const part = special ? path : draftOf(path);
      return new RecordingSink({ path, part, file: openSync(part, 'w') });
    } catch (error) {
      throw refusal(path, error);
    }
  }

  position(): bigint {
    return BigInt(this.#written);
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let from = 0; from < bytes.length; ) {
        const count = writeSync(this.#file, bytes, from);
        from += count;
        this.#written += count;
      }
    } catch (error) {
      throw refusal(this.#path, error);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#file);
  }

  /** Gives the complete file its name. */
  finish(): void {
    try {
      this.close();
      if (this.part !== this.#path) renameSync(this.part, this.#path);
    } catch (error) {
      throw refusal(this.#path, error);
    }
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.close();
    if (this.part !== this.#path) rmSync(this.part, { force: true });
  }
}

/** `flight.mcap` → `flight.part-4711.mcap`: the ending stays, so that tools still open it. */
function draftOf(path: string): string {
  const ending = extname(path);
  return join(dirname(path), `${basename(path, ending)}.part-${process.pid}${ending}`);
}

function refusal(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new InputError('--record', [{ path, message: `cannot be written (${code ?? message})` }]);
}
