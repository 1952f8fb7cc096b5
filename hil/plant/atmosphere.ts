/**
 * The textbook's atmosphere: temperature falls linearly to 35,000 ft and is constant above; density follows
 * a power of the same ratio, rho = rho0 (1 - 7.03e-6 h)^4.14.
 *
 * The power is the only transcendental function of altitude in the aircraft, needed four times a step, and a
 * portable `pow` costs more than all the aerodynamics. So the ratio x is split as x0 (1 + e) with x0
 * the nearest 64th: x0^4.14 comes from a table filled once at load, and (1 + e)^4.14 from its binomial series,
 * whose first term left out is below 4e-16 for |e| <= 1/64. The alternative, one value per step, would be
 * faster still but is no longer a function of the state, and fourth order would be lost.
 */
import pow from '@stdlib/math-base-special-pow';
import { AIR } from './air-data.js';

const SEA_LEVEL_DENSITY_SLUG_PER_FT3 = 0.002377;
const LAPSE_PER_FT = 7.03e-6;
const DENSITY_EXPONENT = 4.14;
const SEA_LEVEL_TEMPERATURE_R = 519;
const STRATOSPHERE_ALTITUDE_FT = 35_000;
const STRATOSPHERE_TEMPERATURE_R = 390;
const GAMMA_TIMES_GAS_CONSTANT = 1.4 * 1716.3;

const NODES_PER_UNIT = 64;
const RATIO_MIN = 0.5;
const RATIO_MAX = 1.05;
const DENSITY_AT_NODE = Float64Array.from({ length: Math.ceil(RATIO_MAX * NODES_PER_UNIT) + 1 }, (_, node) =>
  node === 0 ? 0 : SEA_LEVEL_DENSITY_SLUG_PER_FT3 * pow(node / NODES_PER_UNIT, DENSITY_EXPONENT),
);

const B1 = DENSITY_EXPONENT;
const B2 = (B1 * (DENSITY_EXPONENT - 1)) / 2;
const B3 = (B2 * (DENSITY_EXPONENT - 2)) / 3;
const B4 = (B3 * (DENSITY_EXPONENT - 3)) / 4;
const B5 = (B4 * (DENSITY_EXPONENT - 4)) / 5;
const B6 = (B5 * (DENSITY_EXPONENT - 5)) / 6;

/** Air density, slug/ft³, at an altitude in ft; zero where the model's air ends, above 142,247 ft. */
export function densitySlugPerFt3(altitudeFt: number): number {
  const ratio = 1 - LAPSE_PER_FT * altitudeFt;
  if (!(ratio >= RATIO_MIN && ratio <= RATIO_MAX)) {
    return ratio <= 0 ? 0 : SEA_LEVEL_DENSITY_SLUG_PER_FT3 * pow(ratio, DENSITY_EXPONENT);
  }
  const node = (ratio * NODES_PER_UNIT + 0.5) | 0;
  const e = (ratio * NODES_PER_UNIT - node) / node;
  const series = 1 + e * (B1 + e * (B2 + e * (B3 + e * (B4 + e * (B5 + e * B6)))));
  return DENSITY_AT_NODE[node] * series;
}

/** Speed of sound, ft/s, at an altitude in ft. */
function speedOfSoundFtps(altitudeFt: number): number {
  const temperatureR =
    altitudeFt >= STRATOSPHERE_ALTITUDE_FT
      ? STRATOSPHERE_TEMPERATURE_R
      : SEA_LEVEL_TEMPERATURE_R * (1 - LAPSE_PER_FT * altitudeFt);
  return Math.sqrt(GAMMA_TIMES_GAS_CONSTANT * temperatureR);
}

/** Writes dynamic pressure and Mach number for the altitude and airspeed of an air vector. */
export function addAtmosphere(air: Float64Array): void {
  const altitudeFt = air[AIR.altitudeFt];
  const airspeedFtps = air[AIR.airspeedFtps];
  air[AIR.dynamicPressurePsf] = 0.5 * densitySlugPerFt3(altitudeFt) * airspeedFtps * airspeedFtps;
  air[AIR.mach] = airspeedFtps / speedOfSoundFtps(altitudeFt);
}
