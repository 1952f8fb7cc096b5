/**
 * Anything that can stand in for a flight computer. The flight computer of `firmware/fcc` has this shape without
 * knowing it; a child process, an emulated chip or a board on a port is given it by an adapter in this room.
 */
import type { Packet } from '../../firmware/icd/packets.js';
import type { Probe } from '../../firmware/icd/probe.js';
import type { Inbox, Outbox, Slot } from '../../firmware/icd/slot.js';

/** Channels accused as computers, and single sensors accused. */
export interface Charge {
  readonly channels: readonly number[];
  readonly sensors: readonly { readonly channel: number; readonly quantity: number }[];
}

export interface Node {
  /** Runs one slot; the outbox is valid until the next call. */
  runSlot(slot: Slot, inbox: Inbox): Outbox;
  /** Power-cycle. */
  restart(): void;
  /** Flips one bit of the lasting state, if this kind of node can be reached there. */
  upset?(place: { word: number; bit: number }): void;
  /** Called between vote, selection and law, if this kind of node can be looked into; null = nobody looks. */
  probe?: Probe | null;
  /** Signatures made and verified since the frame began, where messages are signed. */
  readonly signaturesMade?: number;
  readonly signaturesVerified?: number;
  /** Puts another report into a round 1 packet of this node, signed by its own key where reports are. */
  reseal?(packet: Packet, report: Int32Array): void;
  /** Makes a charge that no monitor found, in its next report or in this one packet, if it knows of charges. */
  slander?(charge: Charge, packet: Packet | null): void;
}
