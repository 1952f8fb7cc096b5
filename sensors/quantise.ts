/**
 * From a real number of counts to the count that is reported: round, then stay on the scale.
 *
 *   linear quantity     nearest count, halves away from zero; past an end, the end
 *   circular quantity   nearest count, then whole turns of 65,536 dropped
 *
 * The count −32768 means *no reading* and a healthy sensor never says it: on a circle, where it would be exactly
 * half a turn, the neighbour −32767 is reported, an error of one count at one angle. Rounding halves to even was
 * the alternative; the C firmware's integer division rounds halves away from zero, and one rule is easier to
 * reproduce than two.
 */
import { NO_DATA, type Quantity } from '../firmware/icd/quantities.js';

const TURN_COUNTS = 65536;
const HALF_TURN_COUNTS = TURN_COUNTS / 2;

/** A real number of counts brought into −32768 ≤ x < 32768 by whole turns: the shorter way round a circle. */
export function wrapCounts(counts: number): number {
  if (counts >= -HALF_TURN_COUNTS && counts < HALF_TURN_COUNTS) return counts;
  return counts - TURN_COUNTS * Math.floor((counts + HALF_TURN_COUNTS) / TURN_COUNTS);
}

/**
 * The count reported for a reading of `counts` (a real number of counts) of the quantity: an integer in
 * quantity.min … quantity.max, never NO_DATA.
 */
export function quantiseCounts(counts: number, quantity: Quantity): number {
  if (quantity.circular) {
    const wrapped = wrapCounts(counts);
    const count = ((wrapped < 0 ? wrapped - 0.5 : wrapped + 0.5) << 16) >> 16;
    return count === NO_DATA ? quantity.min : count;
  }
  if (counts <= quantity.min) return quantity.min;
  if (counts >= quantity.max) return quantity.max;
  return (counts < 0 ? counts - 0.5 : counts + 0.5) | 0;
}
