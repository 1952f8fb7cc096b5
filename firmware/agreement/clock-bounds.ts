/**
 * How far apart good clocks can get that resynchronise every R, by Welch and Lynch's argument with all its small terms.
 *
 *            T, by its own clock       T + W                                T + R
 *   node i ──┬─────────────────────────┬────────────────────────────────────┬──
 *            sends "T"                 corrects by what arrived             sends "T + R"
 *
 * Rates are within 1 ± r of real time, a message's delay is known to within ±e, and D is the spread of the good clocks
 * before they correct. Two good computers estimate the same good clock e' apart from the truth at most; e' is e and what
 * the clocks drift while messages fly. Let c be the good clocks, at least 2m + 1 of them.
 *
 *   midpoint      D' ≤ D/2 + 2e' + 2rR           steady 4e' + 4rR
 *     Of what is left after m are dropped at either end, the highest is at most max c + e', the lowest of another
 *     computer at least min c − e'; and the (m+1)th lowest c is not above the (m+1)th highest, so that the one's lowest
 *     exceeds the other's highest by 2e' at most. Half of the sum of both is D/2 + 2e'.
 *   convergence   D' ≤ 3m/n·D + 2e' + 2rR        steady (2e' + 2rR) / (1 − 3m/n)
 *     Good differences cancel but for 2e'; each of m liars moves two computers apart by their own D and twice
 *     Δ = D + e', a share of 1/n.
 *
 * Both end at n = 3m. Without signatures nothing else could do better there (Dolev, Halpern and Strong 1984). The usual
 * textbook form leaves out the window, the drift in it and the rounding; a bound that is never to be exceeded cannot.
 */
import type { Size } from './bounds.js';
import { BEYOND_MAX } from './clock-convergence.js';

export type ClockMethod = 'midpoint' | 'convergence';

/** The clocks and how they are read. n > 3m: there is no bound below it. */
export interface ClockConditions extends Size {
  readonly method: ClockMethod;
  /** r, how far a good clock's rate may be from real time's, parts per million. */
  readonly driftPpm: number;
  /** e, how far a message's delay may be from the known one, ns; the known delay is as long. */
  readonly readingNs: number;
  /** R, from one resynchronisation to the next, ns. */
  readonly resyncNs: number;
}

export interface ClockBounds {
  /** D: largest difference of good clocks before a resynchronisation, and what they may start with, ns. */
  readonly beforeNs: number;
  /** The same when the last of them has corrected, ns. */
  readonly afterNs: number;
  /** Precision: the same at any time, while some have corrected and others not, ns. */
  readonly precisionNs: number;
  /** How far apart they may start, ns. */
  readonly startNs: number;
  /** Δ of the egocentric mean, ns. */
  readonly beyondNs: number;
  /** W: how long a computer waits for the others' messages, ns of its clock. */
  readonly windowNs: number;
  /** Largest difference of the cluster's rate from real time's, ppm. */
  readonly accuracyPpm: number;
  /** A round is over well before the next begins, and Δ is in range; else none of the figures above is a bound. */
  readonly closes: boolean;
}

/** A reading is a whole number of ticks, and so is a correction, ns. */
const TICK = 1;
/** A step takes nearly a 16th of what is missing, or more; after thousands a double knows no difference. */
const STEPS_MAX = 4096;

/** CLOCK-BOUND: the bounds under these conditions; RangeError where n ≤ 3m. */
export function clockBounds(conditions: ClockConditions): ClockBounds {
  const { computers, faults, resyncNs } = conditions;
  if (computers <= 3 * faults)
    throw new RangeError(`${computers} clocks have no bound with ${faults} faulty`);
  let terms = termsOf(0, conditions);
  for (let step = 0; step < STEPS_MAX && terms.next > terms.spread && terms.next < resyncNs; step++)
    terms = termsOf(terms.next, conditions);
  const { spread, corrected, next, error, step, window, slip } = terms;
  const pull = step / resyncNs;
  const drift = conditions.driftPpm / 1e6;
  const precisionNs = Math.ceil(spread + step + slip);
  return {
    beforeNs: Math.ceil(spread),
    afterNs: Math.ceil(corrected + slip),
    precisionNs,
    startNs: Math.floor(Math.max(0, spread - slip)),
    beyondNs: Math.ceil(spread + error),
    windowNs: Math.ceil(window),
    accuracyPpm: 1e6 * (drift + (pull * (1 + drift)) / Math.max(1 - pull, Number.EPSILON)),
    closes: next - spread < TICK && 2 * (window + precisionNs) < resyncNs && spread + error < BEYOND_MAX,
  };
}

interface Terms {
  readonly spread: number;
  /** Spread of the corrected clocks, read at the moment the spread before was. */
  readonly corrected: number;
  /** Spread before the next correction. */
  readonly next: number;
  /** e'. */
  readonly error: number;
  /** How far a correction may take a clock out of the range that the good clocks had. */
  readonly step: number;
  readonly window: number;
  /** Two clocks' drift apart from the first message of a round to its last correction. */
  readonly slip: number;
}

function termsOf(
  spread: number,
  { computers, faults, method, driftPpm, readingNs, resyncNs }: ClockConditions,
): Terms {
  const drift = driftPpm / 1e6;
  // From the first good message sent to the last one received, in real time.
  const span = spread / (1 - drift) + 2 * readingNs;
  const error = readingNs + 2 * drift * span + TICK;
  const window = (1 + drift) * span + TICK;
  const beyond = spread + error + TICK;
  const share = faults / computers;
  const corrected =
    method === 'midpoint'
      ? spread / 2 + 2 * error + TICK
      : share * (spread + 2 * beyond) + 2 * (1 - share) * error + TICK;
  const step = (method === 'midpoint' ? error : (1 - share) * error + share * beyond) + TICK;
  // A clock that is behind by the spread and is set back by as much has all of this to run.
  const longest = (resyncNs + window + 2 * spread + error) / (1 - drift);
  const slip = (2 * drift * (window + spread)) / (1 - drift);
  return { spread, corrected, next: corrected + 2 * drift * longest, error, step, window, slip };
}
