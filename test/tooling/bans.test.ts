/**
 * The linter's bans, each proven by a snippet that breaks it and one that does not.
 *
 * A ban nobody has seen bite may have been switched off by a typing error in the settings. The snippets are linted
 * as if they lay in the room named, with the type-aware rules off: they need a program, the bans need only syntax.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import t from 'tap';
import tseslint from 'typescript-eslint';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

async function broken(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

const host: [rule: string, code: string][] = [
  ['no-restricted-globals', 'export const at = Date.now();'],
  ['no-restricted-globals', 'export const at = new Date();'],
  ['no-restricted-globals', 'export const at = globalThis.Date.now();'],
  ['no-restricted-globals', 'export const at = performance.now();'],
  ['no-restricted-globals', 'setTimeout(() => 0, 20);'],
  ['no-restricted-globals', 'setInterval(() => 0, 20);'],
  ['no-restricted-globals', 'setImmediate(() => 0);'],
  ['no-restricted-globals', 'export const seed = process.pid;'],
  ['no-restricted-globals', 'console.log(1);'],
  ['no-restricted-globals', 'export const later = Promise.resolve(1);'],
  ['no-restricted-syntax', 'export async function run(): Promise<void> {}'],
  ['no-restricted-syntax', 'export const run = async () => 1;'],
  ['no-restricted-syntax', 'export const value = await wait();'],
  ['no-restricted-syntax', "export const law = import('./law.js');"],
  ['no-restricted-imports', "export { readFileSync } from 'node:fs';"],
  ['no-restricted-imports', "import { z } from 'zod'; export const schema = z;"],
  ['no-restricted-imports', "import fs from 'fs'; export const read = fs.readFileSync;"],
];

const mathematics: [rule: string, code: string][] = [
  ...'sin cos tan asin acos atan atan2 sinh cosh tanh exp expm1 log log2 log10 log1p pow cbrt hypot random'
    .split(' ')
    .map((name): [string, string] => ['no-restricted-syntax', `export const x = Math.${name}(1, 2);`]),
  ['no-restricted-syntax', "export const x = Math['sin'](1);"],
  ['no-restricted-syntax', 'const { sin } = Math; export const x = sin(1);'],
  ['no-restricted-syntax', 'const m = Math; export const x = m;'],
  ['no-restricted-syntax', 'export const square = (x: number) => x ** 2;'],
  ['no-restricted-syntax', 'export function square(x: number) { x **= 2; return x; }'],
  ['no-restricted-properties', "export const order = 'a'.localeCompare('b');"],
];

const flown = [
  'firmware/control/planted.ts',
  'sensors/planted.ts',
  'actuators/planted.ts',
  'hil/plant/planted.ts',
  'hil/rig/planted.ts',
  'hil/fault/planted.ts',
  'hil/random/planted.ts',
  'hil/time/virtual-clock-planted.ts',
];

t.test('the rooms that fly know no clock, timer, host, promise, package or builtin module', async (t) => {
  for (const file of flown.slice(0, 3)) {
    for (const [rule, code] of host) t.ok((await broken(file, code)).includes(rule), `${file}: ${code}`);
  }
});

t.test('nothing that reaches a flight uses mathematics that differs between engines', async (t) => {
  for (const file of flown) {
    for (const [rule, code] of mathematics)
      t.ok((await broken(file, code)).includes(rule), `${file}: ${code}`);
  }
});

t.test('exact mathematics and our own files are allowed everywhere', async (t) => {
  const code = [
    "import { saturate } from './integers.js';",
    'export const x = saturate(Math.sqrt(Math.abs(-2)) + Math.imul(3, Math.trunc(0.5)) * Math.PI);',
  ].join('\n');
  for (const file of flown) t.strictSame(await broken(file, code), [], file);
});

t.test('the command line may wait and read the clock, but draws no unseeded number', async (t) => {
  t.strictSame(await broken('hil/cli/planted.ts', 'export const at = Date.now() + Math.sin(1);'), []);
  t.strictSame(await broken('hil/cli/planted.ts', 'export const x = Math.random();'), [
    'no-restricted-syntax',
  ]);
});

t.test('no file exports a default, and none is longer than 400 lines', async (t) => {
  t.strictSame(await broken('hil/cli/planted.ts', 'export default 1;'), ['no-restricted-syntax']);
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, i) => `export const x${i} = 1;`).join('\n');
  t.strictSame(await broken('hil/cli/planted.ts', lines(400)), []);
  t.strictSame(await broken('hil/cli/planted.ts', lines(401)), ['max-lines']);
});

t.test('a test can be neither skipped nor singled out, nor pass by decree', async (t) => {
  const unfinished = [
    "t.skip('x', () => 0);",
    "t.only('x', () => 0);",
    "t.todo('x');",
    "t.pass('x');",
    "t.test('x', { skip: true }, () => 0);",
  ];
  for (const code of unfinished) {
    t.strictSame(await broken('test/planted.test.ts', code), ['no-restricted-syntax'], code);
  }
});
