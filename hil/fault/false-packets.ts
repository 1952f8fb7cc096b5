/**
 * What becomes of a faulty computer's packets as wholes, whatever they say.
 *
 *   fail-silent     some, or all, hear nothing           self-trip       no command, and it says that it does not command
 *   replay          those of the frame before            forged-sender   under the name of another
 *   babble          noise ahead of them, in every slot
 *
 * They are applied in this order after the words have been falsified, so that a liar can also replay its lies. What goes
 * to the test rig is never touched, but for the claim to command: it is how we know what the computer did.
 */
import { ACTUATORS, HEARTBEAT_FLAG, PACKET, TELEMETRY_FLAG, TEST_RIG } from '../../firmware/icd/packets.js';
import { createOutbox, type Outbox, type Slot } from '../../firmware/icd/slot.js';
import { Babble } from './babble.js';
import { type ComputerFaultSpec, isActive } from './fault-spec.js';
import type { FaultTrack } from './fault-track.js';
import type { NodeFault } from './node-condition.js';
import { PacketCopies, WayCopies } from './packet-copies.js';

type Of<Mode extends ComputerFaultSpec['mode']> = FaultTrack<Extract<ComputerFaultSpec, { mode: Mode }>>;

export class FalsePackets {
  /** Apart from those of `FalseReports`, whose entries may have moved up since. */
  readonly #copies = new PacketCopies();
  readonly #silences: readonly Of<'fail-silent'>[];
  readonly #trips: readonly Of<'self-trip'>[];
  readonly #replays: readonly Of<'replay'>[];
  readonly #forgeries: readonly Of<'forged-sender'>[];
  readonly #babblers: readonly Of<'babble'>[];
  /** What was really sent, this frame and the last. */
  readonly #sent = new WayCopies();
  readonly #noise = new Babble();
  readonly #self: { readonly sender: number; readonly run: number };
  /** Room for noise and packets; empty where nobody babbles. */
  readonly #flooded: Outbox;

  constructor({
    faults,
    self,
    run,
  }: {
    faults: readonly FaultTrack<NodeFault>[];
    self: number;
    run: number;
  }) {
    const of = <Mode extends ComputerFaultSpec['mode']>(mode: Mode): Of<Mode>[] =>
      faults.filter(({ spec }) => spec.kind === 'computer' && spec.mode === mode) as Of<Mode>[];
    this.#silences = of('fail-silent');
    this.#trips = of('self-trip');
    this.#replays = of('replay');
    this.#forgeries = of('forged-sender');
    this.#babblers = of('babble');
    this.#self = { sender: self, run };
    const noise = this.#babblers.reduce((sum, { spec }) => sum + spec.packets * spec.receivers.length, 0);
    this.#flooded = createOutbox(noise === 0 ? 0 : noise + OUTBOX_MAX);
  }

  /** What leaves the computer in this slot. The outbox handed in may be changed. */
  tamper(slot: Slot, outbox: Outbox): Outbox {
    const { frame } = slot;
    for (const fault of this.#silences) if (fault.acts(frame)) this.#silence(fault, frame, outbox);
    for (const fault of this.#trips) if (fault.acts(frame)) this.#trip(fault, slot, outbox);
    for (const fault of this.#replays) this.#replay(fault, frame, outbox);
    for (const fault of this.#forgeries) if (fault.acts(frame)) this.#forge(fault, slot, outbox);
    return this.#babblers.length === 0 ? outbox : this.#babble(frame, outbox);
  }

  #silence(fault: Of<'fail-silent'>, frame: number, outbox: Outbox): void {
    const { receivers } = fault.spec;
    if (removeFrom(outbox, (entry) => receivers.includes(outbox.receivers[entry]))) fault.activate(frame);
  }

  #trip(fault: Of<'self-trip'>, slot: Slot, outbox: Outbox): void {
    const { packets } = outbox;
    const commands = (entry: number): boolean =>
      outbox.receivers[entry] === ACTUATORS && packets[entry].type === PACKET.command;
    if (removeFrom(outbox, commands)) fault.activate(slot.frame);
    for (let entry = 0; entry < outbox.count; entry++) {
      const { type } = packets[entry];
      if (type !== PACKET.heartbeat && type !== PACKET.telemetry) continue;
      this.#copies.own(outbox, { slot: slot.index, entry });
      const flag = type === PACKET.heartbeat ? HEARTBEAT_FLAG.commands : TELEMETRY_FLAG.commandValid;
      packets[entry].words[0] &= ~flag;
    }
  }

  /** Keeps what is sent from the frame before the fault on, so that there is something to send again. */
  #replay(fault: Of<'replay'>, frame: number, outbox: Outbox): void {
    const acts = fault.acts(frame);
    if (!acts && !isActive(fault.spec, frame + 1)) return;
    for (let entry = 0; entry < outbox.count; entry++) {
      const receiver = outbox.receivers[entry];
      if (receiver === TEST_RIG) continue;
      const packet = outbox.packets[entry];
      const earlier = acts ? this.#sent.before(packet, receiver) : null;
      const kept = this.#sent.copy(packet, receiver);
      if (earlier === null) continue;
      outbox.packets[entry] = earlier;
      if (fault.spec.header === 'old') fault.activate(frame);
      else {
        earlier.frame = frame;
        if (!sameContent(earlier.words, kept.words, kept.length) || earlier.length !== kept.length)
          fault.activate(frame);
      }
    }
  }

  #forge(fault: Of<'forged-sender'>, slot: Slot, outbox: Outbox): void {
    for (let entry = 0; entry < outbox.count; entry++) {
      if (!fault.spec.receivers.includes(outbox.receivers[entry])) continue;
      this.#copies.own(outbox, { slot: slot.index, entry });
      outbox.packets[entry].sender = fault.spec.as;
      fault.activate(slot.frame);
    }
  }

  #babble(frame: number, outbox: Outbox): Outbox {
    const flooded = this.#flooded;
    let count = 0;
    for (const fault of this.#babblers) {
      if (!fault.acts(frame)) continue;
      fault.activate(frame);
      const noise = this.#noise.like({ ...this.#self, frame });
      for (const receiver of fault.spec.receivers)
        for (let i = 0; i < fault.spec.packets; i++) {
          flooded.receivers[count] = receiver;
          flooded.packets[count++] = noise;
        }
    }
    if (count === 0) return outbox;
    for (let entry = 0; entry < outbox.count; entry++) {
      flooded.receivers[count] = outbox.receivers[entry];
      flooded.packets[count++] = outbox.packets[entry];
    }
    flooded.count = count;
    return flooded;
  }
}

/** Entries that a computer's own outbox has at most: one for each other computer, the actuators twice, the test rig. */
const OUTBOX_MAX = 20;

/** Takes entries out of an outbox, the others in their order; false where there were none. */
function removeFrom(outbox: Outbox, unwanted: (entry: number) => boolean): boolean {
  let kept = 0;
  const { count } = outbox;
  for (let entry = 0; entry < count; entry++) {
    if (unwanted(entry)) continue;
    const packet = outbox.packets[kept];
    outbox.packets[kept] = outbox.packets[entry];
    outbox.packets[entry] = packet;
    outbox.receivers[kept++] = outbox.receivers[entry];
  }
  outbox.count = kept;
  return kept < count;
}

function sameContent(one: Int32Array, other: Int32Array, words: number): boolean {
  for (let w = 0; w < words; w++) if (one[w] !== other[w]) return false;
  return true;
}
