/**
 * `agree` for signed messages: what a script makes of the chains a traitor holds, what receivers refuse, and what
 * the reader is told.
 */
import t from 'tap';
import { parseText } from '../../../hil/files/load-file.js';
import { runAgreement, type Agreement } from '../../../hil/proof/agree.js';
import { agreeScenarioSchema } from '../../../hil/proof/agree-scenario.js';
import { explainDecision, formatAgreement } from '../../../hil/proof/format-agreement.js';
import { naiveRun, type NaiveMessage } from '../../support/naive-sm.js';
import { Dice } from '../../support/dice.js';

const PAGE = { columns: 80, colour: false };

function read(lines: string): Parameters<typeof runAgreement>[0] {
  return parseText(lines, { name: 'scenario.yaml', schema: agreeScenarioSchema });
}

function agree({ n = 4, m = 1, traitors }: { n?: number; m?: number; traitors: string }): Agreement {
  return runAgreement(
    read(
      `protocol: sm\ncomputers: ${n}\nfaults: ${m}\nsource: 0\nvalue: attack\ntraitors: { ${traitors} }\n`,
    ),
  );
}

/** What was said to 1 after round 1, as "sender> signers before it: value", with what became of it. */
function heard({ exchange }: Agreement): string[] {
  return exchange.said
    .filter(({ receiver, round, sender }) => receiver === 1 && round > 1 && sender === 3)
    .map(
      ({ sender, path, said, fate }) => `${sender}> ${path.join(' ')}: ${said ?? '-'} (${fate?.says ?? ''})`,
    );
}

t.test('what a relay says instead: refused where the source is good, believed where it is a traitor', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [script: string, heard: string[], decided: string][] = [
    ['3: []',                                                  ['3> 0: attack (held already)'],                 'attack'],
    ['3: [{ say: attack }]',                                   ['3> 0: attack (held already)'],                 'attack'],
    ['3: [{ say: wait }]',                                     ['3> 0: wait (bad signature)'],                  'attack'],
    ['3: [{ say: absent }]',                                   ['3> 0: - ()'],                                  'attack'],
    ['3: [{ path: [0], say: wait }]',                          ['3> 0: wait (bad signature)'],                  'attack'],
    ['3: [{ say: [wait, go] }]',                               ['3> 0: wait (bad signature)', '3> 0: go (behind a bad signature)'], 'attack'],
    ['3: [{ round: 2, say: { value: wait, signedBy: [0, 3] } }]', ['3> 0: wait (bad signature)'],               'attack'],
    ['3: [{ round: 2, say: { value: wait, signedBy: [2, 3] } }]', ['3> 0: - ()', '3> 2: wait (first signer not the source)'], 'attack'],
    ['3: [{ round: 2, say: { value: wait, signedBy: [0, 2] } }]', ['3> 0: - ()', '3> 0 2: wait (last signer not the sender)'], 'attack'],
    ['0: [], 3: [{ say: wait }]',                              ['3> 0: wait (new: held)'],                      'retreat'],
    ['0: [], 3: [{ to: [2], say: wait }]',                     ['3> 0: attack (held already)'],                 'attack'],
    ['0: [{ say: absent }], 3: [{ say: wait }]',               [],                                              'retreat'],   // nothing held, nothing replaced
    ['0: [{ say: absent }], 3: [{ round: 2, say: { value: wait, signedBy: [0, 3] } }]', ['3> 0: wait (new: held)'], 'wait'],
    ['0: [{ say: [wait, go] }], 3: [{ say: now }]',            ['3> 0: now (two values are held already)'],     'retreat'],
  ];
  for (const [traitors, said, decided] of rows) {
    const agreement = agree({ traitors });
    t.same(heard(agreement), said, traitors);
    t.equal(agreement.document.decisions['1'], decided);
  }
  t.end();
});

t.test('a good signature made in an earlier round may be used, and one that was never made may not', (t) => {
  const chain = (round: number): string =>
    `0: [{ to: [2], say: wait }, { say: absent }], 3: [{ round: ${round}, to: [1], say: { value: wait, signedBy: [0, 2, 3] } }, { say: absent }]`;
  t.same(heard(agree({ n: 4, m: 2, traitors: chain(3) })), ['3> 0 2: wait (held already)']);
  const silent = agree({ m: 2, traitors: chain(3).replace('say: wait', 'say: absent') });
  t.same(heard(silent), ['3> 0 2: wait (bad signature)'], '2 never had it from the source');
  t.end();
});

