/**
 * The strata of a campaign: their fault templates, the rigs that they strike, and each tried on each.
 */
import { suggestion } from '../files/did-you-mean.js';
import { formatPath } from '../files/problem.js';
import type { StratumEntry } from './campaign-schema.js';
import type { FaultTemplate, StratumSpec, Walk } from './campaign-spec.js';
import type { RigVariant } from './campaign-variants.js';
import { ProblemList, readDraw } from './draw-file.js';
import type { Draw } from './draw-spec.js';
import { channelSlots } from './space-fill.js';
import { readTemplate } from './space-template.js';
import { tryTemplates, type TrialProblem } from './space-trial.js';

export interface StrataOptions {
  readonly variants: readonly RigVariant[];
  readonly walk: Walk;
  readonly skipRefused: boolean;
  readonly list: ProblemList;
}

/** Faults that a flight of a campaign may draw. */
const COUNT_MAX = 16;

/** The strata in the order of the file; what is wrong is recorded. */
export function readStrata(entries: readonly StratumEntry[], options: StrataOptions): StratumSpec[] {
  const { list } = options;
  if (entries.length === 0)
    list.refuse(['strata'], {
      message: 'is empty: there is no fault space to fly',
      hint: 'faults: none flies without',
    });
  const tried = new Map<string, TrialProblem[]>();
  const classes = new Set<string>();
  return entries.map((entry, s) => {
    const at = ['strata', s];
    if (classes.has(entry.class))
      list.refuse([...at, 'class'], { value: entry.class, message: 'is the class of another stratum' });
    classes.add(entry.class);
    if (entry.expect === 'fail' && entry.why === undefined) {
      const hint = 'a class that is meant to lose flights says what the reader learns from it';
      list.refuse([...at, 'why'], { message: 'is missing', hint });
    } else if (entry.expect !== 'fail' && entry.why !== undefined) {
      list.refuse([...at, 'why'], {
        message: 'explains a failure that is not expected',
        hint: 'expect: fail',
      });
    }
    const stratum = readStratum(entry, { ...options, at });
    return { ...stratum, variants: struck(stratum, { ...options, at, s, tried }) };
  });
}

function readStratum(
  entry: StratumEntry,
  { variants, walk, list, at }: StrataOptions & { at: readonly PropertyKey[] },
): StratumSpec {
  const named: [string, Draw][] = [];
  for (const [name, value] of Object.entries(entry.draw ?? {})) {
    const names = named.map(([known]) => known);
    named.push([name, readDraw(value, { at: [...at, 'draw', name], list, names })]);
  }
  const names = named.map(([name]) => name);
  const given = entry.faults === 'none' ? [] : entry.faults;
  if (entry.faults !== 'none' && given.length === 0) {
    const hint = 'faults: none flies without any';
    list.refuse([...at, 'faults'], { message: 'is empty: the fault space holds nothing', hint });
  }
  const repeated = entry.count !== undefined;
  const faults = given.map((fault, i) =>
    readTemplate(fault, { at: [...at, 'faults', i], list, names, repeated }),
  );
  const count = repeated ? readDraw(entry.count, { at: [...at, 'count'], list, names: [] }) : null;
  if (count !== null) checkCount(count, { value: entry.count, faults, walk, list, at: [...at, 'count'] });
  return {
    class: entry.class,
    expect: entry.expect ?? 'pass',
    why: entry.why ?? '',
    weight: entry.weight ?? 1,
    variants: chosenVariants(entry, { variants, list, at }),
    named,
    faults,
    count,
  };
}

function checkCount(
  count: Draw,
  {
    value,
    faults,
    walk,
    list,
    at,
  }: {
    value: unknown;
    faults: readonly FaultTemplate[];
    walk: Walk;
    list: ProblemList;
    at: readonly PropertyKey[];
  },
): void {
  const counts = wholeNumbers(count);
  const range = `1 … ${COUNT_MAX}`;
  if (counts === null || counts.some((many) => many < 1 || many > COUNT_MAX)) {
    list.refuse(at, { value, message: 'must be whole numbers of faults', range, hint: '2, or [1, 2]' });
    return;
  }
  const most = Math.max(...counts);
  if (walk !== 'random' && (most > 1 || counts.length > 1)) {
    const message = `draws several from the templates, and the walk is ${walk}`;
    const hint =
      'count: 1 walks the templates one after another; several faults are templates side by side, without count';
    list.refuse(at, { value, message, hint });
  }
  const fixed = faults.filter((fault) => channelSlots(fault) === 0).length;
  if (fixed === faults.length && most > fixed) {
    const message = `asks for ${most} faults of ${fixed} templates that name their channel, each used once`;
    list.refuse(at, { value, message, hint: '{any} in a target strikes another channel each time' });
  }
}

