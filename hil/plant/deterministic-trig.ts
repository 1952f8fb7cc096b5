/**
 * Sine and cosine from + − × and ÷ alone, several angles at a time, without allocating.
 *
 * `Math.sin` may differ in its last bit from one JavaScript engine to the next, and one bit is enough to
 * change the hash of a flight. A portable library's routines give the right bits too, and are what the tests
 * compare with; they take and return plain numbers, though, and in code as large as the aircraft's the
 * compiler stops inlining them and boxes every argument. Here the angles come in and go out in arrays.
 *
 * An angle is reduced to r in ±π/4 by subtracting a multiple of π/2 held in two parts (Cody & Waite 1980;
 * the first part has 33 bits, so its product with a multiple below 2^20 is exact), then both functions come
 * from their Taylor series, whose first terms left out are below 1e-16 · r and 1e-17.
 */
import atan2 from '@stdlib/math-base-special-atan2';

const QUARTER_TURN_HEAD = 1.57079632673412561417;
const QUARTER_TURN_TAIL = 6.07710050650619224932e-11;
const QUARTER_TURNS_PER_RAD = 0.6366197723675814;
const EIGHTH_TURN = 0.7853981633974483;

const S3 = -1 / 6;
const S5 = 1 / 120;
const S7 = -1 / 5040;
const S9 = 1 / 362_880;
const S11 = -1 / 39_916_800;
const S13 = 1 / 6_227_020_800;
const S15 = -1 / 1_307_674_368_000;
const C4 = 1 / 24;
const C6 = -1 / 720;
const C8 = 1 / 40_320;
const C10 = -1 / 3_628_800;
const C12 = 1 / 479_001_600;
const C14 = -1 / 87_178_291_200;
const C16 = 1 / 20_922_789_888_000;

/**
 * Writes sine and cosine of `angles[first] … angles[last]` (radians) to `out[0], out[1], out[2] …`, in pairs.
 * Absolute error below 4e-16 up to 100,000 rad and growing slowly beyond; NaN and infinity give NaN.
 */
export function sinesAndCosines(angles: Float64Array, { first, last }: AngleRange, out: Float64Array): void {
  for (let i = first; i <= last; i++) {
    let r = angles[i];
    let quadrant = 0;
    if (r > EIGHTH_TURN || r < -EIGHTH_TURN) {
      const turns = Math.floor(r * QUARTER_TURNS_PER_RAD + 0.5);
      r = r - turns * QUARTER_TURN_HEAD - turns * QUARTER_TURN_TAIL;
      quadrant = turns & 3;
    }
    const z = r * r;
    const z2 = z * z;
    const z4 = z2 * z2;
    const sine = r + r * z * (S3 + z * S5 + z2 * (S7 + z * S9) + z4 * (S11 + z * S13 + z2 * S15));
    const cosine = 1 - 0.5 * z + z2 * (C4 + z * C6 + z2 * (C8 + z * C10) + z4 * (C12 + z * C14 + z2 * C16));
    const at = (i - first) * 2;
    if (quadrant === 0) {
      out[at] = sine;
      out[at + 1] = cosine;
    } else if (quadrant === 1) {
      out[at] = cosine;
      out[at + 1] = -sine;
    } else if (quadrant === 2) {
      out[at] = -sine;
      out[at + 1] = -cosine;
    } else {
      out[at] = -cosine;
      out[at + 1] = sine;
    }
  }
}

const SMALL = 0.1;
const T3 = -1 / 3;
const T5 = 1 / 5;
const T7 = -1 / 7;
const T9 = 1 / 9;
const T11 = -1 / 11;
const T13 = 1 / 13;

/**
 * The angle, -π … π, whose sine and cosine stand in the given ratio (they need not be normalised). Angles below
 * 0.1 rad, a gust's, come from the arctangent's series, whose first term left out is below 7e-17.
 */
export function angleOf({ sine, cosine }: { sine: number; cosine: number }): number {
  const t = sine / cosine;
  if (!(cosine > 0 && t < SMALL && t > -SMALL)) return atan2(sine, cosine);
  const z = t * t;
  return t + t * z * (T3 + z * (T5 + z * (T7 + z * (T9 + z * (T11 + z * T13)))));
}

/** First and last index, both included. */
export interface AngleRange {
  readonly first: number;
  readonly last: number;
}
