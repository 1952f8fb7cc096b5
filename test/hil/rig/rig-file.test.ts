import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { InputError } from '../../../hil/files/problem.js';
import { RIG_DEFAULTS } from '../../../hil/rig/rig-defaults.js';
import { loadRig, parseRig, withFaults } from '../../../hil/rig/rig-file.js';
import type { RigSpec } from '../../../hil/rig/rig-spec.js';
import { SENSOR_PARAMETERS } from '../../../sensors/sensor-parameters.js';

function parse(text: string, options: { allowModules?: boolean; directory?: string } = {}): RigSpec {
  return parseRig(text, { name: 'r.yaml', directory: '/nowhere', ...options });
}

function problemsOf(text: string): string {
  try {
    parse(text);
    return '';
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** A whole file around some keys. */
function withKeys(keys: string): string {
  return `name: x\nscheme: { protocol: om }\n${keys}\n`;
}

t.test('a file with a name and a protocol is a whole rig', async (t) => {
  const rows = [
    ['simplex', 1, 0],
    ['tmr', 3, 1],
    ['tmr-no-exchange', 3, 1],
    ['om', 4, 1],
  ] as const;
  for (const [protocol, computers, faults] of rows) {
    t.same(parse(`name: x\nscheme: { protocol: ${protocol} }`), {
      ...RIG_DEFAULTS,
      name: 'x',
      scheme: { protocol, computers, faults, choice: 'majority', select: 'mid' },
    });
  }
  const { aircraft, frame, limits, durationS } = RIG_DEFAULTS;
  t.same(aircraft, { model: 'f16', cg: 0.38, airspeedFtps: 502, altitudeFt: 5000 });
  t.same(frame, { periodUs: 20_000 });
  t.same(limits, { loadFactorG: [-3, 9], alphaDeg: [-10, 30], altitudeFt: [0, 60_000] });
  t.equal(durationS, 20);
});

t.test('every key arrives where it belongs, the rest stays at its default', async (t) => {
  const spec = parse(`
name: full-1
description: all keys
aircraft: { cg: 0.5, airspeedFtps: 549, altitudeFt: 0 }
pilot: [{ at: 2, stickPitch: 0.2 }, { at: 2, stickRoll: -1, pedals: 1, throttle: 0 }]
turbulence: severe
frame: { periodMs: 12.5 }
scheme: { protocol: om, computers: 7, faults: 2, choice: median, select: mean }
bus: { kind: encoded, baud: 50000000 }
sensors: { alpha: { noiseDeg: 0.05, biasDeg: 0.1 }, pitchRate: { noiseDegPerS: 1, lagS: 0.02 }, pedals: { noise: 0 } }
actuators: { elevator: { kind: three-motor }, rudder: { noMajority: damped, holdFrames: 3 } }
timing: { relayUs: [1, 1, 2, 3, 5] }
faults: [{ id: a, target: actuator/elevator/2, mode: jam, onset: 799 }]
limits: { alphaDeg: [-5, 25] }
durationS: 10
expect: fail
failOn: missed > 0
belowBound: false
`);
  t.match(spec, {
    name: 'full-1',
    aircraft: { model: 'f16', cg: 0.5, airspeedFtps: 549, altitudeFt: 0 },
    turbulence: 'severe',
    frame: { periodUs: 12_500 },
    scheme: { protocol: 'om', computers: 7, faults: 2, choice: 'median', select: 'mean' },
    bus: { kind: 'encoded', baud: 50_000_000 },
    limits: { loadFactorG: [-3, 9], alphaDeg: [-5, 25] },
    durationS: 10,
    expect: 'fail',
    failOn: ['missed > 0'],
    faults: [{ id: 'a', kind: 'actuator', effector: 0, motor: 2, onset: 799 }],
  });
  t.same(spec.pilot, [
    { atS: 2, stickPitch: 0.2 },
    { atS: 2, stickRoll: -1, pedals: 1, throttle: 0 },
  ]);
  t.same(spec.sensors[0], { noise: 0.05, bias: 0.1, lagS: SENSOR_PARAMETERS[0].lagS });
  t.same(spec.sensors[3], { noise: 1, bias: SENSOR_PARAMETERS[3].bias, lagS: 0.02 });
  t.equal(spec.sensors[14].noise, 0);
  t.same(spec.actuators[0], { kind: 'three-motor', noMajority: 'hold', holdFrames: 50 });
  t.same(spec.actuators[2], { kind: 'majority', noMajority: 'damped', holdFrames: 3 });
  t.same(spec.timing.relayUs, [1, 1, 2, 3, 5]);
  t.same(spec.timing.sampleUs, RIG_DEFAULTS.timing.sampleUs);
});

t.test('a rig below its bound is refused with the arithmetic, unless it says belowBound', async (t) => {
  const refused = [
    ['om, computers: 4, faults: 2', 'scheme.faults = 2 needs at least 7 computers for om (have 4)'],
    ['om, computers: 3', 'scheme.faults = 1 needs at least 4 computers for om (have 3)'],
    ['om, computers: 9, faults: 3', 'scheme.faults = 3 needs at least 10 computers for om (have 9)'],
    [
      'om, computers: 4, faults: 3, belowBound: true',
      'needs at least 5 computers for a relay chain of om (have 4)',
    ],
    ['om, computers: 1, belowBound: true', 'needs at least 3 computers for a relay chain of om (have 1)'],
    [
      'om, computers: 16, faults: 5',
      'makes 63994800 messages a frame with 16 computers (allowed: at most 2000000 messages)',
    ],
    ['om, computers: 17', 'scheme.computers = 17 is out of range (allowed: 1 … 16)'],
    ['tmr, computers: 2', 'tmr needs at least 3 computers (have 2)'],
    ['tmr, faults: 2', 'scheme.faults = 2 must be 1 for tmr'],
    ['tmr-no-exchange, computers: 1', 'is too few for tmr-no-exchange to vote'],
    ['simplex, computers: 2', 'scheme.computers = 2 must be 1 for simplex'],
    ['simplex, faults: 1', 'scheme.faults = 1 must be 0 for simplex'],
  ] as const;
  for (const [scheme, message] of refused) {
    const text = problemsOf(`name: x\nscheme: { protocol: ${scheme} }`);
    t.ok(text.includes(message), `${scheme}: ${text}`);
  }
  for (const scheme of ['om, computers: 3', 'om, computers: 6, faults: 2', 'tmr, computers: 2']) {
    t.equal(parse(`name: x\nscheme: { protocol: ${scheme} }\nbelowBound: true`).belowBound, true, scheme);
    t.equal(parse(`name: x\nscheme: { protocol: ${scheme}, belowBound: true }`).belowBound, true, scheme);
  }
});

t.test('each wrong key is refused with its range and a hint', async (t) => {
  const rows = [
    ['aircraft: { cg: 0.19 }', 'r.yaml:3: aircraft.cg = 0.19 is out of range (allowed: 0.2 … 0.55)'],
    ['aircraft: { cg: .inf }', 'aircraft.cg = Infinity is not a finite number'],
    ['aircraft: { airspeedFtps: 100 }', 'allowed: 250 … 1000'],
    ['aircraft: { altitudeFt: -1 }', 'allowed: 0 … 50000'],
    [
      'aircraft: { model: f15 }',
      'aircraft.model = "f15" is nothing that is shipped. Hint: f16, or the path of a module',
    ],
    [
      'aircraft: { model: ./mine.js }',
      'a file may not run code by itself. Hint: if you trust this file and the module, add --allow-modules',
    ],
    ['controlLaw: law.js', 'controlLaw = "law.js" is a module'],
    ['pilot: [{ at: 1 }]', 'pilot[0] moves no control'],
    [
      'pilot: [{ at: 2, pedals: 0 }, { at: 1, pedals: 0 }]',
      'pilot[1].at = 1 comes before the step above it (2 s)',
    ],
    ['pilot: [{ at: 2, stickPitch: 1.5 }]', 'pilot[0].stickPitch = 1.5 is out of range (allowed: -1 … 1)'],
    ['turbulence: strong', 'must be one of none, light, moderate, severe'],
    ['frame: { periodMs: 0.5 }', 'frame.periodMs = 0.5 is out of range (allowed: 1 … 1000)'],
    ['frame: { periodMs: 10.0001 }', 'is not a whole number of microseconds'],
    ['timing: { controlUs: [1, 2, 3, 25000, 30000] }', 'does not fit: the frame needs'],
    ['bus: { kind: encoded, baud: 9600 }', 'µs and has 20000: sample'],
    ['bus: { kind: serial }', 'bus.kind = "serial" must be one of memory, encoded'],
    ['sensors: { alpa: {} }', 'sensors.alpa is not a known key. Hint: did you mean alpha?'],
    [
      'sensors: { alpha: { noise: 1 } }',
      'sensors.alpha.noise is not a known key. Hint: did you mean noiseDeg?',
    ],
    ['sensors: { alpha: { noiseDeg: -1 } }', 'allowed: 0 … 90'],
    ['actuators: { elevator: { kind: one-motor } }', 'must be one of majority, three-motor'],
    ['timing: { sampleUs: [1, 2, 3, 4] }', 'timing.sampleUs has too few entries'],
    ['timing: { sampleUs: [5, 4, 3, 2, 1] }', 'timing.sampleUs = [5,4,3,2,1] must ascend'],
    ['limits: { alphaDeg: [30, -10] }', 'must be [lowest, highest]'],
    ['limits: { alphaDeg: 30 }', 'limits.alphaDeg = 30 must be a list'],
    ['durationS: 0', 'durationS = 0 is out of range (allowed: more than 0, at most 86400)'],
    ['durationS: 86401', 'more than 0, at most 86400'],
    ['durationS: 0.01', 'durationS = 0.01 is shorter than one frame of 20 ms'],
    ['durationS: 0.05', 'durationS = 0.05 is not a whole number of frames of 20 ms. Hint: 0.04 or 0.06'],
    ['expect: lose', 'must be one of pass, fail'],
    ['failOn: [misses > 0]', 'failOn[0] = "misses > 0" is no condition. Hint: missed > 0'],
    ['faults: {}', 'faults = {} must be a list'],
    ['fualts: []', 'fualts is not a known key. Hint: did you mean faults?'],
    ['faults: [{ target: computer/4, mode: crash }]', 'faults[0].target = "computer/4" names computer 4'],
  ] as const;
  for (const [keys, message] of rows) {
    const text = problemsOf(withKeys(keys));
    t.ok(text.includes(message), `${keys}: ${text}`);
    t.equal(text.split('\n').length, 1, `one problem for ${keys}`);
  }
  t.match(problemsOf('scheme: { protocol: om }'), 'name is missing');
  t.match(problemsOf('name: x'), 'scheme is missing');
  t.match(problemsOf('name: x\nscheme: {}'), 'scheme.protocol is missing');
  t.match(problemsOf('name: ../x\nscheme: { protocol: om }'), 'must be 1 to 64 of a-z, 0-9, _ and -');
  t.match(
    problemsOf('name: x\nscheme: { protocol: simplex }\nactuators: { rudder: { kind: three-motor } }'),
    'actuators.rudder.kind = "three-motor" needs at least 3 computers, one for each motor (have 1)',
  );
});

t.test('what is wrong by itself does not hide what is wrong together', async (t) => {
  const text = problemsOf(`name: X
scheme: { protocol: om, computers: 4, faults: 2, chioce: median }
durationS: 0.05
aircraft: { cg: 9 }
faults:
  - { target: sensor/alpha/4, mode: dropout }
  - { target: sensor/alpha/0, mode: two-faced, to: { 0: 1, 9: 1 }, onste: 1 }
`);
  t.same(
    text.split('\n').map((line) => line.split(' ').slice(0, 2).join(' ')),
    [
      'r.yaml:1: name',
      'r.yaml:2: scheme.chioce',
      'r.yaml:2: scheme.faults',
      'r.yaml:3: durationS',
      'r.yaml:4: aircraft.cg',
      'r.yaml:6: faults[0].target',
      'r.yaml:7: faults[1].onste',
      'r.yaml:7: faults[1].to.0',
      'r.yaml:7: faults[1].to.9',
    ],
  );
});

t.test('modules are found beside the rig file, and only where they are allowed', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ironbird-rig-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'mine.js'), 'throw new Error("must not run while the file is read");');
  const path = join(folder, 'rig.yaml');
  writeFileSync(path, withKeys('aircraft: { model: ./mine.js }\ncontrolLaw: none.js'));
  t.throws(() => loadRig(path), { message: /controlLaw = "none\.js" is a module/ });
  t.throws(() => loadRig(path, { allowModules: true }), {
    message: /controlLaw = "none\.js" does not exist/,
  });
  writeFileSync(path, withKeys('aircraft: { model: ./mine.js }'));
  t.equal(loadRig(path, { allowModules: true }).aircraft.model, join(folder, 'mine.js'));
});

