import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { oralMessageCount } from '../../../firmware/agreement/bounds.js';
import { loadFile } from '../../../hil/files/load-file.js';
import { runAgreement, type AgreeDocument } from '../../../hil/proof/agree.js';
import { agreeScenarioSchema } from '../../../hil/proof/agree-scenario.js';
import type { AgreeScenario, ScriptRule } from '../../../hil/proof/agreement-protocol.js';
import { explainDecision, formatAgreement } from '../../../hil/proof/format-agreement.js';
import { mix } from '../../support/adversaries.js';
import { naiveOralMessages } from '../../support/naive-om.js';
import { rule, scenario } from '../../support/agree-scenario.js';

const SHIPPED = fileURLToPath(new URL('../../../hil/scenarios/agree/', import.meta.url));
const PAGE = { columns: 80, colour: false };

function shipped(name: string): AgreeScenario {
  return loadFile({ path: `${SHIPPED}${name}.yaml`, schema: agreeScenarioSchema });
}

t.test('every shipped scenario ends as it says', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [name: string, decided: string, ic1: boolean, ic2: boolean | null, within: boolean, rounds: number, messages: number, packets: number][] = [
    //                            decided by id                                        IC1    IC2    within
    ['om1-n3',                    '1 retreat',                                         true,  false, false, 2,   4,  4],
    ['om1-n4-median',             '1 10219, 2 10219, 3 10219',                         true,  null,  true,  2,   9,  9],
    ['om1-n4-traitor-lieutenant', '1 attack, 2 attack',                                true,  true,  true,  2,   8,  8],
    ['om1-n4-traitor-source',     '1 no report, 2 no report, 3 no report',             true,  null,  true,  2,   8,  8],
    ['om1-n4-two-traitors',       '1 retreat',                                         true,  false, false, 2,   9,  9],
    ['om2-n6-broken',             '1 retreat, 2 retreat, 3 retreat',                   true,  false, false, 3,  85, 45],
    ['om2-n7-two-traitors',       '1 attack, 2 attack, 3 attack, 4 attack, 5 attack',  true,  null,  true,  3, 152, 66],
    ['omh1-n5-benign-source',     '1 error, 2 error, 3 error',                         true,  null,  true,  2,  11, 11],
    ['omh1-n5-lost-at-some',      '1 retreat, 2 error, 3 error',                       false, null,  false, 2,  12, 12],
    ['omh1-n5-mixed',             '1 attack, 2 attack',                                true,  true,  true,  2,  12, 12],
    ['sm1-n3',                    '1 attack',                                          true,  true,  true,  2,   4,  4],
    ['sm1-n3-vector',             '1 attack, 2 retreat',                               false, null,  false, 2,   2,  2],
    ['sm1-n4-two-faced-source',   '1 no report, 2 no report, 3 no report',             true,  null,  true,  2,   6,  6],
    ['sm1-n4-two-traitors',       '1 retreat, 2 attack',                               false, null,  false, 2,   8,  8],
    ['sm2-n4-late-second-value',  '1 retreat, 2 retreat',                              true,  null,  true,  3,  11, 10],
    ['sm2-n4-two-traitors',       '1 retreat, 2 retreat',                              true,  null,  true,  3,   9,  9],
    ['sm2-n5-forged-chain',       '1 attack, 2 attack, 4 attack',                      true,  true,  true,  3,  29, 21],
    ['tmr-symmetric-lie',         '1 777, 2 777',                                      true,  null,  true,  1,   2,  2],
    ['tmr-two-faced',             '1 777, 2 10777',                                    false, null,  false, 1,   2,  2],
  ];
  for (const [name, decided, ic1, ic2, withinBound, rounds, messages, packets] of rows) {
    const { decisions, ...rest } = runAgreement(shipped(name)).document;
    t.equal(
      Object.entries(decisions)
        .map((entry) => entry.join(' '))
        .join(', '),
      decided,
      name,
    );
    t.strictSame(rest, { ic1, ic2, withinBound, rounds, messages, packets }, name);
  }
  const files = readdirSync(SHIPPED).filter((name) => name.endsWith('.yaml'));
  t.same(files.sort(), rows.map(([name]) => `${name}.yaml`).sort(), 'and there are no others');
  t.end();
});

t.test('the document has the keys of the interface, in its order', (t) => {
  const keys = ['decisions', 'ic1', 'ic2', 'withinBound', 'rounds', 'messages', 'packets'];
  t.same(Object.keys(runAgreement(scenario()).document), keys);
  t.end();
});

