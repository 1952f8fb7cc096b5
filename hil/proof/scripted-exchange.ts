/**
 * An exchange by word of mouth with a scripted adversary on the packets of the traitors.
 *
 *   compose (production) → script may replace or drop single messages → accept (production) → resolve (production)
 *
 * A traitor runs the same code as everyone else, so where its script has no line it relays what it really was
 * told. The adversary sits on the wire because that is all a receiver can see of a traitor; a second, lying
 * implementation of the protocol was the alternative, and would have to be trusted to be honest elsewhere.
 */
import type { EigTree } from '../../firmware/agreement/eig-tree.js';
import {
  TRACE_MESSAGES_MAX,
  type AgreeScenario,
  type Exchange,
  type HeldValue,
  type SaidMessage,
  type ScriptRule,
} from './agreement-protocol.js';
import type { OralPart } from './oral-part.js';

/** The texts of a scenario as the protocol's words and back. */
export interface WordTable {
  idOf(text: string): number;
  textOf(word: number): string;
}

export interface ScriptedCast {
  readonly tree: EigTree;
  /** By computer id. */
  readonly parts: readonly OralPart[];
  readonly table: WordTable;
  /** The word that stands for a message that was not sent. */
  readonly absent: number;
  /** What was told, given the word a computer keeps as its own share of a vote. */
  readonly shareTold: (word: number) => number;
  /** After which round this computer's decision was settled; asked when all is told and nothing voted yet. */
  readonly settledAfter?: (computer: number) => number;
}

/** A message of a traitor as its receiver hears it. */
export interface TraitorWord {
  readonly round: number;
  readonly sender: number;
  readonly receiver: number;
  readonly path: readonly number[];
  readonly word: number;
}

/** Runs the scenario; `listen` hears everything traitors say, also past what the trace keeps. */
export function runScript(
  scenario: AgreeScenario,
  cast: ScriptedCast,
  listen: (said: TraitorWord) => void = () => {},
): Exchange {
  const { computers, source, traitors } = scenario;
  const { tree, parts, table, absent } = cast;
  const words = new Int32Array(tree.size);
  const said: SaidMessage[] = [];
  const sourceWords = new Set<string | null>();
  let total = 0;
  let messages = 0;
  let packets = 0;

  parts.forEach((part, id) => part.begin(id === source ? table.idOf(scenario.value) : absent));
  for (let round = 1; round <= tree.rounds; round++) {
    for (let sender = 0; sender < computers; sender++) {
      const script = traitors.get(sender);
      for (let receiver = 0; receiver < computers; receiver++) {
        const count = receiver === sender ? 0 : parts[sender].compose(round, receiver, words, 0);
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
          if (script) listen({ round, sender, receiver, path, word: words[i] });
          if (total++ < TRACE_MESSAGES_MAX) said.push({ round, sender, receiver, path, said: say, honest });
        }
        messages += sent;
        if (sent === 0) continue;
        packets++;
        parts[receiver].accept(round, sender, words, 0);
      }
    }
  }

  const { settledAfter } = cast;
  const settled = settledAfter && parts.map((_, id) => settledAfter(id));
  const chosen = new Int32Array(computers);
  const decided = parts.map((part) => {
    part.resolve(chosen);
    return table.textOf(chosen[source]);
  });
  return {
    decided,
    messages,
    packets,
    said,
    unsaid: total - said.length,
    sourceTwoFaced: sourceWords.size > 1,
    ...(settled && { settledAfter: settled }),
    held: (computer) => (computer === source ? [] : heldBy(cast, computer)),
  };
}

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

/** Reads a resolved tree back. Once voted on, a node's own share holds what was told and the node what was chosen. */
function heldBy({ tree, parts, table, shareTold }: ScriptedCast, computer: number): HeldValue[] {
  const values = parts[computer].votedTree();
  const held: HeldValue[] = [];
  const visit = (level: number, index: number): void => {
    const node = tree.levelStart[level] + index;
    const path = tree.pathOf(node);
    const text = table.textOf(values[node]);
    if (level === tree.rounds) {
      held.push({ path, told: text, chose: null, ballots: [] });
      return;
    }
    const childCount = tree.childCount(level);
    const firstIndex = index * childCount;
    const first = tree.levelStart[level + 1] + firstIndex;
    const tellers = Array.from({ length: tree.computers }, (_, id) => id).filter((id) => !path.includes(id));
    const own = tellers.indexOf(computer);
    held.push({
      path,
      told: table.textOf(shareTold(values[first + own])),
      chose: text,
      ballots: tellers.map((_, rank) => table.textOf(values[first + rank])),
    });
    for (let rank = 0; rank < childCount; rank++) if (rank !== own) visit(level + 1, firstIndex + rank);
  };
  visit(1, 0);
  return held;
}
