/**
 * Redundancy schemes as Markov chains: computers that fail independently, each at a constant rate, and are not
 * repaired in flight.
 *
 *   good computers left; lost = the scheme can no longer promise anything            L = unit rate, per hour
 *
 *   simplex              1 ─L→ lost
 *   primary-backup       2 ─2LC→ 1 ─L→ lost            2 ─2L(1−C)→ lost
 *   tmr                  3 ─3L(1−B)→ 2 ─2L→ lost       3 ─3LB→ lost
 *   quad-om              4 ─4L→ 3 ─3L→ lost
 *   five-sm, seven-om    n ─nL→ n−1 ─(n−1)L→ n−2 ─(n−2)L→ lost
 *   seven-sm             … one fault more
 *   quad-reconfigurable  4 ─4L→ 4* ─U→ 3 ─3L→ 3* ─U→ 2 ─2LC→ 1 ─L→ lost
 *                             4* ─3L→ lost  3* ─2L→ lost   2 ─2L(1−C)→ lost
 *                        a star = one of them bad and not yet isolated; U = 1 / mean isolation time
 *
 * Hot standby: a backup fails as often as a primary, and a backup that fails uncovered takes a good primary with
 * it. The quad changes protocol when it isolates: the three that are left exchange signed messages, since OM(1)
 * among three holds nothing; so an asymmetric fault does no more there than another. Under `triplex-last` the
 * second isolation counts as loss. `lost` is pessimistic: past its bound a scheme may well be lucky.
 *
 * Software is in none of these. Its faults are neither independent nor a rate, and no number is given for them.
 */
import type { AbsorbingChain, Transition } from './absorbing-chain.js';

export const RELIABILITY_MODELS = [
  'simplex',
  'primary-backup',
  'tmr',
  'quad-om',
  'five-sm',
  'seven-om',
  'seven-sm',
  'quad-reconfigurable',
] as const;

export type ReliabilityModel = (typeof RELIABILITY_MODELS)[number];

export const POLICIES = ['to-simplex', 'triplex-last'] as const;

/** How far the quad goes on taking itself apart. */
export type Policy = (typeof POLICIES)[number];

/** What every scheme is built of and exposed to. */
export interface UnitConditions {
  /** Of one computer, per hour. */
  readonly failureRate: number;
  /** Length of a flight. */
  readonly hours: number;
  /** C, 0 … 1: probability that of two computers the bad one is recognised. */
  readonly coverage: number;
  /** B, 0 … 1: share of faults that look different to different receivers. */
  readonly asymmetric: number;
  /** Mean time from fault to isolation; 0 = at once. */
  readonly isolationS: number;
  readonly policy: Policy;
}

/** A scheme that votes until more than `faults` of its computers have failed. */
export interface VotedScheme {
  readonly computers: number;
  readonly faults: number;
}

export const VOTED: Readonly<Partial<Record<ReliabilityModel, VotedScheme>>> = {
  simplex: { computers: 1, faults: 0 },
  'quad-om': { computers: 4, faults: 1 },
  'five-sm': { computers: 5, faults: 2 },
  'seven-om': { computers: 7, faults: 2 },
  'seven-sm': { computers: 7, faults: 3 },
};

interface ModelCard {
  readonly computers: number;
  /** What it is and when it is lost, for a page. */
  readonly about: string;
  /** Of the conditions other than rate and hours, those that play a part in it. */
  readonly uses: readonly (keyof UnitConditions)[];
}

