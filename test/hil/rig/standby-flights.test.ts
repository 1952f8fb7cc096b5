/**
 * Backups and self-checking pairs in the air: what each survives and what each dies of, over many seeds, and the
 * same fault in both.
 */
import t from 'tap';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';
import { withFaults, loadRig } from '../../../hil/rig/rig-file.js';
import { fly, type FlightReport } from '../../../hil/rig/fly.js';
import { planFrame } from '../../../hil/rig/schedule.js';
import type { FrameRecord } from '../../../hil/record/frame-record.js';
import type { FlyDocument } from '../../../hil/rig/fly-document.js';
import type { RigSpec, WatchSpec } from '../../../hil/rig/rig-spec.js';

const SEEDS = Array.from({ length: 24 }, (_, i) => String(i === 23 ? 18446744073709551615n : i + 1));
const SCENARIOS = [
  'primary-backup-failover',
  'primary-backup-bad-backup',
  'primary-backup-wrong-primary',
  'backup-chain',
  'com-mon-bad-backup',
  'com-mon-wrong-primary',
  'com-mon-common-mode',
  'three-monitors-trip',
];

function scenario(name: string): RigSpec {
  return loadRig(join(PACKAGE_ROOT, `hil/scenarios/${name}.yaml`));
}

function watching(spec: RigSpec, watch: Partial<WatchSpec>): RigSpec {
  return { ...spec, scheme: { ...spec.scheme, watch: { ...(spec.scheme.watch as WatchSpec), ...watch } } };
}

async function flown(spec: RigSpec, seed = '1'): Promise<FlightReport> {
  return fly(spec, { seed, replay: '' });
}

/** Who was in command from which frame on, and why. */
function turns({ command = [] }: FlyDocument): string[] {
  return command.map(
    ({ frame, computers, because, by }) =>
      `${frame}: ${computers.join('+') || 'nobody'}${because === null ? '' : ` ${because}${by.length === 0 ? '' : ` by ${by.join('+')}`}`}`,
  );
}

for (const name of SCENARIOS) {
  void t.test(`${name} ends as its file says, with each of ${SEEDS.length} seeds`, async (t) => {
    const spec = scenario(name);
    for (const seed of SEEDS) {
      const { document } = await flown(spec, seed);
      t.equal(document.verdict, spec.expect, `seed ${seed}`);
      t.equal(document.hazard === null, spec.expect === 'pass', `seed ${seed}: by the harm done`);
    }
  });
}

void t.test('each happens in the frames and for the reason that its file gives', async (t) => {
  // biome-ignore format: rows are read in columns
  const rows: [string, string[], boolean][] = [
    //  flight                         in command                                          within the bound
    ['primary-backup-failover',      ['0: 0', '227: 1 silent'],                          true],
    ['primary-backup-bad-backup',    ['0: 0', '227: 1 tripped by 1'],                    false],
    ['primary-backup-wrong-primary', ['0: 0'],                                           false],
    ['backup-chain',                 ['0: 0', '227: 1 silent', '302: 2 silent'],         true],
    ['com-mon-bad-backup',           ['0: 0+1'],                                         true],
    ['com-mon-wrong-primary',        ['0: 0+1', '227: 2+3 disagreed by 0+1'],            true],
    ['com-mon-common-mode',          ['0: 0+1'],                                         false],
  ];
  for (const [name, inCommand, within] of rows) {
    const { document, command } = await flown(scenario(name));
    t.strictSame(turns(document), inCommand, name);
    t.equal(document.agreement.withinBound, within, `${name}: bound`);
    t.equal(document.agreement.commandSplits, 0, `${name}: who stands by does not split the commands`);
    const held = Math.max(0, ...inCommand.slice(1).map((turn) => (/silent|disagreed/.test(turn) ? 2 : 0)));
    t.equal(
      command?.framesWithout,
      held * (inCommand.length - 1),
      `${name}: two frames held for each change`,
    );
  }
});

void t.test('nothing is broken, and three pairs shut within a tenth of a second of each other', async (t) => {
  const spec = scenario('three-monitors-trip');
  t.strictSame(spec.faults, []);
  for (const seed of SEEDS.slice(0, 6)) {
    const { document, command } = await flown(spec, seed);
    const last = document.command?.at(-1);
    t.match(last, { computers: [], because: 'disagreed' }, `seed ${seed}`);
    const gone = [last?.frame ?? NaN, ...(command?.standbyLosses() ?? []).map(({ frame }) => frame)];
    const others = (document.command ?? []).slice(1, -1).map(({ frame }) => frame);
    const all = [...gone, ...others];
    t.ok(Math.max(...all) - Math.min(...all) <= 8, `frames ${all.join(', ')}`);
    t.equal(document.agreement.withinBound, true, 'no fault: the bound says nothing about a tolerance');
  }
});

void t.test(
  'with a tolerance of 1 deg the same pull-up is flown, and without the pull-up the tight one is',
  async (t) => {
    const spec = scenario('three-monitors-trip');
    for (const seed of SEEDS) {
      t.equal((await flown(watching(spec, { toleranceDeg: 1 }), seed)).document.verdict, 'pass', seed);
      t.equal((await flown({ ...spec, pilot: [] }, seed)).document.verdict, 'pass', `${seed}, level`);
    }
  },
);

