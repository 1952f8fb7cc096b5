/**
 * What a draw comes to: how many values it has, the one with a number, one by chance.
 *
 *   sizeOf      exact, null where there is no end of values
 *   valueAt     0 … size − 1, each value once
 *   valueFrom   from a stream; the same draws on every engine, since logarithms are portable ones
 *
 * Numbers in steps are laid on the grid low + k · step and rounded to twelve digits, numbers between to nine:
 * 0.3 is written 0.3 and not 0.30000000000000004, and what is written down is exactly what was flown.
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import type { Stream } from '../random/stream.js';
import { drawMask, masksOf, membersOf, othersOf, setsOfSize } from './draw-receivers.js';
import type { Draw, DrawScope } from './draw-spec.js';

type Receivers = Extract<Draw, { kind: 'receivers' }>;
type Spread = Extract<Draw, { kind: 'uniform' | 'logUniform' | 'normal' }>;

/** Beyond this no draw of `Stream.gaussian` lies, in standard deviations. */
export const GAUSSIAN_MAX = 4.02;

/** How many values it has; null = endless. Exact up to 2^53, and beyond only known to be more. */
export function sizeOf(draw: Draw, scope: DrawScope): number | null {
  switch (draw.kind) {
    case 'constant':
    case 'named':
      return 1;
    case 'choice':
      return sum(draw.options.map((option) => sizeOf(option, scope)));
    case 'map':
      return product(draw.entries.map(([, inner]) => sizeOf(inner, scope)));
    case 'uniform':
      return draw.step === null ? null : stepsOf(draw);
    case 'logUniform':
    case 'normal':
      return null;
    case 'receivers':
      return receiversSize(draw, scope);
    case 'channels':
      return arrangements(draw.slots, scope.computers);
    default:
      return draw satisfies never;
  }
}

/** The value with this number, 0 … size − 1. Throws RangeError for a draw without end. */
export function valueAt(draw: Draw, index: number, scope: DrawScope): unknown {
  switch (draw.kind) {
    case 'constant':
      return draw.value;
    case 'named':
      return scope.named.get(draw.name);
    case 'choice': {
      let rest = index;
      for (const option of draw.options) {
        const size = finite(sizeOf(option, scope));
        if (rest < size) return valueAt(option, rest, scope);
        rest -= size;
      }
      throw new RangeError(`value ${index} of a choice that has fewer`);
    }
    case 'map': {
      const digits = digitsOf(
        index,
        draw.entries.map(([, inner]) => finite(sizeOf(inner, scope))),
      );
      return Object.fromEntries(
        draw.entries.map(([key, inner], i) => [key, valueAt(inner, digits[i], scope)]),
      );
    }
    case 'uniform':
      if (draw.step === null) throw new RangeError('a draw without end has no values to count');
      return onGrid(draw, index);
    case 'logUniform':
    case 'normal':
      throw new RangeError('a draw without end has no values to count');
    case 'receivers':
      return receiversAt(draw, index, scope);
    case 'channels':
      return arrangementAt(index, { slots: draw.slots, of: scope.computers });
    default:
      return draw satisfies never;
  }
}

/** One value, from this stream. */
export function valueFrom(draw: Draw, draws: Stream, scope: DrawScope): unknown {
  switch (draw.kind) {
    case 'constant':
      return draw.value;
    case 'named':
      return scope.named.get(draw.name);
    case 'choice':
      return valueFrom(draw.options[optionFrom(draw, draws)], draws, scope);
    case 'map':
      return Object.fromEntries(draw.entries.map(([key, inner]) => [key, valueFrom(inner, draws, scope)]));
    case 'uniform':
    case 'logUniform':
    case 'normal':
      return numberFrom(draw, draws);
    case 'receivers': {
      const others = othersOf(scope);
      const members = membersOf(drawMask(draws, { count: draw.count, others: others.length }), others);
      if (draw.each !== null) {
        const { each } = draw;
        return Object.fromEntries(members.map((id) => [id, valueFrom(each, draws, scope)]));
      }
      return told(draw, members, (same) => valueFrom(same, draws, scope));
    }
    case 'channels': {
      const left = Array.from({ length: scope.computers }, (_, id) => id);
      return Array.from({ length: draw.slots }, () => {
        const [id] = left.splice(Math.floor(draws.uniform() * left.length), 1);
        return id;
      });
    }
    default:
      return draw satisfies never;
  }
}

/** Digits of a number in mixed radix, the last fastest. */
export function digitsOf(index: number, sizes: readonly number[]): number[] {
  let rest = index;
  const digits = new Array<number>(sizes.length);
  for (let i = sizes.length - 1; i >= 0; i--) {
    digits[i] = rest % sizes[i];
    rest = Math.floor(rest / sizes[i]);
  }
  return digits;
}

