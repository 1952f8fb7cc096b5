/**
 * From the probability of losing a flight to a rate per hour, and which rates may be claimed.
 *
 * The rate is F(T) / T: the probability of losing a flight of T hours, shared out over its hours. n flights of T
 * hours, k lost, support no rate below the upper 95 % limit of F divided by T: after a million flights of 20 s
 * without a loss, 5.4e-4 per hour, and nothing near 1e-9, for which it takes 3 thousand million hours. A smaller
 * figure can only come from a model (unit failure rates, independence, a chain of states), and then the claim
 * carries the model's name; without one it is refused.
 *
 * Dividing k by all hours flown was the alternative; at k = 0 it claims perfection.
 */
import { type Count, clopperPearson95, upper95AtZero } from './statistics.js';

export interface Flown extends Count {
  /** Hours of one flight. */
  readonly hoursEach: number;
}

/** F(T) / T. */
export function perHourOf({
  failureProbability,
  hours,
}: {
  failureProbability: number;
  hours: number;
}): number {
  return failureProbability / hours;
}

/** The lowest rate per hour that the flights support, with 95 % confidence. */
export function supportedPerHour({ k, n, hoursEach }: Flown): number {
  const failureProbability = k === 0 ? upper95AtZero({ n }) : clopperPearson95({ k, n })[1];
  return perHourOf({ failureProbability, hours: hoursEach });
}

export type HourlyClaim =
  | { readonly claimed: true; readonly perHour: number; readonly basis: string }
  | { readonly claimed: false; readonly supported: number; readonly reason: string };

/** A rate per hour with what it rests on, or why it may not be claimed. */
export function claimPerHour({
  perHour,
  flown,
  model = null,
}: {
  perHour: number;
  flown: Flown;
  /** What stands behind a figure that flights alone do not support. */
  model?: string | null;
}): HourlyClaim {
  const supported = supportedPerHour(flown);
  const hours = flown.n * flown.hoursEach;
  const flights = `${flown.k} of ${flown.n} flights lost in ${Number(hours.toPrecision(4))} h`;
  if (perHour >= supported) return { claimed: true, perHour, basis: flights };
  if (model !== null) return { claimed: true, perHour, basis: `model: ${model}` };
  const reason = `${flights} support ${supported.toExponential(1)} per hour, not ${perHour.toExponential(1)}`;
  return { claimed: false, supported, reason };
}
