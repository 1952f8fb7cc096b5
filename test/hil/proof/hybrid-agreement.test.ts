import t from 'tap';
import { runAgreement } from '../../../hil/proof/agree.js';
import type { AgreeScenario, ScriptRule } from '../../../hil/proof/agreement-protocol.js';
import { explainDecision } from '../../../hil/proof/format-agreement.js';
import { rule, scenario } from '../../support/agree-scenario.js';

const hybrid = (changes: Partial<AgreeScenario> = {}): AgreeScenario =>
  scenario({ protocol: 'omh', computers: 5, ...changes });

t.test('a traitor counts as what its good receivers heard of it', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [traitor: number, script: ScriptRule[], a: number, s: number, b: number][] = [
    [3, [rule(null)],                               0, 0, 1],
    [3, [rule('error')],                            0, 0, 1],   // sent, and plainly bad
    [3, [rule('reported(reported(error))')],        0, 0, 1],   // deeper than a relay of round 2 can mean
    [3, [rule('reported(error)')],                  0, 1, 0],
    [3, [rule('retreat')],                          0, 1, 0],
    [3, [],                                         0, 1, 0],   // the truth, but nobody can count on it
    [3, [rule('retreat', { to: [1] })],             1, 0, 0],
    [3, [rule(null, { to: [1] })],                  1, 0, 0],   // lost at one receiver
    [3, [rule('retreat', { to: [4] })],             0, 1, 0],   // 4 is a traitor: nobody good is told two things
    [0, [rule(null)],                               0, 0, 1],
    [0, [rule('reported(error)')],                  0, 0, 1],
    [0, [rule('retreat')],                          0, 1, 0],
    [0, [rule('retreat', { to: [2] })],             1, 0, 0],
  ];
  for (const [traitor, script, a, s, b] of rows) {
    const traitors = new Map([
      [traitor, script],
      [4, [rule(null)]],
    ]);
    const { bound, document } = runAgreement(hybrid({ traitors }));
    const real = `against ${a} asymmetric, ${s} symmetric, ${b + 1} benign`;
    t.ok(bound.includes(real), `${traitor} ${JSON.stringify(script)}: ${bound}`);
    t.equal(document.withinBound, 5 > 2 * a + 2 * s + b + 2, 'n > 2a + 2s + b + m');
  }
  t.end();
});

t.test('more asymmetric faults than relay rounds are outside the bound, however many computers', (t) => {
  const twoFaced = [rule('retreat', { to: [1] })];
  const traitors = new Map([
    [8, twoFaced],
    [9, twoFaced],
  ]);
  const { bound, document } = runAgreement(hybrid({ computers: 10, traitors }));
  t.equal(document.withinBound, false);
  t.match(bound, /2 asymmetric, 0 symmetric, 0 benign and 2 relay rounds$/);
  t.end();
});

t.test('an explanation shows errors and reports of errors as what they are', (t) => {
  const traitors = new Map([
    [0, [rule(null)]],
    [4, [rule('attack', { to: [1] }), rule(null)]],
  ]);
  const told = hybrid({ traitors });
  const style = { columns: 100, colour: false };
  t.same(explainDecision(runAgreement(told), told, { computer: 1, linesMax: 10, style }), [
    'computer 1 decided error:',
    '  0              told error, chose error: majority of 3 × reported(error), 1 × attack',
    '    0 2          told reported(error)',
    '    0 3          told reported(error)',
    '    0 4          told attack',
  ]);
  const deep = hybrid({ computers: 6, faults: 2, traitors: new Map([[2, [rule(null, { path: [0] })]]]) });
  const { exchange } = runAgreement(deep);
  t.ok(
    exchange.said.some(({ path, said }) => path.join(' ') === '0 2' && said === 'reported(error)'),
    'and in the third round, that 2 was not heard',
  );
  t.end();
});

t.test('without a majority the default is chosen, which may be the error', (t) => {
  const traitors = new Map([[2, [rule('retreat')]]]);
  const decided = (defaultValue: string): unknown =>
    runAgreement(hybrid({ computers: 3, defaultValue, traitors })).document.decisions;
  t.same(decided('hold'), { 1: 'hold' });
  t.same(decided('error'), { 1: 'error' });
  t.end();
});
