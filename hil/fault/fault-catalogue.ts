/**
 * The catalogue of faults as data: what can be struck, how, with which keys, and what it counts as.
 *
 *   modes and their keys ──JSON Schema──► rows ──► `ironbird faults`, CATALOGUE.md, --json, --matrix
 *   the mode's example ──read as an entry──► its class
 *
 * Everything is read back from what checks a fault entry, so that the page cannot promise a key that is refused, nor a
 * range that is not the checked one; which keys are needed is found out by leaving all of them out. A page written by
 * hand was the alternative, and would be wrong by the next mode.
 */
import { z } from 'zod';
import { parseFaultOption } from './fault-option.js';
import { type FaultContext, readFaults } from './fault-file.js';
import { COMMON_SHAPE, FAULT_MODES, RAMP_SHAPE } from './fault-modes.js';
import type { FaultClass } from './fault-spec.js';
import { type FaultKind, TARGET_FORMS } from './fault-target.js';
import type { Shape } from './mode-shapes.js';

export interface CatalogueKey {
  readonly name: string;
  /** The same amount in the unit of what is struck: `offset<Unit>`, as in offsetDeg; null where there is none. */
  readonly inUnit: string | null;
  readonly needed: boolean;
  /** What may be given: `0 … 31`, `solid | liquid`. */
  readonly range: string;
  /** As text; null where leaving it out means something else, which `about` says. */
  readonly byDefault: string | null;
  readonly about: string;
}

export interface CatalogueMode {
  readonly kind: FaultKind;
  readonly mode: string;
  readonly about: string;
  readonly knownFrom: string | null;
  /** What its example counts as; whom a fault reaches can make it another. */
  readonly class: FaultClass;
  /** It has an amount, which rampFrames lets grow. */
  readonly ramps: boolean;
  /** Its own keys. */
  readonly keys: readonly CatalogueKey[];
  /** What `ironbird fly` takes to try it. */
  readonly example: { readonly rig: string; readonly fault: string };
  /** By what stands in for a computer: whether the mode works there. */
  readonly boards: Readonly<Record<BoardKind, boolean>>;
}

/** What can stand in for a computer, or is to. */
export const BOARD_KINDS = ['inline', 'process', 'serial', 'mqtt', 'emulate'] as const;

export type BoardKind = (typeof BOARD_KINDS)[number];

/** All computers run in this process so far, so no mode is known to work anywhere else. */
const BOARDS: Readonly<Record<BoardKind, boolean>> = {
  inline: true,
  process: false,
  serial: false,
  mqtt: false,
  emulate: false,
};

const EXAMPLE_RIG = 'quad-om1';

/** A rig of which everything but its size is unknown, so that every mode finds something to act on. */
const ANY_RIG: FaultContext = {
  computers: 4,
  motors: null,
  frames: null,
  rounds: null,
  reports: null,
  isolates: null,
  taken: [],
  at: [],
};

export const FAULT_KINDS = Object.keys(FAULT_MODES) as FaultKind[];

export function targetForm(kind: FaultKind): string {
  return TARGET_FORMS[kind];
}

/** Keys of every fault, of whatever kind and mode. */
export function commonKeys(): CatalogueKey[] {
  const shape: Shape = { ...COMMON_SHAPE, ...RAMP_SHAPE };
  return keysOf({ plain: shape, united: shape, needed: new Set() });
}

/** All modes, kind by kind, as they are declared. */
export function catalogue(): CatalogueMode[] {
  return FAULT_KINDS.flatMap((kind) => Object.keys(FAULT_MODES[kind]).map((mode) => entryOf(kind, mode)));
}

function entryOf(kind: FaultKind, mode: string): CatalogueMode {
  const {
    about,
    knownFrom = null,
    keys,
    ramps = false,
    example,
    rig = EXAMPLE_RIG,
  } = FAULT_MODES[kind][mode];
  const entry = parseFaultOption(example);
  const { specs, problems } = readFaults([entry], ANY_RIG);
  if (problems.length > 0)
    throw new Error(`the example of ${kind}/${mode} is refused: ${JSON.stringify(problems)}`);
  return {
    kind,
    mode,
    about,
    knownFrom,
    class: specs[0].faultClass,
    ramps,
    keys: keysOf({
      plain: keys([]),
      united: keys([UNIT]),
      needed: neededKeys((entry as { target: string }).target, mode),
    }),
    example: { rig, fault: example },
    boards: BOARDS,
  };
}

/** Stands for the unit at the end of a key. */
const UNIT = '<Unit>';

/** Amounts without which an entry is refused, in counts or in a unit. */
function neededKeys(target: string, mode: string): ReadonlySet<string> {
  const { problems } = readFaults([{ target, mode }], ANY_RIG);
  return new Set(problems.filter(({ message }) => message === 'is missing').map(({ at }) => String(at[1])));
}

function keysOf({
  plain,
  united,
  needed,
}: {
  plain: Shape;
  united: Shape;
  needed: ReadonlySet<string>;
}): CatalogueKey[] {
  const names = Object.keys(united);
  return Object.entries(plain).flatMap(([name, schema]) => {
    const property = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Property;
    const inner = property.properties;
    if (inner !== undefined)
      return Object.entries(inner).map(([key, part]) =>
        keyOf(`${name}.${key}`, part, { needed: false, names }),
      );
    const asked = needed.has(name) || !schema.safeParse(undefined).success;
    return [keyOf(name, property, { needed: asked, names })];
  });
}

function keyOf(
  name: string,
  property: Property,
  { needed, names }: { needed: boolean; names: readonly string[] },
): CatalogueKey {
  const inUnit = names.find((other) => other.includes(UNIT) && other.replace(UNIT, '') === name) ?? null;
  return {
    name,
    inUnit,
    needed,
    range: rangeOf(property),
    byDefault: property.default === undefined ? null : String(property.default),
    about: property.description ?? '',
  };
}

/** The part of JSON Schema that the keys of faults use. */
interface Property {
  readonly type?: string;
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly enum?: readonly unknown[];
  readonly const?: string | number | boolean;
  readonly anyOf?: readonly Property[];
  readonly items?: Property;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly additionalProperties?: Property | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

function rangeOf(property: Property): string {
  if (property.anyOf !== undefined) return [...new Set(property.anyOf.map(rangeOf))].join(', or ');
  if (property.enum !== undefined) return property.enum.map(String).join(' | ');
  if (property.const !== undefined) return String(property.const);
  if (property.items !== undefined) return `a list of ${rangeOf(property.items)}`;
  if (typeof property.additionalProperties === 'object')
    return `by receiver: ${rangeOf(property.additionalProperties)}`;
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = property;
  if (minimum !== undefined && maximum !== undefined) return `${minimum} … ${maximum}`;
  const parts: string[] = [];
  if (minimum !== undefined) parts.push(`at least ${minimum}`);
  if (exclusiveMinimum !== undefined) parts.push(`more than ${exclusiveMinimum}`);
  if (maximum !== undefined) parts.push(`at most ${maximum}`);
  if (exclusiveMaximum !== undefined) parts.push(`less than ${exclusiveMaximum}`);
  if (parts.length > 0) return parts.join(', ');
  return type === 'string' ? 'a text' : 'a number';
}
