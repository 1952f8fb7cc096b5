/**
 * Reports agreed by signed messages, SM(m): a row travels with the chain of those who vouch for it.
 *
 *   packet   what `SignedMessages` composes: chains of this round, each with its value and signatures
 *
 * A computer that a source tells two things holds two signed rows of it: proof, and not mere suspicion. A chain that
 * should not have come says the same of its sender, since a good relay sends none.
 */
import { SignedMessages } from '../agreement/sm.js';
import type { Signatures } from '../agreement/signatures.js';
import type { Slot } from '../icd/slot.js';
import { NO_DATA_WORD, REPORT_WORDS } from '../icd/quantities.js';
import type { ExchangeEvidence, ReportExchange } from './report-exchange.js';

export interface SignedReportsConfig {
  /** n. */
  readonly computers: number;
  /** m. */
  readonly faults: number;
  readonly self: number;
  /** Nonce of the run. */
  readonly run: number;
  /** Words of a row. */
  readonly rowWords: number;
  readonly signatures: Signatures;
  readonly verification: 'lazy' | 'eager';
}

export class SignedReports implements ReportExchange {
  readonly rounds: number;
  /** A value that everyone holds already is not relayed again, so later rounds may well be silent. */
  readonly dueRounds = 1;
  readonly #self: number;
  readonly #run: number;
  readonly #exchange: SignedMessages;
  /** The same computer's hand, with which it signs what a fault makes of its report (`reseal`). */
  readonly #forger: SignedMessages;
  readonly #row: Int32Array;
  readonly #occasion = { run: 0, frame: 0 };
  /** Senders of chains that should not have come, as a bitmask. */
  improper = 0;

  constructor(config: SignedReportsConfig) {
    const { computers, faults, self, run, rowWords, signatures, verification } = config;
    const absent = new Int32Array(rowWords).fill(NO_DATA_WORD, 0, REPORT_WORDS);
    this.rounds = faults + 1;
    this.#self = self;
    this.#run = run;
    this.#exchange = new SignedMessages({ computers, faults, self, absent, signatures, verification });
    this.#forger = new SignedMessages({ computers, faults, self, absent, signatures, verification });
    this.#row = new Int32Array(rowWords);
  }

  /** Signatures made and verified since `begin`. */
  get signaturesMade(): number {
    return this.#exchange.signaturesMade;
  }

  get signaturesVerified(): number {
    return this.#exchange.signaturesVerified;
  }

  wordsMax(round: number): number {
    return this.#exchange.wordsMax(round);
  }

  begin(slot: Slot, own: Int32Array): void {
    this.improper = 0;
    this.#occasion.run = this.#run;
    this.#occasion.frame = slot.frame;
    this.#exchange.begin(this.#occasion, own);
  }

  compose(round: number, receiver: number, out: Int32Array): number {
    return this.#exchange.compose(round, receiver, out, 0);
  }

  /** A packet is always taken: what is wrong in it is counted chain by chain. */
  accept(round: number, sender: number, words: Int32Array, length: number): boolean {
    const before = this.#exchange.dropped;
    this.#exchange.accept(round, sender, words, 0, length);
    if (this.#exchange.dropped > before) this.improper |= 1 << sender;
    return true;
  }

  resolve(): void {
    this.#exchange.resolve();
  }

  vectorTo(out: Int32Array, at: number): void {
    let to = at;
    for (let source = 0; source < this.#exchange.computers; source++) {
      this.#exchange.decidedTo(source, this.#row, 0);
      for (let w = 0; w < REPORT_WORDS; w++) out[to++] = this.#row[w];
    }
  }

  besideTo(out: Int32Array): void {
    let at = 0;
    for (let source = 0; source < this.#exchange.computers; source++) {
      this.#exchange.decidedTo(source, this.#row, 0);
      for (let w = REPORT_WORDS; w < this.#row.length; w++) out[at++] = this.#row[w];
    }
  }

  evidence(into: ExchangeEvidence): void {
    into.deceived = this.improper;
    for (let other = 0; other < into.conflicts.length; other++) {
      into.conflicts[other] = 0;
      if (other !== this.#self && this.#exchange.heldCount(other) !== 1) into.deceived |= 1 << other;
    }
  }

  /** Writes round 1's payload anew with another row in it, signed as properly as the true one. */
  reseal(row: Int32Array, out: Int32Array): void {
    this.#forger.begin(this.#occasion, row);
    this.#forger.compose(1, (this.#self + 1) % this.#exchange.computers, out, 0);
  }
}