t.test('faults of the command line join those of the file, and are checked against its rig', async (t) => {
  const spec = parse(withKeys('faults: [{ target: computer/0, mode: crash, onset: 5 }]'));
  const more = withFaults(spec, [
    'target=link/0/1,2,mode=omission',
    '{ "id": "b", "target": "computer/3", "mode": "hang" }',
  ]);
  t.same(
    more.faults.map(({ id, mode }) => [id, mode]),
    [
      ['f1', 'crash'],
      ['f2', 'omission'],
      ['b', 'hang'],
    ],
  );
  t.equal(spec.faults.length, 1, 'the first rig is as it was');
  t.throws(() => withFaults(spec, ['target=computer/9,mode=crash']), {
    message: /^--fault: target = "computer\/9" names computer 9/,
  });
  t.throws(() => withFaults(spec, ['target=computer/1,mode=crash,id=f1', 'target=computer/1,mode=crsh']), {
    message: /fault 1\.id = "f1" is the id of another fault\n.*fault 2\.mode = "crsh"/,
  });
});

t.test('every shipped rig and scenario can be read', async (t) => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const paths = ['hil/rigs', 'hil/scenarios'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => join(root, folder, file)),
  );
  t.ok(paths.length >= 10);
  for (const path of paths) {
    const spec = loadRig(path);
    t.ok(path.endsWith(`/${spec.name}.yaml`), `${spec.name} is called like its file`);
    t.not(spec.description, '', `${spec.name} says what it is`);
  }
});
