import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { z } from 'zod';
import { didYouMean } from '../../../hil/files/did-you-mean.js';
import { loadFile, parseText } from '../../../hil/files/load-file.js';
import { formatProblem, InputError, printable, showValue } from '../../../hil/files/problem.js';

const schema = z.strictObject({
  name: z.string().optional(),
  cg: z.number().min(0.2).max(0.55).optional(),
  seconds: z.number().gt(0).max(86_400).optional(),
  computers: z.int().min(1).max(16).optional(),
  select: z.enum(['mid', 'mean']).optional(),
  pair: z.tuple([z.number(), z.number()]).optional(),
  list: z.array(z.int().min(0)).min(1).max(3).optional(),
  where: z.union([z.literal('last'), z.number().min(0).max(10)]).optional(),
  to: z.record(z.string().regex(/^\d$/, 'must be an id'), z.int()).optional(),
  inner: z.strictObject({ depth: z.int() }).optional(),
});

/** Messages of the problems in a text, or what it yields. */
function problemsOf(text: string, name = 'x.yaml'): string[] {
  try {
    parseText(text, { name, schema });
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.split('\n');
  }
}

t.test('a file without problems yields its content', async (t) => {
  t.same(parseText('name: quad\ncg: 0.38\nto: { 1: 777 }\n', { name: 'x.yaml', schema }), {
    name: 'quad',
    cg: 0.38,
    to: { 1: 777 },
  });
  t.same(parseText('{\n\t"list": [1, 2],\n\t"select": "mid"\n}', { name: 'x.json', schema }), {
    list: [1, 2],
    select: 'mid',
  });
  t.same(parseText('\n# only yes and no are words here\nname: yes\n', { name: 'x.yaml', schema }), {
    name: 'yes',
  });
});

