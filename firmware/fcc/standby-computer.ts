/**
 * What the computers of a scheme with standbys have in common: all compute all the time, one commands.
 *
 *   slot 0   sample in        select ► law ► heartbeat to all: command, the state that follows it, whom it has tripped
 *   slot 1   heartbeats in    who is in command ► compare ► command, trip, telemetry; take note of a state
 *
 * The command is made in slot 0 and sent in slot 1, so that it is compared in the frame in which it is made and
 * before a surface moves by it. What is not in the inbox in slot 1 is not waited for; a packet of another frame,
 * run, slot, size or sender, and the second one of a sender, are dropped and counted.
 *
 * After a power-cycle a computer says nothing that counts for RESYNC_FRAMES frames: longer than the surfaces wait, so
 * whoever stands by takes over from a primary that has forgotten where its integrals stood.
 */
import type { ControlLaw } from '../control/control-law.js';
import { CommandChain } from '../icd/command-chain.js';
import { COMMAND_WORDS, EFFECTOR_COUNT } from '../icd/effectors.js';
import {
  ACTUATORS,
  createPacket,
  HEARTBEAT_COMMAND,
  HEARTBEAT_FLAG,
  HEARTBEAT_STATE,
  HEARTBEAT_TRIP_SHIFT,
  HEARTBEAT_WORDS,
  PACKET,
  type Packet,
  STATE_WORDS,
  TELEMETRY_FLAG,
  TELEMETRY_SELECTED,
  TELEMETRY_SUSPECT_SHIFT,
  TELEMETRY_VECTOR,
  telemetryWords,
  TEST_RIG,
} from '../icd/packets.js';
import type { Probe } from '../icd/probe.js';
import { NO_DATA_WORD, QUANTITY_COUNT, REPORT_WORDS } from '../icd/quantities.js';
import { createOutbox, type Inbox, type Outbox, type Slot } from '../icd/slot.js';
import type { ComparatorLimits } from '../redundancy/command-comparator.js';
import { Selector } from '../redundancy/select.js';
import { RESYNC_FRAMES } from './lasting-state.js';
import { type Alike, TrackedLaw } from './tracked-law.js';

export interface StandbyConfig {
  /** n. */
  readonly computers: number;
  /** This computer's id, 0 … n−1. */
  readonly self: number;
  /** Nonce of the run, 16 bits. */
  readonly run: number;
  readonly law: ControlLaw;
  readonly limits: ComparatorLimits;
}

export abstract class StandbyComputer {
  /** Packets dropped since power-up: stale, repeated or misshapen. */
  droppedPackets = 0;
  /** Who looks in, if anybody. */
  probe: Probe | null = null;
  protected readonly config: StandbyConfig;
  protected readonly chain: CommandChain;
  protected readonly law: TrackedLaw;
  /** Bitmask of the computers whose heartbeat of this frame is here, and of those among them that command. */
  protected heard = 0;
  protected commanding = 0;
  /** Commands told in this frame, four counts each, by sender; valid where `heard`. */
  protected readonly told: readonly Int16Array[];
  readonly #heartbeats: Int32Array;
  readonly #selector = new Selector({ channels: 1, method: 'mid' });
  readonly #readings: Int16Array;
  readonly #selected: Int16Array;
  readonly #ownWords: Int32Array;
  readonly #heartbeat = createPacket(HEARTBEAT_WORDS);
  readonly #commandPacket = createPacket(COMMAND_WORDS);
  readonly #commandCounts: Int16Array;
  readonly #trip = createPacket(1);
  readonly #telemetry: Packet;
  readonly #outbox: Outbox;
  #quietFrames = 0;

