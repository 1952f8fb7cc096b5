/**
 * Signed messages on the bench: one `SignedMessages` of the firmware per computer, and a scripted adversary who
 * writes the packets of the traitors.
 *
 *   say: retreat                            the value in the chain the traitor holds is replaced
 *   say: [attack, retreat]                  several chains
 *   say: { value: x, signedBy: [0, 3] }     this chain, whether or not anything was received
 *   no line                                 the packet the firmware composed
 *
 * Traitors share their keys, so a chain of theirs is good as far as traitors signed it. Under a good computer's
 * name stands the signature it really made on this value behind these signers, or else a forgery, which every
 * receiver refuses. A lieutenant that replaces the value of a good source therefore only makes a forgery; one that
 * does so for a traitor source makes a second value that convinces everybody.
 *
 * In every round the good computers compose first, then packets are delivered by sender: what traitors do may
 * depend on all that was said before the round, and on nothing else.
 */
import {
  signedComputersMin,
  signedMessageCount,
  signedVotedComputersMin,
} from '../../firmware/agreement/signed-bounds.js';
import { FIRST_DROP, OUTCOME, type Outcome } from '../../firmware/agreement/signed-outcomes.js';
import { SignedMessages } from '../../firmware/agreement/sm.js';
import { printable } from '../files/problem.js';
import {
  TRACE_MESSAGES_MAX,
  type AgreementProtocol,
  type AgreeScenario,
  type BoundVerdict,
  type Exchange,
  type SaidMessage,
  type Saying,
  type ScriptRule,
} from './agreement-protocol.js';
import { ChainWriter, type Chain } from './chain-writer.js';
import { SignatureOracle } from './signature-oracle.js';
import { ValueTable } from './value-table.js';

export const signedMessages: AgreementProtocol = {
  name: 'sm',
  choice: 'the only value signed',
  faultsDefault: null,
  rounds: (faults) => faults + 1,
  computersMin: signedComputersMin,
  messageCount: signedMessageCount,
  outside: () => null,
  run: (scenario) => new SignedExchange(scenario).run(),
};

