/**
 * Every mode of every kind, read from the least that says it: its defaults, its counts and indexes, and its class.
 */
import t from 'tap';
import { ACTUATORS } from '../../../firmware/icd/packets.js';
import { type FaultContext, readFaults } from '../../../hil/fault/fault-file.js';
import { FAULT_MODES } from '../../../hil/fault/fault-modes.js';
import { showValue } from '../../../hil/files/problem.js';

/** A quad with OM(1) that isolates and whose rudder has three motors. */
const QUAD: FaultContext = {
  computers: 4,
  motors: [0, 0, 3, 0],
  frames: 1000,
  rounds: 2,
  isolates: true,
  taken: [],
  at: ['faults'],
};

function read(entry: unknown, context: FaultContext = QUAD) {
  const { specs, problems } = readFaults([entry], context);
  const lines = problems.map(({ path, value, message, range, hint }) =>
    [path, value === undefined ? '' : `= ${showValue(value)}`, message, range ?? '', hint ?? ''].join(' | '),
  );
  return { spec: specs[0] as unknown as Record<string, unknown>, lines };
}

t.test('every mode of every kind becomes a spec with its defaults and its class', async (t) => {
  const all = { onset: 0, frames: Infinity };
  const alpha = { kind: 'sensor', quantities: [0], channel: 1 };
  const rows: readonly (readonly [string, string, object, object])[] = [
    ['sensor/alpha/1', 'stuck', {}, { ...alpha, value: 'last', ditherLsb: 0, faultClass: 'symmetric' }],
    ['sensor/alpha/1', 'stuck', { value: 5, ditherLsb: 2 }, { ...alpha, value: 5, ditherLsb: 2 }],
    ['sensor/alpha/1', 'bias', { offset: -7 }, { ...alpha, offset: -7, faultClass: 'symmetric' }],
    ['sensor/alpha/1', 'drift', { ratePerS: 0.5 }, { ...alpha, ratePerS: 0.5, faultClass: 'symmetric' }],
    ['sensor/alpha/1', 'noise', { sigma: 3.5 }, { ...alpha, sigma: 3.5, faultClass: 'symmetric' }],
    ['sensor/alpha/1', 'spikes', { height: 9 }, { ...alpha, height: 9, widthFrames: 1, spacingFrames: 60 }],
    ['sensor/alpha/1', 'stuck', { value: 'zero' }, { value: 'zero' }],
    ['sensor/alpha/1', 'scale', { factor: 2 }, { ...alpha, factor: 2, faultClass: 'symmetric' }],
    ['sensor/alpha/1', 'sign-flip', {}, { ...alpha, faultClass: 'symmetric' }],
    ['sensor/alpha/1', 'unit-error', {}, { ...alpha, factors: [Math.PI / 180] }],
    ['sensor/altitude/1', 'unit-error', { sends: 'm' }, { factors: [0.3048] }],
    ['sensor/alpha/1', 'quantisation', { stepDeg: 0.2 }, { ...alpha, step: 64 }],
    ['sensor/alpha/1', 'saturation', { low: 3 }, { ...alpha, low: 3, high: null }],
    ['sensor/alpha/1', 'lag', { timeConstantS: 0.5 }, { ...alpha, timeConstantS: 0.5 }],
    ['sensor/alpha/1', 'slow', { everyFrames: 3 }, { ...alpha, everyFrames: 3 }],
    ['sensor/alpha/1', 'stale', { ageFrames: 3 }, { ...alpha, ageFrames: 3 }],
    ['sensor/airspeed/1', 'clogged-pitot', {}, { drain: 'blocked', faultClass: 'symmetric' }],
    ['sensor/beta,alpha/1', 'bias', { offset: 5 }, { quantities: [0, 1], offset: 5 }],
    ['sensor/alpha/1', 'dropout', {}, { ...alpha, faultClass: 'benign' }],
    ['sensor/alpha/1', 'stuck', { value: 'zero' }, { value: 'zero' }],
    ['sensor/alpha/1', 'scale', { factor: 2 }, { ...alpha, factor: 2, faultClass: 'symmetric' }],
    ['sensor/alpha/1', 'sign-flip', {}, { ...alpha, faultClass: 'symmetric' }],
    ['sensor/alpha/1', 'unit-error', {}, { ...alpha, factors: [Math.PI / 180] }],
    ['sensor/altitude/1', 'unit-error', { sends: 'm' }, { factors: [0.3048] }],
    ['sensor/alpha/1', 'quantisation', { stepDeg: 0.2 }, { ...alpha, step: 64 }],
    ['sensor/alpha/1', 'saturation', { low: 3 }, { ...alpha, low: 3, high: null }],
    ['sensor/alpha/1', 'lag', { timeConstantS: 0.5 }, { ...alpha, timeConstantS: 0.5 }],
    ['sensor/alpha/1', 'slow', { everyFrames: 3 }, { ...alpha, everyFrames: 3 }],
    ['sensor/alpha/1', 'stale', { ageFrames: 3 }, { ...alpha, ageFrames: 3 }],
    ['sensor/airspeed/1', 'clogged-pitot', {}, { drain: 'blocked', faultClass: 'symmetric' }],
    ['sensor/beta,alpha/1', 'bias', { offset: 5 }, { quantities: [0, 1], offset: 5 }],
    [
      'sensor/alpha/1',
      'two-faced',
      { to: { 0: 1, 2: 2 } },
      { ...alpha, to: { 0: 1, 2: 2 }, faultClass: 'asymmetric' },
    ],
    ['computer/2', 'crash', {}, { kind: 'computer', computer: 2, faultClass: 'benign' }],
    ['computer/2', 'hang', {}, { watchdogFrames: 50, faultClass: 'benign' }],
    ['computer/2', 'late', { byUs: 900 }, { byUs: 900, factor: 1, jitterUs: 0, faultClass: 'benign' }],
    ['computer/2', 'late', { factor: 1.5, jitterUs: 7 }, { byUs: 0, factor: 1.5, jitterUs: 7 }],
    ['computer/2', 'fail-silent', {}, { receivers: [0, 1, 3, ACTUATORS], faultClass: 'benign' }],
    ['computer/2', 'fail-silent', { to: 1 }, { receivers: [1], faultClass: 'asymmetric' }],
    ['computer/2', 'stale-restart', {}, { downFrames: 25, faultClass: 'symmetric' }],
    ['computer/2', 'babble', { to: [0, 1, 3] }, { packets: 64, receivers: [0, 1, 3], faultClass: 'benign' }],
    ['computer/2', 'upset', {}, { word: 0, bit: 20, faultClass: 'symmetric' }],
    ['computer/2', 'upset-law', { word: 3 }, { word: 3, bit: 20, faultClass: 'symmetric' }],
    [
      'computer/2',
      'upset-vector',
      { source: 3 },
      { source: 3, quantity: 0, bit: 12, faultClass: 'symmetric' },
    ],
    ['computer/2', 'upset-register', { quantity: 'beta', bit: 15 }, { quantity: 1, bit: 15 }],
    ['computer/2', 'wrong-default', {}, { quantity: 0, value: 0, faultClass: 'symmetric' }],
    ['computer/2', 'wrong-output', { offsetDeg: 2 }, { effector: 0, offset: 2048, also: [] }],
    [
      'computer/2',
      'wrong-output',
      { effector: 'throttle', offset: -9, also: [0, 1] },
      { effector: 3, offset: -9, also: [0, 1], faultClass: 'symmetric' },
    ],
    ['computer/2', 'self-trip', {}, { faultClass: 'benign' }],
    ['computer/2', 'replay', {}, { header: 'new', faultClass: 'symmetric' }],
    ['computer/2', 'replay', { header: 'old' }, { header: 'old', faultClass: 'benign' }],
    [
      'computer/2',
      'forged-sender',
      { as: 0 },
      { as: 0, receivers: [0, 1, 3, ACTUATORS], faultClass: 'asymmetric' },
    ],
    [
      'computer/2',
      'two-faced',
      { quantity: 'beta', to: { 1: 4 } },
      { quantity: 1, to: { 1: 4 }, faultClass: 'asymmetric' },
    ],
    [
      'computer/2',
      'liar',
      { value: 3 },
      { quantity: 0, about: [0, 1, 3], to: { 0: 3, 1: 3, 3: 3 }, faultClass: 'symmetric' },
    ],
    [
      'computer/2',
      'liar',
      { about: 1, to: { 0: 3 } },
      { about: [1], to: { 0: 3 }, faultClass: 'asymmetric' },
    ],
    [
      'computer/2',
      'forger',
      { value: 3, quantity: 'beta' },
      { quantity: 1, about: [0, 1, 3], to: { 0: 3, 1: 3, 3: 3 }, faultClass: 'symmetric' },
    ],
    ['computer/2', 'flood', {}, { receivers: [0, 1, 3], faultClass: 'benign' }],
    ['computer/2', 'flood', { to: [1, 1] }, { receivers: [1], faultClass: 'asymmetric' }],
    ['computer/2', 'split-tag', { to: 3 }, { receivers: [3], faultClass: 'asymmetric' }],
    [
      'computer/2',
      'accuser',
      { accuse: [1, 'beta/0'] },
      {
        channels: [1],
        sensors: [{ channel: 0, quantity: 1 }],
        receivers: [0, 1, 3],
        faultClass: 'symmetric',
      },
    ],
    [
      'computer/2',
      'accuser',
      { accuse: 1, tell: [0] },
      { channels: [1], receivers: [0], faultClass: 'asymmetric' },
    ],
    ['link/0/1', 'omission', {}, { kind: 'link', senders: [0], receivers: [1], faultClass: 'asymmetric' }],
    ['link/0/1,2,3', 'omission', {}, { receivers: [1, 2, 3], faultClass: 'benign' }],
    ['link/0/*', 'omission', {}, { receivers: [1, 2, 3, ACTUATORS], faultClass: 'benign' }],
    ['link/0/actuators', 'omission', {}, { receivers: [ACTUATORS], faultClass: 'benign' }],
    ['link/3/0', 'delay', { byUs: 10 }, { byUs: 10, receivers: [0], faultClass: 'asymmetric' }],
    ['link/3/0', 'duplicate', {}, { receivers: [0], byUs: 0, faultClass: 'benign' }],
    ['link/3/0', 'duplicate', { byUs: 5 }, { byUs: 5, faultClass: 'benign' }],
    [
      'link/0,1/*',
      'omission',
      {},
      { senders: [0, 1], receivers: [0, 1, 2, 3, ACTUATORS], faultClass: 'benign' },
    ],
    ['link/*/2', 'omission', {}, { senders: [0, 1, 2, 3], receivers: [2], faultClass: 'asymmetric' }],
    ['link/3/0', 'corruption', {}, { bits: 1, faultClass: 'asymmetric' }],
    ['link/3/0', 'wrong-content', {}, { word: 0, bit: 12, faultClass: 'asymmetric' }],
    ['link/3/*', 'wrong-content', { word: 9, bit: 0 }, { word: 9, bit: 0, faultClass: 'symmetric' }],
    ['link/3/0', 'jitter', { jitterUs: 9 }, { jitterUs: 9, faultClass: 'asymmetric' }],
    ['link/3/0', 'reorder', {}, { faultClass: 'asymmetric' }],
    ['link/3/0', 'retained', {}, { faultClass: 'benign' }],
    ['link/3/*', 'babble', {}, { packets: 64, faultClass: 'benign' }],
    ['link/3/0', 'masquerade', { as: 1 }, { as: 1, faultClass: 'asymmetric' }],
    [
      'link/*/*',
      'partition',
      { groups: [[3], [0, 2]] },
      { stages: [{ groups: [[3], [0, 2]], cut: [3] }], faultClass: 'asymmetric' },
    ],
    ['link/*/*', 'partition', { groups: '3/0,2' }, { stages: [{ groups: [[3], [0, 2]], cut: [3] }] }],
    [
      'link/*/*',
      'clique-split',
      { stages: '0,1,2/3-2,3/0/1' },
      { stages: [{ cut: [3] }, { cut: [0, 1] }], stageFrames: 75 },
    ],
    [
      'link/*/*',
      'clique-split',
      {
        stages: [
          [[0, 1, 2], [3]],
          [[2, 3], [0], [1]],
        ],
        stageFrames: 9,
      },
      { stages: [{ cut: [3] }, { cut: [0, 1] }], stageFrames: 9, faultClass: 'asymmetric' },
    ],
    [
      'link/3/*',
      'off-specification',
      { levelMv: 1990, thresholdMv: { 0: 1980, 1: 1990, 2: 1991 } },
      { deaf: [2, ACTUATORS], faultClass: 'asymmetric' },
    ],
    ['link/3/*', 'off-specification', { levelMv: 1 }, { deaf: [0, 1, 2, ACTUATORS], faultClass: 'benign' }],
    ['link/3/*', 're-enumeration', {}, { faultClass: 'benign' }],
    ['link/*/*', 'stall', { duty: { activeFrames: 2, cycleFrames: 9 } }, { faultClass: 'benign' }],
    ['clock/2', 'drift', { ppm: -80 }, { kind: 'clock', computer: 2, ppm: -80, faultClass: 'benign' }],
    ['clock/2', 'step', { byUs: -900 }, { byUs: -900, faultClass: 'benign' }],
    ['clock/2', 'stuck', {}, { faultClass: 'benign' }],
    ['clock/2', 'two-faced', { toUs: { 1: 50 } }, { lateUs: { 1: 50 }, faultClass: 'asymmetric' }],
    ['clock/2', 'two-faced', { toUs: { 0: 5, 1: 5, 3: 5 } }, { faultClass: 'benign' }],
    ['supply/2', 'off', {}, { kind: 'supply', channels: [2], faultClass: 'benign' }],
    ['supply/*', 'brown-out', {}, { channels: [0, 1, 2, 3], offFrames: 5, cycleFrames: 50 }],
    ['actuator/elevator', 'jam', {}, { kind: 'actuator', effector: 0, motor: null, faultClass: 'benign' }],
    ['actuator/elevator', 'hard-over', {}, { to: 25600, faultClass: 'benign' }],
    ['actuator/elevator', 'hard-over', { to: 'min' }, { to: -25600 }],
    ['actuator/elevator', 'hard-over', { rateDegPerS: 5 }, { to: 25600, ratePerS: 5120 }],
    ['actuator/elevator', 'disconnect', {}, { effector: 0, faultClass: 'benign' }],
    ['actuator/elevator', 'slow', { rateDegPerS: 5 }, { ratePerS: 5120 }],
    ['actuator/throttle', 'slow', { ratePerS: 5 }, { effector: 3, ratePerS: 5 }],
    ['actuator/elevator', 'hysteresis', { widthDeg: 0.5 }, { width: 512 }],
    ['actuator/elevator', 'oscillatory', { amplitude: 7 }, { form: 'liquid', amplitude: 7, frequencyHz: 1 }],
    ['actuator/elevator', 'feedback', { offsetDeg: -1 }, { offset: -1024 }],
    ['actuator/elevator', 'voter-stuck', {}, { faultClass: 'benign' }],
    ['actuator/rudder/2', 'float', {}, { effector: 2, motor: 2, faultClass: 'benign' }],
    ['actuator/elevator', 'hard-over', { rateDegPerS: 5 }, { to: 25600, ratePerS: 5120 }],
    ['actuator/elevator', 'disconnect', {}, { effector: 0, faultClass: 'benign' }],
    ['actuator/elevator', 'slow', { rateDegPerS: 5 }, { ratePerS: 5120 }],
    ['actuator/throttle', 'slow', { ratePerS: 5 }, { effector: 3, ratePerS: 5 }],
    ['actuator/elevator', 'hysteresis', { widthDeg: 0.5 }, { width: 512 }],
    ['actuator/elevator', 'oscillatory', { amplitude: 7 }, { form: 'liquid', amplitude: 7, frequencyHz: 1 }],
    ['actuator/elevator', 'feedback', { offsetDeg: -1 }, { offset: -1024 }],
    ['actuator/elevator', 'voter-stuck', {}, { faultClass: 'benign' }],
  ];
  for (const [target, mode, given, expected] of rows) {
    const { spec, lines } = read({ target, mode, ...given });
    t.same(lines, [], `${target} ${mode}`);
    t.match(
      spec,
      { id: 'f1', target, mode, ...all, ...expected },
      `${target} ${mode} ${JSON.stringify(given)}`,
    );
  }
  const known = Object.entries(FAULT_MODES).flatMap(([kind, modes]) =>
    Object.keys(modes).map((mode) => `${kind} ${mode}`),
  );
  const tried = new Set(rows.map(([target, mode]) => `${target.split('/')[0]} ${mode}`));
  t.same(
    known.filter((mode) => !tried.has(mode)),
    [],
    'the table leaves no mode out',
  );
});
