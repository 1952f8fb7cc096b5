/**
 * The schemes a flight computer can run, reduced to what its frame needs to know.
 *
 *   scheme            exchange     rounds   vector the selection sees     state adopted from
 *   simplex           none         0        its own report                —
 *   tmr-no-exchange   none         0        its own report                —
 *   tmr               OM(0)        1        everyone's, as told           2 equal senders
 *   om                OM(m)        m+1      everyone's, agreed            m+1 equal senders
 *   sm                SM(m)        m+1      everyone's, agreed            m+1 equal senders
 *   omh               OMH(m)       m+1      everyone's, agreed            more than can be symmetric
 *   primary-backup    heartbeats   1        its own report                the one in command, if plausible
 *   com-mon           heartbeats   1        its own report                the com in command, if plausible
 */
import { oralComputersMin } from '../agreement/bounds.js';
import { signedVotedComputersMin } from '../agreement/signed-bounds.js';
import { STATE_WORDS } from '../icd/packets.js';
import { REPORT_WORDS } from '../icd/quantities.js';
import { ACCUSATION_WORDS } from '../redundancy/accusation.js';
import { lastingWords } from '../redundancy/lasting-words.js';

export type Protocol =
  | 'simplex'
  | 'tmr-no-exchange'
  | 'tmr'
  | 'om'
  | 'sm'
  | 'omh'
  | 'primary-backup'
  | 'com-mon';

export interface Scheme {
  readonly protocol: Protocol;
  /** n, 1 … 16. */
  readonly computers: number;
  /** m. */
  readonly faults: number;
}

/** Rounds of exchange in a frame; a frame has one slot more. */
export function roundsOf({ protocol, faults }: Scheme): number {
  switch (protocol) {
    case 'simplex':
    case 'tmr-no-exchange':
      return 0;
    case 'tmr':
    case 'primary-backup':
    case 'com-mon':
      return 1;
    case 'om':
    case 'sm':
    case 'omh':
      return faults + 1;
    default:
      return protocol satisfies never;
  }
}

/** Computers tell each other what their sensors read; those that only stand by tell what they command. */
export function exchangesReports(scheme: Scheme): boolean {
  return roundsOf(scheme) > 0 && !standsBy(scheme);
}

/** One computer, or pair, is in command, and the others stand by: nothing is voted on. */
export function standsBy({ protocol }: Scheme): boolean {
  return protocol === 'primary-backup' || protocol === 'com-mon';
}

/** m of the OM(m) or OMH(m) that carries the exchange. */
export function relayDepth({ protocol, faults }: Scheme): number {
  return protocol === 'om' || protocol === 'omh' ? faults : 0;
}

/**
 * Equal senders from whom lasting state is believed: one more than can be wrong alike, so that one of them is
 * right. OMH holds s symmetric faults while n > 2s + m.
 */
export function stateQuorum({ protocol, computers, faults }: Scheme): number {
  switch (protocol) {
    case 'om':
    case 'sm':
      return faults + 1;
    case 'omh':
      return Math.max(faults, Math.ceil((computers - faults) / 2) - 1) + 1;
    default:
      return 2;
  }
}

/** Computers the scheme needs to carry so many faults; 1 for none, since one that is good is enough then. */
export function computersNeeded({ protocol, faults }: Scheme, carried: number): number {
  if (carried === 0) return 1;
  switch (protocol) {
    case 'om':
      return oralComputersMin(carried);
    case 'sm':
      return signedVotedComputersMin(carried);
    case 'omh':
      return 2 * carried + faults + 1;
    default:
      return 2 * carried + 1;
  }
}

/** Words of what a computer tells of itself: its report, and its accusation where units are isolated. */
export function rowWords(isolates: boolean): number {
  return REPORT_WORDS + (isolates ? ACCUSATION_WORDS : 0);
}

/** Words of lasting state: the control law's, and the verdict's where units are isolated. */
export function lastingStateWords({ computers, isolates }: { computers: number; isolates: boolean }): number {
  return STATE_WORDS + (isolates ? lastingWords(computers) : 0);
}
