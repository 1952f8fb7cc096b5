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
import {
  ACCUSATION_WORDS,
  ACCUSED_SENSORS,
  REASON,
  accusedChannels,
  accusedSensor,
  sensorEntry,
  writeAccusation,
} from '../redundancy/accusation.js';
import { RedundancyManager } from '../redundancy/redundancy-manager.js';
import { sensorVerdictWords } from '../icd/packets.js';
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

/** A charge that somebody makes without a monitor's finding: channels as computers, and single sensors. */
export interface Slander {
  readonly channels: readonly number[];
  readonly sensors: readonly { readonly channel: number; readonly quantity: number }[];
}

export class Diagnosis {
  /** This computer's accusation, which travels in its next row. */
  readonly accusation: Int32Array = new Int32Array(ACCUSATION_WORDS);
  /** Bitmasks of channels: isolated, and of these on probation; with a sensor isolated; at odds with another. */
  isolated = 0;
  probation = 0;
  sensorsIsolated = 0;
  disputed = 0;
  /** The sensors isolated: a bit a quantity, two channels to the word. */
  readonly sensors: Int32Array;
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
    this.sensors = new Int32Array(sensorVerdictWords(computers));
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
    if (this.#manager.judge(this.#agreed, verdict)) this.#readStates();
  }

  /**
   * Bitmask of the channels that this computer accuses, or of which something is isolated. What another says against
   * a channel does not make it suspect here: one liar would then make every good computer point at a good one.
   */
  get suspects(): number {
    let suspects = accusedChannels(this.accusation, 0) | this.isolated | this.sensorsIsolated;
    for (let index = 0; index < ACCUSED_SENSORS; index++) {
      const entry = accusedSensor(this.accusation, 0, index);
      if (entry !== 0) suspects |= 1 << (entry >>> 8);
    }
    return suspects;
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

  #readStates(): void {
    const manager = this.#manager;
    this.isolated = this.probation = this.sensorsIsolated = this.disputed = 0;
    this.sensors.fill(0);
    for (let channel = 0; channel < this.#channels; channel++) {
      const bit = 1 << channel;
      const state = manager.channelState(channel);
      if (state === 'convicted' || state === 'out' || state === 'probation') this.isolated |= bit;
      if (state === 'probation') this.probation |= bit;
      for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++) {
        if (manager.sensorState(channel, quantity) !== 'convicted') continue;
        this.sensorsIsolated |= bit;
        this.sensors[channel >> 1] |= 1 << (((channel & 1) << 4) + quantity);
      }
      for (let other = 0; other < channel; other++)
        if (manager.areDisputed(channel, other)) this.disputed |= bit | (1 << other);
    }
  }
}

/** Writes a charge that is nobody's finding at words[at …]: what a bad computer might say. At most three sensors. */
export function writeSlander({ channels, sensors }: Slander, words: Int32Array, at: number): void {
  const entries = new Int32Array(ACCUSED_SENSORS);
  sensors
    .map(({ channel, quantity }) =>
      sensorEntry({ unit: channel * QUANTITY_COUNT + quantity, reason: REASON.miscompare }),
    )
    .sort((a, b) => a - b)
    .forEach((entry, i) => (entries[i] = entry));
  const mask = channels.reduce((sum, channel) => sum | (1 << channel), 0);
  writeAccusation(words.subarray(at, at + ACCUSATION_WORDS), mask, entries);
}
