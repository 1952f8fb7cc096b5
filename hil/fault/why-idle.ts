/**
 * Why a scheme gives a fault nothing to act on. Such a fault is refused when it is read: one that was accepted and did
 * nothing would be counted as survived.
 */
import { ACTUATORS } from '../../firmware/icd/packets.js';
import type { FaultTarget } from './fault-target.js';

/** What of a scheme decides whether a fault can act. */
export interface Talk {
  /** Rounds in which computers tell each other something. */
  readonly rounds: number;
  /** What they tell is what their sensors read, as it is when left out; null = not known. */
  readonly reports?: boolean | null;
  /** What their messages are signed with; null = with nothing, left out = not known. */
  readonly signatures?: string | null | undefined;
  /** They agree on charges against each other; null = not known, left out = no. */
  readonly isolates?: boolean | null;
  /** By effector: how many motors can be named; null = not known. */
  readonly motors?: readonly number[] | null;
}

/** The reason, or null where it can act. */
export function whyIdle(target: FaultTarget, mode: string, talk: Talk): string | null {
  const { rounds, reports = true, signatures, isolates = false, motors = null } = talk;
  if (['forger', 'flood', 'split-tag'].includes(mode) && signatures === null)
    return 'the messages of this scheme are not signed';
  if (mode === 'split-tag' && signatures !== undefined && signatures !== 'hmac')
    return `a tag of ${signatures} is one for all; only hmac has an entry for each receiver`;
  if (['liar', 'forger', 'flood'].includes(mode) && rounds < 2)
    return 'the scheme has no round in which computers relay what others said';
  if (mode === 'accuser' && isolates === false)
    return 'the computers of this scheme accuse nobody (scheme.isolate: true makes them)';
  if (target.kind === 'actuator' && mode === 'voter-stuck' && (motors?.[target.effector] ?? 0) > 0)
    return 'three motors on one surface have no voter: their forces vote';
  if (mode === 'two-faced' && rounds < 1) return 'the computers of this scheme tell each other nothing';
  if (mode === 'two-faced' && target.kind !== 'clock' && reports === false)
    return 'the computers of this scheme tell each other no readings';
  if (['upset-vector', 'wrong-default'].includes(mode) && (rounds < 1 || reports === false))
    return 'the computers of this scheme agree on no readings';
  if (['partition', 'clique-split'].includes(mode) && rounds < 1)
    return 'the computers of this scheme send each other nothing';
  if (target.kind === 'link' && rounds < 1 && !target.receivers.includes(ACTUATORS))
    return 'the computers of this scheme send each other nothing';
  return null;
}
