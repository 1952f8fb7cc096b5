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
import { levelTurnPitchRate, levelTurnYawRate } from './level-turn.js';

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

/** Gains of 1/256 effector count per sensor count, at the reference airspeed; what they are in degrees is beside. */
const ALPHA_GAIN = 819; //        1.00 deg/deg
const PITCH_RATE_GAIN = 1638; //  0.80 deg/(deg/s)
const ROLL_RATE_GAIN = 614; //    0.15 deg/(deg/s)
const YAW_RATE_GAIN = 1638; //    0.80 deg/(deg/s)
/** 1/4096 elevator count per pitch rate count and second: 1.00 deg/s per deg/s. */
const PITCH_INTEGRAL_GAIN = 32_768;
const YAW_WASHOUT_US = 2_000_000;

const REFERENCE_AIRSPEED = 502 * 16;
const AIRSPEED_MIN = 251 * 16;
const AIRSPEED_MAX = 1004 * 16;
const STICK_FULL = 16_384;
const RATE_MAX = 16_384; // 128 deg/s in pitch and yaw, 256 deg/s in roll
const PITCH_RATE_FULL = 12 * 128;
const ROLL_RATE_FULL = 40 * 64;
const LOAD_MAX = 7 * 1024;
const LOAD_MIN = -1 * 1024;
const LEVEL_LOAD = 1024;
const ALPHA_ZERO = 30 * 320;
const ALPHA_MAX = ALPHA_ZERO + 12 * 320;
const ALPHA_MIN = ALPHA_ZERO - 5 * 320;
const ALPHA_ABOVE_TRIM = 2 * 320;

const [ELEVATOR, AILERON, RUDDER, THROTTLE] = EFFECTORS;

