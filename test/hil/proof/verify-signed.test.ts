/**
 * `verify sm` counts what the naive enumerator counts, placement by placement; what it finds replays in `agree`.
 */
import t from 'tap';
import { parseText } from '../../../hil/files/load-file.js';
import { runAgreement } from '../../../hil/proof/agree.js';
import { agreeScenarioSchema } from '../../../hil/proof/agree-scenario.js';
import { casesOf, placementsOf } from '../../../hil/proof/placements.js';
import type { VerifyRequest, VerifyResult } from '../../../hil/proof/verifier.js';
import { signedVerifier, verifySigned } from '../../../hil/proof/verify-signed.js';
import { naiveTally } from '../../support/naive-sm.js';
import { FirstReceived, RelaysOne } from '../../support/sm-mutants.js';

type Size = [n: number, m: number, traitors: number, values: number, signatures?: 'vector'];

function requestOf([computers, faults, traitors, values, signatures]: Size): VerifyRequest {
  return {
    protocol: 'sm',
    computers,
    faults,
    traitors,
    values,
    omission: false,
    choice: 'majority',
    hybrid: { asymmetric: 0, symmetric: 0, benign: 0, omissiveAsymmetric: 0 },
    signatures: signatures ?? 'transferable',
  };
}

function naiveCases(request: VerifyRequest, flaw?: 'relay cap 1' | 'first received'): VerifyResult['cases'] {
  const { computers, faults, values, signatures } = request;
  const counts = [...placementsOf(request)].map(({ commander, traitors }) => {
    const vector = signatures === 'vector';
    const cast = { computers, faults, traitors, values, vector, ...(flaw === undefined ? {} : { flaw }) };
    const { executions, ic1, ic2 } = naiveTally(cast);
    return { commander, executions: BigInt(executions), ic1: BigInt(ic1), ic2: BigInt(ic2) };
  });
  return casesOf(counts);
}

/** Whether a counterexample read as a file violates a condition. */
function replays(counterexample: string | null): boolean {
  if (counterexample === null) return false;
  const scenario = parseText(counterexample, { name: 'found.yaml', schema: agreeScenarioSchema });
  const { document } = runAgreement(scenario);
  return !document.ic1 || document.ic2 === false;
}

t.test('the counts are those of plain enumeration, and within the bound nothing is violated', (t) => {
  // biome-ignore format: a truth table is read by column
  const sizes: Size[] = [
    [2, 0, 0, 2], [2, 0, 1, 2], [2, 0, 2, 2],
    [3, 0, 0, 3], [3, 0, 1, 2], [3, 0, 1, 3], [3, 0, 2, 2], [3, 0, 3, 2],
    [3, 1, 0, 2], [3, 1, 1, 2], [3, 1, 1, 3], [3, 1, 2, 2], [3, 1, 2, 3],
    [4, 0, 1, 2], [4, 0, 2, 2],
    [4, 1, 1, 2], [4, 1, 1, 3], [4, 1, 2, 2], [4, 1, 2, 3], [4, 1, 3, 2],
    [4, 2, 1, 2], [4, 2, 2, 2], [4, 2, 3, 2], [4, 2, 3, 3],
    [5, 1, 1, 2], [5, 1, 2, 2], [5, 2, 1, 2], [5, 3, 1, 2],
    [3, 1, 1, 2, 'vector'], [3, 1, 1, 3, 'vector'], [3, 1, 2, 2, 'vector'],
    [4, 1, 1, 2, 'vector'], [4, 2, 1, 2, 'vector'], [4, 2, 3, 2, 'vector'],
  ];
  let broken = 0;
  for (const size of sizes) {
    const request = requestOf(size);
    const { cases, covered, total, withinBound, counterexample } = signedVerifier.verify(request, () => true);
    const label = `n = ${size[0]}, m = ${size[1]}, ${size[2]} traitors, ${size[3]} values ${size[4] ?? ''}`;
    t.same(cases, naiveCases(request), label);
    t.equal(covered, total, 'every execution was covered');
    t.equal(signedVerifier.tooMuch?.(request), null);
    const violated = cases.some(({ ic1, ic2 }) => ic1 > 0n || ic2 > 0n);
    t.equal(counterexample !== null, violated);
    t.equal(replays(counterexample), violated, violated ? 'and agree replays it' : 'nothing found');
    if (withinBound) t.notOk(violated, 'within the bound');
    if (violated) broken++;
  }
  t.ok(broken >= 8, `${broken} sizes beyond the bound were found broken`);
  t.end();
});

