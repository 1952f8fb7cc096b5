/**
 * Faults in the loop: each does what it says, the scheme holds what it promises to hold, and recovery recovers.
 */
import t from 'tap';
import fc from 'fast-check';
import { readFaults } from '../../../hil/fault/fault-file.js';
import { COMPUTER_FLAG, type FrameRecord } from '../../../hil/record/frame-record.js';
import { fly, type FlightReport } from '../../../hil/rig/fly.js';
import { parseRig } from '../../support/rigs.js';

const QUAD = 'scheme: { protocol: om, computers: 4, faults: 1 }';
const SEVEN = 'scheme: { protocol: om, computers: 7, faults: 2 }';
const TRIPLEX = 'scheme: { protocol: tmr, computers: 3, faults: 1 }';

async function flown(yaml: string, onFrame?: (record: FrameRecord) => void): Promise<FlightReport> {
  return fly(parseRig(yaml), { seed: '3', replay: '', ...(onFrame === undefined ? {} : { onFrame }) });
}

/** A rig of a few seconds with these faults, as a user writes them. */
function rig(scheme: string, faults: string, more = ''): string {
  return `name: test\n${scheme}\nturbulence: light\npilot: [{ at: 1, stickPitch: 0.2 }, { at: 2, stickRoll: 0.3 }]\ndurationS: 6\n${more}\nfaults:\n${faults}`;
}

const SINGLE_FAULTS = [
  '  - { id: f, target: sensor/alpha/1, mode: stuck, onset: 60 }',
  '  - { id: f, target: sensor/alpha/1, mode: stuck, value: 777, onset: 60 }',
  '  - { id: f, target: sensor/pitchRate/1, mode: stuck, ditherLsb: 2, onset: 60 }',
  '  - { id: f, target: sensor/alpha/2, mode: bias, offsetDeg: 5, onset: 60 }',
  '  - { id: f, target: sensor/pitchRate/2, mode: drift, ratePerS: 2000, onset: 60 }',
  '  - { id: f, target: sensor/normalLoad/2, mode: noise, sigma: 5000, onset: 60 }',
  '  - { id: f, target: sensor/alpha/2, mode: spikes, height: 9000, widthFrames: 2, spacingFrames: 60, onset: 60 }',
  "  - { id: f, target: 'sensor/*/3', mode: dropout, onset: 60 }",
  '  - { id: f, target: sensor/alpha/0, mode: two-faced, onset: 60, to: { 1: 777, 2: 10777 } }',
  '  - { id: f, target: computer/3, mode: crash, onset: 60, frames: 50 }',
  '  - { id: f, target: computer/3, mode: hang, onset: 60, watchdogFrames: 30 }',
  '  - { id: f, target: computer/3, mode: late, byUs: 9000, onset: 60, frames: 40 }',
  '  - { id: f, target: computer/2, mode: two-faced, quantity: pitchRate, onset: 60, to: { 0: -9000, 1: 9000 } }',
  '  - { id: f, target: computer/2, mode: liar, quantity: alpha, onset: 60, to: { 0: 777, 1: 10777, 3: 5 } }',
  '  - { id: f, target: computer/1, mode: upset, word: 0, bit: 28, onset: 60 }',
  '  - { id: f, target: link/1/*, mode: omission, onset: 60 }',
  '  - { id: f, target: link/1/2, mode: omission, onset: 60 }',
  '  - { id: f, target: link/1/3, mode: delay, byUs: 9000, onset: 60 }',
  '  - { id: f, target: link/1/*, mode: duplicate, onset: 60 }',
];

void t.test(
  'a quad holds every single fault: applied, activated, masked, and the good stay together',
  async (t) => {
    for (const fault of SINGLE_FAULTS) {
      const { document } = await flown(rig(QUAD, fault));
      const { agreement, faults, verdict } = document;
      const [{ applied, activated, masked }] = faults;
      t.strictSame(
        { verdict, applied, activated, masked, within: agreement.withinBound },
        { verdict: 'pass', applied: true, activated: true, masked: true, within: true },
        fault.trim(),
      );
      t.strictSame([agreement.ic1, agreement.ic2, agreement.commandSplits], [0, 0, 0], fault.trim());
    }
  },
);

