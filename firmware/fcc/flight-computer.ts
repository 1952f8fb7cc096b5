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
import type { Signatures } from '../agreement/signatures.js';
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
import type { Probe } from '../icd/probe.js';
import { NO_DATA_WORD, QUANTITY_COUNT, REPORT_WORDS } from '../icd/quantities.js';
import { createOutbox, type Inbox, type Outbox, type Slot } from '../icd/slot.js';
import { MiscompareMonitor } from '../redundancy/miscompare.js';
import { Selector, type SelectMethod } from '../redundancy/select.js';
import { Diagnosis, type FrameSeen, type Slander, writeSlander } from './diagnosis.js';
import { LastingState } from './lasting-state.js';
import { RelayedReports } from './relayed-reports.js';
import type { ReportExchange } from './report-exchange.js';
import {
  exchangesReports,
  lastingStateWords,
  relayDepth,
  roundsOf,
  rowWords,
  stateQuorum,
  type Scheme,
} from './scheme.js';
import { SignedReports } from './signed-reports.js';

export interface FlightComputerConfig extends Scheme {
  /** This computer's id, 0 … n−1. */
  readonly self: number;
  /** Nonce of the run, 16 bits. */
  readonly run: number;
  readonly choice: 'majority' | 'median';
  readonly select: SelectMethod;
  readonly law: ControlLaw;
  /** Convicted units are taken out of use; without it the monitors only tell. */
  readonly isolation?: boolean;
  /** What it signs with: sm has it, and nobody else. */
  readonly signatures?: Signatures;
  readonly verification?: 'lazy' | 'eager';
}

export class FlightComputer {
  /** Packets dropped since power-up: stale, of the wrong round, repeated or misshapen. */
  droppedPackets = 0;
  /** Who looks in, if anybody. */
  probe: Probe | null = null;
  readonly lasting: LastingState;
  // Not read from the configuration: that is put together anew for each computer and has no shape the engine knows.
  readonly #computers: number;
  readonly #self: number;
  readonly #run: number;
  readonly #law: ControlLaw;
  readonly #rounds: number;
  readonly #exchange: ReportExchange | null;
  readonly #monitor: MiscompareMonitor;
  /** The redundancy manager; null where nothing is isolated. */
  readonly #diagnosis: Diagnosis | null;
  readonly #selector: Selector;
  readonly #vectorRows: number;
  /** Agreed vector, n × 16 counts, row = source; lies in the telemetry packet, as does the selection. */
  readonly #vector: Int16Array;
  readonly #selected: Int16Array;
  /** What it tells of itself: its report, and its accusation where there is a redundancy manager. */
  readonly #ownRow: Int32Array;
  /** The lasting words of the verdict. */
  readonly #verdict: Int32Array;
  readonly #command = new Int16Array(EFFECTOR_COUNT);
  readonly #commandWords = new Int32Array(this.#command.buffer);
  readonly #report: Packet;
  readonly #relays: Packet[][] = [];
  readonly #commandPacket = createPacket(EFFECTOR_COUNT / 2);
  readonly #telemetry: Packet;
  readonly #outbox: Outbox;
  /** Bitmasks: all computers but this one, and those of whom something due has not come in this frame. */
  readonly #others: number;
  #silent = 0;
  readonly #seen: { -readonly [Key in keyof FrameSeen]: FrameSeen[Key] };

  constructor(config: FlightComputerConfig) {
    const { computers, self, run, law, select } = config;
    this.#computers = computers;
    this.#self = self;
    this.#run = run;
    this.#law = law;
    this.#others = ((1 << computers) - 1) & ~(1 << self);
    this.#rounds = roundsOf(config);
    const isolates = config.isolation === true && exchangesReports(config);
    this.#ownRow = new Int32Array(rowWords(isolates));
    this.#exchange = createExchange(config, this.#ownRow.length);
    this.#diagnosis = isolates ? new Diagnosis(config) : null;
    this.#vectorRows = this.#exchange === null ? 1 : computers;
    this.#telemetry = createPacket(telemetryWords(computers));
    this.#telemetry.words.fill(NO_DATA_WORD, TELEMETRY_SELECTED);
    const { buffer } = this.#telemetry.words;
    this.#selected = new Int16Array(buffer, TELEMETRY_SELECTED * 4, QUANTITY_COUNT);
    this.#vector = new Int16Array(buffer, TELEMETRY_VECTOR * 4, computers * QUANTITY_COUNT);
    this.#seen = {
      frame: 0,
      vector: this.#vector,
      spread: new Int32Array(0),
      middles: select === 'mid' ? this.#selected : null,
      silent: 0,
      unequal: 0,
      recovering: false,
    };
    this.#selector = new Selector({ channels: this.#vectorRows, method: select });
    this.#monitor = new MiscompareMonitor(this.#vectorRows);
    const firstRound = this.#exchange?.wordsMax(1, (self + 1) % computers) ?? 0;
    const words = lastingStateWords({ computers, isolates });
    this.lasting = new LastingState({ computers, self, quorum: stateQuorum(config), words });
    this.#verdict = this.lasting.words.subarray(STATE_WORDS);
    this.#report = createPacket(firstRound + words);
    for (let round = 0; round <= this.#rounds; round++) this.#relays.push(this.#createRelays(round));
    this.#outbox = createOutbox(computers + 2);
    law.initialise(this.lasting.words);
  }

