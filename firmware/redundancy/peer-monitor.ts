/**
 * What one computer sees of the others as computers. Unlike the vector, most of it is seen by this one alone.
 *
 *   silent      something due from it did not come, or was garbage           it, or the line to me
 *   deceived    the report it sent me is not what was agreed of it           it: of a good source, that is agreed
 *   no report   nothing at all was agreed of it                              it, for the same reason
 *   unequal     its lasting state is not mine                                it, if mine is right
 *   conflict    what it relayed of a source is not what was agreed           it *or that source*
 *
 * A conflict alone accuses nobody: a good computer that relays a two-faced source's lie to it looks just so. But
 * conflicts with more than m different channels cannot all be the others' doing, and accuse. Only what a good
 * computer may know for certain goes into an accusation: the verdict rests on good accusers being right.
 *
 * Nor may more than m channels be at fault. Whoever would accuse more is cut off itself, or sees a disturbance of
 * all, and accuses none of them: otherwise one shaken frame bus would have every computer throw out every other.
 */
import { allChannels, countChannels, hasChannel } from './channel-mask.js';
import { REASON } from './accusation.js';
import type { RedundancyParameters } from './parameters.js';
import { Persistence } from './persistence.js';

/** Sets of channels as bitmasks. */
export interface PeerEvidence {
  readonly silent: number;
  readonly deceived: number;
  readonly unequal: number;
  /** By relaying channel: the sources of which it relayed something else than was agreed (relays of what it was told directly). */
  readonly conflicts: Int32Array;
}

export class PeerMonitor {
  /** More than m channels seem at fault at once; none of them is accused. */
  overrun = false;
  readonly #channels: number;
  readonly #faults: number;
  readonly #others: number;
  readonly #persistence: Persistence;
  readonly #neighbours: Int32Array;
  #remembered = false;

  constructor(options: { channels: number; faults: number; self: number; parameters: RedundancyParameters }) {
    const { channels, faults, self, parameters } = options;
    this.#channels = channels;
    this.#faults = faults;
    this.#others = allChannels(channels) & ~(1 << self);
    this.#persistence = new Persistence({ units: channels, parameters });
    this.#neighbours = new Int32Array(channels);
  }

  reset(): void {
    this.#persistence.reset();
    this.#remembered = false;
    this.overrun = false;
  }

  /** Takes in a frame; returns the channels to accuse. `silentRows`: nothing agreed of them; `isolated`: convicted already. */
  observe(
    evidence: PeerEvidence,
    { silentRows, isolated }: { silentRows: number; isolated: number },
  ): number {
    const { silent, deceived, unequal, conflicts } = evidence;
    const bad =
      (silent | deceived | unequal | silentRows | this.#inConflict(conflicts, isolated)) & this.#others;
    if (bad === 0 && !this.#remembered) {
      this.overrun = false;
      return 0;
    }
    let accused = 0;
    this.#remembered = false;
    for (let channel = 0; channel < this.#channels; channel++) {
      if (hasChannel(bad, channel)) {
        this.#persistence.bad(channel, REASON.missing);
        this.#remembered = true;
      } else if (this.#persistence.good(channel)) this.#remembered = true;
      if (this.#persistence.accused[channel] !== 0) accused |= 1 << channel;
    }
    this.overrun = countChannels(accused & ~isolated) > this.#faults;
    return this.overrun ? accused & isolated : accused;
  }

  /** Channels in conflict with more than m others; a conflict with a convicted one is explained. */
  #inConflict(conflicts: Int32Array, isolated: number): number {
    let any = 0;
    for (let relay = 0; relay < this.#channels; relay++) any |= conflicts[relay];
    if (any === 0) return 0;
    const neighbours = this.#neighbours;
    neighbours.fill(0);
    for (let relay = 0; relay < this.#channels; relay++) {
      if (hasChannel(isolated, relay)) continue;
      const sources = conflicts[relay] & ~isolated & ~(1 << relay);
      neighbours[relay] |= sources;
      for (let source = 0; source < this.#channels; source++)
        if (hasChannel(sources, source)) neighbours[source] |= 1 << relay;
    }
    let found = 0;
    for (let channel = 0; channel < this.#channels; channel++)
      if (countChannels(neighbours[channel]) > this.#faults) found |= 1 << channel;
    return found;
  }
}
