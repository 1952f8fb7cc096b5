/**
 * The encoded bus carries the same bytes as the wires: every packet is encoded, stuffed, unstuffed, checked and
 * decoded on its way. It exists to show that nothing is lost in translation: the same rig flies to the same hash.
 */
import { cobsDecode, cobsEncode, cobsLengthMax } from '../../firmware/icd/cobs.js';
import { decodePacket, encodePacket, packetBytes } from '../../firmware/icd/codec.js';
import { createPacket, type Packet } from '../../firmware/icd/packets.js';
import type { Inbox } from '../../firmware/icd/slot.js';
import type { Instant } from '../time/time.js';
import type { Damage } from './bus.js';
import { MemoryBus, type BusSize } from './memory-bus.js';

/** Packets to decode into. Those of one drain stay untouched until the next: two sets take turns. */
class PacketPool {
  readonly #sets: [Packet[], Packet[]] = [[], []];
  #turn = 0;
  #used = 0;

  /** The next free packet with room for this many words. */
  take(words: number): Packet {
    const set = this.#sets[this.#turn];
    const at = this.#used++;
    if (at === set.length || set[at].words.length < words) set[at] = createPacket(words);
    return set[at];
  }

  turn(): void {
    this.#turn = 1 - this.#turn;
    this.#used = 0;
  }
}

export class EncodedBus extends MemoryBus {
  /** Frames that did not decode to a packet. */
  undecodable = 0;
  /** As long as the longest packet so far, which is one of the rig's first frame. */
  #plain = new Uint8Array(0);
  #stuffed = new Uint8Array(0);
  readonly #pools: PacketPool[];

  constructor(size: BusSize) {
    super(size);
    this.#pools = Array.from({ length: size.computers + 1 }, () => new PacketPool());
  }

  override send(packet: Packet, receiver: number, at: Instant): void {
    this.#carry(packet, receiver, at, null);
  }

  sendDamaged(packet: Packet, receiver: number, at: Instant, damage: Damage): void {
    this.#carry(packet, receiver, at, damage);
  }

  #carry(packet: Packet, receiver: number, at: Instant, damage: Damage | null): void {
    if (packetBytes(packet.length) > this.#plain.length) this.#makeRoom(packetBytes(packet.length));
    const plain = encodePacket(packet, this.#plain);
    const stuffed = cobsEncode(this.#plain, plain, this.#stuffed, 0);
    if (damage !== null) damage(this.#stuffed, stuffed);
    const length = cobsDecode(this.#stuffed, 0, stuffed, this.#plain);
    const received = this.#pools[this.boxOf(receiver)].take(packet.length);
    if (length < 0 || decodePacket(this.#plain, length, received) !== null) this.undecodable++;
    else this.deliver(received, receiver, at);
  }

  #makeRoom(bytes: number): void {
    this.#plain = new Uint8Array(bytes);
    this.#stuffed = new Uint8Array(cobsLengthMax(bytes));
  }

  override drain(receiver: number, cutoff: Instant, inbox: Inbox): Instant {
    this.#pools[this.boxOf(receiver)].turn();
    return super.drain(receiver, cutoff, inbox);
  }
}
