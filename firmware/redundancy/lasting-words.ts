/**
 * What the judge must never forget, in as few words as it takes: told to all each frame with the rest of the state
 * that lasts, and adopted by a computer that lost it (DIAG-MEM).
 *
 *   word 0       isolated channels        | channels that have had their one readmission << 16
 *   word 1       case against a channel   | case against a sensor << 16                    (docket.ts)
 *   word 2       case of a pair           | readmission: channel 4, on probation 1, frames 11 << 16
 *   word 3 …     disputed pairs           one bit each, 32 to the word
 *   behind       convicted sensors        sixteen bits a channel, two channels to the word
 *
 *   words   4 channels 6    7 or 8 channels 8    10 channels 10    16 channels 15
 *
 * The verdict of a frame is a function of these words and of the agreed accusations, and of nothing else. That is
 * why all good computers convict in the same frame, and why one that restarted joins them in the frame after it
 * has adopted the words. All words zero = nothing against anybody. Any words at all are safe to judge with.
 */

/** Lasting words for a number of channels, 1 … 16. */
export function lastingWords(channels: number): number {
  return FIRST_PAIR_WORD + pairWords(channels) + ((channels + 1) >> 1);
}

export const WORD = { channels: 0, cases: 1, pairAndDesk: 2 } as const;
const FIRST_PAIR_WORD = 3;

/** Words of one bit per pair of channels. */
export function pairWords(channels: number): number {
  return ((channels * (channels - 1)) / 2 + 31) >> 5;
}

/** Number of a pair of channels, in either order: 0 1, 0 2, 1 2, 0 3, 1 3, 2 3, … */
export function pairOf(one: number, other: number): number {
  return one > other ? ((one * (one - 1)) >> 1) + other : ((other * (other - 1)) >> 1) + one;
}

export function isDisputed(words: Int32Array, pair: number): boolean {
  return (words[FIRST_PAIR_WORD + (pair >>> 5)] & (1 << (pair & 31))) !== 0;
}

export function setDisputed(words: Int32Array, pair: number, disputed: boolean): void {
  const word = FIRST_PAIR_WORD + (pair >>> 5);
  const bit = 1 << (pair & 31);
  words[word] = disputed ? words[word] | bit : words[word] & ~bit;
}

/** Bitmask of the quantities of a channel whose sensor is convicted. */
export function convictedSensors(
  words: Int32Array,
  { channel, channels }: { channel: number; channels: number },
): number {
  return (words[sensorWord(channel, channels)] >>> ((channel & 1) << 4)) & 0xffff;
}

/** Convicts a sensor: unit = channel × 16 + quantity. There is no way back. */
export function convictSensor(
  words: Int32Array,
  { unit, channels }: { unit: number; channels: number },
): void {
  words[sensorWord(unit >>> 4, channels)] |= 1 << (unit & 31);
}

function sensorWord(channel: number, channels: number): number {
  return FIRST_PAIR_WORD + pairWords(channels) + (channel >> 1);
}
