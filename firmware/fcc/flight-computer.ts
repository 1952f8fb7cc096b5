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
import { majority, medianBy, type Choice } from '../agreement/choice.js';
import { EigTree } from '../agreement/eig-tree.js';
import { OralMessages } from '../agreement/om.js';
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
import { NO_REPORT, ReportTable } from './report-table.js';
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
  readonly #exchange: OralMessages | null;
  readonly #table: ReportTable;
  readonly #monitor: MiscompareMonitor;
  readonly #selector: Selector;
  readonly #vectorRows: number;
  /** Agreed vector, n × 16 counts, row = source; lies in the telemetry packet, as does the selection. */
  readonly #vector: Int16Array;
  readonly #selected: Int16Array;
  readonly #ownReport = new Int32Array(REPORT_WORDS);
  readonly #command = new Int16Array(EFFECTOR_COUNT);
  readonly #commandWords = new Int32Array(this.#command.buffer);
  readonly #decided: Int32Array;
  readonly #values: Int32Array;
  readonly #report: Packet;
  readonly #relays: Packet[][] = [];
  readonly #commandPacket = createPacket(EFFECTOR_COUNT / 2);
  readonly #telemetry: Packet;
  readonly #outbox: Outbox;

  constructor(config: FlightComputerConfig) {
    const { computers, self, choice, law, select } = config;
    this.#config = config;
    this.#rounds = roundsOf(config);
    const exchanges = this.#rounds > 0;
    const tree = exchanges ? sharedTree(computers, relayDepth(config)) : null;
    const messages = tree === null ? 1 : longestMessageCount(tree, self);
    this.#table = new ReportTable(1 + (tree === null ? 0 : tree.size));
    this.#exchange =
      tree === null
        ? null
        : new OralMessages({
            tree,
            self,
            choice: choiceOf(choice, this.#table, computers),
            absent: NO_REPORT,
          });
    this.#vectorRows = exchanges ? computers : 1;
    this.#telemetry = createPacket(telemetryWords(computers));
    this.#telemetry.words.fill(NO_DATA_WORD);
    const { buffer } = this.#telemetry.words;
    this.#selected = new Int16Array(buffer, TELEMETRY_SELECTED * 4, QUANTITY_COUNT);
    this.#vector = new Int16Array(buffer, TELEMETRY_VECTOR * 4, computers * QUANTITY_COUNT);
    this.#selector = new Selector({ channels: this.#vectorRows, method: select });
    this.#monitor = new MiscompareMonitor(this.#vectorRows);
    this.#decided = new Int32Array(computers);
    this.#values = new Int32Array(messages);
    this.#report = createPacket(REPORT_WORDS + STATE_WORDS);
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
        !this.#belongs(packet, slot, 0, REPORT_WORDS)
      ) {
        this.droppedPackets++;
        continue;
      }
      sampled = true;
      for (let w = 0; w < REPORT_WORDS; w++) this.#ownReport[w] = packet.words[w];
    }
    this.lasting.begin();
    if (this.#exchange === null) return;
    this.#table.clear();
    this.#exchange.begin(this.#table.intern(this.#ownReport, 0, NO_REPORT));
  }

  #listen(slot: Slot, inbox: Inbox): void {
    const exchange = this.#exchange;
    if (exchange === null) return;
    const round = slot.index;
    const type = round === 1 ? PACKET.report : PACKET.relay;
    let heard = 0;
    for (let i = 0; i < inbox.count; i++) {
      const packet = inbox.packets[i];
      const sender = packet.sender;
      const other = sender < this.#config.computers && sender !== this.#config.self;
      const count = other ? exchange.tree.kept(round, sender, this.#config.self).length : 0;
      const words = count * REPORT_WORDS + (round === 1 ? STATE_WORDS : 0);
      if (
        !other ||
        packet.type !== type ||
        (heard & (1 << sender)) !== 0 ||
        !this.#belongs(packet, slot, 1, words)
      ) {
        this.droppedPackets++;
        continue;
      }
      heard |= 1 << sender;
      if (round === 1) this.lasting.hear(sender, packet.words, REPORT_WORDS);
      this.#accept(round, sender, packet, count);
    }
  }

  /** The report a relay speaks of is likely the one its source sent directly: tree level 1, by source. */
  #accept(round: number, sender: number, packet: Packet, count: number): void {
    const exchange = this.#exchange as OralMessages;
    const { tree, words } = exchange;
    const kept = tree.kept(round, sender, this.#config.self);
    for (let i = 0; i < count; i++) {
      const direct = round === 1 ? NO_REPORT : words[tree.rootAt(kept[i])];
      this.#values[i] = this.#table.intern(packet.words, i * REPORT_WORDS, direct);
    }
    exchange.accept(round, sender, this.#values, 0);
  }

  #belongs(packet: Packet, slot: Slot, slotsAgo: number, words: number): boolean {
    return (
      packet.frame === slot.frame &&
      packet.slot === slot.index - slotsAgo &&
      packet.run === this.#config.run &&
      packet.length === words
    );
  }

  /** Everyone starts with its next neighbour, so that no receiver's line is asked for two packets at a time. */
  #speak(slot: Slot): void {
    const exchange = this.#exchange as OralMessages;
    const round = slot.index + 1;
    const { computers, self } = this.#config;
    if (round === 1) this.#writeReport(slot);
    for (let step = 1; step < computers; step++) {
      const receiver = (self + step) % computers;
      if (round === 1) this.#send(this.#report, receiver);
      else this.#sendRelay(exchange, slot, round, receiver);
    }
  }

  #writeReport(slot: Slot): void {
    const packet = this.#report;
    this.#head(packet, PACKET.report, slot, REPORT_WORDS + STATE_WORDS);
    for (let w = 0; w < REPORT_WORDS; w++) packet.words[w] = this.#ownReport[w];
    for (let w = 0; w < STATE_WORDS; w++) packet.words[REPORT_WORDS + w] = this.lasting.words[w];
  }

  #sendRelay(exchange: OralMessages, slot: Slot, round: number, receiver: number): void {
    const packet = this.#relays[round][receiver];
    const count = exchange.compose(round, receiver, this.#values, 0);
    if (count === 0) return;
    this.#head(packet, PACKET.relay, slot, count * REPORT_WORDS);
    for (let i = 0; i < count; i++) this.#table.copyTo(this.#values[i], packet.words, i * REPORT_WORDS);
    this.#send(packet, receiver);
  }

  #decideAndCommand(slot: Slot): void {
    const { self, law } = this.#config;
    const told = this.#telemetry.words;
    if (this.#exchange === null) told.set(this.#ownReport, TELEMETRY_VECTOR);
    else {
      this.#exchange.resolve(this.#decided);
      for (let source = 0; source < this.#vectorRows; source++) {
        this.#table.copyTo(this.#decided[source], told, TELEMETRY_VECTOR + source * REPORT_WORDS);
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
    const { computers } = this.#config;
    if (round < 2 || this.#exchange === null) return [];
    const exchange = this.#exchange;
    return Array.from({ length: computers }, (_, receiver) =>
      createPacket(exchange.messageCount(round, receiver) * REPORT_WORDS),
    );
  }
}

/** Which source's report stands at `index` of the relays that `sender` sends `receiver` in `round` (2 … m+1). */
export function relayedSource(
  scheme: Scheme,
  place: { round: number; sender: number; receiver: number; index: number },
): number {
  const tree = sharedTree(scheme.computers, relayDepth(scheme));
  const node = tree.told(place.round, place.sender, place.receiver)[place.index];
  return tree.sources[tree.rootAt(node)];
}

/** Trees are read-only and the same for every computer of a shape: built once. */
const trees = new Map<string, EigTree>();

function sharedTree(computers: number, faults: number): EigTree {
  const shape = `${computers}/${faults}`;
  const known = trees.get(shape);
  if (known !== undefined) return known;
  const tree = new EigTree({ computers, faults });
  trees.set(shape, tree);
  return tree;
}

function longestMessageCount(tree: EigTree, self: number): number {
  let longest = 1;
  for (let round = 1; round <= tree.rounds; round++) {
    for (let other = 0; other < tree.computers; other++) {
      longest = Math.max(longest, tree.told(round, self, other).length, tree.kept(round, other, self).length);
    }
  }
  return longest;
}

function choiceOf(name: 'majority' | 'median', table: ReportTable, computers: number): Choice {
  switch (name) {
    case 'majority':
      return majority;
    case 'median':
      return medianBy((a, b) => table.compare(a, b), computers);
    default:
      return name satisfies never;
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