/** Null where a factor is endless. */
export function product(sizes: readonly (number | null)[]): number | null {
  return sizes.reduce((whole, size) => (whole === null || size === null ? null : whole * size), 1);
}

/** Null where a part is endless. */
function sum(sizes: readonly (number | null)[]): number | null {
  return sizes.reduce((whole, size) => (whole === null || size === null ? null : whole + size), 0);
}

function finite(size: number | null): number {
  if (size === null) throw new RangeError('a draw without end has no values to count');
  return size;
}

function stepsOf({ low, high, step }: { low: number; high: number; step: number | null }): number {
  // A billionth of a step forgives the division its last bit: (0.3 − 0.1) / 0.1 is a little less than 2.
  return Math.floor((high - low) / (step ?? 1) + 1e-9) + 1;
}

function onGrid({ low, step }: { low: number; step: number | null }, k: number): number {
  return rounded(low + k * (step ?? 1), 12);
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

function numberFrom(draw: Spread, draws: Stream): number {
  switch (draw.kind) {
    case 'uniform': {
      if (draw.step === null) return rounded(draw.low + draws.uniform() * (draw.high - draw.low), 9);
      return onGrid(draw, Math.floor(draws.uniform() * stepsOf(draw)));
    }
    case 'logUniform': {
      const low = ln(draw.low);
      return between(exp(low + draws.uniform() * (ln(draw.high) - low)), draw, [draw.low, draw.high]);
    }
    case 'normal':
      return between(draw.mean + draws.gaussian() * draw.sigma, draw, draw.within);
    default:
      return draw satisfies never;
  }
}

/** The nearest multiple of the step, or nine digits, kept between the ends. */
function between(
  value: number,
  { step }: { step: number | null },
  ends: readonly [number, number] | null,
): number {
  const near = step === null ? rounded(value, 9) : rounded(Math.round(value / step) * step, 12);
  return ends === null ? near : Math.min(Math.max(near, ends[0]), ends[1]);
}

function optionFrom({ options, weights }: Extract<Draw, { kind: 'choice' }>, draws: Stream): number {
  if (weights === null) return Math.floor(draws.uniform() * options.length);
  let left = draws.uniform() * weights.reduce((whole, weight) => whole + weight, 0);
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    if (left < weights[i]) return i;
    left -= weights[i];
    last = i;
  }
  return last;
}

/** In how many ways a set of so many can be told something. */
function waysToTell(
  { each, same }: Receivers,
  { members, scope }: { members: number; scope: DrawScope },
): number | null {
  if (each === null) return same === null ? 1 : sizeOf(same, scope);
  const size = sizeOf(each, scope);
  return product(Array.from({ length: members }, () => size));
}

function receiversSize(draw: Receivers, scope: DrawScope): number | null {
  const others = othersOf(scope).length;
  const sets = Array.from({ length: others + 1 }, (_, members) =>
    product([setsOfSize(draw.count, { members, others }), waysToTell(draw, { members, scope })]),
  );
  return sum(sets);
}

function receiversAt(draw: Receivers, index: number, scope: DrawScope): unknown {
  let rest = index;
  const others = othersOf(scope);
  for (const mask of masksOf(draw.count, others.length)) {
    const members = membersOf(mask, others);
    const ways = finite(waysToTell(draw, { members: members.length, scope }));
    if (rest >= ways) {
      rest -= ways;
      continue;
    }
    const { each } = draw;
    if (each === null) return told(draw, members, (same) => valueAt(same, rest, scope));
    const size = finite(sizeOf(each, scope));
    const digits = digitsOf(
      rest,
      members.map(() => size),
    );
    return Object.fromEntries(members.map((id, i) => [id, valueAt(each, digits[i], scope)]));
  }
  throw new RangeError(`value ${index} of receivers that have fewer`);
}

function told({ same }: Receivers, members: readonly number[], settle: (draw: Draw) => unknown): unknown {
  if (same === null) return members;
  const value = settle(same);
  return Object.fromEntries(members.map((id) => [id, value]));
}

/** Ways to put `slots` different ones of n in order: n (n − 1) …; 0 where there are too few. */
function arrangements(slots: number, n: number): number {
  let ways = 1;
  for (let i = 0; i < slots; i++) ways *= Math.max(0, n - i);
  return ways;
}

function arrangementAt(index: number, { slots, of }: { slots: number; of: number }): number[] {
  const left = Array.from({ length: of }, (_, id) => id);
  const digits = digitsOf(
    index,
    Array.from({ length: slots }, (_, i) => of - i),
  );
  return digits.map((digit) => left.splice(digit, 1)[0]);
}
