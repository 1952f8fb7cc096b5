/**
 * `ironbird reliability`, printed: the model's figure and what it rests on, the same over other lengths of flight,
 * the other schemes built of the same computers, and where more of them are worse.
 */
import { closedForm } from '../campaign/closed-forms.js';
import { type Crossover, quadAgainstTriplex, worseWithMore } from '../campaign/crossover.js';
import { perHourOf } from '../campaign/hourly-claim.js';
import {
  estimateReliability,
  type ReliabilityEstimate,
  type ReliabilityRequest,
} from '../campaign/reliability.js';
import {
  MODEL_CARDS,
  RELIABILITY_MODELS,
  type ReliabilityModel,
  type UnitConditions,
} from '../campaign/reliability-models.js';
import { clopperPearson95 } from '../campaign/statistics.js';
import { grouped } from '../files/grouped-digits.js';
import type { ReliabilityOptions } from './command-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { rateChart, rateText } from './reliability-chart.js';
import { againOf, isSimulated, readReliability } from './reliability-request.js';
import type { Session } from './session.js';
import { wrap } from './terminal.js';

const BUDGETS = [1e-9, 1e-10];
/** Lengths of flight in the table, as multiples of the one asked for. */
const SPANS = [0.01, 0.1, 1, 10, 100];
const NAME_WIDTH = 22;
const CELL_WIDTH = 10;

/** Exit code 0: there is nothing to hold or violate. */
export function printReliability(session: Session, word: string, options: ReliabilityOptions): ExitCode {
  const { terminal } = session;
  const { json = false } = options;
  const read = readReliability(word, options);
  const { request, unused } = read;
  const { model, method, seed } = request;
  // Before the first line, so that a refusal stands alone; it takes two seconds at most.
  const estimate = estimateReliability(request);
  const title = ['reliability', word === model ? model : `${word} = ${model}`, method];
  terminal.frameLine(session.title(isSimulated(request) ? [...title, `seed ${seed}`] : title), { json });
  const { failureProbability, perHour, relativeError } = estimate;
  if (json) {
    if (unused.length > 0) terminal.note(`${unused.join(', ')}: no part in ${model}`);
    terminal.document({ model, method, failureProbability, perHour, relativeError });
  } else {
    for (const line of page(request, estimate, terminal.out.columns)) terminal.line(line);
  }
  terminal.frameLine(`${rateText(perHour)} per hour by the model ${model} · again: ${againOf(word, read)}`, {
    json,
  });
  return EXIT.held;
}

function page(request: ReliabilityRequest, estimate: ReliabilityEstimate, columns: number): string[] {
  const { model, conditions } = request;
  const paragraph = (text: string): string[] =>
    wrap(text, columns - 2).map((line, i) => (i === 0 ? line : `  ${line}`));
  return [
    '',
    ...paragraph(`${model}: ${MODEL_CARDS[model].about}`),
    ...conditionLines(conditions),
    '',
    ...figures(request, estimate).flatMap(([label, text]) => {
      const [first, ...rest] = wrap(text, columns - NAME_WIDTH);
      return [label.padEnd(NAME_WIDTH) + first, ...rest.map((line) => ' '.repeat(NAME_WIDTH) + line)];
    }),
    '',
    'Per hour, F(T)/T, by closed form, every scheme of the same computers:',
    '',
    ...table(model, conditions),
    '',
    `Over ${conditions.hours} h, on a logarithmic scale:`,
    '',
    ...rateChart(
      RELIABILITY_MODELS.map((name) => ({
        name,
        perHour: perHour(name, conditions),
        marked: name === model,
      })),
      { columns },
    ),
    '',
    ...worse(conditions, columns),
    '',
    ...paragraph(
      'A figure of a model: hardware that fails at a constant rate, each computer apart from the others, no repair, no common cause. Software is not in it: its faults have no rate, and no probability is given for them.',
    ),
  ];
}

function conditionLines({
  failureRate,
  hours,
  coverage,
  asymmetric,
  isolationS,
  policy,
}: UnitConditions): string[] {
  return [
    `  L = ${failureRate} failures per hour and computer, T = ${hours} h`,
    `  coverage C = ${coverage}, asymmetric share B = ${asymmetric}, isolation in ${isolationS} s, ${policy}`,
  ];
}

