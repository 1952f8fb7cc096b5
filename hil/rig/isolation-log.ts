/**
 * Who was suspected, disputed, isolated and readmitted, and what was left: read off the records, for the page and
 * the document, not for the verdict.
 *
 *   suspected ──► isolated ──► probation ──► readmitted ──► isolated again: out, for ever
 *        └──────► disputed                                                           sensors: isolated, and no more
 *
 * What counts as isolated is what the first good computer holds that trusts its state; suspicion is any good one's.
 * How few are left is said with every change, and so is how many faults they carry (DIAG-BUDGET).
 */
import { computersNeeded, type Scheme } from '../../firmware/fcc/scheme.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { COMPUTER_FIELD, COMPUTER_FLAG, type FrameRecord } from '../record/frame-record.js';

export type IsolationState = 'suspected' | 'disputed' | 'isolated' | 'probation' | 'readmitted' | 'out';

export interface IsolationEvent {
  readonly frame: number;
  readonly channel: number;
  /** Name of the quantity where it is one sensor of the channel; null for the channel as a computer. */
  readonly sensor: string | null;
  readonly state: IsolationState;
  /** Channels in use after it; of a sensor's event, those whose reading of the quantity is. */
  readonly channelsLeft: number;
  /** The computers say that they carry fewer faults than they were built for. */
  readonly belowBound: boolean;
}

export class IsolationLog {
  readonly events: IsolationEvent[] = [];
  readonly #computers: number;
  /** As of the last frame: bitmasks of channels, and of quantities by channel. */
  #suspects = 0;
  #disputed = 0;
  #isolated = 0;
  #probation = 0;
  #readmitted = 0;
  readonly #sensors: Int32Array;

  constructor({ computers }: { computers: number }) {
    this.#computers = computers;
    this.#sensors = new Int32Array(computers);
  }

  observe(record: FrameRecord): void {
    const judge = referenceOf(record);
    if (judge < 0) return;
    const at = record.computerAt(judge, COMPUTER_FIELD.verdict);
    const isolated = record.ints[at] & 0xffff;
    const disputed = record.ints[at + 1] & 0xffff;
    const probation = record.ints[at + 1] >>> 16;
    const suspects = suspectsOf(record) & ~isolated & ~((record.ints[at] >>> 16) & 0xffff);
    const quiet =
      isolated === this.#isolated &&
      disputed === this.#disputed &&
      probation === this.#probation &&
      suspects === this.#suspects;
    const known = quiet && !this.#sensorsChanged(record, judge);
    if (known) return;
    const left = this.#computers - bits(isolated);
    const belowBound = record.has(judge, COMPUTER_FLAG.belowBound);
    const each = (mask: number, state: IsolationState): void => {
      for (let channel = 0; channel < this.#computers; channel++)
        if ((mask & (1 << channel)) !== 0)
          this.events.push({
            frame: record.frame,
            channel,
            sensor: null,
            state: state === 'isolated' && (this.#readmitted & (1 << channel)) !== 0 ? 'out' : state,
            channelsLeft: left,
            belowBound,
          });
    };
    each(suspects & ~this.#suspects, 'suspected');
    each(disputed & ~this.#disputed, 'disputed');
    each(isolated & ~probation & ~(this.#isolated & ~this.#probation), 'isolated');
    each(probation & ~this.#probation, 'probation');
    const back = this.#isolated & ~isolated;
    each(back, 'readmitted');
    this.#readmitted |= back;
    this.#tellSensors(record, { judge, isolated, belowBound });
    this.#suspects = suspects;
    this.#disputed = disputed;
    this.#isolated = isolated;
    this.#probation = probation;
  }

  #sensorsChanged(record: FrameRecord, judge: number): boolean {
    for (let channel = 0; channel < this.#computers; channel++)
      if (record.isolatedSensors(judge, channel) !== this.#sensors[channel]) return true;
    return false;
  }

  #tellSensors(
    record: FrameRecord,
    { judge, isolated, belowBound }: { judge: number; isolated: number; belowBound: boolean },
  ): void {
    for (let channel = 0; channel < this.#computers; channel++) {
      const held = record.isolatedSensors(judge, channel);
      const fresh = held & ~this.#sensors[channel];
      this.#sensors[channel] = held;
      for (let quantity = 0; quantity < QUANTITIES.length; quantity++) {
        if ((fresh & (1 << quantity)) === 0) continue;
        let lost = isolated;
        for (let other = 0; other < this.#computers; other++)
          if ((record.isolatedSensors(judge, other) & (1 << quantity)) !== 0) lost |= 1 << other;
        this.events.push({
          frame: record.frame,
          channel,
          sensor: QUANTITIES[quantity].name,
          state: 'isolated',
          channelsLeft: this.#computers - bits(lost),
          belowBound,
        });
      }
    }
  }
}

/** Faults that a scheme carries with so many channels left, m at most. */
export function faultsCarried(scheme: Scheme, channels: number): number {
  let carried = 0;
  while (carried < scheme.faults && computersNeeded(scheme, carried + 1) <= channels) carried++;
  return carried;
}

/** The first good computer that trusts its state; −1 if none. */
function referenceOf(record: FrameRecord): number {
  for (let id = 0; id < record.computers; id++)
    if (record.has(id, COMPUTER_FLAG.good) && record.has(id, COMPUTER_FLAG.trusted)) return id;
  return -1;
}

/** Channels of which some good computer is suspicious. */
function suspectsOf(record: FrameRecord): number {
  let suspects = 0;
  for (let id = 0; id < record.computers; id++)
    if (record.has(id, COMPUTER_FLAG.good))
      suspects |= record.ints[record.computerAt(id, COMPUTER_FIELD.suspects)];
  return suspects;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
