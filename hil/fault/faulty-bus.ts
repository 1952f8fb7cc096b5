/**
 * A decorator that makes chosen ways of any bus misbehave.
 *
 *   lost     omission  off-specification  partition  re-enumeration  corruption (the CRC catches it)
 *   wrong    wrong-content  masquerade
 *   late     delay  jitter  stall  reorder, and a clock that seems to each receiver to be late by something else
 *   more     duplicate  retained (the one of the frame before)  babble
 *
 * The faults of a packet are applied in the order of the plan. What is changed is a copy, since one packet object may be
 * on its way to several receivers. A packet that is lost stays lost, whatever comes after in the plan.
 */
import type { Packet } from '../../firmware/icd/packets.js';
import type { Inbox } from '../../firmware/icd/slot.js';
import type { Bus, Damage, LateListener } from '../bus/bus.js';
import type { UniformSource } from '../time/execution-model.js';
import { after, duration, instant, RUN_START, type Instant } from '../time/time.js';
import { Babble } from './babble.js';
import { burstEnd, type ClockFaultSpec, type LinkFaultSpec, type Partition } from './fault-spec.js';
import type { FaultTrack } from './fault-track.js';
import { WayCopies } from './packet-copies.js';
import { Reordering } from './reordering.js';
import { isPartition, partitionIn } from './struck-computers.js';

export type BusFault = LinkFaultSpec | Extract<ClockFaultSpec, { mode: 'two-faced' }>;

/** A fault and what it needs while it lasts. */
interface Injector {
  readonly track: FaultTrack<BusFault>;
  readonly luck: UniformSource;
  readonly copies: WayCopies;
  readonly reordering: Reordering;
  readonly damage: Damage;
}

export interface FaultyBusParts {
  readonly inner: Bus;
  readonly faults: readonly FaultTrack<BusFault>[];
  /** Length of a frame, µs. */
  readonly periodUs: number;
  /** The luck of a fault, by its id. */
  readonly luckOf: (id: string) => UniformSource;
}

