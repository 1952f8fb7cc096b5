/**
 * A rig with parts of the user's own: the README's example as it is printed there, and an aircraft of six states.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';
import { InputError } from '../../../hil/files/problem.js';
import { fly } from '../../../hil/rig/fly.js';
import { loadRig } from '../../../hil/rig/rig-file.js';
import { file } from '../../support/scratch.js';

const README = readFileSync(join(PACKAGE_ROOT, 'README.md'), 'utf8');

/** The code block that follows `name` in the README. */
function printed(name: string): string {
  const block = new RegExp(`\`${name}\`:\\n\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(README)?.[1];
  if (block === undefined) throw new Error(`the README prints no ${name}`);
  return block;
}

/** An unstable short period, a roll that is damped, and an altitude. */
const AIRCRAFT = `
const create = () => ({
  name: 'six-states',
  stateLength: 6,
  derivative([alpha, q, pitch, , roll, p], [, elevator, aileron], gust, out) {
    out[0] = q - (alpha - 2);
    out[1] = 2 * (alpha - 2) - q - 6 * elevator;
    out[2] = q;
    out[3] = (502 * (pitch - alpha)) / 57.3;
    out[4] = p;
    out[5] = -3 * p - 20 * aileron;
  },
  truth([alpha, q, pitch, altitude, roll, p], controls, gust, out) {
    out.set([alpha, 0, p, q, 0, 1 + 0.3 * (alpha - 2), 0, 502, altitude, roll, pitch, 0]);
  },
});
export const aircraft = {
  create,
  trim: ({ altitudeFt }) => ({ state: Float64Array.of(2, 0, 2, altitudeFt, 0, 0), controls: Float64Array.of(0.2, 0, 0, 0) }),
};
`;

t.test('the README’s rig flies with the README’s control law, and holds a stuck vane', async (t) => {
  file('my-law.mjs', printed('my-law.mjs'));
  const rig = file('my-rig.yaml', printed('my-rig.yaml'));
  const { document } = await fly(loadRig(rig, { allowModules: true }), { seed: '1', replay: '' });
  t.equal(document.verdict, 'pass');
  t.equal(document.faults[0].masked, true);
  t.throws(() => loadRig(rig), InputError, 'a file runs no code by itself');
});

t.test('an aircraft of the user’s own flies, and is lost when its computers fall silent', async (t) => {
  file('my-aircraft.mjs', AIRCRAFT);
  const rig = (faults: string): string =>
    `name: own\naircraft: { model: ./my-aircraft.mjs }\nscheme: { protocol: om }\npilot: [{ at: 1, stickPitch: 0.4 }, { at: 3, stickPitch: 0 }]\n${faults}`;
  const flown = async (name: string, faults: string) =>
    (await fly(loadRig(file(name, rig(faults)), { allowModules: true }), { seed: '1', replay: '' })).document;
  t.equal((await flown('holds.yaml', '')).verdict, 'pass');
  const silent = [0, 1, 2, 3].map((id) => `  - { target: link/${id}/actuators, mode: omission, onset: 100 }`);
  t.equal((await flown('lost.yaml', `faults:\n${silent.join('\n')}`)).verdict, 'fail');
});

t.test('a module without the right exports, or that cannot be loaded, is the user’s to mend', async (t) => {
  file('empty.mjs', '');
  for (const model of ['./empty.mjs', './absent.mjs']) {
    const load = async (): Promise<unknown> => {
      const rig = file('broken.yaml', `name: b\naircraft: { model: ${model} }\nscheme: { protocol: om }\n`);
      return fly(loadRig(rig, { allowModules: true }), { seed: '1', replay: '' });
    };
    await t.rejects(load(), InputError, model);
  }
});
