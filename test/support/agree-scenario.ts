/**
 * An agreement as a scenario file would have it, with the least that a test has to say.
 */
import type { AgreeScenario, ScriptRule } from '../../hil/proof/agreement-protocol.js';

/** OM(1) with four computers, source 0, which says attack. */
export function scenario(changes: Partial<AgreeScenario> = {}): AgreeScenario {
  return {
    protocol: 'om',
    computers: 4,
    faults: 1,
    source: 0,
    value: 'attack',
    defaultValue: 'retreat',
    choice: 'majority',
    traitors: new Map(),
    notes: [],
    ...changes,
  };
}

/** What a traitor says, whenever it is asked unless `when` narrows it; null = nothing. */
export function rule(say: string | null, when: Partial<ScriptRule> = {}): ScriptRule {
  return { to: null, path: null, round: null, say, ...when };
}
