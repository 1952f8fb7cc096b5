/**
 * Turbulence after Dryden, as MIL-F-8785C (1980), section 3.7, prescribes it: three components of gust, each white
 * noise through a filter whose bandwidth is airspeed over a scale length L.
 *
 *     along the flight path (u)    1 / (1 + τs)                       τ = L / V
 *     across it (v, w)             (1 + √3 τs) / (1 + τs)²
 *
 * Each filter is discretised exactly for one step: the state's transition is the matrix exponential and the noise
 * of a step has the covariance that white noise accumulates over it, so the variance is σ² for any step. Replacing
 * s by a difference (Tustin, or Euler's rule) is common, and makes the intensity depend on the step.
 *
 * Two simplifications: the components are taken along the body axes, and airspeed and altitude are those of the
 * start of the flight, so that the coefficients are computed once and a step is a dozen multiplications.
 */
import exp from '@stdlib/math-base-special-exp';
import pow from '@stdlib/math-base-special-pow';

export type TurbulenceIntensity = 'none' | 'light' | 'moderate' | 'severe';

export interface Turbulence {
  /** Advances by one step and writes the air's velocity along body x, y, z in ft/s. */
  step(gust: Float64Array): void;
}

/** Where independent normal variates come from: mean 0, standard deviation 1. */
export interface GaussianSource {
  gaussian(): number;
}

export interface TurbulenceOptions {
  readonly intensity: TurbulenceIntensity;
  readonly airspeedFtps: number;
  readonly altitudeFt: number;
  readonly stepS: number;
  readonly noise: GaussianSource;
}

/** Standard deviation, ft/s, and scale length, ft, of the gust's components. */
export interface TurbulenceScales {
  readonly sigmaUv: number;
  readonly sigmaW: number;
  readonly lengthUv: number;
  readonly lengthW: number;
}

const FTPS_PER_KNOT = 1.6878098571011957;
const LOW_ALTITUDE_MIN_FT = 10;
const LOW_ALTITUDE_MAX_FT = 1000;
const MEDIUM_ALTITUDE_FT = 2000;
const MEDIUM_SCALE_LENGTH_FT = 1750;
/** Wind at 20 ft that goes with each intensity, knots (3.7.3.4 of the specification). */
const WIND_AT_20_FT_KNOTS = { light: 15, moderate: 30, severe: 45 };
/** Standard deviation by altitude, ft/s, at probabilities of exceedance 1e-2, 1e-3, 1e-5 (figure 7). */
const SIGMA_ALTITUDES_FT = [
  500, 1750, 3750, 7500, 15_000, 25_000, 35_000, 45_000, 55_000, 65_000, 75_000, 80_000,
];
const SIGMA_FTPS = {
  light: [6.6, 6.9, 7.4, 6.7, 4.6, 2.7, 0.4, 0, 0, 0, 0, 0],
  moderate: [8.6, 9.6, 10.6, 10.1, 8, 6.6, 5, 4.2, 2.7, 0, 0, 0],
  severe: [15.6, 17.6, 23, 23.6, 22.1, 20, 16, 15.1, 12.1, 7.9, 6.2, 5.1],
};
const ROOT_3 = Math.sqrt(3);

/**
 * Turbulence that starts from still air, so that a trimmed flight starts trimmed; it reaches its full strength in
 * about L/V (3.5 s at 502 ft/s). `none` writes exact zeros and draws nothing. Throws a RangeError unless airspeed
 * and step are positive and altitude finite.
 */
export function dryden({ intensity, airspeedFtps, altitudeFt, stepS, noise }: TurbulenceOptions): Turbulence {
  if (intensity === 'none') return { step: (gust) => void gust.fill(0) };
  if (!(airspeedFtps > 0 && stepS > 0 && Math.abs(altitudeFt) < 1e6)) {
    throw new RangeError(`no turbulence at ${airspeedFtps} ft/s, ${altitudeFt} ft, in steps of ${stepS} s`);
  }
  const { sigmaUv, sigmaW, lengthUv, lengthW } = turbulenceScales({ intensity, altitudeFt });
  const decay = exp((-stepS * airspeedFtps) / lengthUv);
  const drive = sigmaUv * Math.sqrt(1 - decay * decay);
  const across = crossFilter({ sigma: sigmaUv, stepPerLag: (stepS * airspeedFtps) / lengthUv, noise });
  const vertical = crossFilter({ sigma: sigmaW, stepPerLag: (stepS * airspeedFtps) / lengthW, noise });
  let along = 0;
  return {
    step(gust) {
      along = decay * along + drive * noise.gaussian();
      gust[0] = along;
      across(gust, 1);
      vertical(gust, 2);
    },
  };
}

