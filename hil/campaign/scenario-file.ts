/**
 * A plan written as a file of its own, so that a failure outlives the campaign that found it.
 *
 *   rig document + faults of the plan ──► failures/<class>-<index>.yaml ──ironbird fly … --seed S──► the same trace hash
 *
 * The file is a complete rig with `expect: fail`: a failure that was written down is expected from then on, and the
 * flight that still fails exits 0. The seed is not a key of rig files, so the command in the header carries it. Names
 * come from files and may be hostile: in the path only letters, digits and hyphens are left of them, in the comment
 * no control character, and YAML's own writer quotes the rest.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Document, isMap, isPair, isScalar, visit } from 'yaml';
import { makeFolder } from '../files/make-folder.js';
import { InputError, printable } from '../files/problem.js';
import { withoutKeys } from './fault-keys.js';
import type { FaultEntry } from './flight-plan.js';
import type { FlightCase } from './shrink-case.js';

const STEM_LENGTH_MAX = 48;

/** `two-faced-17.yaml`: what a failure's file is called. Not a path, whatever the class is called. */
export function scenarioName({ stratum, index }: { stratum: string; index: number }): string {
  const stem = stratum
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, STEM_LENGTH_MAX);
  return `${stem === '' ? 'failure' : stem}-${index}.yaml`;
}

/** Keys of a rig file that its place on the disk, or the plan, has a say in. */
interface RigKeys {
  readonly faults?: readonly FaultEntry[];
  readonly aircraft?: Readonly<Record<string, unknown>>;
  readonly controlLaw?: unknown;
}

/**
 * The file's text. `comment`: what it shows, a line each; `command`: how to fly it; `directory`: where it will lie,
 * from which the rig's modules are then found.
 */
export function scenarioText(
  { variant, plan }: FlightCase,
  { comment, command, directory }: { comment: readonly string[]; command: string; directory: string },
): string {
  const { faults: own = [], aircraft, controlLaw } = variant.document as RigKeys;
  const rig = withoutKeys(variant.document, ['description', 'faults', 'expect']);
  const moved = (path: unknown): unknown => movedModule(path, { from: variant.directory, to: directory });
  const document = new Document({
    ...rig,
    ...(aircraft?.model === undefined ? {} : { aircraft: { ...aircraft, model: moved(aircraft.model) } }),
    ...(controlLaw === undefined ? {} : { controlLaw: moved(controlLaw) }),
    faults: [...own, ...plan.faults].map(inOrder),
    expect: 'fail',
  });
  inOneLineEach(document);
  const head = [
    ...comment,
    command,
    'With this seed the flight must be lost: it exits 0. Without `expect: fail` it exits 1.',
  ];
  return head.map((line) => `# ${printable(line)}\n`).join('') + document.toString({ lineWidth: 0 });
}

/** Who, what and when first, then the keys of the mode. */
function inOrder({ id, target, mode, onset, frames, ...rest }: FaultEntry): FaultEntry {
  const placed = Object.entries({ id, target, mode, onset, frames }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...Object.fromEntries(placed), ...rest };
}

/** As the shipped files have it: a key of the rig on a line, a list of maps one line each, ids unquoted. */
function inOneLineEach(document: Document): void {
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && /^\d{1,2}$/.test(String(key.value))) key.value = Number(key.value);
    },
    Collection(_, node, path) {
      const depth = path.filter(isPair).length;
      if (depth > 1 || (depth === 1 && (isMap(node) || !node.items.some(isMap)))) node.flow = true;
    },
  });
}

/** A module of the rig as its file names it, from another folder; a shipped name as it is. */
function movedModule(path: unknown, { from, to }: { from: string; to: string }): unknown {
  if (typeof path !== 'string' || path === 'f16' || isAbsolute(path)) return path;
  const moved = relative(resolve(to), resolve(from, path)).split(sep).join('/');
  return moved.startsWith('.') ? moved : `./${moved}`;
}

/** Writes a text whole or not at all; an older file of this name is replaced. Throws InputError where it cannot. */
export function writeScenario({
  directory,
  name,
  text,
}: {
  directory: string;
  name: string;
  text: string;
}): string {
  const path = join(directory, name);
  const beside = `${path}.part`;
  let begun = false;
  try {
    makeFolder(directory);
    begun = true;
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    if (begun) rmSync(beside, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(path, [{ path: '', message: `cannot be written (${code ?? message})` }]);
  }
  return path;
}
