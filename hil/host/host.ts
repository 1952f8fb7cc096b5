/**
 * The machine as the findings see it. A test hands in another one; `thisHost` is the one we run on.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { availableParallelism, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { HostFiles } from './host-files.js';

export interface Host {
  /** `v20.20.2`. */
  readonly nodeVersion: string;
  readonly processors: number;
  /** Null where the system has no such numbers. */
  readonly user: { readonly id: number; readonly name: string; readonly groups: readonly number[] } | null;
  readonly files: HostFiles;
  /** Whether a command is on the path. */
  hasCommand(name: string): boolean;
  /** Whether the command, run to its end, succeeds; false too where it cannot be started. */
  succeeds(command: readonly [name: string, ...args: string[]]): boolean;
}

const COMMAND_MS_MAX = 2000;

export function thisHost(): Host {
  return {
    nodeVersion: process.version,
    processors: availableParallelism(),
    user: thisUser(),
    files: new HostFiles('/'),
    hasCommand: (name) =>
      // Where administrators' commands are is often not on a user's path, and a library may look there all the same.
      [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some(
        (folder) => folder !== '' && isExecutable(join(folder, name)),
      ),
    succeeds: ([name, ...args]) =>
      spawnSync(name, args, { stdio: 'ignore', timeout: COMMAND_MS_MAX }).status === 0,
  };
}

function thisUser(): Host['user'] {
  const id = process.getuid?.();
  const groups = process.getgroups?.();
  if (id === undefined || groups === undefined) return null;
  return { id, name: userName(), groups };
}

/** Empty for an id without an entry, as containers have. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