void t.test('a triplex holds symmetric faults; what differs per receiver breaks its IC1', async (t) => {
  const stuck = await flown(
    rig(TRIPLEX, '  - { target: sensor/alpha/1, mode: stuck, value: 777, onset: 60 }'),
  );
  t.equal(stuck.document.verdict, 'pass');
  t.equal(stuck.document.agreement.withinBound, true);
  t.equal(stuck.document.agreement.ic1, 0);
  const twoFaced = await flown(rig(TRIPLEX, SINGLE_FAULTS[8]));
  t.equal(twoFaced.document.agreement.withinBound, false);
  t.ok(twoFaced.document.agreement.ic1 > 0);
});

void t.test(
  'within the bound, no plan of faults at n = 7, m = 2 violates IC1, IC2 or splits the commands',
  async (t) => {
    const fault = fc.record({
      computer: fc.integer({ min: 0, max: 6 }),
      mode: fc.constantFrom('two-faced', 'liar', 'crash', 'omission'),
      onset: fc.integer({ min: 5, max: 60 }),
      counts: fc.array(fc.integer({ min: -32767, max: 32767 }), { minLength: 7, maxLength: 7 }),
      receivers: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
    });
    let activated = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 99 }),
        async (plan, seed) => {
          const units = [...new Set(plan.map(({ computer }) => computer))].slice(0, 2);
          const lines = plan.filter(({ computer }) => units.includes(computer)).map(faultLine);
          const spec = parseRig(
            `name: random\n${SEVEN}\nturbulence: light\ndurationS: 2\nfaults:\n${lines.join('\n')}`,
          );
          const { document } = await fly(spec, { seed: String(seed), replay: '' });
          activated += document.faults.filter((f) => f.activated).length;
          const { withinBound, ic1, ic2, commandSplits } = document.agreement;
          return withinBound && ic1 === 0 && ic2 === 0 && commandSplits === 0;
        },
      ),
      { numRuns: 40, seed: 20260 },
    );
    t.ok(activated > 40, `${activated} faults changed something`);
  },
);

void t.test('beyond the bound, three colluding liars at n = 7, m = 2 are found to break IC2', async (t) => {
  const lie = '{ 0: 777, 1: 777, 2: 777, 3: 777, 4: 777, 5: 777, 6: 777 }';
  const lines = [4, 5, 6].map((id) => {
    const to = lie.replace(`${id}: 777`, '').replace(', ,', ',').replace(', }', ' }');
    return `  - { id: l${id}, target: computer/${id}, mode: liar, quantity: alpha, onset: 5, to: ${to} }`;
  });
  const { document } = await flown(`name: beyond\n${SEVEN}\ndurationS: 1\nfaults:\n${lines.join('\n')}`);
  t.equal(document.agreement.withinBound, false);
  t.ok(document.agreement.ic2 > 0);
});

function faultLine(
  {
    computer,
    mode,
    onset,
    counts,
    receivers,
  }: { computer: number; mode: string; onset: number; counts: number[]; receivers: number[] },
  index: number,
): string {
  const others = [...new Set(receivers)].filter((id) => id !== computer);
  const heard = others.length === 0 ? [(computer + 1) % 7] : others;
  const to = `{ ${heard.map((id) => `${id}: ${counts[id]}`).join(', ')} }`;
  const head = `  - { id: f${index}, onset: ${onset}`;
  switch (mode) {
    case 'crash':
      return `${head}, target: computer/${computer}, mode: crash, frames: 20 }`;
    case 'omission':
      return `${head}, target: link/${computer}/${heard[0]}, mode: omission }`;
    default:
      return `${head}, target: computer/${computer}, mode: ${mode}, quantity: alpha, to: ${to} }`;
  }
}

void t.test('a computer that crashed returns: it takes the others’ state and commands again', async (t) => {
  const commanded: boolean[] = [];
  await flown(rig(QUAD, SINGLE_FAULTS[9]), (record) =>
    commanded.push(record.has(3, COMPUTER_FLAG.commanded)),
  );
  t.equal(commanded.indexOf(false), 60, 'gone at the onset');
  const back = commanded.indexOf(true, 60);
  t.ok(back > 110 && back <= 120, `back in frame ${back}, some frames after its restart in frame 110`);
  t.notOk(commanded.slice(back).includes(false), 'and stays');
});

void t.test(
  'an upset computer is told its state by the others and is trusted again after five equal frames',
  async (t) => {
    const trusted: boolean[] = [];
    await flown(rig(QUAD, SINGLE_FAULTS[14]), (record) => trusted.push(record.has(1, COMPUTER_FLAG.trusted)));
    t.equal(trusted.indexOf(false), 60);
    t.equal(trusted.indexOf(true, 60), 65);
  },
);

