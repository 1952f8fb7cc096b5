/**
 * Every other packet of a way is kept back until the next one has overtaken it.
 *
 *   sent      1   2   3   4        what is kept past the receiver's drain is late, and counted as that; it comes
 *   arrives   2 1     4 3          all the same, for the receiver to throw away
 */
import { copyPacket, createPacket, type Packet } from '../../firmware/icd/packets.js';
import type { LateListener } from '../bus/bus.js';

interface Held {
  packet: Packet;
  sender: number;
  receiver: number;
  waits: boolean;
  /** A drain of the receiver has gone by. */
  late: boolean;
}

export class Reordering {
  readonly #held = new Map<number, [Held, Held]>();

  /** Null where the packet is kept back; else the one that it overtakes. */
  overtake(packet: Packet, receiver: number): Packet | null {
    const pair = this.#pairOf(packet.sender, receiver);
    const [held] = pair;
    if (held.waits) {
      held.waits = false;
      // The other copy is next: this one may still be read when the packet after this comes.
      pair.reverse();
      return held.packet;
    }
    if (held.packet.words.length < packet.length) held.packet = createPacket(packet.length);
    copyPacket(packet, held.packet);
    held.waits = true;
    held.late = false;
    return null;
  }

  /** The receiver's mailbox is being emptied. */
  drain(receiver: number, onLate: LateListener | null): void {
    for (const pair of this.#held.values())
      for (const held of pair) {
        if (held.receiver !== receiver || !held.waits || held.late) continue;
        held.late = true;
        onLate?.(held.sender, receiver);
      }
  }

  #pairOf(sender: number, receiver: number): [Held, Held] {
    const way = sender * 256 + receiver;
    let pair = this.#held.get(way);
    if (pair === undefined) {
      const create = (): Held => ({ packet: createPacket(0), sender, receiver, waits: false, late: false });
      pair = [create(), create()];
      this.#held.set(way, pair);
    }
    return pair;
  }
}
