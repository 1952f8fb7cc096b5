/**
 * A decorator that makes any node misbehave as its fault plan says. The node itself stays what it is.
 *
 *   beginFrame   is it on, does it compute, is its clock right?      node-condition.ts
 *   runSlot      node ──outbox──► its words falsified ──► its packets falsified ──►
 *                 │               false-reports.ts        false-packets.ts
 *                 └ looked into by fault-probe.ts, where something flips inside
 *
 * Its outbox is tampered with on the way out, per receiver, which is how a computer becomes two-faced. A two-faced
 * *sensor* is the same distortion of the channel's own report: to the other computers there is no difference between
 * a sensor that tells two stories and a computer that does.
 */
import type { Inbox, Outbox, Slot } from '../../firmware/icd/slot.js';
import type { Node } from '../board/node.js';
import type { UniformSource } from '../time/execution-model.js';
import type { Duration } from '../time/time.js';
import { FalsePackets } from './false-packets.js';
import { FalseReports, falsifiesWords } from './false-reports.js';
import { FaultProbe } from './fault-probe.js';
import { type ComputerFaultSpec, isBurstStart } from './fault-spec.js';
import type { FaultTrack } from './fault-track.js';
import { NodeCondition, type NodeFault } from './node-condition.js';
import { PacketCopies } from './packet-copies.js';
import type { Tampering } from './tampering.js';

export interface FaultyNodeParts {
  readonly inner: Node;
  readonly faults: readonly FaultTrack<NodeFault>[];
  readonly tampering: Tampering;
  /** Whose packets these are. */
  readonly self: number;
  /** Nonce of the run. */
  readonly run: number;
  /** Length of a frame, µs. */
  readonly periodUs: number;
  /** The luck of a fault, by its id. */
  readonly luckOf: (id: string) => UniformSource;
}

type UpsetSpec = Extract<ComputerFaultSpec, { mode: 'upset' }>;

const NOTHING: Outbox = { count: 0, receivers: new Int32Array(0), packets: [] };

export class FaultyNode implements Node {
  readonly #inner: Node;
  readonly #upsets: readonly FaultTrack<UpsetSpec>[];
  readonly #accusers: readonly FaultTrack<NodeFault>[];
  /** Those that falsify words. */
  readonly #liars: readonly FaultTrack<NodeFault>[];
  readonly #condition: NodeCondition;
  readonly #reports: FalseReports;
  readonly #packets: FalsePackets;
  readonly #probe: FaultProbe | null;

  constructor(parts: FaultyNodeParts) {
    const { inner, faults, tampering, self, run } = parts;
    this.#inner = inner;
    this.#upsets = faults.filter(({ spec }) => spec.mode === 'upset') as FaultTrack<UpsetSpec>[];
    this.#accusers = faults.filter(({ spec }) => spec.mode === 'accuser');
    this.#liars = faults.filter(({ spec }) => falsifiesWords(spec));
    this.#condition = new NodeCondition(parts);
    this.#reports = new FalseReports({ inner, tampering, copies: new PacketCopies() });
    this.#packets = new FalsePackets({ faults, self, run });
    this.#probe = FaultProbe.for(faults, self);
    if (this.#probe !== null && 'probe' in inner) inner.probe = this.#probe;
  }

  /** It executes, if only to say nothing. */
  get running(): boolean {
    return this.#condition.running;
  }

  /** It executes and sends nothing. */
  get silent(): boolean {
    return this.#condition.silent;
  }

  /** How far its clock is ahead of the rig's in this frame, µs; below 0 = behind. */
  get aheadUs(): number {
    return this.#condition.aheadUs;
  }

  /** None while it does not compute: its own counts are then those of an earlier frame. */
  get signaturesMade(): number {
    return this.#condition.computes ? (this.#inner.signaturesMade ?? 0) : 0;
  }

  get signaturesVerified(): number {
    return this.#condition.computes ? (this.#inner.signaturesVerified ?? 0) : 0;
  }

  /** What an execution time becomes in this frame. */
  stretch(time: Duration): Duration {
    return this.#condition.stretch(time);
  }

  /** Brings the node into the condition its faults give it in this frame. */
  beginFrame(frame: number): void {
    for (const fault of this.#upsets) {
      if (!isBurstStart(fault.spec, frame)) continue;
      this.#inner.upset?.(fault.spec);
      fault.activate(frame);
    }
    if (this.#condition.begin(frame)) this.restart();
    if (this.#probe !== null) this.#probe.frame = frame;
  }

  restart(): void {
    this.#inner.restart();
  }

  runSlot(slot: Slot, inbox: Inbox): Outbox {
    if (!this.#condition.computes) return NOTHING;
    if (slot.index === 0) this.#reports.accuse(this.#accusers, slot.frame);
    const outbox = this.#inner.runSlot(slot, inbox);
    for (const fault of this.#liars) if (fault.acts(slot.frame)) this.#reports.tamper(fault, slot, outbox);
    return this.#packets.tamper(slot, outbox);
  }
}
