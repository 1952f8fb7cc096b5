/**
 * Results of flights that were never flown: any of them follows from its index, as a flight's does.
 */
import type { FlightResult } from '../../hil/campaign/flight-result.js';
import { stream } from '../../hil/random/stream.js';

export const RIGS = ['tmr', 'quad'] as const;
export const STRATA = ['stuck', 'two-faced', 'babbling'] as const;

export function madeUpResult(index: number): FlightResult {
  const draws = stream('7', `result ${index}`);
  const below = (end: number): number => draws.nextUint32() % end;
  const activated = below(10) > 0;
  const fails = activated && below(4) === 0;
  const missed = below(3) === 0 ? below(40) : 0;
  const fault = {
    id: `f${index}`,
    target: 'sensor/alpha/0',
    mode: 'stuck',
    requested: true,
    applied: true,
    activated,
    detected: activated && below(2) === 0,
    masked: activated && !fails,
    wrongUnit: below(20) === 0,
  };
  return {
    index,
    seed: String(draws.nextUint32()),
    rig: RIGS[index % RIGS.length],
    stratum: STRATA[below(STRATA.length)],
    verdict: !activated ? 'inconclusive' : fails ? 'fail' : 'pass',
    frames: 1000 - below(500),
    hazard: fails ? { limit: 'loadFactorG', frame: below(500), value: 9 + below(100) / 50 } : null,
    margin: fails ? -below(1000) / 500 : below(1000) / 1000,
    agreement: { withinBound: below(2) === 0, ic1: below(3), ic2: 0, commandSplits: 0 },
    deadline: {
      met: 400,
      missed,
      skipped: below(2),
      aborted: 0,
      byCause: { compute: missed, hostStall: 0, bus: 0, silentPeer: 0 },
    },
    faults: [fault],
    traceHash: draws.nextUint32().toString(16).padStart(64, '0'),
    plan: [{ id: `f${index}`, target: 'sensor/alpha/0', mode: 'stuck', onset: below(500) }],
  };
}