t.test(
  'without lies, messages are those of the paper and packets one per sender, receiver and round',
  (t) => {
    for (const [computers, faults] of [
      [2, 0],
      [3, 1],
      [4, 1],
      [5, 3],
      [7, 2],
      [10, 3],
    ] as const) {
      const { document } = runAgreement(scenario({ computers, faults, source: computers - 1 }));
      t.equal(document.messages, oralMessageCount({ computers, faults }), `n = ${computers}, m = ${faults}`);
      t.equal(document.packets, (computers - 1) * (1 + faults * (computers - 2)), 'packets of one source');
      t.same([...new Set(Object.values(document.decisions))], ['attack']);
    }
    t.end();
  },
);

t.test('withinBound: enough computers for m, and at most m real faults', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, k: number, within: boolean, says: string][] = [
    [4, 1, 0, true,  'within the bound: 4 computers, om with 1 fault needs 4; 0 real faults'],
    [4, 1, 1, true,  'within the bound: 4 computers, om with 1 fault needs 4; 1 real fault'],
    [4, 1, 2, false, 'outside the bound: 2 real faults, om is built for 1'],
    [3, 1, 0, false, 'outside the bound: 3 computers, om with 1 fault needs 4'],
    [3, 1, 2, false, 'outside the bound: 3 computers, om with 1 fault needs 4; 2 real faults, om is built for 1'],
    [3, 0, 0, true,  'within the bound: 3 computers, om with 0 faults needs 1; 0 real faults'],
    [6, 2, 1, false, 'outside the bound: 6 computers, om with 2 faults needs 7'],
    [7, 2, 2, true,  'within the bound: 7 computers, om with 2 faults needs 7; 2 real faults'],
  ];
  for (const [computers, faults, k, within, says] of rows) {
    const traitors = new Map(Array.from({ length: k }, (_, i) => [computers - 1 - i, []]));
    const { document, bound } = runAgreement(scenario({ computers, faults, traitors }));
    t.equal(document.withinBound, within, says);
    t.equal(bound, says);
  }
  t.end();
});

t.test('a triplex claims symmetric faults only', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, traitor: number, script: ScriptRule[], within: boolean, ic1: boolean][] = [
    [3, 1, 0, [],                                        true,  true ],
    [3, 1, 0, [rule('a')],                               true,  true ],
    [3, 1, 0, [rule(null)],                              true,  true ],   // silent to all
    [3, 1, 0, [rule('a', { to: [1] })],                  false, false],
    [3, 1, 0, [rule(null, { to: [1] })],                 false, false],   // lost at one receiver: asymmetric
    [3, 1, 0, [rule('attack', { to: [1] })],             true,  true ],   // the truth after all
    [3, 1, 2, [rule('a')],                               true,  true ],   // nobody asks it: nothing is relayed
    [2, 1, 0, [rule('a')],                               false, true ],
    [5, 1, 0, [rule('a', { to: [1] })],                  false, false],   // more computers do not help
    [4, 2, 0, [rule('a')],                               false, true ],   // two faults need five
    [5, 2, 0, [rule('a')],                               true,  true ],
  ];
  for (const [computers, faults, traitor, script, within, ic1] of rows) {
    const { document } = runAgreement(
      scenario({ protocol: 'tmr', computers, faults, traitors: new Map([[traitor, script]]) }),
    );
    t.match(
      document,
      { withinBound: within, ic1, rounds: 1 },
      JSON.stringify([computers, faults, traitor, script]),
    );
  }
  t.end();
});

t.test('the first line of a script that matches is followed, and no line means honesty', (t) => {
  const traitors = new Map([
    [3, [rule('x', { to: [1], path: [0, 2] }), rule('y', { to: [1], round: 3 }), rule(null, { path: [0] })]],
  ]);
  const { exchange } = runAgreement(scenario({ computers: 7, faults: 2, traitors }));
  const said = (receiver: number, path: string): string | null | undefined =>
    exchange.said.find((m) => m.sender === 3 && m.receiver === receiver && m.path.join(' ') === path)?.said;
  // biome-ignore format: a truth table is read by column
  const rows: [receiver: number, path: string, said: string | null][] = [
    [1, '0 2', 'x'],
    [1, '0 4', 'y'],
    [1, '0',   null],
    [2, '0',   null],
    [2, '0 1', 'attack'],
    [4, '0 2', 'attack'],
  ];
  for (const [receiver, path, expected] of rows)
    t.equal(said(receiver, path), expected, `to ${receiver} about ${path}`);
  t.end();
});

