/**
 * The failure probability of a scheme by one of four methods that share as little as they can:
 *
 *   closed       formulas derived by hand                    closed-forms.ts, partial-fractions.ts
 *   markov       the chain, uniformised                      absorbing-chain.ts
 *   montecarlo   the chain, flown as it is                   trajectories.ts
 *   biased       the chain, flown with every life lost       trajectories.ts
 *
 * Plain lives cannot see what is rarer than they are many. Where fewer than a hundred losses are to be expected
 * the request is refused with the number of lives it would take: an answer of 0, or one resting on three losses,
 * would look like the others on the page.
 */
import { InputError } from '../files/problem.js';
import { stream } from '../random/stream.js';
import { absorptionBy } from './absorbing-chain.js';
import { closedForm } from './closed-forms.js';
import { perHourOf } from './hourly-claim.js';
import { chainOf, type ReliabilityModel, type UnitConditions } from './reliability-models.js';
import { flyBiased, flyPlainly } from './trajectories.js';

export const RELIABILITY_METHODS = ['closed', 'markov', 'montecarlo', 'biased'] as const;

export type ReliabilityMethod = (typeof RELIABILITY_METHODS)[number];

export interface ReliabilityRequest {
  readonly model: ReliabilityModel;
  readonly conditions: UnitConditions;
  readonly method: ReliabilityMethod;
  /** Of the simulated methods. */
  readonly seed: string;
}

export interface ReliabilityEstimate {
  readonly model: ReliabilityModel;
  readonly method: ReliabilityMethod;
  /** F(T). */
  readonly failureProbability: number;
  /** F(T) / T. */
  readonly perHour: number;
  /** Simulated: standard error / mean. Otherwise a bound on what rounding and cutting did. */
  readonly relativeError: number;
  /** What was flown; null where nothing was. */
  readonly flown: { readonly lives: number; readonly lost: number } | null;
}

/** Weighted lives vary little, so a fifth of the error costs a million lives at most. */
const RELATIVE_ERROR_WANTED = { montecarlo: 0.005, biased: 0.002 } as const;
const LIVES_MAX = 20_000_000;
/** Fewer, and the standard error (10 %) is itself a guess. */
const LOST_MIN = 100;

/** Throws InputError where the method cannot see the answer. */
export function estimateReliability(request: ReliabilityRequest): ReliabilityEstimate {
  const { model, conditions, method, seed } = request;
  const { hours } = conditions;
  switch (method) {
    case 'closed':
      return estimate(request, closedForm(model, conditions), null);
    case 'markov':
      return estimate(request, absorptionBy(chainOf(model, conditions), { hours }), null);
    case 'montecarlo':
      refuseTooRare(request);
      break;
    case 'biased':
      break;
    default:
      return method satisfies never;
  }
  const fly = method === 'biased' ? flyBiased : flyPlainly;
  const lives = fly(chainOf(model, conditions), {
    hours,
    draws: stream(seed, `reliability/${model}/${method}`),
    relativeErrorWanted: RELATIVE_ERROR_WANTED[method],
    livesMax: LIVES_MAX,
  });
  return estimate(request, lives, { lives: lives.lives, lost: lives.lost });
}

function estimate(
  { model, method, conditions: { hours } }: ReliabilityRequest,
  { probability, relativeError }: { probability: number; relativeError: number },
  flown: ReliabilityEstimate['flown'],
): ReliabilityEstimate {
  return {
    model,
    method,
    failureProbability: probability,
    perHour: perHourOf({ failureProbability: probability, hours }),
    relativeError,
    flown,
  };
}

function refuseTooRare({ model, conditions }: ReliabilityRequest): void {
  const { probability } = absorptionBy(chainOf(model, conditions), { hours: conditions.hours });
  const needed = LOST_MIN / probability;
  if (needed <= LIVES_MAX) return;
  throw new InputError('reliability', [
    {
      path: '--method',
      value: 'montecarlo',
      message: `would need about ${needed.toExponential(1)} lives to see ${model} lost ${LOST_MIN} times`,
      range: `at most ${LIVES_MAX.toExponential(0)} lives`,
      hint: '--method biased reaches it; or raise --failure-rate',
    },
  ]);
}
