/**
 * OM(m) as the paper writes it (Lamport, Shostak and Pease 1982, section 3): a recursive procedure, values in
 * maps, choices by counting. It is the second opinion on the flat tree of the firmware and shares nothing with it.
 *
 *   OM(0)  1  the commander sends his value to every lieutenant
 *          2  each lieutenant uses what he receives, or the default
 *   OM(m)  1  the commander sends his value to every lieutenant
 *          2  each lieutenant i acts as the commander of OM(m−1) to send what he received to the n−2 others
 *          3  each lieutenant uses the choice of (v1, …, v(n−1)), his own received value in his own place
 */

/** One message: who says it to whom, and through whom its value came (source first, sender not in it). */
export interface Telling {
  readonly path: readonly number[];
  readonly sender: number;
  readonly receiver: number;
}

/** What the sender really says instead of `honest`; undefined = nothing. Good senders return `honest`. */
export type Say = (telling: Telling, honest: number) => number | undefined;

export interface NaiveSetting {
  readonly absent: number;
  readonly choose: (values: readonly number[], absent: number) => number;
  readonly say: Say;
}

/** The value each lieutenant uses, by id. */
export function naiveOralMessages(
  {
    faults,
    commander,
    lieutenants,
    value,
  }: { faults: number; commander: number; lieutenants: readonly number[]; value: number },
  setting: NaiveSetting,
  path: readonly number[] = [],
): Map<number, number> {
  const received = new Map<number, number>();
  for (const receiver of lieutenants) {
    received.set(receiver, setting.say({ path, sender: commander, receiver }, value) ?? setting.absent);
  }
  if (faults === 0) return received;
  const relayed = new Map<number, Map<number, number>>();
  for (const i of lieutenants) {
    const others = lieutenants.filter((j) => j !== i);
    const order = { faults: faults - 1, commander: i, lieutenants: others, value: received.get(i)! };
    relayed.set(i, naiveOralMessages(order, setting, [...path, commander]));
  }
  return new Map(
    lieutenants.map((i) => {
      const votes = lieutenants.map((j) => (j === i ? received.get(i)! : relayed.get(j)!.get(i)!));
      return [i, setting.choose(votes, setting.absent)];
    }),
  );
}

/** The value that occurs more than half of the time, else the default. */
export function naiveMajority(values: readonly number[], absent: number): number {
  return values.find((v) => values.filter((w) => w === v).length * 2 > values.length) ?? absent;
}

/** The lower middle of the values in order. */
export function naiveMedian(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1];
}
