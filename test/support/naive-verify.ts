/**
 * Every execution of OM(m) tried one after the other, as slowly as it can be said: the paper's recursion over plain
 * maps, a traitor's words looked up by who, to whom and through whom, an odometer over all of them. The second
 * opinion on `ironbird verify`; it shares nothing with it, least of all the slots: those are whatever the recursion
 * asks a traitor about.
 */

/** How a lieutenant chooses. Votes by id of the teller; `own` is the place of its own. */
export type NaiveChoose = (votes: readonly number[], voter: { self: number; own: number }) => number;

export interface NaiveQuestion {
  readonly computers: number;
  /** m: 0 for a triplex. */
  readonly faults: number;
  /** Ids; the commander is 0. */
  readonly traitors: readonly number[];
  readonly values: number;
  readonly omission: boolean;
  readonly choose: NaiveChoose;
}

export interface NaiveCount {
  readonly executions: number;
  readonly ic1: number;
  readonly ic2: number;
}

type Say = (key: string) => number;

/** What each lieutenant ends up with, by id. Nothing said is 0. */
function oralMessages(
  question: NaiveQuestion,
  { depth, commander, lieutenants }: { depth: number; commander: number; lieutenants: readonly number[] },
  { value, path, say }: { value: number; path: string; say: Say },
): Map<number, number> {
  const { traitors, choose } = question;
  const through = `${path} ${commander}`;
  const received = new Map<number, number>();
  for (const receiver of lieutenants) {
    const free = traitors.includes(commander) && !traitors.includes(receiver);
    received.set(receiver, free ? say(`${through} > ${receiver}`) : value);
  }
  if (depth === 0) return received;
  const relayed = lieutenants.map((relay) =>
    oralMessages(
      question,
      { depth: depth - 1, commander: relay, lieutenants: lieutenants.filter((id) => id !== relay) },
      { value: received.get(relay) ?? NaN, path: through, say },
    ),
  );
  return new Map(
    lieutenants.map((self, own) => [
      self,
      choose(
        lieutenants.map((relay, i) => (relay === self ? received : relayed[i]).get(self) ?? NaN),
        { self, own },
      ),
    ]),
  );
}

/** All executions of one placement. */
export function naiveCount(question: NaiveQuestion): NaiveCount {
  const { computers, faults, traitors, values, omission } = question;
  const lieutenants = Array.from({ length: computers - 1 }, (_, i) => i + 1);
  const run = (sent: number, say: Say): number[] => {
    const decided = oralMessages(
      question,
      { depth: faults, commander: 0, lieutenants },
      { value: sent, path: '', say },
    );
    return [...decided].filter(([id]) => !traitors.includes(id)).map(([, value]) => value);
  };
  const words = new Map<string, number>();
  run(0, (key) => (words.set(key, 0), 0));
  const keys = [...words.keys()];
  const loyal = !traitors.includes(0);
  let executions = 0;
  let ic1 = 0;
  let ic2 = 0;
  for (let sent = 0; sent < (loyal ? values : 1); sent++) {
    for (let more = true; more; ) {
      // A word past the values is silence, and silence is taken for the default.
      const decided = run(sent, (key) => (words.get(key) ?? NaN) % values);
      executions++;
      if (new Set(decided).size > 1) ic1++;
      if (loyal && decided.some((value) => value !== sent)) ic2++;
      more = false;
      for (const key of keys) {
        const word = (words.get(key) ?? NaN) + 1;
        more = word < values + (omission ? 1 : 0);
        words.set(key, more ? word : 0);
        if (more) break;
      }
    }
  }
  return { executions, ic1, ic2 };
}
