/**
 * How many computers a scheme needs, and exactly how many messages it sends.
 *
 *   OM(m), one source:  Σ k=0..m (n−1)(n−2)…(n−1−k) messages      (n, m) = (4,1): 9   (7,2): 156   (10,3): 3,609
 *   every computer a source: n times that, in (m+1)·n·(n−1) packets        (4,1): 36 in 24
 *
 * n > 3m is not a margin but a wall: with n = 3m, one third of the computers can play the other two thirds
 * against each other (Pease, Shostak and Lamport 1980, theorem 2). A larger m than n carries is *less* safe
 * than a smaller one, since every further round gives the liars another say.
 */

export interface Size {
  /** n, the computers. */
  readonly computers: number;
  /** m, the arbitrary faults the protocol is built for. */
  readonly faults: number;
}

/** OM-BOUND: fewest computers with which OM(m) keeps IC1 and IC2 against m arbitrary faults. */
export function oralComputersMin(faults: number): number {
  return 3 * faults + 1;
}

/** Largest m that n computers carry by word of mouth. */
export function oralFaultsMax(computers: number): number {
  return Math.floor((computers - 1) / 3);
}

/** Messages of OM(m) for one source, none absent. Exact while below 2^53. */
export function oralMessageCount({ computers, faults }: Size): number {
  let total = 0;
  let product = 1;
  for (let k = 0; k <= faults; k++) {
    product *= computers - 1 - k;
    total += product;
  }
  return total;
}

/** Packets of one frame in which every computer is a source: one per sender, receiver and round. */
export function oralPacketCount({ computers, faults }: Size): number {
  return (faults + 1) * computers * (computers - 1);
}
