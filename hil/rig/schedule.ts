/**
 * Does the frame close? Bytes and baud give each slot's transfer, the execution times give its computing, and
 * what is left of the period is slack; a rig that cannot close is refused with the arithmetic shown.
 *
 * Signatures count in a slot's computing with the most that a computer within the bound can be made to make and verify
 * there, so that a flood of bad ones costs no deadline in a rig that closes. Computers without a common clock also need
 * how far apart theirs may be, once a slot.
 *
 * Transfers are not estimated: every packet of a slot is put on the lines as the bus itself would do it, all
 * senders starting at the deadline, and the last arrival is read off. A sender that is earlier never makes the last
 * arrival later: a line works whenever it has something to do, first come, first served.
 */
import {
  signaturesMadeInSlotMax,
  signaturesVerifiedInSlotMax,
  signedChains,
  signedWords,
  signedWordsMax,
} from '../../firmware/agreement/signed-slots.js';
import { packetBytes, wireBytes } from '../../firmware/icd/codec.js';
import { COMMAND_WORDS } from '../../firmware/icd/effectors.js';
import { HEARTBEAT_WORDS } from '../../firmware/icd/packets.js';
import {
  exchangesReports,
  lastingStateWords,
  roundsOf,
  rowWords,
  standsBy,
} from '../../firmware/fcc/scheme.js';
import {
  cutFrameShort,
  layOutFrame,
  neededUs,
  type FrameSchedule,
  type SlotNeed,
} from '../../firmware/fcc/schedule.js';
import { LineTime, type Transfer } from '../bus/line-time.js';
import { tagWordsOf } from '../keys/create-signatures.js';
import { instant } from '../time/time.js';
import { clockSkewUs } from './clock-skew.js';
import type { RigSpec } from './rig-spec.js';

/** What the schedule depends on. */
export type ScheduledRig = Pick<RigSpec, 'scheme' | 'frame' | 'bus' | 'timing' | 'clocks'>;

export interface SlotPlan extends SlotNeed {
  /** `sample`, `relay 1` …, `control`. */
  readonly name: string;
  /** Packets all computers send in it at most, and bytes of them on the wire. */
  readonly packets: number;
  readonly bytes: number;
  /** The same without COBS and delimiter: what MQTT messages would carry. */
  readonly payloadBytes: number;
  /** Most signatures that one good computer makes and verifies in it, within the bound. */
  readonly made: number;
  readonly verified: number;
}

export interface FramePlan {
  readonly slots: readonly SlotPlan[];
  readonly neededUs: number;
  /** Every slot has what it needs. */
  readonly closes: boolean;
  /** Null where the frame does not close, and may not miss. */
  readonly schedule: FrameSchedule | null;
  /** Agreement traffic of a frame without faults. */
  readonly traffic: { readonly messages: number; readonly packets: number; readonly bytes: number };
}

/** A trip names whom it is about. */
const TRIP_WORDS = 1;

/** What a good computer tells one other in a round: words at most, and words and messages when nobody fails. */
interface Told {
  readonly wordsMax: number;
  readonly words: number;
  readonly messages: number;
}

/** Plans the frame of a rig; `schedule` is null where it does not fit its period and may not miss. */
export function planFrame(rig: ScheduledRig): FramePlan {
  const { scheme, frame } = rig;
  const rounds = roundsOf(scheme);
  const others = scheme.computers * (scheme.computers - 1);
  const slots: SlotPlan[] = [];
  const traffic = { messages: 0, packets: 0, bytes: 0 };
  for (let slot = 0; slot < rounds; slot++) {
    const told = toldIn(scheme, slot + 1);
    const packets = told.wordsMax === 0 ? 0 : others;
    slots.push(slotPlan(rig, { slot, rounds, packets, wordsEach: [told.wordsMax] }));
    if (told.words === 0) continue;
    traffic.messages += others * told.messages;
    traffic.packets += others;
    traffic.bytes += others * wireBytes(told.words);
  }
  // Room for the trip that a backup may send after its command, though most frames have none.
  const wordsEach = scheme.watch?.trip === true ? [COMMAND_WORDS, TRIP_WORDS] : [COMMAND_WORDS];
  slots.push(slotPlan(rig, { slot: rounds, rounds, packets: scheme.computers, wordsEach }));
  const schedule =
    layOutFrame(slots, frame.periodUs) ??
    (frame.mayMiss === true ? cutFrameShort(slots, frame.periodUs) : null);
  const needed = neededUs(slots);
  return { slots, neededUs: needed, closes: needed <= frame.periodUs, schedule, traffic };
}

