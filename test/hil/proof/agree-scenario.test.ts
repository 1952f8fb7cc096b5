import t from 'tap';
import { z } from 'zod';
import { parseText } from '../../../hil/files/load-file.js';
import { InputError } from '../../../hil/files/problem.js';
import type { AgreeScenario } from '../../../hil/proof/agreement-protocol.js';
import { agreeScenarioSchema } from '../../../hil/proof/agree-scenario.js';
import { MESSAGES_MAX } from '../../../hil/proof/scenario-checks.js';

function read(text: string): AgreeScenario {
  return parseText(text, { name: 'scenario.yaml', schema: agreeScenarioSchema });
}

/** The problems of a text, one a line; empty when it is sound. */
function problems(text: string): string {
  try {
    read(text);
    return '';
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** A sound scenario with these lines changed or added; a line of `null` is left out. */
function scenario(changes: Record<string, string | null> = {}): string {
  const lines: Record<string, string | null> = {
    protocol: 'om',
    computers: '4',
    faults: '1',
    source: '0',
    value: 'attack',
    ...changes,
  };
  return Object.entries(lines)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

t.test('a sound scenario comes out complete', (t) => {
  const text = scenario({ traitors: '{ 3: [{ to: [1], path: [0], say: retreat }, { say: absent }] }' });
  t.same(read(text), {
    protocol: 'om',
    computers: 4,
    faults: 1,
    source: 0,
    value: 'attack',
    defaultValue: 'retreat',
    choice: 'majority',
    traitors: new Map([
      [
        3,
        [
          { to: [1], path: [0], round: null, say: 'retreat' },
          { to: null, path: null, round: null, say: null },
        ],
      ],
    ]),
    notes: [],
  });
  t.end();
});

t.test('unquoted values are the texts they read as', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [written: string, text: string][] = [
    ['attack',      'attack'],
    ['777',         '777'],
    ['-5',          '-5'],
    ['"777"',       '777'],
    ['"007"',       '007'],
    ['true',        'true'],
    ['false',       'false'],
    ['no',          'no'],
    ['"1.10"',      '1.10'],
    ['two words',   'two words'],
    ['"constructor"', 'constructor'],
  ];
  for (const [written, text] of rows) {
    const { value, defaultValue, traitors } = read(
      scenario({ value: written, default: written, traitors: `{ 1: [{ say: ${written} }] }` }),
    );
    t.same([value, defaultValue, traitors.get(1)?.[0].say], [text, text, text], written);
  }
  t.end();
});

t.test('sm takes lists and chains; a chain may be said at any time and to anyone', (t) => {
  const say = '[wait, { value: 7, signedBy: [0, 3] }]';
  const rules = `{ 3: [{ round: 1, to: [0], say: { value: a, signedBy: [3] } }, { to: [1], say: ${say} }, { say: x }] }`;
  const { traitors, choice } = read(scenario({ protocol: 'sm', traitors: rules }));
  const any = { to: null, path: null, round: null };
  t.same(traitors.get(3), [
    { ...any, to: [0], round: 1, say: null, sayings: [{ value: 'a', signedBy: [3] }] },
    { ...any, to: [1], say: null, sayings: ['wait', { value: '7', signedBy: [0, 3] }] },
    { ...any, say: 'x' },
  ]);
  t.equal(choice, 'majority', 'which sm does not ask for');
  const vector = '{ 0: [{ say: { value: a, signedBy: [0], convinces: [1] } }] }';
  const read2 = read(scenario({ protocol: 'sm', signatures: 'vector', traitors: vector }));
  t.equal(read2.signatures, 'vector');
  t.same(read2.traitors.get(0)?.[0].sayings, [{ value: 'a', signedBy: [0], convinces: [1] }]);
  t.end();
});

t.test('what may be left out is filled in, and said where it matters', (t) => {
  t.equal(
    read(scenario({ protocol: 'tmr', computers: '3', faults: null })).faults,
    1,
    'a triplex is built for one fault',
  );
  const median = read(scenario({ value: '5', choice: 'median' }));
  t.equal(median.defaultValue, '0');
  t.match(median.notes, [/default 0: median needs a whole number/]);
  t.same(read(scenario({ value: '5', default: '7', choice: 'median' })).notes, []);
  t.equal(read(scenario({ traitors: '{ 2: [] }' })).traitors.size, 1, 'a traitor may behave');
  t.end();
});

t.test('more traitors than m and sizes below the bound are sound', (t) => {
  t.equal(problems(scenario({ computers: '3' })), '');
  t.equal(
    problems(scenario({ traitors: '{ 0: [{ say: a }], 1: [{ say: b }], 2: [], 3: [{ say: c }] }' })),
    '',
  );
  t.equal(problems(scenario({ computers: '2', faults: '0' })), '');
  t.equal(problems(scenario({ computers: '16', faults: '4' })), '');
  t.end();
});

t.test('each wrong part is named with its path, its value, what is allowed and a hint', (t) => {
  // biome-ignore format: a table is read by column
  const rows: [changes: Record<string, string | null>, ...fragments: string[]][] = [
    [{ protocol: 'paxos' },              'protocol = "paxos" must be om or sm or omh or tmr'],
    [{ protocol: 'omh', value: 'error' },            'value = "error" is a word for an error', 'omh decides'],
    [{ protocol: 'omh', value: 'reported(error)' },  'value = "reported(error)" is a word for an error'],
    [{ protocol: 'omh', default: 'reported(error)' }, 'default = "reported(error)" must be a value, or error'],
    [{ protocol: 'omh', choice: 'median' },          'choice = "median" says nothing about omh', 'leave it out'],
    [{ protocol: 'sm', choice: 'median', value: '1' }, 'choice = "median" says nothing about sm', 'leave it out'],
    [{ signatures: 'vector' },           'signatures = "vector" says nothing about om', 'it belongs to sm'],
    [{ protocol: 'sm', signatures: 'crc' }, 'signatures = "crc" must be transferable or vector'],
    [{ protocol: 'sm', traitors: '{ 1: [{ say: [a, absent] }] }' }, 'traitors.1[0].say[1] = "absent" is the word for'],
    [{ protocol: 'sm', traitors: '{ 1: [{ say: { value: absent, signedBy: [0, 1] } }] }' }, 'say.value = "absent"'],
    [{ protocol: 'sm', traitors: '{ 1: [{ say: { value: a, signedBy: [0, 4] } }] }' }, 'signedBy[1] = 4 names no computer', '0 … 3'],
    [{ protocol: 'sm', traitors: '{ 1: [{ say: [x, { value: a, signedBy: [9] }] }] }' }, 'say[1].signedBy[0] = 9 names no computer'],
    [{ protocol: 'sm', traitors: '{ 1: [{ say: { value: a, signedBy: [0, 1], convinces: [2] } }] }' }, 'convinces', 'needs signatures: vector'],
    [{ protocol: 'sm', traitors: '{ 1: [{ say: { value: a } }] }' }, 'traitors.1[0].say'],
    [{ protocol: 'sm', traitors: '{ 1: [{ say: [] }] }' },           'traitors.1[0].say'],
    [{ protocol: 'sm', traitors: '{ 1: [{ to: [0], say: x }] }' },   'traitors.1[0].to', 'never match', 'back to the source'],
    [{ protocol: 'sm', traitors: '{ 1: [{ round: 1, say: x }] }' },  'traitors.1[0].round = 1 can never match'],
    [{ computers: '1' },                 'computers = 1 is out of range', '2 … 16'],
    [{ computers: '17' },                'computers = 17 is out of range', '2 … 16'],
    [{ computers: '4.5' },               'computers = 4.5 must be a whole number'],
    [{ computers: 'four' },              'computers = "four" must be a whole number'],
    [{ faults: '3' },                    'faults = 3 is more than 4 computers can be given', '0 … 2'],
    [{ faults: '-1' },                   'faults = -1 is out of range'],
    [{ faults: null },                   'faults is missing: om needs'],
    [{ source: '4' },                    'source = 4 names no computer', '0 … 3'],
    [{ source: '-1' },                   'source = -1 is out of range', '0 … 15'],
    [{ source: null },                   'source is missing'],
    [{ value: null },                    'value is missing: needs a text'],
    [{ value: '1.5' },                   'value = 1.5 must be a text or a whole number', 'quotes'],
    [{ value: '' },                      'value = null must be a text', 'quotes'],
    [{ value: '""' },                    'value = "" must be 1 … 64 characters'],
    [{ value: 'x'.repeat(65) },          'must be 1 … 64 characters'],
    [{ value: 'absent' },                'value = "absent" is the word for sending nothing'],
    [{ value: '.inf' },                  'value', 'finite'],
    [{ choice: 'mean' },                 'choice = "mean" must be majority or median'],
    [{ colour: 'red' },                  'colour is not a known key'],
    [{ valeu: 'x', value: null },        'valeu is not a known key', 'did you mean value?', 'value is missing'],
    [{ choice: 'median' },               'value = "attack" must be a whole number, since median orders', 'choice: majority'],
    [{ choice: 'median', value: '1', default: 'x' },   'default = "x" must be a whole number'],
    [{ choice: 'median', value: '2147483648' },        'value = 2147483648 must be a whole number', '2147483647'],
    [{ choice: 'median', value: '"007"' },             'value = "007" must be a whole number'],
    [{ choice: 'median', value: '1', traitors: '{ 1: [{ say: x }, { say: absent }] }' }, 'traitors.1[0].say = "x" must be a whole number'],
    [{ computers: '16', faults: '5' },   '15 + 210 + 2,730 + 32,760 + 360,360 + 3,603,600 = 3,999,675 messages', 'at most 2,000,000', 'at most 4 faults'],
    [{ computers: '12', faults: '6' },   '= 2,060,311 messages', 'at most 5 faults'],
    [{ traitors: '[1]' },                'traitors', 'rules by computer id'],
    [{ traitors: '{ x: [] }' },          'traitors.x', 'must be a computer id, 0 … 15'],
    [{ traitors: '{ 4: [] }' },          'traitors.4', 'names no computer', '0 … 3'],
    [{ traitors: '{ 1: { say: x } }' },  'traitors.1', 'a list of rules'],
    [{ traitors: '{ 1: [{ to: [2] }] }' },                        'traitors.1[0].say is missing'],
    [{ traitors: '{ 1: [{ say: [a, b] }] }' },                    'traitors.1[0].say', 'belong to sm'],
    [{ traitors: '{ 1: [{ say: { value: a, signedBy: [0] } }] }' }, 'traitors.1[0].say', 'belong to sm'],
    [{ traitors: '{ 1: [{ to: [], say: x }] }' },                 'traitors.1[0].to is empty and can never match'],
    [{ traitors: '{ 1: [{ to: 2, say: x }] }' },                  'traitors.1[0].to = 2 must be a list of computer ids'],
    [{ traitors: '{ 1: [{ to: [1], say: x }] }' },                'traitors.1[0].to', 'names the traitor 1 itself'],
    [{ traitors: '{ 1: [{ to: [9], say: x }] }' },                'traitors.1[0].to[0] = 9 names no computer', '0 … 3'],
    [{ traitors: '{ 1: [{ to: [0], say: x }] }' },                'traitors.1[0].to', 'never match', 'back to the source'],
    [{ traitors: '{ 1: [{ path: [], say: x }] }' },               'traitors.1[0].path', 'begins at the source'],
    [{ traitors: '{ 1: [{ path: [2], say: x }] }' },              'traitors.1[0].path', 'begins at the source: path: [0, …]'],
    [{ traitors: '{ 1: [{ path: [0, 1], say: x }] }' },           'traitors.1[0].path', 'leave out the traitor 1 itself'],
    [{ traitors: '{ 1: [{ path: [0, 2], say: x }] }' },           'traitors.1[0].path', '2 rounds have paths of at most 1'],
    [{ faults: '2', traitors: '{ 1: [{ path: [0, 2, 2], say: x }] }' }, 'a computer is in a path once'],
    [{ faults: '2', traitors: '{ 1: [{ path: [0, 2], round: 2, say: x }] }' }, 'in round 2 a path has 1'],
    [{ faults: '2', traitors: '{ 1: [{ path: [0, 2], to: [2], say: x }] }' }, 'traitors.1[0].to', 'a computer of the path'],
    [{ traitors: '{ 0: [{ path: [0], say: x }] }' },              'traitors.0[0].path', 'through nobody: path: []'],
    [{ traitors: '{ 1: [{ round: 3, say: x }] }' },               'traitors.1[0].round = 3 can never match', '1 … 2'],
    [{ traitors: '{ 1: [{ round: 1, say: x }] }' },               'traitors.1[0].round = 1 can never match', 'everyone else from round 2'],
    [{ traitors: '{ 0: [{ round: 2, say: x }] }' },               'traitors.0[0].round = 2 can never match', 'source speaks in round 1 only'],
    [{ traitors: '{ 1: [{ round: 0, say: x }] }' },               'traitors.1[0].round = 0 is out of range'],
    [{ traitors: '{ 1: [{ when: 1, say: x }] }' },                'traitors.1[0].when is not a known key'],
    [{ protocol: 'tmr', traitors: '{ 1: [{ path: [0], say: x }] }' }, 'traitors.1[0].path', 'with one round nothing is relayed'],
  ];
  for (const [changes, ...fragments] of rows) {
    const found = problems(scenario(changes));
    for (const fragment of fragments) t.match(found, fragment, JSON.stringify(changes));
  }
  t.end();
});

t.test('all problems are named at once, shape and sense alike', (t) => {
  const found = problems(`
protocol: paxos
computers: 4
faults: 9
source: 1.5
value: absent
colour: red
choice: mean
traitors: { 3: [{ to: [3], say: [a] }, { to: [8], say: x }], 9: [{ say: 1.5 }], y: [] }
`);
  for (const path of [
    'protocol',
    'faults',
    'source',
    'value',
    'colour',
    'choice',
    'traitors.3[0].to',
    'traitors.3[0].say',
    'traitors.3[1].to[0]',
    'traitors.9 ',
    'traitors.9[0].say',
    'traitors.y',
  ]) {
    t.ok(found.includes(`${path.trimEnd()} `), path);
  }
  t.equal(found.split('\n').length, 12, 'and each of them once');
  t.end();
});

t.test('whatever the document is, it is refused with a name and never thrown at', (t) => {
  const oddities = [
    '',
    '[]',
    '7',
    'null',
    '"om"',
    '{}',
    '{ traitors: { 1: [7] } }',
    '{ traitors: { 1: [{ path: 3 }] } }',
  ];
  for (const text of oddities) t.match(problems(text), 'scenario.yaml', JSON.stringify(text));
  t.equal(MESSAGES_MAX, 2_000_000);
  t.end();
});

t.test('editors get a JSON Schema of what the file holds', (t) => {
  const schema = z.toJSONSchema(agreeScenarioSchema, { io: 'input' });
  t.match(schema, {
    type: 'object',
    additionalProperties: false,
    required: ['protocol', 'computers', 'source', 'value'],
    properties: {
      computers: { type: 'integer', minimum: 2, maximum: 16 },
      source: { type: 'integer', minimum: 0, maximum: 15 },
      choice: { enum: ['majority', 'median'] },
    },
  });
  t.end();
});
