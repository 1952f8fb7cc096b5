/**
 * The steps by which a case gets smaller: the menu from which the shrinker orders.
 *
 *   faults      without some of them                         ddmin: halves, quarters, … one
 *   flight      ends where it had failed; without pilot's steps; in still air
 *   target      one quantity for `*`, fewer receivers in a comma list
 *   rows        fewer receivers, fewer of whatever is listed
 *   keys        without a key that has a default
 *   numbers     fewer digits, nearer to zero
 *   times       later onset, fewer frames
 *
 * In this order, since one step near the top saves many below it. A step is data to data and is not checked here:
 * one that makes no valid file is refused by the reader of files, like any other, and is then not taken. So nothing
 * in this file knows a mode. The flight is cut short before onsets move, and never grows again: an onset is as late
 * as it can be for the same end, not for a later one.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { faultKeys, PLACING_KEYS, saysWhom, withoutKeys } from './fault-keys.js';
import type { FaultEntry } from './flight-plan.js';
import type { Failure, FlightCase } from './shrink-case.js';
import { removals, rounderNumbers, towards, without } from './shrink-values.js';

/** A smaller case, and in words what was done. */
export interface Step {
  readonly what: string;
  readonly next: FlightCase;
}

/** Steps at one place; asked again, of the case it led to, after each that was taken. */
export type Site = (from: FlightCase, failure: Failure) => Iterable<Step>;

/** Sites of a case, in groups; a group is drawn up when its turn comes, from the case as it then is. */
export const MENU: readonly ((from: FlightCase) => Site[])[] = [
  () => [fewerFaults],
  () => [shorterFlight, fewerPilotSteps, stillerAir],
  ({ plan }) => plan.faults.map((_, i) => atFault(i, narrowerTargets)),
  ({ plan }) =>
    plan.faults.flatMap((entry, i) => pathsOf(entry).map((path) => atFault(i, shorterRows(path)))),
  ({ plan }) => plan.faults.map((_, i) => atFault(i, fewerKeys)),
  ({ plan }) =>
    plan.faults.flatMap((entry, i) => pathsOf(entry).map((path) => atFault(i, rounderNumber(path)))),
  ({ plan }) => plan.faults.flatMap((_, i) => [atFault(i, laterOnset), atFault(i, fewerFrames)]),
];

function* fewerFaults({ variant, plan }: FlightCase): Generator<Step> {
  const { faults } = plan;
  for (const range of removals({ length: faults.length, keep: 0 })) {
    const gone = faults.slice(range.from, range.to).map(({ id }) => String(id));
    const next = { variant, plan: { ...plan, faults: without(faults, range) } };
    yield { what: `without ${gone.join(', ')}`, next };
  }
}

function withDocument({ variant, plan }: FlightCase, changes: Readonly<Record<string, unknown>>): FlightCase {
  return { variant: { ...variant, document: { ...variant.document, ...changes } }, plan };
}

function* shorterFlight(from: FlightCase, { kind, lastFrame, frames, periodUs }: Failure): Generator<Step> {
  const cut = (to: number): Step => {
    const durationS = (to * periodUs) / 1e6;
    return { what: `${durationS} s long`, next: withDocument(from, { durationS }) };
  };
  if (lastFrame !== null && lastFrame + 1 < frames) yield cut(lastFrame + 1);
  // A flight ends in the frame that breaks a limit, so no shorter one of the same frames can.
  if (kind !== 'hazard') for (const to of towards({ from: frames, to: 1 })) yield cut(to);
}

function* fewerPilotSteps(from: FlightCase): Generator<Step> {
  const { pilot } = from.variant.document;
  if (!Array.isArray(pilot)) return;
  for (const range of removals({ length: pilot.length, keep: 0 })) {
    const left = without<unknown>(pilot, range);
    const hands = left.length > 0 ? { pilot: left } : {};
    const rest = { ...from.variant, document: withoutKeys(from.variant.document, ['pilot']) };
    const next = withDocument({ ...from, variant: rest }, hands);
    yield { what: `without ${range.to - range.from} of the pilot's steps`, next };
  }
}

/** As rig files say it, the wildest last. */
const AIR = ['none', 'light', 'moderate', 'severe'];

function* stillerAir(from: FlightCase): Generator<Step> {
  const now = AIR.indexOf(String(from.variant.document.turbulence));
  for (let i = 0; i < now; i++)
    yield { what: `turbulence ${AIR[i]}`, next: withDocument(from, { turbulence: AIR[i] }) };
}

/** A smaller entry of one fault, and in words what was done. */
interface EntryStep {
  readonly what: string;
  readonly entry: FaultEntry;
}

function atFault(i: number, steps: (entry: FaultEntry, failure: Failure) => Iterable<EntryStep>): Site {
  return function* (from, failure) {
    const { variant, plan } = from;
    for (const { what, entry } of steps(plan.faults[i], failure)) {
      const faults = plan.faults.map((other, k) => (k === i ? entry : other));
      yield { what: `${String(plan.faults[i].id)}: ${what}`, next: { variant, plan: { ...plan, faults } } };
    }
  };
}

