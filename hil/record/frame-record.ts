/**
 * One frame, as the judge, the hash and every report see it: numbers at fixed places, nothing else.
 *
 *   hashed   doubles   truth[16]  gust[3]  position[4]  forceFight[4]
 *            int32     frame, then per effector: voted, state, outvoted, flags
 *                      then per computer: flags, outcome, cause, suspects, command[2], sent[8], state[4],
 *                      verdict[2], fold[2]
 *   beside   int32     per computer: selected[8], vector[8] per source, isolated sensors (16 bits a channel)
 *            latencyUs
 *
 * A record holds what was said and decided, never how it travelled: placement, kind of bus, host and wall clock
 * are not in it, so the same flight has the same bytes wherever it is flown. Numbers lie little-endian in one
 * buffer; there is no second serialisation to keep in step. The vectors are n² reports that nearly always repeat
 * what was sent, and hashing them would cost more than flying the aircraft, so the hash takes 64 bits folded from
 * what lies beside for each computer. That tells two flights apart by any change not made to hide; the judge reads the
 * vectors themselves.
 */
import { COMMAND_WORDS, EFFECTOR_COUNT } from '../../firmware/icd/effectors.js';
import { sensorVerdictWords, STATE_WORDS, VERDICT_WORDS } from '../../firmware/icd/packets.js';
import { REPORT_WORDS } from '../../firmware/icd/quantities.js';

/** Places in `doubles`. */
export const DOUBLE = { truth: 0, gust: 16, position: 19, forceFight: 23, length: 27 } as const;

/** Places within an effector's int32 block. `voted` is NO_COMMAND where there was none. */
export const EFFECTOR_FIELD = { voted: 0, state: 1, outvoted: 2, flags: 3, length: 4 } as const;

/** What an effector is doing. */
export const EFFECTOR_STATE = {
  following: 0,
  hold: 1,
  damped: 2,
  jam: 3,
  hardOver: 4,
  float: 5,
  degraded: 6,
} as const;

/** `voted` of an effector that had no command to follow. */
export const NO_COMMAND = -32768;

/** Bits of an effector's flags. */
export const EFFECTOR_FLAG = { miscompares: 1 } as const;

/** First of the computers' blocks. */
const COMPUTER_BASE = 1 + EFFECTOR_COUNT * EFFECTOR_FIELD.length;

/**
 * Places within a computer's int32 block. `suspects` is a bitmask of channels; of the verdict's two words the first
 * has the channels isolated (low half) and those with a sensor isolated, the second those in dispute (low half) and
 * those of the isolated that are on probation.
 */
export const COMPUTER_FIELD = {
  flags: 0,
  outcome: 1,
  cause: 2,
  suspects: 3,
  command: 4,
  sent: 4 + COMMAND_WORDS,
  state: 4 + COMMAND_WORDS + REPORT_WORDS,
  verdict: 4 + COMMAND_WORDS + REPORT_WORDS + STATE_WORDS,
  fold: 4 + COMMAND_WORDS + REPORT_WORDS + STATE_WORDS + VERDICT_WORDS,
  length: 6 + COMMAND_WORDS + REPORT_WORDS + STATE_WORDS + VERDICT_WORDS,
} as const;

/** Bits of a computer's flags. */
export const COMPUTER_FLAG = {
  /** It executed in this frame. */
  running: 1,
  /** No fault acts on it or its links, and it met its deadlines: it counts as good in the agreement. */
  good: 2,
  /** Its fault differs per receiver. */
  asymmetric: 4,
  /** One of its sensors is at fault (the computer itself may be good). */
  sensorFault: 8,
  /** It holds its lasting state to be right, so it commands. */
  trusted: 16,
  /** Its command reached the actuators in time. */
  commanded: 32,
  /** … and no surface heeds it, because another computer is in command. */
  aside: 64,
  /** So many channels are isolated that the scheme carries fewer faults than it was built for. */
  belowBound: 128,
  /** Its faults are such that every good computer can tell, or say the same to all; neither = may differ per receiver. */
  benign: 256,
  symmetric: 512,
  /** It signs in the names of others, where it has what that takes. */
  forging: 1024,
} as const;

/** What became of a computer's frame. */
export const OUTCOME = { met: 0, missed: 1, skipped: 2 } as const;

/** Why a frame was missed. */
export const CAUSE = { none: 0, compute: 1, hostStall: 2, bus: 3, silentPeer: 4 } as const;

export class FrameRecord {
  readonly computers: number;
  readonly doubles: Float64Array;
  readonly ints: Int32Array;
  /** The same memory as `ints`, as counts. */
  readonly counts: Int16Array;
  /** The canonical bytes, which are hashed. */
  readonly hashed: Uint8Array;
  /** All bytes. */
  readonly bytes: Uint8Array;
  /** Frame start to the last command at the actuators, µs; −1 if none came. Not hashed. */
  latencyUs = -1;
  /** Words of a computer that are not hashed themselves. */
  readonly #besideInts: number;

