/**
 * Who is out of line, who says so, who is out.
 *
 *   agreed vector ──► monitors ──► accusation ──► next report ──► agreed ──► court ──► usable readings
 *   what only I saw ──► peers ──┘                  (like a reading)            │            │
 *                                             lasting words, told to all ◄────┘            └──► selection
 *
 * Once a frame, when the vector is agreed: `judge` the accusations that came with it, let the selector use what is
 * usable, then `observe` the frame for the next report. A finding of one computer changes nothing anywhere; only the
 * agreed accusations do, and they are the same words in every good computer, so all of them isolate the same unit in
 * the same frame. Within the bound no good unit is convicted, whatever m others write (DIAG-SOUND; the argument is
 * in `charges.ts`).
 *
 * What lasts lies in words that the caller keeps with the rest of its lasting state; `judge` is a function of them
 * and of the accusations. Local isolation, each computer by its own counters, was the alternative: computers that
 * have not seen the same then select from different readings, which is what the agreement was for.
 */
import { QUANTITY_COUNT } from '../icd/quantities.js';
import { writeAccusation } from './accusation.js';
import { allChannels, countChannels, hasChannel } from './channel-mask.js';
import { Court, judgesOf } from './court.js';
import { WORD, convictedSensors, isDisputed, lastingWords, pairOf } from './lasting-words.js';
import { type RedundancyParameters, redundancyParameters } from './parameters.js';
import { type PeerEvidence, PeerMonitor } from './peer-monitor.js';
import { probationChannel } from './readmission.js';
import { Reconfiguration } from './reconfiguration.js';
import { type Masks, type Readings, SensorMonitors } from './sensor-monitors.js';

/** What is known of a channel as a computer. `out`: convicted a second time, for ever. */
export type ChannelState = 'good' | 'suspect' | 'disputed' | 'probation' | 'convicted' | 'out';

export type SensorState = 'good' | 'suspect' | 'convicted';

export interface RedundancyOptions {
  /** n, 1 … 16. */
  readonly channels: number;
  /** m. */
  readonly faults: number;
  /** This computer's channel. */
  readonly self: number;
  /** Channels the active protocol needs for 0, 1, … m faults (`reconfiguration.ts`). */
  readonly needs: readonly number[];
  readonly parameters?: RedundancyParameters;
}

/** What a computer has before it at the end of a frame. */
export interface Observation extends Readings, PeerEvidence {
  /** Its own lasting state is not known to be right: it watches, and accuses nobody. */
  readonly recovering: boolean;
}

export class RedundancyManager {
  /** Channels in use, faults carried, and whether that is said to be too few. */
  readonly level: Reconfiguration;
  /** Channels whose reading selection may use, by quantity. */
  readonly usable: Int32Array;
  /** Every reading is usable, so selection needs no masks. */
  allUsable = true;
  /** Bitmask of the quantities of which no reading is usable: the selection of these is no data. */
  blindQuantities = 0;
  readonly #channels: number;
  readonly #self: number;
  readonly #court: Court;
  readonly #sensors: SensorMonitors;
  readonly #peers: PeerMonitor;
  readonly #watched: Int32Array;
  readonly #masks: Masks;
  readonly #circumstances = { silentRows: 0, isolated: 0 };
  /** The words as the masks were last made from them. */
  readonly #seen: Int32Array;
  /** Channels neither isolated nor on probation. */
  #inUse: number;
  readonly #row = { channel: 0, channels: 0 };

  constructor(options: RedundancyOptions) {
    const { channels, faults, self, needs, parameters = redundancyParameters() } = options;
    this.#channels = channels;
    this.#self = self;
    this.level = new Reconfiguration({ channels, faults, needs });
    this.#court = new Court({ channels, faults, parameters });
    this.#sensors = new SensorMonitors({ channels, parameters });
    this.#peers = new PeerMonitor({ channels, faults, self, parameters });
    this.usable = new Int32Array(QUANTITY_COUNT).fill(allChannels(channels));
    this.#watched = this.usable.slice();
    this.#masks = { usable: this.usable, watched: this.#watched, apart: 0 };
    this.#seen = new Int32Array(lastingWords(channels));
    this.#inUse = channels;
    this.#row.channels = channels;
  }

