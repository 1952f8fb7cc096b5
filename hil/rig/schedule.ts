/**
 * Does the frame close? Bytes and baud give each slot's transfer, the execution times give its computing, and
 * what is left of the period is slack; a rig that cannot close is refused with the arithmetic shown.
 *
 * Transfers are not estimated: every packet of a slot is put on the lines as the bus itself would do it, all
 * senders starting at the deadline, and the last arrival is read off. A sender that is earlier never makes the last
 * arrival later: a line works whenever it has something to do, first come, first served.
 */
import { wireBytes } from '../../firmware/icd/codec.js';
import { COMMAND_WORDS } from '../../firmware/icd/effectors.js';
import { HEARTBEAT_WORDS } from '../../firmware/icd/packets.js';
import { lastingStateWords, roundsOf, rowWords, standsBy } from '../../firmware/fcc/scheme.js';
import { layOutFrame, neededUs, type FrameSchedule, type SlotNeed } from '../../firmware/fcc/schedule.js';
import { LineTime, type Transfer } from '../bus/line-time.js';
import { instant } from '../time/time.js';
import type { RigSpec } from './rig-spec.js';

/** What the schedule depends on. */
export type ScheduledRig = Pick<RigSpec, 'scheme' | 'frame' | 'bus' | 'timing'>;

export interface SlotPlan extends SlotNeed {
  /** `sample`, `relay 1` …, `control`. */
  readonly name: string;
  /** Packets all computers send in it. */
  readonly packets: number;
  /** Bytes of them on the wire. */
  readonly bytes: number;
}

export interface FramePlan {
  readonly slots: readonly SlotPlan[];
  readonly neededUs: number;
  /** Null where the frame does not close. */
  readonly schedule: FrameSchedule | null;
  /** Agreement traffic of a frame without faults. */
  readonly traffic: { readonly messages: number; readonly packets: number; readonly bytes: number };
}

/** Plans the frame of a rig; `schedule` is null where it does not fit its period. */
export function planFrame(rig: ScheduledRig): FramePlan {
  const { scheme, timing, frame } = rig;
  const rounds = roundsOf(scheme);
  const isolates = scheme.isolate === true;
  const lasting = lastingStateWords({ computers: scheme.computers, isolates });
  const slots: SlotPlan[] = [];
  let messages = 0;
  for (let slot = 0; slot <= rounds; slot++) {
    const last = slot === rounds;
    const quantiles = last ? timing.controlUs : slot === 0 ? timing.sampleUs : timing.relayUs;
    const name = last ? 'control' : slot === 0 ? 'sample' : `relay ${slot}`;
    const perPair = messagesPerPair({ computers: scheme.computers, round: slot + 1 });
    const told = standsBy(scheme)
      ? HEARTBEAT_WORDS
      : perPair * rowWords(isolates) + (slot === 0 ? lasting : 0);
    const words = last ? COMMAND_WORDS : told;
    // Room for the trip that a backup may send after its command, though most frames have none.
    const bytesEach = wireBytes(words) + (last && scheme.watch?.trip === true ? wireBytes(1) : 0);
    const packets = words === 0 ? 0 : scheme.computers * (last ? 1 : scheme.computers - 1);
    if (!last) messages += packets * perPair;
    slots.push({
      name,
      packets,
      bytes: packets * bytesEach,
      computeUs: Math.ceil(quantiles[3]),
      transferUs: packets === 0 ? 0 : transferUs(rig, { toActuators: last, bytes: bytesEach }),
    });
  }
  const exchange = slots.slice(0, -1);
  return {
    slots,
    neededUs: neededUs(slots),
    schedule: layOutFrame(slots, frame.periodUs),
    traffic: {
      messages,
      packets: exchange.reduce((sum, { packets }) => sum + packets, 0),
      bytes: exchange.reduce((sum, { bytes }) => sum + bytes, 0),
    },
  };
}

/** The arithmetic of a plan that does not close, in one line. */
export function explainMisfit(plan: FramePlan, rig: ScheduledRig): string {
  const parts = plan.slots.map(({ name, computeUs, transferUs }) => `${name} ${computeUs} + ${transferUs}`);
  const line = rig.bus.baud === 0 ? '' : ` at ${rig.bus.baud} baud`;
  return `the frame needs ${plan.neededUs} µs and has ${rig.frame.periodUs}: ${parts.join(', ')} (computing + transfer${line})`;
}

/** Reports that one computer sends another in a round: (n−2)(n−3)… with round−1 factors. */
function messagesPerPair({ computers, round }: { computers: number; round: number }): number {
  let product = 1;
  for (let k = 0; k < round - 1; k++) product *= computers - 2 - k;
  return product;
}

function transferUs(
  { scheme, bus }: ScheduledRig,
  { toActuators, bytes }: { toActuators: boolean; bytes: number },
): number {
  if (bus.baud === 0) return 0;
  const n = scheme.computers;
  const sent: Transfer[] = [];
  for (let sender = 0; sender < n; sender++) {
    for (let step = 1; step < (toActuators ? 2 : n); step++) {
      sent.push({ sender, receiver: toActuators ? n : (sender + step) % n, bytes, at: instant(0) });
    }
  }
  return Math.max(...new LineTime({ baud: bus.baud, nodes: n + 1 }).arrivals(sent));
}