function slotPlan(
  rig: ScheduledRig,
  {
    slot,
    rounds,
    packets,
    wordsEach,
  }: { slot: number; rounds: number; packets: number; wordsEach: readonly number[] },
): SlotPlan {
  const { scheme, timing } = rig;
  const bytesEach = total(wordsEach.map(wireBytes));
  const last = slot === rounds;
  const quantiles = last ? timing.controlUs : slot === 0 ? timing.sampleUs : timing.relayUs;
  const { signing } = scheme;
  const place = { ...scheme, slot };
  const made = signing === undefined ? 0 : signaturesMadeInSlotMax(place);
  const verified = signing === undefined ? 0 : signaturesVerifiedInSlotMax(place, signing.verification);
  const signingUs = signing === undefined ? 0 : made * signing.signUs + verified * signing.verifyUs;
  return {
    name: last ? 'control' : slot === 0 ? 'sample' : `relay ${slot}`,
    packets,
    bytes: packets * bytesEach,
    payloadBytes: packets * total(wordsEach.map(packetBytes)),
    computeUs: Math.ceil(quantiles[3] + signingUs),
    transferUs: packets === 0 ? 0 : transferUs(rig, { toActuators: last, bytes: bytesEach }),
    made,
    verified,
    ...(rig.clocks === undefined ? {} : { skewUs: clockSkewUs(scheme, rig.clocks) }),
  };
}

function total(bytes: readonly number[]): number {
  return bytes.reduce((sum, count) => sum + count, 0);
}

function toldIn(scheme: RigSpec['scheme'], round: number): Told {
  if (!exchangesReports(scheme))
    return standsBy(scheme)
      ? { wordsMax: HEARTBEAT_WORDS, words: HEARTBEAT_WORDS, messages: 1 }
      : { wordsMax: 0, words: 0, messages: 0 };
  const { computers, signing } = scheme;
  const isolates = scheme.isolate === true;
  const valueWords = rowWords(isolates);
  const state = round === 1 ? lastingStateWords({ computers, isolates }) : 0;
  if (signing === undefined) {
    const messages = messagesPerPair({ computers, round });
    const words = messages * valueWords + state;
    return { wordsMax: words, words, messages };
  }
  const shape = { valueWords, tagWords: tagWordsOf({ kind: signing.kind, computers }) };
  const place = { ...scheme, round };
  const words = signedWords(place, shape);
  return {
    wordsMax: signedWordsMax(place, shape) + state,
    words: words === 0 ? 0 : words + state,
    messages: signedChains({ computers, round }),
  };
}

/** The arithmetic of a plan that does not close, in one line. */
export function explainMisfit(plan: FramePlan, rig: ScheduledRig): string {
  const parts = plan.slots.map(
    ({ name, computeUs, transferUs, skewUs }) =>
      `${name} ${computeUs} + ${transferUs}${skewUs === undefined ? '' : ` + ${skewUs}`}`,
  );
  const line = rig.bus.baud === 0 ? '' : ` at ${rig.bus.baud} baud`;
  return `the frame needs ${plan.neededUs} µs and has ${rig.frame.periodUs}: ${parts.join(', ')} (computing + transfer${line}${rig.clocks === undefined ? '' : ' + clocks apart'})`;
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