function* narrowerTargets(entry: FaultEntry, { computers }: Failure): Generator<EntryStep> {
  if (typeof entry.target !== 'string') return;
  const parts = entry.target.split('/');
  const to = function* (part: number, texts: Iterable<string>): Generator<EntryStep> {
    for (const text of texts) {
      const target = parts.map((old, i) => (i === part ? text : old)).join('/');
      yield { what: `target ${target}`, entry: { ...entry, target } };
    }
  };
  for (let part = 1; part < parts.length; part++) {
    if (parts[part] === '*') yield* to(part, fewerThanAll(namesAt({ kind: parts[0], part, computers })));
    else if (parts[part].includes(',')) yield* to(part, fewerOf(parts[part].split(',')));
  }
  if (parts[0] === 'actuator' && parts.length === 2)
    yield* to(
      1,
      [0, 1, 2].map((i) => `${parts[1]}/${i}`),
    );
}

/** What `*` may stand for in this part of a target; names that the rig does not have are refused later. */
function namesAt({ kind, part, computers }: { kind: string; part: number; computers: number }): string[] {
  if (kind === 'sensor' && part === 1) return QUANTITIES.map(({ name }) => name);
  if (kind === 'actuator' && part === 1) return EFFECTORS.map(({ name }) => name);
  return [...Array.from({ length: computers }, (_, id) => String(id)), 'actuators'];
}

/** Single names, then shorter and shorter lists left out. */
function* fewerThanAll(names: readonly string[]): Generator<string> {
  yield* names;
  yield* fewerOf(names);
}

function* fewerOf(names: readonly string[]): Generator<string> {
  for (const range of removals({ length: names.length, keep: 1 })) yield without(names, range).join(',');
}

type Path = readonly (string | number)[];

/** Every place in an entry that its mode put there, the inner ones after the outer. */
function pathsOf(entry: FaultEntry): Path[] {
  const paths: Path[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (path.length > 0) paths.push(path);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [key, inner] of Object.entries(value))
      if (path.length > 0 || !PLACING_KEYS.includes(key)) walk(inner, [...path, key]);
  };
  walk(entry, []);
  return paths;
}

function valueAt(entry: FaultEntry, path: Path): unknown {
  let value: unknown = entry;
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}

function withValue(holder: unknown, [key, ...rest]: Path, value: unknown): FaultEntry {
  const held = holder as Record<string, unknown>;
  return { ...held, [key]: rest.length === 0 ? value : withValue(held[key], rest, value) };
}

function shorterRows(path: Path): (entry: FaultEntry) => Generator<EntryStep> {
  return function* (entry) {
    const value = valueAt(entry, path);
    const rows = function* (length: number, cut: (range: { from: number; to: number }) => unknown) {
      for (const range of removals({ length, keep: 1 })) {
        const shorter = cut(range);
        yield {
          what: `${path.join('.')} ${JSON.stringify(shorter)}`,
          entry: withValue(entry, path, shorter),
        };
      }
    };
    if (Array.isArray(value)) yield* rows(value.length, (range) => without<unknown>(value, range));
    else if (typeof value === 'string' && value.includes(',')) {
      const names = value.split(',');
      yield* rows(names.length, (range) => without(names, range).join(','));
    } else if (isMapByReceiver(value)) {
      const pairs = Object.entries(value);
      yield* rows(pairs.length, (range) => Object.fromEntries(without(pairs, range)));
    }
  };
}

function isMapByReceiver(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length > 0 &&
    Object.keys(value).every((key) => /^\d+$/.test(key))
  );
}

/** Times have steps of their own, and without its list of receivers a fault would reach everyone: it would grow. */
function* fewerKeys(entry: FaultEntry): Generator<EntryStep> {
  const kind = String(entry.target).split('/')[0];
  const schema = faultKeys({ kind, mode: String(entry.mode) });
  for (const key of Object.keys(entry)) {
    if (PLACING_KEYS.includes(key) || saysWhom(schema?.properties?.[key])) continue;
    yield { what: `without ${key}`, entry: withoutKeys(entry, [key]) };
  }
}

function rounderNumber(path: Path): (entry: FaultEntry) => Generator<EntryStep> {
  return function* (entry) {
    const value = valueAt(entry, path);
    if (typeof value !== 'number') return;
    for (const rounder of rounderNumbers(value))
      yield { what: `${path.join('.')} ${rounder}`, entry: withValue(entry, path, rounder) };
  };
}

function onsetOf({ onset }: FaultEntry): number {
  return typeof onset === 'number' ? onset : 0;
}

/** Frames until the failure is there. */
function endOf({ lastFrame, frames }: Failure): number {
  return lastFrame === null ? frames : lastFrame + 1;
}

function* laterOnset(entry: FaultEntry, failure: Failure): Generator<EntryStep> {
  for (const onset of towards({ from: onsetOf(entry), to: endOf(failure) - 1 }))
    yield { what: `onset ${onset}`, entry: { ...entry, onset } };
}

function* fewerFrames(entry: FaultEntry, failure: Failure): Generator<EntryStep> {
  const most = endOf(failure) - onsetOf(entry);
  const { frames: given } = entry;
  const states = typeof given === 'number';
  // Longer than the flight is the same as to its end, with a key less.
  if (states && given >= most) yield { what: 'to the end', entry: withoutKeys(entry, ['frames']) };
  const span = states ? Math.min(given, most) : most;
  for (const frames of towards({ from: span, to: 1 })) {
    // To the end, or nearly: then the end says it in fewer words.
    if (!states && 4 * frames > 3 * span) continue;
    yield { what: `${frames} frames`, entry: { ...entry, frames } };
  }
}
