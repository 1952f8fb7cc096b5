/**
 * How long something must go on before it is said aloud. Two counters for each unit, since there are two ways to
 * be at fault:
 *
 *   up/down   bad +1, good −1               a fault that stays: accused at `persistenceFrames`
 *   leaky     start of a bad spell +M,      one that comes and goes: accused at (k−1)·M, M = `spikeMemoryFrames`,
 *             every frame −1                which k = `spikesMin` spikes reach if they are close enough
 *
 * Spikes s frames apart add M − s each, so any train closer than M is found in the end: after
 * 1 + ⌈(k−2)·M / (M−s)⌉ of them. A hold filter that forgets each spike after 60 frames, as one aircraft
 * had, never adds two up. Bad spells that begin within `spikeSeparationFrames` of one another are one event, so no
 * single transient is taken for a train. An accusation once made stands until both counters have fallen to half,
 * so that it does not flicker at the threshold.
 */
import { REASON } from './accusation.js';
import type { RedundancyParameters } from './parameters.js';

export class Persistence {
  /** Reason for which each unit is accused now; 0 = it is not. */
  readonly accused: Uint8Array;
  readonly #running: Int32Array;
  readonly #bucket: Int32Array;
  /** Frames until another bad spell counts as a new event. */
  readonly #deaf: Int32Array;
  readonly #wasBad: Uint8Array;
  readonly #runningMax: number;
  readonly #bucketMax: number;
  readonly #spike: number;
  readonly #separation: number;

  constructor({ units, parameters }: { units: number; parameters: RedundancyParameters }) {
    this.accused = new Uint8Array(units);
    this.#running = new Int32Array(units);
    this.#bucket = new Int32Array(units);
    this.#deaf = new Int32Array(units);
    this.#wasBad = new Uint8Array(units);
    this.#runningMax = parameters.persistenceFrames;
    this.#spike = parameters.spikeMemoryFrames;
    this.#bucketMax = (parameters.spikesMin - 1) * parameters.spikeMemoryFrames;
    this.#separation = parameters.spikeSeparationFrames;
  }

  reset(): void {
    this.accused.fill(0);
    this.#running.fill(0);
    this.#bucket.fill(0);
    this.#deaf.fill(0);
    this.#wasBad.fill(0);
  }

  /** Takes in a frame in which the unit was at fault; `reason` as in REASON. */
  bad(unit: number, reason: number): void {
    this.#leak(unit);
    if (this.#wasBad[unit] === 0 && this.#deaf[unit] === 0) {
      this.#bucket[unit] = Math.min(this.#bucket[unit] + this.#spike, this.#bucketMax + this.#spike);
      this.#deaf[unit] = this.#separation;
    }
    this.#wasBad[unit] = 1;
    if (this.#running[unit] < this.#runningMax) this.#running[unit]++;
    if (this.#running[unit] >= this.#runningMax) this.accused[unit] = reason;
    else if (this.#bucket[unit] >= this.#bucketMax) this.accused[unit] = REASON.spikes;
  }

  /** Takes in a frame in which nothing was wrong. Returns whether anything is still remembered. */
  good(unit: number): boolean {
    this.#leak(unit);
    this.#wasBad[unit] = 0;
    if (this.#running[unit] > 0) this.#running[unit]--;
    const forgotten = this.#running[unit] === 0 && this.#bucket[unit] === 0;
    if (2 * this.#running[unit] <= this.#runningMax && 2 * this.#bucket[unit] <= this.#bucketMax)
      this.accused[unit] = 0;
    return !forgotten || this.#deaf[unit] > 0;
  }

  /** Lets a frame pass in which nothing can be said about the unit. */
  undecided(unit: number): void {
    this.#leak(unit);
  }

  #leak(unit: number): void {
    if (this.#bucket[unit] > 0) this.#bucket[unit]--;
    if (this.#deaf[unit] > 0) this.#deaf[unit]--;
  }
}
