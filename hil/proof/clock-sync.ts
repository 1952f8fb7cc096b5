/**
 * Clocks that no one leads, in virtual time: n of them, each with a rate of its own, corrected every R by the
 * firmware's convergence function; the last m show what a faulty clock shows.
 *
 *   real time   0 = the first good clock reaches T
 *   node i      reaches T at s_i, sends; the message is at j between s_i and s_i + 2e, known as e on average
 *   node j      reads L on its own clock: difference T + e − L; at T + W corrects by what came within T ± W
 *
 * Times are counted from the round's first message, so that they stay small and a double holds them far below a
 * nanosecond however long the run. Rates: the slowest and the fastest good clock have exactly −r and +r, those
 * between are drawn. Reading every clock at one instant would be shorter, and is what nobody without a common clock
 * can do.
 */
import {
  type ClockBounds,
  clockBounds,
  type ClockConditions,
} from '../../firmware/agreement/clock-bounds.js';
import {
  DIFFERENCE_MAX,
  egocentricMean,
  faultTolerantMidpoint,
  UNREAD,
} from '../../firmware/agreement/clock-convergence.js';
import { stream } from '../random/stream.js';
import { type ClockFault, createFaultyClock, type FaultyClock } from './faulty-clocks.js';

/** Where in ±e a message's delay falls: −1 … 1, early to late. `fast`: the receiver is in the faster half. */
export type DelayShare = (message: { sender: number; receiver: number; fast: boolean }) => number;

export interface ClusterSpec {
  readonly conditions: ClockConditions;
  readonly fault: ClockFault;
  readonly rounds: number;
  readonly seed: string;
  /** In place of what `fault` names; for tests. */
  readonly faultyClock?: FaultyClock;
  /** In place of uniform draws; for tests. */
  readonly delayShare?: DelayShare;
}

/** Good clocks only, ns. */
export interface RoundSkew {
  /** Largest difference from the round's first message to its last correction. */
  readonly everNs: number;
  /** Difference when the last has corrected. */
  readonly afterNs: number;
}

export interface ClusterReport {
  /** Of 3m + 1 clocks where there are fewer. */
  readonly bounds: ClockBounds;
  /** n > 3m. */
  readonly withinBound: boolean;
  readonly rounds: readonly RoundSkew[];
  readonly everNs: number;
  readonly afterNs: number;
  /** First round, from 1, in which a bound was exceeded; null = none. */
  readonly firstBeyond: number | null;
  /** The clocks were half a period apart, and no longer in the same round. */
  readonly lost: boolean;
  /** Rate of the cluster less real time's: of its fastest or slowest edge, the larger in size, ppm. */
  readonly ratePpm: number;
  /** By good clock, ppm. */
  readonly driftPpm: readonly number[];
}

/** The bounds a cluster is judged by: its own, or where n ≤ 3m those of the smallest cluster that has any. */
export function judgedBounds(conditions: ClockConditions): ClockBounds {
  const computers = Math.max(conditions.computers, 3 * conditions.faults + 1);
  return clockBounds({ ...conditions, computers });
}

/** Runs a cluster from a start within its bound. */
export function runClocks(spec: ClusterSpec): ClusterReport {
  const { conditions, rounds, fault } = spec;
  const { computers, faults, resyncNs } = conditions;
  const bounds = judgedBounds(conditions);
  const cluster = new ClockCluster(spec, bounds);
  const skews: RoundSkew[] = [];
  let [everNs, afterNs, firstBeyond]: [number, number, number | null] = [0, 0, null];
  let lost = false;
  for (let round = 1; round <= rounds && !lost; round++) {
    const skew = cluster.resynchronise(round);
    skews.push(skew);
    everNs = Math.max(everNs, skew.everNs);
    afterNs = Math.max(afterNs, skew.afterNs);
    if (skew.everNs > bounds.precisionNs || skew.afterNs > bounds.afterNs) firstBeyond ??= round;
    lost = 2 * skew.everNs > resyncNs;
    if (!lost) cluster.runOn();
  }
  return {
    bounds,
    withinBound: computers > 3 * faults || fault === 'none',
    rounds: skews,
    everNs,
    afterNs,
    firstBeyond,
    lost,
    ratePpm: cluster.ratePpm(),
    driftPpm: cluster.driftPpm,
  };
}

class ClockCluster {
  readonly driftPpm: readonly number[];
  readonly #conditions: ClockConditions;
  readonly #bounds: ClockBounds;
  readonly #good: number;
  /** By good clock: its rate, and what it shows less T when the round's first message is sent, ns. */
  readonly #rate: Float64Array;
  readonly #ahead: Float64Array;
  /** The correction each good clock makes in this round, and when, ns after the first message. */
  readonly #correction: Float64Array;
  readonly #correctedAt: Float64Array;
  readonly #order: Int32Array;
  readonly #differences: Int32Array;
  readonly #faultyClock: FaultyClock | null;
  readonly #delayShare: DelayShare;
  readonly #startNs: number;
  #elapsedNs = 0;
  #rounds = 0;

