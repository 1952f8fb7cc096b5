import t from 'tap';
import { type FaultContext, readFaults } from '../../../hil/fault/fault-file.js';
import { parseFaultOption } from '../../../hil/fault/fault-option.js';
import { InputError } from '../../../hil/files/problem.js';
import { QUAD, readFault } from '../../support/read-fault.js';

t.test(
  'a lie told to every other computer in the same words is symmetric, any other asymmetric',
  async (t) => {
    const rows = [
      [{ 0: 7, 2: 7, 3: 7 }, 'symmetric'],
      [{ 0: 7, 2: 7 }, 'asymmetric'],
      [{ 0: 7, 2: 7, 3: 8 }, 'asymmetric'],
    ] as const;
    for (const [to, expected] of rows) {
      t.equal(
        readFault({ target: 'sensor/alpha/1', mode: 'two-faced', to }).spec.faultClass,
        expected,
        JSON.stringify(to),
      );
      t.equal(
        readFault({ target: 'computer/1', mode: 'two-faced', to }).spec.faultClass,
        expected,
        JSON.stringify(to),
      );
    }
  },
);

t.test('amounts in a unit become the counts they stand for', async (t) => {
  const rows: readonly (readonly [string, string, object, object])[] = [
    ['sensor/alpha/0', 'stuck', { valueDeg: -30 }, { value: 0 }],
    ['sensor/alpha/0', 'stuck', { valueDeg: 12 }, { value: 13_440 }],
    ['sensor/alpha/0', 'bias', { offsetDeg: 1 }, { offset: 320 }],
    ['sensor/alpha/0', 'drift', { rateDegPerS: 0.5 }, { ratePerS: 160 }],
    ['sensor/alpha/0', 'noise', { sigmaDeg: 0.1 }, { sigma: 32 }],
    ['sensor/alpha/0', 'spikes', { heightDeg: 2 }, { height: 640 }],
    ['sensor/alpha/0', 'two-faced', { toDeg: { 1: -29, 2: 3.678125 } }, { to: { 1: 320, 2: 10_777 } }],
    ['sensor/pitchRate/0', 'drift', { rateDegPerSPerS: 1 }, { ratePerS: 128 }],
    ['sensor/airspeed/0', 'stuck', { valueFtps: 500 }, { value: 8000 }],
    ['sensor/normalLoad/0', 'stuck', { valueG: -1 }, { value: -1024 }],
    ['sensor/heading/0', 'stuck', { valueDeg: 350 }, { value: -1820 }],
    ['sensor/heading/0', 'stuck', { valueDeg: 180 }, { value: -32_767 }],
    [
      'computer/1',
      'liar',
      { quantity: 'beta', valueDeg: 1 },
      { quantity: 1, to: { 0: 320, 2: 320, 3: 320 } },
    ],
    ['actuator/aileron', 'hard-over', { toDeg: -20 }, { to: -20_480 }],
  ];
  for (const [target, mode, given, expected] of rows) {
    const { spec, lines } = readFault({ target, mode, ...given });
    t.same(lines, []);
    t.match(spec, expected, `${target} ${JSON.stringify(given)}`);
  }
});

