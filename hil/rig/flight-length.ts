/**
 * Seconds and frames of a flight. A rig states seconds, the loop counts frames; a length that is no whole number
 * of frames is refused rather than rounded, so that the two always say the same.
 */
import type { Problem } from '../files/problem.js';
import type { RigSpec } from './rig-spec.js';

/** Frames of a rig's whole flight. */
export function framesOf({ durationS, frame }: Pick<RigSpec, 'durationS' | 'frame'>): number {
  return Math.round((durationS * 1e6) / frame.periodUs);
}

/** Why a duration is no whole number of frames, or null. */
export function misfitOfDuration({
  durationS,
  frame,
}: Pick<RigSpec, 'durationS' | 'frame'>): Omit<Problem, 'path'> | null {
  const frames = (durationS * 1e6) / frame.periodUs;
  const whole = Math.round(frames);
  const periodMs = frame.periodUs / 1000;
  if (frames < 1 - 1e-6) return { value: durationS, message: `is shorter than one frame of ${periodMs} ms` };
  if (Math.abs(frames - whole) <= 1e-6) return null;
  const below = Math.max(1, Math.floor(frames));
  const seconds = (count: number): number => (count * frame.periodUs) / 1e6;
  return {
    value: durationS,
    message: `is not a whole number of frames of ${periodMs} ms`,
    hint: `${seconds(below)} or ${seconds(below + 1)}`,
  };
}
