/**
 * What `search` searches: the rig of the argument as plain data, and a space of faults that can strike it.
 */
import { dirname, resolve } from 'node:path';
import type { Variant } from '../campaign/flight-plan.js';
import { Flyer } from '../campaign/flyer.js';
import { CatalogueSpace, SEARCHED_KINDS } from '../campaign/search-space.js';
import { type FaultKind, TARGET_FORMS } from '../fault/fault-target.js';
import { suggestion } from '../files/did-you-mean.js';
import { readDocument } from '../files/load-file.js';
import { InputError } from '../files/problem.js';
import { misfitOfDuration } from '../rig/flight-length.js';
import { loadRig } from '../rig/rig-file.js';
import type { RigSpec } from '../rig/rig-spec.js';
import type { SearchOptions } from './command-options.js';
import { shellLine } from './session.js';
import { resolveArgument } from './shipped-files.js';

export interface SearchRequest {
  readonly spec: RigSpec;
  readonly variant: Variant;
  readonly flyer: Flyer;
  readonly space: CatalogueSpace;
  /** In a plan. */
  readonly faults: number;
  readonly beyond: boolean;
}

/** Throws InputError. */
export function readSearch(argument: string, options: SearchOptions): SearchRequest {
  const { duration, allowModules = false } = options;
  const path = resolveArgument(argument, ['rig', 'scenario']);
  const file = loadRig(path, { allowModules });
  const spec = duration === undefined ? file : { ...file, durationS: duration };
  const misfit = misfitOfDuration(spec);
  if (misfit !== null) throw new InputError('--duration', [{ path: 's', ...misfit }]);
  const { faults: claimed } = spec.scheme;
  const { faults = claimed } = options;
  if (faults === 0)
    throw new InputError('--faults', [
      { path: '', message: `is needed: ${spec.name} is built for no fault at all`, hint: '--faults 1' },
    ]);
  const kinds = kindsOf(options.kinds);
  const space = new CatalogueSpace(spec, { kinds, faults });
  if (space.modes.length === 0)
    throw new InputError('--kinds', [{ path: '', message: `name nothing that can strike ${spec.name}` }]);
  const document = {
    ...(readDocument(path).data as Record<string, unknown>),
    ...(duration === undefined ? {} : { durationS: duration }),
  };
  const variant = { name: spec.name, document, directory: dirname(resolve(path)) };
  const flyer = new Flyer([variant], { allowModules });
  return { spec, variant, flyer, space, faults, beyond: options.beyond === true || faults > claimed };
}

function kindsOf(text: string | undefined): readonly FaultKind[] {
  if (text === undefined) return SEARCHED_KINDS;
  const known = Object.keys(TARGET_FORMS) as FaultKind[];
  const named = text.split(',').map((name) => name.trim());
  const wrong = named.filter((name) => !known.some((kind) => kind === name));
  if (wrong.length > 0)
    throw new InputError(
      '--kinds',
      wrong.map((value) => ({
        path: 'kind',
        value,
        message: 'is no kind of target',
        hint: suggestion(value, known),
      })),
    );
  return known.filter((kind) => named.includes(kind));
}

/** The command that searches again. */
export function searchAgain(
  argument: string,
  { flights, faults, beyond, kinds, duration, seed, allowModules }: SearchOptions,
): string {
  const words = ['ironbird', 'search', argument, '--flights', String(flights), '--seed', seed];
  if (faults !== undefined) words.push('--faults', String(faults));
  if (beyond === true) words.push('--beyond');
  if (kinds !== undefined) words.push('--kinds', kinds);
  if (duration !== undefined) words.push('--duration', String(duration));
  if (allowModules === true) words.push('--allow-modules');
  return shellLine(words);
}