t.test('the bound names the computers that a vote needs, and a vector is outside it', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, traitors: string, says: string][] = [
    [3, 1, '',             'within the bound: 3 computers, sm with 1 fault needs 3; 0 real faults'],
    [4, 2, '3: []',        'within the bound: 4 computers, sm with 2 faults needs 4; 1 real fault; commands voted on would need 5'],
    [5, 2, '3: []',        'within the bound: 5 computers, sm with 2 faults needs 4; 1 real fault'],
    [3, 1, '1: [], 2: []', 'outside the bound: 2 real faults, sm is built for 1'],
  ];
  for (const [n, m, traitors, says] of rows) t.equal(agree({ n, m, traitors }).bound, says);
  t.end();
});

t.test('without lies a value is signed by the source and once by every lieutenant', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, messages: number, rounds: number][] = [
    [2, 0, 1, 1], [3, 1, 4, 2], [4, 1, 9, 2], [4, 2, 9, 3], [7, 3, 36, 4], [16, 14, 225, 15],
  ];
  for (const [n, m, messages, rounds] of rows) {
    t.match(agree({ n, m, traitors: '' }).document, {
      messages,
      packets: messages,
      rounds,
      ic1: true,
      ic2: true,
    });
  }
  t.end();
});

t.test('the page and the explanation say what was refused, what was held, and where the lie entered', (t) => {
  const scenario = read(
    'protocol: sm\ncomputers: 4\nfaults: 1\nsource: 0\nvalue: attack\ntraitors: { 0: [{ to: [2], say: wait }], 3: [{ say: go }] }\n',
  );
  const agreement = runAgreement(scenario);
  const page = formatAgreement(agreement, scenario, PAGE);
  t.match(page.join('\n'), /value attack, default retreat, the only value signed/);
  t.match(page.join('\n'), /! 3 → 1 2 {10}0: go/);
  t.same(explainDecision(agreement, scenario, { computer: 1, linesMax: 20, style: PAGE }), [
    'computer 1 decided retreat:',
    '  round 1   from 0   0: attack                new: held',
    '  round 2   from 2   0 2: wait                new: held',
    '  round 2 ! from 3   0 3: go                  two values are held already',
    '  held attack and wait, so the default: decided in round 2',
    '  the lie entered in round 2, from 2: wait',
  ]);
  t.equal(explainDecision(agreement, scenario, { computer: 1, linesMax: 2, style: PAGE }).length, 4);
  const forged = read(
    'protocol: sm\ncomputers: 3\nfaults: 1\nsource: 0\nvalue: attack\ntraitors: { 2: [{ say: wait }] }\n',
  );
  t.match(
    formatAgreement(runAgreement(forged), forged, PAGE).join('\n'),
    /! 2 → 1 +0: wait +refused: bad signature/,
  );
  t.end();
});

t.test('decisions are those of the naive procedure under the same chains', (t) => {
  const dice = new Dice(11);
  let violated = 0;
  let refused = 0;
  for (let attempt = 0; attempt < 300; attempt++) {
    const n = dice.between({ low: 3, high: 5 });
    const m = dice.between({ low: 0, high: n - 2 });
    const traitors = [0, 1, 2, 3, 4].slice(0, n).filter(() => dice.uniform() < 0.4);
    const lies: NaiveMessage[] = [];
    const scripts = traitors.map((from) => {
      const rules: string[] = [];
      for (let round = 1; round <= m + 1; round++) {
        for (let to = 0; to < n; to++) {
          if (to === from || dice.uniform() < 0.3) continue;
          const middle = Array.from({ length: Math.max(0, round - 2) }, () =>
            dice.between({ low: 1, high: n - 1 }),
          );
          const chain = round === 1 ? [from] : [0, ...middle, from];
          const value = dice.between({ low: 0, high: 2 });
          if (!traitors.includes(to))
            lies.push({ round, from, to, value, chain, convinces: [0, 1, 2, 3, 4] });
          rules.push(
            `{ round: ${round}, to: [${to}], say: { value: ${value}, signedBy: [${chain.join(', ')}] } }`,
          );
        }
      }
      return `${from}: [${[...rules, '{ say: absent }'].join(', ')}]`;
    });
    const cast = { computers: n, faults: m, traitors, values: 3, sent: 1 };
    const text = `protocol: sm\ncomputers: ${n}\nfaults: ${m}\nsource: 0\nvalue: 1\ndefault: 0\ntraitors: { ${scripts.join(', ')} }\n`;
    const { document, exchange } = runAgreement(read(text));
    const expected = Object.fromEntries([...naiveRun(cast, lies)].map(([id, value]) => [id, String(value)]));
    t.strictSame(document.decisions, expected, text);
    if (!document.ic1 || document.ic2 === false) violated++;
    if (document.withinBound && (!document.ic1 || document.ic2 === false))
      t.fail(`broken within the bound: ${text}`);
    if (exchange.said.some(({ fate }) => fate?.dropped)) refused++;
  }
  t.ok(violated > 5 && refused > 50, `${violated} violated, ${refused} with something refused`);
  t.end();
});