void t.test('two computers have the choice of which fault to die of: trip, or do not', async (t) => {
  // biome-ignore format: rows are read in columns
  const rows: [string, boolean, string][] = [
    //  the vane of the          may trip  then
    ['primary-backup-wrong-primary', true,  'pass'],
    ['primary-backup-wrong-primary', false, 'fail'],
    ['primary-backup-bad-backup',    true,  'fail'],
    ['primary-backup-bad-backup',    false, 'pass'],
  ];
  for (const [name, trip, verdict] of rows)
    for (const seed of SEEDS.slice(0, 8))
      t.equal(
        (await flown(watching(scenario(name), { trip }), seed)).document.verdict,
        verdict,
        `${name}, ${trip}`,
      );
});

const STOPS = ['crash', 'crash,frames=2', 'crash,frames=40', 'hang', 'hang,watchdogFrames=2'];

void t.test(
  'backups hold any computer that stops, briefly or for good, in the middle of a pull-up',
  async (t) => {
    const spec = { ...scenario('primary-backup-failover'), faults: [] };
    for (const computer of [0, 1])
      for (const stop of STOPS) {
        const { document } = await flown(
          withFaults(spec, [`target=computer/${computer},mode=${stop},onset=225`]),
        );
        t.equal(document.verdict, 'pass', `${computer} ${stop}`);
        t.strictSame(
          turns(document),
          computer === 0 ? ['0: 0', '227: 1 silent'] : ['0: 0'],
          `${computer} ${stop}`,
        );
      }
  },
);

const ANY_FAULT = [
  ...STOPS.map((stop) => `target=computer/N,mode=${stop}`),
  'target=computer/N,mode=late,byUs=15000',
  'target=computer/N,mode=upset,word=0,bit=27',
  'target=computer/N,mode=upset,word=0,bit=18',
  'target=computer/N,mode=upset,word=1,bit=26',
  'target=sensor/alpha/N,mode=stuck,value=777',
  'target=sensor/alpha/N,mode=stuck',
  'target=sensor/alpha/N,mode=bias,offsetDeg=3',
  'target=sensor/alpha/N,mode=drift,ratePerS=2000',
  'target=sensor/pitchRate/N,mode=bias,offsetDegPerS=-20',
  'target=sensor/pitchRate/N,mode=noise,sigma=5000',
  'target=sensor/normalLoad/N,mode=bias,offset=8000',
  'target=sensor/stickPitch/N,mode=stuck,value=-16000',
  'target=sensor/*/N,mode=dropout',
  'target=link/N/*,mode=omission',
  'target=link/N/actuators,mode=omission',
  'target=link/N/M,mode=omission',
  'target=link/N/M,mode=delay,byUs=15000',
  'target=link/N/*,mode=duplicate',
];

void t.test('self-checking pairs hold every fault of the catalogue in any one computer', async (t) => {
  const spec = { ...scenario('com-mon-wrong-primary'), faults: [], durationS: 12 };
  let changes = 0;
  for (let computer = 0; computer < 4; computer++)
    for (const text of ANY_FAULT) {
      const fault = text.replace('N', String(computer)).replace('M', String(computer ^ 1));
      const { document } = await flown(withFaults(spec, [`${fault},onset=225`]));
      const { hazard, agreement, command = [], faults } = document;
      t.strictSame([hazard, agreement.withinBound, faults[0].activated], [null, true, true], fault);
      if (command.length > 1) changes++;
      t.notOk(computer > 1 && command.length > 1, `${fault}: a pair that stands by costs nothing`);
    }
  t.ok(changes > 20, `${changes} of them took command from the first pair`);
});

void t.test('the memory and the encoded bus give the same flight, and a slow line too', async (t) => {
  for (const name of SCENARIOS) {
    const spec = scenario(name);
    const { traceHash } = (await flown(spec)).document;
    for (const baud of [0, 500_000])
      t.equal(
        (await flown({ ...spec, bus: { kind: 'encoded', baud } })).document.traceHash,
        traceHash,
        `${name} at ${baud}`,
      );
    t.not((await flown(spec, '2')).document.traceHash, traceHash, 'another seed is another flight');
  }
});

void t.test('on the slowest line on which the frame closes, a trip still arrives in its frame', async (t) => {
  const spec = scenario('primary-backup-bad-backup');
  const at = (baud: number): RigSpec => ({ ...spec, bus: { kind: 'encoded', baud } });
  let baud = 10_000;
  while (planFrame(at(baud)).schedule === null) baud += 100;
  t.strictSame(turns((await flown(at(baud))).document), ['0: 0', '227: 1 tripped by 1'], `${baud} baud`);
});

void t.test('after four minutes of standing by, a backup commands what the primary would have', async (t) => {
  const rig = { ...loadRig(join(PACKAGE_ROOT, 'hil/rigs/primary-backup.yaml')), durationS: 240.2 };
  const stopped = withFaults(rig, ['target=computer/0,mode=crash,onset=12000']);
  const elevator = async (spec: RigSpec, seed: string, computer: number): Promise<number[]> => {
    const commands: number[] = [];
    const onFrame = (record: FrameRecord): void => {
      if (record.frame >= 12_002) commands.push(record.commandOf(computer, 0));
    };
    await fly(spec, { seed, replay: '', onFrame });
    return commands;
  };
  for (const seed of ['1', '2', '3']) {
    const would = await elevator(rig, seed, 0);
    const does = await elevator(stopped, seed, 1);
    t.equal(does.length, 8);
    const apart = Math.max(...does.map((command, i) => Math.abs(command - would[i])));
    t.ok(apart > 0 && apart < 300, `seed ${seed}: within ${apart} counts of 1/1024 deg`);
  }
});
