/**
 * The modes of a computer, the keys that each takes, and what they mean in counts and indexes.
 */
import { z } from 'zod';
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { ACTUATORS, STATE_WORDS } from '../../firmware/icd/packets.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { chosenReceivers, computersUnder, others, receiversOf, type Given } from './given-receivers.js';
import {
  amount,
  count,
  microseconds,
  type Modes,
  packetsOfBabble,
  perReceiver,
  sameForAll,
  type Shape,
  step,
} from './mode-shapes.js';

const id = z.int().min(0).max(15);
const receivers = z.union([id, z.array(id).min(1).max(16)]);
const accused = z.union([id, z.string().max(32)]);
const quantityName = z.enum(QUANTITIES.map(({ name }) => name) as [string, ...string[]]);

const effectorName = z.enum(EFFECTORS.map(({ name }) => name) as [string, ...string[]]);
const bitOfCount = z.int().min(0).max(15).default(12).describe('Bit of the count');
const stateBit: Shape = {
  word: z
    .int()
    .min(0)
    .max(STATE_WORDS - 1)
    .default(0)
    .describe('Word of the state'),
  bit: z.int().min(0).max(31).default(20).describe('Bit of the word'),
};

const quantity: Shape = { quantity: quantityName.default('alpha').describe('Quantity that is lied about') };

function relayedLie(suffixes: readonly string[]): Shape {
  return {
    ...quantity,
    about: z
      .union([id, z.array(id).min(1).max(16)])
      .optional()
      .describe('Whose reports it relays falsely; left out = everyone’s'),
    ...perReceiver(suffixes),
    ...sameForAll(suffixes),
  };
}