  /** Power-cycle: what the monitors remember is lost. The lasting words are the caller's to lose and to adopt. */
  restart(): void {
    this.#sensors.reset();
    this.#peers.reset();
  }

  /** More than m channels seem at fault to this computer at once; it accuses none of them. */
  get overrun(): boolean {
    return this.#peers.overrun;
  }

  /**
   * Judges the accusations that came with this frame's reports, and brings `words`, `usable`, `level` and the states up
   * to date. `agreed`: n × ACCUSATION_WORDS as agreed, row = accuser; `words`: `lastingWords(n)` of them. Returns whether
   * anything in the words is not as it was when last judged.
   */
  judge(agreed: Int32Array, words: Int32Array): boolean {
    this.#court.judge(agreed, words);
    let changed = 0;
    for (let i = 0; i < this.#seen.length; i++) {
      changed |= this.#seen[i] ^ words[i];
      this.#seen[i] = words[i];
    }
    if (changed !== 0) this.#deriveMasks();
    this.level.update(this.#inUse);
    return changed !== 0;
  }

  /** Looks at a frame and writes what this computer puts into its next report: ACCUSATION_WORDS at accusation[0 …]. */
  observe(observation: Observation, accusation: Int32Array): void {
    this.#sensors.observe(observation, this.#masks);
    if (observation.recovering) {
      accusation[0] = accusation[1] = 0;
      return;
    }
    this.#circumstances.silentRows = this.#sensors.silentRows;
    this.#circumstances.isolated = this.#seen[WORD.channels] & allChannels(this.#channels);
    const channels = this.#peers.observe(observation, this.#circumstances);
    writeAccusation(accusation, channels & ~(1 << this.#self), this.#sensors.entries);
  }

  channelState(channel: number): ChannelState {
    const files = this.#seen[WORD.channels];
    if (hasChannel(files, channel)) return hasChannel(files >>> 16, channel) ? 'out' : 'convicted';
    if (probationChannel(this.#seen[WORD.pairAndDesk] >>> 16) === channel) return 'probation';
    for (let other = 0; other < this.#channels; other++)
      if (other !== channel && isDisputed(this.#seen, pairOf(channel, other))) return 'disputed';
    return hasChannel(this.#court.charges.suspects, channel) ? 'suspect' : 'good';
  }

  /** Whether these two are at odds and nobody else can tell which is right. */
  areDisputed(one: number, other: number): boolean {
    return isDisputed(this.#seen, pairOf(one, other));
  }

  sensorState(channel: number, quantity: number): SensorState {
    this.#row.channel = channel;
    if (hasChannel(convictedSensors(this.#seen, this.#row), quantity)) return 'convicted';
    const unit = channel * QUANTITY_COUNT + quantity;
    const suspect = (this.#court.charges.suspectSensors[unit >>> 5] & (1 << (unit & 31))) !== 0;
    return suspect ? 'suspect' : 'good';
  }

  #deriveMasks(): void {
    const all = allChannels(this.#channels);
    const judges = judgesOf(this.#seen, this.#channels);
    this.#inUse = countChannels(judges);
    this.#watched.fill(all & ~this.#seen[WORD.channels]);
    for (let channel = 0; channel < this.#channels; channel++) {
      this.#row.channel = channel;
      const convicted = convictedSensors(this.#seen, this.#row);
      for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++)
        if (hasChannel(convicted, quantity)) this.#watched[quantity] &= ~(1 << channel);
    }
    this.blindQuantities = 0;
    this.allUsable = true;
    this.#masks.apart = 0;
    for (let quantity = 0; quantity < QUANTITY_COUNT; quantity++) {
      const usable = this.#watched[quantity] & judges;
      this.usable[quantity] = usable;
      if (usable !== this.#watched[quantity]) this.#masks.apart |= 1 << quantity;
      if (usable === 0) this.blindQuantities |= 1 << quantity;
      if (usable !== all) this.allUsable = false;
    }
  }
}
