/**
 * A rig written in a test as a user writes it in a file.
 */
import { parseRig as parse } from '../../hil/rig/rig-file.js';
import type { RigSpec } from '../../hil/rig/rig-spec.js';

export function parseRig(yaml: string): RigSpec {
  return parse(yaml, { name: 'test.yaml', directory: '.' });
}
