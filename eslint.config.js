/**
 * Type-aware lint, and the bans that keep a flight reproducible.
 *
 * The rooms that fly (firmware/, sensors/, actuators/) may not know what time it is, draw a random number, wait,
 * print or import anything but our own files. Everything whose result reaches a flight may use only that part of
 * `Math` which IEEE 754 fixes to the last bit: `Math.sin`, `**` and their kin differ from engine to engine. The
 * list names what is allowed, not what is forbidden, so that a new function of the language is banned until
 * someone looks at it. `test/tooling/` proves that each ban bites.
 */
import tseslint from 'typescript-eslint';

const aircraftRooms = ['firmware/**/*.ts', 'sensors/**/*.ts', 'actuators/**/*.ts'];
const flightPath = [
  ...aircraftRooms,
  'hil/{board,bus,campaign,checker,fault,plant,random,record,rig}/**/*.ts',
  'hil/time/virtual*.ts',
];

const exactMath =
  /^(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|E|LN10|LN2|LOG10E|LOG2E|PI|SQRT1_2|SQRT2)$/;

const everywhere = [
  { selector: 'ExportDefaultDeclaration', message: 'No default exports: a thing has one name.' },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Draw from a named, seeded stream instead.',
  },
];
const engineMath = [
  {
    selector: `MemberExpression[object.name='Math']:not([computed=false][property.name=${exactMath}])`,
    message: 'Engines differ in the last bit here: use + - * / Math.sqrt or @stdlib/math-base-special-*.',
  },
  {
    selector: "Identifier[name='Math']:not(MemberExpression > .object)",
    message: 'Write Math.name in full, so that the ban on inexact functions can see it.',
  },
  {
    selector: ":matches(BinaryExpression[operator='**'], AssignmentExpression[operator='**='])",
    message: '** differs between engines: multiply, or use @stdlib/math-base-special-pow.',
  },
];
const asynchrony = [
  {
    selector: ':matches(AwaitExpression, ForOfStatement[await=true], :function[async=true])',
    message: 'The aircraft is synchronous: messages in, messages out.',
  },
  { selector: 'ImportExpression', message: 'Nothing is loaded in flight.' },
];
const hostGlobals = [
  ...['Date', 'performance', 'Temporal'].map((name) => ({ name, message: 'Time is a number handed in.' })),
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Promise'].map((name) => ({
    name,
    message: 'The aircraft does not wait.',
  })),
  ...['process', 'console', 'fetch', 'crypto', 'Buffer', 'require', 'Atomics', 'SharedArrayBuffer'].map(
    (name) => ({
      name,
      message: 'The aircraft knows no host: messages in, messages out.',
    }),
  ),
];
const localeMethods = ['localeCompare', 'toLocaleString', 'toLocaleLowerCase', 'toLocaleUpperCase'].map(
  (property) => ({ property, message: 'Depends on the locale of the machine.' }),
);
const unfinishedTests = [
  {
    selector: "CallExpression[callee.object.name='t'][callee.property.name=/^(skip|todo|only|pass)$/]",
    message: 'A test runs and can fail.',
  },
  {
    selector:
      'CallExpression[callee.object.name="t"] > ObjectExpression > Property[key.name=/^(skip|todo|only)$/]',
    message: 'A test runs and can fail.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', '.tap/', 'coverage/', 'runs/', 'node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', 400],
      'no-restricted-syntax': ['error', ...everywhere],
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, allowDefaultCaseForExhaustiveSwitch: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafePromises: [
            { from: 'package', name: 'PromiseWithSubtest', package: '@tapjs/core' },
          ],
        },
      ],
    },
  },
  {
    files: flightPath,
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, ...engineMath],
      'no-restricted-properties': ['error', ...localeMethods],
    },
  },
  {
    files: aircraftRooms,
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, ...engineMath, ...asynchrony],
      'no-restricted-globals': ['error', { globals: hostGlobals, checkGlobalObject: true }],
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'The aircraft imports only its own files.' }] },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...unfinishedTests] },
  },
);
