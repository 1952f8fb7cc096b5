/**
 * Requirements on the deadline account, as a rig or `--fail-on` states them: `missed > 0` fails the flight if it
 * holds at the end.
 */
import type { DeadlineCounts } from '../checker/deadline-account.js';

const FORM = /^\s*(met|missed|skipped|aborted)\s*(>=|<=|==|!=|>|<)\s*(\d{1,12})\s*$/;

export interface Requirement {
  readonly text: string;
  /** Whether the account fails it. */
  readonly fails: (account: DeadlineCounts) => boolean;
}

/** The requirement, or null if the text is none. */
export function parseRequirement(text: string): Requirement | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const count = match[1] as keyof DeadlineCounts;
  const operator = match[2];
  const bound = Number(match[3]);
  return { text: text.trim(), fails: (account) => compare(account[count], operator, bound) };
}

function compare(value: number, operator: string, bound: number): boolean {
  switch (operator) {
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '==':
      return value === bound;
    default:
      return value !== bound;
  }
}
