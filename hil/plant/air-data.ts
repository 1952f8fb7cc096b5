/**
 * The vector that the parts of the aircraft hand to one another during one evaluation.
 *
 *     f16 ──► atmosphere ──────────► engine ─────────────► aerodynamics
 *     motion  + pressure, Mach       + thrust, power rate
 *
 * Arguments and results as plain numbers are the obvious alternative. But one evaluation is more code than the
 * compiler is willing to inline into one function, and a number that crosses a real call is put on the heap:
 * the collector then runs during the flight, and an evaluation takes half as long again.
 */

/** Index of each quantity; angles, speed, pressure and Mach number are those the moving air gives. */
export const AIR = {
  alphaDeg: 0,
  betaDeg: 1,
  airspeedFtps: 2,
  pRadPerS: 3,
  qRadPerS: 4,
  rRadPerS: 5,
  altitudeFt: 6,
  /** Engine power delivered, %. */
  power: 7,
  /** Throttle position, 0 … 1. */
  throttle: 8,
  dynamicPressurePsf: 9,
  mach: 10,
  thrustLbf: 11,
  /** Rate of engine power, % per second. */
  powerRate: 12,
} as const;

export const AIR_LENGTH = 13;
