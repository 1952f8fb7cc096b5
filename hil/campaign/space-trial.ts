/**
 * Every template tried on every rig before anything flies, so that an impossible fault is refused with its line and
 * not met in the night by flight 40,000.
 *
 *   try 0   each draw's first value      try 1   each draw's second      …  until every draw has shown all it has to show
 *
 * What a draw has to show: each of its values, or of a range its two ends; of more than 32 values the first and the
 * last. All combinations would be too many, and faults refuse values, rarely pairs of them; four combinations by
 * chance look for those.
 */
import { InputError, type Problem } from '../files/problem.js';
import { withFaultEntries } from '../rig/rig-file.js';
import type { RigSpec } from '../rig/rig-spec.js';
import type { FaultTemplate, StratumSpec } from './campaign-spec.js';
import type { Draw, DrawScope } from './draw-spec.js';
import { GAUSSIAN_MAX, sizeOf, valueAt } from './draw-values.js';
import type { FaultEntry } from './flight-plan.js';
import { byChance, type Choose, fillFaults, sizesOf } from './space-fill.js';

/** What is wrong with one template on one rig; `template` null: with all of them together. */
export interface TrialProblem extends Problem {
  readonly template: number | null;
}

const VALUES_SHOWN_MAX = 32;
const CHANCES = 4;

interface Trial {
  readonly named: StratumSpec['named'];
  readonly templates: readonly FaultTemplate[];
  readonly spec: RigSpec;
}

/** Problems, each once; none where all that was tried can be flown. */
export function tryTemplates({ named, templates, spec }: Trial): TrialProblem[] {
  const { computers } = spec.scheme;
  const empty = sizesOf({ named, templates, computers }).filter(({ size }) => size === 0);
  if (empty.length > 0) return empty.map(({ place }) => whyEmpty(place, { computers }));
  const found = new Map<string, TrialProblem>();
  const space = { named, templates, computers };
  const flown = new Set<string>();
  const tryOut = (entries: readonly FaultEntry[]): void => {
    entries.forEach((entry, template) => {
      const text = JSON.stringify(entry);
      if (flown.has(text)) return;
      flown.add(text);
      for (const problem of problemsOf(spec, [entry])) {
        const key = `${template} ${problem.path} ${problem.message}`;
        if (!found.has(key)) found.set(key, { ...problem, template });
      }
    });
  };
  let most = 1;
  for (let round = 0; round < most; round++) {
    const show: Choose = (_place, draw, scope) => {
      const shown = showings(draw, scope);
      most = Math.max(most, Math.min(shown, VALUES_SHOWN_MAX));
      return showing(draw, round % shown, scope);
    };
    tryOut(fillFaults(space, show));
  }
  if (found.size > 0) return [...found.values()];
  for (let i = 0; i < CHANCES; i++) tryOut(fillFaults(space, byChance('0', `trial ${i}`)));
  // Side by side they can only clash by their ids, which no draw changes.
  const together = problemsOf(spec, fillFaults(space, byChance('0', 'trial together')));
  if (found.size === 0 && templates.length > 1)
    for (const problem of together) found.set(problem.message, { ...problem, template: null });
  return [...found.values()];
}

function problemsOf(spec: RigSpec, entries: readonly FaultEntry[]): readonly Problem[] {
  try {
    withFaultEntries(spec, { entries, name: 'trial' });
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

function whyEmpty(place: string, { computers }: { computers: number }): TrialProblem {
  const [, template, key = ''] = /^fault (\d+)\/(\w+)/.exec(place) ?? [];
  if (template === undefined) {
    const message = `has more faults on channels of their own than there are computers (${computers})`;
    return { template: null, path: 'faults', message };
  }
  const message = `has no receivers to draw: there are ${computers - 1} other computers`;
  return { template: Number(template), path: key, message };
}

/** How many values a draw has to show. */
function showings(draw: Draw, scope: DrawScope): number {
  if (draw.kind === 'choice') return draw.options.reduce((all, option) => all + showings(option, scope), 0);
  if (draw.kind === 'map') return Math.max(1, ...draw.entries.map(([, inner]) => showings(inner, scope)));
  const size = sizeOf(draw, scope);
  return size === null || size > VALUES_SHOWN_MAX ? 2 : size;
}

function showing(draw: Draw, index: number, scope: DrawScope): unknown {
  switch (draw.kind) {
    case 'choice': {
      let rest = index;
      for (const option of draw.options) {
        const shown = showings(option, scope);
        if (rest < shown) return showing(option, rest, scope);
        rest -= shown;
      }
      return undefined;
    }
    case 'map':
      return Object.fromEntries(
        draw.entries.map(([key, inner]) => [key, showing(inner, index % showings(inner, scope), scope)]),
      );
    case 'normal': {
      const { mean, sigma, within } = draw;
      const ends = within ?? [mean - GAUSSIAN_MAX * sigma, mean + GAUSSIAN_MAX * sigma];
      return draw.step === null ? ends[index] : Math.round(ends[index] / draw.step) * draw.step;
    }
    case 'receivers': {
      // With every value a range may have, its sets cannot be counted: two of them stand for all.
      const shown = (inner: Draw | null): Draw | null =>
        inner === null || sizeOf(inner, scope) !== null
          ? inner
          : { kind: 'constant', value: showing(inner, index % showings(inner, scope), scope) };
      const whole = { ...draw, each: shown(draw.each), same: shown(draw.same) };
      const size = sizeOf(whole, scope) ?? 1;
      return valueAt(whole, index === 0 ? 0 : Math.min(index, size - 1), scope);
    }
    default: {
      const size = sizeOf(draw, scope);
      if (size === null && draw.kind !== 'constant' && 'low' in draw)
        return index === 0 ? draw.low : draw.high;
      const shown = (size ?? 1) > VALUES_SHOWN_MAX && index === 1 ? (size ?? 1) - 1 : index;
      return valueAt(draw, shown, scope);
    }
  }
}
