/**
 * What a rig is where its file does not say.
 */
import { SENSOR_PARAMETERS } from '../../sensors/sensor-parameters.js';
import { EFFECTOR_COUNT } from '../../firmware/icd/effectors.js';
import type { SignatureKind } from '../../firmware/agreement/signatures.js';
import type {
  ActuatorSpec,
  ClockSpec,
  Protocol,
  RigSpec,
  SigningSpec,
  TimingSpec,
  WatchSpec,
} from './rig-spec.js';

/** n and m of each protocol. */
export const SCHEME_DEFAULTS: Readonly<
  Record<Protocol, { readonly computers: number; readonly faults: number }>
> = {
  simplex: { computers: 1, faults: 0 },
  tmr: { computers: 3, faults: 1 },
  'tmr-no-exchange': { computers: 3, faults: 1 },
  om: { computers: 4, faults: 1 },
  sm: { computers: 4, faults: 1 },
  omh: { computers: 5, faults: 1 },
  'primary-backup': { computers: 2, faults: 1 },
  'com-mon': { computers: 4, faults: 1 },
};

/**
 * Good computers with the default sensors command the elevator up to 0.44 deg apart in a hard manoeuvre; the tolerance
 * is more than twice that. Three frames are also what the surfaces wait for one that has fallen silent.
 */
export const WATCH_DEFAULT: WatchSpec = { trip: true, toleranceDeg: 1, persistenceFrames: 3 };

/** What signs where a rig does not say, and how much is verified. */
export const SIGNING_DEFAULT = { kind: 'siphash', verification: 'lazy' } as const;

/**
 * One signature of each kind, µs, over 40 words among four computers: `npm run bench -- signatures` on a 2.5 GHz Xeon
 * with Node 20.
 */
export const SIGNATURE_US: Readonly<Record<SignatureKind, Pick<SigningSpec, 'signUs' | 'verifyUs'>>> = {
  ed25519: { signUs: 24, verifyUs: 66 },
  siphash: { signUs: 0.25, verifyUs: 0.26 },
  hmac: { signUs: 8, verifyUs: 2.2 },
  crc: { signUs: 0.4, verifyUs: 0.4 },
};

/**
 * Execution times, µs, as quantiles: one computer of a quad, this code, measured by `npm run bench -- execution-times`
 * on a 2.5 GHz Xeon with Node 20. The measured maxima are stalls of a shared host, milliseconds long and not ours;
 * a quarter of a millisecond stands in for them, so a rig that does not ask for misses has none.
 */
const TIMING_DEFAULT: TimingSpec = {
  sampleUs: [0.5, 0.7, 1.1, 7, 250],
  relayUs: [0.9, 1.1, 2, 9, 250],
  controlUs: [1.6, 1.7, 3.3, 14, 250],
};

export const ACTUATOR_DEFAULT: ActuatorSpec = { kind: 'majority', noMajority: 'hold', holdFrames: 50 };

/** Clocks of which only some keys are given; they resynchronise once a frame. A crystal is good to 100 ppm. */
export const CLOCK_DEFAULT: Pick<ClockSpec, 'method' | 'driftPpm' | 'readingNs'> = {
  method: 'midpoint',
  driftPpm: 100,
  readingNs: 20_000,
};

/** A rig without name and scheme. */
export const RIG_DEFAULTS: Omit<RigSpec, 'name' | 'scheme'> = {
  description: '',
  aircraft: { model: 'f16', cg: 0.38, airspeedFtps: 502, altitudeFt: 5000 },
  controlLaw: 'f16',
  pilot: [],
  turbulence: 'none',
  frame: { periodUs: 20_000 },
  belowBound: false,
  bus: { kind: 'memory', baud: 0 },
  timing: TIMING_DEFAULT,
  sensors: SENSOR_PARAMETERS,
  actuators: Array.from({ length: EFFECTOR_COUNT }, () => ACTUATOR_DEFAULT),
  faults: [],
  limits: { loadFactorG: [-3, 9], alphaDeg: [-10, 30], altitudeFt: [0, 60_000] },
  durationS: 20,
  expect: 'pass',
  failOn: [],
};