t.test('an absent message is not counted, an honest relay of the default is', (t) => {
  const silentSource = runAgreement(scenario({ traitors: new Map([[0, [rule(null)]]]) })).document;
  t.match(silentSource, { messages: 6, packets: 6, ic1: true }, 'six relays of retreat, none of the source');
  const half = new Map([[3, [rule(null, { path: [0, 1] })]]]);
  const seven = runAgreement(scenario({ computers: 7, faults: 2, traitors: half })).document;
  t.match(seven, { messages: 156 - 4, packets: 66 }, 'a packet short of one message is still sent');
  const mute = new Map([[3, [rule(null)]]]);
  t.match(runAgreement(scenario({ computers: 7, faults: 2, traitors: mute })).document, {
    messages: 156 - 25,
    packets: 56,
  });
  t.end();
});

t.test('with no good computer besides the source, both conditions hold of nobody', (t) => {
  const all = new Map([1, 2, 3].map((id) => [id, [rule('x')]]));
  t.match(runAgreement(scenario({ traitors: all })).document, { ic1: true, ic2: true, withinBound: false });
  t.same(runAgreement(scenario({ traitors: all })).document.decisions, {});
  t.end();
});

t.test('a protocol that is not in this build is refused', (t) => {
  t.throws(() => runAgreement(scenario({ protocol: 'paxos' })), /paxos is not in this build/);
  t.end();
});

t.test('decisions and counts are those of the recursive procedure under the same script', (t) => {
  const values = ['attack', 'retreat', 'wait', '__proto__'];
  let violated = 0;
  let held = 0;
  for (let seed = 0; seed < 400; seed++) {
    const random = (key: number, below: number): number => mix({ seed, key }) % below;
    const computers = 3 + random(1, 4);
    const faults = random(2, Math.min(3, computers - 1));
    const source = random(3, computers);
    const lieutenants = Array.from({ length: computers }, (_, id) => id).filter((id) => id !== source);
    const script = (id: number): ScriptRule[] =>
      Array.from({ length: 1 + random(40 + id, 4) }, (_, i) => {
        const key = 100 * (id + 1) + 10 * i;
        return rule(random(key, 5) === 0 ? null : values[random(key + 1, 4)], {
          to: random(key + 2, 2) ? null : lieutenants.filter((_, j) => random(key + 3, 8) & (1 << (j % 3))),
          round: random(key + 4, 3) ? null : 1 + random(key + 5, faults + 1),
          path: random(key + 6, 3)
            ? null
            : [source, lieutenants[random(key + 7, computers - 1)]].slice(0, random(key + 8, 3)),
        });
      });
    const traitors = new Map<number, ScriptRule[]>();
    for (let id = 0; id < computers; id++) if (random(20 + id, 3) === 0) traitors.set(id, script(id));

    let messages = 0;
    const packets = new Set<string>();
    const naive = naiveOralMessages(
      { faults, commander: source, lieutenants, value: 0 },
      {
        absent: 1,
        choose: (votes, absent) =>
          votes.find((v) => votes.filter((w) => w === v).length > votes.length / 2) ?? absent,
        say: ({ path, sender, receiver }, honest) => {
          for (const { to, round, path: chain, say } of traitors.get(sender) ?? []) {
            if (to && !to.includes(receiver)) continue;
            if (round !== null && round !== path.length + 1) continue;
            if (chain && chain.join() !== path.join()) continue;
            if (say === null) return undefined;
            honest = values.indexOf(say);
            break;
          }
          messages++;
          packets.add(`${path.length} ${sender} ${receiver}`);
          return honest;
        },
      },
    );
    const expected: Record<string, string> = {};
    for (const id of lieutenants) if (!traitors.has(id)) expected[id] = values[naive.get(id)!];
    const { document } = runAgreement(scenario({ computers, faults, source, traitors }));
    t.strictSame(
      [document.decisions, document.messages, document.packets],
      [expected, messages, packets.size],
      `seed ${seed}: n = ${computers}, m = ${faults}, source ${source}, traitors ${[...traitors.keys()].join(' ')}`,
    );
    if (document.withinBound && (!document.ic1 || document.ic2 === false))
      t.fail(`seed ${seed} breaks within the bound`);
    if (!document.ic1 || document.ic2 === false) violated++;
    else held++;
  }
  t.ok(violated > 20 && held > 20, `conditions broke in ${violated} and held in ${held} of them`);
  t.end();
});

