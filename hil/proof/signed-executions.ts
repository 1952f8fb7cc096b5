/**
 * Every execution of SM(m) about one commander, counted on the code that flies.
 *
 * One execution says, for every message that a traitor could legally send to a good receiver, whether it sends it.
 * What is legal follows from what good computers signed before, so the executions are a tree, round by round:
 *
 *   good computers compose → the chains there are → for each receiver, which of its legal ones come → accept → …
 *
 *   legal in round r   length r, commander first, a traitor last, nobody twice, the receiver not among them; under a
 *                      good name stands what that computer really signed; colluding traitors share their keys
 *
 * Within a round no receiver's state depends on what another one gets, so each is tried by itself, sender after
 * sender; states that are equal are brought together with the number of ways into them, and only different ones
 * are combined. In the last round nothing is combined at all: the ways to each decision are
 * multiplied. The counts are those of plain enumeration, because ways are multiplied and added, never estimated;
 * the tests hold them against an enumerator that runs one execution after the other.
 *
 * A packet's chains stand in the order of value, then signers; packets come in the order of their senders.
 */
import { SignedMessages, type SignedMessagesConfig } from '../../firmware/agreement/sm.js';
import { ChainWriter, type Chain } from './chain-writer.js';
import { SignatureOracle } from './signature-oracle.js';
import {
  COMMANDER,
  SignedRepertoire,
  type Option,
  type RepertoireShape,
  type SentChain,
} from './signed-repertoire.js';

export interface SignedTrial extends RepertoireShape {
  readonly values: number;
  /** Makes a good computer; a test plants a wrong one. */
  readonly computerOf: (config: SignedMessagesConfig) => SignedMessages;
}

export interface SignedViolation {
  /** What a loyal commander sent; 0 for a traitor. */
  readonly sent: number;
  /** In the order of their rounds. */
  readonly messages: readonly SentChain[];
}

export interface SignedCount {
  readonly executions: bigint;
  readonly ic1: bigint;
  readonly ic2: bigint;
  readonly violating: SignedViolation | null;
}

/** Called with the executions counted so far; returns false to stop. */
type CountWatch = (executions: bigint) => boolean;

/** A state (last round: a decision) that a receiver can be brought to, in how many ways, and by what, for example. */
interface Reached {
  readonly memory: Int32Array;
  readonly decision: number;
  readonly messages: readonly SentChain[];
  ways: bigint;
}

/** One sender's part of a round, for one receiver. */
interface Hearing {
  readonly round: number;
  readonly sender: number;
  /** What a good sender composed. */
  readonly packet: Int32Array | undefined;
  readonly options: readonly Option[];
}

/** The start of a round: the chains of the length before it with good signatures, and how it came to be. */
interface Standing {
  readonly round: number;
  readonly chains: readonly Chain[];
  readonly ways: bigint;
  readonly messages: readonly SentChain[];
}

/** What good computers say in a round, by sender and receiver, and the chains of its length that there are then. */
interface Said {
  readonly packets: ReadonlyMap<string, Int32Array>;
  readonly chains: readonly Chain[];
}

/** Ends of the tree between two calls of the watch. */
const LEAVES_PER_CALL = 256;

const OCCASION = { run: 0, frame: 0 };

export class SignedExecutions {
  readonly #trial: SignedTrial;
  readonly #rounds: number;
  readonly #writer: ChainWriter;
  readonly #repertoire: SignedRepertoire;
  /** Good computers, the commander among them if it is loyal. */
  readonly #nodes: readonly SignedMessages[];
  readonly #receivers: readonly SignedMessages[];
  readonly #decided = new Int32Array(1);
  readonly #watch: CountWatch;
  #packet = new Int32Array(64);
  #sent = 0;
  #executions = 0n;
  #ic1 = 0n;
  #ic2 = 0n;
  #violating: SignedViolation | null = null;
  #leaves = 0;
  #going = true;

