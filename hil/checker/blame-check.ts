/**
 * Who was blamed, and was it the right one? A unit is *blamed* in a frame when more than half of the good
 * computers other than it suspect it, when the voter had its command and outvoted it, or when no command of it
 * arrived. An effector is blamed when its position does not match its command.
 *
 * A channel at odds with another, of which nobody else can tell who is right, is not blamed: only its opponent suspects
 * it. Whoever is isolated is suspect to all good computers, and so is blamed.
 *
 * A fault is *detected* when its unit is blamed while it acts (or in the few frames after, while the persistence
 * counters still run), and a *wrong unit* when meanwhile a good unit is blamed that no fault has ever touched, or
 * isolated (`isolation-check.ts`, which looks at sensors one by one).
 */
import { COMPUTER_FIELD, EFFECTOR_FIELD, EFFECTOR_FLAG, type FrameRecord } from '../record/frame-record.js';
import { unitMask, type ChargedFault } from './charge.js';
import { countBits, type FrameFacts } from './frame-facts.js';

/** Frames after a fault's end in which blame still counts as its detection. */
const LINGER_FRAMES = 5;
const EFFECTORS = 4;

export class BlameCheck {
  /** First frame in which each fault's own unit was blamed; −1 if never. By index of the charge's faults. */
  readonly detectedFrame: Int32Array;
  /** First frame, while each fault acted, in which an innocent unit was blamed; −1 if never. */
  readonly wrongUnitFrame: Int32Array;
  readonly #faults: readonly ChargedFault[];

  constructor(faults: readonly ChargedFault[]) {
    this.#faults = faults;
    this.detectedFrame = new Int32Array(faults.length).fill(-1);
    this.wrongUnitFrame = new Int32Array(faults.length).fill(-1);
  }

  /** `wronged`: a good unit was isolated in this frame. */
  observe(record: FrameRecord, facts: FrameFacts, { wronged }: { wronged: boolean }): void {
    if (this.#faults.length === 0) return;
    const computers = blamedComputers(record, facts);
    const effectors = blamedEffectors(record);
    const innocentBlamed =
      wronged || this.#innocentBlamed(record.frame, { computers: computers & facts.good, effectors });
    for (let i = 0; i < this.#faults.length; i++) {
      const fault = this.#faults[i];
      if (record.frame < fault.onset || record.frame >= fault.onset + fault.frames + LINGER_FRAMES) continue;
      const blamed = fault.unit.kind === 'computer' ? computers : effectors;
      if (this.detectedFrame[i] < 0 && (blamed & unitMask(fault)) !== 0) this.detectedFrame[i] = record.frame;
      if (this.wrongUnitFrame[i] < 0 && innocentBlamed) this.wrongUnitFrame[i] = record.frame;
    }
  }

  #innocentBlamed(
    frame: number,
    { computers, effectors }: { computers: number; effectors: number },
  ): boolean {
    let touchedComputers = 0;
    let touchedEffectors = 0;
    for (const fault of this.#faults) {
      if (frame < fault.onset) continue;
      if (fault.unit.kind === 'computer') touchedComputers |= unitMask(fault);
      else touchedEffectors |= unitMask(fault);
    }
    return (computers & ~touchedComputers) !== 0 || (effectors & ~touchedEffectors) !== 0;
  }
}

/** Bitmask of the computers blamed in this frame. */
function blamedComputers(record: FrameRecord, { good, commanded }: FrameFacts): number {
  const { ints, computers } = record;
  let blamed = ((1 << computers) - 1) & ~commanded;
  for (let effector = 0; effector < EFFECTORS; effector++) {
    blamed |= ints[record.effectorAt(effector, EFFECTOR_FIELD.outvoted)];
  }
  // In most frames few are suspected by anybody, and only they can be by more than half.
  let suspected = 0;
  for (let computer = 0; computer < computers; computer++) {
    if ((good & (1 << computer)) !== 0)
      suspected |= ints[record.computerAt(computer, COMPUTER_FIELD.suspects)];
  }
  for (let suspect = 0; suspect < computers; suspect++) {
    if ((suspected & (1 << suspect)) === 0) continue;
    const judges = good & ~(1 << suspect);
    let accusers = 0;
    for (let computer = 0; computer < computers; computer++) {
      if ((judges & (1 << computer)) === 0) continue;
      if ((ints[record.computerAt(computer, COMPUTER_FIELD.suspects)] & (1 << suspect)) !== 0) accusers++;
    }
    if (2 * accusers > countBits(judges)) blamed |= 1 << suspect;
  }
  return blamed;
}

function blamedEffectors(record: FrameRecord): number {
  let blamed = 0;
  for (let effector = 0; effector < EFFECTORS; effector++) {
    const flags = record.ints[record.effectorAt(effector, EFFECTOR_FIELD.flags)];
    if ((flags & EFFECTOR_FLAG.miscompares) !== 0) blamed |= 1 << effector;
  }
  return blamed;
}
