/**
 * What a flight computer asks of an agreement, whichever it is: words in packets in, one vector out.
 *
 *   slot 0        begin, compose round 1                     my own words to all
 *   slot r        accept round r, compose round r + 1        what I was told on to each
 *   last slot     accept round m+1, resolve                  one row per source, the same in all good computers
 *
 * A row is what one source tells in a frame: its report, and behind it whatever else is to be agreed. How rows are
 * packed into a packet is the protocol's own business: oral messages need no word beside them, since their order says
 * which path each came by, while signed messages travel with their chains.
 */
import type { Slot } from '../icd/slot.js';

/** What this computer alone has seen of the others, as bitmasks of channels. */
export interface ExchangeEvidence {
  /** Told me something of itself that is not what was agreed of it. */
  deceived: number;
  /** By relaying channel: the sources of which it told me something else than was agreed. */
  readonly conflicts: Int32Array;
}

export interface ReportExchange {
  /** Rounds, 1 … m+1. */
  readonly rounds: number;
  /** Rounds, from the first on, in which every good computer has something to say. */
  readonly dueRounds: number;
  /** Most payload words of a good computer's packet to this receiver in this round. */
  wordsMax(round: number, receiver: number): number;
  /** Starts a frame with this computer's own row. */
  begin(slot: Slot, own: Int32Array): void;
  /** Writes the payload for this round and receiver at out[0 …]; returns its words, 0 = nothing to say. Round 1 is the same for all. */
  compose(round: number, receiver: number, out: Int32Array): number;
  /** Takes the first `length` words as what `sender` tells in this round; false where they cannot be that. */
  accept(round: number, sender: number, words: Int32Array, length: number): boolean;
  /** Ends the exchange. */
  resolve(): void;
  /** Writes the report agreed about each source at out[at …], in order of sources; *no report* where there is none. */
  vectorTo(out: Int32Array, at: number): void;
  /** Writes what stands behind the report in the row agreed about each source at out[0 …], in order of sources. */
  besideTo(out: Int32Array): void;
  /** What the frame showed of the others; after `resolve`. */
  evidence(into: ExchangeEvidence): void;
  /** Bitmask of senders of what no good computer sends; left out where a packet is its own evidence. */
  readonly improper?: number;
  /** Signatures made and verified since `begin`; left out where nothing is signed. */
  readonly signaturesMade?: number;
  readonly signaturesVerified?: number;
  /** Writes round 1's payload anew with another row in it, as a computer that lies about itself would. */
  reseal?(row: Int32Array, out: Int32Array): void;
}
