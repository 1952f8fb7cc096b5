/**
 * The rigs of a campaign: each file with what the campaign sets in it, times every combination of the sweep.
 *
 *   rigs × sweep ──► rig file as data, keys set ──► read as any rig file is ──► Variant, or why not
 *
 * A combination that the rig's own checks refuse (four computers for two faults) is an error that names it, or is
 * left out where the file says so; that all are refused is an error in any case, since it is a slip.
 */
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { suggestion } from '../files/did-you-mean.js';
import type { ParsedDocument } from '../files/document.js';
import { readDocument } from '../files/load-file.js';
import { PACKAGE_ROOT } from '../files/package-root.js';
import { formatProblem, InputError, showValue } from '../files/problem.js';
import { rigOf } from '../rig/rig-file.js';
import type { RigSpec } from '../rig/rig-spec.js';
import type { CampaignFile } from './campaign-schema.js';
import type { ProblemList } from './draw-file.js';
import type { Variant } from './flight-plan.js';

/** A variant with what the campaign's strata ask of it. */
export interface RigVariant extends Variant {
  readonly spec: RigSpec;
  /** Name of the entry that it comes from. */
  readonly rig: string;
  /** By axis of the sweep. */
  readonly settings: ReadonlyMap<string, unknown>;
}

export interface VariantOptions {
  /** Where relative paths start. */
  readonly directory: string;
  readonly allowModules: boolean;
  readonly list: ProblemList;
}

type Settings = Readonly<Record<string, unknown>>;

/** A point on an axis: what it is called, and what it sets. */
interface Mark {
  readonly axis: string;
  readonly value: unknown;
  readonly label: string;
  readonly set: Settings;
}

/** Why a combination cannot be flown. */
interface Refusal {
  readonly why: string;
  readonly hint: string | undefined;
}

const VARIANTS_MAX = 1000;
const SHIPPED_FOLDERS = ['hil/rigs', 'hil/scenarios'];

/** Variants in the order of the file, the last axis fastest; what is wrong is recorded. */
export function readVariants(
  { rigs, sweep = {}, set = {}, skipRefused = false }: CampaignFile,
  options: VariantOptions,
): RigVariant[] {
  const { list } = options;
  if (rigs.length === 0) list.refuse(['rigs'], { message: 'is empty: nothing would fly' });
  checkKeys(set, { at: ['set'], list });
  rigs.forEach((entry, i) => {
    if (typeof entry !== 'string') checkKeys(entry.set ?? {}, { at: ['rigs', i, 'set'], list });
  });
  const axes = readAxes(sweep, list);
  const combinations = axes.reduce((product, axis) => product * axis.length, rigs.length);
  if (combinations > VARIANTS_MAX) {
    const message = `makes ${combinations} rigs with this sweep`;
    list.refuse(['sweep'], { message, range: `at most ${VARIANTS_MAX}` });
  }
  if (list.problems.length > 0) return [];
  const variants: RigVariant[] = [];
  const names = new Map<string, number>();
  rigs.forEach((entry, i) => {
    const { rig, name, set: own = {} } = typeof entry === 'string' ? { rig: entry } : entry;
    const document = readRig(rig, { ...options, at: ['rigs', i] });
    if (document === null) return;
    const refusals: Refusal[] = [];
    let flown = 0;
    for (const marks of combinationsOf(axes)) {
      const called = name ?? nameIn(document) ?? rig;
      const whole = [called, ...marks.map(({ label }) => label)].filter(Boolean).join(' ');
      const settings = Object.assign({}, set, own, ...marks.map((mark) => mark.set)) as Settings;
      const read = readVariant(document, { settings, allowModules: options.allowModules });
      if ('why' in read) {
        refusals.push({ ...read, why: `${marks.length === 0 ? '' : `as ${whole} `}is refused: ${read.why}` });
        continue;
      }
      flown++;
      const before = names.get(whole);
      if (before !== undefined) {
        const hint = `rigs[${before}] has it too; { rig: …, name: … } gives it another`;
        list.refuse(['rigs', i], { value: whole, message: 'is the name of two rigs', hint });
        break;
      }
      names.set(whole, i);
      variants.push({
        ...read,
        name: whole,
        rig: called,
        settings: new Map(marks.map(({ axis, value }) => [axis, value])),
      });
    }
    if (refusals.length === 0 || (skipRefused && flown > 0)) return;
    const more = refusals.length > 1 ? ` (and ${refusals.length - 1} more of its combinations)` : '';
    const [{ why, hint }] = refusals;
    const skip = flown > 0 ? ['skipRefused: true leaves such combinations out'] : [];
    const hints = [...(hint === undefined ? [] : [hint]), ...skip].join('; ');
    list.refuse(['rigs', i], { value: rig, message: why + more, hint: hints === '' ? undefined : hints });
  });
  return variants;
}

