/**
 * What k failures in n flights say about the probability of one.
 *
 *   wilson95            for display: close to the nominal 95 %, sensible at 0 and n, but only on average
 *   clopperPearson95    for claims: holds with at least 95 % whatever the probability is; two-sided
 *   upper95             at k = 0 only: with 95 % confidence at most 1 − 0.05^(1/n), the rule of three, about 3/n
 *
 * Wilson (1927); Clopper & Pearson (1934): the limits are quantiles of beta distributions, for which the library
 * is asked. Wald's k/n ± 1.96 √(…) is the interval not taken: at k = 0 it is a point, and claims certainty.
 * A one-sided bound at k > 0 is left out on purpose: two bounds side by side invite quoting the lower one.
 */
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import exp from '@stdlib/math-base-special-exp';
import expm1 from '@stdlib/math-base-special-expm1';

/** k of n; whole numbers, 0 ≤ k ≤ n. */
export interface Count {
  readonly k: number;
  readonly n: number;
}

/** [lower, upper], probabilities. */
export type Limits = readonly [number, number];

export interface Rate extends Count {
  readonly wilson95: Limits;
  readonly clopperPearson95: Limits;
  /** One-sided; null where k > 0. */
  readonly upper95: number | null;
}

/** Of the standard normal distribution at 0.975. */
const Z_97_5 = 1.959963984540054;
const LN_0_025 = -3.6888794541139363;
const LN_0_05 = -2.995732273553991;

/** The count with all that may be said of it. Throws RangeError for a count that cannot be. */
export function rateOf({ k, n }: Count): Rate {
  return {
    k,
    n,
    wilson95: wilson95({ k, n }),
    clopperPearson95: clopperPearson95({ k, n }),
    upper95: k === 0 ? upper95AtZero({ n }) : null,
  };
}

/** Score interval of Wilson (1927), without continuity correction. Nothing flown: [0, 1]. */
export function wilson95(count: Count): Limits {
  const { k, n } = checked(count);
  if (n === 0) return [0, 1];
  const zz = Z_97_5 * Z_97_5;
  const centre = k + zz / 2;
  const half = Z_97_5 * Math.sqrt(k * ((n - k) / n) + zz / 4);
  // At the ends centre and half are equal in theory and differ by a rounding in practice.
  return [k === 0 ? 0 : (centre - half) / (n + zz), k === n ? 1 : (centre + half) / (n + zz)];
}

/**
 * Two-sided interval of Clopper & Pearson (1934): the probabilities at which k or more, and k or fewer, failures
 * would still be seen once in forty. Nothing flown: [0, 1].
 */
export function clopperPearson95(count: Count): Limits {
  const { k, n } = checked(count);
  if (n === 0) return [0, 1];
  // At the ends the beta quantile is a plain power, and the power keeps its digits when n is large.
  const lower = k === 0 ? 0 : k === n ? exp(LN_0_025 / n) : betaQuantile(0.025, k, n - k + 1);
  const upper = k === n ? 1 : k === 0 ? -expm1(LN_0_025 / n) : betaQuantile(0.975, k + 1, n - k);
  return [lower, upper];
}

/** After n flights without a failure: 1 − 0.05^(1/n), with 95 % confidence. Nothing flown: 1. */
export function upper95AtZero({ n }: { n: number }): number {
  checked({ k: 0, n });
  return n === 0 ? 1 : -expm1(LN_0_05 / n);
}

function checked(count: Count): Count {
  const { k, n } = count;
  if (!Number.isSafeInteger(k) || !Number.isSafeInteger(n) || k < 0 || k > n) {
    throw new RangeError(`${k} of ${n} is no count: whole numbers, 0 <= k <= n`);
  }
  return count;
}
