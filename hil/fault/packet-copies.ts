/**
 * Copies to tamper with. Receivers may read one slot's packets while the next slot's are written, and a sender's packet
 * may go to several receivers at once, so whatever is falsified for one of them is falsified in a copy.
 *
 *   PacketCopies   of a node's outbox: one for each slot and entry
 *   WayCopies      on a bus: one for each way, slot and type; two frames deep, for what is kept to the next frame
 *
 * Each copy is made once and used again in every frame, so a fault costs no memory while it lasts.
 */
import { copyPacket, createPacket, type Packet } from '../../firmware/icd/packets.js';
import type { Outbox } from '../../firmware/icd/slot.js';

export interface OutboxPlace {
  /** Slot of the frame. */
  readonly slot: number;
  readonly entry: number;
}

export class PacketCopies {
  readonly #copies: { packet: Packet; counts: Int16Array }[][] = [];

  /** Puts a copy of the packet in its place, with room for `words`, and returns its counts. */
  own(outbox: Outbox, { slot, entry }: OutboxPlace, words = outbox.packets[entry].length): Int16Array {
    const packet = outbox.packets[entry];
    const copies = (this.#copies[slot] ??= []);
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

export class WayCopies {
  readonly #copies = new Map<number, [Packet, Packet]>();

  /** This frame's copy of what goes to this receiver, newly made. Good until the frame after next. */
  copy(packet: Packet, receiver: number): Packet {
    const pair = this.#pairOf(packet, receiver);
    const turn = packet.frame & 1;
    if (pair[turn].words.length < packet.length) pair[turn] = createPacket(packet.length);
    copyPacket(packet, pair[turn]);
    return pair[turn];
  }

  /** The copy that was made of this way's packet in the frame before; null where none was. */
  before(packet: Packet, receiver: number): Packet | null {
    const earlier = this.#pairOf(packet, receiver)[1 - (packet.frame & 1)];
    return earlier.frame === packet.frame - 1 && earlier.type === packet.type ? earlier : null;
  }

  #pairOf({ sender, slot, type }: Packet, receiver: number): [Packet, Packet] {
    const way = (((sender * 256 + receiver) * 16 + slot) * 16 + type) | 0;
    let pair = this.#copies.get(way);
    if (pair === undefined) {
      pair = [createPacket(0), createPacket(0)];
      this.#copies.set(way, pair);
    }
    return pair;
  }
}