  constructor(computers: number) {
    this.computers = computers;
    const hashedInts = COMPUTER_BASE + computers * COMPUTER_FIELD.length;
    this.#besideInts = REPORT_WORDS * (1 + computers) + sensorVerdictWords(computers);
    const ints = hashedInts + computers * this.#besideInts;
    const buffer = new ArrayBuffer(DOUBLE.length * 8 + ints * 4);
    this.doubles = new Float64Array(buffer, 0, DOUBLE.length);
    this.ints = new Int32Array(buffer, DOUBLE.length * 8, ints);
    this.counts = new Int16Array(buffer, DOUBLE.length * 8, ints * 2);
    this.hashed = new Uint8Array(buffer, 0, DOUBLE.length * 8 + hashedInts * 4);
    this.bytes = new Uint8Array(buffer);
    // So that every fold is that of its block from the start: `takeBeside` goes by it.
    for (let computer = 0; computer < computers; computer++) this.foldVector(computer);
  }

  get frame(): number {
    return this.ints[0];
  }

  /** Index in `ints` of a field of an effector. */
  effectorAt(effector: number, field: number): number {
    return 1 + effector * EFFECTOR_FIELD.length + field;
  }

  /** Index in `ints` of a field of a computer. */
  computerAt(computer: number, field: number): number {
    return COMPUTER_BASE + computer * COMPUTER_FIELD.length + field;
  }

  /** Index in `ints` of what a computer selected: 8 words; its vector follows. */
  selectedAt(computer: number): number {
    return COMPUTER_BASE + this.computers * COMPUTER_FIELD.length + computer * this.#besideInts;
  }

  /** Index in `ints` of what a computer decided about a source: 8 words. */
  vectorAt(computer: number, source: number): number {
    return this.selectedAt(computer) + (1 + source) * REPORT_WORDS;
  }

  /** Index in `ints` of the sensors that a computer holds to be isolated, two channels to the word. */
  sensorVerdictAt(computer: number): number {
    return this.vectorAt(computer, this.computers);
  }

  /** Bitmask of the quantities of a channel whose sensor a computer holds to be isolated. */
  isolatedSensors(computer: number, channel: number): number {
    return (this.ints[this.sensorVerdictAt(computer) + (channel >> 1)] >>> ((channel & 1) << 4)) & 0xffff;
  }

  /**
   * Takes what a computer has beside from words[at …], and folds it into the two words that are hashed in its place.
   * Computers that agree have the same beside, and the fold waits for its own multiplications most of the time: so what
   * repeats the computer before has its fold too, and a comparison costs next to nothing in the same pass as the copy.
   */
  takeBeside(computer: number, words: Int32Array, at: number): void {
    const { ints } = this;
    const count = this.#besideInts;
    const to = this.selectedAt(computer);
    const before = computer === 0 ? to : to - count;
    let differs = 0;
    for (let i = 0; i < count; i++) {
      const word = words[at + i];
      differs |= word ^ ints[before + i];
      ints[to + i] = word;
    }
    if (computer === 0 || differs !== 0) {
      this.foldVector(computer);
      return;
    }
    const fold = this.computerAt(computer, COMPUTER_FIELD.fold);
    ints[fold] = ints[fold - COMPUTER_FIELD.length];
    ints[fold + 1] = ints[fold + 1 - COMPUTER_FIELD.length];
  }

  /** Folds anew what a computer has beside: two chains at a time, since each waits for its own multiplications. */
  foldVector(computer: number): void {
    const { ints } = this;
    const from = this.selectedAt(computer);
    const end = from + this.#besideInts;
    let even = 0x811c_9dc5 | 0;
    let odd = 0x1b87_3593;
    for (let i = from; i < end; i += 2) {
      even = Math.imul(even ^ ints[i], 0x0100_0193);
      even ^= even >>> 15;
      odd = Math.imul(odd ^ ints[i + 1], 0x85eb_ca6b | 0);
      odd ^= odd >>> 13;
    }
    const fold = this.computerAt(computer, COMPUTER_FIELD.fold);
    ints[fold] = even;
    ints[fold + 1] = odd;
  }

  has(computer: number, flag: number): boolean {
    return (this.ints[this.computerAt(computer, COMPUTER_FIELD.flags)] & flag) !== 0;
  }

  /** A count of a 16-count block (`sent`, `selected`, or a row of the vector) that starts at ints[at]. */
  countAt(at: number, quantity: number): number {
    return this.counts[at * 2 + quantity];
  }

  /** A computer's command for an effector, counts. */
  commandOf(computer: number, effector: number): number {
    return this.counts[this.computerAt(computer, COMPUTER_FIELD.command) * 2 + effector];
  }

  /** Copies another record of the same size. */
  copyFrom(other: FrameRecord): void {
    this.bytes.set(other.bytes);
    this.latencyUs = other.latencyUs;
  }
}
