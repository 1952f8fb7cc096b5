/**
 * A cluster of the firmware's `SignedMessages` about one commander, in which the traitors are nothing but the
 * messages they send: chains of the naive enumerator, written out with the best signatures there are.
 */
import { SignedMessages, type SignedMessagesConfig } from '../../firmware/agreement/sm.js';
import { ChainWriter } from '../../hil/proof/chain-writer.js';
import { SignatureOracle } from '../../hil/proof/signature-oracle.js';
import type { NaiveCast, NaiveMessage } from './naive-sm.js';

const COMMANDER = 0;

export interface SmRun {
  /** What each good lieutenant decides. */
  readonly decisions: ReadonlyMap<number, number>;
  /** The round in which it was decided. */
  readonly rounds: ReadonlyMap<number, number>;
  /** All it heard up to the end of round r, at [r − 1]. */
  readonly views: ReadonlyMap<number, readonly string[]>;
  /** Chains that good computers dropped. */
  readonly dropped: number;
}

export type MakeComputer = (config: SignedMessagesConfig) => SignedMessages;

/** One execution of `SignedMessages` against these lies. */
export function runSm(
  { computers, faults, traitors, sent, vector = false }: NaiveCast,
  lies: readonly NaiveMessage[],
  make: MakeComputer = (config) => new SignedMessages(config),
): SmRun {
  const occasion = { run: 7, frame: 9 };
  const oracle = new SignatureOracle({ computers, signatures: vector ? 'vector' : 'transferable' });
  const writer = new ChainWriter(oracle, occasion);
  const ids = Array.from({ length: computers }, (_, id) => id);
  const nodes = ids
    .filter((id) => !traitors.includes(id))
    .map((self) =>
      make({
        computers,
        faults,
        self,
        sources: [COMMANDER],
        absent: Int32Array.of(0),
        signatures: oracle.providerOf(self),
      }),
    );
  const lieutenants = nodes.filter(({ self }) => self !== COMMANDER);
  const views = new Map(lieutenants.map(({ self }): [number, string[]] => [self, []]));
  const buffer = new Int32Array(4096);
  for (const node of nodes) node.begin(occasion, Int32Array.of(sent));
  for (let round = 1; round <= faults + 1; round++) {
    const packets = new Map<string, Int32Array>();
    for (const node of nodes) {
      for (const to of ids.filter((id) => id !== node.self)) {
        const length = node.compose(round, to, buffer, 0);
        if (length > 0) packets.set(`${node.self} ${to}`, buffer.slice(0, length));
      }
    }
    for (const node of lieutenants) {
      const heard: string[] = [];
      for (const from of ids) {
        const own = lies.filter((lie) => lie.round === round && lie.from === from && lie.to === node.self);
        const packet =
          own.length > 0 ? pack(own, { writer, traitors, buffer }) : packets.get(`${from} ${node.self}`);
        if (packet === undefined) continue;
        node.accept(round, from, packet, 0, packet.length);
        for (const { value, signers } of writer.read(packet, 0))
          heard.push(`${from}> ${value}: ${signers.join(' ')}`);
      }
      const before = views.get(node.self) ?? [];
      before.push([`${node.self}`, before.at(-1) ?? '', `round ${round}`, ...heard.sort()].join('\n'));
    }
  }
  const decided = new Int32Array(1);
  let dropped = 0;
  const decisions = new Map<number, number>();
  const rounds = new Map<number, number>();
  for (const node of lieutenants) {
    node.resolve();
    node.decidedTo(COMMANDER, decided, 0);
    decisions.set(node.self, decided[0]);
    rounds.set(node.self, node.decidedInRound(COMMANDER));
    dropped += node.dropped;
  }
  return { decisions, rounds, views, dropped };
}

function pack(
  lies: readonly NaiveMessage[],
  { writer, traitors, buffer }: { writer: ChainWriter; traitors: readonly number[]; buffer: Int32Array },
): Int32Array {
  const ordered = [...lies].sort((a, b) => a.value - b.value || compareLists(a.chain, b.chain));
  let end = 1;
  buffer[0] = ordered.length;
  for (const { value, chain, convinces } of ordered) {
    writer.write({ value, signers: chain, convinces }, { traitors, source: COMMANDER }, buffer, end);
    end += writer.words(chain.length);
  }
  return buffer.slice(0, end);
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((each, place) => each !== b[place]);
  return i < 0 ? 0 : a[i] - b[i];
}
