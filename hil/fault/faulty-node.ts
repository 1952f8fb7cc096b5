/**
 * A decorator that makes any node misbehave as its fault plan says. The node itself stays what it is; its outbox
 * is tampered with on the way out, per receiver, which is how a computer becomes two-faced.
 *
 *   crash      executes nothing; when it ends, the node restarts       hang     executes but says nothing, until a watchdog
 *   late       everything takes longer                                 upset    one bit of its lasting state flips, once
 *   two-faced  its own report differs per receiver                     liar     its relays of others' reports are false
 *   forger     a liar that also signs its lies for others              flood    relays full of chains with bad signatures
 *   split-tag  its own report under a tag that is garbage for some
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
import type { Tampering } from './tampering.js';

export type NodeFault = ComputerFaultSpec | SensorFaultSpec;

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
  readonly #tampering: Tampering;
  readonly #blank = createPacket(0);
  readonly #nothing: Outbox = { count: 0, receivers: new Int32Array(0), packets: [] };
  /** A copy per slot and outbox entry to tamper with: receivers may read one slot's while the next slot's are written. */
  readonly #copies: { packet: Packet; counts: Int16Array }[][] = [];

  constructor({
    inner,
    faults,
    tampering,
  }: { inner: Node; faults: readonly FaultTrack<NodeFault>[]; tampering: Tampering }) {
    this.#inner = inner;
    this.#faults = faults;
    this.#tampering = tampering;
  }

  /** None while it does not compute: its own counts are then those of an earlier frame. */
  get signaturesMade(): number {
    return this.running && !this.silent ? (this.#inner.signaturesMade ?? 0) : 0;
  }

  get signaturesVerified(): number {
    return this.running && !this.silent ? (this.#inner.signaturesVerified ?? 0) : 0;
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
    if (spec.mode === 'two-faced') this.#tellStories(fault, spec, slot, outbox);
    if (spec.kind !== 'computer') return;
    if (spec.mode === 'liar' || spec.mode === 'forger') this.#lie(fault, spec, slot, outbox);
    else if (spec.mode === 'split-tag') this.#splitTags(fault, spec.receivers, slot, outbox);
    else if (spec.mode === 'flood' && slot.index > 0) this.#flood(fault, spec.receivers, slot, outbox);
    else if (spec.mode === 'accuser') this.#spare(spec.receivers, slot, outbox);
  }

  /** Takes the charge out of what it tells those whom the accuser does not tell. */
  #spare(told: readonly number[], slot: Slot, outbox: Outbox): void {
    for (let entry = 0; entry < outbox.count; entry++) {
      const packet = outbox.packets[entry];
      if (packet.type !== PACKET.report || told.includes(outbox.receivers[entry])) continue;
      this.#ownCopy(slot, outbox, { entry, words: packet.length });
      this.#inner.slander?.(NO_CHARGE, outbox.packets[entry]);
    }
  }

  /** Its own report, another one to each receiver; signed as properly as the true one where reports are signed. */
  #tellStories(
    fault: FaultTrack<NodeFault>,
    spec: Extract<NodeFault, { mode: 'two-faced' }>,
    slot: Slot,
    outbox: Outbox,
  ): void {
    const quantities = spec.kind === 'sensor' ? spec.quantities : [spec.quantity];
    for (let entry = 0; entry < outbox.count; entry++) {
      const packet = outbox.packets[entry];
      if (packet.type !== PACKET.report) continue;
      const receiver = outbox.receivers[entry];
      const [{ at }] = this.#tampering.rowsOf({ round: 1, receiver, packet });
      let lied = false;
      for (const quantity of quantities) {
        if (this.#say({ slot, outbox, entry, quantity, to: spec.to, at })) lied = true;
      }
      if (!lied) continue;
      fault.activate(slot.frame);
      if (this.#tampering.chains === undefined) continue;
      const told = outbox.packets[entry];
      this.#inner.reseal?.(told, told.words.slice(at, at + REPORT_WORDS));
    }
  }

  /** What it relays of others. A liar leaves their signatures as they were, a forger makes what it can of them. */
  #lie(
    fault: FaultTrack<NodeFault>,
    spec: Extract<NodeFault, { mode: 'liar' | 'forger' }>,
    slot: Slot,
    outbox: Outbox,
  ): void {
    for (let entry = 0; entry < outbox.count; entry++) {
      const packet = outbox.packets[entry];
      if (packet.type !== PACKET.relay) continue;
      const place = { round: slot.index + 1, receiver: outbox.receivers[entry], packet };
      for (const { source, at, chain } of this.#tampering.rowsOf(place)) {
        if (!spec.about.includes(source)) continue;
        if (!this.#say({ slot, outbox, entry, quantity: spec.quantity, to: spec.to, at })) continue;
        fault.activate(slot.frame);
        if (spec.mode === 'forger') this.#tampering.chains?.resign(outbox.packets[entry], chain);
      }
    }
  }

  /** The same report to all, under a tag of which some receivers' entries are garbage. */
  #splitTags(fault: FaultTrack<NodeFault>, receivers: readonly number[], slot: Slot, outbox: Outbox): void {
    for (let entry = 0; entry < outbox.count; entry++) {
      const packet = outbox.packets[entry];
      if (packet.type !== PACKET.report) continue;
      const [{ chain }] = this.#tampering.rowsOf({ round: 1, receiver: outbox.receivers[entry], packet });
      this.#ownCopy(slot, outbox, { entry, words: packet.length });
      this.#tampering.chains?.spoilEntries(outbox.packets[entry], chain, receivers);
      fault.activate(slot.frame);
    }
  }

  /** Relays in place of, or beside, its own: full of chains that are to be checked and are bad. */
  #flood(fault: FaultTrack<NodeFault>, receivers: readonly number[], slot: Slot, outbox: Outbox): void {
    const { chains } = this.#tampering;
    const round = slot.index + 1;
    const words = chains?.wordsMax(round) ?? 0;
    if (chains === undefined || words === 0) return;
    for (const receiver of receivers) {
      let entry = 0;
      while (entry < outbox.count && outbox.receivers[entry] !== receiver) entry++;
      if (entry === outbox.count) {
        outbox.packets[entry] = this.#blank;
        outbox.receivers[entry] = receiver;
        outbox.count++;
      }
      this.#ownCopy(slot, outbox, { entry, words });
      const packet = outbox.packets[entry];
      packet.slot = slot.index;
      packet.frame = slot.frame;
      chains.flood({ round, receiver, packet });
      fault.activate(slot.frame);
    }
  }

  /** Puts a receiver's lie at one quantity of the report at word `at` of the packet; false where it is no lie. */
  #say(lie: {
    slot: Slot;
    outbox: Outbox;
    entry: number;
    quantity: number;
    to: CountByReceiver;
    at: number;
  }): boolean {
    const { slot, outbox, entry, quantity, to, at } = lie;
    const count = to[outbox.receivers[entry]] as number | undefined;
    if (count === undefined) return false;
    const counts = this.#ownCopy(slot, outbox, { entry, words: outbox.packets[entry].length });
    const place = at * 2 + quantity;
    if (counts[place] === count) return false;
    counts[place] = count;
    return true;
  }

  /** Puts a copy of the packet in its place, with room for so many words, and returns its counts. */
  #ownCopy(slot: Slot, outbox: Outbox, { entry, words }: { entry: number; words: number }): Int16Array {
    const packet = outbox.packets[entry];
    const copies = (this.#copies[slot.index] ??= []);
    let copy = copies[entry] as { packet: Packet; counts: Int16Array } | undefined;
    if (copy === undefined || copy.packet.words.length < words) {
      const fresh = createPacket(words);
      copy = { packet: fresh, counts: new Int16Array(fresh.words.buffer) };
      copies[entry] = copy;
    }
    if (packet !== copy.packet) copyPacket(packet, copy.packet);
    outbox.packets[entry] = copy.packet;
    return copy.counts;
  }
}
