/**
 * Random plans of sensor faults and liars within the bound, flown by managers that read real flight data. In every
 * frame of every plan: no good unit convicted, no dispute between good computers, all good computers' words equal.
 */
import t from 'tap';
import { NO_DATA, QUANTITIES, QUANTITY_COUNT } from '../../../firmware/icd/quantities.js';
import { redundancyParameters } from '../../../firmware/redundancy/parameters.js';
import { DropoutFault } from '../../../sensors/dropout.js';
import { BiasFault, DriftFault, NoiseFault, type SensorFault, SpikesFault } from '../../../sensors/faults.js';
import { StuckFault } from '../../../sensors/stuck.js';
import { Dice } from '../../support/dice.js';
import { ManagerCluster, type Seen } from '../../support/manager-cluster.js';
import { RecordedReadings } from '../../support/recorded-readings.js';

const FRAMES = 900;
const readings = await RecordedReadings.fly({ turbulence: 'moderate', seed: '4', durationS: 60 });
const { persistenceFrames, verdictFrames } = redundancyParameters();

interface Sick {
  readonly channel: number;
  readonly quantity: number;
  readonly fault: SensorFault;
  /** Must be convicted: it stays, and lies far out. */
  readonly plain: boolean;
}

/** What a traitor does besides writing accusations. */
type Manner = 'slander' | 'garbage' | 'deceive' | 'mute' | 'stop';

interface Plan {
  readonly traitors: ReadonlyMap<number, { manner: Manner; victims: number; liesBy: number }>;
  readonly sick: readonly Sick[];
  readonly restart: { channel: number; from: number; frames: number };
}

function drawFault(dice: Dice): { fault: SensorFault; plain: boolean } {
  const onset = dice.between({ low: 0, high: 200 });
  const frames = dice.pick([1, 10, 24, 100, Infinity, Infinity]);
  const noise = { uniform: () => dice.uniform(), gaussian: () => 6 * (dice.uniform() + dice.uniform() - 1) };
  const window = { onset, frames };
  const plain = frames === Infinity;
  switch (dice.between({ low: 0, high: 6 })) {
    case 0:
      return {
        fault: new StuckFault({ ...window, dither: { lsb: dice.between({ low: 0, high: 3 }), noise } }),
        plain: false,
      };
    case 1:
      return { fault: new DropoutFault(window), plain };
    case 2:
      return {
        fault: new DropoutFault({ ...window, pattern: { kind: 'random', probability: 0.3, noise } }),
        plain: false,
      };
    case 3:
      return {
        fault: new BiasFault({ ...window, offset: dice.pick([-4000, -300, 100, 4000]) }),
        plain: false,
      };
    case 4:
      return {
        fault: new DriftFault({ ...window, ratePerS: dice.pick([-300, 50, 800]), periodS: 0.02 }),
        plain: false,
      };
    case 5:
      return { fault: new NoiseFault({ ...window, sigma: dice.pick([20, 300, 5000]), noise }), plain: false };
    default:
      return {
        fault: new SpikesFault({
          ...window,
          height: 6000,
          widthFrames: dice.pick([1, 5]),
          spacingFrames: dice.pick([9, 60, 300]),
        }),
        plain: false,
      };
  }
}

function drawPlan(dice: Dice, { channels, faults }: { channels: number; faults: number }): Plan {
  const order = Array.from({ length: channels }, (_, channel) => channel).sort(
    () => (dice.uint32() & 1) - 0.5,
  );
  const traitors = new Map(
    order.slice(0, dice.between({ low: 0, high: faults })).map((channel) => [
      channel,
      {
        manner: dice.pick<Manner>(['slander', 'garbage', 'deceive', 'mute', 'stop']),
        victims: dice.uint32() & ((1 << channels) - 1),
        liesBy: dice.between({ low: 0, high: 4 }),
      },
    ]),
  );
  const budget = faults - traitors.size;
  const sickChannels = order.slice(traitors.size, traitors.size + budget);
  const sick = sickChannels.flatMap((channel) =>
    Array.from({ length: dice.between({ low: 0, high: 3 }) }, (_, i) => ({
      channel,
      quantity: (dice.between({ low: 0, high: 4 }) + 5 * i) % QUANTITY_COUNT,
      ...drawFault(dice),
    })),
  );
  const restart = {
    channel: order[channels - 1],
    from: dice.between({ low: 50, high: 600 }),
    frames: dice.between({ low: 1, high: 20 }),
  };
  return { traitors, sick, restart };
}

/** Two words a liar writes: to the point, by turns, at random, or nonsense. */
function lie(
  dice: Dice,
  { frame, liesBy, victims }: { frame: number; liesBy: number; victims: number },
): number[] {
  const sensor = ((dice.between({ low: 0, high: 47 }) << 4) | 2) << 16;
  switch (liesBy) {
    case 0:
      return [victims & 0x7f, 0];
    case 1:
      return [(1 << (frame % 4)) | sensor, 0];
    case 2:
      return [dice.int32(), dice.int32()];
    case 3:
      return [1 << (Math.floor(frame / 130) % 4), 0];
    default:
      return [(0x0013 << 16) | (frame % 2), (0x0113 | (0x0123 << 16)) * (frame & 4 ? 1 : 0)];
  }
}

interface Tally {
  wrong: string;
  disputes: number;
  channelsConvicted: number;
  sensorsConvicted: number;
  plainFaults: number;
  restarts: number;
  accusations: number;
}

