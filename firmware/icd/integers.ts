/**
 * The integer law: int32 only, every product bounded below 2^31 where it is written, one function for each kind
 * of rounding and for saturation. The C firmware has the same functions under the same names, so a computed
 * count is the same bits in both. Shifts of negative numbers are avoided: C leaves them to the compiler.
 */

/**
 * Quotient rounded to nearest, halves away from zero.
 * Range: |numerator| ≤ 2^31 − 1 − divisor/2, 1 ≤ divisor ≤ 2^15; no error is raised outside it. A double holds the
 * quotient to 2^−21 and a quotient that is no half is at least 2^−16 away from one, so the half added decides rightly.
 */
export function divideRounded(numerator: number, divisor: number): number {
  // The sign bit makes the half: a branch on the sign of a noisy number would be guessed wrong every other time.
  return (numerator / divisor + (0.5 - (numerator >>> 31))) | 0;
}

/** The value held inside [low, high]. */
export function saturate(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** An int32 brought into −32768 … 32767 by dropping whole turns of 65,536: the shorter way round a circle. */
export function wrapInt16(value: number): number {
  return ((value + 32768) & 0xffff) - 32768;
}
