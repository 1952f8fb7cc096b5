/**
 * The F-16's control law: sixteen selected counts in, four commands out, in int32.
 *
 *   stick ─► pitch rate wanted ─► + turn ─► load and alpha limits ─┐
 *   pitch rate ────────────────────────────────────────────(−)─────┴► e ─► Kq e + Ki Σe ─┐
 *   alpha − trim alpha ─────────────────────────────────────────────────► Ka ────────────┴► elevator
 *   stick ─► bank wanted ─► roll rate wanted ─► Kp (− roll rate) ─────────────────────────► aileron
 *   yaw rate − roll rate · alpha − turn ─► washout ─► Kr ─► + pedals ─────────────────────► rudder
 *
 * Angle of attack is what an F-16 with its centre of gravity aft lacks stability in, so it is fed back
 * directly; the ratio of its moment to the elevator's does not change with airspeed, and neither does Ka. Rate gains
 * go with 1/V. A neutral pitch stick holds the pitch attitude, a neutral roll stick holds the wings level. Roll is an
 * attitude command, so that a stick held over for a whole flight banks and does not roll on; pitch is a rate command
 * that grows with the square of the stick. Angle-of-attack command was the alternative: the nose then follows every
 * gust, and stick free the aircraft porpoises. Units, gains and margins: README of this room.
 */
import { EFFECTOR, EFFECTORS } from '../icd/effectors.js';
import { divideRounded, saturate, wrapInt16 } from '../icd/integers.js';
import { NO_DATA, QUANTITIES, QUANTITY } from '../icd/quantities.js';
import type { ControlLaw } from './control-law.js';
import {
  LEVEL_TURN_NODE,
  LEVEL_TURN_PITCH_RATE,
  LEVEL_TURN_PITCH_STEP,
  LEVEL_TURN_YAW_RATE,
  LEVEL_TURN_YAW_STEP,
} from './level-turn.js';

/** The condition in which the law is engaged, all in counts of QUANTITIES and EFFECTORS. */
export interface F16LawDesign {
  readonly trimElevatorCounts: number;
  readonly trimThrottleCounts: number;
  readonly trimAlphaCounts: number;
  /** Stands in for an airspeed nobody can give; the gains are scheduled about 502 ft/s whatever it is. */
  readonly designAirspeedCounts: number;
  /** Frame period, 1,000 … 1,000,000 µs; the gains are good up to 25,000. */
  readonly periodUs: number;
}

/** Places in the lasting state; the two words left over are kept at zero. */
export const F16_LAW_STATE = { pitchIntegral: 0, yawWashout: 1 } as const;

/** Most that the pitch integral may come to: 50 deg of elevator, in its own unit of 1/4096 elevator count. */
export const PITCH_INTEGRAL_MAX = 51_200 * 4096;
/** Most that the washout's memory may come to: 128 deg/s of yaw, in its own unit of 1/8192 yaw rate count. */
export const YAW_WASHOUT_MAX = 16_384 * 8192;

// Gains, at the reference airspeed where they go with 1/V. What they are in degrees is beside.
const ALPHA_GAIN = 13_107; //          /4096 elevator counts per count                 1.00 deg/deg
const PITCH_RATE_GAIN = 26_214; //     /4096 elevator counts per count, with 1/V       0.80 deg/(deg/s)
const PITCH_INTEGRAL_GAIN = 32_768; // /4096 elevator counts per count and second, 1/V 1.00 (deg/s)/(deg/s)
const ROLL_GAIN = 180; //              /256 roll rate counts per count                 2.00 (deg/s)/deg
const ROLL_RATE_GAIN = 77; //          /32 aileron counts per count, with 1/V          0.15 deg/(deg/s)
const YAW_RATE_GAIN = 205; //          /32 rudder counts per count, with 1/V           0.80 deg/(deg/s)
const PEDAL_GAIN = 24; //              /32 rudder counts per count, with 1/V           12 deg at full travel
const STICK_ROLL_GAIN = 10_923; //     /16384 roll counts per count                    60 deg at full travel
const ALPHA_LIMIT_GAIN = 205; //       /256 pitch rate counts per count                2.00 (deg/s)/deg
const YAW_WASHOUT_US = 2_000_000;

const REFERENCE_AIRSPEED = 502 * 16;
const AIRSPEED_MIN = 251 * 16;
const AIRSPEED_MAX = 1004 * 16;
const STICK_FULL = 16_384;
const PITCH_ERROR_MAX = 64 * 128;
const ROLL_ERROR_MAX = 128 * 64;
const YAW_RATE_MAX = 128 * 128;
const YAW_DAMPED_MAX = 20 * 128;
const PITCH_RATE_FULL = 12 * 128;
const ROLL_RATE_FULL = 40 * 64;
const LOAD_MAX = 7 * 1024;
const LEVEL_LOAD = 1024;
const ALPHA_ZERO = 30 * 320;
const ALPHA_MAX = ALPHA_ZERO + 12 * 320;
const ALPHA_MIN = ALPHA_ZERO - 5 * 320;
const ALPHA_ABOVE_TRIM = 2 * 320;

