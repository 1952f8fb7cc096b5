/**
 * The same schemes as formulas, derived by hand and apart from the chains.
 *
 *   p = 1 − e^{−LT}   a computer has failed by T      s = 1 − p
 *
 *   voting, m of n    F = Σ_{j>m} C(n, j) p^j s^{n−j}
 *   primary-backup    F = (1 − C)(1 − s²) + C p²                        the first uncovered, or both
 *   tmr               F = B (1 − s³) + (1 − B)(3 p² s + p³)             the first asymmetric, or two
 *   quad, U = ∞       F = (1 − C)(4 p³ s + p⁴) + C p⁴                   `triplex-last`: Σ_{j≥2} C(4, j) p^j s^{4−j}
 *   quad, U finite    partial fractions over its exit rates, see partial-fractions.ts
 *
 * They are written with positive terms only, and p by expm1: 1 − (3e^{−2LT} − 2e^{−3LT}) says the same of tmr and
 * has no digit left at LT = 1e-8.
 */
import exp from '@stdlib/math-base-special-exp';
import expm1 from '@stdlib/math-base-special-expm1';
import { absorptionByPartialFractions } from './partial-fractions.js';
import {
  chainOf,
  type ReliabilityModel,
  type UnitConditions,
  VOTED,
  type VotedScheme,
} from './reliability-models.js';

/** Roundings of the longest formula, each half of Number.EPSILON. */
const CLOSED_RELATIVE_ERROR = 64 * (Number.EPSILON / 2);

/** Probability of having lost the scheme by the end of the flight. */
export function closedForm(
  model: ReliabilityModel,
  conditions: UnitConditions,
): { probability: number; relativeError: number } {
  return { probability: probabilityOf(model, conditions), relativeError: CLOSED_RELATIVE_ERROR };
}

function probabilityOf(model: ReliabilityModel, conditions: UnitConditions): number {
  const { failureRate, hours, coverage, asymmetric, isolationS, policy } = conditions;
  const exposure = failureRate * hours;
  const p = -expm1(-exposure);
  const s = exp(-exposure);
  const voted = VOTED[model];
  if (voted !== undefined) return moreFail(voted, { p, s });
  switch (model) {
    case 'primary-backup':
      return (1 - coverage) * -expm1(-2 * exposure) + coverage * p * p;
    case 'tmr':
      return asymmetric * -expm1(-3 * exposure) + (1 - asymmetric) * p * p * (3 * s + p);
    case 'quad-reconfigurable':
      if (isolationS > 0) return absorptionByPartialFractions(chainOf(model, conditions), { hours });
      if (policy === 'triplex-last') return moreFail({ computers: 4, faults: 1 }, { p, s });
      return p * p * p * (4 * (1 - coverage) * s + p);
    default:
      throw new Error(`${model} has no formula`);
  }
}

/** More than `faults` of `computers` fail. */
function moreFail({ computers, faults }: VotedScheme, { p, s }: { p: number; s: number }): number {
  let choose = 1;
  let power = 1;
  let sum = 0;
  for (let j = 1; j <= computers; j++) {
    choose = (choose * (computers - j + 1)) / j;
    power *= p;
    if (j <= faults) continue;
    let term = choose * power;
    for (let good = j; good < computers; good++) term *= s;
    sum += term;
  }
  return sum;
}
