/**
 * The exact solution of a chain that never goes back, as a sum of exponentials.
 *
 *   p_j(t) = Σ_{i≤j} c_ji e^{−r_i t}       r_i = exit rate of state i, 0 for the absorbing one
 *   c_ji   = Σ_{k: i≤k<j} rate(k→j) c_ki / (r_j − r_i)      c_jj = p_j(0) − Σ_{i<j} c_ji
 *
 * The terms are of the order of one and cancel to 1e-15 or 1e-40, so doubles are of no use here; the sum is taken
 * in whole numbers of 2^−1280, where losing 300 bits is no loss. Equal exit rates would divide by zero; one of
 * them is moved by 2^−320 of itself, which moves the answer by about as little. Divided differences of e^x by a
 * series would need no long numbers, and are uniformisation under another name: no second opinion.
 */
import { type AbsorbingChain, exitRates } from './absorbing-chain.js';

const FRACTION_BITS = 1280n;
const ONE = 1n << FRACTION_BITS;
/** Equal rates are parted by this much of themselves. */
const NUDGE_BITS = 320n;
/** e^−900 < 2^−1280. */
const EXPONENT_MAX = 900n;

/** Probability of being in the last state at `hours`. Every transition must lead to a later state. */
export function absorptionByPartialFractions(chain: AbsorbingChain, { hours }: { hours: number }): number {
  const { states, transitions } = chain;
  const backwards = transitions.find(({ from, to }) => from >= to);
  if (backwards) throw new Error(`transition ${backwards.from} → ${backwards.to} goes back`);
  // In units of the flight's length, so that time is one.
  const time = fixed(hours);
  const rates = exitRates(chain).map((rate) => product(fixed(rate), time));
  partEqual(rates);
  const last = states.length - 1;
  const terms = states.map(() => states.map(() => 0n));
  terms[0][0] = ONE;
  for (let j = 1; j <= last; j++) {
    const into = transitions.filter(({ to }) => to === j);
    for (let i = 0; i < j; i++) {
      let inflow = 0n;
      for (const { from, perHour } of into) {
        inflow += product(product(fixed(perHour), time), terms[from][i]);
      }
      terms[j][i] = quotient(inflow, rates[j] - rates[i]);
      terms[j][j] -= terms[j][i];
    }
  }
  let sum = 0n;
  for (let i = 0; i <= last; i++) sum += product(terms[last][i], exponential(rates[i]));
  return floating(sum);
}

function partEqual(rates: bigint[]): void {
  const taken = new Set<bigint>();
  for (let i = 0; i < rates.length; i++) {
    const nudge = (rates[i] >> NUDGE_BITS) + 1n;
    while (taken.has(rates[i])) rates[i] += nudge;
    taken.add(rates[i]);
  }
}

function product(a: bigint, b: bigint): bigint {
  return (a * b) >> FRACTION_BITS;
}

function quotient(a: bigint, b: bigint): bigint {
  return (a << FRACTION_BITS) / b;
}

/** e^−x for x ≥ 0: x halved until it is small, Taylor's series, squared as often. */
function exponential(x: bigint): bigint {
  if (x > EXPONENT_MAX * ONE) return 0n;
  const halvings = 20n;
  const small = x >> halvings;
  let term = ONE;
  let sum = ONE;
  for (let j = 1n; term !== 0n; j++) {
    term = product(term, small) / j;
    sum += j % 2n === 0n ? term : -term;
  }
  for (let i = 0n; i < halvings; i++) sum = product(sum, sum);
  return sum;
}

/** A double is a whole number of 2^−1074, so this is exact down to 2^−1280. */
function fixed(value: number): bigint {
  let scaled = value;
  let bits = 0n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    bits++;
  }
  return (BigInt(scaled) << FRACTION_BITS) >> bits;
}

/** The nearest double, near enough: 64 significant bits go into it. */
function floating(value: bigint): number {
  const length = value.toString(2).length;
  const excess = Math.max(0, length - 64);
  let result = Number(value >> BigInt(excess));
  let exponent = excess - Number(FRACTION_BITS);
  for (; exponent < 0; exponent++) result /= 2;
  for (; exponent > 0; exponent--) result *= 2;
  return result;
}
