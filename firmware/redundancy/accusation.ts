/**
 * What a computer says against others: two words that travel in its next report and are agreed like a reading.
 *
 *            31      28      24      20      16 15                    0
 *   word 0   | 0 0 0 0 | chan  | quant | reason |  channels accused     |
 *   word 1   | 0 0 0 0 | chan  | quant | reason | 0 0 0 0 | chan | quant | reason |
 *                  third sensor                       second sensor
 *
 * A channel is accused as a computer by its bit; up to three sensors stand beside it, in ascending order of unit
 * (channel × 16 + quantity), reason 0 = no entry and none behind it. Whoever finds more names the lowest three,
 * and the next when those are convicted. A bit for every sensor would be eight words in every message of every
 * round; a list that takes turns would break the judge's count of frames in a row.
 *
 * There is one way to write each accusation. Anything else (bits of channels that are not there, the accuser's own
 * bit, entries out of order, the words of a report that never came) accuses nobody: the writer is broken, and a
 * broken writer's charge is worth nothing.
 */

/** Words an accusation adds to a report. */
export const ACCUSATION_WORDS = 2;

/** Sensors that fit. */
export const ACCUSED_SENSORS = 3;

/** What a monitor found. 0 is nothing. */
export const REASON = { missing: 1, range: 2, miscompare: 3, rate: 4, spikes: 5, stuck: 6 } as const;
const REASON_LAST = 6;

/** Writes an accusation. `sensors`: entries of `sensorEntry`, ascending, 0 behind the last; three of them. */
export function writeAccusation(words: Int32Array, channels: number, sensors: Int32Array): void {
  words[0] = channels | (sensors[0] << 16);
  words[1] = sensors[1] | (sensors[2] << 16);
}

/** One sensor's entry: unit = channel × 16 + quantity. */
export function sensorEntry({ unit, reason }: { unit: number; reason: number }): number {
  return (unit << 4) | reason;
}

/** Bitmask of the channels accused as computers. */
export function accusedChannels(words: Int32Array, at: number): number {
  return words[at] & 0xffff;
}

/** Entry `index` (0 … 2): 0, or unit × 16 + reason. */
export function accusedSensor(words: Int32Array, at: number, index: number): number {
  const word = words[at + ((index + 1) >> 1)];
  return index === 1 ? word & 0xffff : word >>> 16;
}

/** Whether words[at …] are what `accuser`, one of `channels`, could have written. */
export function isProperAccusation(
  words: Int32Array,
  at: number,
  { accuser, channels }: { accuser: number; channels: number },
): boolean {
  const others = ((1 << channels) - 1) & ~(1 << accuser);
  if ((accusedChannels(words, at) & ~others) !== 0) return false;
  let last = -1;
  let ended = false;
  for (let index = 0; index < ACCUSED_SENSORS; index++) {
    const entry = accusedSensor(words, at, index);
    if (entry === 0) {
      ended = true;
      continue;
    }
    const reason = entry & 15;
    const unit = entry >>> 4;
    if (ended || reason === 0 || reason > REASON_LAST || unit <= last || unit >= channels * 16) return false;
    last = unit;
  }
  return true;
}