  /** Power-cycle: memory is lost, and the lasting state must be had from the others before commands count. */
  restart(): void {
    this.lasting.words.fill(0);
    this.#law.initialise(this.lasting.words);
    if (this.#exchange !== null) this.lasting.distrust();
    this.#monitor.reset();
    this.#diagnosis?.restart();
    this.droppedPackets = 0;
  }

  /** Signatures made and verified since the frame began. */
  get signaturesMade(): number {
    return this.#exchange?.signaturesMade ?? 0;
  }

  get signaturesVerified(): number {
    return this.#exchange?.signaturesVerified ?? 0;
  }

  /** Puts another report into a round 1 packet of this computer, signed where reports are: what a liar would send. */
  reseal(packet: Packet, report: Int32Array): void {
    const row = Int32Array.from(this.#ownRow);
    row.set(report.subarray(0, REPORT_WORDS));
    if (this.#exchange?.reseal) this.#exchange.reseal(row, packet.words);
    else packet.words.set(row);
  }

  /**
   * Makes a charge that no monitor of this computer has found: in what it tells next, itself included, or in one round 1
   * packet of it alone.
   */
  slander(charge: Slander, packet: Packet | null): void {
    const exchange = this.#exchange;
    const diagnosis = this.#diagnosis;
    if (diagnosis === null || exchange === null) return;
    if (packet === null) {
      writeSlander(charge, diagnosis.accusation, 0);
      return;
    }
    if (!exchange.reseal) {
      writeSlander(charge, packet.words, REPORT_WORDS);
      return;
    }
    const row = Int32Array.from(this.#ownRow);
    writeSlander(charge, row, REPORT_WORDS);
    exchange.reseal(row, packet.words);
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
    const row = this.#ownRow;
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
      for (let w = 0; w < REPORT_WORDS; w++) row[w] = packet.words[w];
    }
    for (let w = 0; !sampled && w < REPORT_WORDS; w++) row[w] = NO_DATA_WORD;
    this.lasting.begin();
    this.#silent = 0;
    const accusation = this.#diagnosis?.accusation;
    for (let w = REPORT_WORDS; accusation !== undefined && w < row.length; w++)
      row[w] = accusation[w - REPORT_WORDS];
    this.#exchange?.begin(slot, row);
  }

  #listen(slot: Slot, inbox: Inbox): void {
    const exchange = this.#exchange;
    if (exchange === null) return;
    const round = slot.index;
    const type = round === 1 ? PACKET.report : PACKET.relay;
    const behind = round === 1 ? this.lasting.words.length : 0;
    let heard = 0;
    for (let i = 0; i < inbox.count; i++) {
      const packet = inbox.packets[i];
      const sender = packet.sender;
      const words = packet.length - behind;
      if (
        sender >= this.#computers ||
        sender === this.#self ||
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
    if (round <= exchange.dueRounds) this.#silent |= this.#others & ~heard;
  }

  #isOf(packet: Packet, slot: Slot, slotsAgo: number): boolean {
    return packet.frame === slot.frame && packet.slot === slot.index - slotsAgo && packet.run === this.#run;
  }

  /** Everyone starts with its next neighbour, so that no receiver's line is asked for two packets at a time. */
  #speak(slot: Slot): void {
    const exchange = this.#exchange as ReportExchange;
    const round = slot.index + 1;
    const computers = this.#computers;
    const self = this.#self;
    if (round === 1) this.#writeReport(exchange, slot);
    for (let step = 1; step < computers; step++) {
      const receiver = (self + step) % computers;
      if (round === 1) this.#send(this.#report, receiver);
      else this.#sendRelay(exchange, slot, round, receiver);
    }
  }

  #writeReport(exchange: ReportExchange, slot: Slot): void {
    const packet = this.#report;
    const words = exchange.compose(1, (this.#self + 1) % this.#computers, packet.words);
    const state = this.lasting.words;
    this.#head(packet, PACKET.report, slot, words + state.length);
    for (let w = 0; w < state.length; w++) packet.words[words + w] = state[w];
  }

  #sendRelay(exchange: ReportExchange, slot: Slot, round: number, receiver: number): void {
    const packet = this.#relays[round][receiver];
    const words = exchange.compose(round, receiver, packet.words);
    if (words === 0) return;
    this.#head(packet, PACKET.relay, slot, words);
    this.#send(packet, receiver);
  }

  #decideAndCommand(slot: Slot): void {
    const exchange = this.#exchange;
    const diagnosis = this.#diagnosis;
    const told = this.#telemetry.words;
    if (exchange === null) told.set(this.#ownRow, TELEMETRY_VECTOR);
    else {
      exchange.resolve();
      exchange.vectorTo(told, TELEMETRY_VECTOR);
      this.lasting.settle(slot.frame);
      diagnosis?.judge(exchange, this.#verdict);
      this.probe?.vector(this.#vector);
    }
    this.#selector.select(this.#vector, this.#selected, diagnosis === null ? null : diagnosis.usable);
    const suspects = exchange === null ? 0 : this.#watch(exchange, slot);
    this.probe?.selected(this.#selected);
    this.#law.step(this.#selected, this.lasting.words, this.#command);
    this.probe?.decided(this.#command, this.lasting.words);
    const trusted = this.lasting.trusted;
    if (trusted) {
      this.#head(this.#commandPacket, PACKET.command, slot, EFFECTOR_COUNT / 2);
      for (let w = 0; w < this.#commandWords.length; w++)
        this.#commandPacket.words[w] = this.#commandWords[w];
      this.#send(this.#commandPacket, ACTUATORS);
    }
    this.#writeTelemetry(slot, { trusted, suspects: suspects & this.#others });
  }

  /** Lets the monitors see the frame; returns the channels they find suspect. */
  #watch(exchange: ReportExchange, slot: Slot): number {
    const { spread } = this.#selector;
    const diagnosis = this.#diagnosis;
    if (diagnosis === null)
      return this.#monitor.update(this.#vector, this.#selected, spread) | (exchange.improper ?? 0);
    const seen = this.#seen;
    seen.frame = slot.frame;
    seen.spread = spread;
    seen.silent = this.#silent;
    seen.unequal = this.lasting.unequal;
    seen.recovering = !this.lasting.trusted;
    diagnosis.observe(seen, exchange);
    return diagnosis.suspects;
  }

  #writeTelemetry(slot: Slot, { trusted, suspects }: { trusted: boolean; suspects: number }): void {
    const { words } = this.#telemetry;
    const diagnosis = this.#diagnosis;
    this.#head(this.#telemetry, PACKET.telemetry, slot, words.length);
    words[0] =
      (trusted ? TELEMETRY_FLAG.commandValid : TELEMETRY_FLAG.recovering) |
      (suspects << TELEMETRY_SUSPECT_SHIFT);
    for (let w = 0; w < STATE_WORDS; w++) words[1 + w] = this.lasting.words[w];
    if (diagnosis !== null) {
      if (diagnosis.belowBound) words[0] |= TELEMETRY_FLAG.belowBound;
      diagnosis.tellVerdict(words);
    }
    this.#send(this.#telemetry, TEST_RIG);
  }

  #head(packet: Packet, type: number, slot: Slot, length: number): void {
    packet.type = type;
    packet.sender = this.#self;
    packet.slot = slot.index;
    packet.run = this.#run;
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
    return Array.from({ length: this.#computers }, (_, receiver) =>
      createPacket(exchange.wordsMax(round, receiver)),
    );
  }
}

function createExchange(config: FlightComputerConfig, rowWords: number): ReportExchange | null {
  const { computers, faults, self, run, choice, protocol, signatures, verification = 'lazy' } = config;
  switch (protocol) {
    case 'simplex':
    case 'tmr-no-exchange':
      return null;
    case 'tmr':
    case 'om':
      return new RelayedReports({ computers, depth: relayDepth(config), self, choice, rowWords });
    case 'omh':
      return new RelayedReports({ computers, depth: faults, self, choice: 'hybrid', rowWords });
    case 'sm':
      if (signatures === undefined) throw new Error(`computer ${self} of sm has nothing to sign with`);
      return new SignedReports({ computers, faults, self, run, rowWords, signatures, verification });
    case 'primary-backup':
    case 'com-mon':
      throw new Error(`${protocol} is not what this computer runs`);
    default:
      return protocol satisfies never;
  }
}
