import { readFileSync } from 'node:fs';
import t from 'tap';
import { F16_STATE_LENGTH, f16 } from '../../../hil/plant/f16.js';
import { rungeKutta4 } from '../../../hil/plant/integrate.js';
import { checkReference, ReferenceFormatError } from '../../../hil/plant/reference-check.js';
import { trimF16 } from '../../../hil/plant/trim.js';

interface ReferenceFile {
  stateOrder: string[];
  inputs: Record<string, { surface: string; from_s: number; to_s: number; add_deg?: number; add?: number }[]>;
  points: { xcg: number; state: number[]; derivative: number[]; Nz_g: number; Ny_g: number }[];
  trims: {
    airspeed_ftps: number;
    throttle: number;
    elevator_deg: number;
    alpha_rad: number;
    power: number;
    longitudinalEigenvalues: [number, number][];
  }[];
  trajectories: {
    input: string;
    controlPeriod_s: number;
    trim: { elevator_deg: number };
    samples: { t_s: number; state: number[] }[];
  }[];
}

const TEXT = readFileSync(new URL('./f16-reference.json', import.meta.url), 'utf8');
const reference = (): ReferenceFile => JSON.parse(TEXT) as ReferenceFile;
const changed = (change: (file: ReferenceFile) => void): ReferenceFile => {
  const file = reference();
  change(file);
  return file;
};

t.test('our aircraft is the published one', (t) => {
  const { ok, points, trims, trajectories } = checkReference(reference());
  t.ok(ok);
  t.same([points.compared, trims.compared, trajectories.compared], [40, 5, 2]);
  t.ok(points.worst < 1e-12, `points ${points.worst}`);
  t.ok(trims.worst < 1e-9, `trims ${trims.worst}`);
  t.ok(trajectories.worst < 1e-8, `trajectories ${trajectories.worst}`);
  t.end();
});

t.test('one wrong value anywhere is found', (t) => {
  for (const [where, change] of [
    ['points', (file) => (file.points[39].derivative[4] += 3e-9)],
    ['points', (file) => (file.points[0].Nz_g += 2e-8)],
    ['points', (file) => (file.points[0].Ny_g *= 1 + 1e-6)],
    ['points', (file) => (file.points[7].xcg += 0.001)],
    ['trims', (file) => (file.trims[0].throttle += 2e-5)],
    ['trims', (file) => (file.trims[1].elevator_deg -= 2e-5)],
    ['trims', (file) => (file.trims[2].alpha_rad += 2e-5)],
    ['trims', (file) => (file.trims[3].power *= 1 + 2e-5)],
    ['trims', (file) => (file.trims[4].longitudinalEigenvalues[1][1] += 2e-5)],
    ['trims', (file) => (file.trims[0].airspeed_ftps = 50)],
    ['trajectories', (file) => (file.trajectories[1].samples[8].state[5] += 2e-5)],
    ['trajectories', (file) => (file.trajectories[0].samples[3].t_s += 0.01)],
    ['trajectories', (file) => (file.trajectories[0].trim.elevator_deg += 1e-3)],
    ['trajectories', (file) => (file.inputs.aileronPulse[0].add_deg = 5.01)],
    ['trajectories', (file) => (file.inputs.elevatorDoublet[1].surface = 'rudder')],
  ] satisfies [string, (file: ReferenceFile) => void][]) {
    const report = checkReference(changed(change)) as unknown as Record<string, { worst: number }>;
    t.equal(report.ok, false, change.toString());
    const tolerance = where === 'points' ? 1e-9 : 1e-5;
    for (const part of ['points', 'trims', 'trajectories']) {
      t.equal(
        report[part].worst > (part === where ? tolerance : 1e-8),
        part === where,
        `${part}: ${change.toString()}`,
      );
    }
  }
  t.end();
});

t.test('a part may be missing, but not everything', (t) => {
  const { points, trims } = reference();
  t.match(checkReference({ points }), { ok: true, trims: { compared: 0, worst: 0 } });
  t.match(checkReference({ trims, points: [] }), {
    ok: true,
    points: { compared: 0 },
    trims: { compared: 5 },
  });
  for (const nothing of [{}, { points: [], trims: [], trajectories: [] }, { inputs: {} }]) {
    t.equal(checkReference(nothing).ok, false, 'nothing compared is nothing agreed');
  }
  t.end();
});

