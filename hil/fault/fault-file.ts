/**
 * Fault entries of a rig file, or of `--fault`, made into fault specs.
 *
 *   { target: sensor/alpha/0, mode: two-faced, onset: 150, frames: 500, to: { 1: 777, 2: 10777 } }
 *
 * An entry is read in steps, each as far as it can be understood: target, mode, the keys that this mode takes,
 * amounts in counts, and whether the rig has what is named. Whatever is wrong in any entry is reported; nothing
 * is dropped in silence, since a fault that was accepted and not applied is worse than none.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { suggestion } from '../files/did-you-mean.js';
import { formatPath } from '../files/problem.js';
import { checkSchema, type LocatedProblem, withoutUnknownKeys } from '../files/schema-problems.js';
import { partByChannel } from './common-cause.js';
import { type CountScale, FaultAmounts } from './fault-amounts.js';
import { classify } from './fault-class.js';
import { FAULT_MODES, faultSchema, parameters } from './fault-modes.js';
import type { DutyCycle, FaultSpec } from './fault-spec.js';
import { type FaultKind, type FaultSite, type FaultTarget, parseTarget } from './fault-target.js';
import { whyIdle } from './why-idle.js';

/** What the faults are read against. */
export interface FaultContext extends FaultSite {
  /** Frames of the flight; null = not known. */
  readonly frames: number | null;
  /** Rounds in which computers tell each other something; null = not known. */
  readonly rounds: number | null;
  /** What they tell is what their sensors read, as it is when left out; null = not known. */
  readonly reports?: boolean | null;
  /** What their messages are signed with; null = with nothing, left out = not known. */
  readonly signatures?: string | null | undefined;
  /** They agree on charges against each other; null = not known, left out = no. */
  readonly isolates?: boolean | null;
  /** Ids that other faults of the rig already have. */
  readonly taken: readonly string[];
  /** Where the entries stand in their file. */
  readonly at: readonly PropertyKey[];
}

export interface FaultReading {
  readonly specs: readonly FaultSpec[];
  readonly problems: readonly LocatedProblem[];
}

type Entry = Record<string, unknown>;

/** What every entry has once its schema has passed. */
interface CommonKeys {
  readonly target: string;
  readonly onset: number;
  readonly frames?: number;
  readonly duty?: DutyCycle;
  readonly rampFrames?: number;
}

/** Reads all entries; `specs` is complete only where there are no problems. */
export function readFaults(entries: readonly unknown[], context: FaultContext): FaultReading {
  const specs: FaultSpec[] = [];
  const problems: LocatedProblem[] = [];
  const parts = entries.flatMap((entry, index) => partByChannel(entry).map((part) => ({ part, index })));
  const given = parts.map(({ part }) => (part as Entry | null)?.id);
  const taken = new Set<unknown>(context.taken);
  let nextId = 1;
  parts.forEach(({ part, index }, i) => {
    const at = [...context.at, index];
    const found = readFault(part, context);
    if (typeof given[i] === 'string' && taken.has(given[i])) {
      found.problems.push({ at: ['id'], path: 'id', value: given[i], message: 'is the id of another fault' });
    }
    let id = given[i];
    if (id === undefined) {
      while (taken.has(`f${nextId}`) || given.includes(`f${nextId}`)) nextId++;
      id = `f${nextId++}`;
    }
    taken.add(id);
    for (const problem of found.problems) {
      const inside = [...at, ...problem.at];
      const path = formatPath(inside);
      const said = problems.some((other) => other.path === path && other.message === problem.message);
      if (!said) problems.push({ ...problem, at: inside, path });
    }
    if (found.spec !== undefined) specs.push({ ...found.spec, id: id as string });
  });
  return { specs, problems };
}

interface OneReading {
  readonly problems: LocatedProblem[];
  readonly spec?: FaultSpec;
}

