/**
 * Convergence functions: from the differences a computer reads to the others' clocks, the correction of its own.
 *
 *   clock        0 (own)    1      2      3 (a liar)
 *   difference      0      +40    +10    −9000             > 0: that clock is ahead of mine
 *
 *   midpoint, m = 1         −9000 and 40 dropped, 0 and 10 left                  → +5
 *   convergence, Δ = 100    −9000 is beyond 100 and counts as 0: 50 / 4          → +13, rounded
 *
 * The midpoint (Welch and Lynch) needs no idea of how far apart good clocks can be and halves their spread whatever m
 * liars show. The egocentric mean (Lamport and Melliar-Smith) is a sum and a division, but needs a Δ that good clocks
 * never exceed, and pays for it with a bound twice as wide at n = 4. A median of all would need no m, and keeps no
 * bound: liars that show the fast clocks a fast time and the slow ones a slow time leave each with its own.
 *
 * No clock is read here. Differences are int32 in any one unit, the correction comes in the same; a clock that could
 * not be read counts as one's own. No allocation; at most 16 clocks.
 */
import { divideRounded } from '../icd/integers.js';

/** No reading came. */
export const UNREAD = -0x8000_0000;

/** Largest |difference| that may be handed in: the sum of two stays an int32. */
export const DIFFERENCE_MAX = 0x3fff_ffff;

/** Largest Δ: the sum of 16 differences stays an int32. */
export const BEYOND_MAX = 0x03ff_ffff;

/**
 * Fault-tolerant midpoint: the `faults` highest and lowest dropped, the middle between the ends of the rest.
 * `differences`: one a clock, own = 0, n ≥ 2·faults + 1; each UNREAD or within ±DIFFERENCE_MAX. Rounded to nearest.
 * J. Lundelius Welch and N. Lynch, *A New Fault-Tolerant Algorithm for Clock Synchronization*, 1988.
 */
export function faultTolerantMidpoint(differences: Int32Array, faults: number): number {
  const last = differences.length - 1;
  return divideRounded(ranked(differences, faults) + ranked(differences, last - faults), 2);
}

/**
 * Egocentric mean: differences beyond ±`beyond` count as 0, the mean of all is the correction.
 * `differences` as above; 0 ≤ `beyond` ≤ BEYOND_MAX. Rounded to nearest.
 * L. Lamport and P. M. Melliar-Smith, *Synchronizing Clocks in the Presence of Faults*, 1985, algorithm CON.
 */
export function egocentricMean(differences: Int32Array, beyond: number): number {
  let sum = 0;
  for (let i = 0; i < differences.length; i++) {
    const difference = differences[i];
    if (difference >= -beyond && difference <= beyond) sum += difference;
  }
  return divideRounded(sum, differences.length);
}

/**
 * The difference with `rank` others below it, equal ones in the order of the clocks. Counting needs n² comparisons and
 * no second array; a sort would move what the caller still holds.
 */
function ranked(differences: Int32Array, rank: number): number {
  const clocks = differences.length;
  for (let i = 0; i < clocks; i++) {
    const difference = counted(differences[i]);
    let below = 0;
    for (let k = 0; k < clocks; k++) {
      const other = counted(differences[k]);
      if (other < difference || (other === difference && k < i)) below++;
    }
    if (below === rank) return difference;
  }
  return 0; // not reached: n distinct ranks
}

function counted(difference: number): number {
  return difference === UNREAD ? 0 : difference;
}
