/**
 * How many executions `verify omh|z` has before it, by formula: no tree, no placement written out.
 *
 *   Σ over the source's kind   placements × source's picks × Π over relays  picks ^ slots
 *
 * h relays listen (good or omissive). Relay s speaks in round 2 … m+1 of chains of 0 … m−1 relays between source
 * and itself. To one receiver it speaks of (n−3)(n−4)… chains; of a symmetric relay, who says the same to all,
 * the (n−2)(n−3)… chains count that leave anybody listening to whom it could speak. `hybrid-cast.ts` lists the
 * same slots one by one, and the tests hold the two against each other.
 */
import type { HybridFaults } from '../../firmware/agreement/hybrid-bound.js';
import {
  asymmetricWords,
  kindCounts,
  KINDS,
  type Alphabet,
  type Kind,
  type KindCounts,
} from './hybrid-cast.js';

export interface CastShape extends Alphabet {
  readonly computers: number;
  readonly faults: number;
  readonly mix: HybridFaults;
}

/** Executions over all placements, exact. Throws RangeError where the number itself would not fit in memory. */
export function executionCount(shape: CastShape): bigint {
  const counts = kindCounts(shape.computers, shape.mix);
  if (counts.good < 0) return 0n;
  let total = 0n;
  for (const source of KINDS) {
    if (counts[source] === 0) continue;
    const relays = { ...counts, [source]: counts[source] - 1 };
    total += arrangements(relays) * sourcePicks(source, relays, shape) * relayPicks(relays, shape);
  }
  return total;
}

/** Relays whose further words depend on what they are told. */
function listeners(relays: KindCounts): number {
  return relays.good + relays.omissive;
}

function sourcePicks(source: Kind, relays: KindCounts, alphabet: Alphabet): bigint {
  const heardBy = BigInt(listeners(relays));
  const values = BigInt(alphabet.values);
  switch (source) {
    case 'good':
      return values;
    case 'omissive':
      return values * 2n ** heardBy;
    case 'symmetric':
      return heardBy > 0n ? values : 1n;
    case 'asymmetric':
      return BigInt(asymmetricWords(alphabet).length) ** heardBy;
    case 'benign':
      return 1n;
    default:
      return source satisfies never;
  }
}

function relayPicks(relays: KindCounts, { computers, faults, ...alphabet }: CastShape): bigint {
  const heardBy = listeners(relays);
  let chainsToOne = 0n;
  let chainsHeard = 0n;
  for (let length = 0; length < faults; length++) {
    chainsToOne += falling(computers - 3, length);
    // Chains that run through every listener leave nobody to speak to.
    const through = choose(computers - 2 - heardBy, length - heardBy) * falling(length, length);
    chainsHeard += falling(computers - 2, length) - through;
  }
  const perSlot = BigInt(asymmetricWords(alphabet).length);
  return (
    perSlot ** (BigInt(relays.asymmetric * heardBy) * chainsToOne) *
    2n ** (BigInt(relays.omissive * Math.max(0, heardBy - 1)) * chainsToOne) *
    BigInt(alphabet.values) ** (BigInt(relays.symmetric) * chainsHeard)
  );
}

/** of·(of−1)· … , `length` factors. */
function falling(of: number, length: number): bigint {
  let product = 1n;
  for (let k = 0; k < length; k++) product *= BigInt(Math.max(0, of - k));
  return product;
}

function choose(of: number, some: number): bigint {
  return some < 0 || of < some ? 0n : falling(of, some) / falling(some, some);
}

/** Ways to give these kinds to as many computers. */
function arrangements(counts: KindCounts): bigint {
  let ways = 1n;
  let placed = 0;
  for (const kind of KINDS) {
    placed += counts[kind];
    ways *= choose(placed, counts[kind]);
  }
  return ways;
}
