/**
 * A finite walk laid out: blocks of combinations with the same parameters, end to end.
 *
 *   stratum × template × variants that agree on every size ──► one block       digits: variant, then each draw
 *
 * Variants of different n have different numbers of channels and receiver sets, so they cannot share a block; within
 * one, the variant is a parameter like any other, and `pairwise` pairs it with the rest.
 */
import { grouped } from '../files/grouped-digits.js';
import type { SpaceBlock, StratumSpec, Walk } from './campaign-spec.js';
import type { ProblemList } from './draw-file.js';
import { product } from './draw-values.js';
import { pairwiseRows } from './pairwise.js';
import { sizesOf } from './space-fill.js';

const COMBINATIONS_MAX = 1_000_000;
/** Of two parameters: what the rows and the search for them cost grows with it. */
const PAIRS_MAX = 40_000;

export interface Layout {
  readonly walk: Exclude<Walk, 'random'>;
  readonly strata: readonly StratumSpec[];
  /** By variant: n. */
  readonly computers: readonly number[];
  /** By stratum: its index in the file. */
  readonly list: ProblemList;
}

/** The blocks; what cannot be walked to an end is recorded. */
export function layOut({ walk, strata, computers, list }: Layout): SpaceBlock[] {
  const blocks: SpaceBlock[] = [];
  let start = 0;
  strata.forEach((stratum, s) => {
    const alternatives = stratum.count === null ? [null] : stratum.faults.map((_, i) => i);
    for (const template of alternatives) {
      const templates = template === null ? stratum.faults : [stratum.faults[template]];
      const groups = new Map<string, { variants: number[]; sizes: number[] }>();
      for (const variant of stratum.variants) {
        const places = sizesOf({ named: stratum.named, templates, computers: computers[variant] });
        const endless = places.find(({ size }) => size === null);
        if (endless !== undefined) {
          list.refuse(placeIn(s, endless.place, template ?? 0), {
            message: `has no end of values, and the walk is ${walk}`,
            hint: 'a list, a uniform with a step, or walk: random',
          });
          return;
        }
        const sizes = places.map(({ size }) => size ?? 0);
        const key = sizes.join(' ');
        const group = groups.get(key) ?? { variants: [], sizes };
        group.variants.push(variant);
        groups.set(key, group);
      }
      for (const { variants, sizes } of groups.values()) {
        const all = [variants.length, ...sizes];
        const rows = walk === 'pairwise' ? pairsOf(all, { stratum: s, list }) : null;
        const combinations = rows?.length ?? product(all) ?? 0;
        blocks.push({ stratum: s, template, variants, sizes: all, rows, start, combinations });
        start += combinations;
      }
    }
  });
  if (start > COMBINATIONS_MAX) {
    const most = blocks.reduce((largest, block) =>
      block.combinations > largest.combinations ? block : largest,
    );
    list.refuse(['walk'], {
      value: walk,
      message: `would fly ${countOf(start)} combinations, ${countOf(most.combinations)} of them ${strata[most.stratum].class}`,
      range: `at most ${grouped(COMBINATIONS_MAX)}`,
      hint:
        walk === 'exhaustive' ? 'fewer values, longer steps, pairwise or random' : 'fewer values, or random',
    });
  }
  return blocks;
}

function pairsOf(
  sizes: readonly number[],
  { stratum, list }: { stratum: number; list: ProblemList },
): number[][] {
  const [largest, second = 1] = [...sizes].sort((a, b) => b - a);
  if (largest * second <= PAIRS_MAX) return pairwiseRows(sizes);
  list.refuse(['strata', stratum], {
    message: `has ${grouped(largest * second)} pairs of values between two of its parameters`,
    range: `at most ${grouped(PAIRS_MAX)}`,
    hint: 'fewer values, or longer steps',
  });
  return [];
}

function countOf(combinations: number): string {
  return Number.isSafeInteger(combinations) ? grouped(combinations) : combinations.toPrecision(3);
}

/** `fault 0/onset` of a stratum as a path of the file. */
function placeIn(stratum: number, place: string, first: number): PropertyKey[] {
  const named = /^draw (.+)$/.exec(place)?.[1];
  if (named !== undefined) return ['strata', stratum, 'draw', named];
  const [, template, key] = /^fault (\d+)\/([^ ]+)/.exec(place) ?? [];
  if (template === undefined) return ['strata', stratum];
  return ['strata', stratum, 'faults', first + Number(template), key];
}