export const COMPUTER_MODES: Modes = {
  crash: {
    about: 'executes nothing; when it ends, the computer restarts',
    keys: () => ({}),
    example: 'target=computer/1,mode=crash,onset=150',
  },
  hang: {
    about: 'executes and says nothing, until a watchdog restarts it',
    keys: () => ({
      watchdogFrames: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(50)
        .describe('Frames until the watchdog restarts it'),
    }),
    example: 'target=computer/1,mode=hang,onset=150',
  },
  late: {
    about: 'takes longer over everything: by a time, by a factor, or by luck',
    keys: () => ({
      byUs: microseconds.optional().describe('Added to every execution time, µs'),
      factor: z.number().gt(1).max(1000).optional().describe('Every execution time is multiplied by this'),
      jitterUs: microseconds.optional().describe('Added at most, evenly spread, drawn for each slot, µs'),
    }),
    example: 'target=computer/1,mode=late,byUs=9000,onset=150',
  },
  'fail-silent': {
    about: 'computes and says nothing, to anybody or to some; what it tells the test rig still comes',
    keys: () => ({
      to: receivers.optional().describe('Computers that hear nothing; left out = all, and the actuators'),
    }),
    example: 'target=computer/1,mode=fail-silent,onset=150',
  },
  'stale-restart': {
    about: 'is off for a time and goes on with the state that it had, believing it',
    keys: () => ({
      downFrames: z.int().min(1).max(1_000_000).default(25).describe('Frames that it is off'),
    }),
    example: 'target=computer/1,mode=stale-restart,onset=150',
  },
  babble: {
    about: 'floods every mailbox in every slot with packets that nobody wants, ahead of its own',
    knownFrom: 'Kopetz: the babbling idiot of shared buses',
    keys: () => ({
      ...packetsOfBabble,
      to: receivers.optional().describe('Computers that it floods; left out = all, and the actuators'),
    }),
    example: 'target=computer/1,mode=babble,onset=150',
  },
  upset: {
    about: 'one bit of its lasting state flips before the frame, once a burst',
    keys: () => stateBit,
    example: 'target=computer/1,mode=upset,onset=150',
  },
  'upset-law': {
    about: 'one bit of the control law’s state flips when the law has run, once a burst',
    keys: () => stateBit,
    example: 'target=computer/1,mode=upset-law,onset=150',
  },
  'upset-vector': {
    about: 'one bit of what it holds to be agreed flips before selection, once a burst',
    keys: () => ({
      source: id.default(0).describe('Whose report in the vector'),
      quantity: quantityName.default('alpha').describe('Quantity of the report'),
      bit: bitOfCount,
    }),
    example: 'target=computer/1,mode=upset-vector,onset=150',
  },
  'upset-register': {
    about: 'one bit of a value that the control law is about to read flips, once a burst',
    keys: () => ({
      quantity: quantityName.default('alpha').describe('Quantity that is read'),
      bit: bitOfCount,
    }),
    example: 'target=computer/1,mode=upset-register,onset=150',
  },
  'wrong-default': {
    about: 'takes a value of its own where the others take that there is no report',
    keys: (suffixes) => ({
      ...quantity,
      ...amount('value', count, { about: 'What it takes instead; 0 counts when left out', suffixes }),
    }),
    example: 'target=computer/1,mode=wrong-default,value=777,onset=150',
    rig: 'dive-climb-quad-mean',
  },
  'wrong-output': {
    about: 'commands one surface wrongly by a constant, alone or alike in several: a common mode',
    knownFrom:
      'the error that all copies of a program have; Ariane 501, 1996: both computers, the same overflow',
    keys: () => ({
      effector: effectorName.default('elevator').describe('Surface that is commanded wrongly'),
      ...amount('offset', step, { about: 'Added to the command', suffixes: ['Deg'] }),
      also: z
        .union([id, z.array(id).min(1).max(16)])
        .optional()
        .describe('Other computers with the same error; left out = it alone'),
    }),
    ramps: true,
    example: 'target=computer/1,mode=wrong-output,offsetDeg=3,onset=150',
  },
  'self-trip': {
    about: 'its own monitor finds it wrong though it is not, and it commands no more',
    knownFrom: 'CI202, 2020: monitors tripped all three flight-control computers at touchdown',
    keys: () => ({}),
    example: 'target=computer/1,mode=self-trip,onset=150',
  },
  replay: {
    about: 'sends what it sent in the frame before, under this frame’s number or the old one',
    keys: () => ({
      header: z.enum(['old', 'new']).default('new').describe('Frame number on the packets'),
    }),
    example: 'target=computer/1,mode=replay,onset=150',
  },
  'forged-sender': {
    about: 'sends under the name of another, which makes that one’s own packets second',
    keys: () => ({
      as: id.describe('The computer whose name it takes'),
      to: receivers.optional().describe('Computers that it deceives; left out = all, and the actuators'),
    }),
    example: 'target=computer/1,mode=forged-sender,as=2,onset=150',
  },
  'two-faced': {
    about: 'tells each computer another story about its own sensors',
    knownFrom: 'Lamport, Shostak and Pease, 1982',
    keys: (suffixes) => ({ ...quantity, ...perReceiver(suffixes), ...sameForAll(suffixes) }),
    example: 'target=computer/0,mode=two-faced,onset=150,to.1=777,to.2=10777',
  },
  accuser: {
    about: 'blames units in which it has found nothing wrong',
    knownFrom: 'FTMP, where a good unit was disabled about once in 500 injected faults',
    keys: () => ({
      accuse: z
        .union([accused, z.array(accused).min(1).max(16)])
        .describe('Whom it blames: ids of computers, and sensors as alpha/0, three at most'),
      tell: z
        .union([id, z.array(id).min(1).max(15)])
        .optional()
        .describe('Computers that are told so; left out = all others'),
    }),
    example: 'target=computer/1,mode=accuser,accuse=2,onset=150',
    rig: 'known-bad-kept-out',
  },
  liar: {
    about: 'relays falsely what the others said',
    knownFrom: 'Lamport, Shostak and Pease, 1982',
    keys: relayedLie,
    example: 'target=computer/1,mode=liar,about=0,value=777,onset=150',
  },
  forger: {
    about: 'a liar that signs its lies with every secret it holds',
    keys: relayedLie,
    example: 'target=computer/1,mode=forger,about=0,value=777,onset=150',
    rig: 'sm-quad',
  },
  flood: {
    about: 'fills its relays with chains whose signatures are bad',
    keys: () => ({ to: receivers.optional().describe('Whose mailbox is flooded; left out = everyone’s') }),
    example: 'target=computer/1,mode=flood,onset=150',
    rig: 'sm-quad',
  },
  'split-tag': {
    about: 'signs its report with a tag that is good for some and garbage for others',
    keys: () => ({ to: receivers.describe('For whom its tag is garbage') }),
    example: 'target=computer/1,mode=split-tag,to=2,onset=150',
    rig: 'sm-hmac-split',
  },
};