t.test('counts too large to enumerate are the products of what may be sent', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [Size, executions: bigint][] = [
    [[4, 1, 1, 2], 4n ** 3n],                              // any subset of two values to each of three
    [[4, 2, 2, 2], 9n ** 2n * 4n ** 2n],                   // 3 = ways to take some and have some relayed, twice each
    [[5, 2, 2, 2], 25n ** 3n * 4n ** 3n],
    [[6, 2, 2, 2], 81n ** 4n * 4n ** 4n],
    [[5, 2, 3, 2], 25n ** 2n * 4n ** 4n * 4n ** 4n],
  ];
  for (const [size, executions] of rows) {
    const { cases } = signedVerifier.verify(requestOf(size), () => true);
    t.equal(cases[0].executions, executions, JSON.stringify(size));
    t.equal(cases[0].ic1 > 0n, size[2] > size[1], 'violated only where there are more traitors than m');
  }
  t.end();
});

t.test('from m = 3 on, placements count apart, and none of them is violated', (t) => {
  const { cases, covered, total } = signedVerifier.verify(requestOf([5, 3, 2, 2]), () => true);
  // Of two chains with a new value the one from the lower id is relayed; whose name is on it decides who can go on.
  t.same(
    cases.map(({ commander, placements, executions }) => [commander, placements, executions]),
    [
      ['traitor', 1n, 1_721_344n],
      ['traitor', 1n, 2_238_016n],
      ['traitor', 1n, 2_611_456n],
      ['traitor', 1n, 2_795_584n],
      ['loyal', 6n, 131_072n],
    ],
  );
  t.ok(cases.every(({ ic1, ic2 }) => ic1 === 0n && ic2 === 0n));
  t.equal(covered, total);
  t.end();
});

t.test('wrong rules are caught, with the counts that plain enumeration gives for them', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [Size, 'relay cap 1' | 'first received'][] = [
    [[3, 1, 1, 3], 'relay cap 1'],
    [[4, 2, 2, 2], 'relay cap 1'],
    [[4, 1, 1, 3], 'relay cap 1'],
    [[3, 1, 1, 2], 'first received'],
    [[4, 1, 1, 2], 'first received'],
    [[4, 2, 2, 2], 'first received'],
  ];
  for (const [size, flaw] of rows) {
    const request = requestOf(size);
    const Wrong = flaw === 'relay cap 1' ? RelaysOne : FirstReceived;
    const { cases, withinBound } = verifySigned(request, { computerOf: (config) => new Wrong(config) });
    t.same(cases, naiveCases(request, flaw), `${flaw}, ${JSON.stringify(size)}`);
    t.ok(withinBound && cases.some(({ ic1 }) => ic1 > 0n), 'it breaks IC1 within the bound');
  }
  t.end();
});

t.test('vectors split two good computers at every n, and the counterexample says whom they convince', (t) => {
  for (const computers of [3, 4]) {
    const result = verifySigned(requestOf([computers, 1, 1, 2, 'vector']));
    t.ok(
      result.cases.some(({ commander, ic1 }) => commander === 'traitor' && ic1 > 0n),
      `n = ${computers}`,
    );
    t.match(result, { withinBound: false, bound: /no proof that can be shown/ });
    t.match(result.counterexample, /signatures: vector[\s\S]*convinces: \[/);
    t.ok(replays(result.counterexample));
  }
  t.end();
});

t.test('a run that is stopped says what it covered', (t) => {
  const request = requestOf([5, 2, 2, 2]);
  let calls = 0;
  const { covered, total } = signedVerifier.verify(request, ({ done, total }) => {
    t.ok(done <= total);
    return ++calls < 3;
  });
  t.ok(covered > 0n && covered < total, `${covered} of ${total}`);
  t.end();
});

t.test('a request that would not end is refused with the arithmetic, at once', (t) => {
  for (const size of [
    [7, 3, 3, 2],
    [16, 14, 14, 2],
    [4, 2, 2, 64],
  ] as Size[]) {
    t.match(signedVerifier.tooMuch?.(requestOf(size)), { message: /means (about|more than) 2\^\d+ packets/ });
  }
  t.end();
});
