/**
 * Who was in command when, where one computer or pair commands and the others stand by: read off the records, for the
 * page and the document, not for the verdict.
 *
 *   turns   0 from the start │ 1 from frame 227, because 0 had fallen silent │ nobody from frame 300, because …
 *
 * A turn begins with the first frame in which a surface follows somebody new, so the frames in which nobody was
 * followed lie between turns, and are counted.
 */
import { SILENT_FRAMES } from '../../firmware/icd/command-chain.js';
import {
  COMPUTER_FIELD,
  COMPUTER_FLAG,
  EFFECTOR_FIELD,
  type FrameRecord,
  NO_COMMAND,
} from '../record/frame-record.js';

/**
 * Why somebody lost command: it fell silent, it still commands but was switched off, or, of a pair, its halves
 * disagreed and it switched itself off.
 */
export type CommandLoss = 'silent' | 'tripped' | 'disagreed';

export interface CommandTurn {
  readonly frame: number;
  /** Computers in command; none = nobody, to the end. */
  readonly computers: readonly number[];
  /** Why those before lost it; null for the first. */
  readonly because: CommandLoss | null;
  /** Computers that found those before at fault. */
  readonly by: readonly number[];
}

/** A unit that stood by and was no longer there. */
export interface StandbyLoss {
  readonly frame: number;
  readonly computers: readonly number[];
  readonly because: CommandLoss;
}

interface Unit {
  readonly mask: number;
  silent: number;
  accusers: number;
}

export class CommandLog {
  readonly turns: CommandTurn[] = [];
  /** Frames in which the surfaces followed nobody. */
  framesWithout = 0;
  readonly #units: readonly Unit[];
  #last = 0;
  #accusers = 0;
  #frame = -1;
  #since = 0;

  /** `unitSize`: 1 for a row of computers, 2 for pairs. */
  constructor({ computers, unitSize }: { computers: number; unitSize: number }) {
    this.#units = Array.from({ length: computers / unitSize }, (_, unit) => ({
      mask: ((1 << unitSize) - 1) << (unit * unitSize),
      silent: 0,
      accusers: 0,
    }));
  }

  observe(record: FrameRecord): void {
    this.#frame = record.frame;
    const present = maskOf(record, COMPUTER_FLAG.commanded);
    for (const unit of this.#units) {
      const accusers = accusersOf(record, unit.mask);
      if ((present & unit.mask) === unit.mask) unit.silent = unit.accusers = 0;
      else {
        unit.silent++;
        unit.accusers |= accusers;
      }
    }
    this.#accusers |= accusersOf(record, this.#last);
    if (record.ints[record.effectorAt(0, EFFECTOR_FIELD.voted)] === NO_COMMAND) {
      this.framesWithout++;
      return;
    }
    const holder = present & ~maskOf(record, COMPUTER_FLAG.aside);
    if (holder !== this.#last) {
      this.turns.push(this.#turn({ frame: record.frame, holder, present }));
      this.#last = holder;
    }
    this.#accusers = 0;
    this.#since = record.frame + 1;
  }

  /** The turns, and at their end that nobody was in command any more if that is how it ended. */
  finished(): readonly CommandTurn[] {
    const over = this.#frame + 1 - this.#since >= SILENT_FRAMES;
    return over ? [...this.turns, this.#turn({ frame: this.#since, holder: 0, present: 0 })] : this.turns;
  }

  /** Who stood by and no longer does. */
  standbyLosses(): readonly StandbyLoss[] {
    const held = this.turns.reduce((mask, { computers }) => mask | bitsOf(computers), 0);
    return this.#units
      .filter(({ mask, silent }) => (mask & held) === 0 && silent >= SILENT_FRAMES)
      .map(({ mask, silent, accusers }) => ({
        frame: this.#frame + 1 - silent,
        computers: idsOf(mask),
        because: accusers === 0 ? 'silent' : 'disagreed',
      }));
  }

  #turn({ frame, holder, present }: { frame: number; holder: number; present: number }): CommandTurn {
    const first = this.#last === 0;
    const because = (present & this.#last) !== 0 ? 'tripped' : this.#accusers === 0 ? 'silent' : 'disagreed';
    return {
      frame,
      computers: idsOf(holder),
      because: first ? null : because,
      by: first ? [] : idsOf(this.#accusers),
    };
  }
}

/** Computers that find somebody of these at fault. */
function accusersOf(record: FrameRecord, accused: number): number {
  let accusers = 0;
  for (let id = 0; id < record.computers; id++)
    if ((record.ints[record.computerAt(id, COMPUTER_FIELD.suspects)] & accused) !== 0) accusers |= 1 << id;
  return accusers;
}

function maskOf(record: FrameRecord, flag: number): number {
  let mask = 0;
  for (let id = 0; id < record.computers; id++) if (record.has(id, flag)) mask |= 1 << id;
  return mask;
}

function idsOf(mask: number): number[] {
  const ids: number[] = [];
  for (let id = 0; mask >>> id !== 0; id++) if ((mask & (1 << id)) !== 0) ids.push(id);
  return ids;
}

function bitsOf(ids: readonly number[]): number {
  return ids.reduce((mask, id) => mask | (1 << id), 0);
}
