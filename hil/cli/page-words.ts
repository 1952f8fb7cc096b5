/**
 * Counts and times as a page says them.
 */
import type { RigSpec } from '../rig/rig-spec.js';

/** `1 frame`, `2 frames`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `frame 214 (4.28 s)`. */
export function when(frame: number, { frame: { periodUs } }: RigSpec): string {
  return `frame ${frame} (${seconds((frame * periodUs) / 1e6)})`;
}

/** `4.28 s`. */
export function seconds(value: number): string {
  return `${Math.round(value * 1000) / 1000} s`;
}
