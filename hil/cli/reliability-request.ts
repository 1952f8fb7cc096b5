/**
 * What was typed after `ironbird reliability`, as a request: defaults filled in, every problem named at once.
 *
 * An option that plays no part in the model is taken all the same, since the page sets the other schemes beside it
 * under the same conditions; `unused` names those that were typed, for a document, which shows the model alone.
 */
import { RELIABILITY_METHODS, type ReliabilityRequest } from '../campaign/reliability.js';
import {
  MODEL_CARDS,
  POLICIES,
  RELIABILITY_MODELS,
  type UnitConditions,
} from '../campaign/reliability-models.js';
import { modelOfScheme, type RigModel } from '../campaign/rig-model.js';
import { didYouMean, suggestion } from '../files/did-you-mean.js';
import { InputError, type Problem } from '../files/problem.js';
import { loadRig } from '../rig/rig-file.js';
import type { ReliabilityOptions } from './command-options.js';
import { readWord } from './option-words.js';
import { shellLine } from './session.js';
import { isPath, resolveArgument, shippedNames } from './shipped-files.js';

export interface ReadReliability {
  readonly request: ReliabilityRequest;
  /** Options typed that play no part in the model. */
  readonly unused: readonly string[];
}

interface Interval {
  readonly low: number;
  readonly high: number;
  readonly otherwise: number;
  readonly unit: string;
}

const NUMBERS = {
  failureRate: { low: 1e-15, high: 1000, otherwise: 1e-4, unit: 'per hour' },
  hours: { low: 1e-6, high: 1e7, otherwise: 10, unit: 'h' },
  coverage: { low: 0, high: 1, otherwise: 1, unit: '' },
  asymmetric: { low: 0, high: 1, otherwise: 0, unit: '' },
  isolationS: { low: 0, high: 1e9, otherwise: 1, unit: 's' },
} as const satisfies Readonly<Record<string, Interval>>;

type NumberKey = keyof typeof NUMBERS;

/** The option of each condition, for messages and for the command that asks again. */
const OPTIONS = {
  failureRate: '--failure-rate',
  hours: '--hours',
  coverage: '--coverage',
  asymmetric: '--asymmetric',
  isolationS: '--isolation-s',
  policy: '--policy',
} as const satisfies Readonly<Record<keyof UnitConditions, string>>;

/** Throws InputError with everything that is wrong; what is wrong inside a rig file comes by itself. */
export function readReliability(word: string, options: ReliabilityOptions): ReadReliability {
  const problems: Problem[] = [];
  const number = (key: NumberKey): number => readNumber(key, options[key], problems);
  const conditions: UnitConditions = {
    failureRate: number('failureRate'),
    hours: number('hours'),
    coverage: number('coverage'),
    asymmetric: number('asymmetric'),
    isolationS: number('isolationS'),
    policy: readWord('--policy', options.policy, POLICIES, problems),
  };
  const method = readWord('--method', options.method, RELIABILITY_METHODS, problems);
  const found = modelOf(word, problems);
  if (found?.asymmetric === 0 && conditions.asymmetric > 0) {
    problems.push({
      path: '--asymmetric',
      value: conditions.asymmetric,
      message: 'does not go with a rig that signs: no fault is asymmetric there',
      hint: 'leave it out, or ask for the model tmr',
    });
  }
  if (found === null || problems.length > 0) throw new InputError('reliability', problems);
  const { model } = found;
  const playing: readonly string[] = ['failureRate', 'hours', ...MODEL_CARDS[model].uses];
  const unused = Object.entries(OPTIONS)
    .filter(([key]) => !playing.includes(key) && options[key as keyof UnitConditions] !== undefined)
    .map(([, option]) => option);
  return { request: { model, conditions, method, seed: options.seed }, unused };
}

function readNumber(key: NumberKey, text: string | undefined, problems: Problem[]): number {
  const { low, high, otherwise, unit } = NUMBERS[key];
  if (text === undefined) return otherwise;
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (value >= low && value <= high) return value;
  problems.push({
    path: OPTIONS[key],
    value: Number.isNaN(value) ? text : value,
    message: Number.isNaN(value) ? 'must be a number' : 'is out of range',
    range: `${low} … ${high}${unit && ' '}${unit}`,
  });
  return otherwise;
}

/** A model by its own name or by a rig's; null with a problem where there is none. */
function modelOf(word: string, problems: Problem[]): RigModel | null {
  const model = RELIABILITY_MODELS.find((name) => name === word);
  if (model !== undefined) return { model };
  const rigs = [...shippedNames('rig'), ...shippedNames('scenario')];
  if (!isPath(word) && !rigs.includes(word)) {
    const near = didYouMean(word, [...RELIABILITY_MODELS, ...rigs]);
    const hint = near === undefined ? suggestion('', RELIABILITY_MODELS) : `did you mean ${near}?`;
    problems.push({ path: 'model', value: word, message: 'is neither a model nor a rig', hint });
    return null;
  }
  // Only the scheme is read; whatever modules the rig names are not loaded.
  const { scheme } = loadRig(resolveArgument(word, ['rig', 'scenario']), { allowModules: true });
  const found = modelOfScheme(scheme);
  if (found !== null) return found;
  const { protocol, computers, faults } = scheme;
  problems.push({
    path: 'model',
    value: word,
    message: `is a rig without a reliability model: ${protocol}, n = ${computers}, m = ${faults}`,
    hint: suggestion('', RELIABILITY_MODELS),
  });
  return null;
}

/** The command that asks the same again: rate and hours always, the other conditions where they are not usual. */
export function againOf(word: string, { request }: ReadReliability): string {
  const { conditions, method, seed } = request;
  const words = ['ironbird', 'reliability', word];
  for (const [key, { otherwise }] of Object.entries(NUMBERS)) {
    const value = conditions[key as NumberKey];
    if (value !== otherwise || key === 'failureRate' || key === 'hours') {
      words.push(OPTIONS[key as NumberKey], String(value));
    }
  }
  if (conditions.policy !== POLICIES[0]) words.push(OPTIONS.policy, conditions.policy);
  if (method !== RELIABILITY_METHODS[0]) words.push('--method', method);
  if (isSimulated(request)) words.push('--seed', seed);
  return shellLine(words);
}

/** The seed plays a part. */
export function isSimulated({ method }: ReliabilityRequest): boolean {
  return method === 'montecarlo' || method === 'biased';
}
