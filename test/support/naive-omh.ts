/**
 * OMH(m) as the paper writes it (Lincoln and Rushby 1993), and every fault of a hybrid mix tried on it: recursive,
 * with terms for words, maps for what is held, and no code of the firmware or the proof room.
 *
 *   a term is a value 0 … V−1, or 'E', 'R(E)', 'R(R(E))', …
 *
 * The rules can be exchanged, so that the same few lines also count what Algorithm Z and planted mistakes break.
 */

export type Term = number | string;

export interface NaiveRules {
  readonly report: (term: Term) => Term;
  readonly unreport: (term: Term) => Term;
  /** What is chosen of the votes; `own` is the voter's. `otherwise` is the default value. */
  readonly vote: (votes: readonly Term[], own: Term, otherwise: Term) => Term;
}

const nest = (term: Term): Term => (typeof term === 'number' ? term : `R(${term})`);
const strip = (term: Term): Term =>
  typeof term === 'string' && term.startsWith('R(') ? term.slice(2, -1) : term;

/** More than half of those that are no error. */
function vote(votes: readonly Term[], _: Term, otherwise: Term): Term {
  const cast = votes.filter((term) => term !== 'E');
  if (cast.length === 0) return 'E';
  return cast.find((term) => cast.filter((other) => other === term).length * 2 > cast.length) ?? otherwise;
}

export const OMH_RULES: NaiveRules = { report: nest, unreport: strip, vote };
/** Algorithm Z: an error is relayed as an error, and dropped. */
export const Z_RULES: NaiveRules = { report: (term) => term, unreport: (term) => term, vote };
/** The report of a report is the report. */
export const FLAT_RULES: NaiveRules = {
  report: (term) => (typeof term === 'number' ? term : 'R(E)'),
  unreport: strip,
  vote,
};
/** Where nothing has a majority, my own. */
export const TIE_OWN_RULES: NaiveRules = {
  report: nest,
  unreport: strip,
  vote: (votes, own) => vote(votes, own, own),
};

export interface HybridMix {
  readonly asymmetric: number;
  readonly symmetric: number;
  readonly benign: number;
  readonly omissiveAsymmetric: number;
}

export interface NaiveHybrid {
  readonly computers: number;
  readonly faults: number;
  readonly mix: HybridMix;
  readonly values: number;
  readonly rules: NaiveRules;
  /** Whether an asymmetric computer may also say 'R(E)'. */
  readonly reports: boolean;
  /** Only placements with this kind at the source, if given. */
  readonly source?: string;
}

type Say = (path: readonly number[], sender: number, receiver: number, honest: Term) => Term;

/** A term with more reports than there were relays is manifestly bad. */
function heard(term: Term, relays: number): Term {
  return typeof term === 'string' && term.split('R').length - 1 > relays ? 'E' : term;
}

/** What each receiver holds of the source's value at the end of OMH(m), by id. */
export function naiveHybrid(
  order: { faults: number; source: number; receivers: readonly number[]; value: Term },
  rules: NaiveRules,
  say: Say,
  path: readonly number[] = [],
): Map<number, Term> {
  const { faults, source, receivers, value } = order;
  const got = new Map(
    receivers.map((p) => [p, heard(say(path, source, p, value), path.length)] as [number, Term]),
  );
  if (faults === 0) return got;
  const relayed = new Map(
    receivers.map((q) => {
      const inner = {
        faults: faults - 1,
        source: q,
        receivers: receivers.filter((p) => p !== q),
        value: rules.report(got.get(q)!),
      };
      return [q, naiveHybrid(inner, rules, say, [...path, source])] as const;
    }),
  );
  return new Map(
    receivers.map((p) => {
      const own = rules.report(got.get(p)!);
      const votes = receivers.map((q) => (q === p ? own : relayed.get(q)!.get(p)!));
      return [p, rules.unreport(rules.vote(votes, own, 0))];
    }),
  );
}

/** Every way to give the computers the kinds of the mix. */
function casts(computers: number, mix: Record<string, number>): string[][] {
  if (computers === 0) return [[]];
  return Object.keys(mix)
    .filter((kind) => mix[kind] > 0)
    .flatMap((kind) =>
      casts(computers - 1, { ...mix, [kind]: mix[kind] - 1 }).map((rest) => [kind, ...rest]),
    );
}

/** What may be said in each place where a fault has a choice, in one placement: name of the place → words. */
function choices({ computers, faults, values, reports }: NaiveHybrid, kinds: string[]): Map<string, Term[]> {
  const plain: Term[] = Array.from({ length: values }, (_, value) => value);
  const places = new Map<string, Term[]>();
  if (kinds[0] === 'good' || kinds[0] === 'omissive') places.set('value', plain);
  const visit = (path: number[], sender: number): void => {
    for (let receiver = 0; receiver < computers; receiver++) {
      if (path.includes(receiver) || receiver === sender) continue;
      if (path.length < faults) visit([...path, sender], receiver);
      if (kinds[receiver] !== 'good' && kinds[receiver] !== 'omissive') continue;
      const place = `${path.join(' ')}: ${sender}`;
      if (kinds[sender] === 'symmetric') places.set(place, plain);
      if (kinds[sender] === 'omissive') places.set(`${place} > ${receiver}`, ['honest', 'E']);
      if (kinds[sender] === 'asymmetric') {
        places.set(`${place} > ${receiver}`, [...plain, 'E', ...(reports ? ['R(E)'] : [])]);
      }
    }
  };
  visit([], 0);
  return places;
}

/** Executions of the whole mix, and those in which good computers differ or do not hold a good source's value. */
export function naiveHybridCount(trial: NaiveHybrid): {
  executions: bigint;
  agreement: bigint;
  validity: bigint;
} {
  const { computers, faults, mix, rules } = trial;
  const { asymmetric, symmetric, benign, omissiveAsymmetric: omissive } = mix;
  const good = computers - asymmetric - symmetric - benign - omissive;
  const count = { executions: 0n, agreement: 0n, validity: 0n };
  if (good < 0) return count;
  const receivers = Array.from({ length: computers - 1 }, (_, i) => i + 1);
  for (const kinds of casts(computers, { good, benign, symmetric, omissive, asymmetric })) {
    if (trial.source !== undefined && kinds[0] !== trial.source) continue;
    const places = [...choices(trial, kinds)];
    const digits = places.map(() => 0);
    for (let more = true; more; ) {
      const chosen = new Map(places.map(([place, words], i) => [place, words[digits[i]]]));
      const value = chosen.get('value') ?? 0;
      const say: Say = (path, sender, receiver, honest) => {
        if (kinds[sender] === 'good') return honest;
        if (kinds[sender] === 'benign') return 'E';
        const place = `${path.join(' ')}: ${sender}`;
        const word = chosen.get(kinds[sender] === 'symmetric' ? place : `${place} > ${receiver}`);
        return word === undefined || word === 'honest' ? honest : word;
      };
      const held = naiveHybrid({ faults, source: 0, receivers, value }, rules, say);
      const decided = receivers.filter((id) => kinds[id] === 'good').map((id) => held.get(id));
      count.executions++;
      if (decided.some((word) => word !== decided[0])) count.agreement++;
      if (kinds[0] === 'good' && decided.some((word) => word !== value)) count.validity++;
      let i = 0;
      while (i < digits.length && ++digits[i] === places[i][1].length) digits[i++] = 0;
      more = i < digits.length;
    }
  }
  return count;
}
