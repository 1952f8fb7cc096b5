/**
 * Continuous turbulence of the Dryden form (MIL-F-8785C, medium and high altitude: every scale length 1750 ft).
 *
 *   white noise ──► 1 / (s + 1/τ) ─────────────► u        τ = L / V
 *   white noise ──► (√3 s + 1/τ) / (s + 1/τ)² ─► v, w
 *
 * The filters are discretised exactly for the step: the first is one autoregression, the second a chain of two
 * with the covariance that the continuous system gathers in a step, so variance and correlation are right at
 * every sample whatever the period. The usual bilinear recipe is shorter and loses variance as the step grows.
 *
 * Intensities are those of the specification's exceedance curves (light 1e-2, moderate 1e-3, severe 1e-5),
 * linear between the altitudes tabulated. Airspeed and altitude are those of the trim and stay fixed for a flight.
 */
import exp from '@stdlib/math-base-special-exp';

export type TurbulenceIntensity = 'none' | 'light' | 'moderate' | 'severe';

export interface GaussianSource {
  /** Mean 0, standard deviation 1. */
  gaussian(): number;
}

export interface Turbulence {
  /** Advances one step and writes the velocity of the air, ft/s, along body x, y, z. */
  step(gust: Float64Array): void;
}

export interface DrydenConfig {
  readonly intensity: TurbulenceIntensity;
  readonly airspeedFtps: number;
  readonly altitudeFt: number;
  readonly stepS: number;
  readonly noise: GaussianSource;
}

const SCALE_LENGTH_FT = 1750;

/** Standard deviation of a gust component, ft/s, at ALTITUDE_FT. */
const SIGMA_FTPS: Readonly<Record<Exclude<TurbulenceIntensity, 'none'>, readonly number[]>> = {
  light: [4.2, 3.6, 3.3, 1.6, 0, 0, 0, 0, 0],
  moderate: [6.6, 6.9, 7.4, 6.7, 4.6, 2.7, 0.4, 0, 0],
  severe: [11.8, 13, 16, 15.1, 11.6, 9.7, 8.1, 8.2, 7.9],
};
const ALTITUDE_FT = [500, 1750, 3750, 7500, 15_000, 25_000, 35_000, 45_000, 55_000];

/** Standard deviation of the gusts, ft/s. */
export function gustSigmaFtps({
  intensity,
  altitudeFt,
}: {
  intensity: TurbulenceIntensity;
  altitudeFt: number;
}): number {
  if (intensity === 'none') return 0;
  const sigma = SIGMA_FTPS[intensity];
  const last = ALTITUDE_FT.length - 1;
  if (altitudeFt <= ALTITUDE_FT[0]) return sigma[0];
  for (let i = 1; i <= last; i++) {
    if (altitudeFt > ALTITUDE_FT[i]) continue;
    const share = (altitudeFt - ALTITUDE_FT[i - 1]) / (ALTITUDE_FT[i] - ALTITUDE_FT[i - 1]);
    return sigma[i - 1] + share * (sigma[i] - sigma[i - 1]);
  }
  return sigma[last];
}

/** Turbulence at a fixed airspeed and altitude; `none` is still air and draws nothing. */
export function dryden(config: DrydenConfig): Turbulence {
  if (config.intensity === 'none') return { step: (gust) => void gust.fill(0) };
  return new Dryden(config);
}

class Dryden implements Turbulence {
  readonly #noise: GaussianSource;
  readonly #decay: number;
  readonly #alongDrive: number;
  readonly #ramp: number;
  readonly #drive11: number;
  readonly #drive21: number;
  readonly #drive22: number;
  readonly #slow: number;
  readonly #fast: number;
  #along = 0;
  readonly #first = new Float64Array(2);
  readonly #second = new Float64Array(2);

  /**
   * With a = 1/τ, the transverse filter is x1' = −a x1 + w, x2' = −a x2 + x1, output √3 x1 + a (1 − √3) x2, times a
   * gain that makes its variance σ². Over a step h the noise that enters (x1, x2) has the covariance
   *   q11 = ∫e^(−2as) ds,  q12 = ∫s e^(−2as) ds,  q22 = ∫s² e^(−2as) ds   over 0 … h
   * and is drawn through its Cholesky factor.
   */
  constructor({ intensity, airspeedFtps, altitudeFt, stepS, noise }: DrydenConfig) {
    const sigma = gustSigmaFtps({ intensity, altitudeFt });
    const a = airspeedFtps / SCALE_LENGTH_FT;
    const h = stepS;
    const decay = exp(-a * h);
    const e2 = decay * decay;
    const b = 2 * a;
    const q11 = (1 - e2) / b;
    const q12 = (1 - e2 * (1 + b * h)) / (b * b);
    const q22 = (2 - e2 * (2 + 2 * b * h + b * b * h * h)) / (b * b * b);
    this.#noise = noise;
    this.#decay = decay;
    this.#alongDrive = sigma * Math.sqrt(1 - e2);
    this.#ramp = h * decay;
    this.#drive11 = Math.sqrt(q11);
    this.#drive21 = q12 / this.#drive11;
    this.#drive22 = Math.sqrt(Math.max(0, q22 - this.#drive21 * this.#drive21));
    const root3 = Math.sqrt(3);
    // Stationary variances: x1 1/(2a), x2 1/(4a³), covariance 1/(4a²); the output's is then 1/a for unit noise.
    const gain = sigma * Math.sqrt(a);
    this.#slow = gain * a * (1 - root3);
    this.#fast = gain * root3;
  }

  step(gust: Float64Array): void {
    this.#along = this.#decay * this.#along + this.#alongDrive * this.#noise.gaussian();
    gust[0] = this.#along;
    for (let axis = 0; axis < 2; axis++) {
      const first = this.#first[axis];
      const n1 = this.#noise.gaussian();
      const n2 = this.#noise.gaussian();
      this.#second[axis] =
        this.#decay * this.#second[axis] + this.#ramp * first + this.#drive21 * n1 + this.#drive22 * n2;
      this.#first[axis] = this.#decay * first + this.#drive11 * n1;
      gust[axis + 1] = this.#fast * this.#first[axis] + this.#slow * this.#second[axis];
    }
  }
}
