/**
 * What `fly` flies: the rig of the argument with what the command line adds, and the command that repeats it.
 *
 * The flight is the rig's; what may be changed here is seed, length, further faults and conditions. The replay
 * command names all of it again, because a verdict that cannot be repeated is a rumour.
 */
import { InputError } from '../files/problem.js';
import { misfitOfDuration } from '../rig/flight-length.js';
import { loadRig, withFaults } from '../rig/rig-file.js';
import type { RigSpec } from '../rig/rig-spec.js';
import type { FlyCommandOptions } from './command-options.js';
import { shellLine } from './session.js';
import { resolveArgument } from './shipped-files.js';

/** The rig with what the command line adds. Throws InputError. */
export function specOf(
  argument: string,
  { duration, fault, failOn, allowModules = false }: FlyCommandOptions,
): RigSpec {
  const file = loadRig(resolveArgument(argument, ['rig', 'scenario']), { allowModules });
  let spec: RigSpec = { ...file, failOn: [...file.failOn, ...failOn] };
  if (duration !== undefined) {
    spec = { ...spec, durationS: duration };
    const misfit = misfitOfDuration(spec);
    if (misfit !== null) throw new InputError('--duration', [{ path: 's', ...misfit }]);
  }
  return fault.length === 0 ? spec : withFaults(spec, fault);
}

/** The command that flies it again. */
export function replayOf(
  argument: string,
  { seed, duration, fault, failOn, allowModules }: FlyCommandOptions,
): string {
  const words = ['ironbird', 'fly', argument, '--seed', seed];
  if (duration !== undefined) words.push('--duration', String(duration));
  for (const text of fault) words.push('--fault', text);
  for (const text of failOn) words.push('--fail-on', text);
  if (allowModules === true) words.push('--allow-modules');
  return shellLine(words);
}