t.test('a state that no aircraft can be in is an infinite error, not agreement', (t) => {
  const report = checkReference(changed((file) => (file.points[0].state[0] = 0)));
  t.equal(report.ok, false);
  t.equal(report.points.worst, Number.POSITIVE_INFINITY);
  t.end();
});

t.test('other conditions, inputs and times work as well: the file says what is flown', (t) => {
  const condition = { cg: 0.32, airspeedFtps: 560, altitudeFt: 8000 };
  const trim = trimF16(condition);
  const aircraft = f16(condition);
  const integrator = rungeKutta4(F16_STATE_LENGTH);
  const state = Float64Array.from(trim.state);
  const samples: { t_s: number; state: number[] }[] = [{ t_s: 0, state: [...state] }];
  // Written out in steps of 2 ms: throttle up at once, rudder from 0.1 to 0.4 s, both held over periods of 50 ms.
  for (let ms = 0; ms < 1000; ms += 2) {
    const controls = Float64Array.from(trim.controls);
    controls[0] += 0.1;
    if (ms >= 100 && ms < 400) controls[3] += 4;
    integrator.step(aircraft, state, controls, new Float64Array(3), 0.002);
    if (ms + 2 === 334 || ms + 2 === 1000) samples.push({ t_s: (ms + 2) / 1000, state: [...state] });
  }
  const file = {
    inputs: {
      unit: 'deg',
      kick: [
        { surface: 'rudder', from_s: 0.1, to_s: 0.4, add_deg: 4 },
        { surface: 'throttle', from_s: 0, to_s: 9, add: 0.1 },
      ],
    },
    trajectories: [
      {
        xcg: condition.cg,
        airspeed_ftps: condition.airspeedFtps,
        altitude_ft: condition.altitudeFt,
        input: 'kick',
        controlPeriod_s: 0.05,
        duration_s: 1,
        trim: { throttle: trim.throttle, elevator_deg: trim.elevatorDeg, alpha_rad: trim.alphaRad },
        samples: samples.reverse(),
      },
    ],
  };
  const report = checkReference(file);
  t.match(report, { ok: true, trajectories: { compared: 1 } });
  t.ok(report.trajectories.worst < 1e-8, `${report.trajectories.worst}`);
  file.inputs.kick[0].add_deg = 4.01;
  t.equal(checkReference(file).ok, false);
  t.end();
});

t.test('a file of another format is refused with the place of every problem', (t) => {
  for (const [change, problems] of [
    [
      (file) => {
        file.points[0].state.pop();
        Object.assign(file.trims[1], { power: 'much' });
        Object.assign(file.trajectories[0], { trim: undefined });
      },
      ['points[0].state', 'trims[1].power', 'trajectories[0].trim'],
    ],
    [(file) => (file.trajectories[1].input = 'unheardOf'), ['trajectories[1].input']],
    [(file) => (file.trajectories[1].input = 'unit'), ['inputs.unit']],
    [(file) => (file.inputs.rudderPulse[0].surface = 'flap'), ['inputs.rudderPulse[0].surface']],
    [(file) => delete file.inputs.rudderPulse[0].add_deg, ['inputs.rudderPulse[0].add_deg']],
    [(file) => (file.trajectories[0].samples[10].t_s = 6), ['trajectories[0].samples[10].t_s']],
    [(file) => (file.trajectories[0].samples = []), ['trajectories[0].samples']],
    [(file) => (file.trajectories[0].controlPeriod_s = 0), ['trajectories[0].controlPeriod_s']],
    [(file) => (file.stateOrder = file.stateOrder.reverse()), ['stateOrder']],
    [(file) => Object.assign(file.points[2], { Nz_g: null }), ['points[2].Nz_g']],
    [(file) => (file.points[2].xcg = 3), ['points[2].xcg']],
    [(file) => Object.assign(file, { points: { 0: file.points[0] } }), ['points']],
  ] satisfies [(file: ReferenceFile) => void, string[]][]) {
    const found = t.throws(() => checkReference(changed(change))) as unknown as ReferenceFormatError;
    t.ok(found instanceof ReferenceFormatError, change.toString());
    t.same(
      found.problems.map(({ path }) => path),
      problems,
    );
  }
  for (const wrong of [null, undefined, 3, 'text', []])
    t.throws(() => checkReference(wrong), ReferenceFormatError);
  t.end();
});