const { min: ELEVATOR_MIN, max: ELEVATOR_MAX } = EFFECTORS[EFFECTOR.elevator];
const { min: AILERON_MIN, max: AILERON_MAX } = EFFECTORS[EFFECTOR.aileron];
const { min: RUDDER_MIN, max: RUDDER_MAX } = EFFECTORS[EFFECTOR.rudder];
const { min: THROTTLE_MIN, max: THROTTLE_MAX } = EFFECTORS[EFFECTOR.throttle];

/** The law, engaged in a trimmed condition; a RangeError names a design value that is no integer in its range. */
export function f16Law(design: F16LawDesign): ControlLaw {
  const trimElevator = requireInteger(
    'trimElevatorCounts',
    design.trimElevatorCounts,
    EFFECTORS[EFFECTOR.elevator],
  );
  const trimThrottle = requireInteger(
    'trimThrottleCounts',
    design.trimThrottleCounts,
    EFFECTORS[EFFECTOR.throttle],
  );
  const trimAlpha = requireInteger('trimAlphaCounts', design.trimAlphaCounts, QUANTITIES[QUANTITY.alpha]);
  const airspeedQuantity = QUANTITIES[QUANTITY.airspeed];
  const designAirspeed = requireInteger(
    'designAirspeedCounts',
    design.designAirspeedCounts,
    airspeedQuantity,
  );
  const periodUs = requireInteger('periodUs', design.periodUs, { min: 1000, max: 1_000_000 });
  // 32,768 · 10,000 < 2^29; at most 32,768 per frame.
  const integralPerFrame = divideRounded(PITCH_INTEGRAL_GAIN * divideRounded(periodUs, 100), 10_000);
  // 16,384 · 1,000 < 2^24; share of the way the washout goes in a frame, 1/8192, at most a half.
  const washoutPerFrame = divideRounded(8192 * divideRounded(periodUs, 100), YAW_WASHOUT_US / 100);
  const alphaMax = trimAlpha + ALPHA_ABOVE_TRIM > ALPHA_MAX ? trimAlpha + ALPHA_ABOVE_TRIM : ALPHA_MAX;
  const alphaSpan = divideRounded((alphaMax - ALPHA_MIN) * ALPHA_LIMIT_GAIN, 256);

  // One long function: a call that the engine does not inline costs a tenth of what the whole law does.
  function step(selected: Int16Array, state: Int32Array, command: Int16Array): void {
    const alpha = orElse(selected[QUANTITY.alpha], trimAlpha);
    const rollRate = orElse(selected[QUANTITY.rollRate], 0);
    const roll = orElse(selected[QUANTITY.roll], 0);
    const airspeed = saturate(
      orElse(selected[QUANTITY.airspeed], designAirspeed),
      AIRSPEED_MIN,
      AIRSPEED_MAX,
    );
    // 502 ft/s over the airspeed, /1024: 512 … 2048. 8032 · 1024 < 2^23
    const rateScale = divideRounded(REFERENCE_AIRSPEED * 1024, airspeed);

    // The level turn that goes with the bank. 524 · 2047 < 2^21
    const bank = roll < 0 ? 0 - roll : roll;
    const node = bank >> 11;
    const beyond = bank & (LEVEL_TURN_NODE - 1);
    const turnPitchRate =
      LEVEL_TURN_PITCH_RATE[node] + divideRounded(LEVEL_TURN_PITCH_STEP[node] * beyond, LEVEL_TURN_NODE);
    const turnYawRate =
      LEVEL_TURN_YAW_RATE[node] + divideRounded(LEVEL_TURN_YAW_STEP[node] * beyond, LEVEL_TURN_NODE);

    // Pitch rate wanted: stick and turn, then the limits. 16,384² = 2^28; 16,384 · 1536 + 1048 · 2048 · 16 < 2^26
    const stickPitch = saturate(orElse(selected[QUANTITY.stickPitch], 0), -STICK_FULL, STICK_FULL);
    const stickSquared = divideRounded(
      stickPitch * (stickPitch < 0 ? 0 - stickPitch : stickPitch),
      STICK_FULL,
    );
    const asked = divideRounded(stickSquared * PITCH_RATE_FULL + turnPitchRate * rateScale * 16, STICK_FULL);
    // 4 deg/s for each g short of the limit: (7168 + 32,767) · 2048 < 2^27. The lower limit is 8 g below.
    const loadRoom = divideRounded(
      (LOAD_MAX - orElse(selected[QUANTITY.normalLoad], LEVEL_LOAD)) * rateScale,
      2048,
    );
    const withinLoad = saturate(asked, loadRoom - 4 * rateScale, loadRoom);
    // 2 deg/s for each degree short of the limit: (29,440 + 32,767) · 205 < 2^24; the result is below 49,900
    const alphaRoom = divideRounded((alphaMax - alpha) * ALPHA_LIMIT_GAIN, 256);
    const pitchRateWanted = saturate(withinLoad, alphaRoom - alphaSpan, alphaRoom);

    // Elevator. (32,767 + 49,900) · 2048 < 2^28
    const pitchRate = orElse(selected[QUANTITY.pitchRate], 0);
    const scaledPitchError = divideRounded((pitchRate - pitchRateWanted) * rateScale, 1024);
    const pitchError = saturate(scaledPitchError, -PITCH_ERROR_MAX, PITCH_ERROR_MAX);
    const integral = saturate(state[F16_LAW_STATE.pitchIntegral], -PITCH_INTEGRAL_MAX, PITCH_INTEGRAL_MAX);
    const growth = integralPerFrame * pitchError;
    const grown = integral + growth;
    // 13,107 · 61,567 + 26,214 · 8192 + (51,200 · 4096 + 32,768 · 8192) < 1.51e9 < 2^31
    const feedback = ALPHA_GAIN * (alpha - trimAlpha) + PITCH_RATE_GAIN * pitchError + grown;
    const elevator = trimElevator + divideRounded(feedback, 4096);
    // A surface at its end cannot do more: the integral waits, unless it is on its way back.
    const waits = (elevator > ELEVATOR_MAX && growth > 0) || (elevator < ELEVATOR_MIN && growth < 0);
    state[F16_LAW_STATE.pitchIntegral] = waits
      ? integral
      : saturate(grown, -PITCH_INTEGRAL_MAX, PITCH_INTEGRAL_MAX);
    command[EFFECTOR.elevator] = saturate(elevator, ELEVATOR_MIN, ELEVATOR_MAX);

    // Aileron. 16,384 · 10,923 < 2^28; 32,768 · 180 < 2^23; 77 · 8192 · 2048 < 1.30e9 < 2^31
    const stickRoll = saturate(orElse(selected[QUANTITY.stickRoll], 0), -STICK_FULL, STICK_FULL);
    const rollError = wrapInt16(divideRounded(stickRoll * STICK_ROLL_GAIN, STICK_FULL) - roll);
    const rollRateWanted = saturate(
      divideRounded(rollError * ROLL_GAIN, 256),
      -ROLL_RATE_FULL,
      ROLL_RATE_FULL,
    );
    const rollRateError = saturate(rollRate - rollRateWanted, -ROLL_ERROR_MAX, ROLL_ERROR_MAX);
    const aileron = divideRounded(ROLL_RATE_GAIN * rollRateError * rateScale, 32_768);
    command[EFFECTOR.aileron] = saturate(aileron, AILERON_MIN, AILERON_MAX);

    // Rudder. Rolling about the velocity and not about the nose yaws the body by roll rate · alpha, alpha in
    // radians: 128 / (64 · 320 · 57.3) = 1 / 9167. 32,767 · 42,367 < 2^30.4; 470 · 2048 < 2^20
    const turning = divideRounded((roll < 0 ? 0 - turnYawRate : turnYawRate) * rateScale, 1024);
    const rolling = divideRounded(rollRate * (alpha - ALPHA_ZERO), 9167);
    const uncoordinated = orElse(selected[QUANTITY.yawRate], 0) - rolling - turning;
    const yawRate = saturate(uncoordinated, -YAW_RATE_MAX, YAW_RATE_MAX);
    const memory = saturate(state[F16_LAW_STATE.yawWashout], -YAW_WASHOUT_MAX, YAW_WASHOUT_MAX);
    const passing = yawRate - divideRounded(memory, 8192);
    // 32,768 · 4096 = 2^27. It moves part of the way to a rate within ±YAW_RATE_MAX, so it stays within bounds.
    state[F16_LAW_STATE.yawWashout] = memory + passing * washoutPerFrame;
    const damped = saturate(passing, -YAW_DAMPED_MAX, YAW_DAMPED_MAX);
    // (205 · 2560 + 24 · 16,384) · 2048 < 1.89e9 < 2^31
    const pedals = saturate(orElse(selected[QUANTITY.pedals], 0), -STICK_FULL, STICK_FULL);
    const rudder = divideRounded((YAW_RATE_GAIN * damped - PEDAL_GAIN * pedals) * rateScale, 32_768);
    command[EFFECTOR.rudder] = saturate(rudder, RUDDER_MIN, RUDDER_MAX);

    command[EFFECTOR.throttle] = saturate(
      orElse(selected[QUANTITY.throttle], trimThrottle),
      THROTTLE_MIN,
      THROTTLE_MAX,
    );
    state[2] = 0;
    state[3] = 0;
  }

  return { name: 'f16', initialise: (state) => void state.fill(0), step };
}

function orElse(reading: number, fallback: number): number {
  return reading === NO_DATA ? fallback : reading;
}

function requireInteger(name: string, value: number, range: { min: number; max: number }): number {
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return value;
  throw new RangeError(`${name} = ${value} is not an integer in ${range.min} … ${range.max}`);
}
