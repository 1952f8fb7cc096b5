/**
 * Redundancy managers around a table: one vector for all, and last frame's accusations agreed among them. Liars write
 * what a test lets them write; a computer that is down says nothing, and comes back with the words of another.
 */
import { ACCUSATION_WORDS } from '../../firmware/redundancy/accusation.js';
import { NO_DATA, NO_DATA_WORD, QUANTITY_COUNT } from '../../firmware/icd/quantities.js';
import { lastingWords } from '../../firmware/redundancy/lasting-words.js';
import { RedundancyManager } from '../../firmware/redundancy/redundancy-manager.js';
import { Selector, type SelectMethod } from '../../firmware/redundancy/select.js';

/** Frames a computer that came back says nothing against anybody. */
const RECOVERY_FRAMES = 5;

/** What one computer alone sees of its peers in a frame, as bitmasks. */
export interface Seen {
  readonly silent?: number;
  readonly deceived?: number;
  readonly unequal?: number;
  readonly conflicts?: Int32Array;
}

export interface Circumstances {
  /** What a liar's accusation is agreed to say, by channel. */
  readonly lies?: ReadonlyMap<number, readonly number[]>;
  /** What each computer sees of the others; a computer that is down is seen to be silent without being named here. */
  readonly seen?: (observer: number) => Seen;
  /** Channels that do not run in this frame. */
  readonly down?: readonly number[];
}

export class ManagerCluster {
  readonly managers: readonly RedundancyManager[];
  readonly words: readonly Int32Array[];
  /** The accusations as agreed in the last frame. */
  readonly agreed: Int32Array;
  frame = 0;
  readonly #channels: number;
  readonly #selectors: readonly Selector[];
  readonly #selected = new Int16Array(QUANTITY_COUNT);
  readonly #said: Int32Array[];
  readonly #upFor: number[];
  readonly #vector: Int16Array;

  constructor(options: {
    channels: number;
    faults: number;
    needs?: readonly number[];
    method?: SelectMethod;
  }) {
    const { channels, faults, needs = [1, 4, 7], method = 'mid' } = options;
    const each = Array.from({ length: channels }, (_, self) => self);
    this.#channels = channels;
    this.managers = each.map((self) => new RedundancyManager({ channels, faults, self, needs }));
    this.words = each.map(() => new Int32Array(lastingWords(channels)));
    this.agreed = new Int32Array(channels * ACCUSATION_WORDS);
    this.#selectors = each.map(() => new Selector({ channels, method }));
    this.#said = each.map(() => new Int32Array(ACCUSATION_WORDS));
    this.#upFor = each.map(() => RECOVERY_FRAMES);
    this.#vector = new Int16Array(channels * QUANTITY_COUNT);
  }

  /** One frame with this agreed vector (n × 16); rows of channels that are down are blanked here. */
  fly(vector: Int16Array, { lies = new Map(), seen = () => ({}), down = [] }: Circumstances = {}): void {
    this.#vector.set(vector);
    for (const channel of down)
      this.#vector.fill(NO_DATA, channel * QUANTITY_COUNT, (channel + 1) * QUANTITY_COUNT);
    this.managers.forEach((_, channel) => {
      const lie = lies.get(channel);
      const silent = down.includes(channel);
      const said = silent ? [NO_DATA_WORD, NO_DATA_WORD] : (lie ?? this.#said[channel]);
      this.agreed.set(said, channel * ACCUSATION_WORDS);
    });
    const downMask = down.reduce((mask, channel) => mask | (1 << channel), 0);
    const teacher = this.managers.findIndex(
      (_, channel) =>
        !down.includes(channel) && !lies.has(channel) && this.#upFor[channel] >= RECOVERY_FRAMES,
    );
    this.managers.forEach((manager, channel) => {
      if (down.includes(channel)) {
        if (this.#upFor[channel] > 0) manager.restart();
        this.words[channel].fill(0);
        this.#said[channel].fill(0);
        this.#upFor[channel] = 0;
      } else if (this.#upFor[channel]++ === 0 && teacher >= 0) this.#adopt(channel, teacher);
    });
    this.managers.forEach((_, channel) => {
      if (!down.includes(channel)) this.#run(channel, downMask, seen(channel));
    });
    this.frame++;
  }

  /** Whether a computer ran the last frame with words it may trust. */
  isUp(channel: number): boolean {
    return this.#upFor[channel] > 0;
  }

  /** What a computer would put into its next report. */
  saidBy(channel: number): readonly number[] {
    return [...this.#said[channel]];
  }

  #adopt(channel: number, teacher: number): void {
    this.words[channel].set(this.words[teacher]);
  }

  #run(channel: number, downMask: number, seen: Seen): void {
    const manager = this.managers[channel];
    const selector = this.#selectors[channel];
    manager.judge(this.agreed, this.words[channel]);
    selector.select(this.#vector, this.#selected, manager.allUsable ? null : manager.usable);
    manager.observe(
      {
        frame: this.frame,
        vector: this.#vector,
        spread: selector.spread,
        silent: downMask | (seen.silent ?? 0),
        deceived: seen.deceived ?? 0,
        unequal: seen.unequal ?? 0,
        conflicts: seen.conflicts ?? new Int32Array(this.#channels),
        recovering: this.#upFor[channel] <= RECOVERY_FRAMES,
      },
      this.#said[channel],
    );
  }
}
