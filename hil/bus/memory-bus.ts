/**
 * The memory bus hands packet objects over as they are. It is the fast one, and the reference for every other: a
 * flight over real bytes must decide the same. A packet is taken by reference and read at the drain of the same
 * or the next slot, before its sender runs again.
 *
 * Senders are run one after the other, whatever the instants at which they send. Where transfers take time, packets
 * therefore wait for the next drain and are put onto the lines together (`line-time.ts`); otherwise a late sender
 * that happens to be run first would hold up those who were in time. What is sent past the drain's cut-off is late
 * in any case and never gets onto a line.
 */
import type { Packet } from '../../firmware/icd/packets.js';
import { wireBytes } from '../../firmware/icd/codec.js';
import type { Inbox } from '../../firmware/icd/slot.js';
import { RUN_START, instant, type Instant } from '../time/time.js';
import type { Bus, LateListener } from './bus.js';
import { LineTime } from './line-time.js';
import { Mailbox } from './mailbox.js';

/** Packets one sender may have waiting at one receiver. */
const PER_SENDER = 4;

export interface BusSize {
  /** Computers; the actuators are one more receiver. */
  readonly computers: number;
  /** Line speed, baud; 0 = transfer takes no time. */
  readonly baud: number;
}

export class MemoryBus implements Bus {
  onLate: LateListener | null = null;
  protected readonly computers: number;
  readonly #mailboxes: Mailbox[];
  readonly #lines: LineTime | null;
  /** Sent and not yet on a line, in order of sending. */
  readonly #waiting: { packet: Packet; box: number; at: Instant }[] = [];

  constructor({ computers, baud }: BusSize) {
    this.computers = computers;
    this.#mailboxes = Array.from({ length: computers + 1 }, () => new Mailbox(PER_SENDER * computers));
    this.#lines = baud === 0 ? null : new LineTime({ baud, nodes: computers + 1 });
  }

  get overflowed(): number {
    return this.#mailboxes.reduce((sum, mailbox) => sum + mailbox.overflowed, 0);
  }

  send(packet: Packet, receiver: number, at: Instant): void {
    this.deliver(packet, receiver, at);
  }

  /** Puts a packet into the receiver's mailbox at its arrival. */
  protected deliver(packet: Packet, receiver: number, at: Instant): void {
    const box = this.boxOf(receiver);
    if (this.#lines === null) this.#mailboxes[box].push(packet, at);
    else this.#waiting.push({ packet, box, at });
  }

  #transfer(lines: LineTime, cutoff: Instant): void {
    const sent = this.#waiting.filter(({ at }) => at <= cutoff);
    const arrivals = lines.arrivals(
      sent.map(({ packet, box, at }) => ({
        sender: packet.sender,
        receiver: box,
        bytes: wireBytes(packet.length),
        at,
      })),
    );
    sent.forEach(({ packet, box }, i) => this.#mailboxes[box].push(packet, arrivals[i]));
    for (const { packet, box, at } of this.#waiting) if (at > cutoff) this.#mailboxes[box].push(packet, at);
    this.#waiting.length = 0;
  }

  drain(receiver: number, cutoff: Instant, inbox: Inbox): Instant {
    if (this.#lines !== null && this.#waiting.length > 0) this.#transfer(this.#lines, cutoff);
    const mailbox = this.#mailboxes[this.boxOf(receiver)];
    let count = 0;
    let last: number = RUN_START;
    for (let i = 0; i < mailbox.count; i++) {
      const packet = mailbox.packets[i];
      const arrival = mailbox.arrivals[i];
      if (arrival <= cutoff) {
        inbox.packets[count++] = packet;
        if (arrival > last) last = arrival;
      } else if (this.onLate !== null) this.onLate(packet.sender, receiver);
    }
    inbox.count = count;
    mailbox.clear();
    return instant(last);
  }

  /** Index of a receiver's mailbox: computers by id, the actuators after them. */
  protected boxOf(receiver: number): number {
    return receiver < this.computers ? receiver : this.computers;
  }
}
