/**
 * An option that is one of a few words, read together with the others so that all that is wrong is said at once.
 */
import { didYouMean } from '../files/did-you-mean.js';
import type { Problem } from '../files/problem.js';

/** The word; the first of the known ones where it is left out, or, with a problem, where it is none of them. */
export function readWord<T extends string>(
  option: string,
  text: string | undefined,
  known: readonly [T, ...T[]],
  problems: Problem[],
): T {
  if (text === undefined) return known[0];
  const found = known.find((word) => word === text);
  if (found !== undefined) return found;
  const near = didYouMean(text, known);
  problems.push({
    path: option,
    value: text,
    message: `must be one of ${known.join(', ')}`,
    ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
  });
  return known[0];
}
