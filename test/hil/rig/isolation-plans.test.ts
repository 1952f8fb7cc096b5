/**
 * The diagnosis properties in the closed loop: random plans of faults over sensors, computers and links, flown, and
 * the verdicts looked at frame by frame. What a plan may touch is known here from the plan and not from the judge.
 */
import t, { type Test } from 'tap';
import { COMPUTER_FIELD, COMPUTER_FLAG, type FrameRecord } from '../../../hil/record/frame-record.js';
import { fly, type FlightReport } from '../../../hil/rig/fly.js';
import { Dice } from '../../support/dice.js';
import { drawFault, type PlanSize } from '../../support/fault-dice.js';
import { parseRig } from '../../support/rigs.js';

interface Scheme {
  readonly protocol: 'om' | 'tmr';
  readonly computers: number;
  readonly faults: number;
}

const QUAD: Scheme = { protocol: 'om', computers: 4, faults: 1 };
const SEVEN: Scheme = { protocol: 'om', computers: 7, faults: 2 };
const TRIPLEX: Scheme = { protocol: 'tmr', computers: 3, faults: 1 };
const FRAMES = 600;

/** A rig in some motion, so that what sticks is seen to. */
function rig({ protocol, computers, faults }: Scheme, lines: readonly string[], frames = FRAMES): string {
  return [
    'name: plan',
    `scheme: { protocol: ${protocol}, computers: ${computers}, faults: ${faults}, isolate: true }`,
    'turbulence: moderate',
    'pilot: [{ at: 1, stickPitch: 0.3 }, { at: 4, stickPitch: -0.2, stickRoll: 0.4 }, { at: 8, stickRoll: 0 }]',
    `durationS: ${frames / 50}`,
    ...(lines.length === 0 ? [] : ['faults:', ...lines]),
  ].join('\n');
}

/** What the good computers hold of each unit in a frame, one text each; they are the same where all agree. */
function verdictsOf(record: FrameRecord): Set<string> {
  const verdicts = new Set<string>();
  for (let id = 0; id < record.computers; id++) {
    if (!record.has(id, COMPUTER_FLAG.good) || !record.has(id, COMPUTER_FLAG.trusted)) continue;
    const at = record.computerAt(id, COMPUTER_FIELD.verdict);
    const sensors = Array.from({ length: record.computers }, (_, c) => record.isolatedSensors(id, c));
    verdicts.add([record.ints[at], record.ints[at + 1], ...sensors].join());
  }
  return verdicts;
}

interface Flown {
  readonly report: FlightReport;
  /** Frames in which good computers held different verdicts. */
  readonly splits: number;
  /** Channels of which the computer or a sensor was isolated. */
  readonly struck: ReadonlySet<number>;
}

async function flown(yaml: string, seed: number): Promise<Flown> {
  let splits = 0;
  const report = await fly(parseRig(yaml), {
    seed: String(seed),
    replay: '',
    onFrame: (record) => {
      if (verdictsOf(record).size > 1) splits++;
    },
  });
  const struck = new Set<number>();
  for (const { channel, state } of report.document.isolation ?? [])
    if (state === 'isolated' || state === 'out') struck.add(channel);
  return { report, splits, struck };
}

async function holdsWithin(
  t: Test,
  { scheme, plans, symmetric, seed }: { scheme: Scheme; plans: number; symmetric: boolean; seed: number },
): Promise<void> {
  const dice = new Dice(seed);
  const size: PlanSize = { computers: scheme.computers, frames: FRAMES, symmetric };
  let isolatedSensors = 0;
  let isolatedComputers = 0;
  let disputed = 0;
  for (let plan = 0; plan < plans; plan++) {
    const channels = new Set<number>();
    while (channels.size < scheme.faults) channels.add(dice.between({ low: 0, high: scheme.computers - 1 }));
    const lines = [...channels].flatMap((channel) =>
      Array.from({ length: dice.between({ low: 1, high: 3 }) }, () => drawFault(dice, channel, size)),
    );
    const yaml = rig(scheme, lines);
    const { report, splits, struck } = await flown(yaml, plan);
    const { document } = report;
    const good = [...struck].filter((channel) => !channels.has(channel));
    const found = {
      splits,
      good,
      diagnosis: document.diagnosis,
      violated: document.verdict === 'fail' && document.hazard === null,
    };
    const wanted = {
      splits: 0,
      good: [],
      diagnosis: { withinBound: true, verdictSplits: 0, goodIsolated: 0 },
      violated: false,
    };
    t.strictSame(found, wanted, `plan ${plan}:\n${lines.join('\n')}`);
    const events = document.isolation ?? [];
    isolatedSensors += events.filter(({ sensor, state }) => sensor !== null && state === 'isolated').length;
    isolatedComputers += events.filter(({ sensor, state }) => sensor === null && state === 'isolated').length;
    disputed += events.filter(({ state }) => state === 'disputed').length;
  }
  t.ok(isolatedSensors > plans / 10, `${isolatedSensors} sensors isolated`);
  t.ok(isolatedComputers > plans / 20, `${isolatedComputers} computers isolated`);
  if (!symmetric) t.ok(disputed > 0, `${disputed} channels in dispute`);
}

void t.test('a quad within the bound isolates no good unit, and all good computers alike', async (t) => {
  await holdsWithin(t, { scheme: QUAD, plans: 150, symmetric: false, seed: 11 });
});

void t.test(
  'seven with m = 2 within the bound isolate no good unit, and all good computers alike',
  async (t) => {
    await holdsWithin(t, { scheme: SEVEN, plans: 25, symmetric: false, seed: 16 });
  },
);

void t.test('a triplex holds the same against what looks alike to all', async (t) => {
  await holdsWithin(t, { scheme: TRIPLEX, plans: 60, symmetric: true, seed: 13 });
});