t.test('each wrong text is refused with its line, path, value and what would be right', async (t) => {
  const rows: readonly (readonly [string, RegExp])[] = [
    ['cg: 0.9', /^x\.yaml:1: cg = 0\.9 is out of range \(allowed: 0\.2 … 0\.55\)$/],
    ['\n\nseconds: 0', /^x\.yaml:3: seconds = 0 is out of range \(allowed: more than 0, at most 86400\)$/],
    ['computers: 2.5', /computers = 2\.5 must be a whole number \(allowed: 1 … 16\)/],
    ['computers: four', /computers = "four" must be a (whole )?number/],
    ['select: mdi', /select = "mdi" must be one of mid, mean\. Hint: did you mean mid\?/],
    ['pair: [1]', /pair has too few entries/],
    ['list: []', /list has too few entries \(allowed: at least 1\)/],
    ['list: [1, 2, 3, 4]', /list has too many entries \(allowed: at most 3\)/],
    ['list: [1, -2]', /list\[1\] = -2 is out of range/],
    ['where: 11', /where = 11 .*\(allowed: 0 … 10\)/],
    ['where: true', /where = true must be last, or must be a number/],
    ['to: { a: 1 }', /to\.a has a wrong key: must be an id/],
    ['inner: { dept: 1 }', /inner\.dept is not a known key\. Hint: did you mean depth\?/],
    ['inner: {}', /inner\.depth is missing/],
    ['qqqqq: 1', /qqqqq is not a known key\. Hint: known: name, cg,/],
    ['- 1', /^x\.yaml: must be a map of keys to values$/],
    ['', /^x\.yaml: is empty$/],
    ['# nothing but a remark', /is empty/],
    ['cg: .inf', /cg = Infinity is not a finite number/],
    ['cg: .nan', /cg = NaN is not a finite number/],
    ['cg: 1e999', /cg = Infinity is not a finite number/],
    ['name: a\nname: b', /^x\.yaml:2: name is a duplicate key/],
    ['name: &n a', /name has an anchor \(&n\)/],
    ['name: &n a\nselect: *n', /x\.yaml:2: select is an alias \(\*n\)/],
    ['name: !!str 7', /name has a tag/],
    ['name: !mine 7', /name has a tag \(!mine\)/],
    ['__proto__: { cg: 1 }', /__proto__ is not an allowed key/],
    ['inner: { constructor: 1, depth: 1 }', /inner\.constructor is not an allowed key/],
    ['prototype: 1', /prototype is not an allowed key/],
    ['? [a, b]\n: 1', /has a key that is not a name or number/],
    ['name: a\n---\nname: b', /x\.yaml:2: holds several documents/],
    ['name: [a', /is malformed/],
    ['name: "a', /is malformed/],
    ['<<: { name: a }', /<< is not a known key/],
    [
      Array.from({ length: 40 }, (_, i) => `${' '.repeat(i)}inner:`).join('\n'),
      /is nested deeper than 32 levels/,
    ],
    ['['.repeat(1_000_000), /is nested deeper than 32 levels/],
    ['- '.repeat(300_000), /is nested deeper than 32 levels/],
    ['{a: '.repeat(200_000), /is nested deeper than 32 levels/],
    [Array.from({ length: 900 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), /is indented by more than/],
    ['""'.repeat(499_999), /has more than 400000 tokens/],
  ];
  for (const [text, expected] of rows) {
    const lines = problemsOf(text);
    t.ok(
      lines.some((line) => expected.test(line)),
      `${text.slice(0, 40)}: ${lines.join(' | ').slice(0, 200)}`,
    );
  }
});

t.test('JSON is strict JSON, and what JSON.parse would swallow is found', async (t) => {
  t.match(problemsOf('{name: x}', 'x.json')[0], /x\.json(:1)?: is not valid JSON/);
  t.match(problemsOf('{"name": "x",}', 'x.json')[0], /is not valid JSON/);
  t.match(problemsOf('{"name": "x",\n "name": "y"}', 'x.json')[0], /^x\.json:2: name is a duplicate key/);
  t.match(problemsOf('{"cg": 1e999}', 'x.json')[0], /not a finite number/);
  t.match(problemsOf('{"__proto__": {"cg": 1}}', 'x.json')[0], /__proto__ is not an allowed key/);
});

t.test('all problems are reported at once, in the order of the lines', async (t) => {
  const text =
    'cg: 9\nnaem: x\nlist: [1.5, -1]\ncomputers: 99\ncomputers: 3\nselect: &a mid\nseconds: .nan\n';
  const lines = problemsOf(text);
  t.same(
    lines.map((line) => line.replace(/ .*/, '')),
    ['x.yaml:1:', 'x.yaml:2:', 'x.yaml:3:', 'x.yaml:3:', 'x.yaml:4:', 'x.yaml:5:', 'x.yaml:6:', 'x.yaml:7:'],
  );
  t.equal(new Set(lines).size, lines.length, 'none twice');
});

t.test('a path that yields no text is an input error with its reason', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ironbird-files-'));
  t.teardown(() => import('node:fs').then(({ rmSync }) => rmSync(folder, { recursive: true })));
  mkdirSync(join(folder, 'dir.yaml'));
  writeFileSync(join(folder, 'large.yaml'), `# ${'x'.repeat(1_000_000)}\n`);
  writeFileSync(join(folder, 'exact.yaml'), `#${'x'.repeat(999_999 - 8)}\nname: a`);
  writeFileSync(join(folder, 'latin.yaml'), Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xe9]));
  writeFileSync(join(folder, 'mark.yaml'), '\ufeffname: a\n');
  const rows = [
    ['none.yaml', /does not exist/],
    ['dir.yaml', /is a directory/],
    ['large.yaml', /is too large \(allowed: at most 1000000 bytes\)/],
    ['latin.yaml', /is not UTF-8/],
    ['none/none.yaml', /does not exist/],
    ['x'.repeat(300), /has too long a name/],
  ] as const;
  for (const [name, message] of rows) {
    t.throws(
      () => loadFile({ path: join(folder, name), schema }),
      { name: 'InputError', message },
      name.slice(0, 20),
    );
  }
  t.throws(
    () => loadFile({ path: '/dev/zero', schema }),
    { message: /is too large/ },
    'a device without end',
  );
  t.same(loadFile({ path: join(folder, 'exact.yaml'), schema }), { name: 'a' }, 'just small enough');
  t.same(loadFile({ path: join(folder, 'mark.yaml'), schema }), { name: 'a' }, 'byte-order mark');
});

t.test('what a file says cannot reach a terminal as anything but text', async (t) => {
  const [line = ''] = problemsOf('"\\e[31mred\\u202e": 1\n');
  t.notMatch(line, /[\u0000-\u001f\u007f-\u009f\u202e]/);
  t.match(line, /\?\[31mred\?/);
  t.equal(printable('a\u001b[2Jb\u009bc\nd'), 'a?[2Jb?c?d');
  t.equal(showValue('x'.repeat(200)).length, 60);
  t.equal(
    formatProblem('f\n.yaml', {
      path: 'a',
      value: { b: [1] },
      message: 'is wrong',
      line: 3,
      range: '0 … 1',
      hint: 'do',
    }),
    'f?.yaml:3: a = {"b":[1]} is wrong (allowed: 0 … 1). Hint: do',
  );
});

t.test('the nearest known word is offered, and none where none is near', async (t) => {
  const known = ['computers', 'faults', 'protocol', 'choice', 'select'];
  const rows = [
    ['computer', 'computers'],
    ['fualts', 'faults'],
    ['Protocol', 'protocol'],
    ['slect', 'select'],
    ['prot', 'protocol'],
    ['xyz', undefined],
    ['', undefined],
    ['c'.repeat(1000), undefined],
  ] as const;
  for (const [word, expected] of rows) t.equal(didYouMean(word, known), expected, word.slice(0, 20));
});
