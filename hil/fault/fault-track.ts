/**
 * What became of a requested fault on the injector's side: it was *applied* when its first frame was flown with
 * the injector in place, and *activated* when it changed a value or a time. Whether anyone noticed is for the
 * judge to say, from the records.
 */
import type { FaultSpec } from './fault-spec.js';

export class FaultTrack<Spec extends FaultSpec = FaultSpec> {
  readonly spec: Spec;
  applied = false;
  /** First frame in which it changed something; −1 if never. */
  activatedFrame = -1;
  // The window of the fault, once more: a plan's faults have as many shapes as modes, and each is asked several times a
  // frame whether it acts.
  readonly #onset: number;
  readonly #frames: number;
  readonly #activeFrames: number;
  readonly #cycleFrames: number;

  constructor(spec: Spec) {
    this.spec = spec;
    this.#onset = spec.onset;
    this.#frames = spec.frames;
    this.#activeFrames = spec.duty?.activeFrames ?? 1;
    this.#cycleFrames = spec.duty?.cycleFrames ?? 1;
  }

  get activated(): boolean {
    return this.activatedFrame >= 0;
  }

  /** Whether it acts in this frame; notes that it was applied. */
  acts(frame: number): boolean {
    const elapsed = frame - this.#onset;
    if (elapsed < 0 || elapsed >= this.#frames) return false;
    if (this.#cycleFrames > 1 && elapsed % this.#cycleFrames >= this.#activeFrames) return false;
    this.applied = true;
    return true;
  }

  /** It changed something. */
  activate(frame: number): void {
    if (this.activatedFrame < 0) this.activatedFrame = frame;
  }
}
