/**
 * The flight computer's side of the redundancy manager: what it hands over of a frame, and what it makes of the
 * verdict.
 *
 *   rows agreed ──► report, accusation      judge: the verdict's words (lasting), which readings are usable
 *   exchange    ──► who deceived whom       observe: this computer's accusation, for its next row
 *
 * The order is fixed by what travels: accusations are agreed with the reports of the frame after the one that gave
 * rise to them, so a unit is isolated in the same frame everywhere, and never in the frame in which one saw it first.
 */
import { ACCUSATION_WORDS } from '../redundancy/accusation.js';
import { isDisputed, pairOf } from '../redundancy/lasting-words.js';
import { RedundancyManager } from '../redundancy/redundancy-manager.js';
import { QUANTITY_COUNT, REPORT_WORDS } from '../icd/quantities.js';
import type { ReportExchange } from './report-exchange.js';
import { computersNeeded, type Scheme } from './scheme.js';

/** What the computer itself knows of a frame, besides the exchange. */
export interface FrameSeen {
  readonly frame: number;
  /** The agreed vector, n × 16 counts, row = channel. */
  readonly vector: Int16Array;
  /** `Selector.spread`. */
  readonly spread: Int32Array;
  /** Bitmasks: of whom something due did not come, and whose lasting state is not mine. */
  readonly silent: number;
  readonly unequal: number;
  /** Its own lasting state is not known to be right. */
  readonly recovering: boolean;
}

export class Diagnosis {
  /** This computer's accusation, which travels in its next row. */
  readonly accusation: Int32Array = new Int32Array(ACCUSATION_WORDS);
  /** Bitmasks of channels: suspect in anything; isolated; with a sensor isolated; at odds with another. */
  suspects = 0;
  isolated = 0;
  sensorsIsolated = 0;
  disputed = 0;
  readonly #channels: number;
  readonly #manager: RedundancyManager;
  readonly #agreed: Int32Array;
  readonly #row: Int32Array = new Int32Array(REPORT_WORDS + ACCUSATION_WORDS);
  readonly #observation: {
    frame: number;
    vector: Int16Array;
    spread: Int32Array;
    silent: number;
    unequal: number;
    recovering: boolean;
    deceived: number;
    readonly conflicts: Int32Array;
  };

  constructor(scheme: Scheme & { readonly self: number }) {
    const { computers, faults, self } = scheme;
    this.#channels = computers;
    this.#manager = new RedundancyManager({
      channels: computers,
      faults,
      self,
      needs: Array.from({ length: faults + 1 }, (_, k) => computersNeeded(scheme, k)),
    });
    this.#agreed = new Int32Array(computers * ACCUSATION_WORDS);
    this.#observation = {
      frame: 0,
      vector: new Int16Array(0),
      spread: new Int32Array(0),
      silent: 0,
      unequal: 0,
      recovering: false,
      deceived: 0,
      conflicts: new Int32Array(computers),
    };
  }

  /** Channels whose reading selection may use, by quantity; null = all. */
  get usable(): Int32Array | null {
    return this.#manager.allUsable ? null : this.#manager.usable;
  }

  /** So many channels are isolated that the scheme no longer carries its m faults. */
  get belowBound(): boolean {
    return this.#manager.level.belowBound;
  }

  restart(): void {
    this.#manager.restart();
    this.accusation.fill(0);
  }

  /** Judges the accusations agreed in this frame. `verdict`: the lasting words of it. */
  judge(exchange: ReportExchange, verdict: Int32Array): void {
    const row = this.#row;
    for (let channel = 0; channel < this.#channels; channel++) {
      exchange.rowTo(channel, row, 0, row.length);
      for (let w = 0; w < ACCUSATION_WORDS; w++)
        this.#agreed[channel * ACCUSATION_WORDS + w] = row[REPORT_WORDS + w];
    }
    this.#manager.judge(this.#agreed, verdict);
    let anything = 0;
    for (let i = 0; i < this.#agreed.length; i++) anything |= this.#agreed[i];
    for (let i = 0; i < verdict.length; i++) anything |= verdict[i];
    this.suspects = this.isolated = this.sensorsIsolated = this.disputed = 0;
    if (anything !== 0) this.#readStates(verdict);
  }

  /** Looks at the frame and brings `accusation` up to date. */
  observe(seen: FrameSeen, exchange: ReportExchange): void {
    const observation = this.#observation;
    observation.frame = seen.frame;
    observation.vector = seen.vector;
    observation.spread = seen.spread;
    observation.silent = seen.silent;
    observation.unequal = seen.unequal;
    observation.recovering = seen.recovering;
    exchange.evidence(observation);
    this.#manager.observe(observation, this.accusation);
  }

  #readStates(verdict: Int32Array): void {
    const manager = this.#manager;
    for (let channel = 0; channel < this.#channels; channel++) {
      const bit = 1 << channel;
      const state = manager.channelState(channel);
      if (state !== 'good' && state !== 'disputed') this.suspects |= bit;
      if (state === 'convicted' || state === 'out' || state === 'probation') this.isolated |= bit;
      for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++) {
        const sensor = manager.sensorState(channel, quantity);
        if (sensor !== 'good') this.suspects |= bit;
        if (sensor === 'convicted') this.sensorsIsolated |= bit;
      }
      for (let other = 0; other < channel; other++)
        if (isDisputed(verdict, pairOf(channel, other))) this.disputed |= bit | (1 << other);
    }
  }
}
