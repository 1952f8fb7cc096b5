/**
 * Which reliability model a rig is an instance of.
 *
 * By protocol, computers and faults, all three: OM among five computers is built for one fault like OM among four
 * and fails more often, and taking the nearest model would be inventing a figure. A signed triplex is the model
 * `tmr` in which no fault is asymmetric; `asymmetric` says so.
 */
import type { RigSpec } from '../rig/rig-spec.js';
import type { ReliabilityModel } from './reliability-models.js';

export interface RigModel {
  readonly model: ReliabilityModel;
  /** B where the scheme settles it. */
  readonly asymmetric?: number;
}

const MODELS: Readonly<Record<string, RigModel>> = {
  'simplex 1 0': { model: 'simplex' },
  'primary-backup 2 1': { model: 'primary-backup' },
  'tmr 3 1': { model: 'tmr' },
  'sm 3 1': { model: 'tmr', asymmetric: 0 },
  'om 4 1': { model: 'quad-om' },
  'sm 5 2': { model: 'five-sm' },
  'om 7 2': { model: 'seven-om' },
  'sm 7 3': { model: 'seven-sm' },
};

/** Null where there is no model of it. */
export function modelOfScheme({
  protocol,
  computers,
  faults,
}: Pick<RigSpec['scheme'], 'protocol' | 'computers' | 'faults'>): RigModel | null {
  return MODELS[`${protocol} ${computers} ${faults}`] ?? null;
}