  constructor(trial: SignedTrial, watch: CountWatch) {
    const { computers, faults, traitors, signatures, computerOf } = trial;
    const oracle = new SignatureOracle({ computers, signatures });
    const good = Array.from({ length: computers }, (_, id) => id).filter((id) => !traitors.includes(id));
    this.#trial = trial;
    this.#watch = watch;
    this.#rounds = faults + 1;
    this.#writer = new ChainWriter(oracle, OCCASION);
    this.#repertoire = new SignedRepertoire(trial, this.#writer);
    this.#nodes = good.map((self) => {
      const shape = { computers, faults, self, sources: [COMMANDER], absent: Int32Array.of(0) };
      return computerOf({ ...shape, signatures: oracle.providerOf(self) });
    });
    this.#receivers = this.#nodes.filter(({ self }) => self !== COMMANDER);
  }

  /** All executions, and in how many of them a condition is violated. */
  count(): SignedCount {
    this.#begin((standing) => this.#explore(standing));
    return { executions: this.#executions, ic1: this.#ic1, ic2: this.#ic2, violating: this.#violating };
  }

  /** How many there are. The last two rounds need not be run: what is legal in them is known before. */
  size(): bigint {
    let size = 0n;
    this.#begin((standing) => (size += this.#sizeOf(standing)));
    return size;
  }

  #begin(go: (standing: Standing) => void): void {
    const { traitors, values } = this.#trial;
    const loyal = !traitors.includes(COMMANDER);
    // A traitor commander may put any value behind no signature at all.
    const any = Array.from({ length: values }, (_, value): Chain => ({ value, signers: [] }));
    for (let sent = 0; sent < (loyal ? values : 1); sent++) {
      this.#sent = sent;
      for (const node of this.#nodes) node.begin(OCCASION, Int32Array.of(sent));
      go({ round: 1, chains: loyal ? [] : any, ways: 1n, messages: [] });
    }
  }

  #sizeOf(standing: Standing): bigint {
    const { round } = standing;
    const said = this.#compose(standing);
    const ways = standing.ways * this.#waysOf(standing);
    if (round === this.#rounds) return ways;
    const next = { ...standing, round: round + 1, chains: said.chains };
    if (round + 1 === this.#rounds) return ways * this.#waysOf(next);
    let size = 0n;
    this.#branch(standing, said, (branch) => (size += this.#sizeOf(branch)));
    return size;
  }

  /** Ways in which the traitors can speak in this round. */
  #waysOf({ chains }: Standing): bigint {
    let ways = 1n;
    for (const { self } of this.#receivers) {
      for (const option of this.#repertoire.optionsOf(chains, self)) ways *= BigInt(option.ways.length + 1);
    }
    return ways;
  }

  #explore(standing: Standing): void {
    if (!this.#going) return;
    const said = this.#compose(standing);
    if (standing.round < this.#rounds) this.#branch(standing, said, (next) => this.#explore(next));
    else this.#judge(standing, said);
  }

  /** Good computers write their packets; what they signed is there for the traitors from the next round on. */
  #compose({ round, chains }: Standing): Said {
    const packets = new Map<string, Int32Array>();
    const made = new Map<string, Chain>();
    for (const node of this.#nodes) {
      const words = new Int32Array(node.wordsMax(round));
      for (let receiver = 0; receiver < this.#trial.computers; receiver++) {
        if (receiver === node.self) continue;
        const length = node.compose(round, receiver, words, 0);
        if (length === 0) continue;
        packets.set(`${node.self} ${receiver}`, words.slice(0, length));
        for (const { value, signers } of this.#writer.read(words, 0)) {
          made.set(`${value}: ${signers.join(' ')}`, { value, signers });
        }
      }
    }
    return { packets, chains: [...this.#repertoire.extended(chains), ...made.values()] };
  }

  /** Goes on from every combination of states that the receivers can be in after this round. */
  #branch(standing: Standing, said: Said, go: (next: Standing) => void): void {
    const before = this.#nodes.map(({ memory }) => memory.slice());
    const reached = this.#receivers.map((node) => this.#reach(standing, said, node));
    const picked = reached.map(() => 0);
    for (let place = 0; place < picked.length || picked.length === 0; ) {
      const states = reached.map((each, i) => each[picked[i]]);
      this.#nodes.forEach(({ memory }, i) => memory.set(before[i]));
      this.#receivers.forEach(({ memory }, i) => memory.set(states[i].memory));
      go({
        round: standing.round + 1,
        chains: said.chains,
        ways: states.reduce((product, { ways }) => product * ways, standing.ways),
        messages: [...standing.messages, ...states.flatMap(({ messages }) => messages)],
      });
      if (!this.#going || picked.length === 0) return;
      for (place = 0; place < picked.length; place++) {
        if (++picked[place] < reached[place].length) break;
        picked[place] = 0;
      }
    }
  }

  /** The different states (last round: decisions) that this receiver's messages can bring it to. */
  #reach(standing: Standing, { packets }: Said, node: SignedMessages): Reached[] {
    const { round, chains } = standing;
    const options = this.#repertoire.optionsOf(chains, node.self);
    const before = node.memory.slice();
    let reached: readonly Reached[] = [{ memory: before, decision: 0, messages: [], ways: 1n }];
    for (let sender = 0; sender < this.#trial.computers; sender++) {
      const packet = packets.get(`${sender} ${node.self}`);
      const its = options.filter((option) => option.sender === sender);
      if (packet !== undefined || its.length > 0) {
        reached = this.#hear({ round, sender, packet, options: its }, node, reached);
      }
    }
    if (round === this.#rounds) reached = this.#decide(node, reached);
    node.memory.set(before);
    return [...reached];
  }

  /** The states that these become by what one sender says: a good one its packet, a traitor any of its options. */
  #hear(
    { round, sender, packet, options }: Hearing,
    node: SignedMessages,
    states: readonly Reached[],
  ): readonly Reached[] {
    const reached = new Map<string, Reached>();
    const picked = options.map(() => 0);
    for (let place = 0; place < options.length || reached.size === 0; ) {
      const [words, length] = packet === undefined ? this.#pack(options, picked) : [packet, packet.length];
      const sent = options.flatMap(({ ways }, i) => (picked[i] === 0 ? [] : [ways[picked[i] - 1].sent]));
      for (const state of states) {
        node.memory.set(state.memory);
        if (length > 0) node.accept(round, sender, words, 0, length);
        const key = textOf(node.memory);
        const known = reached.get(key);
        if (known !== undefined) known.ways += state.ways;
        else {
          const messages = [...state.messages, ...sent];
          reached.set(key, { memory: node.memory.slice(), decision: 0, messages, ways: state.ways });
        }
      }
      for (place = 0; place < options.length; place++) {
        if (++picked[place] <= options[place].ways.length) break;
        picked[place] = 0;
      }
    }
    return [...reached.values()];
  }

  /** One packet of what this traitor sends, and its length; nothing to send has none. */
  #pack(options: readonly Option[], picked: readonly number[]): [Int32Array, number] {
    let end = 1;
    let count = 0;
    for (let i = 0; i < options.length; i++) {
      if (picked[i] === 0) continue;
      const { words } = options[i].ways[picked[i] - 1];
      while (end + words.length > this.#packet.length) this.#packet = doubled(this.#packet);
      this.#packet.set(words, end);
      end += words.length;
      count++;
    }
    this.#packet[0] = count;
    return [this.#packet, count === 0 ? 0 : end];
  }

  /** States brought together by what is decided in them. */
  #decide(node: SignedMessages, states: readonly Reached[]): readonly Reached[] {
    const decided = new Map<number, Reached>();
    for (const state of states) {
      node.memory.set(state.memory);
      const decision = this.#decisionOf(node);
      const known = decided.get(decision);
      if (known !== undefined) known.ways += state.ways;
      else decided.set(decision, { ...state, decision });
    }
    return [...decided.values()];
  }

  #decisionOf(node: SignedMessages): number {
    node.resolve();
    node.decidedTo(COMMANDER, this.#decided, 0);
    return this.#decided[0];
  }

  /** Multiplies out the last round: ways in which all decide alike, and in which all decide what was sent. */
  #judge(standing: Standing, said: Said): void {
    const reached = this.#receivers.map((node) => this.#reach(standing, said, node));
    const waysTo = (decision: number): bigint =>
      reached.reduce(
        (product, each) => product * (each.find((to) => to.decision === decision)?.ways ?? 0n),
        1n,
      );
    const all = reached.reduce(
      (product, each) => product * each.reduce((sum, { ways }) => sum + ways, 0n),
      1n,
    );
    const decisions = new Set(reached.flatMap((each) => each.map(({ decision }) => decision)));
    const alike = reached.length === 0 ? 1n : [...decisions].reduce((sum, each) => sum + waysTo(each), 0n);
    const loyal = !this.#trial.traitors.includes(COMMANDER);
    const valid = loyal ? waysTo(this.#sent) : all;
    this.#executions += standing.ways * all;
    this.#ic1 += standing.ways * (all - alike);
    this.#ic2 += standing.ways * (all - valid);
    if (alike < all || valid < all) this.#violating ??= this.#violation(standing, reached, loyal);
    if (++this.#leaves % LEAVES_PER_CALL === 0) this.#going = this.#watch(this.#executions);
  }

  /** The first receiver that decides wrongly where the commander is loyal, else the first two that differ. */
  #violation(standing: Standing, reached: readonly Reached[][], loyal: boolean): SignedViolation {
    const chosen = reached.map((each) => each[0]);
    const wrongs = reached.map((each) => each.find(({ decision }) => decision !== this.#sent));
    const wrong = wrongs.findIndex((each) => each !== undefined);
    if (loyal && wrong >= 0) chosen[wrong] = wrongs[wrong] ?? chosen[wrong];
    else if (chosen.every(({ decision }) => decision === chosen[0].decision)) {
      const others = reached.map((each) => each.find(({ decision }) => decision !== chosen[0].decision));
      const other = others.findIndex((each) => each !== undefined);
      chosen[other] = others[other] ?? chosen[other];
    }
    const messages = [...standing.messages, ...chosen.flatMap((each) => each.messages)];
    return { sent: loyal ? this.#sent : 0, messages };
  }
}

/** A text that is the same for the same words. */
function textOf({ buffer, byteOffset, byteLength }: Int32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}

function doubled(words: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * words.length);
  larger.set(words);
  return larger;
}
