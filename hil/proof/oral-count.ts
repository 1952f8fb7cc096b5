/**
 * All executions of one placement, counted in one of two ways on the same production code.
 *
 *   plain      one execution after the other, in Gray order, last-round slots fastest: from one to the next mostly
 *              one word of one packet changes, and one lieutenant decides again
 *   partial    for each filling of the *shared* slots, every lieutenant by itself tries all words it could be told
 *              in the last round; from how often it decides what, the executions follow by multiplication
 *
 * Why the second is exact: nobody relays what it is told in the last round, so given the shared slots lieutenant
 * i's decision is a function of its own last-round slots only, and the executions are the product of the
 * lieutenants' fillings. With d_i(v) the number of those for which i decides v, all decide v in Π d_i(v) of them.
 * At n = 6, m = 2 with two traitors that is 128 · 3 · 64 decisions instead of 33,554,432. A test counts both ways
 * and finds the same; the plain way stays because it needs no such argument.
 */
import type { Choice } from '../../firmware/agreement/choice.js';
import type { EigTree } from '../../firmware/agreement/eig-tree.js';
import { GrayOrder } from './gray-order.js';
import { LoyalComputers, type SlotPlace } from './loyal-computers.js';
import { type OralSlot, slotsOf } from './oral-slots.js';
import type { Placement } from './placements.js';

export interface OralTrial extends Placement {
  readonly tree: EigTree;
  readonly values: number;
  readonly omission: boolean;
  readonly choiceOf: (self: number) => Choice;
}

/** Counts so far; executions < all only where it was stopped. */
export interface OralCount {
  readonly executions: bigint;
  readonly ic1: bigint;
  readonly ic2: bigint;
  /** Filling of the shared slots under which the first violation was met; null = none was. */
  readonly violating: SharedFilling | null;
}

export interface SharedFilling {
  /** What a loyal commander sends; 0 for a traitor. */
  readonly sent: number;
  /** Words by shared slot. */
  readonly words: readonly number[];
}

/** Is asked now and then with the executions counted so far; false = stop. */
export type Going = (executions: bigint) => boolean;

/** Decisions between two questions whether to go on: some milliseconds. */
const DECISIONS_PER_LOOK = 16_384;

/** The loyal computers of a trial with its slots, and the combinations to be tried. */
class Field {
  readonly computers: LoyalComputers;
  readonly shared: readonly SlotPlace[];
  readonly last: readonly (readonly SlotPlace[])[];
  readonly decided: Int32Array;
  readonly loyalCommander: boolean;
  /** What the commander sends, if loyal. */
  sent = 0;

  constructor(trial: OralTrial) {
    const { tree, traitors, commander } = trial;
    this.computers = new LoyalComputers(trial);
    const { shared, last } = slotsOf(tree, traitors);
    const place = (slot: OralSlot): SlotPlace => this.computers.placeOf(slot);
    this.shared = shared.map(place);
    this.last = last.map((slots) => slots.map(place));
    this.decided = new Int32Array(last.length);
    this.loyalCommander = commander === 'loyal';
  }

  /** Radices of the shared slots, and of what a loyal commander sends, last. */
  sharedRadices({ values, omission }: Pick<OralTrial, 'values' | 'omission'>): number[] {
    const radices = this.shared.map(() => values + (omission ? 1 : 0));
    if (this.loyalCommander) radices.push(values);
    return radices;
  }

  /** A digit of the shared ones has changed: everything after it is done again but the deciding. */
  setShared(digit: number, word: number): void {
    if (digit < this.shared.length) this.computers.say(this.shared[digit], word);
    else this.sent = word;
    this.computers.exchange(this.sent);
  }

  decideAll(): void {
    for (let i = 0; i < this.decided.length; i++) this.decided[i] = this.computers.decide(i);
  }

  /** The filling now, from the digits of the shared slots. */
  filling(digits: Int32Array): SharedFilling {
    return { sent: this.sent, words: [...digits.subarray(0, this.shared.length)] };
  }
}

