/**
 * One frame in virtual time, in the order of the table in the design: sense, exchange, decide, vote, move.
 *
 *   truth → sensors → slot 0 … slot m+1 (all computers, in id order) → actuators vote → record → aircraft moves
 *
 * Each slot has two passes: first every mailbox is emptied as it stood when the slot began, then every computer
 * runs; otherwise computer 0 would be heard by computer 1 a slot too early. Times come from the execution models:
 * a computer that is still busy when the frame begins skips it, one that finishes past a slot's deadline has
 * missed it, and its packets are late wherever they arrive after the next slot has begun.
 *
 * The surfaces move on the command voted at the end of the frame before, so from sensor to surface a reading is
 * one frame old. Nothing here is allocated per frame.
 */
import {
  ACTUATORS,
  PACKET,
  STATE_WORDS,
  TELEMETRY_FLAG,
  TELEMETRY_SELECTED,
  TELEMETRY_SUSPECT_SHIFT,
  TEST_RIG,
  VERDICT_WORDS,
  sensorVerdictWords,
  createPacket,
  type Packet,
} from '../../firmware/icd/packets.js';
import { COMMAND_WORDS, EFFECTOR_COUNT } from '../../firmware/icd/effectors.js';
import { NO_DATA_WORD, REPORT_WORDS } from '../../firmware/icd/quantities.js';
import type { Inbox, Outbox } from '../../firmware/icd/slot.js';
import type { FrameSchedule } from '../../firmware/fcc/schedule.js';
import type { SensorSet } from '../../sensors/sensor-set.js';
import type { Node } from '../board/node.js';
import type { Bus } from '../bus/bus.js';
import type { FaultyNode } from '../fault/faulty-node.js';
import { CAUSE, COMPUTER_FIELD, COMPUTER_FLAG, FrameRecord, OUTCOME } from '../record/frame-record.js';
import type { ExecutionModel } from '../time/execution-model.js';
import { after, duration, instant, later, type Duration, type Instant } from '../time/time.js';
import { FAULT_FLAGS, FAULTY, type FaultBoard } from './fault-board.js';
import type { Motion } from './motion.js';
import type { SurfaceBank } from './surface-bank.js';

export interface Computer {
  readonly node: Node;
  /** The same node where a fault plan concerns it. */
  readonly faulty: FaultyNode | null;
  readonly sensors: SensorSet;
  /** Execution times, by phase. */
  readonly sample: ExecutionModel;
  readonly relay: ExecutionModel;
  readonly control: ExecutionModel;
}

/** What one signature costs a computer, µs. */
export interface SignatureTimes {
  readonly signUs: number;
  readonly verifyUs: number;
}

export interface LoopParts {
  readonly computers: readonly Computer[];
  readonly bus: Bus;
  readonly schedule: FrameSchedule;
  readonly surfaces: SurfaceBank;
  readonly motion: Motion;
  readonly faults: FaultBoard;
  /** Nonce of the run. */
  readonly run: number;
  /** Null where nothing is signed. */
  readonly signing: SignatureTimes | null;
}

const END_OF_TIME = instant(Infinity);

export class FrameLoop {
  /** The frame just flown; overwritten by the next. */
  readonly record: FrameRecord;
  readonly #parts: LoopParts;
  readonly #slots: number;
  readonly #samples: Packet[];
  /** Each channel's counts as the words of a report: the same memory. */
  readonly #readings: Int32Array[];
  readonly #inboxes: Inbox[];
  readonly #commands: Inbox;
  readonly #busyUntil: Float64Array;
  /** 1 where a computer runs in this frame. */
  readonly #running: Uint8Array;
  /**
   * How far a computer's clock is ahead in this frame, µs. Its slots begin, and it empties its mailbox, so much early;
   * what it misses by that is its own doing and nobody else's.
   */
  readonly #aheadUs: Float64Array;
  readonly #outcome: Int32Array;
  readonly #cause: Int32Array;
  readonly #reported: Uint8Array;
  /**
   * Mailboxes are emptied as a frame begins. Only a babbler sends computers anything after the last slot in which they
   * listen; what is left of that would keep its first good packets out once it has come to its senses.
   */
  readonly #empties: boolean;
  readonly #slot = { frame: 0, index: 0 };
  #frame = 0;

