/**
 * What Lincoln and Rushby prove of OMH(m), tried out on the production code: every mix of faults, every placement,
 * every pick, with the exact number of executions in which a condition breaks; and what they found of Algorithm Z.
 *
 * For every *never* there is a neighbouring *sometimes*. Figures are those of the recursive procedure of
 * `naive-omh.ts`, which is run beside each.
 */
import t from 'tap';
import type { HybridMessagesConfig } from '../../firmware/agreement/omh.js';
import { hybridHolds } from '../../firmware/agreement/hybrid-bound.js';
import type { OralPart } from '../../hil/proof/oral-part.js';
import { createAlgorithmZ } from '../../hil/proof/known-bad/algorithm-z.js';
import { algorithmZVerifier, hybridVerifier, verifierOf } from '../../hil/proof/verify-hybrid.js';
import type { Verifier, VerifyRequest } from '../../hil/proof/verifier.js';
import { mix as mixed, type Word } from '../support/adversaries.js';
import { HybridCluster } from '../support/hybrid-cluster.js';
import { createFlatReports, createTieKeepsOwn } from '../support/hybrid-mutants.js';
import type { Say } from '../support/naive-om.js';
import {
  FLAT_RULES,
  naiveHybridCount,
  OMH_RULES,
  TIE_OWN_RULES,
  Z_RULES,
  type NaiveRules,
} from '../support/naive-omh.js';

interface Case {
  readonly computers: number;
  readonly faults: number;
  readonly mix: VerifyRequest['hybrid'];
  readonly values?: number;
}

function requestOf({ computers, faults, mix, values = 2 }: Case): VerifyRequest {
  return {
    protocol: 'omh',
    computers,
    faults,
    traitors: 0,
    values,
    omission: false,
    choice: 'majority',
    hybrid: mix,
    signatures: 'transferable',
  };
}

function mixOf([asymmetric, symmetric, benign, omissiveAsymmetric]: readonly number[]): Case['mix'] {
  return { asymmetric, symmetric, benign, omissiveAsymmetric };
}

function countOf(verifier: Verifier, trial: Case): Record<string, bigint> {
  return { ...verifier.verify(requestOf(trial), () => true).hybrid };
}

function naiveCount(trial: Case, rules: NaiveRules, reports: boolean): Record<string, bigint> {
  return { ...naiveHybridCount({ values: 2, ...trial, rules, reports }) };
}

t.test('OMH holds every mix within its bound, and breaks next to it: exact counts', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, asob: [number, number, number, number], executions: bigint, agreement: bigint, validity: bigint, within: boolean][] = [
    //      a  s  b  o
    [3, 0, [1, 0, 0, 0],     20n,   10n,    0n, false],   // one round holds no asymmetric fault
    [3, 0, [0, 1, 0, 0],      6n,    0n,    0n, true ],   // but a symmetric one
    [3, 0, [0, 0, 0, 1],     12n,    4n,    0n, false],
    [3, 1, [1, 0, 0, 0],     32n,    0n,    4n, false],
    [4, 1, [1, 0, 0, 0],    160n,    0n,    0n, true ],
    [4, 1, [0, 1, 0, 0],     14n,    0n,    0n, true ],
    [4, 1, [0, 0, 2, 0],      9n,    0n,    0n, true ],
    [4, 1, [0, 0, 0, 1],     40n,    0n,    0n, true ],
    [4, 1, [1, 0, 1, 0],    144n,    0n,   12n, false],
    [4, 1, [0, 0, 0, 2],    288n,   36n,    0n, false],   // two messages lost at some: nobody lies
    [5, 1, [1, 0, 1, 0],    896n,    0n,    0n, true ],   // where Z breaks
    [5, 1, [0, 1, 1, 0],     64n,    0n,    0n, true ],
    [5, 1, [0, 0, 1, 1],    192n,    0n,    0n, true ],
    [5, 1, [1, 1, 0, 0],  1_792n,   96n,  144n, false],
    [5, 1, [2, 0, 0, 0], 19_456n, 6912n,  672n, false],
    [5, 1, [1, 0, 0, 1], 18_432n, 3528n,    0n, false],
    [4, 2, [1, 0, 0, 0],  1_600n,  360n,  540n, false],   // a larger m than n carries is less safe
    [4, 2, [0, 1, 1, 0],     78n,    0n,   12n, false],
    [4, 2, [0, 0, 0, 2],  2_304n,    0n,  192n, false],
    [5, 2, [0, 1, 0, 0],    130n,    0n,    0n, true ],
    [5, 2, [0, 2, 0, 0],  3_200n,  432n,  888n, false],
  ];
  for (const [computers, faults, asob, executions, agreement, validity, within] of rows) {
    const trial = { computers, faults, mix: mixOf(asob) };
    const title = `n = ${computers}, m = ${faults}, ${asob.join(' ')}`;
    t.same(countOf(hybridVerifier, trial), { executions, agreement, validity }, title);
    t.same(naiveCount(trial, OMH_RULES, true), { executions, agreement, validity }, 'naive');
    t.equal(hybridHolds(trial.mix, trial), within, within ? 'within' : 'beyond');
    if (within) t.ok(agreement === 0n && validity === 0n, 'the row is what the theorem says');
  }
  t.end();
});

