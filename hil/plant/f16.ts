/**
 * The F-16 as a rigid body with six degrees of freedom, over a flat earth.
 *
 *     state   V  α  β | φ  θ  ψ | p  q  r | north east altitude | power       (ft/s, rad, rad/s, ft, %)
 *     control throttle (0 … 1) | elevator aileron rudder (deg)
 *
 * V, α and β are those of the velocity over the ground, so gusts never jump the state; the air's motion is
 * taken off before the aerodynamics look (relative angles, relative dynamic pressure). Forces and moments act
 * at the centre of gravity, whose position is a fraction of the mean chord: moving it aft of the reference 0.35
 * makes the aircraft statically unstable, and nothing else changes.
 *
 * Equations: Stevens & Lewis, "Aircraft Control and Simulation", 2nd ed., table 2.5-1 and appendix A; engine
 * angular momentum included. Euler angles rather than a quaternion, because the textbook's state is what
 * published values can be compared with; the price is a singular point at θ = ±90° exactly, and at V = 0.
 */
import {
  aerodynamicCoefficients,
  CHORD_FT,
  COEFFICIENT,
  COEFFICIENT_LENGTH,
  SPAN_FT,
} from './aerodynamics.js';
import { AIR, AIR_LENGTH } from './air-data.js';
import { type Aircraft, TRUTH } from './aircraft.js';
import { addAtmosphere } from './atmosphere.js';
import { angleOf, sinesAndCosines } from './deterministic-trig.js';
import { addEngine } from './engine.js';

/** Index of each entry of the F-16's state vector. */
export const F16_STATE = {
  airspeedFtps: 0,
  alphaRad: 1,
  betaRad: 2,
  rollRad: 3,
  pitchRad: 4,
  yawRad: 5,
  pRadPerS: 6,
  qRadPerS: 7,
  rRadPerS: 8,
  northFt: 9,
  eastFt: 10,
  altitudeFt: 11,
  power: 12,
} as const;

export const F16_STATE_LENGTH = 13;

/** Range of the control surfaces, degrees either way. */
export const F16_SURFACE_LIMIT_DEG = { elevator: 25, aileron: 21.5, rudder: 30 } as const;

const REFERENCE_CG = 0.35;
const GRAVITY_FTPS2 = 32.17;
const WING_AREA_FT2 = 300;
const INVERSE_MASS_PER_SLUG = 0.00157;
const ENGINE_MOMENTUM_SLUGFT2PS = 160;
const ACCELEROMETER_ARM_FT = 15;
/** The tables' own conversion, rounded as published; truth uses the exact one. */
const TABLE_DEG_PER_RAD = 57.29578;
const DEG_PER_RAD = 180 / Math.PI;
const EXACT_PER_TABLE_DEG = DEG_PER_RAD / TABLE_DEG_PER_RAD;
const REVOLUTION_RAD = 2 * Math.PI;

// Moments and products of inertia combined as in the textbook's moment equations (its c1 … c9).
const C1 = -0.77;
const C2 = 0.02755;
const C3 = 1.055e-4;
const C4 = 1.642e-6;
const C5 = 0.9604;
const C6 = 1.759e-2;
const C7 = 1.792e-5;
const C8 = -0.7336;
const C9 = 1.587e-5;

const ALPHA_TO_YAW = { first: F16_STATE.alphaRad, last: F16_STATE.yawRad } as const;

// Scratch of one evaluation, rewritten whole by each: sharing it between aircraft is safe because an evaluation
// is never interrupted, and constants of the module are what the compiler knows the address of.
const TRIG = new Float64Array(10);
const AIR_VECTOR = new Float64Array(AIR_LENGTH);
const COEFFICIENTS = new Float64Array(COEFFICIENT_LENGTH);
const RATES = new Float64Array(F16_STATE_LENGTH);
/** Specific aerodynamic force along body y and z, ft/s². */
const SPECIFIC = new Float64Array(2);

/**
 * An F-16 with its centre of gravity at `cg`, as a fraction of the mean chord (0.2 … 0.6; about 0.35 is neutral).
 * Throws a RangeError outside that range.
 */
