/**
 * A fault of a plan in a line.
 */
import type { FaultEntry } from '../campaign/flight-plan.js';

const FAULT_WORDS_MAX = 400;

/** A fault as `--fault` takes it, cut where it is too long to read. */
export function faultWords(entry: FaultEntry): string {
  const words = Object.entries(entry)
    .flatMap(([key, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([inner, each]) => `${key}.${inner}=${wordOf(each)}`)
        : [`${key}=${wordOf(value)}`],
    )
    .join(',');
  return words.length <= FAULT_WORDS_MAX ? words : `${words.slice(0, FAULT_WORDS_MAX - 1)}…`;
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
