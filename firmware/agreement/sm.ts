/**
 * Signed messages, SM(m) (Lamport, Shostak and Pease 1982, section 4), as one computer runs it for every source
 * at once.
 *
 *   round 1     sign my own value and tell everyone                           begin, compose
 *   round r     a value I first held after round r − 1: add my signature,
 *               tell everyone who has not signed it                           accept, compose
 *   at the end  one value held: that one; none or several: the default        resolve, decidedTo
 *
 * Two values held say all there is to say (the source signed two), so the second is the last one kept and
 * relayed (SM-CAP2): whoever holds two has shown, or will show, two to everyone.
 *
 * Why any n ≥ m + 2 is enough: a value with a good signature in its chain was passed on to everyone by that
 * computer; one without has only traitors in it, so at most m signers, so it arrived by round m, and there is a
 * round left in which its receiver, being good, passes it on.
 *
 * **Lazy verification** (the default) checks a chain only where the check can change the outcome. If its value is
 * held, or two values are, accepting it would add nothing to what is held, and a good computer relays only what
 * it adds: the state is the same whether the signatures are good or bad. So lazy decides as the paper does; it
 * merely does not learn of some forgeries. **Eager** verifies every chain that passes the cheap checks.
 *
 * **A flood of bad signatures** is bounded: after a sender's first bad signature about a source, the rest of its
 * packet about that source is dropped unverified, and of one sender no more than two chains about a source are
 * accepted in a frame. Neither can cost a good sender anything: it sends no bad signature, and at most two values.
 * Signatures are checked from the source on, so a value made up about a good source costs one.
 *
 * **Early deciding.** With two values held, or with one that is the default itself, no later chain changes the
 * decision: it is made in that round (`decidedInRound`). In all other cases it is made in round m + 1 and not
 * before, and no rule could do better, even where nobody fails. With m ≥ 2 let the source and T be traitors: they
 * tell me v as if they were good, and T tells x, in round 2, a second value w that both signed. In round 3 x,
 * being good, shows me w, and everyone falls back on the default. Until then I saw what I see when all are good,
 * so a decision for v after round 2 would be wrong here. Oral messages decide after t + 2 rounds because one
 * traitor's late word is outvoted; a signed one is never outvoted. `test/theorems/` holds this rule against the
 * best possible one, over every execution. A computer that has decided goes on relaying.
 *
 * All state of a frame lies in `memory`, and nothing is allocated after construction. What arrives never throws.
 */
import {
  chainHead,
  chainWords,
  lengthOf,
  namesEnd,
  nameSigner,
  signerAt,
  SignedWords,
  SIGNERS_MAX,
  sourceOf,
  tagOffset,
  valueOffset,
  type ChainShape,
  type Occasion,
} from './signed-chain.js';
import { FIRST_DROP, OUTCOME, OUTCOME_COUNT, type Outcome } from './signed-outcomes.js';
import type { Signatures } from './signatures.js';

export interface SignedMessagesConfig {
  /** n, 2 … 16. */
  readonly computers: number;
  /** m, 0 … n−2: m + 1 rounds. */
  readonly faults: number;
  /** This computer's id. */
  readonly self: number;
  /** Commanders; all computers if left out. */
  readonly sources?: readonly number[];
  /** The default value; its length is that of every value. */
  readonly absent: Int32Array;
  readonly signatures: Signatures;
  /** Which chains are verified; lazy if left out. */
  readonly verification?: 'lazy' | 'eager';
}

/** Values kept of one source. */
export const HELD_MAX = 2;

/** Chains accepted of one sender about one source. */
const ACCEPTED_MAX = 2;

/** A source's record: values held, round of decision (0 = none), what was accepted by sender, then the values. */
const HELD = 0;
const DECIDED = 1;
const ACCEPTED = 2;

/** A held value: the round it came in (own: 0), whether signed, the names of its signers, itself, their tags. */
const ROUND = 0;
const SIGNED = 1;
const NAMES = 2;
const VALUE = 4;

