/**
 * Everything that travels between nodes is one of these packets: a header and a payload of 32-bit words.
 *
 *   SAMPLE     test rig → computer     report[8]                            what its own sensors read
 *   REPORT     computer → all          report[8] state[STATE_WORDS]         round 1: "these are my readings"
 *   RELAY      computer → computer     report[8] × count                    rounds 2 … m+1: "these I was told"
 *   COMMAND    computer → actuators    command[2]                           four int16 counts
 *   TELEMETRY  computer → test rig     flags, state, verdict[2], selected[8], report[8] × n, sensors isolated
 *                                                                           for the judge, not for flight
 *   HEARTBEAT  computer → computers    flags, command[2], state[STATE_WORDS]         schemes with a standby: "I am here"
 *   TRIP       backup → actuators      bitmask of the computers it switches off
 *
 * The relays of one sender to one receiver in one round travel together, in an order both compute from the
 * tree (`eig-tree.ts`); a path that nobody spoke for carries *no report*, so the place of a word says which path
 * it belongs to and no path is ever written on the wire. Self-describing messages (path beside each value) were
 * the alternative: half as many bytes again, and a parser that a liar could feed inconsistent paths.
 *
 * The memory bus hands these objects over as they are; `codec.ts` gives the bytes of the real wires.
 */
import { COMMAND_WORDS } from './effectors.js';
import { REPORT_WORDS } from './quantities.js';

export const PACKET = {
  sample: 1,
  report: 2,
  relay: 3,
  command: 4,
  telemetry: 5,
  heartbeat: 6,
  trip: 7,
} as const;

/** Node ids: computers are 0 … 15. */
export const NODE_COUNT_MAX = 16;
export const ACTUATORS = 0xfd;
export const TEST_RIG = 0xfe;

/** State that lasts from frame to frame and is exchanged: the control law's words (int32). */
export const STATE_WORDS = 4;

export interface Packet {
  type: number;
  /** Node that claims to have sent it. */
  sender: number;
  /** Slot of the frame in which it was sent. */
  slot: number;
  /** Nonce of this run, 16 bits. */
  run: number;
  /** Frame number, uint32. */
  frame: number;
  /** Words in use. */
  length: number;
  /** Payload; its length is the capacity. */
  readonly words: Int32Array;
}

/** An empty packet that can hold `words` payload words. */
export function createPacket(words: number): Packet {
  return { type: 0, sender: 0, slot: 0, run: 0, frame: 0, length: 0, words: new Int32Array(words) };
}

/** Copies header and payload; the target must have the capacity. */
export function copyPacket(from: Packet, to: Packet): void {
  to.type = from.type;
  to.sender = from.sender;
  to.slot = from.slot;
  to.run = from.run;
  to.frame = from.frame;
  to.length = from.length;
  for (let i = 0; i < from.length; i++) to.words[i] = from.words[i];
}

/**
 * Where a telemetry packet holds the verdict on the channels: one word with those isolated (low half) and those with
 * a sensor isolated, one with those at odds with another (low half) and those of the isolated that are on probation.
 */
export const TELEMETRY_VERDICT = 1 + STATE_WORDS;
export const VERDICT_WORDS = 2;

/** Where it holds the selection, and behind it the vector. */
export const TELEMETRY_SELECTED = TELEMETRY_VERDICT + VERDICT_WORDS;
export const TELEMETRY_VECTOR = TELEMETRY_SELECTED + REPORT_WORDS;

/** Words that say which sensors are isolated: a bit a quantity, two channels to the word, an even number of words. */
export function sensorVerdictWords(computers: number): number {
  return 2 * ((computers + 3) >> 2);
}

/** Payload words of a telemetry packet for n computers; its last are `sensorVerdictWords`. */
export function telemetryWords(computers: number): number {
  return TELEMETRY_VECTOR + computers * REPORT_WORDS + sensorVerdictWords(computers);
}

/** Bits of the first telemetry word. Bits 8 … 23 are the sources this computer finds in disagreement. */
export const TELEMETRY_FLAG = { commandValid: 1, recovering: 2, belowBound: 4 } as const;
export const TELEMETRY_SUSPECT_SHIFT = 8;

/** Where a heartbeat holds the command and the state that follows it. */
export const HEARTBEAT_COMMAND = 1;
export const HEARTBEAT_STATE = HEARTBEAT_COMMAND + COMMAND_WORDS;
export const HEARTBEAT_WORDS = HEARTBEAT_STATE + STATE_WORDS;

/** Bits of a heartbeat's first word. Bits 8 … 23 are the computers that its sender switches off. */
export const HEARTBEAT_FLAG = { commands: 1 } as const;
export const HEARTBEAT_TRIP_SHIFT = 8;