/** Every execution by itself. */
export function countPlain(trial: OralTrial, going: Going): OralCount {
  const field = new Field(trial);
  const { computers, decided, loyalCommander } = field;
  const lastSlots = field.last.flat();
  const lieutenantOf = field.last.flatMap((slots, i) => slots.map(() => i));
  const radix = trial.values + (trial.omission ? 1 : 0);
  const order = new GrayOrder([...lastSlots.map(() => radix), ...field.sharedRadices(trial)]);
  const { digits } = order;
  const firstShared = lastSlots.length;
  let executions = 0;
  let ic1 = 0;
  let ic2 = 0;
  let violating: SharedFilling | null = null;

  computers.exchange(field.sent);
  field.decideAll();
  for (;;) {
    executions++;
    let same = true;
    let obeyed = true;
    for (let i = 0; i < decided.length; i++) {
      if (decided[i] !== decided[0]) same = false;
      if (decided[i] !== field.sent) obeyed = false;
    }
    if (!same) ic1++;
    if (loyalCommander && !obeyed) ic2++;
    if ((ic1 > 0 || ic2 > 0) && violating === null) violating = field.filling(digits.subarray(firstShared));
    if (executions % DECISIONS_PER_LOOK === 0 && !going(BigInt(executions))) break;

    const changed = order.step();
    if (changed < 0) break;
    if (changed < firstShared) {
      computers.say(lastSlots[changed], digits[changed]);
      const lieutenant = lieutenantOf[changed];
      decided[lieutenant] = computers.decide(lieutenant);
    } else {
      field.setShared(changed - firstShared, digits[changed]);
      field.decideAll();
    }
  }
  return { executions: BigInt(executions), ic1: BigInt(ic1), ic2: BigInt(ic2), violating };
}

/** Lieutenants one by one, given the shared slots; executions by multiplication. */
export function countPartial(trial: OralTrial, going: Going): OralCount {
  const field = new Field(trial);
  const { computers, loyalCommander } = field;
  const radix = trial.values + (trial.omission ? 1 : 0);
  const order = new GrayOrder(field.sharedRadices(trial));
  const own = field.last.map((slots) => new GrayOrder(slots.map(() => radix)));
  const tallies = field.last.map(() => new Map<number, number>());
  const executionsEach = field.last.reduce(
    (product, slots) => product * BigInt(radix) ** BigInt(slots.length),
    1n,
  );
  let executions = 0n;
  let ic1 = 0n;
  let ic2 = 0n;
  let violating: SharedFilling | null = null;
  let decisions = 0;
  const look = (): boolean => ++decisions % DECISIONS_PER_LOOK !== 0 || going(executions);

  computers.exchange(field.sent);
  for (;;) {
    if (
      !own.every((mine, lieutenant) =>
        tally(field, { lieutenant, own: mine, into: tallies[lieutenant] }, look),
      )
    )
      break;
    executions += executionsEach;
    let alike = tallies.length === 0 ? executionsEach : 0n;
    for (const value of tallies[0]?.keys() ?? []) alike += executionsDeciding(value, tallies);
    ic1 += executionsEach - alike;
    if (loyalCommander) ic2 += executionsEach - executionsDeciding(field.sent, tallies);
    if ((ic1 > 0n || ic2 > 0n) && violating === null) violating = field.filling(order.digits);
    const changed = order.step();
    if (changed < 0) break;
    field.setShared(changed, order.digits[changed]);
  }
  return { executions, ic1, ic2, violating };
}

/** How often this lieutenant decides what, over all fillings of its own last-round slots; false = stopped. */
function tally(
  { computers, last }: Field,
  { lieutenant, own, into }: { lieutenant: number; own: GrayOrder; into: Map<number, number> },
  look: () => boolean,
): boolean {
  into.clear();
  own.again();
  for (;;) {
    const value = computers.decide(lieutenant);
    into.set(value, (into.get(value) ?? 0) + 1);
    if (!look()) return false;
    const changed = own.step();
    if (changed < 0) return true;
    computers.say(last[lieutenant][changed], own.digits[changed]);
  }
}

/** Executions in which all decide this value, given the shared slots. */
function executionsDeciding(value: number, tallies: readonly Map<number, number>[]): bigint {
  let product = 1n;
  for (const tally of tallies) product *= BigInt(tally.get(value) ?? 0);
  return product;
}