/** SM-BOUND, and what it does not say: how many computers a vote over their commands needs. */
export function signedBound(
  { computers, faults }: Pick<AgreeScenario, 'computers' | 'faults'>,
  { traitors, signatures = 'transferable' }: { traitors: number } & Pick<AgreeScenario, 'signatures'>,
): BoundVerdict {
  const computersMin = signedComputersMin(faults);
  const votedMin = signedVotedComputersMin(faults);
  const need = `sm with ${plural(faults, 'fault')} needs ${computersMin}`;
  const beyond: string[] = [];
  if (computers < computersMin) beyond.push(`${plural(computers, 'computer')}, ${need}`);
  if (traitors > faults) beyond.push(`${plural(traitors, 'real fault')}, sm is built for ${faults}`);
  if (signatures === 'vector') beyond.push('one tag per receiver is no proof that can be shown to a third');
  const within = beyond.length === 0;
  const vote = `; commands voted on would need ${votedMin}`;
  const says = within
    ? `within the bound: ${plural(computers, 'computer')}, ${need}; ${plural(traitors, 'real fault')}`
    : `outside the bound: ${beyond.join('; ')}`;
  return { within, says: `${says}${within && computers < votedMin ? vote : ''}` };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The outcomes in words. */
const FATES: Readonly<Record<Outcome, string>> = {
  [OUTCOME.accepted]: 'new: held',
  [OUTCOME.known]: 'held already',
  [OUTCOME.moot]: 'two values are held already',
  [OUTCOME.malformed]: 'no chain',
  [OUTCOME.late]: 'late',
  [OUTCOME.early]: 'early',
  [OUTCOME.unknownSource]: 'no source',
  [OUTCOME.unknownSigner]: 'a signer that does not exist',
  [OUTCOME.notFromSource]: 'first signer not the source',
  [OUTCOME.notFromSender]: 'last signer not the sender',
  [OUTCOME.repeatedSigner]: 'a signer twice',
  [OUTCOME.selfSigned]: 'its receiver has signed it',
  [OUTCOME.afterBad]: 'behind a bad signature',
  [OUTCOME.overCap]: 'a third chain',
  [OUTCOME.badSignature]: 'bad signature',
};

/** One computer, and what became of each chain of the packet it took last. */
class ToldMessages extends SignedMessages {
  readonly fates: { readonly at: number; readonly outcome: Outcome }[] = [];

  protected override note(outcome: Outcome, at: number): void {
    super.note(outcome, at);
    this.fates.push({ at, outcome });
  }
}

interface Composed {
  readonly words: Int32Array;
  readonly length: number;
  readonly chains: readonly (Chain & { readonly at: number })[];
}

/** A message, and the names on it: not those of its path and sender where it is misshapen. */
interface Came {
  readonly message: SaidMessage;
  readonly signers: readonly number[];
}

interface Spoken {
  readonly round: number;
  readonly sender: number;
  readonly receiver: number;
}

class SignedExchange {
  readonly #scenario: AgreeScenario;
  readonly #table: ValueTable;
  readonly #writer: ChainWriter;
  readonly #nodes: ToldMessages[];
  readonly #came: Came[] = [];
  readonly #liars: number[];
  readonly #first = new Map<number, Set<string | null>>();
  #total = 0;
  #messages = 0;
  #packets = 0;

  constructor(scenario: AgreeScenario) {
    const { computers, faults, source, signatures = 'transferable', defaultValue } = scenario;
    const occasion = { run: 0, frame: 0 };
    const oracle = new SignatureOracle({ computers, signatures });
    this.#scenario = scenario;
    this.#table = new ValueTable(scenario);
    this.#writer = new ChainWriter(oracle, occasion);
    this.#liars = [...scenario.traitors.keys()];
    const absent = Int32Array.of(this.#table.idOf(defaultValue));
    const own = Int32Array.of(this.#table.idOf(scenario.value));
    this.#nodes = Array.from({ length: computers }, (_, self) => {
      const config = { computers, faults, self, sources: [source], absent };
      return new ToldMessages({ ...config, signatures: oracle.providerOf(self) });
    });
    for (const node of this.#nodes) node.begin(occasion, own);
  }

  run(): Exchange {
    const { computers, source, traitors, signatures } = this.#scenario;
    const { rounds } = this.#nodes[0];
    for (let round = 1; round <= rounds; round++) this.#runRound(round);
    const value = new Int32Array(1);
    const decided = this.#nodes.map((node) => {
      node.resolve();
      node.decidedTo(source, value, 0);
      return this.#table.textOf(value[0]);
    });
    const faces = [...this.#first].map(([, texts]) => [...texts].sort().join('\n'));
    return {
      decided,
      messages: this.#messages,
      packets: this.#packets,
      said: this.#came.map(({ message }) => message),
      unsaid: this.#total - this.#came.length,
      sourceTwoFaced: new Set(faces).size > 1,
      bound: signedBound(this.#scenario, {
        traitors: traitors.size,
        ...(signatures === undefined ? {} : { signatures }),
      }),
      held: () => [],
      account: (computer) => (computer < computers ? this.#account(computer) : []),
    };
  }

  #runRound(round: number): void {
    const { computers, traitors } = this.#scenario;
    const pairs: { readonly spoken: Spoken; readonly composed: Composed }[] = [];
    for (let sender = 0; sender < computers; sender++) {
      for (let receiver = 0; receiver < computers; receiver++) {
        if (receiver === sender) continue;
        const spoken = { round, sender, receiver };
        pairs.push({ spoken, composed: this.#compose(spoken) });
      }
    }
    for (const { spoken, composed } of pairs) {
      const script = traitors.get(spoken.sender);
      const rule = script && ruleFor(script, spoken, composed.chains);
      if (rule) this.#lie(spoken, composed, rule);
      else this.#deliver(spoken, composed, composed.chains);
    }
  }

  #compose({ round, sender, receiver }: Spoken): Composed {
    const node = this.#nodes[sender];
    const words = new Int32Array(node.wordsMax(round));
    const length = node.compose(round, receiver, words, 0);
    return { words, length, chains: length === 0 ? [] : this.#writer.read(words, 0) };
  }

  /** Writes the packet that the script asks for, and notes what honest chains it leaves out. */
  #lie(spoken: Spoken, { chains: honest }: Composed, rule: ScriptRule): void {
    const { source } = this.#scenario;
    const chains = chainsOf(rule, honest, (text) => this.#table.idOf(text));
    const words = new Int32Array(
      1 + chains.reduce((sum, c) => sum + this.#writer.words(c.signers.length), 0),
    );
    words[0] = chains.length;
    let end = 1;
    const written = chains.map((chain) => {
      const at = end;
      this.#writer.write(chain, { traitors: this.#liars, source }, words, at);
      end += this.#writer.words(chain.signers.length);
      return { ...chain, at };
    });
    for (const chain of honest) {
      if (!written.some(({ signers }) => sameIds(signers, chain.signers))) this.#omit(spoken, chain);
    }
    this.#deliver(spoken, { words, length: chains.length === 0 ? 0 : end, chains: written }, honest);
  }

  #omit(spoken: Spoken, { value, signers }: Chain): void {
    const message = { ...spoken, path: signers.slice(0, -1), said: null, honest: this.#table.textOf(value) };
    this.#record({ message, signers });
  }

  #deliver(spoken: Spoken, { words, length, chains }: Composed, honest: readonly Chain[]): void {
    const { round, sender, receiver } = spoken;
    const node = this.#nodes[receiver];
    if (round === 1 && sender === this.#scenario.source) {
      this.#first.set(receiver, new Set(chains.map(({ value }) => this.#table.textOf(value))));
    }
    if (length === 0) return;
    this.#packets++;
    this.#messages += chains.length;
    node.fates.length = 0;
    node.accept(round, sender, words, 0, length);
    for (const { value, signers, at } of chains) {
      const outcome = node.fates.find((fate) => fate.at === at)?.outcome ?? OUTCOME.malformed;
      const meant = honest.filter((chain) => sameIds(chain.signers, signers));
      const same = meant.find((chain) => chain.value === value) ?? meant.at(0);
      const message = {
        ...spoken,
        path: signers.at(-1) === sender ? signers.slice(0, -1) : signers,
        said: this.#table.textOf(value),
        honest: same === undefined ? null : this.#table.textOf(same.value),
        fate: { says: FATES[outcome], dropped: outcome >= FIRST_DROP },
      };
      this.#record({ message, signers });
    }
  }

  #record(came: Came): void {
    if (this.#total++ < TRACE_MESSAGES_MAX) this.#came.push(came);
  }

  /** Which chains came, what became of them, what was held at the end. */
  #account(computer: number): string[] {
    const { source, value } = this.#scenario;
    const node = this.#nodes[computer];
    const came = this.#came.filter(({ message }) => message.receiver === computer);
    const lines = came.map(({ message: { round, sender, said, honest, fate }, signers }) => {
      const mark = said === honest ? ' ' : '!';
      const chain = signers.join(' ');
      const text = said === null ? '(nothing)' : printable(said);
      const became = fate === undefined ? '' : `${fate.dropped ? 'refused: ' : ''}${fate.says}`;
      return `  round ${round} ${mark} from ${String(sender).padEnd(3)} ${`${chain}: ${text}`.padEnd(24)} ${became}`.trimEnd();
    });
    const count = node.heldCount(source);
    const word = new Int32Array(1);
    const held = Array.from({ length: count }, (_, i) => {
      node.heldTo(source, i, word, 0);
      return this.#table.textOf(word[0]);
    });
    const kept = held.map(printable).join(' and ');
    const ending =
      count === 1 ? `held ${kept} alone` : count === 0 ? 'held nothing' : `held ${kept}, so the default`;
    lines.push(`  ${ending}: decided in round ${node.decidedInRound(source)}`);
    const lie = came.find(
      ({ message: { said, fate } }) => said !== value && fate?.says === FATES[OUTCOME.accepted],
    )?.message;
    if (lie !== undefined) {
      lines.push(`  the lie entered in round ${lie.round}, from ${lie.sender}: ${printable(lie.said ?? '')}`);
    }
    return lines;
  }
}

/** The first line of the script that applies; undefined = behave. A path names a chain the traitor holds. */
function ruleFor(
  script: readonly ScriptRule[],
  { round, receiver }: Spoken,
  honest: readonly Chain[],
): ScriptRule | undefined {
  return script.find(
    (rule) =>
      (rule.round === null || rule.round === round) &&
      (rule.to === null || rule.to.includes(receiver)) &&
      (rule.path === null || honest.some((chain) => isPath(chain, rule.path))),
  );
}

/** What the rule makes of the chains that would be sent: each bare value once for every list of signers held. */
function chainsOf(rule: ScriptRule, honest: readonly Chain[], idOf: (text: string) => number): Chain[] {
  const held = honest.filter((chain) => rule.path === null || isPath(chain, rule.path));
  const lists = held.filter(({ signers }, i) => held.findIndex((h) => sameIds(h.signers, signers)) === i);
  const sayings: readonly Saying[] = rule.sayings ?? (rule.say === null ? [] : [rule.say]);
  return sayings.flatMap((saying): Chain[] => {
    if (typeof saying === 'string') {
      return lists.map(({ signers }) => ({ value: idOf(saying), signers }));
    }
    const { value, signedBy, convinces } = saying;
    return [{ value: idOf(value), signers: signedBy, ...(convinces === undefined ? {} : { convinces }) }];
  });
}

function isPath({ signers }: Chain, path: readonly number[] | null): boolean {
  return path !== null && sameIds(signers.slice(0, -1), path);
}

function sameIds(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}
