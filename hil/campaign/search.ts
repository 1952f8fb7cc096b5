/**
 * Looks for the faults that do the most harm, with no idea of the aircraft but what each flight came to.
 *
 *   draw a few at random ──► population ──► pick one of the worse, vary it, fly it ──► takes the place of a milder one
 *                                ▲                                                        │
 *                                └────────────────────────────────────────────────────────┘
 *
 * A steady-state evolutionary search: one flight at a time, none thrown away before something worse was found (so the
 * worst is never lost), a quota for plans of one kind (so one early find does not crowd out the rest), an equal allowed
 * in (so it drifts over plains where nothing changes), and a fresh start where it has been stuck for long. It follows
 * from the seed alone. Gradients, or a model of the response, were the alternative; plans are of mixed kind (modes,
 * receivers, times), and half of what they do is flat.
 *
 * `atRandom` flies the same number of plans of the same space without looking at what they came to. Without that
 * beside it, a find says nothing of the search.
 */
import type { Stream } from '../random/stream.js';
import { stream } from '../random/stream.js';
import type { Harm } from './search-harm.js';
import type { FaultPlan, SearchSpace } from './search-space.js';

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

const POPULATION = 32;
/** Of one kind, mode and part. */
const QUOTA = 10;
const TOURNAMENT = 3;
/** Share of flights that start from nothing. */
const FRESH = 0.2;
const CROSSED = 0.2;
/** Flights without a worse one, after which it starts afresh. */
const STUCK = 300;
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
  readonly niche: string;
  readonly harm: Harm;
}

/** The evolutionary search. */
export async function search<T extends Trial>(run: SearchRun<T>): Promise<Searched<T>> {
  const luck = stream(run.seed, 'search');
  const account = new Account(run);
  let members: Member[] = [];
  let bred = 0;
  let since = 0;
  let worst = -Infinity;
  while (!account.over) {
    if (since >= STUCK) {
      members = [];
      bred = since = 0;
      worst = -Infinity;
    }
    const plan = newPlan(account, () =>
      bred < POPULATION || members.length === 0 ? run.space.draw(luck) : offspring(members, run.space, luck),
    );
    const { harm } = await account.fly(plan);
    bred++;
    since++;
    if (harm === null) continue;
    if (harm > worst) {
      worst = harm;
      since = 0;
    }
    admit(members, { plan, niche: nicheOf(plan), harm });
  }
  return account.result();
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

function offspring(members: readonly Member[], space: SearchSpace, luck: Stream): FaultPlan {
  if (luck.uniform() < FRESH) return space.draw(luck);
  const parent = chosen(members, luck);
  if (parent.length > 1 && luck.uniform() < CROSSED) return space.cross(parent, chosen(members, luck), luck);
  return space.vary(parent, luck);
}

/** The worst of a few. */
function chosen(members: readonly Member[], luck: Stream): FaultPlan {
  let best = members[Math.floor(luck.uniform() * members.length)];
  for (let i = 1; i < TOURNAMENT; i++) {
    const other = members[Math.floor(luck.uniform() * members.length)];
    if (other.harm > best.harm) best = other;
  }
  return best.plan;
}

/** Lets a plan in: into a free place, or that of the mildest, of its own kind where that has its quota. */
function admit(members: Member[], member: Member): void {
  const sameNiche = members.filter(({ niche }) => niche === member.niche);
  const full = sameNiche.length >= QUOTA;
  if (!full && members.length < POPULATION) {
    members.push(member);
    return;
  }
  let mildest: Member | null = null;
  for (const other of full ? sameNiche : members)
    if (mildest === null || other.harm < mildest.harm) mildest = other;
  if (mildest !== null && member.harm >= mildest.harm) members[members.indexOf(mildest)] = member;
}

/** What plans compete for: modes, and what kind of part each strikes, whichever channel it is on. */
function nicheOf(plan: FaultPlan): string {
  return plan
    .map(({ target, mode }) => `${String(mode)} ${String(target).replace(/\d+/g, '')}`)
    .sort()
    .join(' ');
}
