/**
 * One agreement, judged: who decided what, and did the two conditions of interactive consistency hold?
 *
 *   IC1   all good computers other than the source hold the same value
 *   IC2   if the source is good, that value is what it sent
 *
 * Both speak only of good computers other than the source. Where there is none, both hold (of nobody nothing
 * false can be said); `withinBound` is then false for any protocol worth running. The judge sees decisions and
 * the script, never the trees: it could not repeat an error of the protocol if it wanted to.
 */
import type { AgreementProtocol, AgreeScenario, BoundVerdict, Exchange } from './agreement-protocol.js';
import { protocolNamed } from './protocols.js';

/** What `agree --json` prints. */
export interface AgreeDocument {
  /** By id, good computers other than the source. */
  readonly decisions: Readonly<Record<string, string>>;
  readonly ic1: boolean;
  /** Null: the source is a traitor, and nothing is asked. */
  readonly ic2: boolean | null;
  /** n is enough for m, the real faults are at most m and of a kind the protocol claims to hold. */
  readonly withinBound: boolean;
  readonly rounds: number;
  /** Messages sent; absent ones are not. */
  readonly messages: number;
  /** (sender, receiver, round) with at least one message. */
  readonly packets: number;
}

export interface Agreement {
  readonly document: AgreeDocument;
  /** Whether the bound holds and why not, as a sentence. */
  readonly bound: string;
  readonly exchange: Exchange;
}

/** Runs the scenario through the production protocol. Throws RangeError for a protocol that is not in this build. */
export function runAgreement(scenario: AgreeScenario): Agreement {
  const protocol = protocolNamed(scenario.protocol);
  if (!protocol) throw new RangeError(`protocol ${scenario.protocol} is not in this build`);
  const exchange = protocol.run(scenario);
  const { computers, faults, source, traitors } = scenario;
  const decisions: Record<string, string> = {};
  for (let id = 0; id < computers; id++) {
    if (id !== source && !traitors.has(id)) decisions[id] = exchange.decided[id];
  }
  const held = Object.values(decisions);
  const { within, says } = exchange.bound ?? boundByCount(protocol, scenario, exchange);

  return {
    document: {
      decisions,
      ic1: held.every((value) => value === held[0]),
      ic2: traitors.has(source) ? null : held.every((value) => value === scenario.value),
      withinBound: within,
      rounds: protocol.rounds(faults),
      messages: exchange.messages,
      packets: exchange.packets,
    },
    bound: says,
    exchange,
  };
}

/** The bound of a protocol for which a fault is a fault. */
function boundByCount(
  protocol: AgreementProtocol,
  scenario: AgreeScenario,
  exchange: Exchange,
): BoundVerdict {
  const { computers, faults, traitors } = scenario;
  const computersMin = protocol.computersMin(faults);
  const outside = protocol.outside(scenario, exchange);
  const need = `${protocol.name} with ${plural(faults, 'fault')} needs ${computersMin}`;
  const beyond: string[] = [];
  if (computers < computersMin) beyond.push(`${plural(computers, 'computer')}, ${need}`);
  if (traitors.size > faults)
    beyond.push(`${plural(traitors.size, 'real fault')}, ${protocol.name} is built for ${faults}`);
  if (outside !== null) beyond.push(outside);
  const within = beyond.length === 0;
  const says = within
    ? `within the bound: ${plural(computers, 'computer')}, ${need}; ${plural(traitors.size, 'real fault')}`
    : `outside the bound: ${beyond.join('; ')}`;
  return { within, says };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