  constructor(parts: LoopParts) {
    const n = parts.computers.length;
    this.#parts = parts;
    this.#slots = parts.schedule.deadlineUs.length;
    this.#empties = parts.faults.tracks.some(({ spec }) => spec.mode === 'babble');
    this.record = new FrameRecord(n);
    this.#samples = Array.from({ length: n }, () => createSample(parts.run));
    this.#readings = parts.computers.map(
      ({ sensors: { counts } }) => new Int32Array(counts.buffer, counts.byteOffset, REPORT_WORDS),
    );
    this.#inboxes = Array.from({ length: n }, () => createInbox(4 * n + 1));
    this.#commands = createInbox(4 * n + 1);
    this.#busyUntil = new Float64Array(n);
    this.#running = new Uint8Array(n).fill(1);
    this.#aheadUs = new Float64Array(n);
    this.#outcome = new Int32Array(n);
    this.#cause = new Int32Array(n);
    this.#reported = new Uint8Array(n);
    parts.bus.onLate = (sender, receiver) =>
      this.#miss(this.#aheadUs[receiver] > 0 ? receiver : sender, CAUSE.bus);
  }

  /** Flies one frame and leaves it in `record`. */
  flyFrame(): void {
    const { faults, motion, schedule, bus, surfaces } = this.#parts;
    const frame = this.#frame++;
    const start = instant(frame * schedule.periodUs);
    this.record.ints[0] = frame;
    faults.beginFrame(frame);
    motion.sense(frame, this.record);
    this.#sampleSensors(frame);
    this.#beginComputers(frame, start);
    for (let slot = 0; slot < this.#slots; slot++) this.#runSlot(slot, start);
    const cutoff = after(start, duration(schedule.startUs[this.#slots]));
    const last = bus.drain(ACTUATORS, cutoff, this.#commands);
    this.record.latencyUs = this.#commands.count > 0 ? last - start : -1;
    this.#takeCommands();
    this.#judgeComputers();
    motion.move(surfaces.positions);
    surfaces.step(this.record, frame);
    faults.endFrame(frame);
  }

  #sampleSensors(frame: number): void {
    const { computers, motion } = this.#parts;
    const { record } = this;
    for (let i = 0; i < computers.length; i++) {
      computers[i].sensors.sample(motion.truth, frame);
      const sample = this.#samples[i];
      sample.frame = frame;
      const read = this.#readings[i];
      const sent = record.computerAt(i, COMPUTER_FIELD.sent);
      for (let w = 0; w < REPORT_WORDS; w++) sample.words[w] = record.ints[sent + w] = read[w];
    }
  }

  #beginComputers(frame: number, start: Instant): void {
    const { computers } = this.#parts;
    for (let i = 0; i < computers.length; i++) {
      const { faulty } = computers[i];
      if (faulty !== null) {
        faulty.beginFrame(frame);
        this.#running[i] = faulty.running ? 1 : 0;
        this.#aheadUs[i] = faulty.aheadUs;
      }
      this.#cause[i] = CAUSE.none;
      const busy = this.#running[i] === 1 && this.#busyUntil[i] > start - this.#aheadUs[i];
      this.#outcome[i] = busy ? OUTCOME.skipped : OUTCOME.met;
      this.#reported[i] = 0;
      if (faulty !== null && faulty.running && faulty.silent) this.#miss(i, CAUSE.silentPeer);
    }
  }

  #runSlot(index: number, start: Instant): void {
    const { computers, bus, schedule, signing } = this.#parts;
    const slotStart = after(start, duration(schedule.startUs[index]));
    this.#slot.frame = this.#frame - 1;
    this.#slot.index = index;
    for (let i = 0; i < computers.length; i++) {
      const inbox = this.#inboxes[i];
      if (index > 0) bus.drain(i, instant(slotStart - this.#aheadUs[i]), inbox);
      else {
        if (this.#empties) bus.drain(i, END_OF_TIME, inbox);
        inbox.count = 1;
        inbox.packets[0] = this.#samples[i];
      }
    }
    for (let i = 0; i < computers.length; i++) {
      if (this.#running[i] === 0 || this.#outcome[i] === OUTCOME.skipped) continue;
      const { node, faulty } = computers[i];
      const began = later(instant(slotStart - this.#aheadUs[i]), instant(this.#busyUntil[i]));
      const usual = this.#executionTime(i, index);
      const drawn = faulty === null ? usual : faulty.stretch(usual);
      const signedBefore = signing === null ? 0 : signingTime(node, signing, index);
      const outbox = node.runSlot(this.#slot, this.#inboxes[i]);
      const signed = signing === null ? 0 : signingTime(node, signing, 1) - signedBefore;
      const finish = after(began, duration(drawn + Math.ceil(signed)));
      this.#busyUntil[i] = finish;
      if (finish > start + schedule.deadlineUs[index]) this.#miss(i, CAUSE.compute);
      this.#sendAll(i, outbox, finish);
    }
  }

  #sendAll(computer: number, outbox: Outbox, at: Instant): void {
    const { bus } = this.#parts;
    for (let entry = 0; entry < outbox.count; entry++) {
      const receiver = outbox.receivers[entry];
      const packet = outbox.packets[entry];
      if (receiver === TEST_RIG) this.#takeTelemetry(computer, packet);
      else bus.send(packet, receiver, at);
    }
  }

  #executionTime(computer: number, slot: number): Duration {
    const { sample, relay, control } = this.#parts.computers[computer];
    return slot === this.#slots - 1 ? control.draw() : slot === 0 ? sample.draw() : relay.draw();
  }

  /** One cause each: the first. */
  #miss(computer: number, cause: number): void {
    if (this.#outcome[computer] !== OUTCOME.met) return;
    this.#outcome[computer] = OUTCOME.missed;
    this.#cause[computer] = cause;
  }

  #takeTelemetry(computer: number, { words }: Packet): void {
    const { ints } = this.record;
    const flags = words[0];
    this.#reported[computer] = 1;
    ints[this.record.computerAt(computer, COMPUTER_FIELD.flags)] =
      ((flags & TELEMETRY_FLAG.commandValid) === 0 ? 0 : COMPUTER_FLAG.trusted) |
      ((flags & TELEMETRY_FLAG.belowBound) === 0 ? 0 : COMPUTER_FLAG.belowBound);
    ints[this.record.computerAt(computer, COMPUTER_FIELD.suspects)] =
      (flags >>> TELEMETRY_SUSPECT_SHIFT) & 0xffff;
    let from = 1;
    let to = this.record.computerAt(computer, COMPUTER_FIELD.state);
    // The verdict follows the state in both.
    while (from < TELEMETRY_SELECTED) ints[to++] = words[from++];
    this.record.takeBeside(computer, words, TELEMETRY_SELECTED);
  }

  #takeCommands(): void {
    const { surfaces, run } = this.#parts;
    const frame = this.#frame - 1;
    surfaces.forgetCommands();
    for (let i = 0; i < this.#commands.count; i++) {
      const packet = this.#commands.packets[i];
      const current =
        packet.frame === frame && packet.run === run && packet.sender < this.#parts.computers.length;
      if (!current) continue;
      if (packet.type === PACKET.command && packet.length === COMMAND_WORDS)
        surfaces.takeCommand(packet.sender, packet.words);
      else if (packet.type === PACKET.trip && packet.length === 1)
        surfaces.takeTrip(packet.sender, packet.words[0]);
    }
  }

  #judgeComputers(): void {
    const { computers, faults, surfaces } = this.#parts;
    const { record } = this;
    const { ints } = record;
    for (let i = 0; i < computers.length; i++) {
      const at = record.computerAt(i, COMPUTER_FIELD.flags);
      if (this.#reported[i] === 0) this.#blank(i);
      const running = this.#running[i] === 1;
      const fault = faults.flags[i];
      const good = running && (fault & FAULTY) === 0 && this.#outcome[i] === OUTCOME.met;
      ints[at] =
        (ints[at] & (COMPUTER_FLAG.trusted | COMPUTER_FLAG.belowBound)) |
        (running ? COMPUTER_FLAG.running : 0) |
        (good ? COMPUTER_FLAG.good : 0) |
        (surfaces.present[i] === 1 ? COMPUTER_FLAG.commanded : 0) |
        (fault & FAULT_FLAGS);
      ints[at + COMPUTER_FIELD.outcome] = this.#outcome[i];
      ints[at + COMPUTER_FIELD.cause] = this.#cause[i];
      const command = at + COMPUTER_FIELD.command;
      for (let w = 0; w < COMMAND_WORDS; w++) {
        const c = i * EFFECTOR_COUNT + 2 * w;
        ints[command + w] = (surfaces.commands[c] & 0xffff) | (surfaces.commands[c + 1] << 16);
      }
    }
  }

  /** A computer that told nothing is recorded as having decided nothing. */
  #blank(computer: number): void {
    const { record } = this;
    const { ints } = record;
    ints[record.computerAt(computer, COMPUTER_FIELD.flags)] = 0;
    ints[record.computerAt(computer, COMPUTER_FIELD.suspects)] = 0;
    const state = record.computerAt(computer, COMPUTER_FIELD.state);
    ints.fill(0, state, state + STATE_WORDS + VERDICT_WORDS);
    const selected = record.selectedAt(computer);
    const sensors = record.sensorVerdictAt(computer);
    ints.fill(NO_DATA_WORD, selected, sensors);
    ints.fill(0, sensors, sensors + sensorVerdictWords(record.computers));
    record.foldVector(computer);
  }
}

/** What the test rig shows a computer; only the frame and the words change. */
function createSample(run: number): Packet {
  const sample = createPacket(REPORT_WORDS);
  sample.type = PACKET.sample;
  sample.sender = TEST_RIG;
  sample.run = run;
  sample.length = REPORT_WORDS;
  return sample;
}

function createInbox(capacity: number): Inbox {
  const none = createPacket(0);
  return { count: 0, packets: Array.from({ length: capacity }, () => none) };
}

/** Time a computer has spent on signatures in this frame, µs; none before its first slot, in which its counts begin. */
function signingTime(node: Node, { signUs, verifyUs }: SignatureTimes, slot: number): number {
  if (slot === 0) return 0;
  return (node.signaturesMade ?? 0) * signUs + (node.signaturesVerified ?? 0) * verifyUs;
}
