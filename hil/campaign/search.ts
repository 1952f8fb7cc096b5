/**
 * Looks for the faults that do the most harm, with no idea of the aircraft but what each flight came to.
 *
 *   draw some at random ──► niches ──► half of the flights climb: one plan, made worse along its numbers
 *                             ▲        the others vary a plan, cross two, or draw a new one
 *                             └──────── what does more harm than the mildest of its niche stays
 *
 * An evolutionary search with one niche for each mode on each kind of part (after MAP-Elites, Mouret & Clune 2015):
 * plans compete with their like, so an early find does not crowd out the start of a worse one. Varying finds modes,
 * parts and receivers, for which there is no more or less; climbing finds the frame and the amount. An equal is let in,
 * so that a niche drifts over plains where nothing changes. It follows from the seed alone. A model of the response was
 * the alternative; plans are of mixed kind, and half of what they do is flat.
 *
 * `atRandom` flies the same number of plans of the same space without looking at what they came to. Without that
 * beside it, a find says nothing of the search.
 */
import type { Stream } from '../random/stream.js';
import { stream } from '../random/stream.js';
import { Climb } from './search-climb.js';
import type { Harm } from './search-harm.js';
import type { FaultPlan, SearchSpace } from './search-plan.js';
import { pick } from './search-values.js';

/** What a flight came to. */
export interface Trial {
  /** Null where the plan is not admitted: it may not win. */
  readonly harm: Harm | null;
  /** The aircraft was lost. */
  readonly lost: boolean;
}

export interface Found<T extends Trial> {
  readonly plan: FaultPlan;
  readonly trial: T;
  /** Flights up to this one, itself included. */
  readonly flight: number;
}

export interface Searched<T extends Trial> {
  /** Null where no plan was admitted. */
  readonly best: Found<T> | null;
  /** The first flight that was lost, from 1; null = none. */
  readonly firstLost: number | null;
  readonly flights: number;
}

export interface SearchRun<T extends Trial> {
  readonly space: SearchSpace;
  /** Decimal, 0 … 2^64−1. */
  readonly seed: string;
  readonly flights: number;
  readonly fly: (plan: FaultPlan) => Promise<T>;
  /** Ends it between two flights. */
  readonly signal?: AbortSignal;
}

/** Niches that are kept, and plans in each. */
const NICHES_MAX = 64;
const NICHE_SIZE = 4;
/** Drawn before any is varied. */
const FIRST_DRAWS = 64;
/** Shares of the flights after that. */
const CLIMBING = 0.5;
const FRESH = 0.15;
const CROSSED = 0.2;
/** Niches of which the worst is taken, for climbing or varying. */
const TOURNAMENT = 5;
/** Draws for a plan that has not been flown yet; a small space may have no more. */
const NEW_PLAN_TRIES = 20;

/** Keeps count of flights, and the worst. */
class Account<T extends Trial> {
  best: Found<T> | null = null;
  firstLost: number | null = null;
  flights = 0;
  readonly #run: SearchRun<T>;
  readonly #flown = new Set<string>();

  constructor(run: SearchRun<T>) {
    this.#run = run;
  }

  get over(): boolean {
    return this.flights >= this.#run.flights || this.#run.signal?.aborted === true;
  }

  isNew(plan: FaultPlan): boolean {
    return !this.#flown.has(JSON.stringify(plan));
  }

  async fly(plan: FaultPlan): Promise<T> {
    this.#flown.add(JSON.stringify(plan));
    const trial = await this.#run.fly(plan);
    this.flights++;
    const { harm, lost } = trial;
    if (harm === null) return trial;
    if (lost) this.firstLost ??= this.flights;
    if (harm > (this.best?.trial.harm ?? -Infinity)) this.best = { plan, trial, flight: this.flights };
    return trial;
  }

  result(): Searched<T> {
    const { best, firstLost, flights } = this;
    return { best, firstLost, flights };
  }
}

interface Member {
  readonly plan: FaultPlan;
  readonly harm: Harm;
}

/** Plans that strike alike; the worst first. */
interface Niche {
  readonly name: string;
  readonly members: Member[];
  /** Harm up to which there was a climb: nothing of it is left to gain. */
  climbed: Harm;
}

