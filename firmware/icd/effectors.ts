/**
 * What a flight computer may move: three surfaces and the engine's throttle, each commanded in counts.
 *
 *   elevator  −25 … 25 deg      aileron  −21.5 … 21.5 deg      rudder  −30 … 30 deg      throttle  0 … 1
 *
 * A surface count is 1/1024 degree, three times finer than the effect of one count of angle of attack through
 * the control law: two computers that select readings one count apart therefore *do* command different bits,
 * which is what exact voting must be shown to suffer from. Coarser commands would hide it by rounding.
 */

export interface Effector {
  readonly name: string;
  readonly unit: string;
  /** Command counts per unit. */
  readonly countsPerUnit: number;
  /** Lowest command, counts. */
  readonly min: number;
  /** Highest command, counts. */
  readonly max: number;
}

/** Index = place in the command packet. */
export const EFFECTORS: readonly Effector[] = [
  { name: 'elevator', unit: 'deg', countsPerUnit: 1024, min: -25600, max: 25600 },
  { name: 'aileron', unit: 'deg', countsPerUnit: 1024, min: -22016, max: 22016 },
  { name: 'rudder', unit: 'deg', countsPerUnit: 1024, min: -30720, max: 30720 },
  { name: 'throttle', unit: '1', countsPerUnit: 16384, min: 0, max: 16384 },
];

/** Places in the command packet. */
export const EFFECTOR = { elevator: 0, aileron: 1, rudder: 2, throttle: 3 } as const;

export const EFFECTOR_COUNT = 4;

/** Four int16 commands travel as two words. */
export const COMMAND_WORDS = EFFECTOR_COUNT / 2;