t.test('each wrong entry is refused at the key that is wrong', async (t) => {
  const at = 'faults[0]';
  const rows: readonly (readonly [unknown, ...string[]])[] = [
    [7, `${at} | = 7 | must be a map`],
    [{ mode: 'crash' }, `${at}.target |  | is missing`],
    [{ target: 'computer/1' }, `${at}.mode |  | is missing`, 'modes of a computer: crash, hang, late'],
    [{ target: 'computr/1', mode: 'crash' }, 'names no kind of target: "computr"', 'did you mean computer?'],
    [{ target: 'gps/1', mode: 'crash' }, 'forms: sensor/<quantity[,…] or *>/<channel[,…]>'],
    [
      { target: 'sensor/alpa/1', mode: 'dropout' },
      'names no quantity of this aircraft: "alpa"',
      'did you mean alpha?',
    ],
    [{ target: 'sensor/alpha/4', mode: 'dropout' }, 'names channel 4, which this rig does not have | 0 … 3'],
    [{ target: 'sensor/alpha', mode: 'dropout' }, 'does not have the form of its kind'],
    [{ target: 'sensor/alpha/-1', mode: 'dropout' }, 'has "-1" where a channel is wanted'],
    [{ target: 'computer/9', mode: 'crash' }, 'names computer 9'],
    [{ target: 'link/1/1', mode: 'omission' }, 'is a link from a computer to itself'],
    [{ target: 'link/1/7', mode: 'omission' }, 'names computer 7'],
    [{ target: 'actuator/flap', mode: 'jam' }, 'names no effector of this aircraft: "flap"'],
    [
      { target: 'actuator/elevator/0', mode: 'jam' },
      'names a motor of an actuator that votes',
      'three-motor',
    ],
    [{ target: 'actuator/rudder/3', mode: 'jam' }, 'names motor 3', '0 … 2'],
    [{ target: 'sensor/alpha/0', mode: 'stuk' }, 'is no mode of a sensor', 'did you mean stuck?'],
    [{ target: 'actuator/rudder', mode: 'crash' }, 'is no mode of an actuator', 'jam, hard-over, float'],
    [{ target: 'sensor/alpha/0', mode: 'bias' }, `${at}.offset |  | is missing`, 'offsetDeg in deg'],
    [{ target: 'sensor/alpha/0', mode: 'bias', offset: 0 }, 'comes to zero counts'],
    [{ target: 'sensor/alpha/0', mode: 'bias', offsetDeg: 0.0001 }, 'comes to zero counts'],
    [
      { target: 'sensor/alpha/0', mode: 'bias', offset: 1, offsetDeg: 1 },
      `${at}.offsetDeg |  | is given beside offset`,
    ],
    [{ target: 'sensor/alpha/0', mode: 'bias', offsetFt: 1 }, `${at}.offsetFt |  | is not a known key`],
    [{ target: 'sensor/*/0', mode: 'bias', offsetDeg: 1 }, `${at}.offsetDeg |  | is not a known key`],
    [{ target: 'sensor/alpha/0', mode: 'stuck', value: -32_768 }, `${at}.value | = -32768`, '-32767 … 32767'],
    [{ target: 'sensor/alpha/0', mode: 'stuck', value: 1.5 }, `${at}.value | = 1.5`],
    [
      { target: 'sensor/alpha/0', mode: 'stuck', valueDeg: 99 },
      'is 41280 counts, which is out of range',
      'deg',
    ],
    [
      { target: 'sensor/alpha/0', mode: 'spikes', height: 5, widthFrames: 60 },
      'must be more than widthFrames (60)',
    ],
    [{ target: 'sensor/alpha/0', mode: 'two-faced' }, `${at}.to |  | is missing`],
    [{ target: 'sensor/alpha/0', mode: 'two-faced', to: {} }, 'names no receiver'],
    [
      { target: 'sensor/alpha/0', mode: 'two-faced', to: { 0: 5 } },
      `${at}.to.0 |  | is the lying channel itself`,
    ],
    [
      { target: 'sensor/alpha/0', mode: 'two-faced', to: { 4: 5 } },
      `${at}.to.4 |  | is no computer of this rig | 0 … 3`,
    ],
    [{ target: 'sensor/alpha/0', mode: 'two-faced', to: { x: 5 } }, 'must be the id of a computer'],
    [{ target: 'computer/1', mode: 'liar', value: 1, to: { 0: 2 } }, 'is given beside a value for all'],
    [{ target: 'computer/1', mode: 'liar', value: 1, about: 1 }, `${at}.about | = 1 | is the liar itself`],
    [
      { target: 'computer/1', mode: 'liar', value: 1, about: [0, 9] },
      `${at}.about[1] | = 9 | is no computer`,
    ],
    [
      { target: 'computer/1', mode: 'liar', value: 1, quantity: 'gamma' },
      `${at}.quantity | = "gamma" | must be one of alpha`,
    ],
    [{ target: 'computer/1', mode: 'late' }, `${at}.byUs |  | is missing`],
    [{ target: 'computer/1', mode: 'late', byUs: 0 }, '1 … 1000000'],
    [
      { target: 'computer/1', mode: 'forged-sender', as: 1 },
      `${at}.as | = 1 | is the faulty computer itself`,
    ],
    [{ target: 'computer/1', mode: 'forged-sender', as: 4 }, `${at}.as | = 4 | is no computer`, '0 … 3'],
    [{ target: 'computer/1', mode: 'wrong-output', offset: 1, also: [0, 7] }, `${at}.also[1] | = 7`],
    [{ target: 'computer/1', mode: 'wrong-output' }, `${at}.offset |  | is missing`, 'offsetDeg in deg'],
    [{ target: 'computer/1', mode: 'babble', packets: 1001 }, '1 … 1000'],
    [{ target: 'link/0,9/1', mode: 'omission' }, `${at}.target`, 'names computer 9', '0 … 3'],
    [
      {
        target: 'link/*/*',
        mode: 'partition',
        groups: [
          [0, 1],
          [1, 9],
        ],
      },
      `${at}.groups[1][0] | = 1 | is in two groups`,
      `${at}.groups[1][1] | = 9 | is no computer`,
    ],
    [{ target: 'link/*/*', mode: 'partition', groups: [[0, 1]] }, `${at}.groups`],
    [{ target: 'link/*/*', mode: 'stall' }, `${at}.frames |  | is missing`, 'that is an omission'],
    [{ target: 'link/0/*', mode: 'off-specification', levelMv: 2000 }, 'is enough for every receiver'],
    [
      { target: 'link/0/1', mode: 'off-specification', levelMv: 1, thresholdMv: { 2: 5 } },
      `${at}.thresholdMv.2 |  | is no receiver of this link`,
    ],
    [{ target: 'clock/4', mode: 'stuck' }, `${at}.target`, 'names computer 4', '0 … 3'],
    [{ target: 'clock/1', mode: 'drift', ppm: 0 }, 'must not be 0'],
    [{ target: 'clock/1', mode: 'two-faced', toUs: {} }, 'names no receiver'],
    [{ target: 'clock/1', mode: 'two-faced', toUs: { 1: 5 } }, 'is the faulty computer itself'],
    [{ target: 'supply/1,4', mode: 'off' }, `${at}.target`, 'names channel 4'],
    [
      { target: 'supply/1', mode: 'brown-out', offFrames: 9, cycleFrames: 9 },
      `${at}.cycleFrames | = 9 | must be more than offFrames (9)`,
    ],
    [{ target: 'computer/1', mode: 'upset', bit: 32 }, '0 … 31'],
    [{ target: 'computer/1', mode: 'crash', onset: -1 }, `${at}.onset | = -1`],
    [{ target: 'computer/1', mode: 'crash', onset: 1000 }, 'lies after the end of the flight', '0 … 999'],
    [{ target: 'computer/1', mode: 'crash', frames: 0 }, `${at}.frames | = 0`],
    [{ target: 'computer/1', mode: 'crash', id: 'No 1' }, `${at}.id | = "No 1" | must be 1 to 32 of a-z`],
    [{ target: 'actuator/elevator', mode: 'hard-over', to: 30_000 }, `${at}.to | = 30000`, '-25600 … 25600'],
    [{ target: 'actuator/elevator', mode: 'hard-over', to: 'up' }, `${at}.to | = "up"`],
  ];
  for (const [entry, ...fragments] of rows) {
    const { spec, lines } = readFault(entry);
    const text = lines.join('\n');
    t.equal(spec, undefined, JSON.stringify(entry));
    for (const fragment of fragments) t.ok(text.includes(fragment), `${fragment}  in  ${text}`);
  }
});

