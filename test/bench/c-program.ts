/**
 * A yardstick written in C, built for the run and gone after it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Numbers in, as arguments; numbers out, as printed. */
export type CProgram = (args: readonly number[]) => number[];

/** Hands over the program, or why there is none. `source` is a file of this folder. */
export function withCProgram<T>(source: string, use: (program: CProgram | { missing: string }) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ironbird-bench-'));
  try {
    const path = join(folder, 'yardstick');
    const { error, status, stderr } = spawnSync(
      'gcc',
      ['-std=c99', '-O3', '-o', path, fileURLToPath(new URL(source, import.meta.url))],
      { encoding: 'utf8' },
    );
    if (error !== undefined) return use({ missing: 'gcc is not on this machine' });
    if (status !== 0) return use({ missing: `gcc failed: ${stderr.split('\n')[0]}` });
    return use((args) =>
      execFileSync(path, args.map(String), { encoding: 'utf8' }).trim().split(' ').map(Number),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
