/**
 * The files in which a machine tells about itself: /proc, /sys, /dev, /etc, under a root that a test may put elsewhere.
 *
 * Whatever is not there, not readable or too long is `null` or short, never an error: other systems have none of it,
 * and what a container shows differs from day to day.
 */
import { closeSync, constants, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';

/** More than any of them says. */
const BYTES_MAX = 65_536;
const NAMES_MAX = 1024;

export class HostFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** The file's first 64 KiB, without white space at its ends; null if it cannot be read. */
  text(path: string): string | null {
    return orNull(() => {
      // Without waiting: a pipe in place of a file would otherwise keep us for ever.
      const file = openSync(join(this.#root, path), constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        const bytes = Buffer.alloc(BYTES_MAX);
        let length = 0;
        for (let read = -1; read !== 0 && length < BYTES_MAX; length += read)
          read = readSync(file, bytes, length, BYTES_MAX - length, null);
        return bytes.toString('utf8', 0, length).trim();
      } finally {
        closeSync(file);
      }
    });
  }

  /** Names in a folder, in order; at most 1,024; empty if there is no such folder. */
  names(path: string): string[] {
    const names = orNull(() => readdirSync(join(this.#root, path))) ?? [];
    return names.sort().slice(0, NAMES_MAX);
  }

  /** The last part of what a symbolic link points at; null if it is none. */
  linkName(path: string): string | null {
    return orNull(() => basename(readlinkSync(join(this.#root, path))));
  }
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
