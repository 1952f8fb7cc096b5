/**
 * A bus carries packets between nodes and says when each arrived. Only the loop's idea of time enters: a packet is
 * sent at an instant and is either in the receiver's mailbox by the cut-off or late, and a late packet is counted
 * and gone.
 */
import type { Packet } from '../../firmware/icd/packets.js';
import type { Inbox } from '../../firmware/icd/slot.js';
import type { Instant } from '../time/time.js';

/** Told of every packet that missed its cut-off. */
export type LateListener = (sender: number, receiver: number) => void;

/** Changes the first `length` bytes on the wire. */
export type Damage = (bytes: Uint8Array, length: number) => void;

export interface Bus {
  /** Sends to one receiver; the packet's content is taken by the time the call returns or before the next drain. */
  send(packet: Packet, receiver: number, at: Instant): void;
  /**
   * Empties a receiver's mailbox into `inbox`: what arrived by the cut-off, ordered by (sender, sequence). Returns
   * the arrival of the last of them, or the start of the run if there was none.
   */
  drain(receiver: number, cutoff: Instant, inbox: Inbox): Instant;
  /** Called for each late packet, at the drain that finds it. */
  onLate: LateListener | null;
  /** Sends with the bytes damaged on the way, where packets travel as bytes; the receiver's end finds out, or does not. */
  sendDamaged?(packet: Packet, receiver: number, at: Instant, damage: Damage): void;
  /** Packets lost because a mailbox was full. */
  readonly overflowed: number;
}
