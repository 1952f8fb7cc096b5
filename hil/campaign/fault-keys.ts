/**
 * The keys of a fault, as its schema states them: the one source for whoever varies faults without knowing them.
 *
 *   schema (zod) ──► JSON Schema ──► by key: number with its range, list, map by receiver, choice, needed or not
 *
 * A mode that is added to the catalogue is thereby varied by the search and reduced by the shrinker as it stands. A
 * table of modes here would have to be kept in step by hand, and would miss the mode that nobody thought of.
 */
import { z } from 'zod';
import { FAULT_MODES, faultSchema } from '../fault/fault-modes.js';
import { type FaultKind, TARGET_FORMS } from '../fault/fault-target.js';

/** As much of JSON Schema as faults are written in. */
export interface KeySchema {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly KeySchema[];
  readonly items?: KeySchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, KeySchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: KeySchema;
  /** An object here is a map; false, or left out, is a set of named keys. */
  readonly additionalProperties?: KeySchema | false;
}

/** Keys that place a fault rather than describe it. */
export const PLACING_KEYS: readonly string[] = ['id', 'target', 'mode', 'onset', 'frames'];

const known = new Map<string, KeySchema>();

export function faultKinds(): FaultKind[] {
  return Object.keys(TARGET_FORMS) as FaultKind[];
}

export function modesOf(kind: FaultKind): string[] {
  return Object.keys(FAULT_MODES[kind]);
}

/** The keys of a fault of this kind and mode; amounts in counts. Null for a kind or mode that there is not. */
export function faultKeys({ kind, mode }: { kind: string; mode: string }): KeySchema | null {
  if (!Object.hasOwn(FAULT_MODES, kind) || !Object.hasOwn(FAULT_MODES[kind as FaultKind], mode)) return null;
  const name = `${kind}/${mode}`;
  let schema = known.get(name);
  if (schema === undefined) {
    const parsed = faultSchema({ kind: kind as FaultKind, mode, suffixes: [] });
    schema = z.toJSONSchema(parsed, { io: 'input', unrepresentable: 'any' }) as KeySchema;
    known.set(name, schema);
  }
  return schema;
}

/** Whether a value may be a list, or a map by receiver: something that says whom or what a fault reaches. */
export function saysWhom(schema: KeySchema | undefined): boolean {
  if (schema === undefined) return false;
  if (schema.anyOf !== undefined) return schema.anyOf.some(saysWhom);
  return schema.type === 'array' || (schema.type === 'object' && schema.properties === undefined);
}

/** A map without some of its keys. */
export function withoutKeys(
  map: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
