/**
 * Every flight that is shipped, over several seeds: what it promises is what happens, and for the reason it gives.
 */
import t from 'tap';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';
import { fly, type FlightReport } from '../../../hil/rig/fly.js';
import { loadRig } from '../../../hil/rig/rig-file.js';
import type { RigSpec } from '../../../hil/rig/rig-spec.js';

const SEEDS = ['1', '2', '3', '18446744073709551615'];

function shipped(folder: string): string[] {
  return readdirSync(join(PACKAGE_ROOT, folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(PACKAGE_ROOT, folder, file));
}

function scenario(name: string): RigSpec {
  return loadRig(join(PACKAGE_ROOT, `hil/scenarios/${name}.yaml`));
}

function rig(name: string): RigSpec {
  return loadRig(join(PACKAGE_ROOT, `hil/rigs/${name}.yaml`));
}

async function flown(spec: RigSpec, seed = '1'): Promise<FlightReport> {
  return fly(spec, { seed, replay: '' });
}

void t.test('every shipped flight ends as its file says, whatever the seed', async (t) => {
  for (const file of [...shipped('hil/rigs'), ...shipped('hil/scenarios')]) {
    const spec = loadRig(file);
    for (const seed of SEEDS) {
      const { document } = await flown(spec, seed);
      t.equal(document.verdict, spec.expect, `${spec.name} with seed ${seed}`);
    }
  }
});

void t.test('within the bound no shipped flight violates IC1 or IC2, and beyond it some do', async (t) => {
  let violatedBeyond = 0;
  for (const file of [...shipped('hil/rigs'), ...shipped('hil/scenarios')]) {
    const { document } = await flown(loadRig(file));
    const { withinBound, ic1, ic2, commandSplits } = document.agreement;
    if (withinBound) t.strictSame([ic1, ic2, commandSplits], [0, 0, 0], document.rig);
    else violatedBeyond += ic1 + ic2 + commandSplits;
  }
  t.ok(violatedBeyond > 0, 'the theory is shown to bite');
});

void t.test(
  'the lecture’s story, triplex against quad, mean against mid-value, exact vote against three motors',
  async (t) => {
    const rows = [
      //  flight                            verdict  ic1>0  splits>0  lost within, s of the lie
      { name: 'dive-climb', verdict: 'fail', ic1: true, splits: true, lostS: 5 },
      { name: 'dive-climb-tmr-mid', verdict: 'fail', ic1: true, splits: true, lostS: 12 },
      { name: 'dive-climb-tmr-mean-three-motor', verdict: 'pass', ic1: true, splits: true, lostS: null },
      { name: 'dive-climb-tmr-mid-three-motor', verdict: 'pass', ic1: true, splits: true, lostS: null },
      { name: 'dive-climb-quad-mean', verdict: 'pass', ic1: false, splits: false, lostS: null },
      { name: 'dive-climb-quad-mid', verdict: 'pass', ic1: false, splits: false, lostS: null },
    ];
    for (const { name, verdict, ic1, splits, lostS } of rows) {
      const spec = scenario(name);
      const { document } = await flown(spec);
      t.equal(document.verdict, verdict, name);
      t.equal(document.agreement.ic1 > 0, ic1, `${name}: IC1`);
      t.equal(document.agreement.commandSplits > 0, splits, `${name}: commands`);
      const lostFrames = document.hazard === null ? null : document.hazard.frame - spec.faults[0].onset;
      if (lostS === null) t.equal(lostFrames, null, `${name} is not lost`);
      else t.ok(lostFrames !== null && lostFrames * 0.02 < lostS, `${name} is lost within ${lostS} s`);
    }
  },
);

void t.test(
  'with mid-value select the triplex’s good computers differ by counts, not by degrees',
  async (t) => {
    let widest = 0;
    await fly(scenario('dive-climb-tmr-mid'), {
      seed: '1',
      replay: '',
      onFrame: (record) => {
        if (record.frame < 225 || record.frame > 240) return;
        widest = Math.max(widest, Math.abs(record.commandOf(1, 0) - record.commandOf(2, 0)));
      },
    });
    t.ok(widest > 0, 'they differ');
    t.ok(widest < 64, `by at most ${widest} counts of 1/1024 deg`);
  },
);

void t.test('the three good vanes of the story read 10219, 10217 and 10220 counts', async (t) => {
  const read: number[] = [];
  await fly(
    { ...scenario('dive-climb'), durationS: 0.02 },
    {
      seed: '1',
      replay: '',
      onFrame: (record) => {
        for (let channel = 0; channel < 3; channel++)
          read.push(record.countAt(record.computerAt(channel, 6), 0));
      },
    },
  );
  t.strictSame(read, [10219, 10217, 10220]);
});

void t.test('OM(1) on three computers is shown failing: a good source is not believed', async (t) => {
  const { document } = await flown(scenario('om1-n3'));
  t.equal(document.agreement.withinBound, false);
  t.ok(document.agreement.ic2 > 0);
  t.ok(document.agreement.commandSplits > 0);
  t.not(document.hazard, null);
});

void t.test('three motors report the force they fight with, and one drive has none to report', async (t) => {
  const fought = await flown(scenario('dive-climb-tmr-mean-three-motor'));
  const voted = await flown(scenario('dive-climb'));
  t.ok(fought.surfaces[0].forceFightMax > 0.5, String(fought.surfaces[0].forceFightMax));
  t.equal(voted.surfaces[0].forceFightMax, 0);
});

void t.test('the deadline-jitter rig misses exactly the frames that a naive recount names', async (t) => {
  const spec = rig('deadline-jitter');
  const { naiveMisses } = await import('../../support/naive-deadlines.js');
  const missed: string[] = [];
  const skipped: string[] = [];
  const { document } = await fly(spec, {
    seed: '7',
    replay: '',
    onFrame: (record) => {
      for (let id = 0; id < record.computers; id++) {
        const outcome = record.ints[record.computerAt(id, 1)];
        if (outcome === 1) missed.push(`${record.frame}/${id}`);
        if (outcome === 2) skipped.push(`${record.frame}/${id}`);
      }
    },
  });
  const naive = naiveMisses({ spec, seed: '7', frames: document.frames });
  t.strictSame(missed, naive.missed);
  t.strictSame(skipped, naive.skipped);
  t.ok(missed.length > 0 && skipped.length > 0, `${missed.length} misses, ${skipped.length} skips`);
  const { met, missed: m, skipped: s, aborted, byCause, perComputer } = document.deadline;
  t.equal(met + m + s + aborted, document.frames);
  t.equal(byCause.compute, missed.length, 'each has one cause');
  for (const counts of perComputer) {
    t.equal(counts.met + counts.missed + counts.skipped + counts.aborted, document.frames);
  }
  const missedFrames = new Set(missed.map((at) => at.split('/')[0]));
  t.equal(m, missedFrames.size, 'a frame is missed when some computer missed it');
});

void t.test('what is shared and what is said alike: a supply, a flood, a cut line, two liars', async (t) => {
  const rows = [
    //  flight                         verdict  inside  ic2>0  detected  masked  wrong unit
    { name: 'iss-2007-shared-supply', was: ['fail', false, false, true, false, false] },
    { name: 'babbling-idiot', was: ['pass', true, false, true, true, false] },
    { name: 'partition', was: ['pass', true, false, true, true, false] },
    { name: 'colluding-pair', was: ['pass', false, true, false, false, true] },
  ];
  for (const { name, was } of rows) {
    const { verdict, agreement, faults } = (await flown(scenario(name))).document;
    const [{ detected, masked, wrongUnit }] = faults;
    const { withinBound, ic2 } = agreement;
    t.strictSame([verdict, withinBound, ic2 > 0, detected, masked, wrongUnit], was, name);
  }
  const alone = { ...scenario('iss-2007-shared-supply'), faults: [] };
  const [line] = scenario('iss-2007-shared-supply').faults;
  const one = { ...line, channels: [0] };
  t.equal((await flown({ ...alone, faults: [one] })).document.verdict, 'pass', 'of one alone it flies');
});
