/**
 * The chain flown, one life after another, in two ways.
 *
 *   plain    times and branches as they are; F = lost / flown. Needs 1 / (F e²) lives for a relative error e.
 *   biased   every life is made to be lost, and counts only what it was worth (importance sampling):
 *            the next transition is forced to come before the flight ends   × 1 − e^{−q·(time left)}
 *            where several may come, each is as likely as another           × true share · number of branches
 *            F = mean of the products
 *
 * The second reaches any F, because every way to be lost is drawn with a probability that does not shrink with
 * the rates (balanced failure biasing with forcing: Lewis & Böhm 1984, Shahabuddin 1994). So no rare way of great
 * weight stays unseen, and the standard error over the lives says honestly how far off the mean may be. Failures
 * only made likelier by a factor would leave a choice of that factor, and a wrong one a mean that looks converged.
 */
import expm1 from '@stdlib/math-base-special-expm1';
import log1p from '@stdlib/math-base-special-log1p';
import type { Stream } from '../random/stream.js';
import { type AbsorbingChain, exitRates } from './absorbing-chain.js';

export interface Lives {
  readonly probability: number;
  /** Standard error of the probability / the probability; Infinity where nothing was lost. */
  readonly relativeError: number;
  /** Lives flown. */
  readonly lives: number;
  /** Of them lost; in a biased run all. */
  readonly lost: number;
}

export interface Effort {
  readonly hours: number;
  readonly draws: Stream;
  /** Ends when the relative error is no larger. */
  readonly relativeErrorWanted: number;
  /** Ends here in any case. */
  readonly livesMax: number;
}

/** Lives between two looks at the error; the first look waits until a standard error means something. */
const BATCH = 1 << 13;

interface Branches {
  readonly rate: number;
  readonly to: readonly number[];
  /** Share of the exit rate, by branch. */
  readonly share: readonly number[];
}

/** Lives as they come. */
export function flyPlainly(chain: AbsorbingChain, effort: Effort): Lives {
  const { hours, draws } = effort;
  const branches = branchesOf(chain);
  const last = chain.states.length - 1;
  const lives = fly(effort, () => {
    let state = 0;
    let time = 0;
    while (state !== last) {
      const { rate, to, share } = branches[state];
      time -= log1p(-uniform(draws)) / rate;
      if (time > hours) return 0;
      state = to[share.length === 1 ? 0 : chosen(share, uniform(draws))];
    }
    return 1;
  });
  return counted(lives);
}

/**
 * Ones and zeros are counted exactly. Their standard error is taken at (lost + 1) / (lives + 2), since at a share
 * of one, all lost, the formula would say that nothing is uncertain.
 */
function counted({ lives, lost }: Lives): Lives {
  const probability = lost / lives;
  const share = (lost + 1) / (lives + 2);
  const error = Math.sqrt((share * (1 - share)) / lives);
  return { probability, relativeError: lost > 0 ? error / probability : Infinity, lives, lost };
}

/** Lives that are all lost, weighted by their likelihood ratio. */
export function flyBiased(chain: AbsorbingChain, effort: Effort): Lives {
  const { hours, draws } = effort;
  const branches = branchesOf(chain);
  const last = chain.states.length - 1;
  return fly(effort, () => {
    let state = 0;
    let left = hours;
    let weight = 1;
    while (state !== last) {
      const { rate, to, share } = branches[state];
      const inTime = -expm1(-rate * left);
      weight *= inTime;
      // Rounding may step over the end by a last bit; with no time left the next factor is zero, as it should be.
      left = Math.max(0, left + log1p(-uniform(draws) * inTime) / rate);
      if (to.length === 1) state = to[0];
      else {
        const branch = Math.floor(uniform(draws) * to.length);
        weight *= share[branch] * to.length;
        state = to[branch];
      }
    }
    return weight;
  });
}

/** Mean and standard error of what one life is worth, by Welford's recurrence, which does not cancel. */
function fly({ relativeErrorWanted, livesMax }: Effort, life: () => number): Lives {
  let lives = 0;
  let lost = 0;
  let mean = 0;
  let squares = 0;
  for (;;) {
    const end = Math.min(lives + BATCH, livesMax);
    while (lives < end) {
      const worth = life();
      lives++;
      if (worth > 0) lost++;
      const off = worth - mean;
      mean += off / lives;
      squares += off * (worth - mean);
    }
    const error = Math.sqrt(squares / (lives - 1) / lives);
    const relativeError = mean > 0 ? error / mean : Infinity;
    if (lives >= livesMax || relativeError <= relativeErrorWanted) {
      return { probability: mean, relativeError, lives, lost };
    }
  }
}

function branchesOf(chain: AbsorbingChain): Branches[] {
  return exitRates(chain).map((rate, state) => {
    const out = chain.transitions.filter(({ from }) => from === state);
    return { rate, to: out.map(({ to }) => to), share: out.map(({ perHour }) => perHour / rate) };
  });
}

function chosen(share: readonly number[], u: number): number {
  let sum = 0;
  for (let i = 0; i < share.length - 1; i++) {
    sum += share[i];
    if (u < sum) return i;
  }
  return share.length - 1;
}

/** Uniform in [0, 1) in steps of 2^−53: at 2^−32 a branch of 1e-9 would be rounded away. */
function uniform(draws: Stream): number {
  return ((draws.nextUint32() >>> 5) * 67_108_864 + (draws.nextUint32() >>> 6)) / 9_007_199_254_740_992;
}