export class SignedMessages {
  readonly computers: number;
  readonly rounds: number;
  readonly self: number;
  readonly sources: readonly number[];
  readonly shape: ChainShape;
  /** Everything that a frame has left here, as one block: a copy of it put back is the computer as it was. */
  readonly memory: Int32Array;
  /** This frame's chains by outcome. */
  readonly outcomes = new Int32Array(OUTCOME_COUNT);
  /** This frame's signatures. */
  signaturesMade = 0;
  signaturesVerified = 0;
  readonly #absent: Int32Array;
  readonly #signatures: Signatures;
  readonly #eager: boolean;
  readonly #signed: SignedWords;
  readonly #recordWords: number;
  readonly #heldWords: number;
  /** Where the values of a record begin. */
  readonly #heldStart: number;
  /** Bit per source that may speak. */
  readonly #sourceBits: number;

  constructor(config: SignedMessagesConfig) {
    const { computers, faults, self, absent, signatures, verification = 'lazy' } = config;
    const { tagWords } = signatures;
    if (computers < 2 || computers > SIGNERS_MAX || faults < 0 || faults > computers - 2) {
      throw new RangeError(`SM(${faults}) among ${computers} computers: needs 2 … 16, 0 ≤ m ≤ n − 2`);
    }
    this.computers = computers;
    this.rounds = faults + 1;
    this.self = self;
    this.sources = config.sources ?? Array.from({ length: computers }, (_, id) => id);
    this.shape = { valueWords: absent.length, tagWords };
    this.#sourceBits = this.sources.reduce((bits, source) => bits | (1 << source), 0);
    this.#heldWords = VALUE + absent.length + this.rounds * tagWords;
    this.#heldStart = ACCEPTED + computers;
    this.#recordWords = this.#heldStart + HELD_MAX * this.#heldWords;
    this.memory = new Int32Array(computers * this.#recordWords);
    this.#absent = absent.slice();
    this.#signatures = signatures;
    this.#eager = verification === 'eager';
    this.#signed = new SignedWords(absent.length);
  }

  /** Starts a new exchange. own[0 … valueWords) is this computer's value; not read where it is no source. */
  begin(occasion: Occasion, own: Int32Array): void {
    const { memory } = this;
    this.#signed.begin(occasion);
    this.outcomes.fill(0);
    this.signaturesMade = 0;
    this.signaturesVerified = 0;
    for (let source = 0; source < this.computers; source++) {
      const record = source * this.#recordWords;
      for (let w = 0; w < this.#heldStart; w++) memory[record + w] = 0;
    }
    if (((this.#sourceBits >>> this.self) & 1) === 0) return;
    const record = this.self * this.#recordWords;
    const held = record + this.#heldStart;
    memory[record + HELD] = 1;
    memory[record + DECIDED] = 1;
    for (let w = 0; w < VALUE; w++) memory[held + w] = 0;
    for (let w = 0; w < this.shape.valueWords; w++) memory[held + VALUE + w] = own[w];
  }

  /** Most words that a good computer's packet of this round has. */
  wordsMax(round: number): number {
    if (round < 1 || round > this.rounds) return 0;
    const others = this.sources.length - (((this.#sourceBits >>> this.self) & 1) === 1 ? 1 : 0);
    const chains = round === 1 ? this.sources.length - others : HELD_MAX * others;
    return chains === 0 ? 0 : 1 + chains * chainWords(round, this.shape);
  }

  /** Writes the packet for this receiver and round (1 … m+1) at out[at …]; returns its words, 0 = send nothing. */
  compose(round: number, receiver: number, out: Int32Array, at: number): number {
    const { memory } = this;
    let end = at + 1;
    let count = 0;
    if (round > this.rounds) return 0;
    for (let i = 0; i < this.sources.length; i++) {
      const source = this.sources[i];
      const record = source * this.#recordWords;
      for (let h = 0; h < memory[record + HELD]; h++) {
        const held = record + this.#heldStart + h * this.#heldWords;
        if (memory[held + ROUND] !== round - 1 || this.#hasSigned(receiver, held, round - 1)) continue;
        if (memory[held + SIGNED] === 0) this.#sign(source, held, round);
        end = this.#writeChain(source, held, round, out, end);
        count++;
      }
    }
    out[at] = count;
    return count === 0 ? 0 : end - at;
  }

  #hasSigned(computer: number, held: number, length: number): boolean {
    for (let p = 1; p <= length; p++) {
      if (signerAt(this.memory, held + NAMES, p) === computer) return true;
    }
    return false;
  }

  /** Adds this computer's name and tag at the end of the chain. */
  #sign(source: number, held: number, position: number): void {
    const { memory } = this;
    const { valueWords, tagWords } = this.shape;
    memory[held + SIGNED] = 1;
    nameSigner(memory, held + NAMES, { position, signer: this.self });
    this.#signed.take(source, memory, held + VALUE);
    const length = this.#signed.at(position, memory, held + NAMES);
    const tag = held + VALUE + valueWords + (position - 1) * tagWords;
    this.#signatures.sign(this.#signed.words, length, memory, tag);
    this.signaturesMade++;
  }

  #writeChain(source: number, held: number, length: number, out: Int32Array, at: number): number {
    const { memory } = this;
    const names = valueOffset(length) - 1;
    const rest = this.shape.valueWords + length * this.shape.tagWords;
    out[at] = chainHead({ length, source });
    for (let w = 0; w < names; w++) out[at + 1 + w] = memory[held + NAMES + w];
    for (let w = 0; w < rest; w++) out[at + 1 + names + w] = memory[held + VALUE + w];
    return at + 1 + names + rest;
  }

  /**
   * Takes a packet of this round and sender, from[at … at + length), once. Work is linear in its length, apart
   * from the signatures, which are bounded whatever it holds.
   */
  accept(round: number, sender: number, from: Int32Array, at: number, length: number): void {
    const end = at + length;
    if (!this.#isOther(sender) || !(round >= 1 && round <= this.rounds) || !(at >= 0 && end <= from.length)) {
      this.note(OUTCOME.malformed, at);
      return;
    }
    let next = at + 1;
    let badSources = 0;
    // A chain has at least two words, so a count beyond the packet ends with the packet.
    for (let left = length > 0 ? from[at] : 0; left > 0; left--) {
      const words = next < end ? this.#chainWords(from[next]) : 0;
      if (words === 0 || next + words > end) break;
      const outcome = this.#take(round, sender, from, next, badSources);
      if (outcome === OUTCOME.badSignature) badSources |= 1 << sourceOf(from[next]);
      this.note(outcome, next);
      next += words;
      if (left === 1 && next === end) return;
    }
    this.note(OUTCOME.malformed, next);
  }

  /** Counts what became of the chain at from[at …]. The bench overrides it to tell the reader as well. */
  protected note(outcome: Outcome, _at: number): void {
    this.outcomes[outcome]++;
  }

  #isOther(id: number): boolean {
    return id >= 0 && id < this.computers && id !== this.self;
  }

  /** Words of the chain with this head; 0 if it is none. */
  #chainWords(head: number): number {
    const length = lengthOf(head);
    return length === 0 ? 0 : chainWords(length, this.shape);
  }

  #take(round: number, sender: number, from: Int32Array, at: number, badSources: number): Outcome {
    const { memory } = this;
    const form = this.#form(round, sender, from, at);
    if (form !== OUTCOME.accepted) return form;
    const source = sourceOf(from[at]);
    if (((badSources >>> source) & 1) === 1) return OUTCOME.afterBad;

    const record = source * this.#recordWords;
    const value = at + valueOffset(round);
    const count = memory[record + HELD];
    const place = this.#placeOf(record, from, value);
    // Bits 0 and 1: the held value came from this sender before; from bit 2 on: chains accepted of it.
    const tally = record + ACCEPTED + sender;
    if (this.#eager) {
      if (place < count && ((memory[tally] >>> place) & 1) === 1) return OUTCOME.known;
      if (memory[tally] >>> 2 >= ACCEPTED_MAX) return OUTCOME.overCap;
    } else if (place < count) return OUTCOME.known;
    else if (count === HELD_MAX) return OUTCOME.moot;

    if (!this.#verify(round, from, at)) return OUTCOME.badSignature;
    if (this.#eager) memory[tally] = (memory[tally] + 4) | (place < HELD_MAX ? 1 << place : 0);
    if (place < count) return OUTCOME.known;
    if (count === HELD_MAX) return OUTCOME.moot;
    this.#hold(round, record, from, at);
    return OUTCOME.accepted;
  }

  /** Everything that can be said without looking at a signature; `accepted` = nothing is wrong. */
  #form(round: number, sender: number, from: Int32Array, at: number): Outcome {
    const length = lengthOf(from[at]);
    const source = sourceOf(from[at]);
    if (!namesEnd(from, at + 1, length)) return OUTCOME.malformed;
    if (length < round) return OUTCOME.late;
    if (length > round) return OUTCOME.early;
    if (((this.#sourceBits >>> source) & 1) === 0) return OUTCOME.unknownSource;
    let seen = 0;
    for (let p = 1; p <= length; p++) {
      const signer = signerAt(from, at + 1, p);
      if (signer >= this.computers) return OUTCOME.unknownSigner;
      if (((seen >>> signer) & 1) === 1) return OUTCOME.repeatedSigner;
      seen |= 1 << signer;
    }
    if (signerAt(from, at + 1, 1) !== source) return OUTCOME.notFromSource;
    if (signerAt(from, at + 1, length) !== sender) return OUTCOME.notFromSender;
    return ((seen >>> this.self) & 1) === 1 ? OUTCOME.selfSigned : OUTCOME.accepted;
  }

  /** Which of the held values this one is; the first free place if it is none of them. */
  #placeOf(record: number, from: Int32Array, at: number): number {
    const count = this.memory[record + HELD];
    for (let h = 0; h < count; h++) {
      const held = record + this.#heldStart + h * this.#heldWords + VALUE;
      if (this.#sameValue(this.memory, held, from, at)) return h;
    }
    return count;
  }

  #sameValue(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
    for (let w = 0; w < this.shape.valueWords; w++) if (a[atA + w] !== b[atB + w]) return false;
    return true;
  }

  /** Checks the signatures from the source on, up to the first bad one. */
  #verify(length: number, from: Int32Array, at: number): boolean {
    const { shape } = this;
    const signed = this.#signed;
    signed.take(sourceOf(from[at]), from, at + valueOffset(length));
    for (let p = 1; p <= length; p++) {
      const words = signed.at(p, from, at + 1);
      const tag = at + tagOffset(length, shape) + (p - 1) * shape.tagWords;
      this.signaturesVerified++;
      if (!this.#signatures.verify(signerAt(from, at + 1, p), signed.words, words, from, tag)) return false;
    }
    return true;
  }

  #hold(round: number, record: number, from: Int32Array, at: number): void {
    const { memory } = this;
    const { valueWords, tagWords } = this.shape;
    const count = ++memory[record + HELD];
    const held = record + this.#heldStart + (count - 1) * this.#heldWords;
    const names = valueOffset(round) - 1;
    const rest = valueWords + round * tagWords;
    for (let w = 0; w < VALUE; w++) memory[held + w] = 0;
    memory[held + ROUND] = round;
    for (let w = 0; w < names; w++) memory[held + NAMES + w] = from[at + 1 + w];
    for (let w = 0; w < rest; w++) memory[held + VALUE + w] = from[at + 1 + names + w];
    if (memory[record + DECIDED] === 0) {
      if (count === HELD_MAX || this.#sameValue(memory, held + VALUE, this.#absent, 0)) {
        memory[record + DECIDED] = round;
      }
    }
  }

  /** Ends the exchange: what is not decided yet is decided now. */
  resolve(): void {
    for (let i = 0; i < this.sources.length; i++) {
      const decided = this.sources[i] * this.#recordWords + DECIDED;
      if (this.memory[decided] === 0) this.memory[decided] = this.rounds;
    }
  }

  /** The round after which this source's value was decided: 1 … m+1; 0 = not yet. Own value: 1. */
  decidedInRound(source: number): number {
    return this.memory[source * this.#recordWords + DECIDED];
  }

  /** Writes what is decided about this source at out[at …]; true if it is a value, false if it is the default. */
  decidedTo(source: number, out: Int32Array, at: number): boolean {
    const one = this.heldCount(source) === 1;
    if (one) this.heldTo(source, 0, out, at);
    else for (let w = 0; w < this.shape.valueWords; w++) out[at + w] = this.#absent[w];
    return one;
  }

  /** Values held of this source: 0, 1 or 2. */
  heldCount(source: number): number {
    return this.memory[source * this.#recordWords + HELD];
  }

  /** Writes a held value (`which`: 0 = the first that came) at out[at …]. */
  heldTo(source: number, which: number, out: Int32Array, at: number): void {
    const held = source * this.#recordWords + this.#heldStart + which * this.#heldWords + VALUE;
    for (let w = 0; w < this.shape.valueWords; w++) out[at + w] = this.memory[held + w];
  }

  /** This frame's chains that should not have come. */
  get dropped(): number {
    let dropped = 0;
    for (let outcome: number = FIRST_DROP; outcome < OUTCOME_COUNT; outcome++) {
      dropped += this.outcomes[outcome];
    }
    return dropped;
  }
}