/** Intensities and scale lengths at an altitude above the ground: low, medium, and in between linear (3.7.3). */
export function turbulenceScales({
  intensity,
  altitudeFt,
}: {
  intensity: Exclude<TurbulenceIntensity, 'none'>;
  altitudeFt: number;
}): TurbulenceScales {
  if (altitudeFt >= MEDIUM_ALTITUDE_FT) {
    const sigma = interpolate(SIGMA_FTPS[intensity], altitudeFt);
    return {
      sigmaUv: sigma,
      sigmaW: sigma,
      lengthUv: MEDIUM_SCALE_LENGTH_FT,
      lengthW: MEDIUM_SCALE_LENGTH_FT,
    };
  }
  const lowFt = Math.min(Math.max(altitudeFt, LOW_ALTITUDE_MIN_FT), LOW_ALTITUDE_MAX_FT);
  const ratio = 0.177 + 0.000823 * lowFt;
  const sigmaW = 0.1 * WIND_AT_20_FT_KNOTS[intensity] * FTPS_PER_KNOT;
  const low = {
    sigmaUv: sigmaW / pow(ratio, 0.4),
    sigmaW,
    lengthUv: lowFt / pow(ratio, 1.2),
    lengthW: lowFt,
  };
  if (altitudeFt <= LOW_ALTITUDE_MAX_FT) return low;
  const medium = turbulenceScales({ intensity, altitudeFt: MEDIUM_ALTITUDE_FT });
  const share = (altitudeFt - LOW_ALTITUDE_MAX_FT) / (MEDIUM_ALTITUDE_FT - LOW_ALTITUDE_MAX_FT);
  return {
    sigmaUv: low.sigmaUv + share * (medium.sigmaUv - low.sigmaUv),
    sigmaW: low.sigmaW + share * (medium.sigmaW - low.sigmaW),
    lengthUv: low.lengthUv + share * (medium.lengthUv - low.lengthUv),
    lengthW: low.lengthW + share * (medium.lengthW - low.lengthW),
  };
}

function interpolate(sigmas: readonly number[], altitudeFt: number): number {
  const last = SIGMA_ALTITUDES_FT.length - 1;
  if (altitudeFt >= SIGMA_ALTITUDES_FT[last]) return sigmas[last];
  const above = SIGMA_ALTITUDES_FT.findIndex((edge) => edge > altitudeFt);
  const low = SIGMA_ALTITUDES_FT[above - 1];
  const share = (altitudeFt - low) / (SIGMA_ALTITUDES_FT[above] - low);
  return sigmas[above - 1] + share * (sigmas[above] - sigmas[above - 1]);
}

/**
 * The second-order filter as two lags in a row, x1 driven by noise and x2 by x1; its output √3 x1 + (1 − √3) x2 has
 * variance 1 when the noise has strength 1/τ per second. With h = step/τ and r the time before the step's end in
 * lags, the noise reaches x1 as e^−r and x2 as r e^−r, whose products integrated over 0 … h are the covariance.
 */
function crossFilter({
  sigma,
  stepPerLag: h,
  noise,
}: {
  sigma: number;
  stepPerLag: number;
  noise: GaussianSource;
}): (gust: Float64Array, at: number) => void {
  const decay = exp(-h);
  const squared = decay * decay;
  const variance1 = (1 - squared) / 2;
  const covariance = 0.25 - squared * (h / 2 + 0.25);
  const variance2 = 0.25 - squared * (h * h * 0.5 + h / 2 + 0.25);
  const own1 = Math.sqrt(variance1);
  const shared = covariance / own1;
  const own2 = Math.sqrt(Math.max(0, variance2 - shared * shared));
  const gain1 = sigma * ROOT_3;
  const gain2 = sigma * (1 - ROOT_3);
  let x1 = 0;
  let x2 = 0;
  return (gust, at) => {
    const noise1 = noise.gaussian();
    x2 = decay * (x2 + h * x1) + shared * noise1 + own2 * noise.gaussian();
    x1 = decay * x1 + own1 * noise1;
    gust[at] = gain1 * x1 + gain2 * x2;
  };
}