/** The law, engaged in a trimmed condition; a RangeError names a design value that is no integer in its range. */
export function f16Law(design: F16LawDesign): ControlLaw {
  const trimElevator = requireInteger('trimElevatorCounts', design.trimElevatorCounts, ELEVATOR);
  const trimThrottle = requireInteger('trimThrottleCounts', design.trimThrottleCounts, THROTTLE);
  const trimAlpha = requireInteger('trimAlphaCounts', design.trimAlphaCounts, QUANTITIES[QUANTITY.alpha]);
  const airspeedQuantity = QUANTITIES[QUANTITY.airspeed];
  const designAirspeed = requireInteger('designAirspeedCounts', design.designAirspeedCounts, airspeedQuantity);
  const periodUs = requireInteger('periodUs', design.periodUs, { min: 1000, max: 1_000_000 });
  // 32,768 · 10,000 < 2^29; at most 32,768 per frame.
  const integralPerFrame = divideRounded(PITCH_INTEGRAL_GAIN * divideRounded(periodUs, 100), 10_000);
  // 16,384 · 1,000 < 2^24; share of the way the washout goes in a frame, 1/8192, at most a half.
  const washoutPerFrame = divideRounded(8192 * divideRounded(periodUs, 100), YAW_WASHOUT_US / 100);
  const alphaMax = trimAlpha + ALPHA_ABOVE_TRIM > ALPHA_MAX ? trimAlpha + ALPHA_ABOVE_TRIM : ALPHA_MAX;

  /** Pitch rate that stick, turn and limits leave, counts: |result| ≤ 123,000. */
  function pitchRateWanted(selected: Int16Array, alpha: number, rateScale: number): number {
    const stick = stickOf(selected[QUANTITY.stickPitch]);
    const roll = orElse(selected[QUANTITY.roll], 0);
    const load = orElse(selected[QUANTITY.normalLoad], LEVEL_LOAD);
    // 16,384² = 2^28; 16,384 · 1536 < 2^25; 1048 · 2048 < 2^22
    const squared = divideRounded(stick * (stick < 0 ? -stick : stick), STICK_FULL);
    const wanted =
      divideRounded(squared * PITCH_RATE_FULL, STICK_FULL) + divideRounded(levelTurnPitchRate(roll) * rateScale, 1024);
    // 4 deg/s per g short of the limit: (7168 + 32,768) · 2048 < 2^27
    const withinLoad = saturate(
      wanted,
      divideRounded((LOAD_MIN - load) * rateScale, 2048),
      divideRounded((LOAD_MAX - load) * rateScale, 2048),
    );
    // 2 deg/s per degree short of the limit: (29,440 + 32,767) · 205 < 2^24
    return saturate(
      withinLoad,
      divideRounded((ALPHA_MIN - alpha) * 205, 256),
      divideRounded((alphaMax - alpha) * 205, 256),
    );
  }

  function elevator(selected: Int16Array, state: Int32Array, alpha: number, rateScale: number): number {
    const rate = orElse(selected[QUANTITY.pitchRate], 0) - pitchRateWanted(selected, alpha, rateScale);
    // 16,384 · 2048 = 2^25; the result is at most 32,768
    const error = divideRounded(saturate(rate, -RATE_MAX, RATE_MAX) * rateScale, 1024);
    const integral = saturate(state[F16_LAW_STATE.pitchIntegral], -PITCH_INTEGRAL_MAX, PITCH_INTEGRAL_MAX);
    // 32,768 · 16,384 = 2^29, plus 2^27.7
    const growth = integralPerFrame * saturate(error, -RATE_MAX, RATE_MAX);
    const grown = integral + growth;
    // 819 · 61,567 + 1638 · 32,768 < 2^27
    const proportional = divideRounded(ALPHA_GAIN * (alpha - trimAlpha) + PITCH_RATE_GAIN * error, 256);
    const command = trimElevator + proportional + divideRounded(grown, 4096);
    // A surface at its end cannot do more: the integral waits, unless it is on its way back.
    const waits = (command > ELEVATOR.max && growth > 0) || (command < ELEVATOR.min && growth < 0);
    state[F16_LAW_STATE.pitchIntegral] = waits ? integral : saturate(grown, -PITCH_INTEGRAL_MAX, PITCH_INTEGRAL_MAX);
    return saturate(command, ELEVATOR.min, ELEVATOR.max);
  }

  function rudder(selected: Int16Array, state: Int32Array, alpha: number, rateScale: number): number {
    const rollRate = orElse(selected[QUANTITY.rollRate], 0);
    const turn = divideRounded(levelTurnYawRate(orElse(selected[QUANTITY.roll], 0)) * rateScale, 1024);
    // Rolling about the velocity rather than the nose yaws the body by roll rate · alpha, in radians:
    // 32,767 · 23,168 < 2^29.6; 741,400 · 229 < 2^27.4
    const rolling = divideRounded(divideRounded(rollRate * (alpha - ALPHA_ZERO), 1024) * 229, 2048);
    const yawRate = saturate(orElse(selected[QUANTITY.yawRate], 0) - rolling - turn, -RATE_MAX, RATE_MAX);
    const memory = saturate(state[F16_LAW_STATE.yawWashout], -YAW_WASHOUT_MAX, YAW_WASHOUT_MAX);
    const passing = yawRate - divideRounded(memory, 8192);
    // 32,768 · 4096 = 2^27: between where it was and the rate it follows, so it stays within ±YAW_WASHOUT_MAX
    state[F16_LAW_STATE.yawWashout] = memory + passing * washoutPerFrame;
    // Full pedals are 12 degrees: 32,768 · 1638 + 12,288 · 256 < 2^26; 2^18 · 2048 = 2^29
    const pedals = divideRounded(stickOf(selected[QUANTITY.pedals]) * 3, 4);
    const command = divideRounded((divideRounded(YAW_RATE_GAIN * passing, 256) - pedals) * rateScale, 1024);
    return saturate(command, RUDDER.min, RUDDER.max);
  }

  function step(selected: Int16Array, state: Int32Array, command: Int16Array): void {
    const alpha = orElse(selected[QUANTITY.alpha], trimAlpha);
    const airspeed = saturate(orElse(selected[QUANTITY.airspeed], designAirspeed), AIRSPEED_MIN, AIRSPEED_MAX);
    // 502 ft/s over the airspeed, 1/1024: 512 … 2048. 8032 · 1024 < 2^23
    const rateScale = divideRounded(REFERENCE_AIRSPEED * 1024, airspeed);
    command[EFFECTOR.elevator] = elevator(selected, state, alpha, rateScale);
    command[EFFECTOR.aileron] = aileron(selected, rateScale);
    command[EFFECTOR.rudder] = rudder(selected, state, alpha, rateScale);
    command[EFFECTOR.throttle] = saturate(
      orElse(selected[QUANTITY.throttle], trimThrottle),
      THROTTLE.min,
      THROTTLE.max,
    );
    state[2] = 0;
    state[3] = 0;
  }

  return { name: 'f16', initialise: (state) => void state.fill(0), step };
}

function aileron(selected: Int16Array, rateScale: number): number {
  // Full stick is 60 degrees, 10,923 counts.
  const bank = divideRounded(stickOf(selected[QUANTITY.stickRoll]) * 2, 3);
  const short = wrapInt16(bank - orElse(selected[QUANTITY.roll], 0));
  // 2 deg/s per degree: 32,768 · 180 < 2^23
  const wanted = saturate(divideRounded(short * 180, 256), -ROLL_RATE_FULL, ROLL_RATE_FULL);
  const error = saturate(orElse(selected[QUANTITY.rollRate], 0) - wanted, -RATE_MAX, RATE_MAX);
  // 614 · 16,384 < 2^24; 39,296 · 2048 < 2^27
  const command = divideRounded(divideRounded(ROLL_RATE_GAIN * error, 256) * rateScale, 1024);
  return saturate(command, AILERON.min, AILERON.max);
}

function orElse(reading: number, fallback: number): number {
  return reading === NO_DATA ? fallback : reading;
}

/** A stick or pedal within its travel, centred where there is no reading. */
function stickOf(reading: number): number {
  return reading === NO_DATA ? 0 : saturate(reading, -STICK_FULL, STICK_FULL);
}

function requireInteger(name: string, value: number, range: { min: number; max: number }): number {
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return value;
  throw new RangeError(`${name} = ${value} is not an integer in ${range.min} … ${range.max}`);
}
