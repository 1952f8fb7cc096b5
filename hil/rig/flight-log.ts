/**
 * What each effector did over a flight: for the table a person reads, not for the verdict.
 */
import { EFFECTOR_COUNT } from '../../firmware/icd/effectors.js';
import { DOUBLE, EFFECTOR_FIELD, EFFECTOR_STATE, type FrameRecord } from '../record/frame-record.js';

export interface SurfaceLog {
  /** Lowest and highest position, in the effector's unit. */
  low: number;
  high: number;
  framesFollowing: number;
  framesHeld: number;
  framesDamped: number;
  /** Frames jammed, hard over or floating. */
  framesFailed: number;
  /** Frames in which its voter outvoted somebody. */
  framesOutvoting: number;
  /** Largest force fight, in motors' stall force. */
  forceFightMax: number;
}

export class FlightLog {
  readonly surfaces: SurfaceLog[] = Array.from({ length: EFFECTOR_COUNT }, () => ({
    low: Infinity,
    high: -Infinity,
    framesFollowing: 0,
    framesHeld: 0,
    framesDamped: 0,
    framesFailed: 0,
    framesOutvoting: 0,
    forceFightMax: 0,
  }));

  observe(record: FrameRecord): void {
    for (let e = 0; e < EFFECTOR_COUNT; e++) {
      const surface = this.surfaces[e];
      const position = record.doubles[DOUBLE.position + e];
      const fight = record.doubles[DOUBLE.forceFight + e];
      if (position < surface.low) surface.low = position;
      if (position > surface.high) surface.high = position;
      if (fight > surface.forceFightMax) surface.forceFightMax = fight;
      if (record.ints[record.effectorAt(e, EFFECTOR_FIELD.outvoted)] !== 0) surface.framesOutvoting++;
      const state = record.ints[record.effectorAt(e, EFFECTOR_FIELD.state)];
      if (state === EFFECTOR_STATE.following) surface.framesFollowing++;
      else if (state === EFFECTOR_STATE.hold) surface.framesHeld++;
      else if (state === EFFECTOR_STATE.damped) surface.framesDamped++;
      else surface.framesFailed++;
    }
  }
}
