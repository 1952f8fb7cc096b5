/**
 * A counterexample is worth its replay: written to a file, loaded as any scenario, run by `agree`, it violates what
 * it was said to violate.
 */
import t from 'tap';
import { loadFile } from '../../../hil/files/load-file.js';
import { agreeScenarioSchema } from '../../../hil/proof/agree-scenario.js';
import { runAgreement } from '../../../hil/proof/agree.js';
import type { VerifyRequest } from '../../../hil/proof/verifier.js';
import { oralVerifier, triplexVerifier } from '../../../hil/proof/verify-oral.js';
import { file } from '../../support/scratch.js';

type Asked = Pick<VerifyRequest, 'computers' | 'faults' | 'traitors'> & Partial<VerifyRequest>;

function counterexample(asked: Asked): string | null {
  const verifier = asked.protocol === 'tmr' ? triplexVerifier : oralVerifier;
  const hybrid = { asymmetric: 0, symmetric: 0, benign: 0, omissiveAsymmetric: 0 };
  const request: VerifyRequest = {
    protocol: 'om',
    values: 2,
    omission: false,
    choice: 'majority',
    hybrid,
    signatures: 'transferable',
    ...asked,
  };
  return verifier.verify(request, () => true).counterexample;
}

t.test('every counterexample replays with the violation it names', (t) => {
  let found = 0;
  let silent = 0;
  let split = 0;
  for (const protocol of ['om', 'tmr'] as const) {
    for (const computers of [3, 4, 5]) {
      for (let faults = 0; faults <= Math.min(2, computers - 2); faults++) {
        for (let traitors = 0; traitors <= Math.min(3, computers); traitors++) {
          for (const [values, omission] of [
            [2, false],
            [2, true],
            [3, false],
          ] as const) {
            for (const choice of ['majority', 'median'] as const) {
              if (computers === 5 && faults === 2 && (traitors > 2 || values > 2 || omission)) continue;
              const asked = { protocol, computers, faults, traitors, values, omission, choice };
              const text = counterexample(asked);
              if (text === null) continue;
              const name = JSON.stringify(asked);
              const scenario = loadFile({
                path: file(`counterexample-${found}.yaml`, text),
                schema: agreeScenarioSchema,
              });
              t.match(scenario, { protocol, computers, faults, source: 0, choice, defaultValue: '0' }, name);
              t.equal(scenario.traitors.size, traitors, name);
              t.ok(
                text.split('\n').every((line) => line.length <= 80),
                name,
              );
              const { ic1, ic2, withinBound } = runAgreement(scenario).document;
              const broken = /^# (.*) violated$/m.exec(text)?.[1];
              t.equal(
                broken,
                [...(ic1 ? [] : ['IC1']), ...(ic2 === false ? ['IC2'] : [])].join(' and '),
                name,
              );
              t.ok(!ic1 || ic2 === false, name);
              t.notOk(withinBound && choice === 'majority', name);
              found++;
              if (text.includes('absent')) silent++;
              if (!ic1) split++;
            }
          }
        }
      }
    }
  }
  t.ok(found > 100, `${found} counterexamples`);
  t.ok(split > 20, `${split} of them split the good computers`);
  t.ok(silent > 0, `${silent} of them need silence`);
  t.end();
});

t.test('the script holds lies only, what is the same for several receivers in one line', (t) => {
  t.equal(
    counterexample({ computers: 3, faults: 1, traitors: 1 }),
    `# IC2 violated
#   2 decides 0
protocol: om
computers: 3
faults: 1
source: 0
value: 1
default: 0
choice: majority
traitors:
  1:
    - { to: [2], path: [0], say: 0 }
`,
  );
  t.match(
    counterexample({ computers: 6, faults: 2, traitors: 2 }),
    /^ {4}- { to: \[3, 4, 5\], path: \[0\], say: 0 }$/m,
  );
  const wide = { protocol: 'tmr' as const, computers: 16, faults: 7, traitors: 3, values: 5 };
  t.match(counterexample(wide), /^# IC1 violated\n# {3}3 5( \d+)+ decide 0\n# {3}4 decides 1\n/);
  t.equal(counterexample({ computers: 4, faults: 1, traitors: 1 }), null);
  t.end();
});
