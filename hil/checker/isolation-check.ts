/**
 * Who was isolated, by all alike, and rightly? Read off the records of a rig that isolates.
 *
 *   DIAG-SAME    the good computers hold the same verdict in the same frame: channels, sensors, pairs in dispute
 *   DIAG-SOUND   no unit is isolated that no fault has ever touched
 *
 * A verdict rests on many frames, so the bound here looks back: at most m channels have been at fault so far, in
 * computer or sensor, and no frame was outside the agreement's bound. One channel at fault now and another later are
 * two. A fault of single sensors clears nobody to isolate the computer, or its other sensors.
 */
import { COMPUTER_FIELD, COMPUTER_FLAG, type FrameRecord } from '../record/frame-record.js';
import { unitMask, type ChargedFault, type ClaimedScheme } from './charge.js';
import { countBits, type FrameFacts } from './frame-facts.js';

/** Every quantity of a channel: its sensors are then as good as the channel. */
const ALL_QUANTITIES = 0xffff;
const VERDICT_INTS = 2;

export class IsolationCheck {
  /** Frames in which good computers that trust their state held different verdicts. */
  verdictSplits = 0;
  splitFirst = -1;
  /** Units isolated that no fault had touched when it was done. */
  goodIsolated = 0;
  goodIsolatedFirst = -1;
  /** Both, in frames up to which the flight was within the bound. */
  violationsWithinBound = 0;
  /** At most m channels have been at fault so far. */
  withinBound = true;
  /** Frames in which two verdicts could be compared: zero would make every count above vacuous. */
  examined = 0;
  readonly #faults: readonly ChargedFault[];
  readonly #faultsMax: number;
  /** Channels at fault so far as computers, and the quantities of each whose sensor was. */
  #touched = 0;
  readonly #touchedSensors: Int32Array;
  /** Units found isolated: bit 16 of a channel's word = the channel, bits 0 … 15 its sensors. */
  readonly #known: Int32Array;

  constructor({ computers, faults }: ClaimedScheme, charged: readonly ChargedFault[]) {
    this.#faultsMax = faults;
    this.#faults = charged.filter(({ unit }) => unit.kind === 'computer');
    this.#touchedSensors = new Int32Array(computers);
    this.#known = new Int32Array(computers);
  }

  /** `agreed`: no frame was outside the agreement's bound. Returns whether a good unit was isolated in this frame. */
  observe(record: FrameRecord, facts: FrameFacts, { agreed }: { agreed: boolean }): boolean {
    this.#touch(record, facts);
    if (!agreed) this.withinBound = false;
    const reference = this.#compare(record, facts.good);
    const wronged = reference < 0 ? 0 : this.#convictedInnocents(record, reference);
    if (wronged === 0) return false;
    if (this.goodIsolatedFirst < 0) this.goodIsolatedFirst = record.frame;
    this.goodIsolated += wronged;
    if (this.withinBound) this.violationsWithinBound += wronged;
    return true;
  }

  #touch({ frame, computers }: FrameRecord, { good }: FrameFacts): void {
    this.#touched |= ((1 << computers) - 1) & ~good;
    for (const fault of this.#faults) {
      const { unit, quantities, onset, frames } = fault;
      if (frame < onset || frame >= onset + frames) continue;
      if (quantities === undefined) this.#touched |= unitMask(fault);
      else for (const quantity of quantities) this.#touchedSensors[unit.index] |= 1 << quantity;
    }
    let channels = this.#touched;
    for (let channel = 0; channel < computers; channel++) {
      if (this.#touchedSensors[channel] !== 0) channels |= 1 << channel;
      if (this.#touchedSensors[channel] === ALL_QUANTITIES) this.#touched |= 1 << channel;
    }
    if (countBits(channels) > this.#faultsMax) this.withinBound = false;
  }

  /** Compares the good computers' verdicts; returns one that holds the first of them, −1 where nobody may judge. */
  #compare(record: FrameRecord, good: number): number {
    let reference = -1;
    let alike = true;
    let holders = 0;
    for (let computer = 0; computer < record.computers; computer++) {
      if ((good & (1 << computer)) === 0 || !record.has(computer, COMPUTER_FLAG.trusted)) continue;
      holders++;
      if (reference < 0) reference = computer;
      else if (!sameVerdict(record, reference, computer)) alike = false;
    }
    if (holders > 1) this.examined++;
    if (!alike) {
      this.verdictSplits++;
      if (this.splitFirst < 0) this.splitFirst = record.frame;
      if (this.withinBound) this.violationsWithinBound++;
    }
    return reference;
  }

  /** Units newly isolated by this computer's verdict that no fault has touched. */
  #convictedInnocents(record: FrameRecord, judge: number): number {
    const isolated = record.ints[record.computerAt(judge, COMPUTER_FIELD.verdict)] & 0xffff;
    let wronged = 0;
    for (let channel = 0; channel < record.computers; channel++) {
      const bit = 1 << channel;
      const held = record.isolatedSensors(judge, channel) | ((isolated & bit) === 0 ? 0 : 1 << 16);
      const fresh = held & ~this.#known[channel];
      this.#known[channel] = held;
      if ((this.#touched & bit) === 0) wronged += countBits(fresh & ~this.#touchedSensors[channel]);
    }
    return wronged;
  }
}

function sameVerdict(record: FrameRecord, one: number, other: number): boolean {
  const { ints, computers } = record;
  const a = record.computerAt(one, COMPUTER_FIELD.verdict);
  const b = record.computerAt(other, COMPUTER_FIELD.verdict);
  for (let i = 0; i < VERDICT_INTS; i++) if (ints[a + i] !== ints[b + i]) return false;
  const sensorsA = record.sensorVerdictAt(one);
  const sensorsB = record.sensorVerdictAt(other);
  for (let i = 0; 2 * i < computers; i++) if (ints[sensorsA + i] !== ints[sensorsB + i]) return false;
  return true;
}
