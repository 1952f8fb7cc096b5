/**
 * One flight computer: messages in, messages out, once a slot.
 *
 *   slot 0          sample in                            report (and lasting state) to all
 *   slot r = 1…m    what I was told in round r in        relays of it to each
 *   slot m+1        last relays in                       resolve → select → monitor → control law → command
 *
 * A scheme without exchange does all of it in slot 0. Whatever is not in the inbox when the slot starts is *no
 * report*; it is never waited for and never taken in a later slot. A packet of another frame, run, slot or round,
 * a second one from the same sender, or one of the wrong length is dropped and counted (STALE-0, ROUNDS).
 *
 * The computer holds one frame's memory, its lasting state and its monitors' counters. It owns no clock: when to
 * run is the business of whoever calls.
 */
import type { ControlLaw } from '../control/control-law.js';
import { EFFECTOR_COUNT } from '../icd/effectors.js';
import {
  ACTUATORS,
  PACKET,
  STATE_WORDS,
  TELEMETRY_FLAG,
  TELEMETRY_SELECTED,
  TELEMETRY_SUSPECT_SHIFT,
  TELEMETRY_VECTOR,
  TEST_RIG,
  createPacket,
  telemetryWords,
  type Packet,
} from '../icd/packets.js';
import { NO_DATA_WORD, QUANTITY_COUNT, REPORT_WORDS } from '../icd/quantities.js';
import type { Inbox, Outbox, Slot } from '../icd/slot.js';
import { MiscompareMonitor } from '../redundancy/miscompare.js';
import { Selector, type SelectMethod } from '../redundancy/select.js';
import { LastingState } from './lasting-state.js';
import { RelayedReports } from './relayed-reports.js';
import type { ReportExchange } from './report-exchange.js';
import { relayDepth, roundsOf, stateQuorum, type Scheme } from './scheme.js';

export interface FlightComputerConfig extends Scheme {
  /** This computer's id, 0 … n−1. */
  readonly self: number;
  /** Nonce of the run, 16 bits. */
  readonly run: number;
  readonly choice: 'majority' | 'median';
  readonly select: SelectMethod;
  readonly law: ControlLaw;
}

export class FlightComputer {
  /** Packets dropped since power-up: stale, of the wrong round, repeated or misshapen. */
  droppedPackets = 0;
  readonly lasting: LastingState;
  readonly #config: FlightComputerConfig;
  readonly #rounds: number;
  readonly #exchange: ReportExchange | null;
  readonly #monitor: MiscompareMonitor;
  readonly #selector: Selector;
  readonly #vectorRows: number;
  /** Agreed vector, n × 16 counts, row = source; lies in the telemetry packet, as does the selection. */
  readonly #vector: Int16Array;
  readonly #selected: Int16Array;
  readonly #ownReport = new Int32Array(REPORT_WORDS);
  readonly #command = new Int16Array(EFFECTOR_COUNT);
  readonly #commandWords = new Int32Array(this.#command.buffer);
  readonly #report: Packet;
  readonly #relays: Packet[][] = [];
  readonly #commandPacket = createPacket(EFFECTOR_COUNT / 2);
  readonly #telemetry: Packet;
  readonly #outbox: Outbox;

