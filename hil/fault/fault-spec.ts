/**
 * A fault as a plan states it: what, how, from which frame, for how long. Plain data, checked and complete; the
 * file format that yields it is `fault-file.ts`, the parts that carry it out are the decorators beside it and the
 * fault models of `sensors/` and `actuators/`.
 *
 * Counts are counts (quantities.ts); times are microseconds or frames. A fault is active in frames
 * onset … onset + frames − 1, or, with a duty cycle, in the first so many of every so many of them. Its *class* says how it can look to good computers: *benign* (all can tell),
 * *symmetric* (wrong, the same for all), *asymmetric* (differs per receiver, the Byzantine case).
 */

export type FaultClass = 'benign' | 'symmetric' | 'asymmetric';

/** An intermittent fault: it acts in the first `activeFrames` of every `cycleFrames`, counted from the onset. */
export interface DutyCycle {
  readonly activeFrames: number;
  readonly cycleFrames: number;
}

interface FaultBase {
  readonly id: string;
  /** As written: `sensor/alpha/0`. */
  readonly target: string;
  /** First frame in which it is active. */
  readonly onset: number;
  /** Frames it lasts; Infinity = to the end. */
  readonly frames: number;
  /** Left out: it acts in all of them. */
  readonly duty?: DutyCycle;
  /** Frames in which its amount grows from 0 to full, linearly from the onset; left out: full at once. */
  readonly rampFrames?: number;
  readonly faultClass: FaultClass;
}

/** What a receiver is told instead: counts by receiver id. */
export type CountByReceiver = Readonly<Record<number, number>>;

/** A sensor of one channel. `quantities` lists indexes into QUANTITIES. */
export type SensorFaultSpec = FaultBase & {
  readonly kind: 'sensor';
  readonly quantities: readonly number[];
  readonly channel: number;
} & (
    | {
        readonly mode: 'stuck';
        readonly value: number | 'last' | 'min' | 'max' | 'zero';
        readonly ditherLsb: number;
      }
    | { readonly mode: 'bias'; readonly offset: number }
    | { readonly mode: 'drift'; readonly ratePerS: number }
    | { readonly mode: 'noise'; readonly sigma: number }
    | {
        readonly mode: 'spikes';
        readonly height: number;
        readonly widthFrames: number;
        readonly spacingFrames: number;
      }
    | {
        readonly mode: 'dropout';
        /** The first of every so many frames; null = all. */
        readonly cycle: { readonly silentFrames: number; readonly cycleFrames: number } | null;
      }
    | { readonly mode: 'scale'; readonly factor: number }
    | { readonly mode: 'quantisation'; readonly step: number }
    /** Counts; null = no limit on that side. */
    | { readonly mode: 'saturation'; readonly low: number | null; readonly high: number | null }
    | { readonly mode: 'sign-flip' }
    /** What the reading is multiplied by, in the order of `quantities`. */
    | { readonly mode: 'unit-error'; readonly factors: readonly number[] }
    | { readonly mode: 'lag'; readonly timeConstantS: number }
    | { readonly mode: 'slow'; readonly everyFrames: number }
    | { readonly mode: 'stale'; readonly ageFrames: number }
    | { readonly mode: 'clogged-pitot'; readonly drain: 'blocked' | 'open' }
    | { readonly mode: 'two-faced'; readonly to: CountByReceiver }
  );

/** A computer. A receiver is a computer's id, or ACTUATORS (0xfd). */
export type ComputerFaultSpec = FaultBase & { readonly kind: 'computer'; readonly computer: number } & (
    | { readonly mode: 'crash' }
    | { readonly mode: 'self-trip' }
    | { readonly mode: 'hang'; readonly watchdogFrames: number }
    /** Off for so long, then on with the state that it had. */
    | { readonly mode: 'stale-restart'; readonly downFrames: number }
    | {
        readonly mode: 'late';
        /** Execution times are multiplied by `factor`, then `byUs` and up to `jitterUs` are added. */
        readonly byUs: number;
        readonly factor: number;
        readonly jitterUs: number;
      }
    | { readonly mode: 'upset' | 'upset-law'; readonly word: number; readonly bit: number }
    | {
        readonly mode: 'upset-vector';
        readonly source: number;
        readonly quantity: number;
        readonly bit: number;
      }
    | { readonly mode: 'upset-register'; readonly quantity: number; readonly bit: number }
    | { readonly mode: 'wrong-default'; readonly quantity: number; readonly value: number }
    /** `also`: other computers with the same error in the same software. `offset`: counts of the effector. */
    | {
        readonly mode: 'wrong-output';
        readonly also: readonly number[];
        readonly effector: number;
        readonly offset: number;
      }
    | { readonly mode: 'two-faced'; readonly quantity: number; readonly to: CountByReceiver }
    | {
        /** Charges without a finding, told to `receivers`. */
        readonly mode: 'accuser';
        readonly channels: readonly number[];
        readonly sensors: readonly { readonly channel: number; readonly quantity: number }[];
        readonly receivers: readonly number[];
      }
    | {
        readonly mode: 'liar' | 'forger';
        readonly quantity: number;
        readonly about: readonly number[];
        readonly to: CountByReceiver;
      }
    | { readonly mode: 'flood' | 'split-tag'; readonly receivers: readonly number[] }
    | { readonly mode: 'fail-silent'; readonly receivers: readonly number[] }
    /** So many packets in each slot to each receiver. */
    | { readonly mode: 'babble'; readonly packets: number; readonly receivers: readonly number[] }
    | { readonly mode: 'replay'; readonly header: 'old' | 'new' }
    | { readonly mode: 'forged-sender'; readonly as: number; readonly receivers: readonly number[] }
  );

