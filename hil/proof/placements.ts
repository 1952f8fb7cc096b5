/**
 * Who the traitors are, every way there is, and the counts of all those ways brought together.
 *
 *   n = 4, two traitors    {0 1} {0 2} {0 3}   commander 0 a traitor: 3 placements
 *                          {1 2} {1 3} {2 3}   commander loyal: 3 placements
 *
 * Ids mean nothing to the protocols, so all placements with one kind of commander should count alike, and trying
 * one of them would do. All are tried nevertheless: that ids mean nothing is a property of the code that flies,
 * and an error in a tree's list of children shows in one placement and not in another.
 */
import type { VerifyCase } from './verifier.js';

export interface Placement {
  readonly commander: VerifyCase['commander'];
  /** Ids, ascending. */
  readonly traitors: readonly number[];
}

/** What one placement gave. */
export type PlacementCount = Omit<VerifyCase, 'placements'>;

/** Every choice of the traitors among 0 … n−1, those with the commander 0 among them first. */
export function* placementsOf({
  computers,
  traitors,
}: {
  readonly computers: number;
  readonly traitors: number;
}): Generator<Placement> {
  for (const lieutenants of choices({ from: 1, below: computers, count: traitors - 1 })) {
    yield { commander: 'traitor', traitors: [0, ...lieutenants] };
  }
  for (const lieutenants of choices({ from: 1, below: computers, count: traitors })) {
    yield { commander: 'loyal', traitors: lieutenants };
  }
}

function* choices({
  from,
  below,
  count,
}: {
  from: number;
  below: number;
  count: number;
}): Generator<number[]> {
  if (count === 0) yield [];
  if (count <= 0) return;
  for (let first = from; first <= below - count; first++) {
    for (const rest of choices({ from: first + 1, below, count: count - 1 })) yield [first, ...rest];
  }
}

/** How many placements there are with each kind of commander. */
export function placementCounts({
  computers,
  traitors,
}: {
  readonly computers: number;
  readonly traitors: number;
}): Record<VerifyCase['commander'], bigint> {
  const lieutenants = computers - 1;
  return {
    traitor: binomial({ of: lieutenants, choose: traitors - 1 }),
    loyal: binomial({ of: lieutenants, choose: traitors }),
  };
}

function binomial({ of, choose }: { of: number; choose: number }): bigint {
  if (choose < 0 || choose > of) return 0n;
  let ways = 1n;
  for (let i = 1; i <= choose; i++) ways = (ways * BigInt(of - choose + i)) / BigInt(i);
  return ways;
}

/** Traitor commanders first, then most violations first: the placements that count alike are one case. */
export function casesOf(counts: Iterable<PlacementCount>): VerifyCase[] {
  const cases = new Map<string, VerifyCase>();
  for (const count of counts) {
    const { commander, executions, ic1, ic2 } = count;
    const key = [commander, executions, ic1, ic2].join(' ');
    cases.set(key, { ...count, placements: (cases.get(key)?.placements ?? 0n) + 1n });
  }
  const violations = ({ ic1, ic2 }: VerifyCase): bigint => ic1 + ic2;
  return [...cases.values()].sort((a, b) =>
    a.commander === b.commander ? Number(violations(b) - violations(a)) : a.commander === 'traitor' ? -1 : 1,
  );
}
