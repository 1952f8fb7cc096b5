/**
 * The format of a reference file: values of this aircraft computed elsewhere, to be compared with ours.
 *
 *     inputs         named surface movements, added to the trimmed controls
 *     points         state, controls → derivative, load factors
 *     trims          condition → throttle, elevator, angle of attack, power, eigenvalues
 *     trajectories   condition, input → states at given times
 *
 * Any of the three lists may be missing. Keys we do not know are let through, unlike in the files users write:
 * here a note is welcome, and a misspelt key shows as a missing one because those compared are all required.
 */
import { z } from 'zod';

const finite = z.number();
const positive = finite.positive();
const cg = finite.min(0.2).max(0.6).describe('centre of gravity, fraction of the mean chord, 0.2 … 0.6');
const state = z
  .array(finite)
  .length(13)
  .describe('V α β φ θ ψ p q r north east altitude power; ft/s, rad, rad/s, ft, %');
const controls = z.array(finite).length(4).describe('throttle 0 … 1; elevator, aileron, rudder, deg');

const stateOrder = [
  'airspeed_ftps',
  'alpha_rad',
  'beta_rad',
  'phi_rad',
  'theta_rad',
  'psi_rad',
  'p_radps',
  'q_radps',
  'r_radps',
  'north_ft',
  'east_ft',
  'altitude_ft',
  'power_percent',
];
const controlOrder = ['throttle_0to1', 'elevator_deg', 'aileron_deg', 'rudder_deg'];

const exactly = (names: readonly string[]) =>
  z
    .array(z.string())
    .refine((order) => order.join() === names.join(), { error: `must be ${names.join(', ')}` });

const movement = z
  .looseObject({
    surface: z.enum(['throttle', 'elevator', 'aileron', 'rudder']),
    from_s: finite.min(0),
    to_s: finite.min(0),
    add_deg: finite.optional().describe('degrees; for the throttle, in its own 0 … 1'),
    add: finite.optional().describe('another name for add_deg, less odd for the throttle'),
  })
  .refine(({ add_deg: addDeg, add }) => (addDeg === undefined) !== (add === undefined), {
    error: 'needs add_deg (or, for the throttle, add)',
    path: ['add_deg'],
  })
  .transform(({ surface, from_s: fromS, to_s: toS, add_deg: addDeg, add }) => ({
    surface,
    fromS,
    toS,
    add: addDeg ?? add ?? 0,
  }));

export const referenceInput = z.array(movement);

const point = z.looseObject({ xcg: cg, state, controls, derivative: state, Nz_g: finite, Ny_g: finite });

const trim = z.looseObject({
  xcg: cg,
  airspeed_ftps: positive,
  altitude_ft: finite,
  throttle: finite,
  elevator_deg: finite,
  alpha_rad: finite,
  power: finite,
  longitudinalEigenvalues: z
    .array(z.tuple([finite, finite]))
    .length(4)
    .optional(),
});

const trajectory = z.looseObject({
  xcg: cg,
  airspeed_ftps: positive,
  altitude_ft: finite,
  input: z.string(),
  controlPeriod_s: finite.min(0.001).max(1).default(0.02),
  duration_s: positive.max(600),
  trim: z.looseObject({ throttle: finite, elevator_deg: finite, alpha_rad: finite }),
  samples: z.array(z.looseObject({ t_s: finite.min(0), state })).min(1),
});

export const referenceSchema = z
  .looseObject({
    inputs: z.record(z.string(), z.unknown()).default({}),
    stateOrder: exactly(stateOrder).optional(),
    controlOrder: exactly(controlOrder).optional(),
    points: z.array(point).default([]),
    trims: z.array(trim).default([]),
    trajectories: z.array(trajectory).default([]),
  })
  .superRefine(({ inputs, trajectories }, context) => {
    for (const [name, input] of Object.entries(inputs)) {
      const used = trajectories.some((entry) => entry.input === name);
      if (!used && !Array.isArray(input)) continue;
      for (const issue of referenceInput.safeParse(input).error?.issues ?? []) {
        context.addIssue({ ...issue, path: ['inputs', name, ...issue.path] });
      }
    }
    for (const [i, { input, duration_s: durationS, samples }] of trajectories.entries()) {
      if (!Object.hasOwn(inputs, input)) {
        context.addIssue({
          code: 'custom',
          path: ['trajectories', i, 'input'],
          message: `'${input}' is not in inputs`,
        });
      }
      for (const [j, { t_s: timeS }] of samples.entries()) {
        if (timeS <= durationS + TIME_TOLERANCE_S) continue;
        const path = ['trajectories', i, 'samples', j, 't_s'];
        context.addIssue({ code: 'custom', path, message: `${timeS} lies after duration_s = ${durationS}` });
      }
    }
  });

/** Times in a file are decimal fractions; two of them this close are meant to be equal. */
export const TIME_TOLERANCE_S = 1e-9;

export type Reference = z.infer<typeof referenceSchema>;
export type ReferencePoint = Reference['points'][number];
export type ReferenceTrim = Reference['trims'][number];
export type ReferenceTrajectory = Reference['trajectories'][number];
export type ReferenceMovement = z.infer<typeof movement>;
