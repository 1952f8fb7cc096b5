/**
 * The sixteen quantities of a channel's report, and how each becomes a count.
 *
 *   value = zero + counts × lsb        −32767 ≤ min ≤ counts ≤ max ≤ 32767
 *
 * Agreement compares bits, so a reading is quantised once, where it is measured, and is an integer from there
 * to the actuator. −32768 is no reading at all: a report made of nothing else is the distinguished *no report*,
 * which is what a computer holds for a source that stayed silent. A float on the wire was the alternative; two
 * chips that round differently would then disagree about a reading they both received.
 *
 * Angle of attack counts from −30°, as a vane's resolver does from its stop, so a trimmed aircraft reads about
 * 10,200 counts. Roll, pitch and heading are binary angles: 65,536 counts to the turn, wrapping where the
 * 16-bit number wraps.
 */

/** The count that says: no reading. Selection skips it, in every good computer alike. */
export const NO_DATA = -32768;

export interface Quantity {
  /** Name in rig files, faults and reports. */
  readonly name: string;
  /** Physical unit, as printed. */
  readonly unit: string;
  /** Suffix of rig keys that carry this unit (`noiseDeg`). */
  readonly unitSuffix: string;
  /** Value of one count, in `unit`. */
  readonly lsb: number;
  /** Value at zero counts, in `unit`. */
  readonly zero: number;
  /** Lowest count a healthy sensor can give. */
  readonly min: number;
  /** Highest count a healthy sensor can give. */
  readonly max: number;
  /** Counts wrap at 65,536 (angles all the way round). */
  readonly circular: boolean;
}

const BINARY_ANGLE_DEG = 180 / 32768;

function quantity(
  name: string,
  unit: string,
  unitSuffix: string,
  scale: { lsb: number; zero?: number; min: number; max: number; circular?: boolean },
): Quantity {
  const { lsb, zero = 0, min, max, circular = false } = scale;
  return { name, unit, unitSuffix, lsb, zero, min, max, circular };
}

/** Index = place in the report; the same on the wire, in C and in every record. */
export const QUANTITIES: readonly Quantity[] = [
  quantity('alpha', 'deg', 'Deg', { lsb: 1 / 320, zero: -30, min: 0, max: 28800 }),
  quantity('beta', 'deg', 'Deg', { lsb: 1 / 320, min: -14400, max: 14400 }),
  quantity('rollRate', 'deg/s', 'DegPerS', { lsb: 1 / 64, min: -32000, max: 32000 }),
  quantity('pitchRate', 'deg/s', 'DegPerS', { lsb: 1 / 128, min: -32000, max: 32000 }),
  quantity('yawRate', 'deg/s', 'DegPerS', { lsb: 1 / 128, min: -32000, max: 32000 }),
  quantity('normalLoad', 'g', 'G', { lsb: 1 / 1024, min: -30720, max: 30720 }),
  quantity('lateralLoad', 'g', 'G', { lsb: 1 / 4096, min: -30720, max: 30720 }),
  quantity('airspeed', 'ft/s', 'Ftps', { lsb: 1 / 16, min: 0, max: 32000 }),
  quantity('altitude', 'ft', 'Ft', { lsb: 2, min: -1000, max: 32000 }),
  quantity('roll', 'deg', 'Deg', { lsb: BINARY_ANGLE_DEG, min: -32767, max: 32767, circular: true }),
  quantity('pitch', 'deg', 'Deg', { lsb: BINARY_ANGLE_DEG, min: -16384, max: 16384 }),
  quantity('heading', 'deg', 'Deg', { lsb: BINARY_ANGLE_DEG, min: -32767, max: 32767, circular: true }),
  quantity('stickPitch', '1', '', { lsb: 1 / 16384, min: -16384, max: 16384 }),
  quantity('stickRoll', '1', '', { lsb: 1 / 16384, min: -16384, max: 16384 }),
  quantity('pedals', '1', '', { lsb: 1 / 16384, min: -16384, max: 16384 }),
  quantity('throttle', '1', '', { lsb: 1 / 16384, min: 0, max: 16384 }),
];

/** Places in the report. */
export const QUANTITY = {
  alpha: 0,
  beta: 1,
  rollRate: 2,
  pitchRate: 3,
  yawRate: 4,
  normalLoad: 5,
  lateralLoad: 6,
  airspeed: 7,
  altitude: 8,
  roll: 9,
  pitch: 10,
  heading: 11,
  stickPitch: 12,
  stickRoll: 13,
  pedals: 14,
  throttle: 15,
} as const;

export const QUANTITY_COUNT = 16;

/** One report is one value of the agreement: sixteen int16, moved and compared as eight int32. */
export const REPORT_WORDS = QUANTITY_COUNT / 2;

/** Two NO_DATA counts in one word. */
export const NO_DATA_WORD = 0x8000_8000 | 0;
