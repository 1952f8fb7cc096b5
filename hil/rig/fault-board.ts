/**
 * All faults of a flight in one place: what was requested, what acts in this frame, whom it makes a suspect in
 * the judge's eyes, and whether it changed anything.
 */
import { COMPUTER_FLAG } from '../record/frame-record.js';
import type { FaultSpec } from '../fault/fault-spec.js';
import { FaultTrack } from '../fault/fault-track.js';
import {
  impersonated,
  isPartition,
  partitionIn,
  type Partitioning,
  struckComputers,
} from '../fault/struck-computers.js';

/** A fault model that keeps its own account of whether it changed something (sensors, actuators). */
export interface SelfReporting {
  readonly activated: boolean;
}

export class FaultBoard {
  readonly tracks: readonly FaultTrack[];
  /** Of FAULT_FLAGS, and FAULTY, per computer, for this frame. */
  readonly flags: Int32Array;
  readonly #suspects: readonly {
    readonly track: FaultTrack;
    readonly units: readonly number[];
    /** Its name is used by another. */
    readonly impersonated: number | null;
    /** Where those it cuts off change with its stages. */
    readonly partition: Partitioning | null;
    /** What each of `units` is marked with. */
    readonly flags: number;
  }[];
  readonly #reporting: { track: FaultTrack; models: SelfReporting[] }[] = [];

  constructor({ faults, computers }: { faults: readonly FaultSpec[]; computers: number }) {
    this.tracks = faults.map((spec) => new FaultTrack(spec));
    this.flags = new Int32Array(computers);
    this.#suspects = this.tracks.map((track) => ({
      track,
      units: struckComputers(track.spec),
      impersonated: impersonated(track.spec),
      partition: isPartition(track.spec) ? track.spec : null,
      flags: flagsOf(track.spec),
    }));
  }

  /** Takes activation from models that report it themselves. */
  watch(track: FaultTrack, models: SelfReporting[]): void {
    this.#reporting.push({ track, models });
  }

  /** Works out who is at fault in this frame. */
  beginFrame(frame: number): void {
    if (this.tracks.length === 0) return;
    this.flags.fill(0);
    for (const suspects of this.#suspects) {
      if (!suspects.track.acts(frame)) continue;
      const { partition } = suspects;
      const units = partition === null ? suspects.units : partitionIn(partition, frame).cut;
      for (const unit of units) this.flags[unit] |= suspects.flags;
      if (suspects.impersonated !== null) this.flags[suspects.impersonated] |= FAULTY | UNBOUNDED;
    }
    this.#keepTheWorst();
  }

  /** A computer is as bad as the worst that it does. */
  #keepTheWorst(): void {
    for (let i = 0; i < this.flags.length; i++) {
      const flags = this.flags[i];
      if ((flags & (UNBOUNDED | COMPUTER_FLAG.asymmetric)) !== 0)
        this.flags[i] &= ~(COMPUTER_FLAG.benign | COMPUTER_FLAG.symmetric);
      else if ((flags & COMPUTER_FLAG.symmetric) !== 0) this.flags[i] &= ~COMPUTER_FLAG.benign;
      this.flags[i] &= ~UNBOUNDED;
    }
  }

  /** Notes what changed something in this frame. */
  endFrame(frame: number): void {
    for (const { track, models } of this.#reporting) {
      if (track.activated) continue;
      for (const model of models) if (model.activated) track.activate(frame);
    }
  }
}

/** Bit of `flags`: the computer, or the way out of it, is at fault: it does not count as good. */
export const FAULTY = 1 << 30;

/** Bit of `flags`: what it does may look different to each receiver, whatever the class of the fault. */
const UNBOUNDED = 1 << 29;

/** What the frame record is told of a computer's faults. */
export const FAULT_FLAGS =
  COMPUTER_FLAG.asymmetric |
  COMPUTER_FLAG.sensorFault |
  COMPUTER_FLAG.benign |
  COMPUTER_FLAG.symmetric |
  COMPUTER_FLAG.forging;

function flagsOf(spec: FaultSpec): number {
  const asymmetric = spec.faultClass === 'asymmetric' ? COMPUTER_FLAG.asymmetric : 0;
  if (spec.kind === 'sensor' && spec.mode !== 'two-faced') return asymmetric | COMPUTER_FLAG.sensorFault;
  const forging = spec.kind === 'computer' && spec.mode === 'forger' ? COMPUTER_FLAG.forging : 0;
  return asymmetric | FAULTY | forging | manner(spec);
}

/** Modes that change when something comes: what is early enough for one receiver is too late for another. */
const TIMING_MODES: readonly FaultSpec['mode'][] = [
  'late',
  'delay',
  'jitter',
  'stall',
  'reorder',
  'babble',
  'drift',
  'step',
];

/** How a fault of a computer, or of a way out of it, counts. */
function manner(spec: FaultSpec): number {
  const { kind, mode, faultClass } = spec;
  if (TIMING_MODES.includes(mode) && kind !== 'sensor') return UNBOUNDED;
  if (kind === 'clock' && mode === 'two-faced') return UNBOUNDED;
  if (mode === 'duplicate' && spec.byUs > 0) return UNBOUNDED;
  switch (faultClass) {
    case 'benign':
      return COMPUTER_FLAG.benign;
    case 'symmetric':
      return COMPUTER_FLAG.symmetric;
    case 'asymmetric':
      return UNBOUNDED;
    default:
      return faultClass satisfies never;
  }
}
