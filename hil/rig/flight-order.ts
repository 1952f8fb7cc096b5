/**
 * All that a flight follows from, as plain data: the rig file's text, the seed, and what the command line added. It is
 * what a recording keeps, so that it can be flown again where the file has changed or was never seen.
 *
 *   file + options ──readOrder──► FlightOrder ──specOf──► RigSpec
 *                                     └── into a recording, and back
 *
 * The text and the options are kept as they were written, and are read again by the reader that read them first. A
 * finished RigSpec would be easier to store; but it is our own inside, differs from version to version, and nothing
 * checks one that comes out of a stranger's file.
 */
import { basename, dirname, resolve } from 'node:path';
import { InputError } from '../files/problem.js';
import { readSourceText } from '../files/source-text.js';
import { misfitOfDuration } from './flight-length.js';
import { parseRequirement } from './requirement.js';
import { parseRig, withFaults } from './rig-file.js';
import type { RigSpec } from './rig-spec.js';

export interface FlightOrder {
  readonly rigText: string;
  /** Name of the rig file, without its folder; `.json` = the text is JSON, else YAML. */
  readonly rigFile: string;
  /** Where relative module paths start. */
  readonly directory: string;
  /** Decimal, 0 … 2^64−1. */
  readonly seed: string;
  /** Length of the flight; null = the rig's own. */
  readonly durationS: number | null;
  /** Further faults, each as `--fault` takes it. */
  readonly faults: readonly string[];
  /** Further conditions, each as `--fail-on` takes it. */
  readonly failOn: readonly string[];
}

/** Reads a rig file for a flight. Throws InputError where it cannot be read as text. */
export function readOrder(
  path: string,
  options: Pick<FlightOrder, 'seed' | 'durationS' | 'faults' | 'failOn'>,
): FlightOrder {
  const directory = dirname(resolve(path));
  return { rigText: readSourceText(path), rigFile: basename(path), directory, ...options };
}

/** The rig that an order flies; `name` stands for the file in messages. Throws InputError. */
export function specOf(
  order: FlightOrder,
  { name, allowModules = false }: { name: string; allowModules?: boolean },
): RigSpec {
  const { directory, durationS, faults, failOn } = order;
  const file = parseRig(order.rigText, { name, directory, allowModules });
  const unread = failOn.find((text) => parseRequirement(text) === null);
  if (unread !== undefined) {
    throw new InputError('--fail-on', [{ path: 'condition', value: unread, message: 'is no condition' }]);
  }
  let spec: RigSpec = { ...file, failOn: [...file.failOn, ...failOn] };
  if (durationS !== null) {
    spec = { ...spec, durationS };
    const misfit = misfitOfDuration(spec);
    if (misfit !== null) throw new InputError('--duration', [{ path: 's', ...misfit }]);
  }
  return faults.length === 0 ? spec : withFaults(spec, faults);
}
