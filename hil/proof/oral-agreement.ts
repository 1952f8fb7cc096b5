/**
 * Oral messages on the bench: one `OralMessages` of the firmware per computer, driven by `scripted-exchange.ts`.
 *
 * `tmr` is the same code at depth 0: everyone uses what the source told it. It claims less than its n may
 * suggest: m *symmetric* faults with n ≥ 2m + 1 (and a triplex at least). A source that tells two receivers
 * different things is outside that claim however many computers there are.
 */
import { oralComputersMin, oralMessageCount } from '../../firmware/agreement/bounds.js';
import { majority, medianBy, type Choice } from '../../firmware/agreement/choice.js';
import { EarlyDecision } from '../../firmware/agreement/early-decision.js';
import { EigTree } from '../../firmware/agreement/eig-tree.js';
import { OralMessages } from '../../firmware/agreement/om.js';
import type { AgreementProtocol, AgreeScenario, Exchange } from './agreement-protocol.js';
import { runScript } from './scripted-exchange.js';
import { ValueTable } from './value-table.js';

export const oralMessages: AgreementProtocol = {
  name: 'om',
  faultsDefault: null,
  rounds: (faults) => faults + 1,
  computersMin: oralComputersMin,
  messageCount: oralMessageCount,
  outside: () => null,
  run: (scenario) => exchange(scenario, scenario.faults),
};

export const triplex: AgreementProtocol = {
  name: 'tmr',
  faultsDefault: 1,
  rounds: () => 1,
  computersMin: (faults) => Math.max(3, 2 * faults + 1),
  messageCount: ({ computers }) => oralMessageCount({ computers, faults: 0 }),
  outside: (_, { sourceTwoFaced }) =>
    sourceTwoFaced ? 'tmr holds symmetric faults, and this source is two-faced' : null,
  run: (scenario) => exchange(scenario, 0),
};

function exchange(scenario: AgreeScenario, depth: number): Exchange {
  const { computers, source } = scenario;
  const table = new ValueTable(scenario);
  const absent = table.idOf(scenario.defaultValue);
  const choice: Choice = scenario.choice === 'median' ? medianBy((a, b) => a - b, computers) : majority;
  const tree = new EigTree({ computers, faults: depth, sources: [source] });
  const parts = Array.from(
    { length: computers },
    (_, self) => new OralMessages({ tree, self, choice, absent }),
  );
  const cast = { tree, parts, table, absent, shareTold: (word: number) => word };
  if (scenario.choice !== 'majority' || computers < oralComputersMin(depth)) return runScript(scenario, cast);
  return runScript(scenario, { ...cast, settledAfter: (self) => settledAfter(parts[self], absent) });
}

function settledAfter(part: OralMessages, absent: number): number {
  const { tree, self } = part;
  const rounds = new Int32Array(tree.computers);
  new EarlyDecision({ tree, self, absent }).observe(part.toldTree(), rounds, new Int32Array(tree.computers));
  return rounds[tree.sources[0]];
}
