/**
 * The modes of a computer, the keys that each takes, and what they mean in counts and indexes.
 */
import { z } from 'zod';
import { STATE_WORDS } from '../../firmware/icd/packets.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { chosenReceivers, others, receiversOf, type Given } from './given-receivers.js';
import { microseconds, type Modes, perReceiver, sameForAll, type Shape } from './mode-shapes.js';

const id = z.int().min(0).max(15);
const receivers = z.union([id, z.array(id).min(1).max(16)]);
const accused = z.union([id, z.string().max(32)]);
const quantityName = z.enum(QUANTITIES.map(({ name }) => name) as [string, ...string[]]);

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
    about: 'takes longer over everything',
    keys: () => ({ byUs: microseconds.describe('Added to every execution time, µs') }),
    example: 'target=computer/1,mode=late,byUs=9000,onset=150',
  },
  upset: {
    about: 'one bit of its lasting state flips, once',
    keys: () => ({
      word: z
        .int()
        .min(0)
        .max(STATE_WORDS - 1)
        .default(0)
        .describe('Word of the lasting state'),
      bit: z.int().min(0).max(31).default(20).describe('Bit of the word'),
    }),
    example: 'target=computer/1,mode=upset,onset=150',
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
  const { entry } = given;
  switch (mode) {
    case 'hang':
      return { watchdogFrames: entry.watchdogFrames };
    case 'late':
      return { byUs: entry.byUs };
    case 'upset':
      return { word: entry.word, bit: entry.bit };
    case 'two-faced':
      return { quantity: quantityOf(entry), to: receiversOf(self, given) };
    case 'flood':
    case 'split-tag':
      return { receivers: chosenReceivers(self, given) };
    case 'accuser':
      return accusationOf(self, given);
    case 'liar':
    case 'forger':
      return { quantity: quantityOf(entry), about: aboutOf(self, given), to: receiversOf(self, given) };
    default:
      return {};
  }
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
