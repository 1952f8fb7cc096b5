/**
 * SM(m) with sets of chains, and every execution of it, one after the other: the second opinion on the firmware's
 * `SignedMessages` and on the way `verify sm` counts. It shares nothing with either.
 *
 *   a chain        a value and who signed it, in order
 *   `made`         the signatures good computers really made, as "value: signers up to and with that one"
 *   an execution   for every round, the set of chains that traitors send good receivers
 *
 * What a traitor may send is found by writing down every list of distinct signers and keeping the legal ones.
 * Flaws are switches here, so that the counts a wrong rule leads to come from a second implementation too.
 */

export interface NaiveMessage {
  readonly round: number;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly chain: readonly number[];
  /** Computers that can check every signature on it. */
  readonly convinces: readonly number[];
}

export interface NaiveCast {
  readonly computers: number;
  readonly faults: number;
  readonly traitors: readonly number[];
  /** Values 0 (the default) … values − 1. */
  readonly values: number;
  /** What a loyal commander sends. */
  readonly sent: number;
  readonly vector?: boolean;
  /** What traitors try beyond what is legal: names they cannot sign for; the commander's own word too late. */
  readonly tries?: 'forged' | 'late';
  /** A rule that good computers have wrong. */
  readonly flaw?: 'no signature check' | 'late chain accepted' | 'relay cap 1' | 'first received';
}

interface Held {
  readonly value: number;
  readonly chain: readonly number[];
  readonly convinces: readonly number[];
}

/** What each good computer but the commander holds, in the order it came. */
type World = ReadonlyMap<number, readonly Held[]>;

const COMMANDER = 0;
const DEFAULT = 0;

/** What each good lieutenant decides in one execution. */
export type Decisions = ReadonlyMap<number, number>;

/** Calls `visit` for every execution; returns how many there were. */
export function everyExecution(
  cast: NaiveCast,
  visit: (decisions: Decisions, sent: readonly NaiveMessage[]) => void,
): number {
  const world = new Map(goodLieutenants(cast).map((id): [number, Held[]] => [id, []]));
  return explore(cast, { round: 1, world, made: new Set(), sent: [] }, visit);
}

/** The decisions of one execution, of which these are the messages that traitors sent. */
export function naiveRun(cast: NaiveCast, lies: readonly NaiveMessage[]): Decisions {
  let world: World = new Map(goodLieutenants(cast).map((id): [number, Held[]] => [id, []]));
  const made = new Set<string>();
  for (let round = 1; round <= cast.faults + 1; round++) {
    const good = goodMessages(cast, { round, world }, made);
    const inbox = [...good, ...lies.filter((lie) => lie.round === round)];
    world = new Map(
      [...world].map(([id, held]) => [
        id,
        receive(cast, { round, id, held, inbox: inbox.filter(({ to }) => to === id), made }),
      ]),
    );
  }
  return new Map([...world].map(([id, held]) => [id, decide(cast, held)]));
}

export interface NaiveTally {
  executions: number;
  ic1: number;
  ic2: number;
}

/** Executions of one placement, all values of a loyal commander, and violations. */
export function naiveTally(cast: Omit<NaiveCast, 'sent'>): NaiveTally {
  const tally = { executions: 0, ic1: 0, ic2: 0 };
  const loyal = !cast.traitors.includes(COMMANDER);
  for (let sent = 0; sent < (loyal ? cast.values : 1); sent++) {
    tally.executions += everyExecution({ ...cast, sent }, (decisions) => {
      const decided = [...decisions.values()];
      if (decided.some((value) => value !== decided[0])) tally.ic1++;
      if (loyal && decided.some((value) => value !== sent)) tally.ic2++;
    });
  }
  return tally;
}

function goodLieutenants({ computers, traitors }: NaiveCast): number[] {
  return idsBelow(computers).filter((id) => id !== COMMANDER && !traitors.includes(id));
}

function idsBelow(computers: number): number[] {
  return Array.from({ length: computers }, (_, id) => id);
}

interface Moment {
  readonly round: number;
  readonly world: World;
  readonly made: ReadonlySet<string>;
  readonly sent: readonly NaiveMessage[];
}

function explore(
  cast: NaiveCast,
  { round, world, made, sent }: Moment,
  visit: (decisions: Decisions, sent: readonly NaiveMessage[]) => void,
): number {
  if (round > cast.faults + 1) {
    visit(new Map([...world].map(([id, held]) => [id, decide(cast, held)])), sent);
    return 1;
  }
  const signed = new Set(made);
  const good = goodMessages(cast, { round, world }, signed);
  const choices = traitorChoices(cast, round, made);
  const picked = choices.map(() => 0);
  let executions = 0;
  for (;;) {
    const lies = choices.flatMap((ways, i) => (picked[i] === 0 ? [] : [ways[picked[i] - 1]]));
    const inbox = [...good, ...lies];
    const next = new Map(
      [...world].map(([id, held]) => [
        id,
        receive(cast, { round, id, held, inbox: inbox.filter(({ to }) => to === id), made: signed }),
      ]),
    );
    executions += explore(
      cast,
      { round: round + 1, world: next, made: signed, sent: [...sent, ...lies] },
      visit,
    );
    let i = 0;
    while (i < picked.length && ++picked[i] > choices[i].length) picked[i++] = 0;
    if (i === picked.length) return executions;
  }
}

