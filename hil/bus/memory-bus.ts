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

/** Packets one sender may have waiting at one receiver, in its mailbox and before it on the lines. */
const PER_SENDER = 4;

/** Ids that a packet can name. */
const NODE_IDS = 256;

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
  /** How many of them are from each sender to each box, and how many were one too many. */
  readonly #admitted: Uint8Array;
  #refused = 0;

  constructor({ computers, baud }: BusSize) {
    this.computers = computers;
    this.#mailboxes = Array.from(
      { length: computers + 1 },
      () => new Mailbox({ senders: computers, perSender: PER_SENDER }),
    );
    this.#admitted = new Uint8Array(baud === 0 ? 0 : NODE_IDS * (computers + 1));
    this.#lines = baud === 0 ? null : new LineTime({ baud, nodes: computers + 1 });
  }

  get overflowed(): number {
    return this.#mailboxes.reduce((sum, mailbox) => sum + mailbox.overflowed, this.#refused);
  }

  send(packet: Packet, receiver: number, at: Instant): void {
    this.deliver(packet, receiver, at);
  }

  /** Puts a packet into the receiver's mailbox at its arrival. */
  protected deliver(packet: Packet, receiver: number, at: Instant): void {
    const box = this.boxOf(receiver);
    if (this.#lines === null) this.#mailboxes[box].push(packet, at);
    else if (this.#admits(packet.sender, box)) this.#waiting.push({ packet, box, at });
  }

  /** The host takes no more from a sender than its receiver has places for: what babbles does not fill the lines either. */
  #admits(sender: number, box: number): boolean {
    const way = box * NODE_IDS + sender;
    if (this.#admitted[way] === PER_SENDER) {
      this.#refused++;
      return false;
    }
    this.#admitted[way]++;
    return true;
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
    this.#admitted.fill(0);
  }

  drain(receiver: number, cutoff: Instant, inbox: Inbox): Instant {
    if (this.#lines !== null && this.#waiting.length > 0) this.#transfer(this.#lines, cutoff);
    const mailbox = this.#mailboxes[this.boxOf(receiver)];
    const { latest } = mailbox;
    if (latest <= cutoff) {
      mailbox.emptyInto(inbox);
      return instant(latest);
    }
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
