/**
 * Every figure of the redundancy manager, in one place: what it is, in which unit, how far it may be moved, and why
 * it stands where it does.
 *
 * Two things pull. A fault that mid-value select already masks does no harm while it waits, so there is no haste;
 * a unit thrown out for a transient is gone for the flight. All figures therefore lean to patience. The second
 * table is about quantities: what good channels may differ by, and what an aircraft can do in one frame. Figures
 * hidden in the monitors that use them were the alternative; nobody could then say what the manager assumes.
 */
import { QUANTITIES, QUANTITY } from '../icd/quantities.js';

export interface ParameterSpec {
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly why: string;
}

export const PARAMETERS = {
  persistenceFrames: {
    unit: 'frames',
    min: 3,
    max: 255,
    default: 25,
    why: 'half a second: no gust, spike or lost packet lasts so long, and selection masks the fault meanwhile',
  },
  spikesMin: {
    unit: 'spikes',
    min: 3,
    max: 20,
    default: 5,
    why: 'fewer are transients; five of them in one sensor are a fault',
  },
  spikeMemoryFrames: {
    unit: 'frames',
    min: 61,
    max: 5000,
    default: 500,
    why: 'each spike is remembered for ten seconds; a hold of 1.2 s (60 frames) forgot each just before the next',
  },
  spikeSeparationFrames: {
    unit: 'frames',
    min: 1,
    max: 60,
    default: 10,
    why: 'what happens within 0.2 s is one event, else one ragged transient would count as many spikes',
  },
  stillCounts: {
    unit: 'counts',
    min: 0,
    max: 16,
    default: 4,
    why: 'a freeze that flickers by two counts either way stays within four of any of its own readings',
  },
  campStillSamples: {
    unit: 'samples of 16 frames',
    min: 1,
    max: 255,
    default: 1,
    why: 'a majority that all kept still since the last look is doubted at once: two vanes that freeze in a pull-up are doubted within 32 frames, before the good one has been out of line for 25',
  },
  readingStillSamples: {
    unit: 'samples of 16 frames',
    min: 1,
    max: 255,
    default: 4,
    why: 'a reading as still as those who doubt it is not the one that moves; a good vane, with five counts of noise, keeps still so long one time in twenty',
  },
  stuckSamples: {
    unit: 'samples of 16 frames',
    min: 1,
    max: 255,
    default: 3,
    why: 'three looks at a reading that stays while the others are elsewhere',
  },
  verdictFrames: {
    unit: 'frames',
    min: 2,
    max: 255,
    default: 5,
    why: 'the monitors have waited already; this outlasts an upset in an accusation on its way',
  },
  disputeFrames: {
    unit: 'frames',
    min: 2,
    max: 255,
    default: 100,
    why: 'two seconds: whoever could have joined an accusation would have done so',
  },
  lockoutFrames: {
    unit: 'frames',
    min: 1,
    max: 2047,
    default: 500,
    why: 'ten seconds without being accused before a convicted computer is looked at again',
  },
  probationFrames: {
    unit: 'frames',
    min: 1,
    max: 2047,
    default: 500,
    why: 'ten more in which it is watched and not yet used',
  },
} as const satisfies Record<string, ParameterSpec>;

export type RedundancyParameters = Readonly<Record<keyof typeof PARAMETERS, number>>;

/** The defaults, with some replaced. Throws a RangeError that names the first one which is no integer in its range. */
export function redundancyParameters(changes: Partial<RedundancyParameters> = {}): RedundancyParameters {
  const names = Object.keys(PARAMETERS) as (keyof RedundancyParameters)[];
  const chosen = Object.fromEntries(names.map((name) => [name, changes[name] ?? PARAMETERS[name].default]));
  for (const name of names) {
    const { min, max, unit } = PARAMETERS[name];
    if (!Number.isInteger(chosen[name]) || chosen[name] < min || chosen[name] > max)
      throw new RangeError(`${name} = ${chosen[name]} ${unit} is not an integer in ${min} … ${max}`);
  }
  return chosen as RedundancyParameters;
}

