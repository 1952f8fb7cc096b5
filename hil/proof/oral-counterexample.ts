/**
 * A violating execution as a scenario that `ironbird agree` replays.
 *
 * Both ways of counting say under which filling of the shared slots the first violation was met; here the words
 * of the last round are added. The lieutenants are asked in turn what they can be made to decide: the first that
 * disobeys a loyal commander, or the first two that can be set apart, get the first words that do it, the others
 * the default. So both ways end at the same execution.
 *
 * A line of the script is only needed where a traitor does not say what the protocol would have it say. Which
 * lines those are the scenario itself tells when it is run with all of them.
 */
import { ABSENT } from './agree-scenario.js';
import { runAgreement } from './agree.js';
import type { AgreeScenario, ScriptRule } from './agreement-protocol.js';
import { GrayOrder } from './gray-order.js';
import { LoyalComputers } from './loyal-computers.js';
import type { OralTrial, SharedFilling } from './oral-count.js';
import { type OralSlot, slotsOf } from './oral-slots.js';
import type { VerifyRequest } from './verifier.js';

/** Width of a line that a terminal shows whole. */
const COLUMNS = 80;

interface Lie extends OralSlot {
  readonly word: number;
}

/** The scenario as a file's text. `violating` is of this trial. */
export function counterexampleOf(
  { protocol, computers, faults, choice }: VerifyRequest,
  trial: OralTrial,
  violating: SharedFilling,
): string {
  const { values, traitors } = trial;
  const lies = liesOf(trial, violating);
  const scripts = new Map(traitors.map((id): [number, ScriptRule[]] => [id, []]));
  for (const { sender, receiver, path, word } of lies) {
    const say = word === values ? null : String(word);
    scripts.get(sender)?.push({ to: [receiver], path, round: null, say });
  }
  const scenario: AgreeScenario = {
    protocol,
    computers,
    faults,
    source: 0,
    value: String(violating.sent),
    defaultValue: '0',
    choice,
    traitors: scripts,
    notes: [],
  };
  const { exchange, document } = runAgreement(scenario);
  const honest = new Map(exchange.said.map((message) => [keyOf(message), message]));
  const needed = lies.filter((lie) => {
    const message = honest.get(keyOf(lie));
    return message === undefined || message.said !== message.honest;
  });
  const broken = [...(document.ic1 ? [] : ['IC1']), ...(document.ic2 === false ? ['IC2'] : [])];
  return [
    `# ${broken.join(' and ')} violated`,
    ...decisionLines(document.decisions),
    `protocol: ${protocol}`,
    `computers: ${computers}`,
    `faults: ${faults}`,
    'source: 0',
    `value: ${violating.sent}`,
    'default: 0',
    `choice: ${choice}`,
    'traitors:',
    ...traitors.flatMap((id) => scriptLines(id, needed, values)),
    '',
  ].join('\n');
}

/** Every slot with what is said in it, shared slots first. */
function liesOf(trial: OralTrial, { sent, words }: SharedFilling): Lie[] {
  const { tree, traitors, commander, values, omission } = trial;
  const { shared, last } = slotsOf(tree, traitors);
  const computers = new LoyalComputers(trial);
  shared.forEach((slot, i) => computers.say(computers.placeOf(slot), words[i]));
  computers.exchange(sent);
  const possible = last.map((slots, lieutenant) => {
    const places = slots.map((slot) => computers.placeOf(slot));
    const order = new GrayOrder(slots.map(() => values + (omission ? 1 : 0)));
    const firstOf = new Map<number, readonly number[]>();
    for (let changed = 0; changed >= 0; changed = order.step()) {
      if (changed < places.length) computers.say(places[changed], order.digits[changed]);
      const decision = computers.decide(lieutenant);
      if (!firstOf.has(decision)) firstOf.set(decision, [...order.digits]);
    }
    return firstOf;
  });
  const all = possible.map((firstOf, lieutenant) => ({ lieutenant, firstOf }));
  const chosen = last.map((slots): readonly number[] => slots.map(() => 0));
  const odd =
    commander === 'loyal'
      ? otherThan(sent, all)
      : (otherThan(defaultDecision(all[0]), all.slice(1)) ??
        otherThan(defaultDecision(all[1]), all.slice(0, 1)));
  if (odd !== null) chosen[odd.lieutenant] = odd.words;
  return [
    ...shared.map((slot, i) => ({ ...slot, word: words[i] })),
    ...last.flatMap((slots, lieutenant) =>
      slots.map((slot, i) => ({ ...slot, word: chosen[lieutenant][i] })),
    ),
  ];
}

/** What a lieutenant can be made to decide, and the first words that make it. */
interface Possible {
  readonly lieutenant: number;
  readonly firstOf: ReadonlyMap<number, readonly number[]>;
}

/** The first lieutenant that can be made to decide anything but `value`, and how. */
function otherThan(
  value: number,
  possible: readonly Possible[],
): { lieutenant: number; words: readonly number[] } | null {
  for (const { lieutenant, firstOf } of possible) {
    for (const [decision, words] of firstOf) if (decision !== value) return { lieutenant, words };
  }
  return null;
}

/** What it decides where every word of the last round is the default. */
function defaultDecision({ firstOf }: Possible): number {
  return firstOf.keys().next().value ?? 0;
}

function keyOf({ sender, receiver, path }: Pick<OralSlot, 'sender' | 'receiver' | 'path'>): string {
  return [sender, receiver, ...path].join(' ');
}

/** Who decides what, those that decide alike in one line. */
function decisionLines(decisions: Readonly<Record<string, string>>): string[] {
  const deciding = new Map<string, string[]>();
  for (const [id, value] of Object.entries(decisions)) {
    deciding.set(value, [...(deciding.get(value) ?? []), id]);
  }
  return [...deciding].map(
    ([value, ids]) => `#   ${ids.join(' ')} ${ids.length === 1 ? 'decides' : 'decide'} ${value}`,
  );
}

/** The script of one traitor; receivers that are told the same of the same path stand in one line. */
function scriptLines(traitor: number, lies: readonly Lie[], values: number): string[] {
  const lines = new Map<string, number[]>();
  for (const { sender, receiver, path, word } of lies) {
    if (sender !== traitor) continue;
    const what = `path: [${path.join(', ')}], say: ${word === values ? ABSENT : word}`;
    lines.set(what, [...(lines.get(what) ?? []), receiver]);
  }
  if (lines.size === 0) return [`  ${traitor}: []`];
  return [
    `  ${traitor}:`,
    ...[...lines].flatMap(([what, to]) => {
      const line = `    - { to: [${to.join(', ')}], ${what} }`;
      return line.length <= COLUMNS ? [line] : [`    - { to: [${to.join(', ')}],`, `        ${what} }`];
    }),
  ];
}
