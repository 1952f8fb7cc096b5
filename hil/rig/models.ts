/**
 * Which aircraft flies and which law flies it: the shipped F-16 and its law, or a module of the user's own.
 *
 *   aircraft module   export const aircraft = { create({ cg }), trim({ cg, airspeedFtps, altitudeFt }) }
 *   law module        export function controlLaw(design)
 *
 * A rig file may name a module only where the user allowed modules: a file that is only read must not run code.
 */
import { pathToFileURL } from 'node:url';
import { f16Law, type F16LawDesign } from '../../firmware/control/f16-law.js';
import type { ControlLaw } from '../../firmware/control/control-law.js';
import { InputError } from '../files/problem.js';
import type { Aircraft } from '../plant/aircraft.js';
import { f16 } from '../plant/f16.js';
import { trimF16, type FlightCondition } from '../plant/trim.js';

/** State and controls of steady flight, in the aircraft's own order; controls as in CONTROL. */
export interface TrimPoint {
  readonly state: Float64Array;
  readonly controls: Float64Array;
}

export interface AircraftModel {
  create(options: { cg: number }): Aircraft;
  trim(condition: FlightCondition): TrimPoint;
}

/** Makes a law for one computer; called once for each. */
export type LawMaker = (design: F16LawDesign) => ControlLaw;

const F16_MODEL: AircraftModel = { create: f16, trim: trimF16 };

/** `f16`, or the `aircraft` export of the module at this path. */
export async function loadAircraft(model: string): Promise<AircraftModel> {
  if (model === 'f16') return F16_MODEL;
  const { aircraft } = (await importModule('aircraft.model', model)) as { aircraft?: Partial<AircraftModel> };
  if (typeof aircraft?.create === 'function' && typeof aircraft.trim === 'function')
    return aircraft as AircraftModel;
  throw new InputError(model, [
    {
      path: 'aircraft',
      message: 'is not exported with the functions create and trim',
      hint: 'export const aircraft = { create({ cg }) { … }, trim(condition) { … } }',
    },
  ]);
}

/** `f16`, or the `controlLaw` export of the module at this path. */
export async function loadLaw(law: string): Promise<LawMaker> {
  if (law === 'f16') return f16Law;
  const { controlLaw } = (await importModule('controlLaw', law)) as { controlLaw?: unknown };
  if (typeof controlLaw === 'function') return controlLaw as LawMaker;
  throw new InputError(law, [
    {
      path: 'controlLaw',
      message: 'is not exported as a function',
      hint: 'export function controlLaw(design) { return { name, initialise, step }; }',
    },
  ]);
}

async function importModule(path: string, file: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new InputError(file, [
      { path, value: file, message: `cannot be loaded: ${(error as Error).message}` },
    ]);
  }
}