function figures(
  { conditions: { hours }, seed }: ReliabilityRequest,
  { method, failureProbability, perHour: rate, relativeError, flown }: ReliabilityEstimate,
): [string, string][] {
  const rows: [string, string][] = [
    ['failure probability', `${failureProbability.toExponential(3)} in ${hours} h`],
    [
      'per hour',
      `${rate.toExponential(3)}${BUDGETS.map((budget) => `; ${againstBudget(rate, budget)}`).join('')}`,
    ],
  ];
  if (flown === null) {
    rows.push(['relative error', `${relativeError.toExponential(0)} at most, by rounding (${method})`]);
    return rows;
  }
  const { lives, lost } = flown;
  const counted = method === 'biased' ? 'every one lost and weighted' : `${grouped(lost)} lost`;
  rows.push([
    'relative error',
    `${(100 * relativeError).toFixed(2)} %, standard error of ${grouped(lives)} lives, ${counted}; seed ${seed}`,
  ]);
  if (method === 'montecarlo') {
    const [low, high] = clopperPearson95({ k: lost, n: lives });
    rows.push(['95 % interval', `${low.toExponential(3)} … ${high.toExponential(3)} (Clopper-Pearson)`]);
  }
  return rows;
}

function againstBudget(rate: number, budget: number): string {
  const times = rate / budget;
  if (times <= 1) return `within ${budget}`;
  return `${timesText(times)} × ${budget}`;
}

/** `2.00`, `350`, `3,000`, `1.2e+7`. */
function timesText(times: number): string {
  if (times < 10) return times.toFixed(2);
  return times < 1e6 ? grouped(Number(times.toPrecision(2))) : rateText(times);
}

function perHour(model: ReliabilityModel, conditions: UnitConditions): number {
  const failureProbability = closedForm(model, conditions).probability;
  return perHourOf({ failureProbability, hours: conditions.hours });
}

function table(model: ReliabilityModel, conditions: UnitConditions): string[] {
  const lengths = SPANS.map((span) => Number((conditions.hours * span).toPrecision(12)));
  const head = lengths.map((hours) => `${hours} h`.padStart(CELL_WIDTH)).join('');
  const rows = RELIABILITY_MODELS.map((name) => {
    const cells = lengths.map((hours) =>
      rateText(perHour(name, { ...conditions, hours })).padStart(CELL_WIDTH),
    );
    return `${name === model ? '> ' : '  '}${name}`.padEnd(NAME_WIDTH) + cells.join('');
  });
  return [' '.repeat(NAME_WIDTH) + head, ...rows];
}

function worse(conditions: UnitConditions, columns: number): string[] {
  const pairs = worseWithMore(conditions);
  const named = (name: ReliabilityModel): string => `${name} (${MODEL_CARDS[name].computers})`;
  const rows = pairs.map(({ more, fewer, times, crossovers }) => {
    const turned = crossovers.map(turnedText).join(' or ');
    return `  ${named(more)}: ${timesText(times)} × ${named(fewer)}${turned && `, unless ${turned}`}`;
  });
  const share = quadAgainstTriplex(conditions);
  const wins = conditions.asymmetric > share;
  const verdict = `A quad on OM(1) beats a triplex only where more than B* = ${share.toPrecision(3)} of the faults are asymmetric; here B = ${conditions.asymmetric}, so it ${wins ? 'does' : 'does not'}: n computers have n times the first faults and n(n-1)/2 pairs to lose.`;
  return [
    rows.length === 0
      ? 'At these rates no scheme is lost more often than one of fewer computers.'
      : 'Lost more often, with more computers:',
    ...rows,
    ...wrap(verdict, columns - 2).map((line, i) => (i === 0 ? line : `  ${line}`)),
  ];
}

function turnedText({ of, value, side }: Crossover): string {
  // Near 1 the distance from 1 is what has digits.
  const text = value > 0.99 ? `1 - ${(1 - value).toPrecision(2)}` : value.toPrecision(3);
  return `${of === 'coverage' ? 'C' : 'B'} ${side === 'above' ? '>' : '<'} ${text}`;
}
