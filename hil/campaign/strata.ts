/**
 * A total hides the class that fails: 3 failures in 10,000 flights may be 3 in the 12 that lost a computer.
 * So failures are also counted by class, and the weakest class is named.
 *
 *   class       k / n      Clopper-Pearson 95 %
 *   stuck       0 / 9,000  0 … 0.0004
 *   two-faced   3 / 12     0.055 … 0.572          ← by k/n
 *   babbling    0 / 2      0 … 0.842              ← weakest: next to nothing is known of it
 *
 * Weakest is the class with the largest *upper* limit, the class for which least can be claimed. The largest k/n
 * would be fooled by a class that was flown twice and survived twice; such a class is weak until it is flown, and
 * flying it is how it ceases to be. Equal limits: the larger k/n, then the name, so that order never decides.
 */
import { clopperPearson95, type Count, type Limits } from './statistics.js';

export interface Stratum extends Count {
  readonly class: string;
  readonly clopperPearson95: Limits;
}

/** Strata by name, and the name of the weakest; null where there are none. */
export function stratify(counts: ReadonlyMap<string, Count>): {
  readonly strata: readonly Stratum[];
  readonly weakest: string | null;
} {
  const strata = [...counts]
    .map(([name, { k, n }]) => ({ class: name, k, n, clopperPearson95: clopperPearson95({ k, n }) }))
    .sort((a, b) => (a.class < b.class ? -1 : 1));
  let weakest: Stratum | null = null;
  for (const stratum of strata) if (weakest === null || weaker(stratum, weakest)) weakest = stratum;
  return { strata, weakest: weakest?.class ?? null };
}

function weaker(a: Stratum, b: Stratum): boolean {
  const difference = a.clopperPearson95[1] - b.clopperPearson95[1];
  return difference !== 0 ? difference > 0 : a.k * b.n > b.k * a.n;
}
