/**
 * How many computers SM(m) needs, and exactly how much it sends, signs and verifies when nobody fails; and the
 * most that a flood can make a good computer verify.
 *
 *   every computer a source, m ≥ 1      n = 3     4     5     7          lazy: the source's signature, once
 *   messages      n (n−1)²                 12    36    80   252          eager: also both signatures of each relay
 *   packets       2 n (n−1)                12    24    40    84
 *   made          n²                        9    16    25    49
 *   verified      n (n−1)            lazy   6    12    20    42
 *                 n (n−1)(2n−3)     eager  18    60   140   462
 *
 * Rounds 3 … m+1 are silent then: a value held is not relayed again. They still need their slots.
 */
import type { Size } from './bounds.js';

/** SM-BOUND: fewest computers with which SM(m) keeps IC1 and IC2 against m faults, while signatures hold. */
export function signedComputersMin(faults: number): number {
  return faults + 2;
}

/** Fewest computers whose commands can be voted on besides: the good ones must be a majority. */
export function signedVotedComputersMin(faults: number): number {
  return Math.max(faults + 2, 2 * faults + 1);
}

/** Chains sent for one source: by the source to n−1, and by each of those, once, to the n−2 others. */
export function signedMessageCount({ computers, faults }: Size): number {
  return faults === 0 ? computers - 1 : (computers - 1) * (computers - 1);
}

/** Packets of one frame in which every computer is a source. */
export function signedPacketCount({ computers, faults }: Size): number {
  return (faults === 0 ? 1 : 2) * computers * (computers - 1);
}

/** Signatures made in the whole cluster, every computer a source. */
export function signaturesMade({ computers, faults }: Size): number {
  return faults === 0 ? computers : computers * computers;
}

/** Signatures verified in the whole cluster, every computer a source. */
export function signaturesVerified({ computers, faults }: Size, verification: 'lazy' | 'eager'): number {
  const direct = computers * (computers - 1);
  return verification === 'lazy' || faults === 0 ? direct : direct * (2 * computers - 3);
}

/** Most signatures a good computer makes in a frame: its own value, and two values of every other source. */
export function signaturesMadeMax({ computers, faults }: Size): number {
  return faults === 0 ? 1 : 1 + 2 * (computers - 1);
}

/**
 * Most signatures one good computer verifies in a frame, m of the n computers doing their worst.
 *
 * Lazy. About a good source: its own word, then one forgery a round from each traitor, found at its first
 * signature. About a traitor: two values of at most m + 1 signatures, one bad chain from itself, and one a round
 * from each other traitor; in round r such a chain has at most min(r, m) signatures worth checking, since its
 * receiver would hold a value that a good computer had signed. The tests reach it exactly with two
 * traitors among five.
 * Eager. A bound, not a maximum: chains of values that are held are verified too, up to two of each sender.
 */
export function signaturesVerifiedMax({ computers, faults }: Size, verification: 'lazy' | 'eager'): number {
  const good = computers - faults;
  const last = faults + 1;
  const relaying = (longest: number): number => {
    let sum = 0;
    for (let round = 2; round <= last; round++) sum += Math.min(round, longest);
    return sum;
  };
  if (verification === 'lazy') {
    const aboutGood = 1 + faults * faults;
    const aboutTraitor = 2 * last + 1 + (faults - 1) * relaying(faults);
    return (good - 1) * aboutGood + faults * aboutTraitor;
  }
  const bad = relaying(last);
  const aboutGood = faults === 0 ? 1 : 1 + 2 * (good - 2) + faults * (bad + 2 * last);
  const aboutTraitor = 3 + (faults - 1) * (bad + 2 * last) + (faults === 0 ? 0 : (good - 1) * 2 * last);
  return (good - 1) * aboutGood + faults * aboutTraitor;
}