t.test('OMH holds every mix within its bound of up to five computers, with two and three values', (t) => {
  let mixes = 0;
  let executions = 0n;
  for (const values of [2, 3]) {
    for (const computers of [2, 3, 4, 5]) {
      for (let faults = 0; faults <= Math.min(2, computers - 2); faults++) {
        for (let code = 0; code < 256; code++) {
          const mix = mixOf([code & 3, (code >> 2) & 3, (code >> 4) & 3, code >> 6]);
          const request = requestOf({ computers, faults, mix, values });
          if (!hybridHolds(mix, { computers, faults })) continue;
          if (hybridVerifier.total(request) > 2_500_000n) continue;
          const { hybrid, withinBound } = hybridVerifier.verify(request, () => true);
          mixes++;
          executions += hybrid?.executions ?? 0n;
          if (!withinBound || hybrid?.agreement !== 0n || hybrid.validity !== 0n) {
            t.fail(`n = ${computers}, m = ${faults}, ${JSON.stringify(mix)}`);
          }
        }
      }
    }
  }
  t.comment(`${mixes} mixes, ${executions} executions`);
  t.ok(mixes > 40 && executions > 2_000_000n);
  t.end();
});

t.test('Algorithm Z fails with n = 5, m = 1, a dead source and one asymmetric relay; OMH holds', (t) => {
  const trial = { computers: 5, faults: 1, mix: mixOf([1, 0, 1, 0]) };
  t.ok(hybridHolds(trial.mix, trial), 'within the bound it was published with');
  const count = { executions: 432n, agreement: 96n, validity: 0n };
  t.same(countOf(algorithmZVerifier, trial), count);
  t.same(naiveCount(trial, Z_RULES, false), count, 'naive');
  // 4 relays may lie; 27 stories for three good computers, of which 3 are the same for all.
  const benignSource = naiveHybridCount({
    ...trial,
    values: 2,
    rules: Z_RULES,
    reports: false,
    source: 'benign',
  });
  t.same(benignSource, { executions: 108n, agreement: 96n, validity: 0n }, 'all of them with a dead source');
  t.same(countOf(hybridVerifier, trial), { executions: 896n, agreement: 0n, validity: 0n }, 'OMH holds');
  t.end();
});

t.test('Algorithm Z holds what OM(1) holds, and breaks beyond its bound: exact counts', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, asob: [number, number, number, number], executions: bigint, agreement: bigint, validity: bigint][] = [
    [4, 1, [1, 0, 0, 0],   81n,  0n,  0n],
    [4, 1, [1, 0, 1, 0],   90n, 18n,  6n],
    [3, 1, [1, 0, 0, 0],   21n,  0n,  2n],
    [4, 2, [1, 0, 1, 0],  378n, 54n, 24n],
  ];
  for (const [computers, faults, asob, executions, agreement, validity] of rows) {
    const trial = { computers, faults, mix: mixOf(asob) };
    const count = { executions, agreement, validity };
    t.same(countOf(algorithmZVerifier, trial), count, `n = ${computers}, m = ${faults}, ${asob.join(' ')}`);
    t.same(naiveCount(trial, Z_RULES, false), count, 'naive');
  }
  t.end();
});

t.test('a planted mistake changes the counts to those of the same mistake in the naive procedure', (t) => {
  type Create = (config: HybridMessagesConfig) => OralPart;
  // biome-ignore format: a truth table is read by column
  const rows: [name: string, create: Create, rules: NaiveRules, n: number, m: number, asob: [number, number, number, number], executions: bigint, agreement: bigint, validity: bigint][] = [
    ['reports do not nest', createFlatReports,  FLAT_RULES,    4, 2, [1, 0, 1, 0],  1_008n, 108n,  48n],
    ['reports do not nest', createFlatReports,  FLAT_RULES,    4, 2, [0, 0, 0, 2],  2_304n, 120n, 192n],
    ['a tie is my own',     createTieKeepsOwn,  TIE_OWN_RULES, 4, 1, [1, 0, 0, 0],    160n,  12n,   0n],
    ['a tie is my own',     createTieKeepsOwn,  TIE_OWN_RULES, 5, 1, [1, 0, 1, 0],    896n,  48n,   0n],
  ];
  for (const [name, create, rules, computers, faults, asob, executions, agreement, validity] of rows) {
    const trial = { computers, faults, mix: mixOf(asob) };
    const mutant = verifierOf({ protocol: 'omh', reportedError: true, create });
    const title = `${name}: n = ${computers}, m = ${faults}, ${asob.join(' ')}`;
    const count = countOf(mutant, trial);
    t.same(count, { executions, agreement, validity }, title);
    t.same(naiveCount(trial, rules, true), count, 'naive');
    t.notSame(countOf(hybridVerifier, trial), count, 'caught');
  }
  t.end();
});

