/**
 * The modes of a link, and the keys that each takes.
 *
 * Links fail in ways that belong to one kind of line, a broker, a USB hub, a bus driver. The virtual-time rig has no such
 * line; what it has is the effect on packets, and that is what a mode here is. `about` says so.
 */
import { z } from 'zod';
import type { Partition } from './fault-spec.js';
import type { Given } from './given-receivers.js';
import { computersUnder } from './given-receivers.js';
import { microseconds, type Modes, packetsOfBabble, receiver } from './mode-shapes.js';

const id = z.int().min(0).max(15);
const groups = z.array(z.array(id).min(1).max(16)).min(2).max(16);
/** The same on a command line: 0,1,2/3; stages of it: 0,1,2/3-0,1/2/3. */
const SHORT_GROUPS = String.raw`\d{1,2}(,\d{1,2})*(/\d{1,2}(,\d{1,2})*)+`;
const shortGroups = z
  .string()
  .max(100)
  .regex(new RegExp(`^${SHORT_GROUPS}$`), 'must be like 0,1,2/3');
const shortStages = z
  .string()
  .max(400)
  .regex(new RegExp(`^${SHORT_GROUPS}(-${SHORT_GROUPS})+$`), 'must be like 0,1,2/3-0,1/2/3');
const frames = z.int().min(1).max(1_000_000);
const millivolts = z.int().min(0).max(100_000);

/** Threshold of a receiver for which none is given, mV. */
const THRESHOLD_MV = 2000;

export const LINK_MODES: Modes = {
  omission: {
    about: 'loses every packet on these ways; on all of them, a broker that restarts',
    knownFrom: 'a link cut, or a connector that works loose',
    keys: () => ({}),
    example: 'target=link/0/1,mode=omission,onset=150',
  },
  corruption: {
    about: 'flips bits of the bytes, which the CRC catches; without bytes, the packet is lost all the same',
    keys: () => ({
      bits: z.int().min(1).max(64).default(1).describe('Bits that flip in each packet, in a row'),
    }),
    example: 'target=link/0/1,mode=corruption,onset=150',
  },
  'wrong-content': {
    about: 'changes a bit of the content, and nothing catches it',
    keys: () => ({
      word: z
        .int()
        .min(0)
        .max(4095)
        .default(0)
        .describe('Word of the payload; shorter packets pass unharmed'),
      bit: z.int().min(0).max(31).default(12).describe('Bit of the word'),
    }),
    example: 'target=link/0/1,mode=wrong-content,onset=150',
  },
  delay: {
    about: 'delivers every packet later',
    keys: () => ({ byUs: microseconds.describe('Added to every transfer, µs') }),
    example: 'target=link/0/1,mode=delay,byUs=9000,onset=150',
  },
  jitter: {
    about: 'delivers each packet later by as much as luck will have it; in bursts with duty',
    keys: () => ({ jitterUs: microseconds.describe('Added at most to a transfer, evenly spread, µs') }),
    example: 'target=link/0/1,mode=jitter,jitterUs=9000,onset=150',
  },
  duplicate: {
    about: 'delivers every packet twice, at once or after a time: MQTT at QoS 1, by its effect',
    keys: () => ({ byUs: microseconds.optional().describe('The second comes so much later, µs') }),
    example: 'target=link/0/1,mode=duplicate,onset=150',
  },
  reorder: {
    about: 'keeps every other packet back until the next one has overtaken it',
    keys: () => ({}),
    example: 'target=link/0/1,mode=reorder,onset=150',
  },
  retained: {
    about:
      'delivers, ahead of each packet, the one of the frame before: an MQTT retained message, by its effect',
    keys: () => ({}),
    example: 'target=link/0/1,mode=retained,onset=150',
  },
  babble: {
    about: 'floods the receivers whenever something is sent, ahead of it',
    knownFrom: 'Kopetz: the babbling idiot of shared buses',
    keys: () => packetsOfBabble,
    example: 'target=link/0/1,mode=babble,onset=150',
  },
  masquerade: {
    about: 'delivers packets under the name of another sender',
    keys: () => ({ as: id.describe('The computer they seem to come from') }),
    example: 'target=link/0/1,mode=masquerade,as=2,onset=150',
  },
  partition: {
    about: 'computers hear only their own group',
    keys: () => ({
      groups: z
        .union([groups, shortGroups])
        .describe('Groups that hear each other; who is in none hears, and reaches, everybody'),
    }),
    example: 'target=link/0,1,2,3/0,1,2,3,mode=partition,groups=0,1,2/3,onset=150',
  },
  'clique-split': {
    about: 'one partition after another',
    knownFrom: 'STS-124, 2008: four computers, 3-1, then 2-1-1',
    keys: () => ({
      stages: z
        .union([z.array(groups).min(2).max(8), shortStages])
        .describe('Groups in each stage; the last one stays'),
      stageFrames: frames.default(75).describe('Frames of each stage but the last'),
    }),
    example: 'target=link/0,1,2,3/0,1,2,3,mode=clique-split,stages=0,1,2/3-0,1/2/3,onset=150',
  },
  'off-specification': {
    about: 'a signal so weak that some receivers, each with a threshold of its own, take it and some do not',
    knownFrom: 'Ademaj and others, 2003: slightly-off-specification faults of TTP/C bus drivers',
    keys: () => ({
      levelMv: millivolts.describe('Level of the signal, mV'),
      thresholdMv: z
        .record(receiver, millivolts)
        .optional()
        .describe('Least level that a receiver takes, by id, mV; 2000 for who is left out'),
    }),
    example: 'target=link/0/1,2,3,actuators,mode=off-specification,levelMv=1990,thresholdMv.1=1980,onset=150',
  },
  're-enumeration': {
    about: 'is gone both ways until it is back: a USB device that is enumerated again, by its effect',
    keys: () => ({}),
    example: 'target=link/0/1,2,3,actuators,mode=re-enumeration,onset=150,frames=75',
  },
  stall: {
    about:
      'holds everything until it ends and then delivers it at once: a stalled MQTT broker, by its effect',
    keys: () => ({}),
    example: 'target=link/0,1,2,3/0,1,2,3,mode=stall,onset=150,frames=10',
  },
};

