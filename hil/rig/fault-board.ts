/**
 * All faults of a flight in one place: what was requested, what acts in this frame, whom it makes a suspect in
 * the judge's eyes, and whether it changed anything.
 */
import { COMPUTER_FLAG } from '../record/frame-record.js';
import type { FaultSpec } from '../fault/fault-spec.js';
import { FaultTrack } from '../fault/fault-track.js';

/** A fault model that keeps its own account of whether it changed something (sensors, actuators). */
export interface SelfReporting {
  readonly activated: boolean;
}

export class FaultBoard {
  readonly tracks: readonly FaultTrack[];
  /** COMPUTER_FLAG bits `asymmetric` and `sensorFault`, and FAULTY, per computer, for this frame. */
  readonly flags: Int32Array;
  readonly #reporting: { track: FaultTrack; models: SelfReporting[] }[] = [];

  constructor({ faults, computers }: { faults: readonly FaultSpec[]; computers: number }) {
    this.tracks = faults.map((spec) => new FaultTrack(spec));
    this.flags = new Int32Array(computers);
  }

  /** Takes activation from models that report it themselves. */
  watch(track: FaultTrack, models: SelfReporting[]): void {
    this.#reporting.push({ track, models });
  }

  /** Works out who is at fault in this frame. */
  beginFrame(frame: number): void {
    if (this.tracks.length === 0) return;
    this.flags.fill(0);
    for (const track of this.tracks) {
      if (!track.acts(frame)) continue;
      const { spec } = track;
      if (spec.kind === 'actuator') continue;
      const computer =
        spec.kind === 'sensor' ? spec.channel : spec.kind === 'computer' ? spec.computer : spec.from;
      const ownSensorOnly = spec.kind === 'sensor' && spec.mode !== 'two-faced';
      this.flags[computer] |= ownSensorOnly ? COMPUTER_FLAG.sensorFault : FAULTY;
      if (spec.faultClass === 'asymmetric') this.flags[computer] |= COMPUTER_FLAG.asymmetric;
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
