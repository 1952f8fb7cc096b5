import t from 'tap';
import { oralMessageCount, oralPacketCount } from '../../../firmware/agreement/bounds.js';
import { wireBytes } from '../../../firmware/icd/codec.js';
import { ACTUATORS, createPacket } from '../../../firmware/icd/packets.js';
import { QUANTITY } from '../../../firmware/icd/quantities.js';
import { MemoryBus } from '../../../hil/bus/memory-bus.js';
import { COMPUTER_FLAG } from '../../../hil/record/frame-record.js';
import type { FaultSpec } from '../../../hil/fault/fault-spec.js';
import { FAULTY, FaultBoard } from '../../../hil/rig/fault-board.js';
import { PilotScript } from '../../../hil/rig/pilot-script.js';
import { parseRequirement } from '../../../hil/rig/requirement.js';
import type { RigSpec } from '../../../hil/rig/rig-spec.js';
import { explainMisfit, planFrame, type ScheduledRig } from '../../../hil/rig/schedule.js';
import { instant } from '../../../hil/time/time.js';
import { Dice } from '../../support/dice.js';

type Protocol = RigSpec['scheme']['protocol'];

const rigOf = (
  protocol: Protocol,
  computers: number,
  faults: number,
  { baud = 0, periodUs = 20_000 } = {},
): ScheduledRig => ({
  scheme: { protocol, computers, faults, choice: 'majority', select: 'mid' },
  frame: { periodUs },
  bus: { kind: 'memory', baud },
  timing: {
    sampleUs: [150, 200, 320, 450, 450],
    relayUs: [250, 350, 600, 799.5, 2000],
    controlUs: [600, 800, 1200, 1600, 1600],
  },
});

/** Messages and packets of a frame, counted one by one: who can tell whom about which chain. */
function countedTraffic(computers: number, faults: number): { messages: number; packets: number } {
  const ids = Array.from({ length: computers }, (_, id) => id);
  let messages = 0;
  const packets = new Set<string>();
  const tell = (chain: number[]): void => {
    if (chain.length > faults + 1) return;
    for (const receiver of ids) {
      if (chain.includes(receiver)) continue;
      messages++;
      packets.add(`${chain.length} ${chain.at(-1)} ${receiver}`);
      tell([...chain, receiver]);
    }
  };
  for (const source of ids) tell([source]);
  return { messages, packets: packets.size };
}

t.test("the planned traffic is the paper's, and what counting one by one gives", (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [protocol: Protocol, computers: number, faults: number, depth: number, messages: number, packets: number][] = [
    ['om',  4, 1, 1,     36,  24],
    ['om',  7, 2, 2,  1_092, 126],
    ['om', 10, 3, 3, 36_090, 360],
    ['om',  5, 1, 1,     80,  40],
    ['om',  3, 1, 1,     12,  12],
    ['tmr', 3, 1, 0,      6,   6],
    ['tmr', 2, 1, 0,      2,   2],
  ];
  for (const [protocol, computers, faults, depth, messages, packets] of rows) {
    const { traffic } = planFrame(rigOf(protocol, computers, faults));
    const size = { computers, faults: depth };
    t.same([traffic.messages, traffic.packets], [messages, packets], `${protocol} ${computers} ${faults}`);
    t.same(
      [computers * oralMessageCount(size), oralPacketCount(size)],
      [messages, packets],
      'as the bounds say',
    );
    t.same(countedTraffic(computers, depth), { messages, packets }, 'as counted');
  }
  for (const [protocol, computers] of [
    ['simplex', 1],
    ['tmr-no-exchange', 3],
  ] as const) {
    t.same(planFrame(rigOf(protocol, computers, 0)).traffic, { messages: 0, packets: 0, bytes: 0 });
  }
  t.end();
});

