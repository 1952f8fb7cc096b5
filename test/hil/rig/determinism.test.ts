/**
 * The same seed is the same flight: twice in one process, in other processes, over another bus, and on other
 * engines. CI names the other engines in IRONBIRD_NODE_22 and IRONBIRD_NODE_24.
 */
import t from 'tap';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';
import { fly } from '../../../hil/rig/fly.js';
import { loadRig } from '../../../hil/rig/rig-file.js';
import type { RigSpec } from '../../../hil/rig/rig-spec.js';
import { MAIN } from '../../support/ironbird.js';

/** Trace hashes that must not change unless the flight is meant to. */
const GOLDEN = {
  'quad-om1': 'a09511ff1279cf36543e81c45f051b62bdaea4cebf6b1bdf7fa2734e8022a9ad',
  'dive-climb': '2308e952df22c43427e32b79efd67b7a7e015b436b4c4d1b33cc1d77fa5946d8',
} as const;

function shipped(name: string): RigSpec {
  const folder = name === 'quad-om1' ? 'hil/rigs' : 'hil/scenarios';
  return loadRig(join(PACKAGE_ROOT, folder, `${name}.yaml`));
}

async function hashOf(spec: RigSpec, seed = '1'): Promise<string> {
  return (await fly(spec, { seed, replay: '' })).document.traceHash;
}

function hashInProcess(node: string, name: string): string {
  const { stdout, stderr } = spawnSync(node, [MAIN, 'fly', name, '--json'], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  try {
    return (JSON.parse(stdout) as { traceHash: string }).traceHash;
  } catch {
    return `no document: ${stderr}`;
  }
}

void t.test('the golden flights have their golden hashes', async (t) => {
  for (const [name, hash] of Object.entries(GOLDEN)) t.equal(await hashOf(shipped(name)), hash, name);
});

void t.test('the same seed gives the same hash twice, and in another process', async (t) => {
  const here = await hashOf(shipped('quad-om1'));
  t.equal(await hashOf(shipped('quad-om1')), here);
  t.equal(hashInProcess(process.execPath, 'quad-om1'), here);
});

void t.test('another seed, and any fault, gives another hash', async (t) => {
  const spec = shipped('quad-om1');
  const hashes = new Set([
    await hashOf(spec),
    await hashOf(spec, '2'),
    await hashOf(spec, '18446744073709551615'),
  ]);
  t.equal(hashes.size, 3);
  t.not(await hashOf(shipped('dive-climb')), await hashOf({ ...shipped('dive-climb'), faults: [] }));
});

void t.test('the memory and the encoded bus give the same flight, with faults and without', async (t) => {
  for (const name of ['quad-om1', 'dive-climb', 'dive-climb-quad-mid', 'om1-n3']) {
    const spec = shipped(name);
    const encoded: RigSpec = { ...spec, bus: { kind: 'encoded', baud: 0 } };
    t.equal(await hashOf(encoded), await hashOf(spec), name);
  }
});

void t.test('a line speed that leaves the frame closed changes times, not the flight', async (t) => {
  const spec = shipped('quad-om1');
  t.equal(await hashOf({ ...spec, bus: { kind: 'encoded', baud: 1_000_000 } }), await hashOf(spec));
});

for (const version of ['22', '24']) {
  const node = process.env[`IRONBIRD_NODE_${version}`];
  const why = node === undefined ? { skip: `IRONBIRD_NODE_${version} does not name a Node ${version}` } : {};
  void t.test(`the golden flights have their golden hashes on Node ${version}`, why, async (t) => {
    const engine = spawnSync(node as string, ['--version'], { encoding: 'utf8' }).stdout;
    t.match(engine, new RegExp(`^v${version}\\.`));
    for (const [name, hash] of Object.entries(GOLDEN))
      t.equal(hashInProcess(node as string, name), hash, name);
  });
}
