/**
 * `ironbird faults` as a user meets it.
 */
import t from 'tap';
import { FAULT_MODES } from '../../../hil/fault/fault-modes.js';
import { ironbirdAll } from '../../support/ironbird.js';

const KINDS = Object.keys(FAULT_MODES);
const NAMES = Object.entries(FAULT_MODES).flatMap(([kind, modes]) =>
  Object.keys(modes).map((mode) => `${kind}/${mode}`),
);

t.test('the catalogue, a kind and a mode fit into 80 columns and name every mode', async (t) => {
  const [all, sensor, stuck, matrix] = await ironbirdAll([
    ['faults'],
    ['faults', 'sensor'],
    ['faults', 'sensor/stuck'],
    ['faults', '--matrix'],
  ]);
  for (const { code, stdout, stderr } of [all, sensor, stuck, matrix]) {
    t.strictSame({ code, stderr }, { code: 0, stderr: '' });
    for (const line of stdout.split('\n')) t.ok(line.length <= 80, line);
  }
  for (const mode of Object.values(FAULT_MODES).flatMap(Object.keys))
    t.match(all.stdout, new RegExp(`^  ${mode} +(benign|symmetric|asymmetric) +\\S`, 'm'));
  for (const mode of Object.keys(FAULT_MODES.sensor)) t.match(sensor.stdout, new RegExp(`^  ${mode} `, 'm'));
  t.match(stuck.stdout, /^known from {2}XL Airways/m);
  t.match(
    stuck.stdout,
    /\n {2}ironbird fly quad-om1 --fault target=sensor\/alpha\/0,mode=stuck,onset=150\n$/,
  );
  for (const name of NAMES) t.match(matrix.stdout, new RegExp(`^${name} +yes`, 'm'));
});

t.test('as a document, and what does not exist is refused', async (t) => {
  const [all, one, kind, mode, empty, completion] = await ironbirdAll([
    ['faults', '--json'],
    ['faults', 'actuator/slow', '--json'],
    ['faults', 'sensr'],
    ['faults', 'sensor/stuk'],
    ['faults', ''],
    ['completion', 'bash'],
  ]);
  const document = JSON.parse(all.stdout) as { modes: { kind: string; mode: string }[] };
  t.same(
    document.modes.map(({ kind, mode }) => `${kind}/${mode}`),
    NAMES,
  );
  t.equal((JSON.parse(one.stdout) as typeof document).modes.length, 1);
  t.match(kind, { code: 2, stdout: '', stderr: /did you mean sensor\?/ });
  t.match(mode, { code: 2, stdout: '', stderr: /did you mean sensor\/stuck\?/ });
  t.match(empty, { code: 2, stdout: '', stderr: /is neither a kind of target nor a mode/ });
  for (const word of [...KINDS, ...NAMES]) t.ok(completion.stdout.includes(word), word);
});
