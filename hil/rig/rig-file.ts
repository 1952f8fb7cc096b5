/**
 * A rig file made into a RigSpec, or every reason why not.
 *
 *   YAML ──► schema (each key by itself) ──► what several keys say together ──► RigSpec
 *
 * The second step runs even where the first found something: each top-level key that is sound by itself is kept,
 * and only checks that need a broken one are left out. So one run tells of the misspelt key, the impossible
 * bound and the fault on a channel that is not there.
 */
import { dirname, resolve } from 'node:path';
import { exchangesReports, roundsOf } from '../../firmware/fcc/scheme.js';
import { readFaults } from '../fault/fault-file.js';
import { parseFaultOption } from '../fault/fault-option.js';
import { type ParsedDocument, parseDocumentText } from '../files/document.js';
import { readDocument, throwProblems } from '../files/load-file.js';
import { formatPath, InputError, type Problem } from '../files/problem.js';
import { checkSchema, type LocatedProblem, withoutUnknownKeys } from '../files/schema-problems.js';
import { framesOf } from './flight-length.js';
import { type RigFile, rigFileSchema } from './rig-file-schema.js';
import { motorsOf, type RigFileOptions, RigReader } from './rig-reader.js';
import type { RigSpec } from './rig-spec.js';

/** Reads a rig file. Throws InputError with all its problems. */
export function loadRig(path: string, options: RigFileOptions = {}): RigSpec {
  return rigOf(readDocument(path), { ...options, directory: dirname(resolve(path)) });
}

/** Reads a rig from text; relative module paths start at `directory`. */
export function parseRig(
  text: string,
  { name, directory, ...options }: RigFileOptions & { name: string; directory: string },
): RigSpec {
  return rigOf(parseDocumentText(text, { name }), { ...options, directory });
}

/** A rig from a parsed document. */
export function rigOf(document: ParsedDocument, options: RigFileOptions & { directory: string }): RigSpec {
  if (document.data === null) throw new InputError(document.name, [{ path: '', message: 'is empty' }]);
  const checked = checkSchema(rigFileSchema, document.data);
  const reader = new RigReader(sound(document.data, checked.problems), options);
  const spec = reader.read();
  throwProblems(document, [...checked.problems, ...reader.problems]);
  return spec as RigSpec;
}

/** Adds faults given on the command line. Throws InputError, named after the option, with all their problems. */
export function withFaults(spec: RigSpec, texts: readonly string[]): RigSpec {
  return withFaultEntries(spec, { entries: texts.map(parseFaultOption), name: '--fault' });
}

/** Adds fault entries as a file would hold them. Throws InputError, under this name, with all their problems. */
export function withFaultEntries(
  spec: RigSpec,
  { entries, name }: { entries: readonly unknown[]; name: string },
): RigSpec {
  const { specs, problems } = readFaults(entries, {
    computers: spec.scheme.computers,
    motors: motorsOf(spec.actuators),
    frames: framesOf(spec),
    rounds: roundsOf(spec.scheme),
    reports: exchangesReports(spec.scheme),
    signatures: spec.scheme.signing?.kind ?? null,
    isolates: spec.scheme.isolate === true,
    taken: spec.faults.map(({ id }) => id),
    at: [],
  });
  if (problems.length > 0) {
    const shown = problems.map(({ at, path: _, ...problem }): Problem => {
      const [index, ...inside] = at;
      const path = formatPath(entries.length === 1 ? inside : [`fault ${Number(index) + 1}`, ...inside]);
      return { ...problem, path };
    });
    throw new InputError(name, shown);
  }
  return { ...spec, faults: [...spec.faults, ...specs] };
}

/** The top-level keys in which the schema found nothing wrong. */
function sound(data: unknown, problems: readonly LocatedProblem[]): Partial<RigFile> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return {};
  const broken = new Set(problems.filter(({ unknownKey }) => unknownKey !== true).map(({ at }) => at[0]));
  const known = withoutUnknownKeys(data, problems) as object;
  return Object.fromEntries(Object.entries(known).filter(([key]) => !broken.has(key)));
}