  protected constructor(config: StandbyConfig, { units, alike }: { units: number; alike: Alike }) {
    const { computers, law } = config;
    this.config = config;
    this.chain = new CommandChain(units);
    this.law = new TrackedLaw({ law, alike });
    this.#heartbeats = new Int32Array(computers * HEARTBEAT_WORDS);
    this.told = Array.from(
      { length: computers },
      (_, id) =>
        new Int16Array(
          this.#heartbeats.buffer,
          4 * (id * HEARTBEAT_WORDS + HEARTBEAT_COMMAND),
          EFFECTOR_COUNT,
        ),
    );
    this.#telemetry = createPacket(telemetryWords(computers));
    this.#telemetry.words.fill(NO_DATA_WORD, TELEMETRY_SELECTED);
    const { buffer } = this.#telemetry.words;
    this.#selected = new Int16Array(buffer, TELEMETRY_SELECTED * 4, QUANTITY_COUNT);
    this.#readings = new Int16Array(buffer, TELEMETRY_VECTOR * 4, QUANTITY_COUNT);
    this.#ownWords = new Int32Array(buffer, TELEMETRY_VECTOR * 4, REPORT_WORDS);
    this.#commandCounts = new Int16Array(this.#commandPacket.words.buffer);
    this.#outbox = createOutbox(computers + 2);
  }

  /** Power-cycle: memory is lost, latches and all; it is heard again when it has had time to catch up. */
  restart(): void {
    this.law.restart();
    this.chain.reset();
    this.forget();
    this.heard = 0;
    this.commanding = 0;
    this.droppedPackets = 0;
    this.#quietFrames = RESYNC_FRAMES;
  }

  /** A single-event upset: flips one bit of the lasting state. */
  upset({ word, bit }: { word: number; bit: number }): void {
    this.law.state[word] ^= 1 << bit;
  }

  /** Runs one slot. The outbox is valid until the next call. */
  runSlot(slot: Slot, inbox: Inbox): Outbox {
    this.#outbox.count = 0;
    if (slot.index === 0) this.#compute(slot, inbox);
    else this.#command(slot, inbox);
    return this.#outbox;
  }

  /** Memory of its own that a power-cycle takes. */
  protected abstract forget(): void;
  /** Computers it has switched off: bitmask. */
  protected abstract get tripped(): number;
  /** It would command if it were its turn. */
  protected abstract get fit(): boolean;
  /** The units heard in this frame: bitmask. */
  protected abstract unitsSpeaking(): number;
  /** Compares; returns the command to send, or null. */
  protected abstract judge(): Int16Array | null;
  /** Computers it finds in disagreement: bitmask. */
  protected abstract get suspects(): number;
  /** Whose state to keep up with; its own id = nobody's. */
  protected abstract get model(): number;

  /** This computer is past its restart. */
  protected get awake(): boolean {
    return this.#quietFrames === 0;
  }

