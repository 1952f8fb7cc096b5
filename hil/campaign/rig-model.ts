/**
 * Which reliability model a rig is an instance of.
 *
 * By protocol, computers, faults and whether it isolates, all four: OM among five computers is built for one fault
 * like OM among four and fails more often, and taking the nearest model would be inventing a figure. A signed
 * triplex is the model `tmr` in which no fault is asymmetric, as long as its signatures are proof to third parties
 * and long enough: ed25519 and siphash are, hmac vectors and crc are not. A signed quad that isolates is the
 * reconfigurable one; on OM it is none, since three that go on with OM(1) hold nothing against an asymmetric fault.
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
  'sm 4 1 isolate': { model: 'quad-reconfigurable' },
};

/** Null where there is no model of it. */
export function modelOfScheme(
  scheme: Pick<RigSpec['scheme'], 'protocol' | 'computers' | 'faults' | 'isolate' | 'signing'>,
): RigModel | null {
  const { protocol, computers, faults, isolate = false, signing } = scheme;
  if (protocol === 'sm' && !['ed25519', 'siphash'].includes(signing?.kind ?? '')) return null;
  return MODELS[`${protocol} ${computers} ${faults}${isolate ? ' isolate' : ''}`] ?? null;
}
