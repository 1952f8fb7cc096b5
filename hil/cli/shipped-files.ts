/**
 * The rigs, scenarios and campaigns that come with the package, by name, and how an argument becomes a path.
 *
 * An argument with a slash or a file ending is a path; anything else is the name of something shipped. Guessing
 * (a file if there is one, else a name) was the alternative, and would make the same command mean different
 * things in different folders.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suggestion } from '../files/did-you-mean.js';
import { PACKAGE_ROOT } from '../files/package-root.js';
import { InputError } from '../files/problem.js';
import { readSourceText } from '../files/source-text.js';

export type ShippedKind = 'rig' | 'scenario' | 'agree' | 'campaign';

export interface ShippedFile {
  readonly kind: ShippedKind;
  readonly name: string;
  readonly path: string;
  /** The file's description, or the first sentence of its first comment. */
  readonly about: string;
}

const FOLDERS: Readonly<Record<ShippedKind, string>> = {
  rig: 'hil/rigs',
  scenario: 'hil/scenarios',
  agree: 'hil/scenarios/agree',
  campaign: 'hil/campaigns',
};

const ENDING = /\.(ya?ml|json)$/i;

/** Names of one kind, sorted. */
export function shippedNames(kind: ShippedKind): string[] {
  const folder = join(PACKAGE_ROOT, FOLDERS[kind]);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => file.replace(ENDING, ''))
    .sort();
}

/** Path of a shipped file. */
function shippedPath(kind: ShippedKind, name: string): string {
  return join(PACKAGE_ROOT, FOLDERS[kind], `${name}.yaml`);
}

/** Everything shipped of these kinds, with what it says about itself. */
export function shippedFiles(kinds: readonly ShippedKind[]): ShippedFile[] {
  return kinds.flatMap((kind) =>
    shippedNames(kind).map((name) => {
      const path = shippedPath(kind, name);
      return { kind, name, path, about: aboutOf(readSourceText(path)) };
    }),
  );
}

function aboutOf(text: string): string {
  const description = /^description:\s*(.+)$/m.exec(text)?.[1];
  if (description !== undefined) return description.replace(/^(["'])(.*)\1$/, '$2');
  const comment: string[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('#')) break;
    comment.push(line.replace(/^#\s?/, ''));
  }
  return comment
    .join(' ')
    .replace(/(?<=\.) .*$/, '')
    .trim();
}

/** Whether an argument is a path rather than a name. */
export function isPath(argument: string): boolean {
  return /[\\/]/.test(argument) || ENDING.test(argument);
}

/** The file that an argument means. Throws InputError for a name that nothing shipped has. */
export function resolveArgument(argument: string, kinds: readonly ShippedKind[]): string {
  if (isPath(argument)) return argument;
  for (const kind of kinds) if (shippedNames(kind).includes(argument)) return shippedPath(kind, argument);
  const names = kinds.flatMap(shippedNames);
  const near = suggestion(argument, names);
  const hint = near.startsWith('did')
    ? `${near} (ironbird list shows all)`
    : 'ironbird list shows all names; a path has a / or ends in .yaml';
  throw new InputError(argument || '""', [{ path: '', message: 'is the name of nothing shipped', hint }]);
}
