/**
 * How much harm a flight came to, as one number, so that two plans can be compared.
 *
 *   survived    0 … 1   1 − margin: the share that was used up of the room to a limit
 *   violated    1 … 2   failed without a broken limit, the same share on top
 *   lost        2 … 3   the sooner after its first fault, the more
 *
 * The margin is what makes searching more than drawing: it tells of two flights that both survived which came nearer
 * to a loss. After a loss it has nothing more to say, since a flight ends at the first broken limit.
 */
import type { FlightResult } from './flight-result.js';

/** Of a flight in which nothing was put to the test. */
const NONE = 0;

export type Harm = number;

export function isLost({ hazard }: FlightResult): boolean {
  return hazard !== null;
}

/** Harm of a flight; `frames`: length of the flight as the rig states it. */
export function harmOf(result: FlightResult, { frames }: { frames: number }): Harm {
  const { hazard, verdict, margin, plan } = result;
  if (hazard !== null) {
    const onset = plan.reduce((first, entry) => Math.min(first, Number(entry.onset ?? 0)), Infinity);
    const lasted = Math.max(0, hazard.frame - (onset === Infinity ? 0 : onset));
    return 3 - Math.min(1, lasted / frames);
  }
  if (verdict === 'inconclusive') return NONE;
  const used = Math.max(0, Math.min(1, 1 - margin));
  return verdict === 'fail' ? 1 + used : used;
}
