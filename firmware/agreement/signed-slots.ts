/**
 * What one slot of SM(m) may cost a good computer at most: words to send, signatures to make and to verify, with m
 * of the n computers doing their worst. `signed-bounds.ts` has the sums of a frame; a deadline is a slot's.
 *
 *   n = 4, m = 1          made    verified, lazy    eager
 *   slot 0   own value      1            0             0
 *   slot 1   hears round 1  4            4             4
 *   slot 2   hears round 2  0            6            20        decides, signs nothing
 *
 * A slot's worst is not the frame's share of the worst: a traitor that spends its two values in round 1 has none left
 * for round 2, so the slots together may ask for more than any frame can.
 */
import type { Size } from './bounds.js';
import { chainWords, type ChainShape } from './signed-chain.js';
import { HELD_MAX } from './sm.js';

/** A slot of the frame, 0 … m+1; slot r hears round r and speaks in round r+1. */
export interface SlotOf extends Size {
  readonly slot: number;
}

/** A round, 1 … m+1. */
export interface RoundOf extends Size {
  readonly round: number;
}

/** Most words that a good computer tells one other in a round, every computer a source. */
export function signedWordsMax({ computers, round }: RoundOf, shape: ChainShape): number {
  const chains = round === 1 ? 1 : HELD_MAX * (computers - 1);
  return 1 + chains * chainWords(round, shape);
}

/** Words that it tells when nobody fails; 0 = nothing to say. */
export function signedWords({ computers, round }: RoundOf, shape: ChainShape): number {
  const chains = signedChains({ computers, round });
  return chains === 0 ? 0 : 1 + chains * chainWords(round, shape);
}

/** Chains from one computer to one other in a round in which nobody fails. */
export function signedChains({ computers, round }: { computers: number; round: number }): number {
  return round === 1 ? 1 : round === 2 ? computers - 2 : 0;
}

/** Its own value, then whatever it first held in the round before: two of a traitor's, and one of a good source, which tells it itself. */
export function signaturesMadeInSlotMax({ computers, faults, slot }: SlotOf): number {
  if (slot > faults) return 0;
  const relayed = HELD_MAX * faults;
  return slot === 0 ? 1 : slot === 1 ? computers - faults - 1 + relayed : relayed;
}

/**
 * Round 1: each source speaks for itself, once if good; a traitor's second chain may be good or bad, its third is
 * dropped unseen. Later, lazy: a lie about a good source is found at its first signature, one for each traitor; of a
 * traitor's two values all r signatures are checked, and so are, up to the first forged one, one bad chain of each
 * other traitor. Eager, a bound and no maximum: also what is held already, two chains of each sender.
 */
export function signaturesVerifiedInSlotMax(
  { computers, faults, slot }: SlotOf,
  verification: 'lazy' | 'eager',
): number {
  const good = computers - faults - 1;
  if (slot === 0 || slot > faults + 1) return 0;
  if (slot === 1) return good + HELD_MAX * faults;
  if (verification === 'lazy') {
    const aboutTraitor = HELD_MAX * slot + (faults - 1) * Math.min(slot, faults);
    return good * faults + faults * aboutTraitor;
  }
  const relayedByGood = slot === 2 ? (good - 1) * slot : 0;
  const aboutGood = relayedByGood + faults * HELD_MAX * slot;
  const aboutTraitor = (good + faults - 1) * HELD_MAX * slot;
  return good * aboutGood + faults * aboutTraitor;
}
