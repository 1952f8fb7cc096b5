/**
 * The condition of a faulty computer in a frame: does it have power, does it compute, when does its clock say it is?
 *
 *                   running   computes   afterwards
 *   crash, no power    no        no      restarts
 *   stale-restart      no        no      goes on with the state that it had
 *   hang               yes       no      restarts, by its watchdog or when the fault ends
 *   clock stuck        yes       no      goes on
 *   fail-silent        yes       yes     (sends nothing)
 *   late, clock off    yes       yes
 */
import { ACTUATORS } from '../../firmware/icd/packets.js';
import type { UniformSource } from '../time/execution-model.js';
import { duration, type Duration } from '../time/time.js';
import type { ClockFaultSpec, ComputerFaultSpec, SensorFaultSpec, SupplyFaultSpec } from './fault-spec.js';
import type { FaultTrack } from './fault-track.js';

/** What can be wrong with a node: of sensors, only what the channel tells about them. */
export type NodeFault = ComputerFaultSpec | SensorFaultSpec | ClockFaultSpec | SupplyFaultSpec;

type Lateness = Extract<NodeFault, { mode: 'late' }>;

export class NodeCondition {
  /** It executes, if only to say nothing. */
  running = true;
  /** It executes and sends nothing. */
  silent = false;
  /** Its program runs. */
  computes = true;
  /** µs that its clock is ahead. */
  aheadUs = 0;
  readonly #faults: readonly FaultTrack<NodeFault>[];
  readonly #late: { readonly track: FaultTrack<NodeFault>; readonly spec: Lateness; luck: UniformSource }[] =
    [];
  readonly #periodUs: number;
  #frame = 0;
  /** It has lost its memory, or is stuck in it, since it last ran. */
  #owesRestart = false;
  #halted = false;
  #mute = false;

  constructor({
    faults,
    periodUs,
    luckOf,
  }: {
    faults: readonly FaultTrack<NodeFault>[];
    periodUs: number;
    luckOf: (id: string) => UniformSource;
  }) {
    this.#faults = faults;
    this.#periodUs = periodUs;
    for (const track of faults) {
      const { spec } = track;
      if (spec.mode === 'late') this.#late.push({ track, spec, luck: luckOf(spec.id) });
    }
  }

  /** Takes up a frame; returns whether the node starts anew in it. */
  begin(frame: number): boolean {
    this.#frame = frame;
    this.running = true;
    this.#halted = false;
    this.#mute = false;
    this.aheadUs = 0;
    for (const fault of this.#faults)
      if (fault.acts(frame) && this.#strikes(fault.spec, frame)) fault.activate(frame);
    this.computes = this.running && !this.#halted;
    this.silent = this.#halted || this.#mute;
    if (!this.computes || !this.#owesRestart) return false;
    this.#owesRestart = false;
    return true;
  }

  /** What an execution time becomes. */
  stretch(time: Duration): Duration {
    let us: number = time;
    for (const { track, spec, luck } of this.#late) {
      if (!track.acts(this.#frame)) continue;
      const before = us;
      us = Math.ceil(us * spec.factor) + spec.byUs;
      if (spec.jitterUs > 0) us += Math.floor(luck.uniform() * (spec.jitterUs + 1));
      if (us !== before) track.activate(this.#frame);
    }
    return duration(us);
  }

  /** Whether the fault changes the condition. */
  #strikes(spec: NodeFault, frame: number): boolean {
    const elapsed = frame - spec.onset;
    switch (spec.kind) {
      case 'sensor':
        return false;
      case 'computer':
        return this.#strikesComputer(spec, elapsed);
      case 'clock':
        return this.#strikesClock(spec, elapsed);
      case 'supply':
        return spec.mode === 'off' || elapsed % spec.cycleFrames < spec.offFrames ? this.#stop() : false;
      default:
        return spec satisfies never;
    }
  }

  #strikesComputer(spec: ComputerFaultSpec, elapsed: number): boolean {
    switch (spec.mode) {
      case 'crash':
        return this.#stop();
      case 'hang':
        if (elapsed >= spec.watchdogFrames) return false;
        this.#owesRestart = true;
        return (this.#halted = true);
      case 'stale-restart':
        if (elapsed >= spec.downFrames) return false;
        this.running = false;
        return true;
      case 'fail-silent':
        // To some only, it is a matter of its packets; what it is silent to all about is no packet at all.
        return (this.#mute = this.#mute || spec.receivers.includes(ACTUATORS));
      default:
        return false;
    }
  }

  #strikesClock(spec: ClockFaultSpec, elapsed: number): boolean {
    switch (spec.mode) {
      case 'drift': {
        const us = Math.round((elapsed * this.#periodUs * spec.ppm) / 1e6);
        this.aheadUs += us;
        return us !== 0;
      }
      case 'step':
        this.aheadUs += spec.byUs;
        return true;
      case 'stuck':
        return (this.#halted = true);
      case 'two-faced':
        return false;
      default:
        return spec satisfies never;
    }
  }

  #stop(): boolean {
    this.running = false;
    return (this.#owesRestart = true);
  }
}
