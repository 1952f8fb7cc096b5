/**
 * The probability of having been absorbed by hour T, for any Markov chain in continuous time.
 *
 *   e^{QT} = (e^{Qh})^(2^k)    h = T / 2^k, short enough that few states are left in one step
 *   e^{Qh} = Σ_j  e^{-qh} (qh)^j / j!  ·  P^j      P = I + Q/q, uniformised at the largest exit rate q
 *
 * Every term is positive, so nothing cancels, and a probability of 1e-30 comes out with as many digits as one of
 * 0.3. Squaring keeps this only with care: a diagonal entry near 1 that is rounded 40 times drifts. A row sums to
 * one, so the diagonal is 1 minus what left, as long as that is the smaller part (Grassmann, Taksar & Heyman's
 * trick for stationary chains). The series is cut where what is left out is below 1e-17 of what is kept.
 *
 * Uniformising all of T at once was the alternative: at an isolation in 10 ms it takes 4 million steps for 10 h,
 * and each rounds 1 − q_i/q the same way.
 */
import exp from '@stdlib/math-base-special-exp';
import { Matrix } from 'ml-matrix';

export interface Transition {
  /** Index of a state. */
  readonly from: number;
  readonly to: number;
  readonly perHour: number;
}

export interface AbsorbingChain {
  /** Names; the first is where it starts, the last is absorbing. */
  readonly states: readonly string[];
  readonly transitions: readonly Transition[];
}

export interface Absorption {
  readonly probability: number;
  /** Bound on what cutting the series and rounding can have done. */
  readonly relativeError: number;
}

/** By state: the sum of its rates out, per hour. */
export function exitRates({ states, transitions }: AbsorbingChain): number[] {
  const rates = states.map(() => 0);
  for (const { from, perHour } of transitions) rates[from] += perHour;
  return rates;
}

/** Of one rounding, relative. */
const ROUNDING = Number.EPSILON / 2;
/** q h after halving; below 1/2 the series ends within a dozen terms. */
const STEP_MAX = 0.5;
const SERIES_END = 1e-17;

/** Probability of being in the last state at `hours`, from the first. */
export function absorptionBy(chain: AbsorbingChain, { hours }: { hours: number }): Absorption {
  const order = chain.states.length;
  const fastest = exitRates(chain).reduce((max, rate) => Math.max(max, rate), 0);
  let squarings = 0;
  let step = hours;
  while (fastest * step > STEP_MAX) {
    step /= 2;
    squarings++;
  }
  const jumps = jumpMatrix(chain, { fastest });
  const { sum, terms } = poissonSum(jumps, { mean: fastest * step });
  let result = sum;
  for (let i = 0; i < squarings; i++) result = withRowSums(result.mmul(result));
  // A matrix product rounds `order` times and twice for the diagonal; an entry that is reached by up to order − 1
  // jumps carries the error of each of them. Diagonals that have fallen far carry more, and count for less.
  const roundings = order * (terms + squarings + 2) * (order + 2);
  return { probability: result.get(0, order - 1), relativeError: SERIES_END + roundings * ROUNDING };
}

/** P = I + Q/q: what one tick of a clock of rate q does. */
function jumpMatrix(chain: AbsorbingChain, { fastest }: { fastest: number }): Matrix {
  const order = chain.states.length;
  const jumps = Matrix.zeros(order, order);
  for (const { from, to, perHour } of chain.transitions) {
    jumps.set(from, to, jumps.get(from, to) + perHour / fastest);
  }
  for (let i = 0; i < order; i++) {
    const left = jumps.getRow(i).reduce((sum, share) => sum + share, 0);
    jumps.set(i, i, Math.max(0, 1 - left));
  }
  return jumps;
}

/** Σ e^-m m^j / j! P^j. */
function poissonSum(jumps: Matrix, { mean }: { mean: number }): { sum: Matrix; terms: number } {
  const order = jumps.rows;
  let weight = exp(-mean);
  let power = Matrix.eye(order, order);
  const sum = Matrix.eye(order, order).mul(weight);
  let terms = 0;
  // A walk of j ticks is a path of d < order jumps, of weight w, with the ticks between them spent on staying or on
  // loops: P^j has at most C(j, d) w, and term j at most m^(j−d) / (j−d)! times what term d has already brought.
  let relativeRest = 1;
  while (terms < order || relativeRest > SERIES_END) {
    terms++;
    weight *= mean / terms;
    power = power.mmul(jumps);
    sum.add(Matrix.mul(power, weight));
    if (terms >= order) relativeRest *= mean / (terms - order + 1);
  }
  return { sum: withRowSums(sum), terms };
}

/** The same matrix with each diagonal entry taken from its row, where the row leaves it the larger part. */
function withRowSums(matrix: Matrix): Matrix {
  for (let i = 0; i < matrix.rows; i++) {
    let left = 0;
    for (let j = 0; j < matrix.columns; j++) if (j !== i) left += matrix.get(i, j);
    if (left <= 0.5) matrix.set(i, i, 1 - left);
  }
  return matrix;
}
