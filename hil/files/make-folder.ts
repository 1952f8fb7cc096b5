/**
 * A folder with all that is missing above it, made one by one.
 *
 * `mkdirSync` with `recursive` does the same, except in a place like /proc, where nothing can be made and the error
 * reads like that of a missing parent: there it tries for ever.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes it where it is not there. Throws the system's error where it cannot. */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  mkdirSync(path);
}
