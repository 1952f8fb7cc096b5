/**
 * Compares our aircraft with values computed elsewhere, value by value.
 *
 *     error = |ours − reference| / max(1, |reference|)      points 1e-9   trims 1e-5   trajectories 1e-5
 *
 * The judgement is made so that doubt fails: a value that is not a number is an infinite error, an aircraft of
 * ours that cannot be trimmed where theirs can is an infinite error, and a file in which nothing could be compared
 * is not a file we agree with.
 */
import type { z } from 'zod';
import { TRUTH, TRUTH_LENGTH } from './aircraft.js';
import { F16_STATE_LENGTH, f16 } from './f16.js';
import { byFallingRealPart, linearise, longitudinalEigenvalues } from './linearise.js';
import { flyReference } from './reference-flight.js';
import {
  type Reference,
  type ReferencePoint,
  type ReferenceTrajectory,
  type ReferenceTrim,
  referenceInput,
  referenceSchema,
} from './reference-format.js';
import { type Trim, trimF16 } from './trim.js';

export interface Comparison {
  /** Entries of the list that were compared. */
  readonly compared: number;
  /** The largest error, 0 where nothing was compared; Infinity for a value that could not be computed. */
  readonly worst: number;
}

export interface ReferenceReport {
  readonly ok: boolean;
  readonly points: Comparison;
  readonly trims: Comparison;
  readonly trajectories: Comparison;
}

/** A reference file that is not of the format: every problem, with its path. */
export class ReferenceFormatError extends Error {
  readonly problems: readonly { path: string; message: string }[];

  constructor(issues: readonly z.core.$ZodIssue[]) {
    const problems = issues.map(({ path, message }) => ({ path: written(path), message }));
    super(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    this.name = 'ReferenceFormatError';
    this.problems = problems;
  }
}

/** `trajectories[0].samples[2].t_s`. */
function written(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

export const REFERENCE_TOLERANCE = { points: 1e-9, trims: 1e-5, trajectories: 1e-5 } as const;

const STILL_AIR = new Float64Array(3);
const NOT_COMPUTED = Number.NaN;

/**
 * Compares every entry of a parsed reference file. Throws a `ReferenceFormatError` for a file of another format.
 * `ok` means that something was compared and no error exceeds its tolerance.
 */
export function checkReference(file: unknown): ReferenceReport {
  const parsed = referenceSchema.safeParse(file);
  if (!parsed.success) throw new ReferenceFormatError(parsed.error.issues);
  const reference = parsed.data;
  const points = compareAll(reference.points, comparePoint);
  const trims = compareAll(reference.trims, compareTrim);
  const trajectories = compareAll(reference.trajectories, (entry, note) =>
    compareTrajectory(reference, entry, note),
  );
  const ok =
    points.compared + trims.compared + trajectories.compared > 0 &&
    points.worst <= REFERENCE_TOLERANCE.points &&
    trims.worst <= REFERENCE_TOLERANCE.trims &&
    trajectories.worst <= REFERENCE_TOLERANCE.trajectories;
  return { ok, points, trims, trajectories };
}

type Note = (pair: { ours: number; reference: number }) => void;

function compareAll<T>(entries: readonly T[], compare: (entry: T, note: Note) => void): Comparison {
  let worst = 0;
  const note: Note = ({ ours, reference }) => {
    const error = Math.abs(ours - reference) / Math.max(1, Math.abs(reference));
    worst = Math.max(worst, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  };
  for (const entry of entries) compare(entry, note);
  return { compared: entries.length, worst };
}

function comparePoint(point: ReferencePoint, note: Note): void {
  const aircraft = f16({ cg: point.xcg });
  const state = Float64Array.from(point.state);
  const controls = Float64Array.from(point.controls);
  const derivative = new Float64Array(F16_STATE_LENGTH);
  const truth = new Float64Array(TRUTH_LENGTH);
  aircraft.derivative(state, controls, STILL_AIR, derivative);
  aircraft.truth(state, controls, STILL_AIR, truth);
  for (const [i, reference] of point.derivative.entries()) note({ ours: derivative[i], reference });
  // The reference counts from level flight, an accelerometer from free fall.
  note({ ours: truth[TRUTH.nzG] - 1, reference: point.Nz_g });
  note({ ours: truth[TRUTH.nyG], reference: point.Ny_g });
}

function compareTrim(entry: ReferenceTrim, note: Note): void {
  const ours = trimOrNull(entry);
  note({ ours: ours?.throttle ?? NOT_COMPUTED, reference: entry.throttle });
  note({ ours: ours?.elevatorDeg ?? NOT_COMPUTED, reference: entry.elevator_deg });
  note({ ours: ours?.alphaRad ?? NOT_COMPUTED, reference: entry.alpha_rad });
  note({ ours: ours?.power ?? NOT_COMPUTED, reference: entry.power });
  if (ours === null || entry.longitudinalEigenvalues === undefined) return;
  const eigenvalues = longitudinalEigenvalues(linearise(f16({ cg: entry.xcg }), ours.state, ours.controls));
  const expected = [...entry.longitudinalEigenvalues].sort(byFallingRealPart);
  for (const [i, [real, imaginary]] of expected.entries()) {
    note({ ours: eigenvalues[i][0], reference: real });
    note({ ours: eigenvalues[i][1], reference: imaginary });
  }
}

function trimOrNull({
  xcg,
  airspeed_ftps: airspeedFtps,
  altitude_ft: altitudeFt,
}: ReferenceTrim): Trim | null {
  try {
    return trimF16({ cg: xcg, airspeedFtps, altitudeFt });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function compareTrajectory({ inputs }: Reference, entry: ReferenceTrajectory, note: Note): void {
  flyReference(entry, referenceInput.parse(inputs[entry.input]), (sample, state) => {
    for (const [i, reference] of entry.samples[sample].state.entries()) note({ ours: state[i], reference });
  });
}
