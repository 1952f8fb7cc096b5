/**
 * A campaign file made into a CampaignSpec, or every reason why not.
 *
 *   YAML ─► schema ─► rigs × sweep, each read as a rig ─► strata, each tried on its rigs ─► blocks or rotation
 *
 * What comes out can be flown: flights are planned from it without looking at the file again, and every fault that a
 * draw can yield has a template that was accepted on every rig it strikes. Trimming is left to whoever flies.
 */
import { dirname, resolve } from 'node:path';
import type { ParsedDocument } from '../files/document.js';
import { readDocument, throwProblems } from '../files/load-file.js';
import { InputError } from '../files/problem.js';
import { checkSchema } from '../files/schema-problems.js';
import { type CampaignFile, campaignFileSchema } from './campaign-schema.js';
import type { CampaignSpec, SpaceBlock, StopRules, StratumSpec } from './campaign-spec.js';
import { readStrata } from './campaign-strata.js';
import { readVariants } from './campaign-variants.js';
import { ProblemList } from './draw-file.js';
import { layOut } from './space-blocks.js';

export interface CampaignOptions {
  /** Rigs may name modules of the user's own, which then run. */
  readonly allowModules?: boolean;
}

/** Reads a campaign file. Throws InputError with all its problems. */
export function loadCampaign(path: string, options: CampaignOptions = {}): CampaignSpec {
  return campaignOf(readDocument(path), { ...options, directory: dirname(resolve(path)) });
}

/** A campaign from a parsed document; relative paths of rigs start at `directory`. */
export function campaignOf(
  document: ParsedDocument,
  { directory, allowModules = false }: CampaignOptions & { directory: string },
): CampaignSpec {
  if (document.data === null) throw new InputError(document.name, [{ path: '', message: 'is empty' }]);
  const checked = checkSchema(campaignFileSchema, document.data);
  throwProblems(document, checked.problems);
  const list = new ProblemList();
  const spec = readCampaign(checked.value as CampaignFile, { directory, allowModules, list });
  throwProblems(document, list.problems);
  return spec;
}

function readCampaign(
  file: CampaignFile,
  { directory, allowModules, list }: { directory: string; allowModules: boolean; list: ProblemList },
): CampaignSpec {
  const { walk = 'random', skipRefused = false } = file;
  const variants = readVariants(file, { directory, allowModules, list });
  const strata = readStrata(file.strata, { variants, walk, skipRefused, list });
  const computers = variants.map(({ spec }) => spec.scheme.computers);
  const whole = list.problems.length === 0;
  const blocks = walk === 'random' || !whole ? [] : layOut({ walk, strata, computers, list });
  const stop: StopRules = {
    flights: file.stop?.flights ?? null,
    halfWidth: file.stop?.halfWidth ?? null,
    halfWidthEach: file.stop?.halfWidthEach ?? null,
    minutes: file.stop?.minutes ?? null,
  };
  checkEnd(file, { walk, stop, list });
  const seeds = file.seeds ?? 1;
  const size = walk === 'random' ? null : combinationsOf(blocks) * seeds;
  return {
    name: file.name,
    description: file.description ?? '',
    walk,
    variants: variants.map(({ name, document, directory: from }) => ({ name, document, directory: from })),
    computers,
    strata,
    sameDraws: file.sameDraws ?? false,
    seeds,
    rotation: walk === 'random' ? rotationOf(strata) : [],
    blocks,
    size,
    flights: Math.min(size ?? Infinity, stop.flights ?? Infinity),
    stop,
  };
}

function checkEnd(
  file: CampaignFile,
  { walk, stop, list }: { walk: CampaignSpec['walk']; stop: StopRules; list: ProblemList },
): void {
  if (walk === 'random') {
    if (Object.values(stop).every((rule) => rule === null)) {
      list.refuse(['stop'], {
        message: 'is missing: a random walk has no end of its own',
        hint: 'stop: { flights: 1000 }, or halfWidth, halfWidthEach, minutes',
      });
    }
    if (file.seeds !== undefined) {
      const message = 'means nothing for a random walk, in which every flight has its own seed';
      list.refuse(['seeds'], { value: file.seeds, message, hint: 'stop.flights' });
    }
  }
}

function combinationsOf(blocks: readonly SpaceBlock[]): number {
  return blocks.reduce((all, { combinations }) => all + combinations, 0);
}

/**
 * Turns in proportion to weight and as evenly spread as can be: each stratum gains its weight, the richest has its
 * turn and pays the sum (weighted round robin, as nginx has it). So even a short campaign has seen every stratum.
 */
function rotationOf(strata: readonly StratumSpec[]): CampaignSpec['rotation'] {
  const sum = strata.reduce((all, { weight }) => all + weight, 0);
  const credit = strata.map(() => 0);
  const turns = strata.map(() => 0);
  return Array.from({ length: sum }, () => {
    let richest = 0;
    strata.forEach(({ weight }, i) => {
      credit[i] += weight;
      if (credit[i] > credit[richest]) richest = i;
    });
    credit[richest] -= sum;
    return { stratum: richest, turn: turns[richest]++ };
  });
}