/** The evolutionary search. */
export async function search<T extends Trial>(run: SearchRun<T>): Promise<Searched<T>> {
  const { space } = run;
  const luck = stream(run.seed, 'search');
  const account = new Account(run);
  const niches: Niche[] = [];
  let climb: { readonly of: Niche; readonly by: Climb } | null = null;
  while (!account.over) {
    const settled = account.flights >= FIRST_DRAWS && niches.length > 0;
    if (settled && luck.uniform() < CLIMBING) {
      climb ??= startClimb(niches, { space, luck });
      const next: FaultPlan | null = climb?.by.next() ?? null;
      if (climb !== null && next !== null) {
        const { harm } = await account.fly(next);
        climb.by.learn(harm);
        if (harm !== null) admit(niches, { plan: next, harm });
        climb.of.climbed = climb.by.harm;
        continue;
      }
      climb = null;
    }
    const plan = newPlan(account, () =>
      settled && luck.uniform() >= FRESH ? offspring(niches, { space, luck }) : space.draw(luck),
    );
    const { harm } = await account.fly(plan);
    if (harm !== null) admit(niches, { plan, harm });
  }
  return account.result();
}

/**
 * From the worst of a few niches, or any, that has something to gain; null where none has. Once for each level of
 * harm: on a plain, where every plan does the same, one climb is enough.
 */
function startClimb(
  niches: readonly Niche[],
  { space, luck }: { space: SearchSpace; luck: Stream },
): { of: Niche; by: Climb } | null {
  const open = niches.filter(({ members, climbed }) => members[0].harm > climbed);
  if (open.length === 0) return null;
  const of = luck.uniform() < 0.5 ? worstOfFew(open, luck) : pick(luck, open);
  const { plan, harm } = of.members[0];
  return { of, by: new Climb({ plan, harm, dimensionsOf: (plan) => space.dimensions(plan) }) };
}

/** The same number of plans, each drawn by itself. */
export async function atRandom<T extends Trial>(run: SearchRun<T>): Promise<Searched<T>> {
  const luck = stream(run.seed, 'search at random');
  const account = new Account(run);
  while (!account.over) await account.fly(newPlan(account, () => run.space.draw(luck)));
  return account.result();
}

function newPlan<T extends Trial>(account: Account<T>, draw: () => FaultPlan): FaultPlan {
  let plan = draw();
  for (let i = 1; i < NEW_PLAN_TRIES && !account.isNew(plan); i++) plan = draw();
  return plan;
}

function worstOfFew(niches: readonly Niche[], luck: Stream): Niche {
  let worst = pick(luck, niches);
  for (let i = 1; i < TOURNAMENT; i++) {
    const other = pick(luck, niches);
    if (other.members[0].harm > worst.members[0].harm) worst = other;
  }
  return worst;
}

/** Of the worst of a few niches, or of any. */
function offspring(
  niches: readonly Niche[],
  { space, luck }: { space: SearchSpace; luck: Stream },
): FaultPlan {
  const { members } = luck.uniform() < 0.7 ? worstOfFew(niches, luck) : pick(luck, niches);
  const { plan } = luck.uniform() < 0.5 ? members[0] : pick(luck, members);
  if (plan.length === 1 || luck.uniform() >= CROSSED) return space.vary(plan, luck);
  return space.cross(plan, pick(luck, pick(luck, niches).members).plan, luck);
}

/** Lets a plan into its niche, and a new niche into the place of the mildest, where it does no less harm. */
function admit(niches: Niche[], member: Member): void {
  const name = nicheOf(member.plan);
  let niche = niches.find((other) => other.name === name);
  if (niche === undefined) {
    niche = { name, members: [], climbed: 0 };
    if (niches.length >= NICHES_MAX) {
      const mildest = niches.reduce((a, b) => (b.members[0].harm < a.members[0].harm ? b : a));
      if (mildest.members[0].harm > member.harm) return;
      niches[niches.indexOf(mildest)] = niche;
    } else niches.push(niche);
  }
  const { members } = niche;
  if (members.length >= NICHE_SIZE) {
    if (members[members.length - 1].harm > member.harm) return;
    members.pop();
  }
  // Before its equals: the newest of them goes on.
  const at = members.findIndex(({ harm }) => harm <= member.harm);
  members.splice(at < 0 ? members.length : at, 0, member);
}

/** What plans compete for: modes, and what kind of part each strikes, whichever channel it is on. */
function nicheOf(plan: FaultPlan): string {
  return plan
    .map(({ target, mode }) => `${String(mode)} ${String(target).replace(/\d+(,\d+)*/g, '')}`)
    .sort()
    .join(' ');
}
