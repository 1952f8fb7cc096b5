/**
 * When a campaign ends.
 *
 *   flights, or the end of its space    known beforehand
 *   precision                           looked at after every 256 flights, in the order of their numbers
 *   minutes                             for whoever runs it: what has been flown by then is the result
 *
 * Precision is half the width of the two-sided interval of Clopper and Pearson. Looking only at whole batches in
 * order makes the end depend on the flights alone, not on which worker was quick; an interval that is looked at
 * often is a little too narrow at the moment when it satisfies, which is the price of every rule of this kind.
 */
import type { StopRules } from './campaign-spec.js';
import { clopperPearson95, type Count } from './statistics.js';

/** Flights from look to look. */
export const FLIGHTS_BETWEEN_LOOKS = 256;

/** Whether the counts are precise enough for one of the rules; never where there is none. */
export function isPreciseEnough(
  { halfWidth, halfWidthEach }: StopRules,
  { all, strata }: { all: Count; strata: readonly Count[] },
): boolean {
  if (halfWidth !== null && halfWidthOf(all) <= halfWidth) return true;
  return halfWidthEach !== null && strata.every((count) => halfWidthOf(count) <= halfWidthEach);
}

function halfWidthOf(count: Count): number {
  const [low, high] = clopperPearson95(count);
  return (high - low) / 2;
}
