/**
 * A decorator that makes any node misbehave as its fault plan says. The node itself stays what it is; its outbox
 * is tampered with on the way out, per receiver, which is how a computer becomes two-faced.
 *
 *   crash      executes nothing; when it ends, the node restarts       hang     executes but says nothing, until a watchdog
 *   late       everything takes longer                                 upset    one bit of its lasting state flips, once
 *   two-faced  its own report differs per receiver                     liar     its relays of others' reports are false
 *   accuser    it charges somebody of whom it has found nothing
 *
 * A two-faced *sensor* is the same distortion of the channel's own report: to the other computers there is no
 * difference between a sensor that tells two stories and a computer that does.
 */
import { createPacket, copyPacket, PACKET, type Packet } from '../../firmware/icd/packets.js';
import { REPORT_WORDS } from '../../firmware/icd/quantities.js';
import type { Inbox, Outbox, Slot } from '../../firmware/icd/slot.js';
import type { Node } from '../board/node.js';
import type { ComputerFaultSpec, CountByReceiver, SensorFaultSpec } from './fault-spec.js';
import type { FaultTrack } from './fault-track.js';

export type NodeFault = ComputerFaultSpec | SensorFaultSpec;

/** Which source's report stands at `index` of the relay packet sent to `receiver` in `round`. */
export type SourceOfRelay = (round: number, receiver: number, index: number) => number;

const NO_CHARGE = { channels: [], sensors: [] };

export class FaultyNode implements Node {
  /** It executes, if only to say nothing. */
  running = true;
  /** It executes and sends nothing. */
  silent = false;
  /** Added to every execution time of this frame, µs. */
  lateUs = 0;
  readonly #inner: Node;
  readonly #faults: readonly FaultTrack<NodeFault>[];
  readonly #sourceOf: SourceOfRelay;
  readonly #rowWords: number;
  readonly #nothing: Outbox = { count: 0, receivers: new Int32Array(0), packets: [] };
  /** A copy per slot and outbox entry to tamper with: receivers may read one slot's while the next slot's are written. */
  readonly #copies: { packet: Packet; counts: Int16Array }[][] = [];

  constructor({
    inner,
    faults,
    sourceOf,
    rowWords = REPORT_WORDS,
  }: {
    inner: Node;
    faults: readonly FaultTrack<NodeFault>[];
    sourceOf: SourceOfRelay;
    /** Words from one relayed report to the next. */
    rowWords?: number;
  }) {
    this.#inner = inner;
    this.#faults = faults;
    this.#sourceOf = sourceOf;
    this.#rowWords = rowWords;
  }

  /** Brings the node into the condition its faults give it in this frame. */
  beginFrame(frame: number): void {
    let running = true;
    let silent = false;
    this.lateUs = 0;
    for (const fault of this.#faults) {
      const { spec } = fault;
      if (!fault.acts(frame) || spec.kind !== 'computer') continue;
      if (spec.mode === 'crash') running = false;
      else if (spec.mode === 'hang' && frame - spec.onset < spec.watchdogFrames) silent = true;
      else if (spec.mode === 'late') this.lateUs += spec.byUs;
      else if (spec.mode === 'upset' && frame === spec.onset) this.#inner.upset?.(spec);
      else continue;
      fault.activate(frame);
    }
    const restarts = (running && !this.running) || (!silent && this.silent);
    this.running = running;
    this.silent = silent;
    if (restarts && running && !silent) this.restart();
  }

  restart(): void {
    this.#inner.restart();
  }

  runSlot(slot: Slot, inbox: Inbox): Outbox {
    if (!this.running || this.silent) return this.#nothing;
    if (slot.index === 0) this.#accuse(slot.frame);
    const outbox = this.#inner.runSlot(slot, inbox);
    for (const fault of this.#faults) if (fault.acts(slot.frame)) this.#tamper(fault, slot, outbox);
    return outbox;
  }

  /** The accuser believes what it says: its own row holds the charge, and only those it does not tell are spared it. */
  #accuse(frame: number): void {
    for (const fault of this.#faults) {
      const { spec } = fault;
      if (spec.mode !== 'accuser' || !fault.acts(frame) || this.#inner.slander === undefined) continue;
      this.#inner.slander(spec, null);
      fault.activate(frame);
    }
  }

  #tamper(fault: FaultTrack<NodeFault>, slot: Slot, outbox: Outbox): void {
    const { spec } = fault;
    if (spec.mode === 'two-faced') {
      const quantities = spec.kind === 'sensor' ? spec.quantities : [spec.quantity];
      for (let entry = 0; entry < outbox.count; entry++) {
        if (outbox.packets[entry].type !== PACKET.report) continue;
        for (const quantity of quantities)
          this.#say({ fault, slot, outbox, entry, quantity, to: spec.to, row: 0 });
      }
    } else if (spec.kind === 'computer' && spec.mode === 'accuser') {
      for (let entry = 0; entry < outbox.count; entry++) {
        if (outbox.packets[entry].type !== PACKET.report) continue;
        if (spec.receivers.includes(outbox.receivers[entry])) continue;
        this.#ownCopy(slot, outbox, entry);
        this.#inner.slander?.(NO_CHARGE, outbox.packets[entry]);
      }
    } else if (spec.kind === 'computer' && spec.mode === 'liar') {
      for (let entry = 0; entry < outbox.count; entry++) {
        const packet = outbox.packets[entry];
        if (packet.type !== PACKET.relay) continue;
        for (let row = 0; row * this.#rowWords < packet.length; row++) {
          if (!spec.about.includes(this.#sourceOf(slot.index + 1, outbox.receivers[entry], row))) continue;
          this.#say({ fault, slot, outbox, entry, quantity: spec.quantity, to: spec.to, row });
        }
      }
    }
  }

  /** Puts a receiver's lie at one quantity of one report of the packet. */
  #say(lie: {
    fault: FaultTrack<NodeFault>;
    slot: Slot;
    outbox: Outbox;
    entry: number;
    quantity: number;
    to: CountByReceiver;
    row: number;
  }): void {
    const { fault, slot, outbox, entry, quantity, to, row } = lie;
    const count = to[outbox.receivers[entry]] as number | undefined;
    if (count === undefined) return;
    const counts = this.#ownCopy(slot, outbox, entry);
    const at = row * this.#rowWords * 2 + quantity;
    if (counts[at] === count) return;
    counts[at] = count;
    fault.activate(slot.frame);
  }

  #ownCopy(slot: Slot, outbox: Outbox, entry: number): Int16Array {
    const packet = outbox.packets[entry];
    const copies = (this.#copies[slot.index] ??= []);
    let copy = copies[entry] as { packet: Packet; counts: Int16Array } | undefined;
    if (copy === undefined || copy.packet.words.length < packet.length) {
      const fresh = createPacket(packet.length);
      copy = { packet: fresh, counts: new Int16Array(fresh.words.buffer) };
      copies[entry] = copy;
    }
    if (packet !== copy.packet) copyPacket(packet, copy.packet);
    outbox.packets[entry] = copy.packet;
    return copy.counts;
  }
}
