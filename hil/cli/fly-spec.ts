/**
 * What `fly` flies: the rig of the argument with what the command line adds, and the command that repeats it.
 *
 * The flight is the rig's; what may be changed here is seed, length, further faults and conditions. The replay
 * command names all of it again, because a verdict that cannot be repeated is a rumour.
 */
import { type FlightOrder, readOrder, specOf } from '../rig/flight-order.js';
import type { RigSpec } from '../rig/rig-spec.js';
import type { FlyCommandOptions } from './command-options.js';
import { shellLine } from './session.js';
import { resolveArgument } from './shipped-files.js';

/** The rig with what the command line adds, and the order that it follows from. Throws InputError. */
export function orderOf(
  argument: string,
  { seed, duration, fault, failOn, allowModules = false }: FlyCommandOptions,
): { order: FlightOrder; spec: RigSpec } {
  const name = resolveArgument(argument, ['rig', 'scenario']);
  const order = readOrder(name, { seed, durationS: duration ?? null, faults: fault, failOn });
  return { order, spec: specOf(order, { name, allowModules }) };
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
