/**
 * Oral messages on the bench: one `OralMessages` of the firmware per computer, and a scripted adversary on the
 * packets of the traitors.
 *
 *   compose (production) → script may replace or drop single messages → accept (production) → resolve (production)
 *
 * A traitor runs the same code as everyone else, so where its script has no line it relays what it really was
 * told. The adversary sits on the wire because that is all a receiver can see of a traitor; a second, lying
 * implementation of the protocol was the alternative, and would have to be trusted to be honest elsewhere.
 *
 * `tmr` is the same code at depth 0: everyone uses what the source told it. It claims less than its n may
 * suggest: m *symmetric* faults with n ≥ 2m + 1 (and a triplex at least). A source that tells two receivers
 * different things is outside that claim however many computers there are.
 */
import { oralComputersMin, oralMessageCount } from '../../firmware/agreement/bounds.js';
import { majority, medianBy, type Choice } from '../../firmware/agreement/choice.js';
import { EigTree } from '../../firmware/agreement/eig-tree.js';
import { OralMessages } from '../../firmware/agreement/om.js';
import {
  TRACE_MESSAGES_MAX,
  type AgreementProtocol,
  type AgreeScenario,
  type Exchange,
  type HeldValue,
  type SaidMessage,
  type ScriptRule,
} from './agreement-protocol.js';
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

/** The first line of the script that applies; undefined = behave. */
function ruleFor(
  script: readonly ScriptRule[],
  { path, receiver, round }: Pick<SaidMessage, 'path' | 'receiver' | 'round'>,
): ScriptRule | undefined {
  return script.find(
    (rule) =>
      (rule.round === null || rule.round === round) &&
      (rule.to === null || rule.to.includes(receiver)) &&
      (rule.path === null ||
        (rule.path.length === path.length && rule.path.every((id, i) => id === path[i]))),
  );
}

function exchange(scenario: AgreeScenario, depth: number): Exchange {
  const { computers, source, traitors } = scenario;
  const table = new ValueTable(scenario);
  const absent = table.idOf(scenario.defaultValue);
  const choice: Choice = scenario.choice === 'median' ? medianBy((a, b) => a - b, computers) : majority;
  const tree = new EigTree({ computers, faults: depth, sources: [source] });
  const nodes = Array.from(
    { length: computers },
    (_, self) => new OralMessages({ tree, self, choice, absent }),
  );
  const words = new Int32Array(tree.size);
  const said: SaidMessage[] = [];
  const sourceWords = new Set<string | null>();
  let total = 0;
  let messages = 0;
  let packets = 0;

  nodes.forEach((node) => node.begin(node.self === source ? table.idOf(scenario.value) : absent));
  for (let round = 1; round <= tree.rounds; round++) {
    for (let sender = 0; sender < computers; sender++) {
      const script = traitors.get(sender);
      for (let receiver = 0; receiver < computers; receiver++) {
        const count = receiver === sender ? 0 : nodes[sender].compose(round, receiver, words, 0);
        const told = tree.told(round, sender, receiver);
        let sent = count;
        for (let i = 0; i < count; i++) {
          if (script === undefined && total >= TRACE_MESSAGES_MAX) {
            total += count - i;
            break;
          }
          const path = round === 1 ? [] : tree.pathOf(told[i]);
          const honest = table.textOf(words[i]);
          const rule = script && ruleFor(script, { path, receiver, round });
          const say = rule ? rule.say : honest;
          words[i] = say === null ? absent : table.idOf(say);
          if (say === null) sent--;
          if (round === 1) sourceWords.add(say);
          if (total++ < TRACE_MESSAGES_MAX) said.push({ round, sender, receiver, path, said: say, honest });
        }
        messages += sent;
        if (sent === 0) continue;
        packets++;
        nodes[receiver].accept(round, sender, words, 0);
      }
    }
  }

  const chosen = new Int32Array(computers);
  const decided = nodes.map((node) => {
    node.resolve(chosen);
    return table.textOf(chosen[source]);
  });
  return {
    decided,
    messages,
    packets,
    said,
    unsaid: total - said.length,
    sourceTwoFaced: sourceWords.size > 1,
    held: (computer) => (computer === source ? [] : heldBy(nodes[computer], table)),
  };
}

/** Reads a resolved tree back: what was told at each place, what was chosen there and from which values. */
function heldBy(node: OralMessages, table: ValueTable): HeldValue[] {
  const { tree, self } = node;
  const held: HeldValue[] = [];
  const visit = (level: number, index: number): void => {
    const at = tree.levelStart[level] + index;
    const path = tree.pathOf(at);
    const told = table.textOf(node.toldAt(at));
    if (level === tree.rounds) {
      held.push({ path, told, chose: null, ballots: [] });
      return;
    }
    const childCount = tree.childCount(level);
    const firstIndex = index * childCount;
    const first = tree.levelStart[level + 1] + firstIndex;
    const tellers = Array.from({ length: tree.computers }, (_, id) => id).filter((id) => !path.includes(id));
    const ballot = (teller: number, rank: number): number =>
      teller === self
        ? node.toldAt(at)
        : level + 1 === tree.rounds
          ? node.toldAt(first + rank)
          : node.choseAt(first + rank);
    held.push({
      path,
      told,
      chose: table.textOf(node.choseAt(at)),
      ballots: tellers.map((teller, rank) => table.textOf(ballot(teller, rank))),
    });
    tellers.forEach((teller, rank) => {
      if (teller !== self) visit(level + 1, firstIndex + rank);
    });
  };
  visit(1, 0);
  return held;
}
