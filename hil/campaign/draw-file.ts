/**
 * A value of a campaign file made into a draw: what is constant, what is drawn, and from what.
 *
 *   list ► one of them      list in a list ► a list, as one value      map with a distribution's name ► that
 *   $name ► what the stratum drew under it                            any other map ► a draw for each key
 *
 * Nothing here knows what a value is for: whether a fault can have it is tried afterwards on every rig.
 */
import { didYouMean, suggestion } from '../files/did-you-mean.js';
import { formatPath, type Problem } from '../files/problem.js';
import type { LocatedProblem } from '../files/schema-problems.js';
import type { Draw, ReceiverCount } from './draw-spec.js';
import { GAUSSIAN_MAX } from './draw-values.js';

/** Collects what is wrong, with its place. */
export class ProblemList {
  readonly problems: LocatedProblem[] = [];

  refuse(at: readonly PropertyKey[], problem: Omit<Problem, 'path'>): void {
    this.problems.push({ at, path: formatPath(at), ...problem });
  }
}

export interface DrawContext {
  readonly at: readonly PropertyKey[];
  readonly list: ProblemList;
  /** Names that `$name` may refer to. */
  readonly names: readonly string[];
}

/** Head of each distribution, and the keys that may stand beside it. */
const HEADS: Readonly<Record<string, readonly string[]>> = {
  uniform: ['step'],
  logUniform: ['step'],
  normal: ['step', 'within'],
  choice: ['weights'],
  receivers: ['each', 'same'],
};
const COUNTS: readonly string[] = ['one', 'some', 'split', 'all'] satisfies ReceiverCount[];
const VALUES_MAX = 10_000;
/** A stream draws one of 2^32. */
const STEPS_MAX = 4_294_967_296;
const NOTHING: Draw = { kind: 'constant', value: 0 };

/** The draw; where something is wrong, it is recorded, and a constant stands in. */
export function readDraw(value: unknown, context: DrawContext): Draw {
  const { at, list, names } = context;
  if (value === null || value === undefined) return refused(context, { message: 'is empty' });
  if (typeof value === 'string' && value.startsWith('$')) {
    const name = value.slice(1);
    if (names.includes(name)) return { kind: 'named', name };
    const hint =
      names.length === 0 ? `draw: { ${name || 'name'}: … } in the stratum draws it` : suggestion(name, names);
    return refused(context, { value, message: 'refers to nothing that this stratum draws', hint });
  }
  if (Array.isArray(value)) return readChoice(value, context);
  if (typeof value !== 'object') return { kind: 'constant', value };
  const map = value as Record<string, unknown>;
  const head = Object.keys(HEADS).find((known) => Object.hasOwn(map, known));
  if (head !== undefined) return readDistribution(head, map, context);
  const near = Object.keys(map).map((key) => [key, didYouMean(key, Object.keys(HEADS))] as const);
  const slip = near.find(([key, known]) => known !== undefined && !/^\d+$/.test(key));
  if (slip !== undefined && near.length <= 2) {
    list.refuse([...at, slip[0]], { message: 'is no distribution', hint: `did you mean ${slip[1]}?` });
    return NOTHING;
  }
  if (near.length === 0) return refused(context, { message: 'is an empty map' });
  const entries = Object.entries(map).map(
    ([key, inner]) => [key, readDraw(inner, { ...context, at: [...at, key] })] as const,
  );
  return { kind: 'map', entries };
}

/** Lists inside are values, not choices: `[[0, 2], [1]]` is one list or the other. */
function readChoice(values: readonly unknown[], context: DrawContext): Draw {
  if (values.length === 0)
    return refused(context, { message: 'is an empty list: there is nothing to draw from' });
  if (values.length > VALUES_MAX)
    return refused(context, { message: 'has too many entries', range: `at most ${VALUES_MAX}` });
  const options = values.map(
    (value, i): Draw =>
      Array.isArray(value)
        ? { kind: 'constant', value }
        : readDraw(value, { ...context, at: [...context.at, i] }),
  );
  return { kind: 'choice', options, weights: null };
}

function readDistribution(head: string, map: Record<string, unknown>, context: DrawContext): Draw {
  const { at, list } = context;
  for (const key of Object.keys(map)) {
    if (key === head || HEADS[head].includes(key)) continue;
    const hint =
      HEADS[head].length === 1 ? `beside ${head}: ${HEADS[head][0]}` : suggestion(key, HEADS[head]);
    list.refuse([...at, key], { message: 'is not a known key', hint });
  }
  const inside = { ...context, at: [...at, head] };
  switch (head) {
    case 'uniform':
    case 'logUniform':
      return readRange(head, map, inside);
    case 'normal':
      return readNormal(map, inside);
    case 'choice':
      return readWeighted(map, inside);
    default:
      return readReceivers(map, context);
  }
}

