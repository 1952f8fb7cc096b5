/**
 * Sets of receivers: which of the other computers a fault reaches, and what each is told.
 *
 *   others of 1 among four: 0 2 3      set 101 = { 0, 3 }      one 3 sets, some 7, split 6, all 1
 *
 * A set is a mask over the *others* in ascending order, the faulty computer left out, so that the number of sets
 * does not depend on who is faulty. With `each`, a set of k receivers with v values to tell counts v^k times; the
 * sets are walked one after another, at most 2^15 of them.
 */
import type { Stream } from '../random/stream.js';
import type { DrawScope, ReceiverCount } from './draw-spec.js';

export function othersOf({ computers, self }: DrawScope): number[] {
  return Array.from({ length: computers }, (_, id) => id).filter((id) => id !== self);
}

/** Members of the set with this mask. */
export function membersOf(mask: number, others: readonly number[]): number[] {
  return others.filter((_, i) => (mask & (1 << i)) !== 0);
}

/** Masks of all such sets, ascending. */
export function masksOf(count: ReceiverCount, others: number): number[] {
  const all = (1 << others) - 1;
  if (count === 'all') return all === 0 ? [] : [all];
  const masks: number[] = [];
  for (let mask = 1; mask <= all; mask++) {
    if (count === 'one' && (mask & (mask - 1)) !== 0) continue;
    if (count === 'split' && mask === all) continue;
    masks.push(mask);
  }
  return masks;
}

export function membersIn(mask: number): number {
  let members = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) members++;
  return members;
}

/** One such set, each as likely as any other. Throws RangeError where there is none. */
export function drawMask(draws: Stream, { count, others }: { count: ReceiverCount; others: number }): number {
  const all = (1 << others) - 1;
  if (all === 0 || (count === 'split' && others < 2))
    throw new RangeError(`no set '${count}' among ${others}`);
  const below = (sets: number): number => Math.floor(draws.uniform() * sets);
  switch (count) {
    case 'one':
      return 1 << below(others);
    case 'some':
      return 1 + below(all);
    case 'split':
      return 1 + below(all - 1);
    case 'all':
      return all;
    default:
      return count satisfies never;
  }
}