  constructor(config: FlightComputerConfig) {
    const { computers, self, law, select } = config;
    this.#config = config;
    this.#rounds = roundsOf(config);
    this.#exchange = createExchange(config);
    this.#vectorRows = this.#exchange === null ? 1 : computers;
    this.#telemetry = createPacket(telemetryWords(computers));
    this.#telemetry.words.fill(NO_DATA_WORD);
    const { buffer } = this.#telemetry.words;
    this.#selected = new Int16Array(buffer, TELEMETRY_SELECTED * 4, QUANTITY_COUNT);
    this.#vector = new Int16Array(buffer, TELEMETRY_VECTOR * 4, computers * QUANTITY_COUNT);
    this.#selector = new Selector({ channels: this.#vectorRows, method: select });
    this.#monitor = new MiscompareMonitor(this.#vectorRows);
    const firstRound = this.#exchange?.wordsMax(1, (self + 1) % computers) ?? 0;
    this.#report = createPacket(firstRound + STATE_WORDS);
    for (let round = 0; round <= this.#rounds; round++) this.#relays.push(this.#createRelays(round));
    this.#outbox = createOutbox(computers + 2);
    this.lasting = new LastingState({ computers, self, quorum: stateQuorum(config) });
    law.initialise(this.lasting.words);
  }

  /** Power-cycle: memory is lost, and the lasting state must be had from the others before commands count. */
  restart(): void {
    this.lasting.words.fill(0);
    this.#config.law.initialise(this.lasting.words);
    if (this.#exchange !== null) this.lasting.distrust();
    this.#monitor.reset();
    this.droppedPackets = 0;
  }

  /** A single-event upset: flips one bit of the lasting state. */
  upset({ word, bit }: { word: number; bit: number }): void {
    this.lasting.words[word] ^= 1 << bit;
  }

  /** Runs one slot. The outbox is valid until the next call. */
  runSlot(slot: Slot, inbox: Inbox): Outbox {
    this.#outbox.count = 0;
    if (slot.index === 0) this.#sample(slot, inbox);
    else this.#listen(slot, inbox);
    if (slot.index < this.#rounds) this.#speak(slot);
    else this.#decideAndCommand(slot);
    return this.#outbox;
  }

  #sample(slot: Slot, inbox: Inbox): void {
    for (let w = 0; w < REPORT_WORDS; w++) this.#ownReport[w] = NO_DATA_WORD;
    let sampled = false;
    for (let i = 0; i < inbox.count; i++) {
      const packet = inbox.packets[i];
      if (
        sampled ||
        packet.type !== PACKET.sample ||
        packet.sender !== TEST_RIG ||
        packet.length !== REPORT_WORDS ||
        !this.#isOf(packet, slot, 0)
      ) {
        this.droppedPackets++;
        continue;
      }
      sampled = true;
      for (let w = 0; w < REPORT_WORDS; w++) this.#ownReport[w] = packet.words[w];
    }
    this.lasting.begin();
    this.#exchange?.begin(slot, this.#ownReport);
  }

  #listen(slot: Slot, inbox: Inbox): void {
    const exchange = this.#exchange;
    if (exchange === null) return;
    const round = slot.index;
    const type = round === 1 ? PACKET.report : PACKET.relay;
    const behind = round === 1 ? STATE_WORDS : 0;
    let heard = 0;
    for (let i = 0; i < inbox.count; i++) {
      const packet = inbox.packets[i];
      const sender = packet.sender;
      const words = packet.length - behind;
      if (
        sender >= this.#config.computers ||
        sender === this.#config.self ||
        packet.type !== type ||
        (heard & (1 << sender)) !== 0 ||
        !this.#isOf(packet, slot, 1) ||
        words <= 0 ||
        !exchange.accept(round, sender, packet.words, words)
      ) {
        this.droppedPackets++;
        continue;
      }
      heard |= 1 << sender;
      if (round === 1) this.lasting.hear(sender, packet.words, words);
    }
  }

  #isOf(packet: Packet, slot: Slot, slotsAgo: number): boolean {
    return (
      packet.frame === slot.frame && packet.slot === slot.index - slotsAgo && packet.run === this.#config.run
    );
  }