/** All values of a draw of whole numbers; null where it is none. */
function wholeNumbers(draw: Draw): number[] | null {
  if (draw.kind === 'constant') return Number.isInteger(draw.value) ? [draw.value as number] : null;
  if (draw.kind === 'uniform') {
    if (draw.step !== 1 || !Number.isInteger(draw.low) || !Number.isInteger(draw.high)) return null;
    return draw.high - draw.low > COUNT_MAX ? null : [draw.low, draw.high];
  }
  if (draw.kind !== 'choice') return null;
  const all = draw.options.map(wholeNumbers);
  return all.some((numbers) => numbers === null) ? null : all.flatMap((numbers) => numbers ?? []);
}

/** Indexes of the variants that `rigs` and `where` leave. */
function chosenVariants(
  { rigs, where = {} }: StratumEntry,
  { variants, list, at }: Pick<StrataOptions, 'variants' | 'list'> & { at: readonly PropertyKey[] },
): number[] {
  const names = [...new Set(variants.flatMap(({ name, rig }) => [rig, name]))];
  rigs?.forEach((rig, i) => {
    if (!names.includes(rig))
      list.refuse([...at, 'rigs', i], {
        value: rig,
        message: 'is no rig of this campaign',
        hint: suggestion(rig, names),
      });
  });
  const axes = [...new Set(variants.flatMap(({ settings }) => [...settings.keys()]))];
  for (const axis of Object.keys(where)) {
    if (axes.includes(axis)) continue;
    const hint = axes.length === 0 ? 'nothing is swept' : suggestion(axis, axes);
    list.refuse([...at, 'where', axis], { message: 'is nothing that this campaign sweeps', hint });
  }
  const chosen: number[] = [];
  variants.forEach(({ name, rig, settings }, i) => {
    if (rigs !== undefined && !rigs.includes(rig) && !rigs.includes(name)) return;
    const fits = Object.entries(where).every(([axis, wanted]) => {
      const values: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
      return values.some((value) => JSON.stringify(value) === JSON.stringify(settings.get(axis)));
    });
    if (fits) chosen.push(i);
  });
  if (chosen.length === 0 && variants.length > 0)
    list.refuse([...at, rigs === undefined ? 'where' : 'rigs'], { message: 'leaves no rig to strike' });
  return chosen;
}

/** The variants on which the templates can be flown; the others are errors, or left out. */
function struck(
  stratum: StratumSpec,
  {
    variants,
    skipRefused,
    list,
    at,
    s,
    tried,
  }: StrataOptions & { at: readonly PropertyKey[]; s: number; tried: Map<string, TrialProblem[]> },
): number[] {
  if (list.problems.some((problem) => problem.at[0] === 'strata' && problem.at[1] === s)) return [];
  const left: number[] = [];
  const refused: { name: string; problem: TrialProblem }[] = [];
  for (const variant of stratum.variants) {
    const { spec, name } = variants[variant];
    const { scheme, actuators, faults, durationS, frame } = spec;
    // Rigs that differ in nothing that a fault can be refused for are tried once.
    const { protocol, computers, faults: m, isolate, signing } = scheme;
    const kinds = actuators.map(({ kind }) => kind);
    const ids = faults.map(({ id }) => id);
    const key = JSON.stringify([
      s,
      protocol,
      computers,
      m,
      isolate,
      signing?.kind,
      kinds,
      durationS,
      frame,
      ids,
    ]);
    const problems = tried.get(key) ?? tryStratum(stratum, spec);
    tried.set(key, problems);
    if (problems.length === 0) left.push(variant);
    for (const problem of problems) refused.push({ name, problem });
  }
  if (refused.length === 0 || (skipRefused && left.length > 0)) return left;
  const shown = new Set<string>();
  for (const { name, problem } of refused) {
    const { template, path, ...rest } = problem;
    const inside = template === null ? [...at, 'faults'] : [...at, 'faults', template, ...partsOf(path)];
    const place = `${formatPath(inside)} ${problem.message}`;
    if (shown.has(place)) continue;
    shown.add(place);
    list.refuse(inside, { ...rest, line: undefined, message: `${rest.message} [on ${name}]` });
  }
  return left;
}

function tryStratum(stratum: StratumSpec, spec: RigVariant['spec']): TrialProblem[] {
  const { named, faults, count } = stratum;
  if (count === null) return tryTemplates({ named, templates: faults, spec });
  const alone = faults.flatMap((fault, template) =>
    tryTemplates({ named, templates: [fault], spec }).map((problem) => ({ ...problem, template })),
  );
  if (alone.length > 0) return alone;
  const most = Math.max(...(wholeNumbers(count) ?? [1]));
  if (most <= spec.scheme.computers || !faults.some((fault) => channelSlots(fault) > 0)) return [];
  const message = `has more faults on channels of their own than there are computers (${spec.scheme.computers})`;
  return [{ template: null, path: '', message }];
}

/** `to.1` in parts; a path in brackets is rare and stays whole, so that the line of its key is found. */
function partsOf(path: string): string[] {
  return path === ''
    ? []
    : path
        .replace(/^fault \d+\.?/, '')
        .split('.')
        .filter(Boolean);
}