/** Sets of computers that hear each other; `cut`: those outside the largest set. */
export interface Partition {
  readonly groups: readonly (readonly number[])[];
  readonly cut: readonly number[];
}

/**
 * Ways from computers to others: from each of `senders` to each of `receivers` but itself; a receiver is a computer's id
 * or ACTUATORS (0xfd).
 */
export type LinkFaultSpec = FaultBase & {
  readonly kind: 'link';
  readonly senders: readonly number[];
  readonly receivers: readonly number[];
} & (
    | { readonly mode: 'omission' | 'reorder' | 'retained' | 're-enumeration' | 'stall' }
    | { readonly mode: 'delay'; readonly byUs: number }
    | { readonly mode: 'jitter'; readonly jitterUs: number }
    /** The second one comes so much later. */
    | { readonly mode: 'duplicate'; readonly byUs: number }
    | { readonly mode: 'corruption'; readonly bits: number }
    | { readonly mode: 'wrong-content'; readonly word: number; readonly bit: number }
    | { readonly mode: 'babble'; readonly packets: number }
    | { readonly mode: 'masquerade'; readonly as: number }
    /** One partition after the other, each for so many frames, the last one for good. */
    | {
        readonly mode: 'partition' | 'clique-split';
        readonly stages: readonly Partition[];
        readonly stageFrames: number;
      }
    /** Those of the receivers whose threshold lies above the sender's level hear nothing. */
    | { readonly mode: 'off-specification'; readonly deaf: readonly number[] }
  );

/** A computer's clock. Ahead is positive: what it times is then early. */
export type ClockFaultSpec = FaultBase & { readonly kind: 'clock'; readonly computer: number } & (
    | { readonly mode: 'drift'; readonly ppm: number }
    | { readonly mode: 'step'; readonly byUs: number }
    | { readonly mode: 'stuck' }
    /** By receiver: how much later the clock seems to it, µs. */
    | { readonly mode: 'two-faced'; readonly lateUs: Readonly<Record<number, number>> }
  );

/** The power supply of one channel, or of several that share it. */
export type SupplyFaultSpec = FaultBase & {
  readonly kind: 'supply';
  readonly channels: readonly number[];
} & (
    | { readonly mode: 'off' }
    /** Off in the first so many of every so many frames. */
    | { readonly mode: 'brown-out'; readonly offFrames: number; readonly cycleFrames: number }
  );

/** An actuator, or one motor of a three-motor actuator (`motor` null = the whole). */
export type ActuatorFaultSpec = FaultBase & {
  readonly kind: 'actuator';
  readonly effector: number;
  readonly motor: number | null;
} & (
    | { readonly mode: 'jam' }
    /** Counts, and counts per second; null = as fast as it can. */
    | { readonly mode: 'hard-over'; readonly to: number; readonly ratePerS: number | null }
    | { readonly mode: 'float' }
    | { readonly mode: 'disconnect' }
    | { readonly mode: 'slow'; readonly ratePerS: number }
    | { readonly mode: 'hysteresis'; readonly width: number }
    | {
        readonly mode: 'oscillatory';
        readonly form: 'solid' | 'liquid';
        readonly amplitude: number;
        readonly frequencyHz: number;
      }
    | { readonly mode: 'feedback'; readonly offset: number }
    | { readonly mode: 'voter-stuck' }
  );

export type FaultSpec =
  | SensorFaultSpec
  | ComputerFaultSpec
  | LinkFaultSpec
  | ClockFaultSpec
  | SupplyFaultSpec
  | ActuatorFaultSpec;

/** Whether the fault acts in this frame. */
export function isActive({ onset, frames, duty }: FaultSpec, frame: number): boolean {
  const elapsed = frame - onset;
  if (elapsed < 0 || elapsed >= frames) return false;
  return duty === undefined || elapsed % duty.cycleFrames < duty.activeFrames;
}

/** How much of its amount the fault has in this frame of its activity: 0 … 1. */
export function rampShare({ onset, rampFrames = 0 }: FaultSpec, frame: number): number {
  const elapsed = frame - onset;
  return elapsed >= rampFrames ? 1 : elapsed / rampFrames;
}

/** Whether a burst of the fault begins in this frame: its onset, or the next turn of its duty cycle. */
export function isBurstStart(fault: FaultSpec, frame: number): boolean {
  return isActive(fault, frame) && (frame === fault.onset || !isActive(fault, frame - 1));
}

/** The first frame in which it no longer acts, of the burst that this frame is in. */
export function burstEnd({ onset, frames, duty }: FaultSpec, frame: number): number {
  const end = onset + frames;
  if (duty === undefined) return end;
  const start = frame - ((frame - onset) % duty.cycleFrames);
  return Math.min(end, start + duty.activeFrames);
}
