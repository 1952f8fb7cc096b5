/**
 * Runs the built program as a user would: a process, arguments, what it printed, its exit code.
 */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built program, as package.json's `bin` names it. */
export const MAIN = fileURLToPath(new URL('../../dist/hil/cli/main.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `ironbird <args>`, to its end; at most a minute. */
export function ironbird(
  args: readonly string[],
  { cwd, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 1 << 26,
    env: { ...cleanEnvironment(), ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { code: status, stdout, stderr };
}

/** Several runs, four at a time; outcomes in the order asked for. */
export async function ironbirdAll(
  runs: readonly (readonly string[])[],
  { cwd }: { cwd?: string } = {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < runs.length) {
      const index = next++;
      outcomes[index] = await new Promise((resolve) => {
        const options = {
          encoding: 'utf8',
          timeout: 60_000,
          maxBuffer: 1 << 26,
          env: cleanEnvironment(),
          cwd,
        } as const;
        execFile(process.execPath, [MAIN, ...runs[index]], options, (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
          resolve({ code, stdout, stderr });
        });
      });
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return outcomes;
}

/** Without what a test runner adds to it (coverage hooks, colours). */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  return { PATH, HOME, LANG, TMPDIR };
}
