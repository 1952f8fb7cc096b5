/**
 * The loyal computers of one placement, each running the firmware's oral messages, and what the traitors say.
 *
 *   say          fills one slot of a traitor
 *   exchange     rounds 1 … m: loyal computers compose, accept, relay; leaves every packet of every round as sent
 *   decide       one lieutenant by itself: begin, accept the packets addressed to it, resolve
 *
 * Traitors run nothing: whatever they would compute, what reaches a loyal computer is a slot, and every filling of
 * the slots is tried. A lieutenant decides from its packets alone, so after a change of what only it was told only
 * it need decide again. It starts from `begin` every time, since a resolved computer no longer holds what it was
 * told.
 */
import type { Choice } from '../../firmware/agreement/choice.js';
import type { EigTree } from '../../firmware/agreement/eig-tree.js';
import { OralMessages } from '../../firmware/agreement/om.js';
import type { OralSlot } from './oral-slots.js';

/** The commander's id. */
const COMMANDER = 0;
/** The first value is the default. */
const ABSENT = 0;

export interface LoyalComputersConfig {
  readonly tree: EigTree;
  readonly traitors: readonly number[];
  /** v; a word is 0 … v−1, or v = nothing is sent. */
  readonly values: number;
  /** The choice function of each computer. All the same one in anything that flies. */
  readonly choiceOf: (self: number) => Choice;
}

export class LoyalComputers {
  /** Loyal lieutenants, ascending. */
  readonly lieutenants: readonly number[];
  readonly #loyal: readonly OralMessages[];
  readonly #deciding: readonly OralMessages[];
  readonly #values: number;
  /** Packets to loyal computers, one after the other; those to one receiver together, rounds ascending. */
  readonly #words: Int32Array;
  readonly #round: number[] = [];
  readonly #sender: number[] = [];
  readonly #at: number[] = [];
  /** Words of each packet that are really sent: a packet of none does not arrive. */
  readonly #sent: number[] = [];
  /** First packet to each lieutenant, and one past the last. */
  readonly #inbox: number[] = [0];
  /** Packets by loyal sender and round. */
  readonly #composed: { node: OralMessages; round: number; receiver: number; at: number }[] = [];
  readonly #relayed: { node: OralMessages; round: number; sender: number; packet: number }[] = [];
  readonly #decided: Int32Array;

  constructor({ tree, traitors, values, choiceOf }: LoyalComputersConfig) {
    const ids = Array.from({ length: tree.computers }, (_, id) => id);
    const nodes = new Map(
      ids
        .filter((id) => !traitors.includes(id))
        .map((self) => [self, new OralMessages({ tree, self, choice: choiceOf(self), absent: ABSENT })]),
    );
    this.#loyal = [...nodes.values()];
    this.#deciding = this.#loyal.filter(({ self }) => self !== COMMANDER);
    this.lieutenants = this.#deciding.map(({ self }) => self);
    this.#values = values;
    this.#decided = new Int32Array(tree.computers);
    let end = 0;
    for (const node of this.#deciding) {
      for (let round = 1; round <= tree.rounds; round++) {
        for (const sender of ids) {
          const count = sender === node.self ? 0 : tree.kept(round, sender, node.self).length;
          if (count === 0) continue;
          const packet = this.#at.push(end) - 1;
          this.#round.push(round);
          this.#sender.push(sender);
          this.#sent.push(count);
          const from = nodes.get(sender);
          if (from) this.#composed.push({ node: from, round, receiver: node.self, at: end });
          if (round < tree.rounds) this.#relayed.push({ node, round, sender, packet });
          end += count;
        }
      }
      this.#inbox.push(this.#at.length);
    }
    this.#composed.sort((a, b) => a.round - b.round);
    this.#relayed.sort((a, b) => a.round - b.round);
    this.#words = new Int32Array(end).fill(ABSENT);
  }

  /** Where `say` finds this slot. */
  placeOf({ round, sender, receiver, place }: OralSlot): SlotPlace {
    const lieutenant = this.lieutenants.indexOf(receiver);
    let packet = this.#inbox[lieutenant];
    while (this.#round[packet] !== round || this.#sender[packet] !== sender) packet++;
    return { packet, at: this.#at[packet] + place, silent: false };
  }

  /** Fills a slot: 0 … v−1 is said; v = nothing is sent. */
  say(slot: SlotPlace, word: number): void {
    const silent = word === this.#values;
    this.#words[slot.at] = silent ? ABSENT : word;
    if (silent === slot.silent) return;
    slot.silent = silent;
    this.#sent[slot.packet] += silent ? -1 : 1;
  }

  /** Makes every packet of a loyal computer anew, given what the slots say; `own` is what a loyal commander sends. */
  exchange(own: number): void {
    const words = this.#words;
    for (const node of this.#loyal) node.begin(node.self === COMMANDER ? own : ABSENT);
    let next = 0;
    for (const { node, round, receiver, at } of this.#composed) {
      // All packets of the earlier rounds are there before the first of this round is composed.
      for (; next < this.#relayed.length && this.#relayed[next].round < round; next++) {
        const { node: relay, round: before, sender, packet } = this.#relayed[next];
        if (this.#sent[packet] > 0) relay.accept(before, sender, words, this.#at[packet]);
      }
      node.compose(round, receiver, words, at);
    }
  }

  /** What the lieutenant at this place of `lieutenants` decides on the packets as they are. */
  decide(lieutenant: number): number {
    const node = this.#deciding[lieutenant];
    const words = this.#words;
    const end = this.#inbox[lieutenant + 1];
    node.begin(ABSENT);
    for (let packet = this.#inbox[lieutenant]; packet < end; packet++) {
      if (this.#sent[packet] > 0) {
        node.accept(this.#round[packet], this.#sender[packet], words, this.#at[packet]);
      }
    }
    node.resolve(this.#decided);
    return this.#decided[COMMANDER];
  }
}

/** A slot as a place in a packet. */
export interface SlotPlace {
  readonly packet: number;
  readonly at: number;
  silent: boolean;
}
