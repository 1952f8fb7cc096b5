/**
 * A receiver's mailbox: bounded, ordered by sender and then by sequence, whatever order packets arrived in. Each sender
 * has so many places and no more; what comes on top is dropped and counted. A babbling sender can therefore neither make
 * it grow nor take a place of another: one capacity for all would have let it crowd the good ones out.
 */
import { createPacket, type Packet } from '../../firmware/icd/packets.js';
import type { Inbox } from '../../firmware/icd/slot.js';
import { RUN_START, type Instant } from '../time/time.js';

export class Mailbox {
  count = 0;
  overflowed = 0;
  /** The latest arrival of those in it, µs; the start of the run where there is none. */
  latest: number = RUN_START;
  packets: Packet[];
  /** Arrival of packets[i], µs. */
  readonly arrivals: Float64Array;

  readonly #capacity: number;
  readonly #perSender: number;

  constructor({ senders, perSender }: { senders: number; perSender: number }) {
    const none = createPacket(0);
    const capacity = senders * perSender;
    this.#capacity = capacity;
    this.#perSender = perSender;
    this.packets = Array.from({ length: capacity }, () => none);
    this.arrivals = new Float64Array(capacity);
  }

  /** Keeps a reference to the packet. */
  push(packet: Packet, arrival: Instant): void {
    const { packets, arrivals } = this;
    const { sender } = packet;
    let at = this.count;
    while (at > 0 && packets[at - 1].sender > sender) at--;
    const mine = at - this.#perSender;
    if (this.count === this.#capacity || (mine >= 0 && packets[mine].sender === sender)) {
      this.overflowed++;
      return;
    }
    for (let i = this.count++; i > at; i--) {
      packets[i] = packets[i - 1];
      arrivals[i] = arrivals[i - 1];
    }
    packets[at] = packet;
    arrivals[at] = arrival;
    if (arrival > this.latest) this.latest = arrival;
  }

  /** Hands over all packets in the place of those that `inbox` held: the two change places, and nothing is copied. */
  emptyInto(inbox: Inbox): void {
    const { packets } = this;
    this.packets = inbox.packets;
    inbox.packets = packets;
    inbox.count = this.count;
    this.clear();
  }

  clear(): void {
    this.count = 0;
    this.latest = RUN_START;
  }
}