t.test("a quad's bytes and slots are as worked out by hand", (t) => {
  const plan = planFrame(rigOf('om', 4, 1, { baud: 500_000 }));
  t.same(
    plan.slots.map(({ name, packets, bytes }) => [name, packets, bytes]),
    [
      ['sample', 12, 12 * 63],
      ['relay 1', 12, 12 * 79],
      ['control', 4, 4 * 23],
    ],
  );
  t.equal(plan.traffic.bytes, 12 * 63 + 12 * 79);
  t.equal(plan.traffic.bytes / 4, 426, 'each board receives about 400 bytes a frame');
  // 20 µs a byte. Three up one behind the other, the last one down; one up, four down one behind the other.
  t.same(
    plan.slots.map(({ transferUs }) => transferUs),
    [(3 + 1) * 63 * 20, (3 + 1) * 79 * 20, (1 + 4) * 23 * 20],
  );
  t.equal(plan.neededUs, 450 + 5040 + 800 + 6320 + 1600 + 2300);
  t.equal(plan.schedule?.slackUs, 20_000 - plan.neededUs);
  t.ok(
    planFrame(rigOf('om', 4, 1)).slots.every(({ transferUs }) => transferUs === 0),
    'without a baud rate transfer takes no time',
  );
  t.end();
});

t.test('a frame that cannot close has no schedule, and the arithmetic is shown', (t) => {
  const rig = rigOf('om', 4, 1, { baud: 115_200 });
  const plan = planFrame(rig);
  t.equal(plan.schedule, null);
  const text = explainMisfit(plan, rig);
  const sum = [...text.split(': ')[1].matchAll(/(\d+) \+ (\d+)/g)].reduce(
    (total, [, compute, transfer]) => total + Number(compute) + Number(transfer),
    0,
  );
  t.equal(sum, plan.neededUs, text);
  t.match(text, /^the frame needs \d+ µs and has 20000: sample .*, relay 1 .*, control .*at 115200 baud/);
  const tight = planFrame(rigOf('om', 4, 1, { baud: 500_000 })).neededUs;
  t.not(planFrame(rigOf('om', 4, 1, { baud: 500_000, periodUs: tight })).schedule, null, 'it may just fit');
  t.equal(planFrame(rigOf('om', 4, 1, { baud: 500_000, periodUs: tight - 1 })).schedule, null);
  t.notMatch(
    explainMisfit(planFrame(rigOf('om', 4, 1, { periodUs: 1000 })), rigOf('om', 4, 1, { periodUs: 1000 })),
    /baud/,
  );
  t.end();
});

t.test(
  'whenever computers finish within their deadlines, every packet is there when the next slot starts',
  (t) => {
    const dice = new Dice(1);
    const late: string[] = [];
    let closest = Infinity;
    for (let i = 0; i < 400; i++) {
      const [computers, faults, baud] = dice.pick([
        [4, 1, 500_000],
        [4, 1, 1_000_000],
        [5, 1, 921_600],
        [7, 2, 20_000_000],
        [3, 0, 250_000],
      ]);
      const { schedule, slots } = planFrame(rigOf('om', computers, faults, { baud, periodUs: 40_000 }));
      if (schedule === null) continue;
      const bus = new MemoryBus({ computers, baud });
      const inbox = { count: 0, packets: Array.from({ length: 4 * computers }, () => createPacket(0)) };
      for (let slot = 0; slot < slots.length; slot++) {
        const control = slot === slots.length - 1;
        const cutoff = instant(schedule.startUs[slot + 1]);
        bus.onLate = (sender, receiver) =>
          late.push(`${computers} at ${baud}: ${sender}>${receiver} in slot ${slot}`);
        const words = (slots[slot].bytes / slots[slot].packets - wireBytes(0)) >> 2;
        for (let sender = 0; sender < computers; sender++) {
          const finish =
            schedule.deadlineUs[slot] -
            (i % 4 === 0 ? 0 : dice.pick([0, dice.between({ low: 0, high: 3000 })]));
          for (let step = 1; step < (control ? 2 : computers); step++) {
            const packet = Object.assign(createPacket(words), { sender, length: words });
            bus.send(packet, control ? ACTUATORS : (sender + step) % computers, instant(finish));
          }
        }
        for (const receiver of control ? [ACTUATORS] : Array.from({ length: computers }, (_, id) => id)) {
          closest = Math.min(closest, cutoff - bus.drain(receiver, cutoff, inbox));
        }
      }
    }
    t.same([...new Set(late)], []);
    t.equal(closest, 0, 'and not a microsecond was planned in vain');
    t.end();
  },
);

