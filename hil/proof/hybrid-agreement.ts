/**
 * Hybrid oral messages on the bench: `HybridMessages` of the firmware, driven by `scripted-exchange.ts`.
 *
 *   in the scenario          on the wire                 where it is shown
 *   say: absent              nothing                     (nothing); held as error
 *   say: reported(error)     "I was told an error"       reported(error)
 *   say: attack              the value                   attack
 *
 * Its bound counts kinds, not heads, so a traitor is classed by what its good receivers heard of it: nothing but
 * errors is benign; the same to all, message by message, is symmetric (also when it is the truth); all else is
 * asymmetric, a message lost at one receiver too. Declaring the kind in the file was the alternative, and could
 * contradict the script.
 */
import { oralComputersMin, oralMessageCount } from '../../firmware/agreement/bounds.js';
import { EigTree } from '../../firmware/agreement/eig-tree.js';
import {
  asymmetricCount,
  hybridComputersMin,
  hybridHolds,
  type HybridFaults,
} from '../../firmware/agreement/hybrid-bound.js';
import { admitted, ERROR, reported, unreported } from '../../firmware/agreement/hybrid-vote.js';
import { HybridMessages } from '../../firmware/agreement/omh.js';
import type { AgreementProtocol, AgreeScenario, BoundVerdict, Exchange } from './agreement-protocol.js';
import { runScript, type TraitorWord, type WordTable } from './scripted-exchange.js';
import { ValueTable } from './value-table.js';

export const hybridMessages: AgreementProtocol = {
  name: 'omh',
  faultsDefault: null,
  choice: 'the majority of what is no error',
  rounds: (faults) => faults + 1,
  computersMin: oralComputersMin,
  messageCount: oralMessageCount,
  outside: () => null,
  run: exchange,
};

function exchange(scenario: AgreeScenario): Exchange {
  const { computers, faults, source } = scenario;
  const table = new HybridTable(scenario);
  const otherwise = table.idOf(scenario.defaultValue);
  const tree = new EigTree({ computers, faults, sources: [source] });
  const parts = Array.from({ length: computers }, (_, self) => new HybridMessages({ tree, self, otherwise }));
  const conduct = new Conduct(scenario);
  const cast = { tree, parts, table, absent: ERROR, shareTold: unreported };
  const outcome = runScript(scenario, cast, (said) => conduct.hear(said));
  return { ...outcome, bound: judgeBound(conduct.faults(), scenario) };
}

function judgeBound(mix: HybridFaults, { computers, faults }: AgreeScenario): BoundVerdict {
  const { asymmetric, symmetric, benign } = mix;
  const a = asymmetricCount(mix);
  const least = hybridComputersMin(mix, { faults });
  const real = `${asymmetric} asymmetric, ${symmetric} symmetric, ${benign} benign`;
  const need = `omh with ${faults} relay ${faults === 1 ? 'round' : 'rounds'} needs ${least} against ${real}`;
  const within = hybridHolds(mix, { computers, faults });
  const rounds = a > faults ? ` and ${a} relay rounds` : '';
  return {
    within,
    says: `${within ? 'within' : 'outside'} the bound: ${computers} computers, ${need}${rounds}`,
  };
}

/** What each traitor's good receivers heard of it. */
class Conduct {
  readonly #traitors: AgreeScenario['traitors'];
  /** By sender and path: the one word all have heard so far. */
  readonly #heard = new Map<string, number>();
  readonly #speaking = new Set<number>();
  readonly #split = new Set<number>();

  constructor({ traitors }: AgreeScenario) {
    this.#traitors = traitors;
  }

  hear({ round, sender, receiver, path, word }: TraitorWord): void {
    if (this.#traitors.has(receiver)) return;
    const held = admitted(word, round);
    const key = `${sender}: ${path.join(' ')}`;
    if (held !== ERROR) this.#speaking.add(sender);
    if (this.#heard.has(key) && this.#heard.get(key) !== held) this.#split.add(sender);
    this.#heard.set(key, held);
  }

  faults(): HybridFaults {
    const asymmetric = this.#split.size;
    const symmetric = [...this.#speaking].filter((id) => !this.#split.has(id)).length;
    const benign = this.#traitors.size - asymmetric - symmetric;
    return { asymmetric, symmetric, benign, omissiveAsymmetric: 0 };
  }
}

/** Texts as words: a value is its place in a table plus 1, `error` is E, `reported(…)` is R. */
class HybridTable implements WordTable {
  readonly #values: ValueTable;

  constructor(scenario: AgreeScenario) {
    this.#values = new ValueTable(scenario);
  }

  idOf(text: string): number {
    if (text === 'error') return ERROR;
    const report = /^reported\((.*)\)$/.exec(text);
    const inner = report ? this.idOf(report[1]) : 1;
    return inner <= ERROR ? reported(inner) : this.#values.idOf(text) + 1;
  }

  textOf(word: number): string {
    if (word > ERROR) return this.#values.textOf(word - 1);
    return word === ERROR ? 'error' : `reported(${this.textOf(unreported(word))})`;
  }
}
