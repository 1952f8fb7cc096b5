/**
 * What a judge is told before the flight: the claims to hold the rig to. Plain numbers and names, so that the
 * judge needs nothing from the code it judges; everything else it reads in the frame records.
 */

export interface ClaimedScheme {
  readonly protocol:
    | 'om'
    | 'sm'
    | 'omh'
    | 'tmr'
    | 'tmr-no-exchange'
    | 'simplex'
    | 'primary-backup'
    | 'com-mon';
  readonly computers: number;
  /** m. */
  readonly faults: number;
  /** What sm signs with. */
  readonly signatures?: 'ed25519' | 'siphash' | 'hmac' | 'crc';
  /** It claims to isolate whoever is convicted. */
  readonly isolate?: boolean;
}

/** A fault as far as blame goes: which unit has it, and when. */
export interface ChargedFault {
  readonly id: string;
  readonly unit: {
    readonly kind: 'computer' | 'effector';
    readonly index: number;
    /** Bitmask of others of its kind that the same fault strikes: a common mode. */
    readonly mates?: number;
  };
  /** Left out where the whole unit is at fault; else the quantities whose sensor is. */
  readonly quantities?: readonly number[];
  readonly onset: number;
  readonly frames: number;
}

export interface HazardLimits {
  readonly loadFactorG: readonly [number, number];
  readonly alphaDeg: readonly [number, number];
  readonly altitudeFt: readonly [number, number];
}

export interface Charge {
  readonly scheme: ClaimedScheme;
  readonly limits: HazardLimits;
  readonly faults: readonly ChargedFault[];
}

/** Bitmask of everything a fault strikes. */
export function unitMask({ unit }: ChargedFault): number {
  return (1 << unit.index) | (unit.mates ?? 0);
}
