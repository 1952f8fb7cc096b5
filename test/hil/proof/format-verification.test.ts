import t from 'tap';
import { formatVerification, isViolated } from '../../../hil/proof/format-verification.js';
import type { VerifyRequest, VerifyResult } from '../../../hil/proof/verifier.js';

const REQUEST: VerifyRequest = {
  protocol: 'om',
  computers: 4,
  faults: 1,
  traitors: 1,
  values: 2,
  omission: true,
  choice: 'majority',
  hybrid: { asymmetric: 1, symmetric: 0, benign: 1, omissiveAsymmetric: 0 },
  signatures: 'vector',
};
const LOYAL = { commander: 'loyal', placements: 2n, executions: 1000n, ic1: 0n, ic2: 0n } as const;
const RESULT: VerifyResult = {
  withinBound: true,
  bound: 'within the bound',
  cases: [LOYAL],
  hybrid: null,
  counterexample: null,
  covered: 2000n,
  total: 2000n,
};

function page(result: VerifyResult, request = REQUEST): string {
  return formatVerification(request, result, { columns: 80 }).join('\n');
}

t.test('the question is said in the words of the protocol', (t) => {
  const question = (request: VerifyRequest): string =>
    page(RESULT, request).split('\n\n')[0].replaceAll('\n ', '');
  t.match(question(REQUEST), 'any of 2 values (0 is the default) or nothing in every message; majority');
  t.match(
    question({ ...REQUEST, protocol: 'sm' }),
    '1 traitor in every place; 2 values (0 is the default); vector',
  );
  t.match(question({ ...REQUEST, protocol: 'z' }), '1 asymmetric, 0 symmetric, 1 benign, 0 omissive');
  t.end();
});

t.test('placements that count differently are said to be a finding', (t) => {
  t.notMatch(page(RESULT), 'an id matters');
  const cases = [LOYAL, { ...LOYAL, ic2: 3n }];
  t.match(page({ ...RESULT, cases, covered: 4000n, total: 4000n }), /: an id matters$/m);
  t.notMatch(page({ ...RESULT, cases }), 'then interrupted');
  const stopped = page({ ...RESULT, cases: [LOYAL, { ...LOYAL, executions: 500n }], total: 10_000n });
  t.notMatch(stopped, 'an id matters', 'not of an unfinished placement');
  t.match(stopped, '2,000 of 10,000 executions (20.00 %), then interrupted');
  t.end();
});

t.test('hybrid counts are summed over the placements and stand alone', (t) => {
  const hybrid = { executions: 12_345n, agreement: 6n, validity: 0n };
  const result = { ...RESULT, cases: [], hybrid };
  t.match(page(result), /^executions {3}agreement violated {3}validity violated\n12,345 +6 +0$/m);
  t.equal(isViolated(result), true);
  t.equal(isViolated({ ...result, hybrid: { ...hybrid, agreement: 0n, validity: 1n } }), true);
  t.equal(isViolated({ ...result, hybrid: { ...hybrid, agreement: 0n } }), false);
  t.end();
});

t.test('any violation of any case is one', (t) => {
  t.equal(isViolated(RESULT), false);
  t.equal(isViolated({ ...RESULT, cases: [LOYAL, { ...LOYAL, ic1: 1n }] }), true);
  t.equal(isViolated({ ...RESULT, cases: [{ ...LOYAL, ic2: 1n }, LOYAL] }), true);
  t.end();
});
