/**
 * Templates made into faults, by whoever chooses the values that they leave open.
 *
 *   named draws ─► channels, no two alike ─► target of each fault ─► its other keys
 *
 * There is one walk over what is open and several who choose: by chance (random), by number (finite walks), by
 * trying every value once (at load), or only counting. So what is counted, tried and flown cannot drift apart. A
 * choice is named after its place (`fault 0/onset`), and chance draws from a stream of that name: a key added to a
 * template leaves the draws of the others as they were.
 */
import { type Stream, stream } from '../random/stream.js';
import type { FaultTemplate, StratumSpec } from './campaign-spec.js';
import { type Draw, type DrawScope } from './draw-spec.js';
import { sizeOf, valueAt, valueFrom } from './draw-values.js';
import type { FaultEntry } from './flight-plan.js';

/** Settles the draw at this place. */
export type Choose = (place: string, draw: Draw, scope: DrawScope) => unknown;

export interface OpenSpace {
  readonly named: StratumSpec['named'];
  readonly templates: readonly FaultTemplate[];
  /** n. */
  readonly computers: number;
}

/** The faults of one flight, as a rig file would hold them. */
export function fillFaults({ named, templates, computers }: OpenSpace, choose: Choose): FaultEntry[] {
  const values = new Map<string, unknown>();
  const scope: DrawScope = { computers, self: -1, named: values };
  for (const [name, draw] of named) values.set(name, choose(`draw ${name}`, draw, scope));
  const slots = templates.reduce((all, template) => all + channelSlots(template), 0);
  const channels =
    slots === 0 ? [] : [...(choose('channels', { kind: 'channels', slots }, scope) as readonly number[])];
  return templates.map((template, i) => {
    const target = fillTarget(template, { place: `fault ${i}`, scope, channels, choose });
    const own = { ...scope, self: selfOf(target) };
    const keys = template.keys.map(([key, draw]) => [key, choose(`fault ${i}/${key}`, draw, own)] as const);
    return { target, ...Object.fromEntries(keys) };
  });
}

/** `{any}` channels of a template. */
export function channelSlots({ target }: FaultTemplate): number {
  return target.filter(({ kind }) => kind === 'channel').length;
}

/** Chance: each place has a stream of its own. */
export function byChance(seed: string, flight: string): Choose {
  return (place, draw, scope) => valueFrom(draw, streamOf(seed, `${flight}/${place}`, draw), scope);
}

/** Numbers, one for each place in the order of the walk. */
export function byNumber(digits: readonly number[]): Choose {
  let next = 0;
  return (_place, draw, scope) => valueAt(draw, digits[next++], scope);
}

/** Sizes of all places in the order of the walk; null where a place is endless. */
export function sizesOf(space: OpenSpace): { place: string; size: number | null }[] {
  const places: { place: string; size: number | null }[] = [];
  fillFaults(space, (place, draw, scope) => {
    const size = sizeOf(draw, scope);
    places.push({ place, size });
    return size === null || size === 0 ? firstOf(draw) : valueAt(draw, 0, scope);
  });
  return places;
}

const NOBODY = stream('0', 'nobody draws');

/** Most places are constants, for which a stream would be made in vain. */
function streamOf(seed: string, name: string, draw: Draw): Stream {
  return draw.kind === 'constant' || draw.kind === 'named' ? NOBODY : stream(seed, name);
}

/** Stands in while places are counted. */
function firstOf(draw: Draw): unknown {
  return draw.kind === 'channels' ? Array.from({ length: draw.slots }, () => 0) : 0;
}

function fillTarget(
  { target }: FaultTemplate,
  { place, scope, channels, choose }: { place: string; scope: DrawScope; channels: number[]; choose: Choose },
): string {
  const words: string[] = [];
  target.forEach((part, i) => {
    if (part.kind === 'text') words.push(part.text);
    else if (part.kind === 'channel') words.push(String(channels.shift()));
    else {
      const own = { ...scope, self: selfOf(words.join('/')) };
      const value = choose(`${place}/target ${i}`, part.draw, own);
      words.push(Array.isArray(value) ? value.join(',') : String(value));
    }
  });
  return words.join('/');
}

/** Whose fault it is, for the receivers are the others; −1 where it is nobody's. */
function selfOf(target: string): number {
  const [kind, ...parts] = target.split('/');
  const id = kind === 'actuator' ? undefined : kind === 'sensor' ? parts[1] : parts[0];
  return id !== undefined && /^\d{1,2}$/.test(id) ? Number(id) : -1;
}
