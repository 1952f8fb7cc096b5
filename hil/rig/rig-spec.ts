/**
 * A rig, complete and checked: every default filled in, every name resolved to an index. `rig-file.ts` makes it
 * from YAML; `build-rig.ts` makes the machine from it. Nothing past this point has an opinion about files.
 */
import type { ClockConditions } from '../../firmware/agreement/clock-bounds.js';
import type { SignatureKind } from '../../firmware/agreement/signatures.js';
import type { FaultSpec } from '../fault/fault-spec.js';

export type Protocol =
  | 'om'
  | 'sm'
  | 'omh'
  | 'tmr'
  | 'tmr-no-exchange'
  | 'simplex'
  | 'primary-backup'
  | 'com-mon';
export type TurbulenceLevel = 'none' | 'light' | 'moderate' | 'severe';

/** A step of the pilot's inputs; a control left out stays as it was. Sticks and pedals −1 … 1, throttle 0 … 1. */
export interface PilotStep {
  readonly atS: number;
  readonly stickPitch?: number;
  readonly stickRoll?: number;
  readonly pedals?: number;
  readonly throttle?: number;
}

/** Of one quantity, in its unit. */
export interface SensorSpec {
  /** Standard deviation of the noise. */
  readonly noise: number;
  /** Half-width of the constant bias drawn for each channel. */
  readonly bias: number;
  /** Each channel's bias where it is given and not drawn. */
  readonly channelBias?: readonly number[];
  /** First-order lag, s. */
  readonly lagS: number;
}

/** How computers that stand by watch the one in command. */
export interface WatchSpec {
  /** A backup may switch off the one in command; false for pairs, which switch off themselves. */
  readonly trip: boolean;
  /** How far two computers' commands for a surface may be apart, deg. */
  readonly toleranceDeg: number;
  /** Frames running in which they are further apart that make a miscompare. */
  readonly persistenceFrames: number;
}

/** What computers that sign their messages sign with, and what it costs them. */
export interface SigningSpec {
  readonly kind: SignatureKind;
  readonly verification: 'lazy' | 'eager';
  /** One signature made, and one verified, µs of the flight computer. */
  readonly signUs: number;
  readonly verifyUs: number;
}

/** Computers that have no common clock: what theirs are like and how they keep them together. */
export type ClockSpec = Pick<ClockConditions, 'method' | 'driftPpm' | 'readingNs' | 'resyncNs'>;

export interface ActuatorSpec {
  readonly kind: 'majority' | 'three-motor' | 'engaged';
  readonly noMajority: 'hold' | 'damped';
  /** Frames without a command before a held surface is let go damped. */
  readonly holdFrames: number;
}

/**
 * Execution time of one phase, µs, as quantiles [minimum, median, 99 %, 99.9 %, maximum]; between them the
 * distribution is linear.
 */
export type ExecutionQuantiles = readonly [number, number, number, number, number];

export interface TimingSpec {
  readonly sampleUs: ExecutionQuantiles;
  readonly relayUs: ExecutionQuantiles;
  readonly controlUs: ExecutionQuantiles;
}

/** Allowed interval, [lowest, highest]. */
export type Interval = readonly [number, number];

export interface RigSpec {
  readonly name: string;
  readonly description: string;
  readonly aircraft: {
    /** `f16`, or the absolute path of a module (only with --allow-modules). */
    readonly model: string;
    /** Centre of gravity, fraction of the mean chord. */
    readonly cg: number;
    readonly airspeedFtps: number;
    readonly altitudeFt: number;
  };
  /** `f16`, or the absolute path of a module. */
  readonly controlLaw: string;
  readonly pilot: readonly PilotStep[];
  readonly turbulence: TurbulenceLevel;
  readonly frame: {
    readonly periodUs: number;
    /** It flies even where its slots do not fit, and misses deadlines. */
    readonly mayMiss?: boolean;
  };
  readonly scheme: {
    readonly protocol: Protocol;
    readonly computers: number;
    readonly faults: number;
    readonly choice: 'majority' | 'median';
    readonly select: 'mid' | 'mean';
    /** Only where computers stand by. */
    readonly watch?: WatchSpec;
    /** Only where messages are signed. */
    readonly signing?: SigningSpec;
    /** Convicted units are taken out of use. */
    readonly isolate?: boolean;
  };
  readonly belowBound: boolean;
  /** `baud` 0: transfer takes no time. */
  readonly bus: { readonly kind: 'memory' | 'encoded'; readonly baud: number };
  /** Left out: one clock for all. */
  readonly clocks?: ClockSpec;
  readonly timing: TimingSpec;
  /** By quantity index. */
  readonly sensors: readonly SensorSpec[];
  /** By effector index. */
  readonly actuators: readonly ActuatorSpec[];
  readonly faults: readonly FaultSpec[];
  readonly limits: {
    readonly loadFactorG: Interval;
    readonly alphaDeg: Interval;
    readonly altitudeFt: Interval;
  };
  readonly durationS: number;
  readonly expect: 'pass' | 'fail';
  /** Requirements on the deadline account beside the limits: `missed > 0` fails the flight. */
  readonly failOn: readonly string[];
}