t.test('a fault that the scheme gives nothing to act on is refused', async (t) => {
  const triplex = { ...QUAD, computers: 3, rounds: 1 };
  const alone = { ...QUAD, computers: 3, rounds: 0 };
  const rows = [
    [{ target: 'computer/1', mode: 'liar', value: 1 }, triplex, 'no round in which computers relay'],
    [{ target: 'sensor/alpha/0', mode: 'two-faced', to: { 1: 1 } }, alone, 'tell each other nothing'],
    [{ target: 'link/0/1', mode: 'omission' }, alone, 'send each other nothing'],
    [{ target: 'link/*/*', mode: 'partition', groups: [[0], [1]] }, alone, 'send each other nothing'],
    [{ target: 'clock/0', mode: 'two-faced', toUs: { 1: 9 } }, alone, 'tell each other nothing'],
    [{ target: 'computer/1', mode: 'wrong-default' }, alone, 'agree on no readings'],
    [{ target: 'computer/1', mode: 'upset-vector' }, { ...triplex, reports: false }, 'agree on no readings'],
  ] as const;
  for (const [entry, context, message] of rows) t.match(readFault(entry, context).lines.join(), message);
  t.same(readFault({ target: 'link/0/actuators', mode: 'omission' }, alone).lines, [], 'commands there are');
});

