/**
 * What a schema finds wrong with data, in the words of Problem.
 *
 * The schema library says which rule was broken; the user needs to know what would have been right. So the
 * message is made here from the issue, and the range and the known keys are read back from the schema at the
 * issue's path: a bound is written once, in the schema, and appears in messages and in the JSON Schema alike. A
 * message given in the schema itself wins over the one made here.
 */
import { z } from 'zod';
import { suggestion } from './did-you-mean.js';
import { formatPath, type Problem } from './problem.js';

/** A problem that still knows its path in parts, so that its line can be found. */
export interface LocatedProblem extends Problem {
  readonly at: readonly PropertyKey[];
  /** A key that the schema does not know: without it the rest may be sound. */
  readonly unknownKey?: true;
}

export type SchemaResult<T> =
  | { readonly value: T; readonly problems: readonly LocatedProblem[] }
  | { readonly value?: undefined; readonly problems: readonly LocatedProblem[] };

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly checks?: readonly { _zod: { def: { check: string; value?: unknown; inclusive?: boolean } } }[];
}

function definitionOf(schema: z.ZodType): Definition {
  let definition = schema.def as unknown as Definition;
  for (;;) {
    const inner = definition.innerType ?? definition.in;
    if (inner === undefined) return definition;
    definition = inner.def;
  }
}

function definitionAt(schema: z.ZodType, path: readonly PropertyKey[]): Definition | undefined {
  let definition: Definition | undefined = definitionOf(schema);
  for (const part of path) {
    const next: z.ZodType | undefined =
      definition.shape?.[String(part)] ??
      definition.element ??
      definition.items?.[Number(part)] ??
      definition.valueType;
    if (next === undefined) return undefined;
    definition = definitionOf(next);
  }
  return definition;
}

/** `0.2 … 0.55`, `more than 0, at most 86400`, or undefined where the schema sets no bounds. */
function rangeOf(schema: z.ZodType, path: readonly PropertyKey[] = []): string | undefined {
  const definition = definitionAt(schema, path);
  for (const option of definition?.options ?? []) {
    const range = rangeOf(option);
    if (range !== undefined) return range;
  }
  let low: { value: number; inclusive: boolean } | undefined;
  let high: typeof low;
  for (const { _zod } of definition?.checks ?? []) {
    const { check, value, inclusive = true } = _zod.def;
    if (typeof value !== 'number') continue;
    if (check === 'greater_than') low = { value, inclusive };
    if (check === 'less_than') high = { value, inclusive };
  }
  if (low?.inclusive && high?.inclusive) return `${low.value} … ${high.value}`;
  const parts: string[] = [];
  if (low) parts.push(`${low.inclusive ? 'at least' : 'more than'} ${low.value}`);
  if (high) parts.push(`${high.inclusive ? 'at most' : 'less than'} ${high.value}`);
  return parts.length === 0 ? undefined : parts.join(', ');
}

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of keys to values',
  record: 'a map of keys to values',
};

function wordsFor(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
    case 'too_big': {
      const little = issue.code === 'too_small';
      if (issue.origin === 'array') return `has too ${little ? 'few' : 'many'} entries`;
      if (issue.origin === 'string') return `is too ${little ? 'short' : 'long'}`;
      return 'is out of range';
    }
    case 'invalid_value':
      if (issue.input === undefined) return 'is missing';
      return issue.values.length === 1
        ? `must be ${String(issue.values[0])}`
        : `must be one of ${issue.values.map(String).join(', ')}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    default:
      return undefined;
  }
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return value;
}

interface Context {
  readonly schema: z.ZodType;
  readonly data: unknown;
}

function unknownKeys(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  path: PropertyKey[],
  schema: z.ZodType,
): LocatedProblem[] {
  const shape = definitionAt(schema, path)?.shape;
  return issue.keys.map((key) => {
    const at = [...path, key];
    const hint = shape === undefined ? undefined : suggestion(key, Object.keys(shape));
    return { at, path: formatPath(at), message: 'is not a known key', hint, unknownKey: true };
  });
}

function convert(issue: z.core.$ZodIssue, above: readonly PropertyKey[], context: Context): LocatedProblem[] {
  const at = [...above, ...issue.path];
  const path = formatPath(at);
  const value = valueAt(context.data, at);
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue, at, context.schema);
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ at, path, message: `has a wrong key: ${message}` }));
    case 'invalid_element':
      return issue.issues.flatMap((inner) => convert(inner, at, context));
    case 'invalid_union': {
      const deeper = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0));
      if (deeper !== undefined && deeper.length > 0)
        return deeper.flatMap((inner) => convert(inner, at, context));
      const words = [...new Set(issue.errors.map((branch) => branch[0]?.message ?? ''))].filter(Boolean);
      return [{ at, path, value, message: words.join(', or ') || issue.message }];
    }
    case 'custom': {
      const { range, hint } = (issue.params ?? {}) as { range?: string; hint?: string };
      return [{ at, path, value, message: issue.message, range, hint }];
    }
    case 'invalid_value': {
      const hint = typeof value === 'string' ? suggestion(value, issue.values.map(String)) : undefined;
      return [{ at, path, value, message: issue.message, hint: hint?.startsWith('did') ? hint : undefined }];
    }
    case 'too_small':
    case 'too_big': {
      const counted = issue.origin === 'array' || issue.origin === 'string';
      const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      const range = counted ? limit : (rangeOf(context.schema, at) ?? limit);
      return [
        { at, path, value: issue.origin === 'array' ? undefined : value, message: issue.message, range },
      ];
    }
    case 'invalid_type':
      return [{ at, path, value, message: issue.message, range: rangeOf(context.schema, at) }];
    default:
      return [{ at, path, value, message: issue.message }];
  }
}

/** Checks data against a schema; every problem at once. */
export function checkSchema<T>(schema: z.ZodType<T>, data: unknown): SchemaResult<T> {
  const result = schema.safeParse(data, { error: wordsFor });
  if (result.success) return { value: result.data, problems: [] };
  return { problems: result.error.issues.flatMap((issue) => convert(issue, [], { schema, data })) };
}

/** The data without the keys that were found to be unknown, so that the rest can be read further. */
export function withoutUnknownKeys(data: unknown, problems: readonly LocatedProblem[]): unknown {
  const copy: unknown = structuredClone(data);
  for (const { at, unknownKey } of problems) {
    if (unknownKey !== true) continue;
    const holder = valueAt(copy, at.slice(0, -1)) as Record<PropertyKey, unknown>;
    Reflect.deleteProperty(holder, at[at.length - 1]);
  }
  return copy;
}