/** The mode's own fields of the spec. */
export function computerParameters(self: number, mode: string, given: Given): object {
  const { entry, amounts } = given;
  switch (mode) {
    case 'hang':
      return { watchdogFrames: entry.watchdogFrames };
    case 'stale-restart':
      return { downFrames: entry.downFrames };
    case 'late':
      return latenessOf(given);
    case 'upset':
    case 'upset-law':
      return { word: entry.word, bit: entry.bit };
    case 'upset-vector': {
      const [source] = computersUnder('source', given);
      return { source, quantity: quantityOf(entry), bit: entry.bit };
    }
    case 'upset-register':
      return { quantity: quantityOf(entry), bit: entry.bit };
    case 'wrong-default':
      return { quantity: quantityOf(entry), value: amounts.absolute('value') ?? 0 };
    case 'wrong-output':
      return {
        effector: EFFECTORS.findIndex(({ name }) => name === entry.effector),
        offset: amounts.difference('offset'),
        also: entry.also === undefined ? [] : computersUnder('also', given, self),
      };
    case 'two-faced':
      return { quantity: quantityOf(entry), to: receiversOf(self, given) };
    case 'flood':
    case 'split-tag':
      return { receivers: chosenReceivers(self, given) };
    case 'fail-silent':
      return { receivers: reached(self, given) };
    case 'babble':
      return { packets: entry.packets, receivers: reached(self, given) };
    case 'replay':
      return { header: entry.header };
    case 'forged-sender': {
      const [as] = computersUnder('as', given, self);
      return { as, receivers: reached(self, given) };
    }
    case 'accuser':
      return accusationOf(self, given);
    case 'liar':
    case 'forger':
      return { quantity: quantityOf(entry), about: aboutOf(self, given), to: receiversOf(self, given) };
    default:
      return {};
  }
}

/** Receivers listed in `to`; all others and the actuators where it is left out. */
function reached(self: number, given: Given): number[] {
  const chosen = chosenReceivers(self, given);
  return given.entry.to === undefined ? [...chosen, ACTUATORS] : chosen;
}

function latenessOf({ entry, amounts }: Given): object {
  const { byUs = 0, factor = 1, jitterUs = 0 } = entry as Record<string, number | undefined>;
  if (byUs === 0 && factor === 1 && jitterUs === 0)
    amounts.refuse(['byUs'], { message: 'is missing', hint: 'byUs, factor or jitterUs says how late' });
  return { byUs, factor, jitterUs };
}

function quantityOf(entry: Given['entry']): number {
  return QUANTITIES.findIndex(({ name }) => name === entry.quantity);
}

/** Sensors that fit into one accusation. */
const ACCUSED_SENSORS_MAX = 3;

/** Whom an accuser blames, and who hears it. */
function accusationOf(self: number, { entry, amounts, computers }: Given): object {
  const accuse = [entry.accuse].flat() as (number | string)[];
  const tell = entry.tell === undefined ? others(self, computers ?? 0) : ([entry.tell].flat() as number[]);
  const channels = new Set<number>();
  const sensors = new Map<string, { channel: number; quantity: number }>();
  const isNobody = (id: number): boolean => computers !== null && id >= computers;
  const range = `0 … ${(computers ?? 1) - 1}`;
  accuse.forEach((accused, i) => {
    const at = ['accuse', i];
    if (typeof accused === 'number') {
      if (accused === self)
        amounts.refuse(at, { value: accused, message: 'is the accuser itself, which nobody would believe' });
      else if (isNobody(accused))
        amounts.refuse(at, { value: accused, message: 'is no computer of this rig', range });
      channels.add(accused);
      return;
    }
    const [name, id, ...rest] = accused.split('/');
    const quantity = QUANTITIES.findIndex((candidate) => candidate.name === name);
    if (quantity < 0 || rest.length > 0 || !/^(0|[1-9]\d?)$/.test(id ?? '') || isNobody(Number(id)))
      amounts.refuse(at, {
        value: accused,
        message: 'is no sensor of this rig',
        hint: 'for example alpha/0',
      });
    sensors.set(accused, { channel: Number(id), quantity });
  });
  if (sensors.size > ACCUSED_SENSORS_MAX)
    amounts.refuse(['accuse'], {
      message: `names ${sensors.size} sensors, and an accusation holds three`,
      hint: 'an id instead of a sensor accuses the whole computer',
    });
  tell.forEach((id, i) => {
    if (id === self || isNobody(id))
      amounts.refuse(['tell', i], { value: id, message: 'is no other computer of this rig', range });
  });
  return { channels: [...channels], sensors: [...sensors.values()], receivers: [...new Set(tell)] };
}

/** Whose reports are relayed falsely. */
function aboutOf(self: number, { entry, amounts, computers }: Given): number[] {
  if (entry.about === undefined) return others(self, computers ?? 0);
  const about = Array.isArray(entry.about) ? (entry.about as number[]) : [entry.about as number];
  about.forEach((id, i) => {
    const at = Array.isArray(entry.about) ? ['about', i] : ['about'];
    if (id === self)
      amounts.refuse(at, {
        value: id,
        message: 'is the liar itself, whose own report is not relayed',
        hint: 'mode two-faced distorts its own report',
      });
    else if (computers !== null && id >= computers) {
      amounts.refuse(at, { value: id, message: 'is no computer of this rig', range: `0 … ${computers - 1}` });
    }
  });
  return [...new Set(about)];
}
