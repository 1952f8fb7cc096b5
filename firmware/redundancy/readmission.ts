/**
 * The way back, one channel at a time and once each.
 *
 *   isolated ── lockoutFrames without m+1 accusers ──► probation ── probationFrames ──► good
 *       ▲                                                  │
 *       └──────────── convicted again: for ever ◄──────────┴─────── or any time later
 *
 *   desk, 16 bits:   15        5   4    3     0
 *                    |  frames  | on pr. | channel |
 *
 * The good computers go on accusing a channel that is silent or holds another state, so *not accused by m+1* means
 * that it runs, is heard, and holds the common state; m liars can neither hold a good one out nor let a bad one in.
 * While fewer than m+1 channels are left to accuse, nobody comes back. Sensors never do: an instrument that was
 * wrong and is right again was used a second time on one aircraft (9M-MRG, 2005), and once was too often. A timer
 * for each channel would be sixteen more words of lasting state; waiting in turn costs only time.
 */
import { countChannels, hasChannel } from './channel-mask.js';
import type { Charges } from './charges.js';
import type { RedundancyParameters } from './parameters.js';

/** Channel on probation, −1 for none. */
export function probationChannel(desk: number): number {
  return (desk & 16) === 0 ? -1 : desk & 15;
}

/** What the desk knows and changes. */
export interface Files {
  /** As above. */
  desk: number;
  isolated: number;
  /** Channels that have had their readmission. */
  readmitted: number;
}

/** One frame. `judges`: the channels whose accusations count. */
export function runDesk(
  files: Files,
  { charges, judges, parameters }: { charges: Charges; judges: number; parameters: RedundancyParameters },
  { channels, faults }: { channels: number; faults: number },
): void {
  if (countChannels(judges) <= faults) return;
  const channel = files.desk & 15;
  const frames = files.desk >>> 5;
  const accused = channel < channels && countChannels(charges.accusers[channel]) > faults;
  if (probationChannel(files.desk) >= 0) {
    if (hasChannel(files.isolated, channel) || channel >= channels) files.desk = channel;
    else if (frames >= parameters.probationFrames) files.desk = channel;
    else if (!accused) files.desk = write(channel, true, frames + 1);
    return;
  }
  const waiting = files.isolated & ~files.readmitted;
  if (frames === 0 || accused || !hasChannel(waiting, channel)) {
    files.desk = callNext(channel, waiting, charges, { channels, faults });
  } else if (frames < parameters.lockoutFrames) files.desk = write(channel, false, frames + 1);
  else {
    files.isolated &= ~(1 << channel);
    files.readmitted |= 1 << channel;
    files.desk = write(channel, true, 1);
  }
}

/** The next in the circle who waits and is not accused; otherwise nobody, from where the circle stands. */
function callNext(
  last: number,
  waiting: number,
  charges: Charges,
  { channels, faults }: { channels: number; faults: number },
): number {
  for (let step = 1; step <= channels && waiting !== 0; step++) {
    const channel = (last + step) % channels;
    if (hasChannel(waiting, channel) && countChannels(charges.accusers[channel]) <= faults)
      return write(channel, false, 1);
  }
  return last;
}

function write(channel: number, onProbation: boolean, frames: number): number {
  return channel | (onProbation ? 16 : 0) | (Math.min(frames, 2047) << 5);
}
