/**
 * A receiver's mailbox: bounded, ordered by sender and then by sequence, whatever order packets arrived in. One
 * past the capacity is dropped and counted; a babbling sender cannot make it grow.
 */
import { createPacket, type Packet } from '../../firmware/icd/packets.js';
import type { Instant } from '../time/time.js';

export class Mailbox {
  count = 0;
  overflowed = 0;
  readonly packets: Packet[];
  /** Arrival of packets[i], µs. */
  readonly arrivals: Float64Array;

  constructor(capacity: number) {
    const none = createPacket(0);
    this.packets = Array.from({ length: capacity }, () => none);
    this.arrivals = new Float64Array(capacity);
  }

  /** Keeps a reference to the packet. */
  push(packet: Packet, arrival: Instant): void {
    if (this.count === this.packets.length) {
      this.overflowed++;
      return;
    }
    let at = this.count++;
    while (at > 0 && this.packets[at - 1].sender > packet.sender) {
      this.packets[at] = this.packets[at - 1];
      this.arrivals[at] = this.arrivals[at - 1];
      at--;
    }
    this.packets[at] = packet;
    this.arrivals[at] = arrival;
  }

  clear(): void {
    this.count = 0;
  }
}
