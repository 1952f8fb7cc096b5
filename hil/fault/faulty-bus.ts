/**
 * A decorator that loses, delays or repeats packets on chosen ways of any bus.
 */
import type { Packet } from '../../firmware/icd/packets.js';
import type { Inbox } from '../../firmware/icd/slot.js';
import type { Bus, LateListener } from '../bus/bus.js';
import { after, duration, type Instant } from '../time/time.js';
import type { LinkFaultSpec } from './fault-spec.js';
import type { FaultTrack } from './fault-track.js';

export class FaultyBus implements Bus {
  readonly #inner: Bus;
  readonly #faults: readonly FaultTrack<LinkFaultSpec>[];

  constructor({ inner, faults }: { inner: Bus; faults: readonly FaultTrack<LinkFaultSpec>[] }) {
    this.#inner = inner;
    this.#faults = faults;
  }

  get onLate(): LateListener | null {
    return this.#inner.onLate;
  }

  set onLate(listener: LateListener | null) {
    this.#inner.onLate = listener;
  }

  get overflowed(): number {
    return this.#inner.overflowed;
  }

  send(packet: Packet, receiver: number, at: Instant): void {
    let sentAt = at;
    let copies = 1;
    for (const fault of this.#faults) {
      const { spec } = fault;
      if (spec.from !== packet.sender || !spec.receivers.includes(receiver) || !fault.acts(packet.frame))
        continue;
      fault.activate(packet.frame);
      if (spec.mode === 'omission') copies = 0;
      else if (spec.mode === 'delay') sentAt = after(sentAt, duration(spec.byUs));
      else if (copies > 0) copies++;
    }
    for (let copy = 0; copy < copies; copy++) this.#inner.send(packet, receiver, sentAt);
  }

  drain(receiver: number, cutoff: Instant, inbox: Inbox): Instant {
    return this.#inner.drain(receiver, cutoff, inbox);
  }
}
