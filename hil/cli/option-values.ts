/**
 * Texts of the command line as values. What is refused here is reported by the command line's own parser, with
 * the option's name before it, and exits 2.
 */
import { InvalidArgumentError } from 'commander';
import { grouped } from '../files/grouped-digits.js';
import { parseRequirement } from '../rig/requirement.js';

const SEED_MAX = 2n ** 64n - 1n;

/** A seed: decimal, 0 … 2^64−1, kept as text because a number cannot hold it. */
export function seedValue(text: string): string {
  if (!/^\d{1,20}$/.test(text) || BigInt(text) > SEED_MAX) {
    throw new InvalidArgumentError(`Must be a whole number, 0 … ${SEED_MAX}.`);
  }
  return BigInt(text).toString();
}

/** A number in an interval; `above` excludes its lower end. */
export function numberValue({
  from,
  to,
  above = false,
  unit,
}: {
  from: number;
  to: number;
  above?: boolean;
  unit: string;
}) {
  return (text: string): number => {
    const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
    if (value >= from && value <= to && !(above && value === from)) return value;
    throw new InvalidArgumentError(`Must be a number, ${above ? 'more than ' : ''}${from} … ${to} ${unit}.`);
  };
}

/** A whole number in an interval. */
export function wholeValue({ from, to }: { from: number; to: number }) {
  return (text: string): number => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= from && value <= to) return value;
    throw new InvalidArgumentError(`Must be a whole number, ${from} … ${grouped(to)}.`);
  };
}

const LIST_LENGTH_MAX = 32;

/** Whole numbers in an interval, with commas between; doubles are taken once. */
export function wholeValues(range: { from: number; to: number }) {
  const one = wholeValue(range);
  return (text: string): number[] => {
    const values = [...new Set(text.split(',', LIST_LENGTH_MAX + 1).map((part) => one(part.trim())))];
    if (values.length <= LIST_LENGTH_MAX) return values;
    throw new InvalidArgumentError(`At most ${LIST_LENGTH_MAX} numbers.`);
  };
}

/** The id of a computer. */
export function computerValue(text: string): number {
  if (!/^\d{1,2}$/.test(text)) throw new InvalidArgumentError('Must be the id of a computer: 0, 1, 2 …');
  return Number(text);
}

/** One more condition of `--fail-on`. */
export function conditionValue(text: string, before: readonly string[]): string[] {
  if (parseRequirement(text) === null) {
    throw new InvalidArgumentError(
      "Must be like 'missed > 0' (met, missed, skipped or aborted; > >= < <= == !=).",
    );
  }
  return [...before, text];
}

/** One more of a repeatable option. */
export function oneMore(text: string, before: readonly string[]): string[] {
  return [...before, text];
}
