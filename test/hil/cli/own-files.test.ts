/**
 * `ironbird init`, `validate` and `schema`: a user's own files.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { file, folder } from '../../support/scratch.js';
import { ironbird } from '../../support/ironbird.js';

t.test('validate names every problem of every file, and passes what is shipped', async (t) => {
  const shipped = ironbird(['validate', 'quad-om1', 'dive-climb', 'om1-n4-median']);
  t.match(shipped, { code: 0, stderr: '' });
  t.equal(shipped.stdout, 'quad-om1: ok (rig)\ndive-climb: ok (rig)\nom1-n4-median: ok (agree scenario)\n');

  const rig = file(
    'bad.yaml',
    'name: x\nscheme: { protocol: om, computers: 4, faults: 2 }\naircraft: { cg: .nan }\nfualts: []\n',
  );
  const agree = file('bad-agree.yaml', 'protocol: om\ncomputers: 4\nfaults: 9\nsource: 4\nvalue: a\n');
  const neither = file('neither.yaml', 'a: 1\n');
  const { code, stdout, stderr } = ironbird([
    'validate',
    rig,
    agree,
    neither,
    'tmr',
    join(folder, 'absent.yaml'),
  ]);
  t.equal(code, 2);
  t.equal(stdout, 'tmr: ok (rig)\n');
  for (const fragment of [
    'bad.yaml:2: scheme.faults = 2 needs at least 7 computers for om (have 4)',
    'bad.yaml:3: aircraft.cg = NaN is not a finite number',
    'bad.yaml:4: fualts is not a known key. Hint: did you mean faults?',
    'bad-agree.yaml:3: faults = 9',
    'bad-agree.yaml:4: source = 4',
    'neither.yaml: is no rig, no agree scenario and no campaign',
    'absent.yaml: does not exist',
  ]) {
    t.ok(stderr.includes(fragment), fragment);
  }
  const document = JSON.parse(ironbird(['validate', rig, 'tmr', '--json']).stdout) as {
    files: { ok: boolean; problems: object[] }[];
  };
  t.same(
    document.files.map(({ ok }) => ok),
    [false, true],
  );
  t.match(document.files[0].problems[0], { path: 'scheme.faults', value: 2, line: 2, range: '0 … 1' });

  const untrimmable = file(
    'high.yaml',
    'name: x\nscheme: { protocol: om }\naircraft: { airspeedFtps: 260, altitudeFt: 50000 }\n',
  );
  t.match(ironbird(['validate', untrimmable]), {
    code: 2,
    stderr: /high\.yaml:3: aircraft no steady level flight/,
  });
});

t.test('validate reads campaigns, and trims every rig of theirs', async (t) => {
  t.match(ironbird(['validate', 'smoke', 'incidents']), {
    code: 0,
    stdout: 'smoke: ok (campaign)\nincidents: ok (campaign)\n',
  });
  const high = file(
    'high-campaign.yaml',
    'name: x\nrigs: [tmr]\nset: { aircraft.airspeedFtps: 260, aircraft.altitudeFt: 50000 }\n' +
      'strata: [{ class: a, faults: none }]\nstop: { flights: 1 }\n',
  );
  t.match(ironbird(['validate', high]), {
    code: 2,
    stderr: /high-campaign\.yaml:2: rigs cannot fly tmr: .*no steady level flight/,
  });
  const schema = JSON.parse(ironbird(['schema', 'campaign']).stdout) as {
    title: string;
    required: string[];
    properties: object;
  };
  t.match(schema, { title: 'Ironbird campaign', required: ['name', 'rigs', 'strata'] });
  t.ok('sweep' in schema.properties && 'stop' in schema.properties);
});

t.test('schema prints a JSON Schema that knows units, ranges and modes', async (t) => {
  interface Node {
    title?: string;
    description?: string;
    minimum?: number;
    properties?: Record<string, Node>;
    anyOf?: Node[];
    const?: string;
    additionalProperties?: boolean;
  }
  const schema = (kind: string): Node => JSON.parse(ironbird(['schema', kind]).stdout) as Node;
  const rig = schema('rig');
  t.equal(rig.title, 'Ironbird rig');
  t.equal(rig.additionalProperties, false);
  t.match(rig.properties?.aircraft.properties?.cg, {
    minimum: 0.2,
    maximum: 0.55,
    description: /mean chord/,
  });
  t.ok(rig.properties?.sensors.properties?.alpha.properties?.noiseDeg);
  const modes = schema('fault').anyOf?.map(({ properties }) => properties?.mode.const);
  t.ok(modes?.includes('two-faced') && modes.includes('hard-over') && modes.includes('omission'));
  t.match(schema('agree').properties?.protocol, { type: 'string' });
});

t.test('init writes files that work, and touches nothing that is there', async (t) => {
  const cwd = join(folder, 'init');
  mkdirSync(cwd);
  const first = ironbird(['init'], { cwd });
  t.equal(first.code, 0);
  t.match(first.stdout, /ironbird\/rig\.yaml\n[\s\S]*next: ironbird fly ironbird\/rig\.yaml\n$/);
  t.same(readdirSync(join(cwd, 'ironbird')).sort(), [
    'README.md',
    'agree.yaml',
    'campaign.yaml',
    'failing-rig.yaml',
    'rig.yaml',
  ]);
  t.match(
    ironbird(
      [
        'validate',
        'ironbird/rig.yaml',
        'ironbird/failing-rig.yaml',
        'ironbird/agree.yaml',
        'ironbird/campaign.yaml',
      ],
      { cwd },
    ),
    { code: 0 },
  );
  t.equal(ironbird(['agree', 'ironbird/agree.yaml'], { cwd }).code, 0);

  t.match(ironbird(['init'], { cwd }), {
    code: 2,
    stdout: '',
    stderr: /ironbird: rig\.yaml exists already\. Hint: nothing was written/,
  });

  const partly = join(cwd, 'partly');
  mkdirSync(partly);
  writeFileSync(join(partly, 'agree.yaml'), 'mine\n');
  t.equal(ironbird(['init', 'partly'], { cwd }).code, 2);
  t.same(readdirSync(partly), ['agree.yaml'], 'all or nothing');
  t.equal(readFileSync(join(partly, 'agree.yaml'), 'utf8'), 'mine\n');
  t.match(ironbird(['init', 'partly/agree.yaml'], { cwd }), {
    code: 2,
    stderr: /cannot be written into|exists already/,
  });
});
