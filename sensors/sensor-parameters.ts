/**
 * How good the sensors are unless the rig says otherwise.
 *
 * The figures are chosen, not measured: large enough that good channels never read alike (a few counts apart,
 * which is what exact voting without exchange stumbles over), small enough that a control loop closed at 50 Hz
 * through them holds an unstable aircraft. They stand for signals behind an anti-aliasing filter. Published
 * figures for unfiltered single instruments are some five to sixty times larger; see the README.
 *
 * One table in physical units was preferred to a class per instrument: every quantity has the same four errors
 * (lag, bias, noise, quantisation), and a rig file overrides a figure by its name.
 */

export interface SensorParameters {
  /** Standard deviation of the noise in each sample, in the quantity's unit, ≥ 0. */
  readonly noise: number;
  /** Half-width of the spread between channels: each draws its own bias within ± this, in the quantity's unit, ≥ 0. */
  readonly bias: number;
  /** Time constant of the first-order lag, s, ≥ 0; 0 = none. */
  readonly lagS: number;
}

/** Index = quantity, as in QUANTITIES. */
export const SENSOR_PARAMETERS: readonly SensorParameters[] = [
  { noise: 0.015, bias: 0.02, lagS: 0.01 }, //    alpha        deg     vane:        5 counts of noise
  { noise: 0.015, bias: 0.02, lagS: 0.01 }, //    beta         deg     vane:        5 counts
  { noise: 0.03, bias: 0.03, lagS: 0.005 }, //    rollRate     deg/s   gyro:        2 counts
  { noise: 0.02, bias: 0.02, lagS: 0.005 }, //    pitchRate    deg/s   gyro:        3 counts
  { noise: 0.02, bias: 0.02, lagS: 0.005 }, //    yawRate      deg/s   gyro:        3 counts
  { noise: 0.003, bias: 0.004, lagS: 0.005 }, //  normalLoad   g       accelerometer: 3 counts
  { noise: 0.001, bias: 0.0015, lagS: 0.005 }, // lateralLoad  g       accelerometer: 4 counts
  { noise: 0.25, bias: 1, lagS: 0.05 }, //        airspeed     ft/s    pitot tube:  4 counts
  { noise: 2, bias: 8, lagS: 0.05 }, //           altitude     ft      static port: 1 count
  { noise: 0.01, bias: 0.03, lagS: 0.01 }, //     roll         deg     gyro platform: 2 counts
  { noise: 0.01, bias: 0.03, lagS: 0.01 }, //     pitch        deg     gyro platform: 2 counts
  { noise: 0.01, bias: 0.1, lagS: 0.01 }, //      heading      deg     gyro platform: 2 counts
  { noise: 0.00006, bias: 0.00012, lagS: 0 }, //  stickPitch   1       transducer:  1 count
  { noise: 0.00006, bias: 0.00012, lagS: 0 }, //  stickRoll    1       transducer:  1 count
  { noise: 0.00006, bias: 0.00012, lagS: 0 }, //  pedals       1       transducer:  1 count
  { noise: 0.00006, bias: 0.00012, lagS: 0 }, //  throttle     1       transducer:  1 count
];