export function f16({ cg }: { cg: number }): Aircraft {
  if (!(cg >= 0.2 && cg <= 0.6)) throw new RangeError(`cg = ${cg} is outside 0.2 … 0.6 of the mean chord`);
  const momentArm = REFERENCE_CG - cg;

  function derivative(
    state: Float64Array,
    controls: Float64Array,
    gust: Float64Array,
    out: Float64Array,
  ): void {
    evaluate(momentArm, state, controls, gust, out);
  }

  function truth(state: Float64Array, controls: Float64Array, gust: Float64Array, out: Float64Array): void {
    evaluate(momentArm, state, controls, gust, RATES);
    out[TRUTH.alphaDeg] = AIR_VECTOR[AIR.alphaDeg] * EXACT_PER_TABLE_DEG;
    out[TRUTH.betaDeg] = AIR_VECTOR[AIR.betaDeg] * EXACT_PER_TABLE_DEG;
    out[TRUTH.pDegPerS] = state[6] * DEG_PER_RAD;
    out[TRUTH.qDegPerS] = state[7] * DEG_PER_RAD;
    out[TRUTH.rDegPerS] = state[8] * DEG_PER_RAD;
    out[TRUTH.nzG] = (ACCELEROMETER_ARM_FT * RATES[7] - SPECIFIC[1]) / GRAVITY_FTPS2;
    out[TRUTH.nyG] = (ACCELEROMETER_ARM_FT * RATES[8] + SPECIFIC[0]) / GRAVITY_FTPS2;
    out[TRUTH.airspeedFtps] = AIR_VECTOR[AIR.airspeedFtps];
    out[TRUTH.altitudeFt] = state[11];
    out[TRUTH.rollDeg] = state[3] * DEG_PER_RAD;
    out[TRUTH.pitchDeg] = state[4] * DEG_PER_RAD;
    const yawRad = state[5];
    const headingRad = yawRad - REVOLUTION_RAD * Math.floor(yawRad / REVOLUTION_RAD);
    out[TRUTH.headingDeg] = headingRad < REVOLUTION_RAD ? headingRad * DEG_PER_RAD : 0;
  }

  return { name: 'f16', stateLength: F16_STATE_LENGTH, derivative, truth };
}

/** Air data in moving air, from the state and its `TRIG`: a gust turns the flow by what is mostly a small angle. */
function meetGust(state: Float64Array, gust: Float64Array): void {
  const sinAlpha = TRIG[0];
  const cosAlpha = TRIG[1];
  const sinBeta = TRIG[2];
  const cosBeta = TRIG[3];
  const u = state[0] * cosBeta * cosAlpha - gust[0];
  const v = state[0] * sinBeta - gust[1];
  const w = state[0] * cosBeta * sinAlpha - gust[2];
  const squared = u * u + w * w;
  const flat = Math.sqrt(squared);
  const alphaTurn = angleOf({ sine: w * cosAlpha - u * sinAlpha, cosine: u * cosAlpha + w * sinAlpha });
  const betaTurn = angleOf({ sine: v * cosBeta - flat * sinBeta, cosine: flat * cosBeta + v * sinBeta });
  AIR_VECTOR[AIR.alphaDeg] = (state[1] + alphaTurn) * TABLE_DEG_PER_RAD;
  AIR_VECTOR[AIR.betaDeg] = (state[2] + betaTurn) * TABLE_DEG_PER_RAD;
  AIR_VECTOR[AIR.airspeedFtps] = Math.sqrt(squared + v * v);
}

/**
 * The state's rate; leaves air data and specific force behind for `truth`.
 */