function flyPlan(seed: number, shape: { channels: number; faults: number }, tally: Tally): void {
  const dice = new Dice(seed);
  const { channels } = shape;
  const plan = drawPlan(dice, shape);
  plan.sick.forEach(({ fault, quantity }) => fault.install(quantity));
  const good = Array.from({ length: channels }, (_, c) => c).filter((c) => !plan.traitors.has(c));
  const cluster = new ManagerCluster(shape);
  const vector = new Int16Array(channels * QUANTITY_COUNT);
  const sickUnits = new Set(plan.sick.map(({ channel, quantity }) => channel * 16 + quantity));
  const complain = (what: string): void => {
    if (tally.wrong === '') tally.wrong = `seed ${seed}, frame ${cluster.frame - 1}: ${what}`;
  };
  for (let frame = 0; frame < FRAMES; frame++) {
    readings.read(frame * 2, vector);
    for (const { channel, fault } of plan.sick)
      fault.apply(vector.subarray(channel * 16, channel * 16 + 16), frame);
    const lies = new Map<number, number[]>();
    const down: number[] = [];
    for (const [channel, { manner, victims, liesBy }] of plan.traitors) {
      lies.set(channel, lie(dice, { frame, liesBy, victims }));
      if (manner === 'stop' && frame > 100) down.push(channel);
      if (manner !== 'garbage') continue;
      for (let q = 0; q < 16; q++)
        if (dice.uint32() % 3 === 0) vector[channel * 16 + q] = dice.pick([NO_DATA, dice.int32() >> 16, 0]);
    }
    const { restart } = plan;
    if (frame >= restart.from && frame < restart.from + restart.frames) down.push(restart.channel);
    const seen = (observer: number): Seen => {
      const masks = { silent: 0, deceived: 0 };
      for (const [channel, { manner, victims }] of plan.traitors) {
        if (channel === observer || (victims & (1 << observer)) === 0 || frame < 60) continue;
        if (manner === 'deceive') masks.deceived |= 1 << channel;
        if (manner === 'mute') masks.silent |= 1 << channel;
      }
      return masks;
    };
    cluster.fly(vector, { lies, down, seen });
    const up = good.filter((channel) => cluster.isUp(channel));
    const [first] = up;
    const held = cluster.words[first].join();
    for (const channel of up)
      if (cluster.words[channel].join() !== held) complain(`${channel} holds other words than ${first}`);
    const manager = cluster.managers[first];
    for (const channel of good) {
      const state = manager.channelState(channel);
      if (state === 'convicted' || state === 'out' || state === 'probation')
        complain(`good channel ${channel} is ${state}`);
      for (const other of good)
        if (other < channel && manager.areDisputed(other, channel))
          complain(`good ${other} and ${channel} dispute`);
      for (let q = 0; q < 16; q++)
        if (!sickUnits.has(channel * 16 + q) && manager.sensorState(channel, q) === 'convicted')
          complain(`good ${QUANTITIES[q].name} of ${channel} convicted`);
    }
    for (const channel of up) {
      const states = cluster.managers.map((_, c) => cluster.managers[channel].channelState(c)).join();
      if (states !== cluster.managers.map((_, c) => manager.channelState(c)).join())
        complain(`${channel} sees other states`);
    }
    if (cluster.saidBy(first).some((word) => word !== 0)) tally.accusations++;
  }
  const manager = cluster.managers[good[0]];
  tally.restarts++;
  if (good.some((channel) => manager.channelState(channel) === 'disputed')) tally.disputes++;
  for (const channel of plan.traitors.keys())
    if (['convicted', 'out', 'probation'].includes(manager.channelState(channel))) tally.channelsConvicted++;
  for (const { channel, quantity, plain, fault } of plan.sick) {
    const out = manager.sensorState(channel, quantity) === 'convicted';
    if (out) tally.sensorsConvicted++;
    if (!plain) continue;
    tally.plainFaults++;
    const bound = persistenceFrames + verdictFrames * (1 + plan.sick.length);
    if (!out && fault.onset + bound < FRAMES)
      complain(`${QUANTITIES[quantity].name} of ${channel} is dead and not convicted`);
  }
}

for (const { channels, faults, plans } of [
  { channels: 4, faults: 1, plans: 160 },
  { channels: 7, faults: 2, plans: 90 },
]) {
  t.test(`DIAG-SOUND: ${plans} plans within the bound of ${channels} computers convict nobody good`, (t) => {
    const tally: Tally = {
      wrong: '',
      disputes: 0,
      channelsConvicted: 0,
      sensorsConvicted: 0,
      plainFaults: 0,
      restarts: 0,
      accusations: 0,
    };
    for (let plan = 0; plan < plans && tally.wrong === ''; plan++)
      flyPlan(1000 * channels + plan, { channels, faults }, tally);
    t.equal(tally.wrong, '');
    t.comment(JSON.stringify(tally));
    t.equal(
      tally.restarts,
      plans,
      'a good computer restarted in every plan, and adopted what the others held',
    );
    t.ok(tally.disputes >= 3, `${tally.disputes} plans ended in a dispute`);
    t.ok(tally.channelsConvicted >= 20, `${tally.channelsConvicted} traitors convicted`);
    t.ok(tally.sensorsConvicted >= 20, `${tally.sensorsConvicted} sensors convicted`);
    t.ok(tally.plainFaults >= 5, `${tally.plainFaults} dead sensors, all convicted`);
    t.ok(tally.accusations > 1000, `good computers accused in ${tally.accusations} frames`);
    t.end();
  });
}
