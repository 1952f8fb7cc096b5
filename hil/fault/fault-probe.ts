/**
 * Faults inside a computer: what flips, or is computed wrongly, between the vote and the command.
 *
 *   upset-vector     a bit of what is held to be agreed       wrong-default   a value where the others take *no report*
 *   upset-register   a bit of what the law is about to read
 *   upset-law        a bit of the law's state                 wrong-output    a constant on the command of one surface
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { saturate } from '../../firmware/icd/integers.js';
import type { Probe } from '../../firmware/icd/probe.js';
import { NO_DATA, QUANTITY_COUNT } from '../../firmware/icd/quantities.js';
import { type FaultSpec, isBurstStart, rampShare } from './fault-spec.js';
import type { FaultTrack } from './fault-track.js';

const MODES: readonly FaultSpec['mode'][] = [
  'upset-vector',
  'wrong-default',
  'upset-register',
  'upset-law',
  'wrong-output',
];

export class FaultProbe implements Probe {
  /** The frame that is being flown. */
  frame = 0;
  readonly #faults: readonly FaultTrack[];
  readonly #self: number;

  /** Null where no fault acts inside the computer. */
  static for(faults: readonly FaultTrack[], self: number): FaultProbe | null {
    const inside = faults.filter(({ spec }) => MODES.includes(spec.mode));
    return inside.length === 0 ? null : new FaultProbe(inside, self);
  }

  private constructor(faults: readonly FaultTrack[], self: number) {
    this.#faults = faults;
    this.#self = self;
  }

  vector(counts: Int16Array): void {
    const { frame } = this;
    for (const fault of this.#faults) {
      const { spec } = fault;
      if (spec.mode === 'upset-vector' && isBurstStart(spec, frame)) {
        counts[spec.source * QUANTITY_COUNT + spec.quantity] ^= 1 << spec.bit;
        fault.activate(frame);
      } else if (spec.mode === 'wrong-default' && fault.acts(frame)) {
        if (this.#decideOtherwise(counts, spec)) fault.activate(frame);
      }
    }
  }

  selected(counts: Int16Array): void {
    const { frame } = this;
    for (const fault of this.#faults) {
      const { spec } = fault;
      if (spec.mode !== 'upset-register' || !isBurstStart(spec, frame)) continue;
      counts[spec.quantity] ^= 1 << spec.bit;
      fault.activate(frame);
    }
  }

  decided(command: Int16Array, state: Int32Array): void {
    const { frame } = this;
    for (const fault of this.#faults) {
      const { spec } = fault;
      if (spec.mode === 'upset-law' && isBurstStart(spec, frame)) {
        state[spec.word] ^= 1 << spec.bit;
        fault.activate(frame);
      } else if (spec.mode === 'wrong-output' && fault.acts(frame)) {
        const { min, max } = EFFECTORS[spec.effector];
        const right = command[spec.effector];
        const wrong = saturate(right + Math.round(spec.offset * rampShare(spec, frame)), min, max);
        command[spec.effector] = wrong;
        if (wrong !== right) fault.activate(frame);
      }
    }
  }

  /** Puts a value where a source's row says that there is no report; false where every source has one. */
  #decideOtherwise(counts: Int16Array, { quantity, value }: { quantity: number; value: number }): boolean {
    let changed = false;
    for (let row = 0; row < counts.length; row += QUANTITY_COUNT) {
      if (row === this.#self * QUANTITY_COUNT) continue;
      let told = false;
      for (let q = 0; q < QUANTITY_COUNT; q++) if (counts[row + q] !== NO_DATA) told = true;
      if (told) continue;
      counts[row + quantity] = value;
      changed = true;
    }
    return changed;
  }
}
