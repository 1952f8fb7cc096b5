/**
 * One flight: the frame loop, the judge, the hash, and what the three of them have to say at the end.
 */
import { Judge } from '../checker/judge.js';
import type { ChargedFault } from '../checker/charge.js';
import type { FaultSpec } from '../fault/fault-spec.js';
import type { FaultTrack } from '../fault/fault-track.js';
import { struckComputers } from '../fault/struck-computers.js';
import type { FrameRecord } from '../record/frame-record.js';
import { TraceHash } from '../record/trace-hash.js';
import type { FrameLoop } from './frame-loop.js';
import type { RigSpec } from './rig-spec.js';

export class Flight {
  readonly judge: Judge;
  readonly tracks: readonly FaultTrack[];
  readonly #loop: FrameLoop;
  readonly #hash: TraceHash;
  #over = false;

  constructor({ loop, spec, tracks }: { loop: FrameLoop; spec: RigSpec; tracks: readonly FaultTrack[] }) {
    this.#loop = loop;
    this.tracks = tracks;
    this.#hash = new TraceHash({ computers: spec.scheme.computers });
    const { signing, ...claimed } = spec.scheme;
    const scheme = signing === undefined ? claimed : { ...claimed, signatures: signing.kind };
    this.judge = new Judge({ scheme, limits: spec.limits, faults: spec.faults.map(charge) });
  }

  /** The last frame's record; overwritten by the next. */
  get record(): FrameRecord {
    return this.#loop.record;
  }

  /** The aircraft is lost. */
  get over(): boolean {
    return this.#over;
  }

  /** Flies one frame; does nothing once the flight is over. */
  flyFrame(): void {
    if (this.#over) return;
    this.#loop.flyFrame();
    this.#hash.add(this.#loop.record);
    this.#over = !this.judge.observe(this.#loop.record);
  }

  /** Hexadecimal; may be asked for once. */
  traceHash(): string {
    return this.#hash.digest();
  }
}

/** The unit a fault would have to be blamed on. */
function charge(fault: FaultSpec): ChargedFault {
  const { id, onset, frames } = fault;
  const struck = struckComputers(fault);
  const mates = struck.slice(1).reduce((mask, id) => mask | (1 << id), 0);
  const unit =
    fault.kind === 'actuator'
      ? ({ kind: 'effector', index: fault.effector } as const)
      : ({ kind: 'computer', index: struck[0], ...(mates === 0 ? {} : { mates }) } as const);
  const ownSensorOnly = fault.kind === 'sensor' && fault.mode !== 'two-faced';
  return { id, unit, onset, frames, ...(ownSensorOnly ? { quantities: fault.quantities } : {}) };
}
