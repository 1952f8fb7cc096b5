/**
 * What was typed after `ironbird clocks`, as a cluster: defaults filled in, every problem named at once, and the
 * arithmetic of a round that is too short for its own messages.
 */
import type { ClusterSpec } from '../proof/clock-sync.js';
import { judgedBounds } from '../proof/clock-sync.js';
import { CLOCK_FAULTS } from '../proof/faulty-clocks.js';
import { grouped } from '../files/grouped-digits.js';
import { InputError, type Problem } from '../files/problem.js';
import type { ClocksOptions } from './command-options.js';
import { readWord } from './option-words.js';
import { shellLine } from './session.js';

const NUMBERS = {
  nodes: { option: '--nodes', low: 2, high: 16, otherwise: 4, whole: true, unit: '' },
  faults: { option: '--faults', low: 0, high: 5, otherwise: 1, whole: true, unit: '' },
  driftPpm: { option: '--drift-ppm', low: 0, high: 10_000, otherwise: 100, whole: false, unit: ' ppm' },
  readingUs: { option: '--reading-us', low: 0, high: 10_000, otherwise: 20, whole: false, unit: ' us' },
  resyncMs: { option: '--resync-ms', low: 1, high: 10_000, otherwise: 20, whole: false, unit: ' ms' },
  rounds: { option: '--rounds', low: 1, high: 100_000, otherwise: 1000, whole: true, unit: '' },
} as const;

type NumberKey = keyof typeof NUMBERS;

const METHODS = ['midpoint', 'convergence'] as const;

/** Throws InputError with everything that is wrong. */
export function readClocks(options: ClocksOptions): ClusterSpec {
  const problems: Problem[] = [];
  const number = (key: NumberKey): number => readNumber(key, options[key], problems);
  const conditions = {
    computers: number('nodes'),
    faults: number('faults'),
    method: readWord('--method', options.method, METHODS, problems),
    driftPpm: number('driftPpm'),
    readingNs: Math.round(1000 * number('readingUs')),
    resyncNs: Math.round(1e6 * number('resyncMs')),
  };
  const fault = readWord('--faulty', options.faulty, CLOCK_FAULTS, problems);
  const rounds = number('rounds');
  const { computers, faults } = conditions;
  const least = conditions.method === 'midpoint' ? 2 * faults + 1 : faults + 2;
  if (problems.length === 0 && computers < Math.max(2, least)) {
    const why =
      conditions.method === 'midpoint'
        ? `leaves nothing once the ${faults} highest and lowest are dropped`
        : 'leaves fewer than two good clocks';
    problems.push({
      path: NUMBERS.nodes.option,
      value: computers,
      message: `${why}, with --faults ${faults}`,
      range: `${least} and more; from ${3 * faults + 1} on they hold`,
    });
  }
  if (problems.length === 0) {
    const { windowNs, precisionNs, closes } = judgedBounds(conditions);
    if (!closes) {
      problems.push({
        path: NUMBERS.resyncMs.option,
        value: conditions.resyncNs / 1e6,
        message: `does not close: messages are waited for ${microseconds(windowNs)} us and clocks may be ${microseconds(precisionNs)} us apart, or more; twice the sum must fit in, and clocks be less than 67 ms apart`,
        hint: 'a longer time between resynchronisations where the reading error is large, a shorter one where the drift is',
      });
    }
  }
  if (problems.length > 0) throw new InputError('clocks', problems);
  return { conditions, fault, rounds, seed: options.seed };
}

/** The command that runs the same again, all that is not usual written out. */
export function clocksAgain({ conditions, fault, rounds, seed }: ClusterSpec): string {
  const { computers, faults, method, driftPpm, readingNs, resyncNs } = conditions;
  const words = ['ironbird', 'clocks', '--nodes', String(computers), '--faults', String(faults)];
  words.push('--faulty', fault, '--method', method);
  const rest: Readonly<Record<'driftPpm' | 'readingUs' | 'resyncMs' | 'rounds', number>> = {
    driftPpm,
    readingUs: readingNs / 1000,
    resyncMs: resyncNs / 1e6,
    rounds,
  };
  for (const key of ['driftPpm', 'readingUs', 'resyncMs', 'rounds'] as const) {
    if (rest[key] !== NUMBERS[key].otherwise) words.push(NUMBERS[key].option, String(rest[key]));
  }
  return shellLine([...words, '--seed', seed]);
}

/** `84.2`, `4,041.6`: nanoseconds as microseconds. */
export function microseconds(ns: number): string {
  const tenths = Math.round(ns / 100);
  return `${grouped(Math.floor(tenths / 10))}.${tenths % 10}`;
}

function readNumber(key: NumberKey, text: string | undefined, problems: Problem[]): number {
  const { option, low, high, otherwise, whole, unit } = NUMBERS[key];
  if (text === undefined) return otherwise;
  const shape = whole ? /^[-+]?\d{1,15}$/ : /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
  const value = shape.test(text) ? Number(text) : NaN;
  if (value >= low && value <= high) return value;
  problems.push({
    path: option,
    value: Number.isNaN(value) ? text : value,
    message: Number.isNaN(value) ? `must be a ${whole ? 'whole ' : ''}number` : 'is out of range',
    range: `${low} … ${grouped(high)}${unit}`,
  });
  return otherwise;
}