export const MODEL_CARDS: Readonly<Record<ReliabilityModel, ModelCard>> = {
  simplex: { computers: 1, about: 'one computer; lost with it', uses: [] },
  'primary-backup': {
    computers: 2,
    about: 'two, both running; of two that differ the bad one is found with probability C',
    uses: ['coverage'],
  },
  tmr: {
    computers: 3,
    about: 'three that exchange once; lost at the second fault, or at a first one that is asymmetric',
    uses: ['asymmetric'],
  },
  'quad-om': { computers: 4, about: 'four, OM(1), nobody isolated; lost at the second fault', uses: [] },
  'five-sm': { computers: 5, about: 'five, SM(2), nobody isolated; lost at the third fault', uses: [] },
  'seven-om': { computers: 7, about: 'seven, OM(2), nobody isolated; lost at the third fault', uses: [] },
  'seven-sm': { computers: 7, about: 'seven, SM(3), nobody isolated; lost at the fourth fault', uses: [] },
  'quad-reconfigurable': {
    computers: 4,
    about:
      'four that isolate the bad one and go on with the rest, signed; lost at a second fault before isolation',
    uses: ['coverage', 'isolationS', 'policy'],
  },
};

const SECONDS_PER_HOUR = 3600;

/** The scheme as a chain that never returns to a state it has left: every transition goes to a later state. */
export function chainOf(model: ReliabilityModel, conditions: UnitConditions): AbsorbingChain {
  const { failureRate, coverage, asymmetric } = conditions;
  const voted = VOTED[model];
  if (voted !== undefined) return votedChain(voted, conditions);
  switch (model) {
    case 'primary-backup':
      return chain(
        ['2', '1', 'lost'],
        [
          ['2', '1', 2 * failureRate * coverage],
          ['2', 'lost', 2 * failureRate * (1 - coverage)],
          ['1', 'lost', failureRate],
        ],
      );
    case 'tmr':
      return chain(
        ['3', '2', 'lost'],
        [
          ['3', '2', 3 * failureRate * (1 - asymmetric)],
          ['3', 'lost', 3 * failureRate * asymmetric],
          ['2', 'lost', 2 * failureRate],
        ],
      );
    case 'quad-reconfigurable':
      return reconfigurableChain(conditions);
    default:
      throw new Error(`${model} has neither a vote nor a chain`);
  }
}

function votedChain({ computers, faults }: VotedScheme, { failureRate }: UnitConditions): AbsorbingChain {
  const states = Array.from({ length: faults + 1 }, (_, failed) => String(computers - failed));
  return chain(
    [...states, 'lost'],
    states.map((state, failed) => [state, states[failed + 1] ?? 'lost', Number(state) * failureRate]),
  );
}

function reconfigurableChain({ failureRate, coverage, isolationS, policy }: UnitConditions): AbsorbingChain {
  const last = policy === 'triplex-last';
  const fromTwo: Rates = last
    ? []
    : [
        ['2', '1', 2 * failureRate * coverage],
        ['2', 'lost', 2 * failureRate * (1 - coverage)],
        ['1', 'lost', failureRate],
      ];
  const pair = last ? [] : ['2', '1'];
  const afterThree = last ? 'lost' : '2';
  if (isolationS === 0) {
    const rates: Rates = [
      ['4', '3', 4 * failureRate],
      ['3', afterThree, 3 * failureRate],
    ];
    return chain(['4', '3', ...pair, 'lost'], [...rates, ...fromTwo]);
  }
  const isolation = SECONDS_PER_HOUR / isolationS;
  const rates: Rates = [
    ['4', '4*', 4 * failureRate],
    ['4*', '3', isolation],
    ['4*', 'lost', 3 * failureRate],
    ['3', '3*', 3 * failureRate],
    ['3*', afterThree, isolation],
    ['3*', 'lost', 2 * failureRate],
  ];
  return chain(['4', '4*', '3', '3*', ...pair, 'lost'], [...rates, ...fromTwo]);
}

type Rates = readonly (readonly [from: string, to: string, perHour: number])[];

/** Transitions by name; those that never happen (C = 1, B = 0) are left out. */
function chain(states: readonly string[], rates: Rates): AbsorbingChain {
  const transitions = rates
    .map(
      ([from, to, perHour]): Transition => ({ from: states.indexOf(from), to: states.indexOf(to), perHour }),
    )
    .filter(({ perHour }) => perHour > 0);
  return { states, transitions };
}
