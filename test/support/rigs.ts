/**
 * A rig written in a test as a user writes it in a file.
 */
import { InputError } from '../../hil/files/problem.js';
import { parseRig as parse } from '../../hil/rig/rig-file.js';
import type { RigSpec } from '../../hil/rig/rig-spec.js';

export function parseRig(yaml: string): RigSpec {
  return parse(yaml, { name: 'test.yaml', directory: '.' });
}

/** What a rig with this scheme (its keys after `protocol:`) is told; empty where it is accepted. */
export function problemsOf(scheme: string, more = ''): string {
  try {
    parseRig(`name: x\nscheme: { protocol: ${scheme} }\n${more}`);
    return '';
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
