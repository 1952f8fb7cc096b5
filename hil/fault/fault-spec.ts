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
    | { readonly mode: 'stuck'; readonly value: number | 'last'; readonly ditherLsb: number }
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
    | { readonly mode: 'two-faced'; readonly to: CountByReceiver }
  );

/** A computer. */
export type ComputerFaultSpec = FaultBase & { readonly kind: 'computer'; readonly computer: number } & (
    | { readonly mode: 'crash' }
    | { readonly mode: 'hang'; readonly watchdogFrames: number }
    | { readonly mode: 'late'; readonly byUs: number }
    | { readonly mode: 'upset'; readonly word: number; readonly bit: number }
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
  );

/** The way from one computer to others; a receiver is a computer id or ACTUATORS (0xfd). */
export type LinkFaultSpec = FaultBase & {
  readonly kind: 'link';
  readonly from: number;
  readonly receivers: readonly number[];
} & (
    | { readonly mode: 'omission' }
    | { readonly mode: 'delay'; readonly byUs: number }
    | { readonly mode: 'duplicate' }
  );

/** An actuator, or one motor of a three-motor actuator (`motor` null = the whole). */
export type ActuatorFaultSpec = FaultBase & {
  readonly kind: 'actuator';
  readonly effector: number;
  readonly motor: number | null;
} & (
    | { readonly mode: 'jam' }
    | { readonly mode: 'hard-over'; readonly to: number }
    | { readonly mode: 'float' }
  );

export type FaultSpec = SensorFaultSpec | ComputerFaultSpec | LinkFaultSpec | ActuatorFaultSpec;

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