export class FaultyBus implements Bus {
  /** Packets that would have been damaged beyond recognition, on a bus that has no bytes to damage. */
  unrecognised = 0;
  readonly #inner: Bus;
  readonly #periodUs: number;
  readonly #injectors: readonly Injector[];
  readonly #noise = new Babble();
  /** What is becoming of the packet that is being sent. */
  readonly #passage = {
    lost: false,
    at: RUN_START,
    /** What follows it, and how much later. */
    overtaken: null as Packet | null,
    again: 0,
    againUs: 0,
    damage: null as Damage | null,
  };

  constructor({ inner, faults, periodUs, luckOf }: FaultyBusParts) {
    this.#inner = inner;
    this.#periodUs = periodUs;
    this.#injectors = faults.map((track) => {
      const { id, mode } = track.spec;
      const luck = mode === 'jitter' || mode === 'corruption' ? luckOf(id) : NO_LUCK;
      return {
        track,
        luck,
        copies: new WayCopies(),
        reordering: new Reordering(),
        damage: damageOf(track.spec, luck),
      };
    });
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
    const passage = this.#passage;
    passage.lost = false;
    passage.at = at;
    passage.overtaken = null;
    passage.again = 0;
    passage.againUs = 0;
    passage.damage = null;
    let carried = packet;
    for (const injector of this.#injectors) {
      const { track } = injector;
      if (this.#concerns(track.spec, packet, receiver) && track.acts(packet.frame))
        carried = this.#strike(injector, carried, receiver);
    }
    if (passage.lost) return;
    this.#deliver(carried, receiver, passage.at);
    for (let copy = 0; copy < passage.again; copy++)
      this.#deliver(carried, receiver, after(passage.at, duration(passage.againUs)));
    if (passage.overtaken !== null) this.#inner.send(passage.overtaken, receiver, passage.at);
  }

  drain(receiver: number, cutoff: Instant, inbox: Inbox): Instant {
    for (const { reordering } of this.#injectors) reordering.drain(receiver, this.onLate);
    return this.#inner.drain(receiver, cutoff, inbox);
  }

  #deliver(packet: Packet, receiver: number, at: Instant): void {
    const { damage } = this.#passage;
    if (damage === null) this.#inner.send(packet, receiver, at);
    else if (this.#inner.sendDamaged !== undefined) this.#inner.sendDamaged(packet, receiver, at, damage);
    else this.unrecognised++;
  }

  /** Whether this packet is on a way of the fault. */
  #concerns(spec: BusFault, { sender, frame }: Packet, receiver: number): boolean {
    if (spec.kind === 'clock') return spec.computer === sender && spec.lateUs[receiver] !== undefined;
    const { senders, receivers } = spec;
    if (spec.mode === 'masquerade' && spec.as === sender) return false;
    if (isPartition(spec)) {
      const partition = partitionIn(spec, Math.max(frame, spec.onset));
      if (!isBetweenGroups(partition, sender, receiver)) return false;
    }
    if (senders.includes(sender) && receivers.includes(receiver)) return true;
    return spec.mode === 're-enumeration' && senders.includes(receiver) && receivers.includes(sender);
  }

  /** Does one fault's harm; returns the packet to go on with. */
  #strike(injector: Injector, packet: Packet, receiver: number): Packet {
    const passage = this.#passage;
    const { track, luck } = injector;
    const { spec } = track;
    const { frame } = packet;
    switch (spec.mode) {
      case 'omission':
      case 'partition':
      case 'clique-split':
      case 're-enumeration':
        return this.#lose(track, packet);
      case 'off-specification':
        return spec.deaf.includes(receiver) ? this.#lose(track, packet) : packet;
      case 'corruption':
        passage.damage = injector.damage;
        break;
      case 'wrong-content': {
        if (spec.word >= packet.length) return packet;
        track.activate(frame);
        const wrong = injector.copies.copy(packet, receiver);
        wrong.words[spec.word] ^= 1 << spec.bit;
        return wrong;
      }
      case 'masquerade': {
        track.activate(frame);
        const posing = injector.copies.copy(packet, receiver);
        posing.sender = spec.as;
        return posing;
      }
      case 'delay':
        passage.at = after(passage.at, duration(spec.byUs));
        break;
      case 'jitter': {
        const us = Math.floor(luck.uniform() * (spec.jitterUs + 1));
        if (us === 0) return packet;
        passage.at = after(passage.at, duration(us));
        break;
      }
      case 'stall': {
        const over = instant(burstEnd(spec, frame) * this.#periodUs);
        if (passage.at >= over) return packet;
        passage.at = over;
        break;
      }
      case 'two-faced':
        passage.at = after(passage.at, duration(spec.lateUs[receiver]));
        break;
      case 'duplicate':
        passage.again++;
        passage.againUs = Math.max(passage.againUs, spec.byUs);
        break;
      case 'reorder':
        if (passage.lost) return packet;
        passage.overtaken = injector.reordering.overtake(packet, receiver);
        if (passage.overtaken === null) passage.lost = true;
        break;
      case 'retained': {
        const earlier = injector.copies.before(packet, receiver);
        injector.copies.copy(packet, receiver);
        if (earlier === null) return packet;
        this.#inner.send(earlier, receiver, passage.at);
        break;
      }
      case 'babble':
        for (let i = 0; i < spec.packets; i++)
          this.#inner.send(this.#noise.like(packet), receiver, passage.at);
        break;
      default:
        return spec satisfies never;
    }
    track.activate(frame);
    return packet;
  }

  #lose(track: FaultTrack<BusFault>, packet: Packet): Packet {
    this.#passage.lost = true;
    track.activate(packet.frame);
    return packet;
  }
}

function isBetweenGroups({ groups }: Partition, sender: number, receiver: number): boolean {
  let from: readonly number[] | null = null;
  let to: readonly number[] | null = null;
  for (const group of groups) {
    if (group.includes(sender)) from = group;
    if (group.includes(receiver)) to = group;
  }
  return from !== null && to !== null && from !== to;
}

/** Of a fault in which nothing is left to luck. */
const NO_LUCK: UniformSource = { uniform: () => 0 };

/** Flips so many bits in a row, somewhere in a packet's bytes. */
function damageOf(spec: BusFault, luck: UniformSource): Damage {
  const bits = spec.mode === 'corruption' ? spec.bits : 0;
  return (bytes, length) => {
    const first = Math.floor(luck.uniform() * (length * 8 - bits + 1));
    for (let bit = first; bit < first + bits; bit++) bytes[bit >> 3] ^= 1 << (bit & 7);
  };
}
