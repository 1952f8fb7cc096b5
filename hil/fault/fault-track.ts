/**
 * What became of a requested fault on the injector's side: it was *applied* when its first frame was flown with
 * the injector in place, and *activated* when it changed a value or a time. Whether anyone noticed is for the
 * judge to say, from the records.
 */
import { isActive, type FaultSpec } from './fault-spec.js';

export class FaultTrack<Spec extends FaultSpec = FaultSpec> {
  readonly spec: Spec;
  applied = false;
  /** First frame in which it changed something; −1 if never. */
  activatedFrame = -1;

  constructor(spec: Spec) {
    this.spec = spec;
  }

  get activated(): boolean {
    return this.activatedFrame >= 0;
  }

  /** Whether it acts in this frame; notes that it was applied. */
  acts(frame: number): boolean {
    if (!isActive(this.spec, frame)) return false;
    this.applied = true;
    return true;
  }

  /** It changed something. */
  activate(frame: number): void {
    if (this.activatedFrame < 0) this.activatedFrame = frame;
  }
}
