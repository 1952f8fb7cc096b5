/**
 * Numbers as a reader wants them: few digits, a unit, and a space that does not break between the two.
 */
import { grouped } from '../files/grouped-digits.js';
import type { Count, Limits } from '../campaign/statistics.js';

/** Between a number and its unit. */
const NO_BREAK = '\u00a0';

/** A number with its unit: `9.1 g`. */
export function quantity(value: number, unit: string): string {
  return unit === '1' || unit === '' ? plain(value) : `${plain(value)}${NO_BREAK}${unit}`;
}

/** At most four significant digits, no exponent where it can be helped. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(4));
  const text = Math.abs(rounded) >= 1e7 ? rounded.toExponential() : String(rounded);
  return text.replace('-', '−');
}

/** A probability in per cent, two digits that count on whichever side of one half they are: `0.075 %`, `99.93 %`. */
export function percent(p: number): string {
  return `${percentDigits(p)}${NO_BREAK}%`;
}

/** `0.59 … 1.19 %`. */
export function percentRange([low, high]: Limits): string {
  return `${percentDigits(low)}${NO_BREAK}…${NO_BREAK}${percent(high)}`;
}

function percentDigits(p: number): string {
  if (p === 0 || p === 1) return String(p * 100);
  const small = Math.min(p, 1 - p) * 100;
  const decimals = Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(small))));
  if (decimals === 9) return p < 0.5 ? (p * 100).toExponential(1).replace('-', '−') : '100';
  return (p * 100).toFixed(decimals);
}

/** `34 of 4,000`. */
export function outOf({ k, n }: Count): string {
  return `${grouped(k)} of ${grouped(n)}`;
}

/** A count and what is counted, in the singular where there is one. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Frame with its time: `frame 225 (4.5 s)`. */
export function frameAt({ frame, periodUs }: { frame: number; periodUs: number }): string {
  return `frame ${grouped(frame)} (${quantity((frame * periodUs) / 1e6, 's')})`;
}

/** The limits of a flight as they are called, and their units. */
export const LIMIT_WORDS = {
  loadFactorG: { words: 'load factor', unit: 'g' },
  alphaDeg: { words: 'angle of attack', unit: 'deg' },
  altitudeFt: { words: 'altitude', unit: 'ft' },
} as const;