t.test("the pilot's controls stay where they were put last, from the nearest frame on", (t) => {
  const { stickPitch, stickRoll, pedals, throttle } = QUANTITY;
  const script = new PilotScript({
    periodUs: 20_000,
    steps: [
      { atS: 0.1, stickRoll: -0.5 },
      { atS: 0.03, stickPitch: 0.2, throttle: 0.7 },
      { atS: 0.1, stickPitch: 0, pedals: 1 },
    ],
  });
  const truth = new Float64Array(16).fill(9);
  const seen = Array.from({ length: 7 }, (_, frame) => {
    script.apply(frame, truth);
    return [stickPitch, stickRoll, pedals, throttle].map((quantity) => truth[quantity]);
  });
  t.same(seen, [
    [9, 9, 9, 9],
    [9, 9, 9, 9],
    [0.2, 9, 9, 0.7],
    [0.2, 9, 9, 0.7],
    [0.2, 9, 9, 0.7],
    [0, -0.5, 1, 0.7],
    [0, -0.5, 1, 0.7],
  ]);
  t.ok(
    truth.subarray(0, 12).every((value) => value === 9),
    'and nothing else is his',
  );
  t.end();
});

t.test('a requirement holds as it is written, and what is none is refused', (t) => {
  const account = { met: 10, missed: 3, skipped: 0, aborted: 1 };
  // biome-ignore format: a truth table is read by column
  const rows: [text: string, fails: boolean][] = [
    ['missed > 2', true], ['missed > 3', false], ['missed >= 3', true], ['missed>=4', false],
    ['met < 11', true], ['met < 10', false], ['  met <= 10 ', true], ['met <= 9', false],
    ['skipped == 0', true], ['aborted == 0', false], ['aborted != 0', true], ['missed != 3', false],
  ];
  for (const [text, fails] of rows) t.equal(parseRequirement(text)?.fails(account), fails, text);
  t.equal(parseRequirement('  met <= 10 ')?.text, 'met <= 10');
  for (const text of [
    '',
    'missed',
    'missed > ',
    'missed > -1',
    'missed > 1.5',
    'missed > 1e3',
    'late > 1',
    'missed => 1',
    'missed > 1 or met > 1',
    'MISSED > 1',
    'missed > 1234567890123',
  ]) {
    t.equal(parseRequirement(text), null, `'${text}'`);
  }
  t.end();
});

t.test('the fault board marks who is at fault, in which way, and only while it lasts', (t) => {
  const spec = (fields: object): FaultSpec =>
    ({ id: 'f', target: 't', onset: 2, frames: 2, faultClass: 'symmetric', ...fields }) as FaultSpec;
  const faults = [
    spec({ kind: 'sensor', channel: 0, mode: 'bias', quantities: [0], offset: 1 }),
    spec({
      kind: 'sensor',
      channel: 1,
      mode: 'two-faced',
      quantities: [0],
      to: {},
      faultClass: 'asymmetric',
    }),
    spec({ kind: 'computer', computer: 2, mode: 'crash', faultClass: 'benign' }),
    spec({ kind: 'link', senders: [3], receivers: [1], mode: 'omission', faultClass: 'asymmetric' }),
    spec({ kind: 'actuator', effector: 0, motor: null, mode: 'jam' }),
  ];
  const { sensorFault, asymmetric, benign } = COMPUTER_FLAG;
  const board = new FaultBoard({ faults, computers: 5 });
  const seen = [1, 2, 3, 4].map((frame) => {
    board.beginFrame(frame);
    return [...board.flags];
  });
  const acting = [sensorFault, FAULTY | asymmetric, FAULTY | benign, FAULTY | asymmetric, 0];
  t.same(seen, [[0, 0, 0, 0, 0], acting, acting, [0, 0, 0, 0, 0]]);
  t.same(
    board.tracks.map(({ applied, activated }) => [applied, activated]),
    faults.map(() => [true, false]),
  );
  const model = { activated: false };
  board.watch(board.tracks[0], [{ activated: false }, model]);
  board.endFrame(7);
  model.activated = true;
  board.endFrame(8);
  board.endFrame(9);
  t.equal(board.tracks[0].activatedFrame, 8, 'a model that keeps its own account is asked every frame');
  t.end();
});