t.test('the page names what was said, decided, held and violated', (t) => {
  const broken = shipped('om1-n3');
  const lines = formatAgreement(runAgreement(broken), broken, PAGE);
  t.same(lines, [
    'om: 3 computers, m = 1, source 0',
    'traitor 2',
    'value attack, default retreat, majority',
    '',
    'round 1    0 → 1 2          attack',
    'round 2    1 → 2            0: attack',
    '         ! 2 → 1            0: retreat           was told attack',
    '',
    'decided    1                retreat',
    'IC1 held        all good computers but the source hold the same value',
    'IC2 violated    not true: they hold what the source sent, attack',
    '4 messages in 4 packets, 2 rounds',
    'outside the bound: 3 computers, om with 1 fault needs 4',
  ]);
  const split = shipped('tmr-two-faced');
  const page = formatAgreement(runAgreement(split), split, PAGE).join('\n');
  for (const part of ['! 0 → 1            777', 'IC1 violated', 'IC2 not asked', 'this source is two-faced'])
    t.match(page, part);
  t.end();
});

t.test('the page says who could have decided a round sooner, within the bound only', (t) => {
  const settled = (traitors: AgreeScenario['traitors'], changes: Partial<AgreeScenario> = {}): string[] => {
    const told = scenario({ computers: 7, faults: 2, traitors, ...changes });
    return formatAgreement(runAgreement(told), told, PAGE).filter((line) => line.startsWith('settled'));
  };
  const liar = [rule('retreat')];
  t.same(settled(new Map([[6, liar]])), ['settled    1 2 3 4 5        after round 2: 1 to spare']);
  t.same(
    settled(new Map([[0, [rule('retreat', { to: [1, 2, 3] })]]])),
    [],
    'a two-faced source takes all three',
  );
  const three = new Map([1, 2, 3].map((id) => [id, liar]));
  t.same(settled(three), [], 'beyond the bound nothing is known for sure');
  t.same(settled(new Map(), { computers: 4, faults: 1 }), [], 'with m = 1 the second round is the last');
  t.end();
});

t.test('no line is wider than the page, whatever the values, and nothing steers the terminal', (t) => {
  const nasty = `\u001b[31m\u202e\r\n${'w'.repeat(60)}`.slice(0, 64);
  const big = scenario({
    computers: 10,
    faults: 3,
    value: nasty,
    defaultValue: nasty,
    traitors: new Map([
      [0, [rule('é'.repeat(64), { to: [3] })]],
      [9, [rule(null)]],
    ]),
  });
  const agreement = runAgreement(big);
  for (const columns of [40, 80, 120]) {
    const style = { columns, colour: false };
    const page = [
      ...formatAgreement(agreement, big, style),
      ...explainDecision(agreement, big, { computer: 2, linesMax: 30, style }),
    ];
    t.equal(page.filter((line) => [...line].length > columns).length, 0, `${columns} columns`);
    t.notMatch(page.join(''), /[\u0000-\u001f\u202e]/);
    t.ok(page.length < 100, 'a long exchange is told briefly');
  }
  t.end();
});

t.test('colour marks verdicts and lies, and changes no letter', (t) => {
  const lieutenant = shipped('om1-n4-traitor-lieutenant');
  const agreement = runAgreement(lieutenant);
  const plain = formatAgreement(agreement, lieutenant, PAGE);
  const coloured = formatAgreement(agreement, lieutenant, { ...PAGE, colour: true });
  t.same(
    coloured.map((line) => line.replace(/\u001b\[\d+m/g, '')),
    plain,
  );
  t.equal(coloured.filter((line) => line.startsWith('\u001b[33m')).length, 2, 'two lies');
  t.equal(coloured.filter((line) => line.startsWith('\u001b[32m')).length, 2, 'two conditions held');
  t.end();
});

t.test('an explanation shows every vote from the source down', (t) => {
  const broken = shipped('om1-n3');
  const agreement = runAgreement(broken);
  const explain = (computer: number, linesMax: number): string[] =>
    explainDecision(agreement, broken, { computer, linesMax, style: PAGE });
  t.same(explain(1, 20), [
    'computer 1 decided retreat:',
    '  0              told attack, chose retreat: majority of 1 × attack, 1 × retreat',
    '    0 2          told retreat',
  ]);
  t.match(explain(1, 1), [/decided/, /told/, '  … and 1 more']);
  t.match(explain(0, 20), [/computer 0 is the source/]);
  t.end();
});

t.test('a long exchange is kept only in part, counted in full', (t) => {
  const large = scenario({ computers: 10, faults: 4 });
  const { document, exchange } = runAgreement(large);
  t.equal(document.messages, oralMessageCount({ computers: 10, faults: 4 }));
  t.equal(exchange.said.length + exchange.unsaid, document.messages);
  t.ok(exchange.unsaid > 0);
  const kinds: AgreeDocument['decisions'] = document.decisions;
  t.equal(Object.keys(kinds).length, 9);
  t.end();
});