/** Random words of one asymmetric computer; the benign are silent. */
function liar({ seed, asymmetric, benign }: { seed: number; asymmetric: number[]; benign: number[] }): Say {
  const words: Word[] = [1, 2, 0, -1, -2];
  return ({ path, sender, receiver }, honest) => {
    if (benign.includes(sender)) return undefined;
    if (!asymmetric.includes(sender)) return honest;
    const key = [...path, sender, receiver].reduce((sum, id) => sum * 16 + id + 1, 0);
    const draw = mixed({ seed, key });
    return draw % 4 === 0 ? honest : words[(draw >>> 4) % words.length];
  };
}

function splits(create: ((config: HybridMessagesConfig) => OralPart) | undefined, tries: number): number {
  const shape = { computers: 6, faults: 2, sources: [0] };
  const cluster = new HybridCluster(create ? { ...shape, create } : shape);
  let broken = 0;
  for (let seed = 0; seed < tries; seed++) {
    const decided = cluster.run(
      [2, 1, 1, 1, 1, 1],
      liar({ seed, asymmetric: [1 + (seed % 5)], benign: [0] }),
    );
    const held = [1, 2, 3, 4, 5].filter((id) => id !== 1 + (seed % 5)).map((id) => decided[id][0]);
    if (held.some((word) => word !== held[0])) broken++;
  }
  return broken;
}

t.test('six computers, m = 2, a dead source and one asymmetric relay: OMH never splits, Z does', (t) => {
  t.equal(splits(undefined, 3000), 0, 'never');
  const z = splits(createAlgorithmZ, 3000);
  t.ok(z > 1000, `Z in ${z} of 3000`);
  t.end();
});

t.test(
  'HYB-R: without nesting, an asymmetric source splits five computers with m = 2, all words tried',
  (t) => {
    // A relay that was told E reports R(E) and votes with it; the others, who vote on R(R(E)) = R(E) first and then
    // un-report it, hold an E of that relay and drop it: the voters count differently many votes.
    const words = [1, 2, 0, -1];
    const splitsOf = (create?: (config: HybridMessagesConfig) => OralPart): bigint => {
      const shape = { computers: 5, faults: 2, sources: [0] };
      const cluster = new HybridCluster(create ? { ...shape, create } : shape);
      let broken = 0n;
      for (let code = 0; code < 4 ** 4; code++) {
        const say: Say = ({ sender, receiver }, honest) =>
          sender === 0 ? words[Math.floor(code / 4 ** (receiver - 1)) % 4] : honest;
        const held = cluster.run([1, 1, 1, 1, 1], say).map((row) => row[0]);
        if ([2, 3, 4].some((id) => held[id] !== held[1])) broken++;
      }
      return broken;
    };
    const trial = { computers: 5, faults: 2, mix: mixOf([1, 0, 0, 0]), values: 2, reports: true };
    const naive = (rules: NaiveRules): bigint =>
      naiveHybridCount({ ...trial, rules, source: 'asymmetric' }).agreement;
    t.equal(splitsOf(), 0n, 'nested reports hold');
    t.equal(naive(OMH_RULES), 0n, 'naive');
    t.equal(splitsOf(createFlatReports), 56n, 'flat ones split');
    t.equal(naive(FLAT_RULES), 56n, 'naive');
    t.end();
  },
);

t.test('seven computers, m = 2: two asymmetric, or one with two dead, never break OMH', (t) => {
  const cluster = new HybridCluster({ computers: 7, faults: 2, sources: [0] });
  // biome-ignore format: a truth table is read by column
  const rows: [asymmetric: number[], benign: number[], breaks: boolean][] = [
    [[0, 3],    [],        false],
    [[2, 5],    [],        false],
    [[0],       [2, 6],    false],
    [[4],       [0, 6],    false],
    [[4],       [1, 6],    false],
    [[0, 3, 4], [],        true ],
    [[3, 4],    [0, 1, 2], true ],
  ];
  for (const [asymmetric, benign, breaks] of rows) {
    const good = [1, 2, 3, 4, 5, 6].filter((id) => !asymmetric.includes(id) && !benign.includes(id));
    const sourceGood = !asymmetric.includes(0) && !benign.includes(0);
    let broken = 0;
    for (let seed = 0; seed < 1500; seed++) {
      const decided = cluster.run([2, 1, 1, 1, 1, 1, 1], liar({ seed, asymmetric, benign }));
      const held = good.map((id) => decided[id][0]);
      if (held.some((word) => word !== held[0] || (sourceGood && word !== 2))) broken++;
    }
    t.equal(broken > 0, breaks, `asymmetric ${asymmetric.join(' ')}, benign ${benign.join(' ')}: ${broken}`);
  }
  t.end();
});