/** The mode's own fields of the spec. */
export function linkParameters(
  { senders, receivers }: { senders: readonly number[]; receivers: readonly number[] },
  mode: string,
  given: Given,
): object {
  const { entry } = given;
  switch (mode) {
    case 'delay':
      return { byUs: entry.byUs };
    case 'duplicate':
      return { byUs: entry.byUs ?? 0 };
    case 'jitter':
      return { jitterUs: entry.jitterUs };
    case 'corruption':
      return { bits: entry.bits };
    case 'wrong-content':
      return { word: entry.word, bit: entry.bit };
    case 'babble':
      return { packets: entry.packets };
    case 'masquerade': {
      const [as] = computersUnder('as', given, senders.length === 1 ? senders[0] : -1);
      return { as };
    }
    case 'partition':
      return { stages: [partitionOf(groupsOf(entry.groups), ['groups'], given)], stageFrames: 1 };
    case 'clique-split':
      return {
        stages: stagesOf(entry.stages).map((one, i) => partitionOf(one, ['stages', i], given)),
        stageFrames: entry.stageFrames,
      };
    case 'off-specification':
      return { deaf: deafOf(receivers, given) };
    case 'stall':
      if (entry.frames === undefined && entry.duty === undefined)
        given.amounts.refuse(['frames'], {
          message: 'is missing',
          hint: 'a stall that never ends delivers nothing: that is an omission',
        });
      return {};
    default:
      return {};
  }
}

type Groups = number[][];

function groupsOf(given: unknown): Groups {
  if (typeof given !== 'string') return given as Groups;
  return given.split('/').map((group) => group.split(',').map(Number));
}

function stagesOf(given: unknown): Groups[] {
  return typeof given === 'string' ? given.split('-').map(groupsOf) : (given as Groups[]);
}

/** The largest group is held to be sound, of equal ones that with the lowest id; the others are cut off from it. */
function partitionOf(sets: Groups, at: PropertyKey[], { amounts, computers }: Given): Partition {
  const seen = new Set<number>();
  sets.forEach((members, g) =>
    members.forEach((member, i) => {
      const place = [...at, g, i];
      const range = `0 … ${(computers ?? 1) - 1}`;
      if (seen.has(member)) amounts.refuse(place, { value: member, message: 'is in two groups' });
      else if (computers !== null && member >= computers)
        amounts.refuse(place, { value: member, message: 'is no computer of this rig', range });
      seen.add(member);
    }),
  );
  const bySize = [...sets].sort((a, b) => b.length - a.length || Math.min(...a) - Math.min(...b));
  return { groups: sets, cut: bySize.slice(1).flat() };
}

/** Who hears nothing of a signal this weak. A fault that nobody notices, or that names nobody it reaches, is refused. */
function deafOf(receivers: readonly number[], { entry, amounts, computers }: Given): number[] {
  const level = entry.levelMv as number;
  const thresholds = (entry.thresholdMv ?? {}) as Record<string, number>;
  for (const key of Object.keys(thresholds)) {
    if (computers !== null && !receivers.includes(Number(key)))
      amounts.refuse(['thresholdMv', key], { message: 'is no receiver of this link' });
  }
  const deaf = receivers.filter((one) => level < ((thresholds[one] as number | undefined) ?? THRESHOLD_MV));
  if (deaf.length === 0 && computers !== null)
    amounts.refuse(['levelMv'], {
      value: level,
      message: 'is enough for every receiver: the fault would do nothing',
      hint: `a receiver takes ${THRESHOLD_MV} mV and more unless thresholdMv says otherwise`,
    });
  return deaf;
}
