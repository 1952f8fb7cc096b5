/**
 * What goes wrong with a drive: it stays where it is (jam), runs to an end at full rate (hard-over), or lets go
 * (float). A fault acts on frames onset … onset + frames − 1 and is *activated* once the position differs from
 * what the healthy drive would have given in the same frame.
 */
export type DriveFaultMode = 'jam' | 'hard-over' | 'float';

export class DriveFault {
  /** It has made a difference at least once. */
  activated = false;
  readonly mode: DriveFaultMode;
  readonly onset: number;
  readonly frames: number;
  /** Where a hard-over runs to, in the effector's unit. */
  readonly to: number;

  constructor({
    mode,
    onset,
    frames,
    to,
  }: { mode: DriveFaultMode; onset: number; frames: number; to: number }) {
    this.mode = mode;
    this.onset = onset;
    this.frames = frames;
    this.to = to;
  }

  active(frame: number): boolean {
    return frame >= this.onset && frame - this.onset < this.frames;
  }
}

/** The first fault that acts in this frame; null if none does. */
export function activeFault(faults: readonly DriveFault[], frame: number): DriveFault | null {
  for (const fault of faults) if (fault.active(frame)) return fault;
  return null;
}
