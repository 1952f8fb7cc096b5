/**
 * A folder of a test file's own, removed when the file is done, and files in it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';

/** Absolute path of the folder. */
export const folder = mkdtempSync(join(tmpdir(), 'ironbird-test-'));
t.teardown(() => rmSync(folder, { recursive: true }));

/** Writes a file in the folder; returns its path. */
export function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
