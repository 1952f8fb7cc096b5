/**
 * Random adversaries against OM(2) among seven, every computer a source: within the bound never, beyond it found.
 * A failing case prints its seed and traitors, shrunk; `say` is a function of these two alone.
 */
import fc from 'fast-check';
import t from 'tap';
import { majority, medianBy, type Choice } from '../../firmware/agreement/choice.js';
import { randomLiar, type Word } from '../support/adversaries.js';
import { judge, OmCluster } from '../support/om-cluster.js';

const COMPUTERS = 7;
const FAULTS = 2;
const IDS = Array.from({ length: COMPUTERS }, (_, id) => id);
const WORDS: Word[] = [0, 1, 2, undefined];

interface Attack {
  readonly seed: number;
  readonly traitors: number[];
  readonly own: number[];
}

function attacks({
  traitorsMin,
  traitorsMax,
}: {
  traitorsMin: number;
  traitorsMax: number;
}): fc.Arbitrary<Attack> {
  return fc.record({
    seed: fc.nat(),
    traitors: fc.uniqueArray(fc.constantFrom(...IDS), { minLength: traitorsMin, maxLength: traitorsMax }),
    own: fc.array(fc.nat(2), { minLength: COMPUTERS, maxLength: COMPUTERS }),
  });
}

function clusterOf(choice: Choice): OmCluster {
  return new OmCluster({ computers: COMPUTERS, faults: FAULTS, sources: IDS, choice, absent: 0 });
}

/** Sources for which a condition is violated. */
function violations(cluster: OmCluster, { seed, traitors, own }: Attack, sometimes = { lies: 0 }): number[] {
  const decided = cluster.run(own, randomLiar({ seed, traitors }, WORDS), sometimes);
  return IDS.filter((source) => {
    const { ic1, ic2 } = judge(decided, { source, traitors, sent: own[source] });
    return !ic1 || !ic2;
  });
}

for (const [name, choice] of [
  ['majority', majority],
  ['median', medianBy((a, b) => a - b, 8)],
] as const) {
  t.test(`OM(2) among 7 by ${name}: up to two traitors never break a condition, for any source`, (t) => {
    const cluster = clusterOf(choice);
    const sometimes = { lies: 0 };
    fc.assert(
      fc.property(
        attacks({ traitorsMin: 0, traitorsMax: 2 }),
        (attack) => violations(cluster, attack, sometimes).length === 0,
      ),
      { seed: 20, numRuns: 1500 },
    );
    t.ok(sometimes.lies > 100_000, `${sometimes.lies} messages were lies`);
    t.end();
  });

  t.test(`OM(2) among 7 by ${name}: three traitors are found to break one`, (t) => {
    const cluster = clusterOf(choice);
    const outcome = fc.check(
      fc.property(
        attacks({ traitorsMin: 3, traitorsMax: 3 }),
        (attack) => violations(cluster, attack).length === 0,
      ),
      { seed: 20, numRuns: 1500 },
    );
    t.equal(outcome.failed, true);
    t.equal(outcome.counterexample?.[0].traitors.length, 3);
    t.end();
  });
}

t.test(
  'three traitors break both kinds: a loyal source is not heard, a traitor source splits the rest',
  (t) => {
    const cluster = clusterOf(majority);
    let ic1 = 0;
    let ic2 = 0;
    for (let seed = 0; seed < 600; seed++) {
      const traitors = [0, 1 + (seed % 6), 1 + ((seed + 1 + (seed % 5)) % 6)];
      const own = IDS.map(() => 1);
      const decided = cluster.run(own, randomLiar({ seed, traitors }, [0, 1]));
      for (const source of IDS) {
        const verdict = judge(decided, { source, traitors, sent: 1 });
        if (traitors.includes(source) && !verdict.ic1) ic1++;
        if (!verdict.ic2) ic2++;
      }
    }
    t.ok(ic1 > 0, `IC1 violated for a traitor source in ${ic1} cases`);
    t.ok(ic2 > 0, `IC2 violated for a loyal source in ${ic2} cases`);
    t.end();
  },
);

t.test(
  'the order in which a run draws its lies does not matter: the same attack gives the same decisions',
  (t) => {
    const attack = { seed: 5, traitors: [2, 6], own: [1, 2, 0, 1, 2, 0, 1] };
    const say = randomLiar(attack, WORDS);
    const first = clusterOf(majority)
      .run(attack.own, say)
      .map((row) => [...row]);
    const used = clusterOf(majority);
    used.run(attack.own, randomLiar({ ...attack, seed: 6 }, WORDS));
    t.same(
      used.run(attack.own, say).map((row) => [...row]),
      first,
    );
    t.end();
  },
);
