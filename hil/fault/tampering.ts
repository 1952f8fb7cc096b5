/**
 * Where in a packet a fault finds what it falsifies. A faulty node knows packets as words; which of them are whose
 * report, and what it takes to sign them, is for whoever knows the protocol to say.
 *
 *   oral      row, row, …                        in the order of the exchange's lists
 *   signed    count, chain, chain, …             a row inside each chain, behind the names of its signers
 */
import type { Packet } from '../../firmware/icd/packets.js';

/** A source's row in a packet. */
export interface RowPlace {
  readonly source: number;
  /** First word of the report. */
  readonly at: number;
  /** First word of the chain it travels in; `at` where it travels alone. */
  readonly chain: number;
}

/** One packet on its way: round 1 … m+1. */
export interface PacketPlace {
  readonly round: number;
  readonly receiver: number;
  readonly packet: Packet;
}

export interface Tampering {
  /** The rows of a packet, in order. */
  rowsOf(place: PacketPlace): readonly RowPlace[];
  /** Left out where nothing is signed. */
  readonly chains?: ChainTampering;
}

/** What a malicious computer can do to chains. */
export interface ChainTampering {
  /** Most words of a packet of this round. */
  wordsMax(round: number): number;
  /** Signs a chain anew, for each signer whose secret this computer holds. */
  resign(packet: Packet, chain: number): void;
  /** Makes garbage of these receivers' entries in the chain's first tag. */
  spoilEntries(packet: Packet, chain: number, receivers: readonly number[]): void;
  /** Makes the packet a relay full of chains whose signatures are bad. */
  flood(place: PacketPlace): void;
}
