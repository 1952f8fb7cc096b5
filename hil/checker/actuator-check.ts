/**
 * Did each surface follow the good computers? In a frame it did if the good computers' commands that arrived were
 * one command and the actuator both voted that command and was moving by it. Everything else (a split, no
 * command, a vote that went elsewhere, a surface that held, jammed or floated) is a frame not followed.
 */
import { EFFECTOR_FIELD, EFFECTOR_FLAG, EFFECTOR_STATE, type FrameRecord } from '../record/frame-record.js';
import type { FrameFacts } from './frame-facts.js';

const EFFECTORS = 4;

export class ActuatorCheck {
  /** Frames in which some surface did not follow. */
  framesNotFollowed = 0;
  /** The last of them; −1 if none. */
  lastNotFollowed = -1;
  firstNotFollowed = -1;
  /** Frames, by effector, in which it did not follow. */
  readonly notFollowed = new Int32Array(EFFECTORS);

  observe(record: FrameRecord, { speaker, split }: FrameFacts): void {
    let followed = true;
    for (let effector = 0; effector < EFFECTORS; effector++) {
      if (!split && speaker >= 0 && followsCommand(record, effector, speaker)) continue;
      this.notFollowed[effector]++;
      followed = false;
    }
    if (followed) return;
    this.framesNotFollowed++;
    this.lastNotFollowed = record.frame;
    if (this.firstNotFollowed < 0) this.firstNotFollowed = record.frame;
  }
}

/** Whether a surface does what this computer commanded. */
function followsCommand(record: FrameRecord, effector: number, speaker: number): boolean {
  const { ints } = record;
  return (
    ints[record.effectorAt(effector, EFFECTOR_FIELD.state)] === EFFECTOR_STATE.following &&
    ints[record.effectorAt(effector, EFFECTOR_FIELD.voted)] === record.commandOf(speaker, effector) &&
    (ints[record.effectorAt(effector, EFFECTOR_FIELD.flags)] & EFFECTOR_FLAG.miscompares) === 0
  );
}
