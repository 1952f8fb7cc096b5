/**
 * The document that `ironbird fly --json` prints, from a flight. Field names are a contract with users' scripts.
 */
import type { DeadlineCounts } from '../checker/deadline-account.js';
import type { CommandTurn } from './command-log.js';
import type { Hazard } from '../checker/hazard-check.js';
import type { IsolationEvent } from './isolation-log.js';

export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** The five states of a fault, and whether a good unit was blamed for it. */
export interface FaultStates {
  readonly id: string;
  readonly requested: boolean;
  readonly applied: boolean;
  readonly activated: boolean;
  readonly detected: boolean;
  readonly masked: boolean;
  readonly wrongUnit: boolean;
}

export interface FlyDocument {
  readonly version: string;
  readonly rig: string;
  readonly seed: string;
  /** Frames flown. */
  readonly frames: number;
  readonly verdict: Verdict;
  readonly agreement: {
    readonly withinBound: boolean;
    /** (frame, source) pairs in which IC1, or IC2, was violated. */
    readonly ic1: number;
    readonly ic2: number;
    /** Frames in which good computers commanded differently. */
    readonly commandSplits: number;
  };
  /** Who was in command from which frame on, and why; only where one commands and others stand by. */
  readonly command?: readonly CommandTurn[];
  /** Who was suspected, disputed, isolated and readmitted, in order; this and the next only where units are isolated. */
  readonly isolation?: readonly IsolationEvent[];
  readonly diagnosis?: {
    /** At most m channels were at fault, over the whole flight. */
    readonly withinBound: boolean;
    /** Frames in which good computers held different verdicts. */
    readonly verdictSplits: number;
    /** Units isolated that no fault had touched. */
    readonly goodIsolated: number;
  };
  readonly deadline: DeadlineCounts & {
    readonly byCause: {
      readonly compute: number;
      readonly hostStall: number;
      readonly bus: number;
      readonly silentPeer: number;
    };
    readonly perComputer: readonly DeadlineCounts[];
    /** Frame start to the last command at the actuators, µs; zeros where none ever came. */
    readonly latencyUs: { readonly p50: number; readonly p99: number; readonly max: number };
  };
  /** The first broken limit. */
  readonly hazard: Hazard | null;
  readonly faults: readonly FaultStates[];
  /** Agreement traffic of a frame without faults. */
  readonly traffic: {
    readonly messagesPerFrame: number;
    readonly packetsPerFrame: number;
    readonly bytesPerFrame: number;
  };
  readonly traceHash: string;
  /** The command that flies it again. */
  readonly replay: string;
}