  #compute(slot: Slot, inbox: Inbox): void {
    const own = this.#ownWords;
    own.fill(NO_DATA_WORD);
    let sampled = false;
    for (let i = 0; i < inbox.count; i++) {
      const packet = inbox.packets[i];
      const proper =
        !sampled &&
        packet.type === PACKET.sample &&
        packet.sender === TEST_RIG &&
        this.#belongs(packet, slot, 0, REPORT_WORDS);
      if (!proper) {
        this.droppedPackets++;
        continue;
      }
      sampled = true;
      for (let w = 0; w < REPORT_WORDS; w++) own[w] = packet.words[w];
    }
    this.#selector.select(this.#readings, this.#selected);
    this.probe?.selected(this.#selected);
    this.law.step(this.#selected);
    this.probe?.decided(this.law.command, this.law.state);
    this.#sayHeartbeat(slot);
  }

  #command(slot: Slot, inbox: Inbox): void {
    const { self } = this.config;
    this.#listen(slot, inbox);
    this.chain.update(this.unitsSpeaking());
    const command = this.judge();
    const commands = this.awake && command !== null;
    if (commands) {
      this.#head(this.#commandPacket, PACKET.command, slot, COMMAND_WORDS);
      for (let e = 0; e < EFFECTOR_COUNT; e++) this.#commandCounts[e] = command[e];
      this.#send(this.#commandPacket, ACTUATORS);
    }
    if (this.tripped !== 0) {
      this.#head(this.#trip, PACKET.trip, slot, 1);
      this.#trip.words[0] = this.tripped;
      this.#send(this.#trip, ACTUATORS);
    }
    this.#writeTelemetry(slot, commands);
    const { model } = this;
    if (model !== self && (this.commanding & (1 << model)) !== 0)
      this.law.offer(this.#heartbeats, model * HEARTBEAT_WORDS + HEARTBEAT_STATE);
    if (this.#quietFrames > 0) this.#quietFrames--;
  }

  #listen(slot: Slot, inbox: Inbox): void {
    const { computers, self } = this.config;
    this.heard = 0;
    this.commanding = this.awake && this.fit ? 1 << self : 0;
    for (let i = 0; i < inbox.count; i++) {
      const packet = inbox.packets[i];
      const { sender } = packet;
      if (
        packet.type !== PACKET.heartbeat ||
        sender >= computers ||
        sender === self ||
        (this.heard & (1 << sender)) !== 0 ||
        !this.#belongs(packet, slot, 1, HEARTBEAT_WORDS)
      ) {
        this.droppedPackets++;
        continue;
      }
      this.heard |= 1 << sender;
      const at = sender * HEARTBEAT_WORDS;
      for (let w = 0; w < HEARTBEAT_WORDS; w++) this.#heartbeats[at + w] = packet.words[w];
      if ((packet.words[0] & HEARTBEAT_FLAG.commands) !== 0) this.commanding |= 1 << sender;
    }
  }

  /** The computers that a sender, heard in this frame, says it has switched off: bitmask. */
  protected trippedBy(sender: number): number {
    return this.#heartbeats[sender * HEARTBEAT_WORDS] >>> HEARTBEAT_TRIP_SHIFT;
  }

  #sayHeartbeat(slot: Slot): void {
    const { computers, self } = this.config;
    const packet = this.#heartbeat;
    const { words } = packet;
    this.#head(packet, PACKET.heartbeat, slot, HEARTBEAT_WORDS);
    words[0] =
      (this.awake && this.fit ? HEARTBEAT_FLAG.commands : 0) | (this.tripped << HEARTBEAT_TRIP_SHIFT);
    const { command, state } = this.law;
    for (let w = 0; w < COMMAND_WORDS; w++)
      words[HEARTBEAT_COMMAND + w] = (command[2 * w] & 0xffff) | (command[2 * w + 1] << 16);
    for (let w = 0; w < STATE_WORDS; w++) words[HEARTBEAT_STATE + w] = state[w];
    for (let step = 1; step < computers; step++) this.#send(packet, (self + step) % computers);
  }

  #writeTelemetry(slot: Slot, commands: boolean): void {
    const { words } = this.#telemetry;
    this.#head(this.#telemetry, PACKET.telemetry, slot, words.length);
    words[0] =
      (commands ? TELEMETRY_FLAG.commandValid : TELEMETRY_FLAG.recovering) |
      (this.suspects << TELEMETRY_SUSPECT_SHIFT);
    for (let w = 0; w < STATE_WORDS; w++) words[1 + w] = this.law.state[w];
    this.#send(this.#telemetry, TEST_RIG);
  }

  #belongs(packet: Packet, slot: Slot, slotsAgo: number, words: number): boolean {
    return (
      packet.frame === slot.frame &&
      packet.slot === slot.index - slotsAgo &&
      packet.run === this.config.run &&
      packet.length === words
    );
  }

  #head(packet: Packet, type: number, slot: Slot, length: number): void {
    packet.type = type;
    packet.sender = this.config.self;
    packet.slot = slot.index;
    packet.run = this.config.run;
    packet.frame = slot.frame;
    packet.length = length;
  }

  #send(packet: Packet, receiver: number): void {
    const entry = this.#outbox.count++;
    this.#outbox.packets[entry] = packet;
    this.#outbox.receivers[entry] = receiver;
  }
}