void t.test('a simplex has nobody to ask: one stuck vane loses the aircraft', async (t) => {
  const { document } = await flown(
    rig(
      'scheme: { protocol: simplex }',
      '  - { target: sensor/alpha/0, mode: stuck, value: 777, onset: 60 }',
    ),
  );
  t.equal(document.verdict, 'fail');
  t.not(document.hazard, null);
});

void t.test('a fault that changes nothing is no survival: the verdict is inconclusive', async (t) => {
  const still = 'sensors: { pedals: { noise: 0, bias: 0 } }';
  const stuck = '  - { target: sensor/pedals/0, mode: stuck, onset: 60 }';
  const { document } = await flown(rig(TRIPLEX, stuck, still));
  t.equal(document.verdict, 'inconclusive');
  t.strictSame(
    document.faults.map(({ applied, activated, masked }) => ({ applied, activated, masked })),
    [{ applied: true, activated: false, masked: false }],
  );
});

void t.test(
  'a jammed elevator is found by its monitor and is not masked; one motor of three jammed is overpowered',
  async (t) => {
    const jam = await flown(rig(QUAD, '  - { target: actuator/elevator, mode: hard-over, onset: 100 }'));
    t.equal(jam.document.verdict, 'fail');
    t.equal(jam.document.faults[0].masked, false);
    const three = 'actuators: { elevator: { kind: three-motor } }';
    const motor = await flown(
      rig(QUAD, '  - { target: actuator/elevator/1, mode: hard-over, onset: 100 }', three),
    );
    t.equal(motor.document.verdict, 'pass');
    t.ok(motor.surfaces[0].forceFightMax > 0.5);
  },
);

void t.test(
  'a computer that hangs is a silent peer, one that crashes is no miss, one that is late missed by computing',
  async (t) => {
    const rows = [
      { fault: SINGLE_FAULTS[10], cause: 'silentPeer', missed: 30 },
      { fault: SINGLE_FAULTS[9], cause: 'compute', missed: 0 },
      { fault: SINGLE_FAULTS[11], cause: 'compute', missed: 20 },
      { fault: SINGLE_FAULTS[17], cause: 'bus', missed: 240 },
    ] as const;
    for (const { fault, cause, missed } of rows) {
      const { deadline, frames } = (await flown(rig(QUAD, fault))).document;
      t.equal(deadline.byCause[cause], missed, fault.trim());
      t.equal(deadline.met + deadline.missed + deadline.skipped + deadline.aborted, frames);
    }
  },
);

void t.test('faults of the world and of the plan never throw: readFaults refuses, the loop counts', (t) => {
  const { specs, problems } = readFaults([{ target: 'sensor/alpha/9', mode: 'stuck' }], {
    computers: 4,
    motors: [0, 0, 0, 0],
    frames: 100,
    rounds: 2,
    taken: [],
    at: ['faults'],
  });
  t.equal(specs.length, 0);
  t.equal(problems.length, 1);
  t.end();
});

void t.test(
  'computers that nobody heard for a while, or that were parted in pairs, are one again within ten frames',
  async (t) => {
    const APART = [
      "  - { id: f, target: 'link/0,1,2,3/0,1,2,3', mode: stall, onset: 60, frames: 10 }",
      "  - { id: f, target: 'link/*/*', mode: stall, onset: 60, frames: 40 }",
      "  - { id: f, target: 'link/*/*', mode: partition, groups: [[0, 1], [2, 3]], onset: 60, frames: 40 }",
      "  - { id: f, target: 'link/*/*', mode: partition, groups: [[0], [1], [2], [3]], onset: 60, frames: 40 }",
    ];
    let parted = 0;
    for (const fault of APART) {
      let last = -1;
      const { document, faults } = await flown(rig(QUAD, fault), (record) => {
        const commands = new Set<number>();
        for (let id = 0; id < 4; id++) {
          if (record.has(id, COMPUTER_FLAG.commanded)) commands.add(record.commandOf(id, 0));
        }
        if (commands.size !== 1) last = record.frame;
      });
      t.equal(document.verdict, 'pass', fault.trim());
      t.ok(faults[0].activated);
      const end = 60 + Number(/frames: (\d+)/.exec(fault)?.[1]);
      if (last >= 60) parted++;
      t.ok(last < end + 10, `${fault.trim()}: one command from frame ${last + 1} on`);
    }
    t.equal(parted, APART.length, 'all of them were apart while it lasted');
  },
);
