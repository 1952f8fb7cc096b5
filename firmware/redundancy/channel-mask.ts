/**
 * Sets of channels as one integer: bit i = channel i, at most sixteen. Every set in this room is one, so that two
 * computers compare sets by comparing words.
 */

/** All of n channels. */
export function allChannels(channels: number): number {
  return (1 << channels) - 1;
}

export function hasChannel(mask: number, channel: number): boolean {
  return (mask & (1 << channel)) !== 0;
}

/** Channels in the set. */
export function countChannels(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
