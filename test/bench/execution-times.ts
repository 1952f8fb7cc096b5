/**
 * How long one computer takes for each phase of its frame: the figures behind the default execution times of a rig.
 *
 * One computer of a quad is clocked slot by slot while the cluster runs as it does in flight. Each call is timed by
 * itself, so the clock's own cost (some tens of nanoseconds) is in it, and so are collections and whatever else the
 * host does meanwhile: that is the jitter.
 */
import { FlightComputer } from '../../firmware/fcc/flight-computer.js';
import { f16Law } from '../../firmware/control/f16-law.js';
import { PACKET, TEST_RIG, createPacket } from '../../firmware/icd/packets.js';
import { REPORT_WORDS } from '../../firmware/icd/quantities.js';
import type { Inbox } from '../../firmware/icd/slot.js';
import { MemoryBus } from '../../hil/bus/memory-bus.js';
import { instant } from '../../hil/time/time.js';
import type { Row } from './row.js';

const COMPUTERS = 4;
const RUN = 1;
const FRAMES = 200_000;
const PHASES = ['sample', 'relay', 'control'] as const;

export function run(): Row[] {
  const times = clockPhases();
  return PHASES.map((phase, i) => {
    const us = times[i].subarray(FRAMES / 10).sort();
    const at = (share: number): number => us[Math.min(us.length - 1, Math.floor(share * us.length))];
    const quantiles = [us[0], at(0.5), at(0.99), at(0.999), us[us.length - 1]].map((value) =>
      value.toFixed(1),
    );
    return {
      name: `execution time, quad om(1), ${phase} phase`,
      value: at(0.5),
      unit: 'us',
      spread: [us[0], us[us.length - 1]],
      reference: null,
      ratio: null,
      target: '',
      reached: null,
      note: `us at 0, 50, 99, 99.9, 100 %: ${quantiles.join(', ')}`,
    };
  });
}

/** Microseconds of computer 0, by phase and frame. */
function clockPhases(): Float64Array[] {
  const law = {
    trimElevatorCounts: 0,
    trimThrottleCounts: 2000,
    trimAlphaCounts: 10_219,
    designAirspeedCounts: 8000,
    periodUs: 20_000,
  };
  const computers = Array.from(
    { length: COMPUTERS },
    (_, self) =>
      new FlightComputer({
        protocol: 'om',
        computers: COMPUTERS,
        faults: 1,
        self,
        run: RUN,
        choice: 'majority',
        select: 'mid',
        law: f16Law(law),
      }),
  );
  const bus = new MemoryBus({ computers: COMPUTERS, baud: 0 });
  const samples = computers.map(() => createPacket(REPORT_WORDS));
  const inboxes: Inbox[] = computers.map(() => ({ count: 0, packets: [] }));
  const times = PHASES.map(() => new Float64Array(FRAMES));
  const slot = { frame: 0, index: 0 };
  const late = instant(Number.MAX_SAFE_INTEGER);
  for (slot.frame = 0; slot.frame < FRAMES; slot.frame++) {
    for (slot.index = 0; slot.index < PHASES.length; slot.index++) {
      for (let i = 0; i < COMPUTERS; i++) {
        if (slot.index > 0) bus.drain(i, late, inboxes[i]);
        else takeSample(samples[i], inboxes[i], { frame: slot.frame, channel: i });
      }
      for (let i = 0; i < COMPUTERS; i++) {
        const start = performance.now();
        const outbox = computers[i].runSlot(slot, inboxes[i]);
        if (i === 0) times[slot.index][slot.frame] = 1000 * (performance.now() - start);
        for (let entry = 0; entry < outbox.count; entry++) {
          if (outbox.receivers[entry] < COMPUTERS)
            bus.send(outbox.packets[entry], outbox.receivers[entry], instant(0));
        }
      }
    }
  }
  return times;
}

function takeSample(
  sample: ReturnType<typeof createPacket>,
  inbox: Inbox,
  { frame, channel }: { frame: number; channel: number },
): void {
  sample.type = PACKET.sample;
  sample.sender = TEST_RIG;
  sample.slot = 0;
  sample.run = RUN;
  sample.frame = frame;
  sample.length = REPORT_WORDS;
  for (let w = 0; w < REPORT_WORDS; w++) sample.words[w] = ((frame * 7 + w * 131) & 0xff) + channel;
  inbox.count = 1;
  inbox.packets[0] = sample;
}
