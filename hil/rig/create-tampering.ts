/**
 * What a faulty computer of a rig finds in its own packets, and what it can do to signatures with the secrets that
 * it rightly holds.
 *
 *   ed25519, hmac   its own secret: it signs its own part of a chain, and the others' tags stay what they were
 *   siphash         everyone's keys, as every computer has them: it signs for anybody
 *   crc             there is no secret
 *
 * A forgery is thus made by the same code as a signature, and whether it is believed is for the receivers to say.
 */
import {
  chainHead,
  chainWords,
  lengthOf,
  nameSigner,
  signerAt,
  SignedWords,
  sourceOf,
  tagOffset,
  valueOffset,
  type ChainShape,
} from '../../firmware/agreement/signed-chain.js';
import { signedWordsMax } from '../../firmware/agreement/signed-slots.js';
import type { Signatures } from '../../firmware/agreement/signatures.js';
import { relayedSources } from '../../firmware/fcc/relayed-reports.js';
import { exchangesReports, relayDepth, roundsOf, rowWords } from '../../firmware/fcc/scheme.js';
import { PACKET, type Packet } from '../../firmware/icd/packets.js';
import type { ChainTampering, PacketPlace, RowPlace, Tampering } from '../fault/tampering.js';
import type { RigSpec } from './rig-spec.js';

interface Hand {
  readonly scheme: RigSpec['scheme'];
  readonly self: number;
  /** Nonce of the run. */
  readonly run: number;
  /** By computer: what it signs with; null where nothing is signed. */
  readonly keys: readonly (Signatures | null)[];
}

export function createTampering(hand: Hand): Tampering {
  const { scheme, self, keys } = hand;
  const own = keys[self];
  const valueWords = rowWords(scheme.isolate === true);
  if (own !== null) {
    const chains = new Forger(hand, own, { valueWords, tagWords: own.tagWords });
    return { rowsOf: ({ packet }) => chains.rowsOf(packet), chains };
  }
  const { computers } = scheme;
  const shape = { computers, depth: relayDepth(scheme) };
  /** The places are the tree's and the same in every frame: worked out when first wanted, at round·n + receiver. */
  const known: RowPlace[][] = [];
  return {
    rowsOf: ({ round, receiver }) =>
      exchangesReports(scheme)
        ? (known[round * computers + receiver] ??= relayedSources(shape, {
            round,
            sender: self,
            receiver,
          }).map((source, i) => ({ source, at: i * valueWords, chain: i * valueWords })))
        : [],
  };
}

class Forger implements ChainTampering {
  readonly #hand: Hand;
  readonly #shape: ChainShape;
  readonly #rounds: number;
  readonly #signed: SignedWords;
  /** By signer: with what this computer can sign in its name. */
  readonly #names: readonly (Signatures | null)[];
  /** Values made up so far. */
  #lies = 0;

  constructor(hand: Hand, own: Signatures, shape: ChainShape) {
    const holdsAll = own.kind === 'siphash' || own.kind === 'crc';
    this.#hand = hand;
    this.#shape = shape;
    this.#rounds = roundsOf(hand.scheme);
    this.#signed = new SignedWords(shape.valueWords);
    this.#names = hand.keys.map((key, id) => (holdsAll || id === hand.self ? key : null));
  }

  rowsOf({ words }: Packet): RowPlace[] {
    const places: RowPlace[] = [];
    let chain = 1;
    for (let left = words[0]; left > 0; left--) {
      const length = lengthOf(words[chain]);
      places.push({ source: sourceOf(words[chain]), at: chain + valueOffset(length), chain });
      chain += chainWords(length, this.#shape);
    }
    return places;
  }

  wordsMax(round: number): number {
    return round > this.#rounds ? 0 : signedWordsMax({ ...this.#hand.scheme, round }, this.#shape);
  }

  resign({ words, run, frame }: Packet, chain: number): void {
    const signed = this.#signed;
    const length = lengthOf(words[chain]);
    const tags = chain + tagOffset(length, this.#shape);
    signed.begin({ run, frame });
    signed.take(sourceOf(words[chain]), words, chain + valueOffset(length));
    for (let position = 1; position <= length; position++) {
      const count = signed.at(position, words, chain + 1);
      const name = this.#names[signerAt(words, chain + 1, position)];
      name?.sign(signed.words, count, words, tags + (position - 1) * this.#shape.tagWords);
    }
  }

  spoilEntries({ words }: Packet, chain: number, receivers: readonly number[]): void {
    const entryWords = this.#shape.tagWords / this.#hand.scheme.computers;
    const tag = chain + tagOffset(lengthOf(words[chain]), this.#shape);
    for (const receiver of receivers) words[tag + receiver * entryWords] ^= 1;
  }

  /** Each chain is of a new value, so that none can be set aside as known, and about each source in turn. */
  flood({ round, receiver, packet }: PacketPlace): void {
    const { scheme, self, run } = this.#hand;
    const { words } = packet;
    const others = Array.from({ length: scheme.computers }, (_, id) => id).filter(
      (id) => id !== self && id !== receiver,
    );
    const each = chainWords(round, this.#shape);
    const chains = Math.floor((this.wordsMax(round) - 1) / each);
    words.fill(0, 0, 1 + chains * each);
    words[0] = chains;
    for (let i = 0; i < chains; i++) {
      const chain = 1 + i * each;
      const source = others[i % others.length];
      words[chain] = chainHead({ length: round, source });
      for (let position = 1; position < round; position++) {
        const signer = others[(i + position - 1) % others.length];
        nameSigner(words, chain + 1, { position, signer });
      }
      nameSigner(words, chain + 1, { position: round, signer: self });
      words[chain + valueOffset(round)] = ++this.#lies;
    }
    packet.type = PACKET.relay;
    packet.sender = self;
    packet.run = run;
    packet.length = 1 + chains * each;
  }
}