function evaluate(
  momentArm: number,
  state: Float64Array,
  controls: Float64Array,
  gust: Float64Array,
  out: Float64Array,
): void {
  sinesAndCosines(state, ALPHA_TO_YAW, TRIG);
  const sinAlpha = TRIG[0];
  const cosAlpha = TRIG[1];
  const sinBeta = TRIG[2];
  const cosBeta = TRIG[3];
  const sinRoll = TRIG[4];
  const cosRoll = TRIG[5];
  const sinPitch = TRIG[6];
  const cosPitch = TRIG[7];
  const sinYaw = TRIG[8];
  const cosYaw = TRIG[9];
  const speed = state[0];
  const p = state[6];
  const q = state[7];
  const r = state[8];
  // Velocity over the ground along body x, y, z.
  const u = speed * cosBeta * cosAlpha;
  const v = speed * sinBeta;
  const w = speed * cosBeta * sinAlpha;

  if (gust[0] === 0 && gust[1] === 0 && gust[2] === 0) {
    AIR_VECTOR[AIR.alphaDeg] = state[1] * TABLE_DEG_PER_RAD;
    AIR_VECTOR[AIR.betaDeg] = state[2] * TABLE_DEG_PER_RAD;
    AIR_VECTOR[AIR.airspeedFtps] = speed;
  } else {
    meetGust(state, gust);
  }
  AIR_VECTOR[AIR.pRadPerS] = p;
  AIR_VECTOR[AIR.qRadPerS] = q;
  AIR_VECTOR[AIR.rRadPerS] = r;
  AIR_VECTOR[AIR.altitudeFt] = state[11];
  AIR_VECTOR[AIR.power] = state[12];
  AIR_VECTOR[AIR.throttle] = controls[0];
  addAtmosphere(AIR_VECTOR);
  addEngine(AIR_VECTOR);
  aerodynamicCoefficients(AIR_VECTOR, controls, COEFFICIENTS);
  const cy = COEFFICIENTS[COEFFICIENT.y];
  const cz = COEFFICIENTS[COEFFICIENT.z];
  const cm = COEFFICIENTS[COEFFICIENT.pitch] + cz * momentArm;
  const cn = COEFFICIENTS[COEFFICIENT.yaw] - cy * momentArm * (CHORD_FT / SPAN_FT);

  const pressureArea = AIR_VECTOR[AIR.dynamicPressurePsf] * WING_AREA_FT2;
  const perCoefficient = pressureArea * INVERSE_MASS_PER_SLUG;
  const forceX =
    perCoefficient * COEFFICIENTS[COEFFICIENT.x] + AIR_VECTOR[AIR.thrustLbf] * INVERSE_MASS_PER_SLUG;
  const forceY = perCoefficient * cy;
  const forceZ = perCoefficient * cz;
  SPECIFIC[0] = forceY;
  SPECIFIC[1] = forceZ;

  const weight = GRAVITY_FTPS2 * cosPitch;
  const uRate = r * v - q * w - GRAVITY_FTPS2 * sinPitch + forceX;
  const vRate = p * w - r * u + weight * sinRoll + forceY;
  const wRate = q * u - p * v + weight * cosRoll + forceZ;
  const speedRate = (u * uRate + v * vRate + w * wRate) / speed;
  const inPlane = 1 / (u * u + w * w);
  out[0] = speedRate;
  out[1] = (u * wRate - w * uRate) * inPlane;
  out[2] = (speed * vRate - v * speedRate) * cosBeta * inPlane;

  const turn = (q * sinRoll + r * cosRoll) / cosPitch;
  out[3] = p + sinPitch * turn;
  out[4] = q * cosRoll - r * sinRoll;
  out[5] = turn;

  const roll = pressureArea * SPAN_FT * COEFFICIENTS[COEFFICIENT.roll];
  const pitch = pressureArea * CHORD_FT * cm;
  const yaw = pressureArea * SPAN_FT * cn;
  out[6] = (C2 * p + C1 * r + C4 * ENGINE_MOMENTUM_SLUGFT2PS) * q + C3 * roll + C4 * yaw;
  out[7] = (C5 * p - C7 * ENGINE_MOMENTUM_SLUGFT2PS) * r + C6 * (r * r - p * p) + C7 * pitch;
  out[8] = (C8 * p - C2 * r + C9 * ENGINE_MOMENTUM_SLUGFT2PS) * q + C4 * roll + C9 * yaw;

  const down = v * sinRoll + w * cosRoll;
  const forward = u * cosPitch + down * sinPitch;
  const right = v * cosRoll - w * sinRoll;
  out[9] = forward * cosYaw - right * sinYaw;
  out[10] = forward * sinYaw + right * cosYaw;
  out[11] = u * sinPitch - down * cosPitch;
  out[12] = AIR_VECTOR[AIR.powerRate];
}
