/**
 * What the rig can fly: an aircraft is a function from state, controls and wind to the state's rate.
 *
 *     state, controls, gust ──► derivative ──► integrated by `integrate.ts`
 *                           └─► truth      ──► what the sensors look at
 *
 * Everything crosses in flat Float64Arrays that the caller owns, so that a 20 ms step allocates nothing.
 * The alternative, objects with named fields, reads better in one place and costs a hundred allocations a
 * step; the names are kept instead as index constants beside the arrays they index.
 */

/** A model of an aircraft. Implementations are deterministic: equal inputs give equal bits on any machine. */
export interface Aircraft {
  readonly name: string;
  /** Number of entries of the state vector (13 for the F-16). */
  readonly stateLength: number;
  /**
   * Writes dx/dt per second. `gust` is the velocity of the air, ft/s, along the body axes x forward, y right,
   * z down; a head wind is therefore negative in x.
   */
  derivative(state: Float64Array, controls: Float64Array, gust: Float64Array, out: Float64Array): void;
  /** Writes the first twelve entries of `TRUTH`; the rig fills in the pilot's four. */
  truth(state: Float64Array, controls: Float64Array, gust: Float64Array, out: Float64Array): void;
}

/** Index of each control in a control vector: throttle 0 … 1, surfaces in degrees, trailing edge positive as in the tables. */
export const CONTROL = { throttle: 0, elevatorDeg: 1, aileronDeg: 2, rudderDeg: 3 } as const;

export const CONTROL_LENGTH = 4;

/**
 * Index of each quantity in a truth vector.
 *
 * Angle of attack, sideslip and airspeed are relative to the air (gust included). The load factors are what
 * accelerometers at the model's arm read, in g: `nzG` is 1 in level flight and grows when pulling up, `nyG`
 * is positive to the right. Heading lies in 0 … 360 degrees. The pilot's four entries are left as they are.
 */
export const TRUTH = {
  alphaDeg: 0,
  betaDeg: 1,
  pDegPerS: 2,
  qDegPerS: 3,
  rDegPerS: 4,
  nzG: 5,
  nyG: 6,
  airspeedFtps: 7,
  altitudeFt: 8,
  rollDeg: 9,
  pitchDeg: 10,
  headingDeg: 11,
  stickPitch: 12,
  stickRoll: 13,
  pedals: 14,
  throttleLever: 15,
} as const;

export const TRUTH_LENGTH = 16;