function readFault(entry: unknown, context: FaultContext): OneReading {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return { problems: [{ at: [], path: '', value: entry, message: 'must be a map of keys to values' }] };
  }
  const fields = entry as Entry;
  const problems: LocatedProblem[] = [];
  const refuse = (key: string, problem: Omit<LocatedProblem, 'at' | 'path'>): void => {
    problems.push({ at: [key], path: key, ...problem });
  };

  const target = readTarget(fields, context, refuse);
  const kind = kindOf(fields.target);
  const mode = kind === null ? null : readMode(fields, kind, refuse);
  if (kind === null || mode === null) return { problems };

  const scale = target === null ? null : scaleOf(target, fields);
  const suffixes = scale === null || scale.unitSuffix === '' ? [] : [scale.unitSuffix];
  const schema = faultSchema({ kind, mode, suffixes });
  let checked = checkSchema(schema, fields);
  const wrong = checked.problems.filter(({ path }) => path !== 'target' || problems.length === 0);
  problems.push(
    ...wrong.map((problem) => (problem.path === 'rampFrames' ? unramped(problem, mode) : problem)),
  );
  if (checked.value === undefined)
    checked = checkSchema(schema, withoutUnknownKeys(fields, checked.problems));
  if (checked.value === undefined || target === null) return { problems };

  const value = checked.value as Entry & CommonKeys;
  const { onset, frames = Infinity, duty, rampFrames } = value;
  if (context.frames !== null && onset >= context.frames) {
    refuse('onset', {
      value: onset,
      message: 'lies after the end of the flight: the fault would never act',
      range: `0 … ${context.frames - 1}`,
    });
  }
  if (duty !== undefined && duty.cycleFrames <= duty.activeFrames) {
    const message = `must be more than activeFrames (${duty.activeFrames})`;
    problems.push({
      at: ['duty', 'cycleFrames'],
      path: 'duty.cycleFrames',
      value: duty.cycleFrames,
      message,
    });
  }
  const idle = context.rounds === null ? null : whyIdle(target, mode, { ...context, rounds: context.rounds });
  if (idle !== null) refuse('mode', { value: mode, message: `can do nothing here: ${idle}` });
  const amounts = new FaultAmounts(value, scale);
  const specific = parameters(target, mode, { entry: value, amounts, computers: context.computers });
  problems.push(...amounts.problems);
  if (problems.length > 0) return { problems };
  const spec = {
    id: '',
    target: value.target,
    onset,
    frames,
    ...(duty === undefined ? {} : { duty }),
    ...(rampFrames === undefined ? {} : { rampFrames }),
    ...target,
    ...specific,
    mode,
    faultClass: 'benign',
  };
  const whole = spec as unknown as FaultSpec;
  return { problems, spec: { ...whole, faultClass: classify(whole, context.computers ?? 0) } };
}

/** A ramp of a mode that has none is no slip of the pen: better words than *not a known key*. */
function unramped(problem: LocatedProblem, mode: string): LocatedProblem {
  if (problem.unknownKey !== true) return problem;
  const hint = 'modes with an amount (an offset, a height, a factor) have a ramp';
  return { ...problem, message: `means nothing here: ${mode} has no amount that could grow`, hint };
}

type Refuse = (key: string, problem: Omit<LocatedProblem, 'at' | 'path'>) => void;

function readTarget(fields: Entry, context: FaultContext, refuse: Refuse): FaultTarget | null {
  const { target } = fields;
  if (typeof target !== 'string') {
    refuse('target', {
      value: target,
      message: target === undefined ? 'is missing' : 'must be a text',
      hint: 'for example sensor/alpha/0',
    });
    return null;
  }
  const parsed = parseTarget(target, context);
  if ('kind' in parsed) return parsed;
  refuse('target', { value: target, ...parsed });
  return null;
}

/** The kind that a target claims, even where the rest of it is wrong. */
function kindOf(target: unknown): FaultKind | null {
  const kind = typeof target === 'string' ? target.split('/')[0] : '';
  return Object.hasOwn(FAULT_MODES, kind) ? (kind as FaultKind) : null;
}

function readMode(fields: Entry, kind: FaultKind, refuse: Refuse): string | null {
  const { mode } = fields;
  const modes = Object.keys(FAULT_MODES[kind]);
  if (typeof mode === 'string' && modes.includes(mode)) return mode;
  const article = kind === 'actuator' ? 'an' : 'a';
  const message = mode === undefined ? 'is missing' : `is no mode of ${article} ${kind}`;
  const near = typeof mode === 'string' ? suggestion(mode, modes) : '';
  const list = `modes of ${article} ${kind}: ${modes.join(', ')}`;
  refuse('mode', { value: mode, message, hint: near.startsWith('did') ? `${near} (${list})` : list });
  return null;
}

/** The unit that amounts of this fault may be given in. */
function scaleOf(target: FaultTarget, fields: Entry): CountScale | null {
  if (target.kind === 'sensor' && target.quantities.length === 1) return anyCount(target.quantities[0]);
  if (target.kind === 'computer' && fields.mode === 'wrong-output') {
    const effector = EFFECTORS.findIndex(({ name }) => name === (fields.effector ?? 'elevator'));
    return effector < 0 ? null : effectorScale(effector);
  }
  if (target.kind === 'computer') {
    const name = fields.quantity ?? 'alpha';
    const quantity = QUANTITIES.findIndex((candidate) => candidate.name === name);
    return quantity < 0 ? null : anyCount(quantity);
  }
  return target.kind === 'actuator' ? effectorScale(target.effector) : null;
}

function effectorScale(effector: number): CountScale {
  const { unit, countsPerUnit, min, max } = EFFECTORS[effector];
  const unitSuffix = unit === 'deg' ? 'Deg' : '';
  return { unit, unitSuffix, lsb: 1 / countsPerUnit, zero: 0, min, max, circular: false };
}

/** A liar may say any count, not only what a healthy sensor could; only "no data" cannot be said. */
function anyCount(quantity: number): CountScale {
  return { ...QUANTITIES[quantity], min: -32767, max: 32767 };
}
