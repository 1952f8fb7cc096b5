/**
 * Real flight computers on a table, driven slot by slot: no clock, no bus, no aircraft. Every packet is copied when
 * it is sent, and a test may rewrite the list of what is delivered before the receivers see it.
 */
import type { ControlLaw } from '../../firmware/control/control-law.js';
import { FlightComputer } from '../../firmware/fcc/flight-computer.js';
import { roundsOf, type Scheme } from '../../firmware/fcc/scheme.js';
import {
  ACTUATORS,
  PACKET,
  STATE_WORDS,
  TELEMETRY_SELECTED,
  TELEMETRY_SUSPECT_SHIFT,
  TELEMETRY_VECTOR,
  TEST_RIG,
  copyPacket,
  createPacket,
  type Packet,
} from '../../firmware/icd/packets.js';
import { QUANTITY_COUNT, REPORT_WORDS } from '../../firmware/icd/quantities.js';
import type { SelectMethod } from '../../firmware/redundancy/select.js';

export const RUN = 0x5eed;

/** A packet on its way. */
export interface Delivery {
  readonly from: number;
  readonly to: number;
  readonly packet: Packet;
}

/** What is delivered in place of what was sent in this slot. */
export type Tamper = (
  sent: readonly Delivery[],
  slot: { frame: number; index: number },
) => readonly Delivery[];

/** What one computer made of a frame; null for one that was down. */
export interface Outcome {
  /** Reports decided, row = source, 16 counts each. */
  readonly vector: readonly (readonly number[])[];
  readonly selected: readonly number[];
  readonly state: readonly number[];
  readonly suspects: number;
  /** Two words, or null where it withheld its command. */
  readonly command: readonly number[] | null;
}

/**
 * A law with everything in its state: what it selected so far, and how often it ran. It starts at 1000, so that a
 * state nobody initialised shows.
 */
export function countingLaw(): ControlLaw {
  return {
    name: 'counting',
    initialise: (state) => void state.set([1000, 0, 0, 0]),
    step: (selected, state, command) => {
      state[0] += 1;
      for (let i = 0; i < QUANTITY_COUNT; i++) state[1] = (Math.imul(state[1], 31) + selected[i]) | 0;
      command.set([selected[0], selected[1], state[0], state[1]]);
    },
  };
}

export class FlightCluster {
  readonly computers: readonly FlightComputer[];
  /** Packets computers sent each other in the last frame, by slot. */
  readonly sent: Delivery[][] = [];
  frame = 0;
  readonly #rounds: number;

  constructor(
    scheme: Scheme,
    { choice = 'majority', select = 'mid' }: { choice?: 'majority' | 'median'; select?: SelectMethod } = {},
  ) {
    this.#rounds = roundsOf(scheme);
    this.computers = Array.from(
      { length: scheme.computers },
      (_, self) => new FlightComputer({ ...scheme, self, run: RUN, choice, select, law: countingLaw() }),
    );
  }

  /** One frame. `reports[i]`: what computer i reads; `down`: computers that do not run. */
  fly(
    reports: readonly Int16Array[],
    { tamper = (sent) => sent, down = [] }: { tamper?: Tamper; down?: readonly number[] } = {},
  ): (Outcome | null)[] {
    const outcomes: (Outcome | null)[] = this.computers.map(() => null);
    let arriving: readonly Delivery[] = reports.map((report, to) => ({
      from: TEST_RIG,
      to,
      packet: samplePacket(report, this.frame),
    }));
    this.sent.length = 0;
    for (let index = 0; index <= this.#rounds; index++) {
      const sent: Delivery[] = [];
      const commands = new Map<number, number[]>();
      this.computers.forEach((computer, id) => {
        if (down.includes(id)) return;
        const packets = arriving.filter(({ to }) => to === id).map(({ packet }) => packet);
        const outbox = computer.runSlot({ frame: this.frame, index }, { count: packets.length, packets });
        for (let entry = 0; entry < outbox.count; entry++) {
          const packet = copyOf(outbox.packets[entry]);
          const to = outbox.receivers[entry];
          if (to === ACTUATORS) commands.set(id, [...packet.words]);
          else if (to === TEST_RIG) outcomes[id] = outcomeOf(packet, commands.get(id) ?? null);
          else sent.push({ from: id, to, packet });
        }
      });
      this.sent.push(sent.map(({ from, to, packet }) => ({ from, to, packet: copyOf(packet) })));
      arriving = tamper(sent, { frame: this.frame, index });
    }
    this.frame++;
    return outcomes;
  }
}

export function copyOf(packet: Packet): Packet {
  const copy = createPacket(packet.length);
  copyPacket(packet, copy);
  return copy;
}

export function samplePacket(report: Int16Array, frame: number): Packet {
  const packet = createPacket(REPORT_WORDS);
  Object.assign(packet, {
    type: PACKET.sample,
    sender: TEST_RIG,
    slot: 0,
    run: RUN,
    frame,
    length: REPORT_WORDS,
  });
  packet.words.set(new Int32Array(report.buffer, report.byteOffset, REPORT_WORDS));
  return packet;
}

/** A report whose sixteen counts follow from one number. */
export function reportOf(first: number): Int16Array {
  return Int16Array.from({ length: QUANTITY_COUNT }, (_, i) => first + i);
}

function outcomeOf({ words }: Packet, command: readonly number[] | null): Outcome {
  const selectedAt = TELEMETRY_SELECTED;
  const counts = (at: number): number[] => [...new Int16Array(words.slice(at, at + REPORT_WORDS).buffer)];
  const rows = Math.floor((words.length - TELEMETRY_VECTOR) / REPORT_WORDS);
  return {
    vector: Array.from({ length: rows }, (_, source) => counts(selectedAt + (1 + source) * REPORT_WORDS)),
    selected: counts(selectedAt),
    state: [...words.slice(1, 1 + STATE_WORDS)],
    suspects: (words[0] >>> TELEMETRY_SUSPECT_SHIFT) & 0xffff,
    command,
  };
}
