/**
 * Where the package lies on this disk, whether it runs from source or from `dist/`.
 *
 * The shipped rigs and scenarios are plain files that a user is meant to read and copy, so they stay beside the
 * source and are found from here; inlining them at build time would hide them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`no package.json above ${import.meta.url}`);
    folder = above;
  }
  return folder;
}

/** Absolute path of the package's folder. */
export const PACKAGE_ROOT = findRoot();

/** The version in package.json. */
export const PACKAGE_VERSION = (
  JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string }
).version;