/** What good computers send in this round; their signatures are added to `made`. */
function goodMessages(
  { computers, traitors, sent, flaw }: NaiveCast,
  { round, world }: Pick<Moment, 'round' | 'world'>,
  made: Set<string>,
): NaiveMessage[] {
  const messages: NaiveMessage[] = [];
  const tell = (from: number, { value, chain: before, convinces }: Held): void => {
    const chain = [...before, from];
    made.add(`${value}: ${chain.join(' ')}`);
    for (const to of idsBelow(computers)) {
      if (!chain.includes(to)) messages.push({ round, from, to, value, chain, convinces });
    }
  };
  if (round === 1 && !traitors.includes(COMMANDER)) {
    tell(COMMANDER, { value: sent, chain: [], convinces: idsBelow(computers) });
  }
  for (const [id, held] of world) {
    held.forEach((each, place) => {
      if (each.chain.length === round - 1 && !(flaw === 'relay cap 1' && place > 0)) tell(id, each);
    });
  }
  return messages;
}

/** For each message that a traitor may send in this round, the ways to send it; it may also not send it. */
function traitorChoices(
  cast: NaiveCast,
  round: number,
  made: ReadonlySet<string>,
): (readonly NaiveMessage[])[] {
  const { computers, faults, traitors, values, vector = false, tries } = cast;
  const good = goodLieutenants(cast);
  const choices: (readonly NaiveMessage[])[] = [];
  for (const to of good) {
    for (let value = 0; value < values; value++) {
      for (const chain of arrangements(idsBelow(computers), round)) {
        const from = chain[round - 1];
        if (chain[0] !== COMMANDER || chain.includes(to) || !traitors.includes(from)) continue;
        if (tries !== 'forged' && !isSigned({ value, chain }, traitors, made)) continue;
        const message = { round, from, to, value, chain };
        const others = good.filter((id) => id !== to && !chain.includes(id));
        const crowds = vector ? (round > faults ? [[]] : subsetsOf(others)) : [others];
        choices.push(crowds.map((crowd) => ({ ...message, convinces: [to, ...crowd] })));
      }
      if (tries === 'late' && round > 1 && traitors.includes(COMMANDER)) {
        choices.push([{ round, from: COMMANDER, to, value, chain: [COMMANDER], convinces: good }]);
      }
    }
  }
  return choices;
}

function isSigned(
  { value, chain }: Pick<NaiveMessage, 'value' | 'chain'>,
  traitors: readonly number[],
  made: ReadonlySet<string>,
): boolean {
  return chain.every(
    (id, i) => traitors.includes(id) || made.has(`${value}: ${chain.slice(0, i + 1).join(' ')}`),
  );
}

interface Reception {
  readonly round: number;
  readonly id: number;
  readonly held: readonly Held[];
  readonly inbox: readonly NaiveMessage[];
  readonly made: ReadonlySet<string>;
}

function receive(
  { traitors, flaw }: NaiveCast,
  { round, id, held, inbox, made }: Reception,
): readonly Held[] {
  const now = [...held];
  const bad = new Set<number>();
  const inOrder = [...inbox].sort(
    (a, b) => a.from - b.from || a.value - b.value || compareLists(a.chain, b.chain),
  );
  for (const { from, value, chain, convinces } of inOrder) {
    if (!isProper({ from, to: id, chain })) continue;
    const timely = chain.length === round || (flaw === 'late chain accepted' && chain.length < round);
    if (!timely || bad.has(from) || now.length === 2 || now.some((each) => each.value === value)) continue;
    if (flaw !== 'no signature check') {
      if (!convinces.includes(id) || !isSigned({ value, chain }, traitors, made)) {
        bad.add(from);
        continue;
      }
    }
    now.push({ value, chain, convinces });
  }
  return now;
}

/** Distinct signers, commander first, sender last, receiver not among them. */
function isProper({ from, to, chain }: Pick<NaiveMessage, 'from' | 'to' | 'chain'>): boolean {
  if (chain[0] !== COMMANDER || chain.at(-1) !== from) return false;
  return new Set([...chain, to]).size === chain.length + 1;
}

function decide({ flaw }: NaiveCast, held: readonly Held[]): number {
  if (held.length === 0) return DEFAULT;
  return held.length === 1 || flaw === 'first received' ? held[0].value : DEFAULT;
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((each, place) => each !== b[place]);
  return i < 0 ? 0 : a[i] - b[i];
}

/** Every list of `length` different ones of these. */
function arrangements(ids: readonly number[], length: number): number[][] {
  if (length === 0) return [[]];
  return ids.flatMap((first) =>
    arrangements(
      ids.filter((id) => id !== first),
      length - 1,
    ).map((rest) => [first, ...rest]),
  );
}

function subsetsOf(ids: readonly number[]): number[][] {
  if (ids.length === 0) return [[]];
  const without = subsetsOf(ids.slice(1));
  return [...without, ...without.map((rest) => [ids[0], ...rest])];
}
