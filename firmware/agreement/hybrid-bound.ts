/**
 * HYB-BOUND: how many computers the hybrid algorithm needs for a mix of faults (Lincoln and Rushby 1993).
 *
 *   n > 2a + 2s + b + r   and   a ≤ r            r relay rounds after the source's own
 *
 *   a   asymmetric: tells receivers different things          outvoted, and one round each to be found out
 *   s   symmetric: the same wrong thing to all                outvoted
 *   b   benign: every good receiver sees that it is bad       only missing
 *
 *   n = 5, r = 1:  a = 1 and b = 1,  or  s = 1 and b = 1;  plain OM(1) needs 4 for one fault and 7 for two
 *
 * A frame lost at only some receivers is *omissive asymmetric* and counts in a: the receivers differ, and neither
 * can show it to the other. To count it as benign was the alternative, and is how a clique splits.
 */
import type { Size } from './bounds.js';

/** Computers that fail, by the worst of what each does. */
export interface HybridFaults {
  readonly asymmetric: number;
  readonly symmetric: number;
  readonly benign: number;
  /** Right or missing, and not the same for all receivers: counts as asymmetric. */
  readonly omissiveAsymmetric: number;
}

/** a of the bound. */
export function asymmetricCount({ asymmetric, omissiveAsymmetric }: HybridFaults): number {
  return asymmetric + omissiveAsymmetric;
}

/** Fewest computers that hold this mix with m relay rounds, if a ≤ m. */
export function hybridComputersMin(mix: HybridFaults, { faults }: Pick<Size, 'faults'>): number {
  return 2 * asymmetricCount(mix) + 2 * mix.symmetric + mix.benign + faults + 1;
}

/** Whether n computers with m relay rounds hold this mix. */
export function hybridHolds(mix: HybridFaults, { computers, faults }: Size): boolean {
  return asymmetricCount(mix) <= faults && computers >= hybridComputersMin(mix, { faults });
}
