/**
 * The catalogue promises nothing that is not so: each example flies, strikes and changes something, each key is taken.
 */
import t from 'tap';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type CatalogueMode } from '../../../hil/fault/fault-catalogue.js';
import { parseFaultOption } from '../../../hil/fault/fault-option.js';
import { FAULT_MODES } from '../../../hil/fault/fault-modes.js';
import { faultsMarkdown } from '../../../hil/cli/faults-markdown.js';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';
import { fly } from '../../../hil/rig/fly.js';
import { loadRig, withFaults } from '../../../hil/rig/rig-file.js';
import type { RigSpec } from '../../../hil/rig/rig-spec.js';

const MODES = catalogue();

function rigOf({ example }: CatalogueMode): RigSpec {
  const folder = existsSync(join(PACKAGE_ROOT, `hil/rigs/${example.rig}.yaml`)) ? 'rigs' : 'scenarios';
  return loadRig(join(PACKAGE_ROOT, 'hil', folder, `${example.rig}.yaml`));
}

void t.test('the example of every mode flies as it stands, is applied, and changes something', async (t) => {
  for (const entry of MODES) {
    const rig = rigOf(entry);
    const { document } = await fly(withFaults(rig, [entry.example.fault]), { seed: '1', replay: '' });
    const own = document.faults.slice(rig.faults.length);
    t.ok(own.length > 0);
    for (const { applied, activated } of own)
      t.strictSame({ applied, activated }, { applied: true, activated: true }, `${entry.kind}/${entry.mode}`);
  }
});

void t.test('an example is of its own mode, and shell words need no quotes', (t) => {
  for (const { kind, mode, example } of MODES) {
    const entry = parseFaultOption(example.fault) as Record<string, unknown>;
    t.equal(entry.mode, mode);
    t.match(entry.target, new RegExp(`^${kind}/`));
    t.match(example.fault, /^[\w=,./-]+$/);
  }
  t.end();
});

void t.test('every mode is in it, once, with a clause about it', (t) => {
  const known = Object.entries(FAULT_MODES).flatMap(([kind, modes]) =>
    Object.keys(modes).map((mode) => `${kind}/${mode}`),
  );
  t.same(
    MODES.map(({ kind, mode }) => `${kind}/${mode}`),
    known,
  );
  for (const { about, mode } of MODES) t.match(about, /^[a-z].*[^.]$/, mode);
  t.end();
});

void t.test('needed keys, ranges and defaults are those of the check', (t) => {
  const rows: readonly (readonly [string, string, object])[] = [
    ['sensor/bias', 'offset', { needed: true, inUnit: 'offset<Unit>', range: '-65534 … 65534' }],
    ['sensor/drift', 'ratePerS', { needed: true, inUnit: 'rate<Unit>PerS' }],
    ['sensor/stuck', 'value', { needed: false, range: 'last | min | max | zero, or -32767 … 32767' }],
    ['sensor/spikes', 'spacingFrames', { needed: false, range: '2 … 100000', byDefault: '60' }],
    ['sensor/saturation', 'low', { needed: false }],
    ['sensor/noise', 'sigma', { needed: true, range: 'more than 0, at most 32767' }],
    ['computer/accuser', 'accuse', { needed: true }],
    ['computer/accuser', 'tell', { needed: false }],
    ['actuator/oscillatory', 'form', { range: 'solid | liquid', byDefault: 'liquid', inUnit: null }],
  ];
  for (const [name, key, expected] of rows) {
    const entry = MODES.find(({ kind, mode }) => `${kind}/${mode}` === name);
    t.match(
      entry?.keys.find((candidate) => candidate.name === key),
      expected,
      `${name} ${key}`,
    );
  }
  t.end();
});

void t.test('the reference page is up to date', (t) => {
  const page = readFileSync(join(PACKAGE_ROOT, 'hil/fault/CATALOGUE.md'), 'utf8');
  t.equal(page, faultsMarkdown(MODES), 'npx ironbird faults --markdown > hil/fault/CATALOGUE.md');
  t.end();
});
