/**
 * The sentence an engineer can quote: what held or did not, in how many flights, and what that allows to be claimed.
 *
 *   missed by any class   violated        all classes open, or nothing conclusive   inconclusive
 *   otherwise             held
 *
 * The claim is about the classes that have to hold. Counting those that the file expects to fail among them would hide
 * both: a scheme is not made worse by a fault that it was never meant for, nor better by flights that were.
 */
import type { CampaignSummary, Cell, Expectation } from '../campaign/summary.js';
import { clopperPearson95, type Count, upper95AtZero } from '../campaign/statistics.js';
import { counted, outOf, percent, percentRange } from './figures.js';

export type OutcomeWord = 'held' | 'violated' | 'inconclusive';

export interface Outcome {
  readonly word: OutcomeWord;
  readonly sentences: readonly string[];
}

export function outcomeOf(summary: CampaignSummary): Outcome {
  const { rate, expectations, inconclusive } = summary;
  if (rate.n === 0) {
    return {
      word: 'inconclusive',
      sentences: [`No fault changed anything in ${counted(inconclusive, 'flight')}.`],
    };
  }
  const mustHold = expectations.filter(({ expect }) => expect === 'pass');
  const missed = expectations.filter(({ outcome }) => outcome === 'missed');
  const sentences = [claimSentence(total(summary, mustHold))];
  const weakest = weakestOf(cellsOf(summary, mustHold));
  if (weakest !== null) sentences.push(weakestSentence(weakest));
  sentences.push(...expectedSentences(summary));
  return { word: missed.length > 0 ? 'violated' : 'held', sentences };
}

/** Failed and conclusive flights of these classes. */
function total(summary: CampaignSummary, classes: readonly Expectation[]): Count {
  let [k, n] = [0, 0];
  for (const cell of cellsOf(summary, classes)) {
    k += cell.k;
    n += cell.n;
  }
  return { k, n };
}

function cellsOf({ cells }: CampaignSummary, classes: readonly Expectation[]): readonly Cell[] {
  const names = new Set(classes.map(({ stratum }) => stratum));
  return cells.filter(({ stratum }) => names.has(stratum));
}

function claimSentence(count: Count): string {
  const { k, n } = count;
  if (n === 0) return 'No flight had to hold: every class flown is one in which failures are expected.';
  const range = percentRange(clopperPearson95(count));
  if (k > 0) {
    return `${outOf(count)} flights that had to hold failed: ${percent(k / n)}, 95 % confidence ${range} (Clopper-Pearson).`;
  }
  return (
    `None of the ${counted(n, 'flight')} that had to hold failed: with 95 % confidence at most ` +
    `${percent(upper95AtZero({ n }))} of flights like these do (one-sided; two-sided Clopper-Pearson ${range}).`
  );
}

/** The cell of which least can be claimed: the largest upper limit; equal ones: as strata are ordered. */
function weakestOf(cells: readonly Cell[]): Cell | null {
  let weakest: { cell: Cell; upper: number } | null = null;
  for (const cell of cells) {
    const upper = clopperPearson95(cell)[1];
    if (weakest === null || upper > weakest.upper) weakest = { cell, upper };
  }
  return weakest?.cell ?? null;
}

function weakestSentence(cell: Cell): string {
  const { k, n, rig, stratum } = cell;
  const upper = percent(k === 0 ? upper95AtZero({ n }) : clopperPearson95(cell)[1]);
  const counts = n === 0 ? 'no conclusive flight' : `${outOf({ k, n })} failed, at most ${upper}`;
  return `Weakest among them is “${stratum}” on ${rig}: ${counts}.`;
}

function expectedSentences(summary: CampaignSummary): string[] {
  const classes = summary.expectations.filter(({ expect }) => expect === 'fail');
  const count = total(summary, classes);
  const survived = classes.filter(({ outcome }) => outcome === 'missed').map(({ stratum }) => `“${stratum}”`);
  const sentences: string[] = [];
  if (count.n > 0) {
    sentences.push(`Where failures are expected, ${outOf(count)} flights failed.`);
  }
  if (survived.length > 0) {
    sentences.push(`Expected to fail, yet never did: ${survived.join(', ')}.`);
  }
  return sentences;
}
