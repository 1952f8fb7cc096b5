/**
 * What is wrong with something the user wrote, one entry for each thing that is wrong.
 *
 *   rig.yaml:7: scheme.faults = 2 needs at least 7 computers for om (have 4). Hint: set computers to 7
 *   └ file └ line └ path       └ value └ message                                   └ hint
 *
 * A problem is data until it is printed; an InputError carries all of a file's problems at once. Throwing at the
 * first was the alternative, and sends the user round the loop once for every slip. Values and keys come from
 * files that may be hostile, so whatever reaches a terminal passes through `printable`.
 */

export interface Problem {
  /** `scheme.faults`, `faults[0].to.1`; empty = the file as a whole. */
  readonly path: string;
  /** What was found; undefined = nothing was there. */
  readonly value?: unknown;
  /** A predicate: reads on from path and value. */
  readonly message: string;
  /** From 1. */
  readonly line?: number | undefined;
  /** What is allowed, with the unit where there is one. */
  readonly range?: string | undefined;
  readonly hint?: string | undefined;
}

/** The user is wrong, not we: exit code 2. `source` names the file, the option or the argument. */
export class InputError extends Error {
  readonly source: string;
  readonly problems: readonly Problem[];

  constructor(source: string, problems: readonly Problem[]) {
    super(problems.map((problem) => formatProblem(source, problem)).join('\n'));
    this.name = 'InputError';
    this.source = source;
    this.problems = problems;
  }
}

/** C0 and C1 controls, line separators, and the marks that reverse or hide text. */
const UNPRINTABLE = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]',
  'g',
);

/** Text that is safe on a terminal: control characters become `?`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '?');
}

const VALUE_LENGTH_MAX = 60;

/** A value as it stands in a message: at most 60 characters, on one line. */
export function showValue(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) as string | undefined;
  const shown = printable(text ?? String(value));
  return shown.length <= VALUE_LENGTH_MAX ? shown : `${shown.slice(0, VALUE_LENGTH_MAX - 1)}…`;
}

/** A path as written in messages: `faults[0].to.1`. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) text += typeof part === 'number' ? `[${part}]` : `${text && '.'}${String(part)}`;
  return text;
}

/** One problem on one line. */
export function formatProblem(source: string, problem: Problem): string {
  const where = problem.line === undefined ? source : `${source}:${problem.line}`;
  const value = problem.value === undefined || problem.path === '' ? '' : `= ${showValue(problem.value)} `;
  const range = problem.range === undefined ? '' : ` (allowed: ${problem.range})`;
  const hint = problem.hint === undefined ? '' : `. Hint: ${problem.hint}`;
  const what = problem.path === '' ? '' : `${problem.path} `;
  return printable(`${where}: ${what}${value}${problem.message}${range}${hint}`);
}
