/**
 * The modules of the user's own that a rig names, as a recording remembers them: where they lay and what was in them. Code
 * is not copied into a recording: one that carried what it runs would be a program that somebody sent.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InputError } from '../files/problem.js';
import type { RigSpec } from '../rig/rig-spec.js';
import type { RecordedModule } from './recording-layout.js';

/** Those of a rig, hashed as they are now. Throws InputError where one cannot be read. */
export function modulesOf({
  aircraft,
  controlLaw,
}: Pick<RigSpec, 'aircraft' | 'controlLaw'>): RecordedModule[] {
  const named = [
    { key: 'aircraft.model', path: aircraft.model },
    { key: 'controlLaw', path: controlLaw },
  ];
  return named
    .filter(({ path }) => path !== 'f16')
    .map(({ key, path }) => ({ key, path, sha256: hashOf(path) }));
}

/** Those whose file is another than the one recorded. */
export function changedModules(
  recorded: readonly RecordedModule[],
  spec: Pick<RigSpec, 'aircraft' | 'controlLaw'>,
): RecordedModule[] {
  return modulesOf(spec).filter(
    ({ key, sha256 }) => !recorded.some((module) => module.key === key && module.sha256 === sha256),
  );
}

function hashOf(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(path, [{ path: '', message: `cannot be read (${code ?? message})` }]);
  }
}
