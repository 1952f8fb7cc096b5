/**
 * The verdict of one frame: agreed accusations and lasting words in, lasting words out.
 *
 *   charge against                         stands for            verdict
 *   a channel (charges.ts)                 verdictFrames         isolated; its disputes are over
 *   a sensor named by m+1                  verdictFrames         its readings are not used again
 *   a pair, and nobody else decides it     disputeFrames         disputed: one of the two is at fault, not known which
 *
 * Nothing is remembered here between frames but what the words hold, so a court that has just adopted the words
 * decides as the others do. Whoever is isolated or on probation does not judge. Isolation needs m+1 others who
 * may, so it ends by itself at m+1 channels: two that differ can be disputed and not convict each other.
 */
import { ACCUSATION_WORDS } from './accusation.js';
import { allChannels } from './channel-mask.js';
import { Charges } from './charges.js';
import { caseFrames, caseUnit, closeCase, hearCase } from './docket.js';
import { WORD, convictSensor, pairOf, setDisputed } from './lasting-words.js';
import type { RedundancyParameters } from './parameters.js';
import { type Files, probationChannel, runDesk } from './readmission.js';

export interface CourtOptions {
  /** n, 1 … 16. */
  readonly channels: number;
  /** m: how many channels may be at fault at once. */
  readonly faults: number;
  readonly parameters: RedundancyParameters;
}

export class Court {
  /** What was read of the latest frame's accusations. */
  readonly charges: Charges;
  readonly #options: CourtOptions;
  readonly #files: Files = { desk: 0, isolated: 0, readmitted: 0 };
  readonly #bench = { judges: 0, isolated: 0 };
  readonly #session: { charges: Charges; judges: number; parameters: RedundancyParameters };
  readonly #unit = { unit: 0, channels: 0 };

  constructor(options: CourtOptions) {
    this.#options = options;
    this.charges = new Charges(options);
    this.#session = { charges: this.charges, judges: 0, parameters: options.parameters };
    this.#unit.channels = options.channels;
  }

  /** `agreed`: n × ACCUSATION_WORDS; `words`: lasting words, changed in place. */
  judge(agreed: Int32Array, words: Int32Array): void {
    if (this.#isQuiet(agreed, words)) return;
    const { channels, parameters } = this.#options;
    const files = this.#files;
    const all = allChannels(channels);
    files.isolated = words[WORD.channels] & all;
    files.readmitted = (words[WORD.channels] >>> 16) & all;
    files.desk = words[WORD.pairAndDesk] >>> 16;
    const judges = judgesOf(words, channels);
    this.#bench.judges = judges;
    this.#bench.isolated = files.isolated;
    this.charges.read(agreed, words, this.#bench);

    let channelCase = hearCase(words[WORD.cases] & 0xffff, this.charges.channels);
    if (caseFrames(channelCase) >= parameters.verdictFrames) {
      this.#isolate(words, caseUnit(channelCase));
      channelCase = closeCase(channelCase);
    }
    let sensorCase = hearCase(words[WORD.cases] >>> 16, this.charges.sensors);
    if (caseFrames(sensorCase) >= parameters.verdictFrames) {
      this.#unit.unit = caseUnit(sensorCase);
      convictSensor(words, this.#unit);
      sensorCase = closeCase(sensorCase);
    }
    let pairCase = hearCase(words[WORD.pairAndDesk] & 0xffff, this.charges.pairs);
    if (caseFrames(pairCase) >= parameters.disputeFrames) {
      setDisputed(words, caseUnit(pairCase), true);
      pairCase = closeCase(pairCase);
    }
    this.#session.judges = judges;
    runDesk(files, this.#session, this.#options);
    words[WORD.channels] = files.isolated | (files.readmitted << 16);
    words[WORD.cases] = channelCase | (sensorCase << 16);
    words[WORD.pairAndDesk] = pairCase | (files.desk << 16);
  }

  #isolate(words: Int32Array, channel: number): void {
    this.#files.isolated |= 1 << channel;
    for (let other = 0; other < this.#options.channels; other++) {
      if (other !== channel) setDisputed(words, pairOf(channel, other), false);
    }
  }

  /** Nobody accuses, no case is open and nobody waits at the desk: nothing can change. */
  #isQuiet(agreed: Int32Array, words: Int32Array): boolean {
    let any =
      words[WORD.channels] | (words[WORD.cases] & 0xff00_ff00) | (words[WORD.pairAndDesk] & 0xfff0_ff00);
    for (let i = 0; i < this.#options.channels * ACCUSATION_WORDS; i++) any |= agreed[i];
    if (any !== 0) return false;
    this.charges.suspects = 0;
    this.charges.suspectSensors.fill(0);
    return true;
  }
}

/** Channels that are neither isolated nor on probation: whose readings count and whose accusations do. */
export function judgesOf(words: Int32Array, channels: number): number {
  const probation = probationChannel(words[WORD.pairAndDesk] >>> 16);
  return allChannels(channels) & ~words[WORD.channels] & ~(probation < 0 ? 0 : 1 << probation);
}
