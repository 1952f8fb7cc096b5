/**
 * Where more computers are lost more often than fewer, and what would turn it round.
 *
 * n computers have n times the first faults of one and n(n−1)/2 pairs to lose; a scheme that still holds only one
 * fault pays for both. At B = 0 a quad on OM(1) is lost about twice as often as a triplex (6 pairs against 3), and
 * what it buys for that, the asymmetric fault, has to occur: above a share B* of the faults it is the better one.
 *
 *   F_tmr(B) = F_tmr(0) + B (F_tmr(1) − F_tmr(0))       B* = (F_other − F_tmr(0)) / (F_tmr(1) − F_tmr(0))   about LT
 *
 * F is linear in B, and that of the primary-backup in C, so the crossovers are exact; searching for them by
 * bisection would find the same to fewer digits.
 */
import { closedForm } from './closed-forms.js';
import {
  MODEL_CARDS,
  RELIABILITY_MODELS,
  type ReliabilityModel,
  type UnitConditions,
} from './reliability-models.js';

/** A value of B or C beyond which the order of two schemes is the other way round. */
export interface Crossover {
  readonly of: 'asymmetric' | 'coverage';
  readonly value: number;
  /** The order is turned above or below the value. */
  readonly side: 'above' | 'below';
}

/** `more` has the more computers and the larger failure probability. */
export interface WorseWithMore {
  readonly more: ReliabilityModel;
  readonly fewer: ReliabilityModel;
  /** F(more) / F(fewer). */
  readonly times: number;
  /** Each turns the order by itself; none where neither B nor C can. */
  readonly crossovers: readonly Crossover[];
}

/** Ratios nearer to one than this are a draw: in flights so long that nearly all are lost, there is no better. */
const DRAW = 0.01;

/** Every pair of schemes of which the larger is lost more often. */
export function worseWithMore(conditions: UnitConditions): WorseWithMore[] {
  const worse: WorseWithMore[] = [];
  for (const more of RELIABILITY_MODELS) {
    for (const fewer of RELIABILITY_MODELS) {
      if (MODEL_CARDS[fewer].computers >= MODEL_CARDS[more].computers) continue;
      const times = lossOf(more, conditions) / lossOf(fewer, conditions);
      if (times > 1 + DRAW) {
        worse.push({ more, fewer, times, crossovers: crossoversOf({ more, fewer }, conditions) });
      }
    }
  }
  return worse;
}

/** The share of asymmetric faults above which a quad on OM(1) is lost less often than a triplex. */
export function quadAgainstTriplex(conditions: UnitConditions): number {
  const loss = lossOf('quad-om', conditions);
  return crossing('tmr', { key: 'asymmetric', loss }, conditions);
}

function lossOf(model: ReliabilityModel, conditions: UnitConditions): number {
  return closedForm(model, conditions).probability;
}

/** The value of B or C at which a model's failure probability is `loss`; it may lie outside 0 … 1. */
function crossing(
  model: ReliabilityModel,
  { key, loss }: { key: Crossover['of']; loss: number },
  conditions: UnitConditions,
): number {
  const atZero = lossOf(model, { ...conditions, [key]: 0 });
  const atOne = lossOf(model, { ...conditions, [key]: 1 });
  return (loss - atZero) / (atOne - atZero);
}

function crossoversOf(
  { more, fewer }: { more: ReliabilityModel; fewer: ReliabilityModel },
  conditions: UnitConditions,
): Crossover[] {
  const crossovers: Crossover[] = [];
  const consider = (key: Crossover['of'], model: ReliabilityModel): void => {
    const other = model === more ? fewer : more;
    if (!MODEL_CARDS[model].uses.includes(key) || MODEL_CARDS[other].uses.includes(key)) return;
    if (model === 'quad-reconfigurable') return; // not what B and C are for there: a sum of exponentials
    const value = crossing(model, { key, loss: lossOf(other, conditions) }, conditions);
    if (!(value > 0 && value < 1)) return;
    crossovers.push({ of: key, value, side: value > conditions[key] ? 'above' : 'below' });
  };
  for (const model of [more, fewer]) {
    consider('asymmetric', model);
    consider('coverage', model);
  }
  return crossovers;
}