  /** Everyone starts with its next neighbour, so that no receiver's line is asked for two packets at a time. */
  #speak(slot: Slot): void {
    const exchange = this.#exchange as ReportExchange;
    const round = slot.index + 1;
    const { computers, self } = this.#config;
    if (round === 1) this.#writeReport(exchange, slot);
    for (let step = 1; step < computers; step++) {
      const receiver = (self + step) % computers;
      if (round === 1) this.#send(this.#report, receiver);
      else this.#sendRelay(exchange, slot, round, receiver);
    }
  }

  #writeReport(exchange: ReportExchange, slot: Slot): void {
    const packet = this.#report;
    const { computers, self } = this.#config;
    const words = exchange.compose(1, (self + 1) % computers, packet.words);
    this.#head(packet, PACKET.report, slot, words + STATE_WORDS);
    for (let w = 0; w < STATE_WORDS; w++) packet.words[words + w] = this.lasting.words[w];
  }

  #sendRelay(exchange: ReportExchange, slot: Slot, round: number, receiver: number): void {
    const packet = this.#relays[round][receiver];
    const words = exchange.compose(round, receiver, packet.words);
    if (words === 0) return;
    this.#head(packet, PACKET.relay, slot, words);
    this.#send(packet, receiver);
  }

  #decideAndCommand(slot: Slot): void {
    const { self, law } = this.#config;
    const told = this.#telemetry.words;
    if (this.#exchange === null) told.set(this.#ownReport, TELEMETRY_VECTOR);
    else {
      this.#exchange.resolve();
      for (let source = 0; source < this.#vectorRows; source++) {
        this.#exchange.rowTo(source, told, TELEMETRY_VECTOR + source * REPORT_WORDS, REPORT_WORDS);
      }
      this.lasting.settle();
    }
    this.#selector.select(this.#vector, this.#selected);
    const suspects =
      this.#exchange === null ? 0 : this.#monitor.update(this.#vector, this.#selected, this.#selector.spread);
    law.step(this.#selected, this.lasting.words, this.#command);
    const trusted = this.lasting.trusted;
    if (trusted) {
      this.#head(this.#commandPacket, PACKET.command, slot, EFFECTOR_COUNT / 2);
      for (let w = 0; w < this.#commandWords.length; w++)
        this.#commandPacket.words[w] = this.#commandWords[w];
      this.#send(this.#commandPacket, ACTUATORS);
    }
    this.#writeTelemetry(slot, { trusted, suspects: suspects & ~(1 << self) });
  }

  #writeTelemetry(slot: Slot, { trusted, suspects }: { trusted: boolean; suspects: number }): void {
    const { words } = this.#telemetry;
    this.#head(this.#telemetry, PACKET.telemetry, slot, words.length);
    words[0] =
      (trusted ? TELEMETRY_FLAG.commandValid : TELEMETRY_FLAG.recovering) |
      (suspects << TELEMETRY_SUSPECT_SHIFT);
    for (let w = 0; w < STATE_WORDS; w++) words[1 + w] = this.lasting.words[w];
    this.#send(this.#telemetry, TEST_RIG);
  }

  #head(packet: Packet, type: number, slot: Slot, length: number): void {
    packet.type = type;
    packet.sender = this.#config.self;
    packet.slot = slot.index;
    packet.run = this.#config.run;
    packet.frame = slot.frame;
    packet.length = length;
  }

  #send(packet: Packet, receiver: number): void {
    const entry = this.#outbox.count++;
    this.#outbox.packets[entry] = packet;
    this.#outbox.receivers[entry] = receiver;
  }

  #createRelays(round: number): Packet[] {
    const exchange = this.#exchange;
    if (round < 2 || exchange === null) return [];
    return Array.from({ length: this.#config.computers }, (_, receiver) =>
      createPacket(exchange.wordsMax(round, receiver)),
    );
  }
}

function createExchange(config: FlightComputerConfig): ReportExchange | null {
  const { computers, self, choice, protocol } = config;
  switch (protocol) {
    case 'simplex':
    case 'tmr-no-exchange':
      return null;
    case 'tmr':
    case 'om':
      return new RelayedReports({
        computers,
        depth: relayDepth(config),
        self,
        choice,
        rowWords: REPORT_WORDS,
      });
    default:
      return protocol satisfies never;
  }
}

function createOutbox(capacity: number): Outbox {
  const none = createPacket(0);
  return {
    count: 0,
    receivers: new Int32Array(capacity),
    packets: Array.from({ length: capacity }, () => none),
  };
}
