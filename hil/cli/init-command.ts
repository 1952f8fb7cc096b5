/**
 * `ironbird init [dir]`: the first files of one's own. All of them or none; nothing that exists is touched.
 */
import type { Command } from 'commander';
import { lstatSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../files/make-folder.js';
import { InputError } from '../files/problem.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { INIT_FILES } from './init-files.js';
import { type Session, shellLine } from './session.js';

export function addInit(program: Command, session: Session): void {
  program
    .command('init')
    .description('write a first rig, a failing one, an agreement and a campaign')
    .argument('[dir]', 'folder to write them into', 'ironbird')
    .action((folder: string) => session.run(() => init(session, folder)));
}

function init({ terminal }: Session, folder: string): ExitCode {
  const names = Object.keys(INIT_FILES);
  const there = names.filter((name) => exists(join(folder, name)));
  if (there.length > 0) {
    const hint = 'nothing was written; name another folder, or move these away';
    throw new InputError(
      folder,
      there.map((path) => ({ path, message: 'exists already', hint })),
    );
  }
  writeAll(folder);
  for (const name of names) terminal.line(join(folder, name));
  terminal.line();
  terminal.line(`next: ${shellLine(['ironbird', 'fly', join(folder, 'rig.yaml')])}`);
  return EXIT.held;
}

/** Whether something of this name is there, a link to nowhere included. */
function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false; // The folder is none: writing will say so.
  }
}

function writeAll(folder: string): void {
  const written: string[] = [];
  try {
    makeFolder(folder);
    for (const [name, content] of Object.entries(INIT_FILES)) {
      const path = join(folder, name);
      writeFileSync(path, content, { flag: 'wx' });
      written.push(path);
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(folder, [{ path: '', message: `cannot be written into (${code ?? message})` }]);
  }
}
