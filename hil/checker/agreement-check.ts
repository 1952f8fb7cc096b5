/**
 * IC1, IC2 and CMD-AGREE, read off the records.
 *
 *   IC1-AGREE   all good computers other than the source hold the same report of it
 *   IC2-VALID   and if the source is good, that report is the one it sent
 *   CMD-AGREE   the good computers' commands are the same bits
 *
 * Counted are (frame, source) pairs, and frames for the commands. Each frame also says whether it was inside the
 * protocol's bound: a violation inside it is a defect of ours, a violation outside it is what the theory says.
 *
 * An excursion leaves good computers with different states, and nothing that they can do mends that in no time. So
 * after the last frame outside the bound they have RECOVERY_FRAMES to be one again; what differs then is charged.
 */
import { COMPUTER_FIELD, type FrameRecord } from '../record/frame-record.js';
import type { ClaimedScheme } from './charge.js';
import { FaultMix } from './fault-mix.js';
import { countBits, type FrameFacts } from './frame-facts.js';

/** Protocols whose computers tell each other their readings. */
const EXCHANGING: readonly ClaimedScheme['protocol'][] = ['om', 'sm', 'omh', 'tmr'];

/** Frames that computers which were driven apart beyond the bound have to find together again. */
const RECOVERY_FRAMES = 50;

/** int32 of a report. */
const REPORT_INTS = 8;

export class AgreementCheck {
  /** (frame, source) pairs in which IC1 was violated. */
  ic1 = 0;
  /** (frame, source) pairs in which IC2 was violated. */
  ic2 = 0;
  /** Frames in which good computers' commands differed. */
  commandSplits = 0;
  /** Every frame so far was inside the protocol's bound. */
  withinBound = true;
  /** Violations of any of the three in frames inside the bound, and not just returned to it. */
  violationsWithinBound = 0;
  /** (frame, source) pairs examined: zero would make every count above vacuous. */
  examined = 0;
  ic1First = -1;
  ic2First = -1;
  splitFirst = -1;
  readonly #scheme: ClaimedScheme;
  readonly #exchanges: boolean;
  readonly #mix = new FaultMix();
  /** Frames since the last one outside the bound. */
  #sinceOutside = RECOVERY_FRAMES;

  constructor(scheme: ClaimedScheme) {
    this.#scheme = scheme;
    this.#exchanges = EXCHANGING.includes(scheme.protocol);
  }

  observe(record: FrameRecord, facts: FrameFacts): void {
    const inside = this.#insideBound(record, facts);
    if (inside) this.#sinceOutside++;
    else {
      this.withinBound = false;
      this.#sinceOutside = 0;
    }
    let violations = 0;
    if (this.#exchanges) {
      for (let source = 0; source < record.computers; source++) {
        violations += this.#checkSource(record, source, facts.good);
      }
    }
    if (facts.split) {
      this.commandSplits++;
      violations++;
      if (this.splitFirst < 0) this.splitFirst = record.frame;
    }
    if (this.#sinceOutside > RECOVERY_FRAMES) this.violationsWithinBound += violations;
  }

  #checkSource(record: FrameRecord, source: number, good: number): number {
    const { ints, computers } = record;
    const sent = record.computerAt(source, COMPUTER_FIELD.sent);
    let reference = -1;
    let alike = true;
    for (let computer = 0; computer < computers; computer++) {
      if (computer === source || (good & (1 << computer)) === 0) continue;
      const held = record.vectorAt(computer, source);
      if (reference < 0) reference = held;
      else if (!sameReport(ints, reference, held)) alike = false;
    }
    if (reference < 0) return 0;
    this.examined++;
    const valid =
      (good & (1 << source)) === 0 ||
      (alike ? sameReport(ints, sent, reference) : this.#allValid(record, source, good));
    if (!alike) {
      this.ic1++;
      if (this.ic1First < 0) this.ic1First = record.frame;
    }
    if (!valid) {
      this.ic2++;
      if (this.ic2First < 0) this.ic2First = record.frame;
    }
    return (alike ? 0 : 1) + (valid ? 0 : 1);
  }

  #allValid(record: FrameRecord, source: number, good: number): boolean {
    const sent = record.computerAt(source, COMPUTER_FIELD.sent);
    for (let computer = 0; computer < record.computers; computer++) {
      if (computer === source || (good & (1 << computer)) === 0) continue;
      if (!sameReport(record.ints, sent, record.vectorAt(computer, source))) return false;
    }
    return true;
  }

  /**
   * The bound counts every unit at fault, whatever its fault. A triplex that exchanges once holds one symmetric
   * fault; without an exchange nothing is promised, since good sensors already differ. Backups hold m computers
   * that have stopped, as the surfaces see it: nothing of them arrives. Pairs that check themselves hold m computers
   * whatever their fault while there are more pairs, but no pair whose halves are both at fault. Signed messages hold
   * m while signatures hold; more than half of the computers must be good, since commands are voted.
   */
  #insideBound(record: FrameRecord, facts: FrameFacts): boolean {
    const { good, sensorFault, asymmetric, commanded } = facts;
    const { protocol, computers, faults } = this.#scheme;
    const sound = good & ~sensorFault;
    const faulty = computers - countBits(sound);
    switch (protocol) {
      case 'om':
        return computers > 3 * faults && faulty <= faults;
      case 'sm':
        return (
          computers >= faults + 2 && computers > 2 * faults && faulty <= faults && this.#signaturesHold(facts)
        );
      case 'omh':
        this.#mix.read(record);
        return this.#mix.isHeldBy(this.#scheme);
      case 'tmr':
        return computers >= 3 && faulty <= 1 && asymmetric === 0;
      case 'tmr-no-exchange':
        return false;
      case 'simplex':
        return faulty === 0;
      case 'primary-backup':
        return computers > faults && faulty <= faults && (~sound & commanded) === 0;
      case 'com-mon':
        return computers >= 2 * (faults + 1) && faulty <= faults && !pairAtFault(sound, computers);
      default:
        return protocol satisfies never;
    }
  }

  /**
   * Nobody can sign for another, and what convinces one convinces all. A computer that wants to forge has the keys
   * of siphash, and crc has none; a vector of tags convinces its receiver alone, so it carries nothing that differs
   * per receiver.
   */
  #signaturesHold({ asymmetric, forging }: FrameFacts): boolean {
    const { signatures } = this.#scheme;
    switch (signatures) {
      case 'ed25519':
        return true;
      case 'siphash':
      case 'crc':
        return forging === 0;
      case 'hmac':
        return asymmetric === 0;
      case undefined:
        return false;
      default:
        return signatures satisfies never;
    }
  }
}

function sameReport(ints: Int32Array, a: number, b: number): boolean {
  for (let i = 0; i < REPORT_INTS; i++) if (ints[a + i] !== ints[b + i]) return false;
  return true;
}

/** Whether both halves of some pair (2k and 2k+1) are at fault. */
function pairAtFault(sound: number, computers: number): boolean {
  for (let com = 0; com < computers; com += 2) if ((sound & (0b11 << com)) === 0) return true;
  return false;
}