/** A quantity that goes round, or that a pilot may move at once: no step of it is impossible. */
const NO_LIMIT = Infinity;

interface QuantityLimits {
  /** How far from the selected reading a good one may lie, in the quantity's unit. */
  readonly tolerance: number;
  /** More than any aircraft or gust can do to it in 20 ms, in the quantity's unit. */
  readonly step: number;
}

/** Index = quantity. Steps are at least twice what severe turbulence and full controls were seen to do. */
const QUANTITY_LIMITS: readonly QuantityLimits[] = [
  { tolerance: 0.6, step: 4 }, //          alpha        deg     200 deg/s; a gust of 35 ft/s met at once at 500 ft/s
  { tolerance: 0.6, step: 4 }, //          beta         deg     the same
  { tolerance: 2, step: 20 }, //           rollRate     deg/s   1000 deg/s²; full aileron gives some 300
  { tolerance: 2, step: 8 }, //            pitchRate    deg/s   400 deg/s²
  { tolerance: 2, step: 5 }, //            yawRate      deg/s   250 deg/s²
  { tolerance: 0.25, step: 2 }, //         normalLoad   g       100 g/s
  { tolerance: 0.15, step: 1 }, //         lateralLoad  g       50 g/s
  { tolerance: 12, step: 20 }, //          airspeed     ft/s    a head-on gust; 1000 ft/s² otherwise
  { tolerance: 100, step: 60 }, //         altitude     ft      3000 ft/s: faster than it flies
  { tolerance: 2, step: NO_LIMIT }, //     roll         deg     turns by half a turn when the nose passes the vertical
  { tolerance: 2, step: 10 }, //           pitch        deg     500 deg/s
  { tolerance: 2, step: NO_LIMIT }, //     heading      deg     as roll
  { tolerance: 0.02, step: NO_LIMIT }, //  stickPitch   1       a pilot may move it from stop to stop
  { tolerance: 0.02, step: NO_LIMIT }, //  stickRoll    1       the same
  { tolerance: 0.02, step: NO_LIMIT }, //  pedals       1       the same
  { tolerance: 0.02, step: NO_LIMIT }, //  throttle     1       the same
];

/** Furthest that a good reading lies from the selected one, counts, by quantity. */
export const TOLERANCE_COUNTS: Int32Array = Int32Array.from(QUANTITIES, ({ lsb }, i) =>
  Math.round(QUANTITY_LIMITS[i].tolerance / lsb),
);

/** Largest change of a good reading from one frame to the next, counts; 65,536 where there is no limit. */
export const STEP_COUNTS: Int32Array = Int32Array.from(QUANTITIES, ({ lsb }, i) =>
  Math.min(Math.round(QUANTITY_LIMITS[i].step / lsb), 65_536),
);

/**
 * How far the middle of the readings must have gone before one that stayed is remarkable, counts: half the
 * tolerance. While good readings lie within a quarter of the tolerance of each other (by default they lie within a
 * tenth), a liar who draws the middle to and fro among them cannot make it go so far.
 */
export const MOTION_COUNTS: Int32Array = TOLERANCE_COUNTS.map((tolerance) => tolerance >> 1);

export interface Witness {
  /** The quantity that cannot have changed so much unless the one it speaks for moved. */
  readonly quantity: number;
  /** How much, counts. */
  readonly counts: number;
}

/**
 * Which quantities have an independent witness. The load factor changes with the angle of attack and the side force
 * with sideslip, whatever the vanes say. The reverse does not hold: at 1 g an aircraft slows down with alpha
 * growing and the load unchanged; nor does a rate follow from an angle or an angle from a rate without integrating.
 */
export const WITNESS: readonly (Witness | null)[] = QUANTITIES.map((_, quantity) => {
  if (quantity === QUANTITY.alpha)
    return { quantity: QUANTITY.normalLoad, counts: Math.round(0.25 / QUANTITIES[QUANTITY.normalLoad].lsb) };
  if (quantity === QUANTITY.beta)
    return {
      quantity: QUANTITY.lateralLoad,
      counts: Math.round(0.05 / QUANTITIES[QUANTITY.lateralLoad].lsb),
    };
  return null;
});