function readAxes(sweep: NonNullable<CampaignFile['sweep']>, list: ProblemList): Mark[][] {
  const short = (key: string): string => key.slice(key.lastIndexOf('.') + 1);
  const keys = Object.keys(sweep);
  return Object.entries(sweep).map(([axis, marks]) => {
    const label = keys.filter((key) => short(key) === short(axis)).length > 1 ? axis : short(axis);
    const at = ['sweep', axis];
    const count = Array.isArray(marks) ? marks.length : Object.keys(marks).length;
    if (count === 0) list.refuse(at, { message: 'is a sweep of nothing', hint: 'values, or leave it out' });
    if (Array.isArray(marks)) {
      checkKey(axis, { at, list });
      return marks.map((value) => ({
        axis,
        value,
        label: `${label}=${typeof value === 'string' ? value : showValue(value)}`,
        set: { [axis]: value },
      }));
    }
    return Object.entries(marks).map(([value, set]) => {
      checkKeys(set, { at: [...at, value], list });
      return { axis, value, label: `${label}=${value}`, set };
    });
  });
}

const KEY = /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*){0,5}$/;

function checkKey(key: string, { at, list }: { at: readonly PropertyKey[]; list: ProblemList }): void {
  if (KEY.test(key) && !/(^|\.)(constructor|prototype|name)(\.|$)/.test(key)) return;
  list.refuse(at, { message: 'is no key of a rig file', hint: 'dotted, for example scheme.select' });
}

function checkKeys(set: Settings, { at, list }: { at: readonly PropertyKey[]; list: ProblemList }): void {
  for (const key of Object.keys(set)) checkKey(key, { at: [...at, key], list });
}

/** Every combination, the last axis fastest; one empty one where there is no axis. */
function combinationsOf(axes: readonly (readonly Mark[])[]): Mark[][] {
  return axes.reduce<Mark[][]>(
    (before, axis) => before.flatMap((marks) => axis.map((mark) => [...marks, mark])),
    [[]],
  );
}

function readRig(
  rig: string,
  { directory, list, at }: VariantOptions & { at: readonly PropertyKey[] },
): ParsedDocument | null {
  const isPath = /[\\/]/.test(rig) || /\.(ya?ml|json)$/i.test(rig);
  const path = isPath ? resolve(directory, rig) : shippedRig(rig);
  if (path === null) {
    const near = suggestion(rig, shippedRigs());
    const hint = near.startsWith('did') ? near : 'ironbird list shows all; a path has a / or ends in .yaml';
    list.refuse(at, { value: rig, message: 'is the name of nothing shipped', hint });
    return null;
  }
  try {
    return readDocument(path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [problem] = error.problems;
    list.refuse(at, { value: rig, message: problem.message, hint: 'paths start at the folder of this file' });
    return null;
  }
}

function shippedRigs(): string[] {
  return SHIPPED_FOLDERS.flatMap((folder) => readdirSync(join(PACKAGE_ROOT, folder)))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace(/\.yaml$/, ''));
}

function shippedRig(name: string): string | null {
  for (const folder of SHIPPED_FOLDERS) {
    if (readdirSync(join(PACKAGE_ROOT, folder)).includes(`${name}.yaml`))
      return join(PACKAGE_ROOT, folder, `${name}.yaml`);
  }
  return null;
}

function nameIn({ data }: ParsedDocument): string | null {
  const name = (data as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? name : null;
}

/** The rig file with these keys set, read; or why it is refused. */
function readVariant(
  document: ParsedDocument,
  { settings, allowModules }: { settings: Settings; allowModules: boolean },
): Pick<RigVariant, 'document' | 'directory' | 'spec'> | Refusal {
  const data = withSettings(document.data, settings);
  const directory = dirname(resolve(document.name));
  try {
    const spec = rigOf({ ...document, data }, { directory, allowModules });
    return { document: data as Variant['document'], directory, spec };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [problem] = error.problems;
    // A key that the campaign sets stands in no line of the rig's file.
    const isSet = Object.keys(settings).some((key) => problem.path.startsWith(key));
    const shown = { ...problem, hint: undefined, line: isSet ? undefined : problem.line };
    return { why: formatProblem(shortened(document.name), shown), hint: problem.hint };
  }
}

function shortened(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** A copy with values at dotted keys; maps on the way are made where they are missing. */
function withSettings(data: unknown, settings: Settings): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const copy = structuredClone(data) as Record<string, unknown>;
  for (const [key, value] of Object.entries(settings)) {
    const parts = key.split('.');
    const last = parts[parts.length - 1];
    let map = copy;
    for (const part of parts.slice(0, -1)) {
      const inner = Object.hasOwn(map, part) ? map[part] : undefined;
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) map[part] = {};
      map = map[part] as Record<string, unknown>;
    }
    map[last] = structuredClone(value);
  }
  return copy;
}
