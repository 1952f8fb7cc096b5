/**
 * What a campaign file's stop rules come to for one run, and what names its content.
 *
 *   --flights N   exactly N flights, whatever rules the file has; never more than the space holds
 *   precision     asked every 100 flights, so that the answer is the same wherever chunks end
 */
import { createHash } from 'node:crypto';
import type { CampaignSpec } from './campaign-spec.js';
import type { StopRules } from './runner.js';
import { clopperPearson95, type Count } from './statistics.js';
import type { SummaryTally } from './summary-tally.js';

/** Flights between two looks at the precision; an interval costs as much as a hundredth of a flight. */
const CHECK_EVERY = 100;
const MS_PER_MINUTE = 60_000;

/** `flights`: as given on the command line; null = as the file says. */
export function stopRulesOf(
  { size, flights: ofFile, stop }: CampaignSpec,
  { flights }: { flights: number | null },
): StopRules {
  const most = size ?? Infinity;
  const every = CHECK_EVERY;
  if (flights !== null) {
    return { flights: Math.min(flights, most), timeMs: Infinity, enough: () => false, every };
  }
  const { halfWidth, halfWidthEach, minutes } = stop;
  return {
    flights: Math.min(ofFile, most),
    timeMs: minutes === null ? Infinity : minutes * MS_PER_MINUTE,
    enough: ({ counts: [total, ...strata] }: SummaryTally) =>
      (halfWidth !== null && halfWidthOf(total) <= halfWidth) ||
      (halfWidthEach !== null && strata.every((count) => halfWidthOf(count) <= halfWidthEach)),
    every,
  };
}

function halfWidthOf(count: Count): number {
  const [low, high] = clopperPearson95(count);
  return (high - low) / 2;
}

/**
 * SHA-256 of all that a campaign's flights depend on, the seed apart: not of where its files lie, nor of when it ends,
 * nor of what is said or expected of it.
 */
export function campaignHash(campaign: CampaignSpec): string {
  const { variants, computers, walk, sameDraws, seeds, rotation, blocks } = campaign;
  const strata = campaign.strata.map(({ expect: _, why: __, ...space }) => space);
  const content = {
    walk,
    sameDraws,
    seeds,
    computers,
    variants: variants.map(({ name, document }) => ({ name, document })),
    strata,
    rotation,
    blocks,
  };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
