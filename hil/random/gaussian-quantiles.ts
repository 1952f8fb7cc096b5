/**
 * The normal distribution as a table: its quantiles at the middles of 16,384 equal slices of probability.
 *
 * One table look-up per variate, against a logarithm and a square root for Box and Muller's method, and the same
 * bits on every engine: the quantile function is built from + − × ÷ √ and a deterministic logarithm. The price
 * is a tail that ends at ±4.0 and a grid of 16,384 values, far below a sensor's quantisation. Scaled so that the
 * variance is exactly one.
 *
 * The quantiles are Acklam's rational approximation (relative error 1.15e-9).
 */
import ln from '@stdlib/math-base-special-ln';

const SLICES = 16384;

export const GAUSSIAN_QUANTILES = buildTable();

function buildTable(): Float64Array {
  const table = new Float64Array(SLICES);
  let squares = 0;
  for (let i = SLICES / 2; i < SLICES; i++) {
    const value = upperQuantile((i + 0.5) / SLICES);
    table[i] = value;
    table[SLICES - 1 - i] = -value;
    squares += 2 * value * value;
  }
  const scale = 1 / Math.sqrt(squares / SLICES);
  for (let i = 0; i < SLICES; i++) table[i] *= scale;
  return table;
}

/** Quantile of the standard normal distribution for 0.5 ≤ p < 1. */
function upperQuantile(p: number): number {
  if (p > 0.97575) {
    const q = Math.sqrt(-2 * ln(1 - p));
    const top =
      ((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q -
        2.549732539343734) *
        q +
        4.374664141464968) *
        q +
      2.938163982698783;
    const bottom =
      (((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) *
        q +
      1;
    return -top / bottom;
  }
  const q = p - 0.5;
  const r = q * q;
  const top =
    (((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r +
      1.38357751867269e2) *
      r -
      3.066479806614716e1) *
      r +
      2.506628277459239) *
    q;
  const bottom =
    ((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r +
      6.680131188771972e1) *
      r -
      1.328068155288572e1) *
      r +
    1;
  return top / bottom;
}
