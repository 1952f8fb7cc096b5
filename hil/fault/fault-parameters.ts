/**
 * What each mode needs beyond target and time, in counts and indexes: the part of a fault spec that differs from
 * mode to mode. The entry has passed its schema; what is checked here depends on the rig or on two keys at once.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import type { FaultAmounts } from './fault-amounts.js';
import type { CountByReceiver } from './fault-spec.js';
import type { FaultTarget } from './fault-target.js';

interface Given {
  readonly entry: Readonly<Record<string, unknown>>;
  readonly amounts: FaultAmounts;
  readonly computers: number | null;
}

/** The mode's own fields of the spec. Problems are recorded in `amounts`. */
export function parameters(target: FaultTarget, mode: string, given: Given): object {
  switch (target.kind) {
    case 'sensor':
      return sensorParameters(target.channel, mode, given);
    case 'computer':
      return computerParameters(target.computer, mode, given);
    case 'link':
      return mode === 'delay' ? { byUs: given.entry.byUs } : {};
    case 'actuator': {
      if (mode !== 'hard-over') return {};
      const to = given.amounts.absolute('to') ?? 'max';
      const { min, max } = EFFECTORS[target.effector];
      return { to: to === 'max' ? max : to === 'min' ? min : to };
    }
    default:
      return target satisfies never;
  }
}

function sensorParameters(channel: number, mode: string, given: Given): object {
  const { entry, amounts } = given;
  switch (mode) {
    case 'stuck':
      return { value: amounts.absolute('value') ?? 'last', ditherLsb: entry.ditherLsb };
    case 'bias':
      return { offset: amounts.difference('offset') };
    case 'drift':
      return { ratePerS: amounts.difference('rate', { tail: 'PerS', rounded: false }) };
    case 'noise':
      return { sigma: amounts.difference('sigma', { rounded: false }) };
    case 'spikes': {
      const { widthFrames, spacingFrames } = entry as { widthFrames: number; spacingFrames: number };
      if (spacingFrames <= widthFrames) {
        amounts.refuse(['spacingFrames'], {
          value: spacingFrames,
          message: `must be more than widthFrames (${widthFrames})`,
        });
      }
      return { height: amounts.difference('height'), widthFrames, spacingFrames };
    }
    case 'two-faced':
      return { to: receiversOf(channel, given) };
    case 'dropout':
      return { cycle: cycleOf(given) };
    default:
      return {};
  }
}

function cycleOf({ entry, amounts }: Given): { silentFrames: number; cycleFrames: number } | null {
  const { silentFrames, cycleFrames } = entry as { silentFrames?: number; cycleFrames?: number };
  if (silentFrames === undefined && cycleFrames === undefined) return null;
  if (silentFrames === undefined || cycleFrames === undefined) {
    const key = silentFrames === undefined ? 'silentFrames' : 'cycleFrames';
    amounts.refuse([key], { message: 'is missing', hint: 'silentFrames and cycleFrames go together' });
    return null;
  }
  if (cycleFrames <= silentFrames) {
    const message = `must be more than silentFrames (${silentFrames})`;
    amounts.refuse(['cycleFrames'], { value: cycleFrames, message });
  }
  return { silentFrames, cycleFrames };
}

function computerParameters(self: number, mode: string, given: Given): object {
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

function others(self: number, computers: number): number[] {
  return Array.from({ length: computers }, (_, id) => id).filter((id) => id !== self);
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

/** Receivers listed in `to`; all others where it is left out. */
function chosenReceivers(self: number, { entry, amounts, computers }: Given): number[] {
  if (entry.to === undefined) return others(self, computers ?? 0);
  const to = Array.isArray(entry.to) ? (entry.to as number[]) : [entry.to as number];
  to.forEach((id, i) => {
    const at = Array.isArray(entry.to) ? ['to', i] : ['to'];
    if (id === self) amounts.refuse(at, { value: id, message: 'is the faulty computer itself' });
    else if (computers !== null && id >= computers) {
      amounts.refuse(at, { value: id, message: 'is no computer of this rig', range: `0 … ${computers - 1}` });
    }
  });
  return [...new Set(to)];
}

/** Counts by receiver, from `to`, or `value` for every other computer. */
function receiversOf(self: number, { amounts, computers }: Given): CountByReceiver {
  const value = amounts.absolute('value');
  const to = amounts.byReceiver('to');
  const key = amounts.keyOf('to');
  if (typeof value === 'number') {
    if (to !== undefined)
      amounts.refuse([key], { message: 'is given beside a value for all', hint: 'give one of them' });
    return Object.fromEntries(others(self, computers ?? 0).map((id) => [id, value]));
  }
  if (to === undefined || Object.keys(to).length === 0) {
    const message = to === undefined ? 'is missing' : 'names no receiver';
    amounts.refuse([key], { message, hint: 'counts by receiver, for example to: { 1: 777, 2: 10777 }' });
    return {};
  }
  for (const id of Object.keys(to)) {
    if (Number(id) === self)
      amounts.refuse([key, id], {
        message: `is the lying channel itself: computer ${self} cannot deceive itself`,
      });
    else if (computers !== null && Number(id) >= computers) {
      const range = computers === 1 ? 'none: there is one computer' : `0 … ${computers - 1}`;
      amounts.refuse([key, id], { message: 'is no computer of this rig', range });
    }
  }
  return to;
}