  constructor({ conditions, fault, seed, faultyClock, delayShare }: ClusterSpec, bounds: ClockBounds) {
    const { computers, faults, driftPpm } = conditions;
    const good = fault === 'none' ? computers : computers - faults;
    this.#conditions = conditions;
    this.#bounds = bounds;
    this.#good = good;
    const rates = stream(seed, 'clocks/rates');
    this.driftPpm = Array.from({ length: good }, (_, i) => {
      const drawn = (2 * rates.uniform() - 1) * driftPpm;
      return i === 0 ? -driftPpm : i === good - 1 ? driftPpm : drawn;
    });
    this.#rate = Float64Array.from(this.driftPpm, (ppm) => 1 + ppm / 1e6);
    const starts = stream(seed, 'clocks/starts');
    this.#ahead = Float64Array.from({ length: good }, () => -starts.uniform() * bounds.startNs);
    const first = Math.max(...this.#ahead);
    this.#ahead.forEach((ahead, i) => (this.#ahead[i] = ahead - first));
    this.#startNs = Math.min(...this.#ahead);
    this.#correction = new Float64Array(good);
    this.#correctedAt = new Float64Array(good);
    this.#order = Int32Array.from({ length: good }, (_, i) => i);
    this.#differences = new Int32Array(computers);
    const { beyondNs } = bounds;
    const lies = stream(seed, 'clocks/faults');
    this.#faultyClock =
      faultyClock ?? (fault === 'none' ? null : createFaultyClock(fault, { beyondNs, stream: lies }));
    const delays = stream(seed, 'clocks/delays');
    this.#delayShare = delayShare ?? (() => 2 * delays.uniform() - 1);
  }

  /** One round: everyone sends, reads, corrects. */
  resynchronise(round: number): RoundSkew {
    const ahead = this.#ahead;
    const middleNs = Math.min(...ahead) / 2;
    for (let receiver = 0; receiver < this.#good; receiver++) {
      this.#read({ round, receiver, middleNs });
      this.#correction[receiver] = this.#converge();
      this.#correctedAt[receiver] = (this.#bounds.windowNs - ahead[receiver]) / this.#rate[receiver];
    }
    return this.#correct();
  }

  /** To the first message of the next round. */
  runOn(): void {
    const { resyncNs } = this.#conditions;
    let first = Infinity;
    for (let i = 0; i < this.#good; i++) first = Math.min(first, (resyncNs - this.#ahead[i]) / this.#rate[i]);
    for (let i = 0; i < this.#good; i++) this.#ahead[i] += first * this.#rate[i] - resyncNs;
    this.#elapsedNs += first;
    this.#rounds++;
  }

  /** The first good clock defines the instants that rounds are counted from, so its rate follows from them. */
  ratePpm(): number {
    if (this.#elapsedNs === 0) return 0;
    const shown = this.#rounds * this.#conditions.resyncNs;
    const fastest = shown / this.#elapsedNs - 1;
    const slowest = (shown + Math.min(...this.#ahead) - this.#startNs) / this.#elapsedNs - 1;
    return 1e6 * (Math.abs(fastest) >= Math.abs(slowest) ? fastest : slowest);
  }

  #read({ round, receiver, middleNs }: { round: number; receiver: number; middleNs: number }): void {
    const { readingNs, resyncNs } = this.#conditions;
    const ahead = this.#ahead;
    const rate = this.#rate;
    const receiverNs = ahead[receiver];
    const fast = receiverNs >= middleNs;
    for (let sender = 0; sender < this.#differences.length; sender++) {
      if (sender === receiver) {
        this.#differences[sender] = 0;
      } else if (sender < this.#good) {
        const delay = readingNs * (1 + this.#delayShare({ sender, receiver, fast }));
        const at = -ahead[sender] / rate[sender] + delay;
        const read = Math.round(receiverNs + at * rate[receiver]);
        const inTime = Math.abs(read) <= this.#bounds.windowNs;
        this.#differences[sender] = inTime ? readingNs - read : UNREAD;
      } else {
        const elapsedNs = this.#elapsedNs;
        const nominalNs = this.#rounds * resyncNs;
        const shown =
          this.#faultyClock?.({
            round,
            liar: sender,
            receiver,
            receiverNs,
            middleNs,
            elapsedNs,
            nominalNs,
          }) ?? UNREAD;
        this.#differences[sender] = shown === UNREAD ? UNREAD : inRange(Math.round(shown));
      }
    }
  }

  #converge(): number {
    const { method, faults } = this.#conditions;
    return method === 'midpoint'
      ? faultTolerantMidpoint(this.#differences, faults)
      : egocentricMean(this.#differences, this.#bounds.beyondNs);
  }

  /** Between two corrections differences change evenly, so the largest is found just before or just after one. */
  #correct(): RoundSkew {
    const at = this.#correctedAt;
    const order = this.#order.sort((a, b) => at[a] - at[b] || a - b);
    let everNs = this.#skewAt(0);
    let afterNs = everNs;
    for (const clock of order) {
      everNs = Math.max(everNs, this.#skewAt(at[clock]));
      this.#ahead[clock] += this.#correction[clock];
      afterNs = this.#skewAt(at[clock]);
      everNs = Math.max(everNs, afterNs);
    }
    return { everNs, afterNs };
  }

  #skewAt(time: number): number {
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < this.#good; i++) {
      const shown = this.#ahead[i] + time * this.#rate[i];
      low = Math.min(low, shown);
      high = Math.max(high, shown);
    }
    return high - low;
  }
}

function inRange(difference: number): number {
  return Math.max(-DIFFERENCE_MAX, Math.min(DIFFERENCE_MAX, difference));
}
