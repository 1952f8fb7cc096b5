/**
 * Values of a fault's keys, drawn and varied by what their schema allows.
 *
 *   draw    half of the numbers anywhere in the range, half of any order of magnitude in it: 3 as likely as 30,000
 *   vary    a step of any size, from the whole range to its 65,536th part
 *
 * A step of any size needs no rate of learning: far from the worst case the large steps pay, close to it the small
 * ones, and one in sixteen has about the right size anywhere. Sizes are halved, since powers and logarithms differ
 * from engine to engine.
 */
import { NODE_COUNT_MAX } from '../../firmware/icd/packets.js';
import type { Stream } from '../random/stream.js';
import type { KeySchema } from './fault-keys.js';

const HALVINGS = 16;
/** Range of a number whose schema states none. */
const UNBOUNDED = 32767;
/** Least size of a fraction, as a share of its range. */
const FINEST = 1 / 1_048_576;

export function chance(luck: Stream, probability: number): boolean {
  return luck.uniform() < probability;
}

/** 0 … count − 1. */
export function below(luck: Stream, count: number): number {
  return Math.floor(luck.uniform() * count);
}

export function pick<T>(luck: Stream, things: readonly T[]): T {
  return things[below(luck, things.length)];
}

/** Some of them, at least one, in their order. */
export function some<T>(luck: Stream, things: readonly T[]): T[] {
  const chosen = things.filter(() => chance(luck, 0.5));
  return chosen.length > 0 ? chosen : [pick(luck, things)];
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

function rangeOf({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: KeySchema): Range {
  const low = minimum ?? exclusiveMinimum ?? -UNBOUNDED;
  const high = maximum ?? exclusiveMaximum ?? UNBOUNDED;
  return { low, high, whole: type === 'integer' };
}

/** A value that the schema allows; undefined for a kind of value that it cannot draw, such as free text. */
function drawValue(schema: KeySchema, luck: Stream, { computers }: { computers: number }): unknown {
  const rig = { computers };
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return pick(luck, schema.enum);
  if (schema.anyOf !== undefined) {
    const drawn = schema.anyOf.map((branch) => drawValue(branch, luck, rig));
    const possible = drawn.filter((value) => value !== undefined);
    return possible.length === 0 ? undefined : pick(luck, possible);
  }
  switch (schema.type) {
    case 'boolean':
      return chance(luck, 0.5);
    case 'integer':
    case 'number':
      return drawNumber(rangeFor(schema, rig), luck);
    case 'array':
      return drawList(schema, luck, rig);
    case 'object':
      return schema.properties === undefined ? drawMap(schema, luck, rig) : drawKeys(schema, luck, rig);
    default:
      return undefined;
  }
}

/** Ids of computers have the range of the widest rig; here they are drawn from this one. */
function rangeFor(schema: KeySchema, { computers }: { computers: number }): Range {
  const range = rangeOf(schema);
  const isId = range.whole && range.low === 0 && range.high === NODE_COUNT_MAX - 1;
  return isId ? { ...range, high: computers - 1 } : range;
}

function drawNumber({ low, high, whole }: Range, luck: Stream): number {
  const least = whole ? 1 : Math.max(Math.abs(low), Math.abs(high)) * FINEST;
  const down = low < 0 && chance(luck, 0.5);
  let value = low + luck.uniform() * (high - low);
  if (chance(luck, 0.5)) {
    let size = down ? -low : high;
    let halvings = 0;
    for (let rest = size; rest > least; rest /= 2) halvings++;
    for (let i = below(luck, halvings + 1); i > 0; i--) size /= 2;
    size *= 0.5 + luck.uniform() / 2;
    value = down ? -size : size;
  }
  return within(value, { low, high, whole });
}

function within(value: number, { low, high, whole }: Range): number {
  // What is no whole number is cut to six digits: more would only be noise in a report.
  const cut = whole ? Math.round(value) : Number(value.toPrecision(6));
  return Math.max(low, Math.min(high, cut));
}

function drawList({ items, maxItems }: KeySchema, luck: Stream, rig: { computers: number }): unknown {
  if (items === undefined) return undefined;
  const length = 1 + below(luck, Math.min(maxItems ?? NODE_COUNT_MAX, rig.computers));
  const values = new Set<unknown>();
  for (let i = 0; i < length; i++) {
    const value = drawValue(items, luck, rig);
    if (value !== undefined) values.add(value);
  }
  return values.size === 0 ? undefined : [...values];
}

function drawMap({ additionalProperties }: KeySchema, luck: Stream, rig: { computers: number }): unknown {
  if (additionalProperties === undefined || additionalProperties === false) return undefined;
  const receivers = some(
    luck,
    Array.from({ length: rig.computers }, (_, id) => id),
  );
  return Object.fromEntries(receivers.map((id) => [id, drawValue(additionalProperties, luck, rig)]));
}

/** Keys that are needed, and each of the others half of the time; `skip` are left to the caller. */
export function drawKeys(
  { properties = {}, required = [] }: KeySchema,
  luck: Stream,
  { computers, skip = [] }: { computers: number; skip?: readonly string[] },
): Record<string, unknown> {
  const keys: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(properties)) {
    if (skip.includes(key) || (!required.includes(key) && chance(luck, 0.5))) continue;
    const value = drawValue(schema, luck, { computers });
    if (value !== undefined) keys[key] = value;
  }
  return keys;
}

/** The value, changed a little or a lot. */
export function varyValue(
  value: unknown,
  schema: KeySchema,
  { luck, computers }: { luck: Stream; computers: number },
): unknown {
  const rig = { computers };
  const anew = (): unknown => drawValue(schema, luck, rig) ?? value;
  if (chance(luck, 0.1)) return anew();
  if (typeof value === 'number') return varyNumber(value, numberSchema(schema), { luck, computers });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return anew();
  const inner = value as Record<string, unknown>;
  const keys = Object.keys(inner);
  if (keys.length === 0) return anew();
  const key = pick(luck, keys);
  const innerSchema = schema.properties?.[key] ?? mapValues(schema);
  if (innerSchema === undefined) return anew();
  return { ...inner, [key]: varyValue(inner[key], innerSchema, { luck, computers }) };
}

function numberSchema(schema: KeySchema): KeySchema {
  const isNumber = ({ type }: KeySchema): boolean => type === 'integer' || type === 'number';
  return schema.anyOf?.find(isNumber) ?? schema;
}

function mapValues({ additionalProperties }: KeySchema): KeySchema | undefined {
  return additionalProperties === false ? undefined : additionalProperties;
}

/** A step of any size. */
export function varyNumber(
  value: number,
  schema: KeySchema,
  { luck, computers }: { luck: Stream; computers: number },
): number {
  const range = rangeFor(schema, { computers });
  let step = (range.high - range.low) * luck.uniform();
  for (let i = below(luck, HALVINGS + 1); i > 0; i--) step /= 2;
  if (range.whole) step = Math.max(1, step);
  return within(chance(luck, 0.5) ? value + step : value - step, range);
}

/** A number inside a value, and the value with another number in its place. */
interface Place {
  readonly value: number;
  readonly range: Range;
  readonly put: (number: number) => unknown;
}

/** Every number inside a value, ids apart: there is no more or less of them. Lists hold ids and names. */
export function numbersIn(value: unknown, schema: KeySchema, rig: { computers: number }): Place[] {
  if (typeof value === 'number') {
    const range = rangeFor(numberSchema(schema), rig);
    if (range.whole && range.low === 0 && range.high === rig.computers - 1) return [];
    return [{ value, range, put: (number) => within(number, range) }];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const innerSchema = schema.properties?.[key] ?? mapValues(schema);
    if (innerSchema === undefined) return [];
    return numbersIn(inner, innerSchema, rig).map(
      (place): Place => ({ ...place, put: (number) => ({ ...value, [key]: place.put(number) }) }),
    );
  });
}
