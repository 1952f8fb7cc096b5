/**
 * The message slots of OM(m) that are a traitor's to fill: sent by a traitor, to a loyal computer.
 *
 *   loyal commander 0, traitor 3, n = 4, m = 1      round 2   3 tells 1 what 0 said      3 tells 2 what 0 said
 *
 * What traitors tell each other changes nothing: each may say anything whatever it was told. The slots of the
 * last round are told apart from the rest. Nobody relays them, so each matters to its receiver alone, and the
 * receivers' decisions can be counted one by one and multiplied; the others are *shared*.
 *
 * Slots of round r ≥ 2, t traitors among the lieutenants, L loyal lieutenants:  t · L · (n−3)(n−4) … r−2 factors,
 * because the r−2 computers between commander and traitor are any of the others but the receiver.
 */
import type { EigTree } from '../../firmware/agreement/eig-tree.js';

export interface OralSlot {
  readonly round: number;
  readonly sender: number;
  readonly receiver: number;
  /** Chain the value came through, commander first, without the sender; [] in round 1. */
  readonly path: readonly number[];
  /** Place in the packet of this round from sender to receiver. */
  readonly place: number;
}

export interface SlotCount {
  readonly shared: number;
  /** Slots of the last round, for each loyal lieutenant. */
  readonly lastEach: number;
  readonly receivers: number;
}

/** How many slots there are, without a tree. `faults` is m: 0 for the plain exchange of a triplex. */
export function countSlots(
  { computers, faults }: { readonly computers: number; readonly faults: number },
  { traitors, commander }: { readonly traitors: number; readonly commander: 'traitor' | 'loyal' },
): SlotCount {
  const liars = commander === 'traitor' ? traitors - 1 : traitors;
  const receivers = computers - 1 - liars;
  const firstEach = commander === 'traitor' ? 1 : 0;
  if (faults === 0) return { shared: 0, lastEach: firstEach, receivers };
  let shared = firstEach * receivers;
  let each = liars;
  for (let round = 2; round <= faults; round++) {
    shared += each * receivers;
    each *= computers - 1 - round;
  }
  return { shared, lastEach: each, receivers };
}

/** The slots of this placement: those of the last round by loyal lieutenant, ascending, and all others. */
export function slotsOf(
  tree: EigTree,
  traitors: readonly number[],
): { readonly shared: readonly OralSlot[]; readonly last: readonly (readonly OralSlot[])[] } {
  const loyal = Array.from({ length: tree.computers - 1 }, (_, i) => i + 1).filter(
    (id) => !traitors.includes(id),
  );
  const ofRound = (round: number, receiver: number): OralSlot[] =>
    traitors.flatMap((sender) =>
      Array.from(tree.told(round, sender, receiver), (node, place) => ({
        round,
        sender,
        receiver,
        path: round === 1 ? [] : tree.pathOf(node),
        place,
      })),
    );
  const before = Array.from({ length: tree.rounds - 1 }, (_, i) => i + 1);
  return {
    shared: before.flatMap((round) => loyal.flatMap((receiver) => ofRound(round, receiver))),
    last: loyal.map((receiver) => ofRound(tree.rounds, receiver)),
  };
}
