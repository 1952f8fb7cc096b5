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

/** Channels in the set: 0 … 16. */
export function countChannels(mask: number): number {
  // Sums of two, four, eight, sixteen neighbouring bits, side by side.
  const pairs = mask - ((mask >>> 1) & 0x5555);
  const fours = (pairs & 0x3333) + ((pairs >>> 2) & 0x3333);
  const eights = (fours + (fours >>> 4)) & 0x0f0f;
  return (eights + (eights >>> 8)) & 0x1f;
}
