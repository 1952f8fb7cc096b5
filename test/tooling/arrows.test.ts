/**
 * The arrows between the rooms, proven by planting imports in a model of the repository.
 *
 * Each row is one import: from a file, of a specifier, and the rule that must refuse it (or none). They are
 * checked together by the settings the repository itself is checked with.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type IForbiddenRuleType } from 'dependency-cruiser';
import t from 'tap';

type Settings = { forbidden: IForbiddenRuleType[]; options: ICruiseOptions };
const settings = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as Settings;

type Row = [from: string, to: string, rule: string | null];
// biome-ignore format: a truth table is read by column
const rooms: Row[] = [
  // from                     to                             refused by
  ['firmware/icd',            'firmware/agreement',          'arrow: firmware/icd'],
  ['firmware/agreement',      'firmware/icd',                null],
  ['firmware/agreement',      'firmware/control',            'arrow: firmware/agreement'],
  ['firmware/agreement',      'firmware/redundancy',         'arrow: firmware/agreement'],
  ['firmware/control',        'firmware/fcc',                'arrow: firmware/control'],
  ['firmware/fcc',            'firmware/agreement',          null],
  ['firmware/fcc',            'firmware/control',            null],
  ['firmware/fcc',            'sensors',                     'arrow: firmware/fcc'],
  ['firmware/fcc',            'hil/board',                   'arrow: firmware/fcc'],
  ['sensors',                 'firmware/icd',                null],
  ['sensors',                 'actuators',                   'arrow: sensors'],
  ['sensors',                 'hil/random',                  'arrow: sensors'],
  ['actuators',               'firmware/icd',                null],
  ['actuators',               'sensors',                     'arrow: actuators'],
  ['actuators',               'firmware/redundancy',         'arrow: actuators'],
  ['hil/plant',               'firmware/icd',                'arrow: hil/plant'],
  ['hil/plant',               'hil/random',                  'arrow: hil/plant'],
  ['hil/bus',                 'firmware/icd',                null],
  ['hil/bus',                 'firmware/agreement',          'arrow: hil/bus'],
  ['hil/fault',               'hil/bus',                     null],
  ['hil/fault',               'firmware/fcc',                'arrow: hil/fault'],
  ['hil/record',              'firmware/icd',                null],
  ['hil/checker',             'hil/record',                  null],
  ['hil/checker',             'firmware/agreement',          'arrow: hil/checker'],
  ['hil/checker',             'firmware/redundancy',         'arrow: hil/checker'],
  ['hil/checker',             'hil/rig',                     'arrow: hil/checker'],
  ['hil/rig',                 'firmware/fcc',                null],
  ['hil/rig',                 'hil/checker',                 null],
  ['hil/rig',                 'firmware/redundancy',         'arrow: hil/rig'],
  ['hil/rig',                 'hil/cli',                     'arrow: hil/rig'],
  ['hil/keys',                'firmware/agreement',          null],
  ['hil/keys',                'hil/files',                   null],
  ['hil/keys',                'hil/rig',                     'arrow: hil/keys'],
  ['hil/keys',                'firmware/icd',                'arrow: hil/keys'],
  ['firmware/agreement',      'hil/keys',                    'arrow: firmware/agreement'],
  ['hil/proof',               'firmware/agreement',          null],
  ['hil/proof',               'firmware/fcc',                'arrow: hil/proof'],
  ['hil/proof',               'hil/rig',                     'arrow: hil/proof'],
  ['hil/cli',                 'hil/rig',                     null],
  ['hil/cli',                 'hil/host',                    null],
  ['hil/host',                'hil/time',                    null],
  ['hil/host',                'hil/rig',                     'arrow: hil/host'],
  ['hil/rig',                 'hil/host',                    'arrow: hil/rig'],
  ['hil/cli',                 'firmware/fcc',                'arrow: hil/cli'],
  ['hil/cli',                 'hil/bus',                     'arrow: hil/cli'],
  ['hil/cli',                 'test/support',                'arrow: hil/cli'],
  ['hil/gadget',              'hil/rig',                     'unknown room'],
  ['test/support',            'firmware/agreement',          null],
];
// biome-ignore format: a truth table is read by column
const packages: Row[] = [
  ['firmware/fcc',            'zod',                         'aircraft imports no package and no host'],
  ['sensors',                 'node:fs',                     'aircraft imports no package and no host'],
  ['actuators',               'zod',                         'aircraft imports no package and no host'],
  ['hil/plant',               'node:fs',                     'plant knows no host'],
  ['hil/plant',               'ml-matrix',                   null],
  ['hil/cli',                 'tap',                         'no development package in what is shipped'],
  ['hil/cli',                 'commander',                   null],
  ['hil/cli',                 './nowhere.js',                'no unresolvable import'],
];

/** Cruises the folder with the repository's settings; returns the rules that each file broke. */
async function brokenRules(folder: string): Promise<Map<string, string[]>> {
  const { output } = await cruise(['firmware', 'sensors', 'actuators', 'hil', 'test'], {
    ...settings.options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden: settings.forbidden },
  });
  const broken = new Map<string, string[]>();
  if (typeof output === 'string') return broken;
  for (const { from, rule } of output.summary.violations) {
    broken.set(from, [...(broken.get(from) ?? []), rule.name]);
  }
  return broken;
}

/** Writes one file per row (so that each refusal has one cause), a target in each room, and `more`, under `folder`. */
function plant(folder: string, rows: readonly Row[], more: Record<string, string> = {}): string {
  const target = 'export const target = 1;';
  const files: Record<string, string> = {
    'package.json': JSON.stringify({
      dependencies: { zod: '*', commander: '*', 'ml-matrix': '*' },
      devDependencies: { tap: '*' },
    }),
    'tsconfig.json': '{ "compilerOptions": { "module": "nodenext" } }',
  };
  for (const room of ['firmware/icd', 'sensors', 'actuators', 'hil/rig', 'test/support']) {
    files[`${room}/target.ts`] = target;
  }
  for (const [index, [from, to]] of rows.entries()) {
    const isRoom = /^(firmware|sensors|actuators|hil|test)\b/.test(to);
    if (isRoom) files[`${to}/target.ts`] = target;
    const specifier = isRoom ? `${'../'.repeat(from.split('/').length)}${to}/target.js` : to;
    files[`${from}/row-${index}.ts`] = `export * from '${specifier}';`;
  }
  for (const [path, text] of Object.entries({ ...files, ...more })) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

t.test('an import is refused exactly where no arrow is drawn', async (t) => {
  const rows = [...rooms, ...packages];
  const broken = await brokenRules(plant(t.testdir(), rows));
  for (const [index, [from, to, rule]] of rows.entries()) {
    const found = broken.get(`${from}/row-${index}.ts`) ?? [];
    t.strictSame(found, rule === null ? [] : [rule], `${from} imports ${to}`);
  }
});

t.test('an arrow counts for types as well as for values', async (t) => {
  const text = "import type { target } from '../agreement/target.js'; export type T = typeof target;";
  const folder = plant(t.testdir(), [['firmware/fcc', 'firmware/agreement', null]], {
    'firmware/icd/type.ts': text,
  });
  t.strictSame((await brokenRules(folder)).get('firmware/icd/type.ts'), ['arrow: firmware/icd']);
});

t.test('two files of one room may not import each other in a circle', async (t) => {
  const folder = plant(t.testdir(), [], {
    'hil/rig/left.ts': "export * from './right.js';",
    'hil/rig/right.ts': "export * from './left.js';",
  });
  t.strictSame((await brokenRules(folder)).get('hil/rig/left.ts'), ['no cycles']);
});
