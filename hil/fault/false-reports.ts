/**
 * What a faulty computer says: its own report, its relays and its charges, falsified word by word.
 *
 *   two-faced  its own report differs per receiver                     liar     its relays of others' reports are false
 *   forger     a liar that also signs its lies for others              flood    relays full of chains with bad signatures
 *   split-tag  its own report under a tag that is garbage for some     accuser  it charges somebody with no finding
 */
import { createPacket, PACKET } from '../../firmware/icd/packets.js';
import { REPORT_WORDS } from '../../firmware/icd/quantities.js';
import type { Outbox, Slot } from '../../firmware/icd/slot.js';
import type { Node } from '../board/node.js';
import type { ComputerFaultSpec, CountByReceiver, SensorFaultSpec } from './fault-spec.js';
import type { FaultTrack } from './fault-track.js';
import type { NodeFault } from './node-condition.js';
import type { PacketCopies } from './packet-copies.js';
import type { Tampering } from './tampering.js';

const WORD_MODES: readonly NodeFault['mode'][] = [
  'two-faced',
  'liar',
  'forger',
  'split-tag',
  'flood',
  'accuser',
];

/** Whether a fault is carried out here. */
export function falsifiesWords({ kind, mode }: NodeFault): boolean {
  return kind !== 'clock' && WORD_MODES.includes(mode);
}

const NO_CHARGE = { channels: [], sensors: [] };

export class FalseReports {
  readonly #inner: Node;
  readonly #tampering: Tampering;
  readonly #copies: PacketCopies;
  readonly #blank = createPacket(0);

  constructor({ inner, tampering, copies }: { inner: Node; tampering: Tampering; copies: PacketCopies }) {
    this.#inner = inner;
    this.#tampering = tampering;
    this.#copies = copies;
  }

  /** The accuser believes what it says: its own row holds the charge, and only those it does not tell are spared it. */
  accuse(faults: readonly FaultTrack<NodeFault>[], frame: number): void {
    for (const fault of faults) {
      const { spec } = fault;
      if (spec.mode !== 'accuser' || !fault.acts(frame) || this.#inner.slander === undefined) continue;
      this.#inner.slander(spec, null);
      fault.activate(frame);
    }
  }

  /** Falsifies what this fault is about. */
  tamper(fault: FaultTrack<NodeFault>, slot: Slot, outbox: Outbox): void {
    const { spec } = fault;
    if (spec.mode === 'two-faced' && spec.kind !== 'clock') this.#tellStories(fault, spec, slot, outbox);
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
      this.#copies.own(outbox, { slot: slot.index, entry });
      this.#inner.slander?.(NO_CHARGE, outbox.packets[entry]);
    }
  }

  /** Its own report, another one to each receiver; signed as properly as the true one where reports are signed. */
  #tellStories(
    fault: FaultTrack<NodeFault>,
    spec: Extract<ComputerFaultSpec | SensorFaultSpec, { mode: 'two-faced' }>,
    slot: Slot,
    outbox: Outbox,
  ): void {
    const quantities = spec.kind === 'sensor' ? spec.quantities : [spec.quantity];
    for (let entry = 0; entry < outbox.count; entry++) {
      const packet = outbox.packets[entry];
      if (packet.type !== PACKET.report) continue;
      const receiver = outbox.receivers[entry];
      const lie = spec.to[receiver] as number | undefined;
      if (lie === undefined) continue;
      const [{ at }] = this.#tampering.rowsOf({ round: 1, receiver, packet });
      const counts = this.#copies.own(outbox, { slot: slot.index, entry });
      let lied = false;
      for (let i = 0; i < quantities.length; i++) {
        const place = at * 2 + quantities[i];
        if (counts[place] === lie) continue;
        counts[place] = lie;
        lied = true;
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
      this.#copies.own(outbox, { slot: slot.index, entry });
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
      this.#copies.own(outbox, { slot: slot.index, entry }, words);
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
    const counts = this.#copies.own(outbox, { slot: slot.index, entry });
    const place = at * 2 + quantity;
    if (counts[place] === count) return false;
    counts[place] = count;
    return true;
  }
}