t.test('ids are given where none is, and no two are equal', async (t) => {
  const jam = { target: 'actuator/elevator', mode: 'jam' };
  const { specs, problems } = readFaults([jam, { ...jam, id: 'f1' }, jam], { ...QUAD, taken: ['f2'] });
  t.same(
    specs.map(({ id }) => id),
    ['f3', 'f1', 'f4'],
  );
  t.same(problems, []);
  const twice = readFaults(
    [
      { ...jam, id: 'a' },
      { ...jam, id: 'a' },
      { ...jam, id: 'b' },
    ],
    { ...QUAD, taken: ['b'] },
  );
  t.same(
    twice.problems.map(({ path }) => path),
    ['faults[1].id', 'faults[2].id'],
  );
});

t.test('all problems of all entries come at once, and a broken scheme hides none of the rest', async (t) => {
  const entries = [
    { target: 'sensor/alpha/9', mode: 'bais', ofset: 1 },
    { target: 'sensor/alpha/0', mode: 'bias', ofset: 1, offset: 1, offsetDeg: 1, onset: 5000 },
  ];
  const { problems } = readFaults(entries, QUAD);
  t.same(problems.map(({ path }) => path).sort(), [
    'faults[0].mode',
    'faults[0].target',
    'faults[1].offsetDeg',
    'faults[1].ofset',
    'faults[1].onset',
  ]);
  const unknown: FaultContext = { ...QUAD, computers: null, motors: null, frames: null, rounds: null };
  t.same(readFaults([{ target: 'computer/9', mode: 'liar', value: 1 }], unknown).problems, []);
  t.same(
    readFaults([{ target: 'computer/9', mode: 'liar', valu: 1 }], unknown).problems.map(({ path }) => path),
    ['faults[0].valu', 'faults[0].to'],
  );
});

t.test('the option takes JSON and the short form, and both mean the same', async (t) => {
  const rows: readonly (readonly [string, object])[] = [
    [
      'target=sensor/alpha/0,mode=two-faced,onset=150,to.1=777,to.2=10777',
      { onset: 150, to: { 1: 777, 2: 10_777 } },
    ],
    ['{"target":"sensor/alpha/0","mode":"stuck","value":-3}', { target: 'sensor/alpha/0', value: -3 }],
    ['{ target: sensor/alpha/0, mode: stuck }', { mode: 'stuck' }],
    ['target=link/0/1,2,mode=omission', { target: 'link/0/1,2', mode: 'omission' }],
    ['target=computer/1,mode=liar,about=0,2,value=3', { about: [0, 2], value: 3 }],
    ['target=sensor/alpha/0,mode=bias,offsetDeg=-0.5,id=7', { offsetDeg: -0.5, id: '7' }],
    ['target=sensor/alpha/0,mode=stuck,value=last', { value: 'last' }],
    [
      'target=sensor/airspeed/0,1,mode=dropout,duty.activeFrames=3,duty.cycleFrames=9',
      { target: 'sensor/airspeed/0,1', duty: { activeFrames: 3, cycleFrames: 9 } },
    ],
  ];
  for (const [text, expected] of rows) t.match(parseFaultOption(text), expected, text);
  const wrong = [
    ['jam', /has a part that is not key=value: "jam"/],
    ['', /not key=value/],
    ['=1', /whose key is not a name/],
    ['__proto__=1', /whose key is not a name/],
    ['target=a,target=b', /gives a key twice/],
    ['to=1,to.1=2', /gives a key twice/],
    ['to.1=1,to.1=2', /gives a key twice/],
    ['{"mode":', /is malformed|is not valid/],
    ['{"mode":"a","mode":"b"}', /is a duplicate key/],
    ['{__proto__: 1}', /is not an allowed key/],
    [`mode=${'x'.repeat(5000)}`, /is too long/],
  ] as const;
  for (const [text, message] of wrong) {
    t.throws(() => parseFaultOption(text), { name: 'InputError', message }, text.slice(0, 30));
    t.throws(() => parseFaultOption(text), InputError);
  }
});
