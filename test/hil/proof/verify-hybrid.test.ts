import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { loadFile } from '../../../hil/files/load-file.js';
import { agreeScenarioSchema } from '../../../hil/proof/agree-scenario.js';
import { runAgreement, type AgreeDocument } from '../../../hil/proof/agree.js';
import { algorithmZVerifier, hybridVerifier } from '../../../hil/proof/verify-hybrid.js';
import type { VerifyRequest, VerifyResult } from '../../../hil/proof/verifier.js';

type Counts = readonly [asymmetric: number, symmetric: number, benign: number, omissiveAsymmetric: number];

function request(
  computers: number,
  faults: number,
  [asymmetric, symmetric, benign, omissive]: Counts,
): VerifyRequest {
  return {
    protocol: 'omh',
    computers,
    faults,
    traitors: 0,
    values: 2,
    omission: false,
    choice: 'majority',
    hybrid: { asymmetric, symmetric, benign, omissiveAsymmetric: omissive },
    signatures: 'transferable',
  };
}

const toTheEnd = (): boolean => true;

t.test('a result says its bound, its counts and that all was looked at', (t) => {
  t.same(hybridVerifier.verify(request(5, 1, [1, 0, 1, 0]), toTheEnd), {
    withinBound: true,
    bound: 'within the bound: 5 > 2·1 + 2·0 + 1 + 1 = 4 (2a + 2s + b + m); 1 asymmetric ≤ m = 1',
    cases: [],
    hybrid: { executions: 896n, agreement: 0n, validity: 0n },
    counterexample: null,
    covered: 896n,
    total: 896n,
  });
  const z = algorithmZVerifier.verify(request(5, 1, [1, 0, 1, 0]), toTheEnd);
  t.match(z, { withinBound: true, hybrid: { executions: 432n, agreement: 96n, validity: 0n } });
  t.match(z.bound, /^within the bound, as published for z: 5 > /);
  const beyond = hybridVerifier.verify(request(5, 1, [1, 0, 0, 1]), toTheEnd);
  t.equal(
    beyond.bound,
    'outside the bound: 5 is not more than 2·2 + 2·0 + 0 + 1 = 5 (2a + 2s + b + m); 2 asymmetric is more than m = 1',
  );
  t.equal(hybridVerifier.total(request(5, 1, [1, 0, 1, 0])), 896n);
  t.equal(algorithmZVerifier.total(request(5, 1, [1, 0, 1, 0])), 432n);
  t.end();
});

t.test('a watch that says stop gets what was covered', (t) => {
  const looks: bigint[] = [];
  const { covered, total, hybrid } = hybridVerifier.verify(request(5, 2, [1, 0, 0, 0]), ({ done }) => {
    looks.push(done);
    return looks.length < 3;
  });
  t.equal(looks.length, 3);
  t.equal(covered, looks[2]);
  t.ok(covered > 0n && covered < total, `${covered} of ${total}`);
  t.equal(hybrid?.executions, covered);
  t.end();
});

/** The counterexample, written to a file and replayed as a user would. */
function replay(t: Test, { counterexample }: VerifyResult): AgreeDocument {
  const path = join(t.testdir(), 'counterexample.yaml');
  writeFileSync(path, counterexample ?? '');
  return runAgreement(loadFile({ path, schema: agreeScenarioSchema })).document;
}

t.test('the counterexample of omh is a scenario that `agree` replays to the same violation', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, counts: Counts][] = [
    [3, 0, [1, 0, 0, 0]],
    [3, 1, [1, 0, 0, 0]],
    [4, 1, [1, 0, 1, 0]],
    [4, 1, [0, 0, 0, 2]],
    [5, 1, [1, 1, 0, 0]],
    [5, 1, [2, 0, 0, 0]],
    [5, 1, [1, 0, 0, 1]],
    [4, 2, [1, 0, 0, 0]],
    [4, 2, [0, 1, 0, 1]],
    [5, 2, [0, 2, 0, 0]],
  ];
  const kinds = new Set<string>();
  for (const [computers, faults, counts] of rows) {
    const result = hybridVerifier.verify(request(computers, faults, counts), toTheEnd);
    const document = replay(t, result);
    const split = /differently/.test(result.counterexample ?? '');
    const title = `n = ${computers}, m = ${faults}, ${counts.join(' ')}`;
    t.equal(document.ic1, !split, title);
    if (!split) t.equal(document.ic2, false, title);
    kinds.add(split ? 'agreement' : 'validity');
  }
  t.equal(kinds.size, 2, 'both kinds of violation were replayed');
  t.end();
});

t.test('the counterexample of z is told to omh, which holds it, and says so', (t) => {
  const result = algorithmZVerifier.verify(request(5, 1, [1, 0, 1, 0]), toTheEnd);
  t.match(
    result.counterexample,
    /^# Under Algorithm Z, good computers decide differently\. `agree` has no z/,
  );
  t.match(result.counterexample, /^# Faulty: 0 benign, \d asymmetric\.$/m);
  t.match(replay(t, result), { ic1: true, ic2: null, withinBound: true });
  t.end();
});