function readRange(kind: 'uniform' | 'logUniform', map: Record<string, unknown>, context: DrawContext): Draw {
  const ends = pairOf(map[kind], context, 'lowest, highest');
  if (ends === null) return NOTHING;
  const [low, high] = ends;
  if (low >= high) {
    const hint = low === high ? `the value itself: ${low}` : `[${high}, ${low}]`;
    return refused(context, {
      value: ends,
      message: 'is no range: the first must be below the second',
      hint,
    });
  }
  if (kind === 'logUniform' && low <= 0)
    return refused(context, {
      value: ends,
      message: 'has a first end without a logarithm',
      range: 'above 0',
    });
  return { kind, low, high, step: stepOf(map, ends, context) };
}

function readNormal(map: Record<string, unknown>, context: DrawContext): Draw {
  const pair = pairOf(map.normal, context, 'mean, standard deviation');
  if (pair === null) return NOTHING;
  const [mean, sigma] = pair;
  if (sigma <= 0) {
    const message = 'has a standard deviation that is none';
    return refused(context, { value: pair, message, range: 'above 0' });
  }
  const within =
    map.within === undefined
      ? null
      : pairOf(map.within, { ...context, at: besides(context, 'within') }, 'lowest, highest');
  if (within !== null && (within[0] >= within[1] || !overlaps(within, { mean, sigma }))) {
    const message =
      within[0] >= within[1]
        ? 'is no range: the first must be below the second'
        : 'leaves nothing of the distribution';
    context.list.refuse(besides(context, 'within'), { value: within, message });
  }
  return { kind: 'normal', mean, sigma, within, step: stepOf(map, pair, context) };
}

function overlaps([low, high]: readonly number[], { mean, sigma }: { mean: number; sigma: number }): boolean {
  return low < mean + GAUSSIAN_MAX * sigma && high > mean - GAUSSIAN_MAX * sigma;
}

function readWeighted(map: Record<string, unknown>, context: DrawContext): Draw {
  const { choice, weights } = map;
  if (!Array.isArray(choice)) return refused(context, { value: choice, message: 'must be a list' });
  const draw = readChoice(choice, context);
  if (weights === undefined || draw.kind !== 'choice') return draw;
  const sound =
    Array.isArray(weights) &&
    weights.length === choice.length &&
    weights.every((weight) => typeof weight === 'number' && weight >= 0 && Number.isFinite(weight)) &&
    weights.some((weight) => weight > 0);
  if (sound) return { ...draw, weights: weights as number[] };
  const message = 'must be a number for each value, 0 or more, and not all 0';
  context.list.refuse(besides(context, 'weights'), { value: weights, message });
  return draw;
}

function readReceivers(map: Record<string, unknown>, context: DrawContext): Draw {
  const { at, list } = context;
  const { receivers, each, same } = map;
  if (typeof receivers !== 'string' || !COUNTS.includes(receivers)) {
    const message = `must be one of ${COUNTS.join(', ')}`;
    list.refuse([...at, 'receivers'], { value: receivers, message });
    return NOTHING;
  }
  if (each !== undefined && same !== undefined)
    list.refuse([...at, 'same'], { message: 'is given beside each', hint: 'give one of them' });
  const inner = (key: string, value: unknown): Draw | null =>
    value === undefined ? null : readDraw(value, { ...context, at: [...at, key] });
  return {
    kind: 'receivers',
    count: receivers as ReceiverCount,
    each: inner('each', each),
    same: each === undefined ? inner('same', same) : null,
  };
}

function refused({ at, list }: DrawContext, problem: Omit<Problem, 'path'>): Draw {
  list.refuse(at, problem);
  return NOTHING;
}

/** The place of another key of the same map. */
function besides({ at }: DrawContext, key: string): readonly PropertyKey[] {
  return [...at.slice(0, -1), key];
}

function pairOf(value: unknown, context: DrawContext, words: string): [number, number] | null {
  const sound =
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((end) => typeof end === 'number' && Math.abs(end) <= 1e12);
  if (sound) return value as [number, number];
  context.list.refuse(context.at, { value, message: `must be two numbers: ${words}` });
  return null;
}

/** Given, or 1 where both numbers are whole. */
function stepOf(
  map: Record<string, unknown>,
  [low, high]: readonly [number, number],
  context: DrawContext,
): number | null {
  const { step } = map;
  if (step === undefined) return Number.isInteger(low) && Number.isInteger(high) ? 1 : null;
  const span = map.normal === undefined ? high - low : Infinity;
  const sound = typeof step === 'number' && step > 0 && step <= span;
  if (sound && (span === Infinity || span / step < STEPS_MAX)) return step;
  const range = `more than 0, at most ${span === Infinity ? 'any number' : span}`;
  context.list.refuse(besides(context, 'step'), { value: step, message: 'is no step of this range', range });
  return null;
}
