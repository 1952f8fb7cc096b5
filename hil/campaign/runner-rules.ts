/**
 * What a campaign file's stop rules come to for one run, and what names its content.
 *
 * `--flights N` means exactly N flights, whatever rules the file has, as long as its space holds so many: who asks for
 * a number wants to compare with another run of that number. The alternative, N at most, would answer a question
 * about precision that the file has asked already.
 */
import { createHash } from 'node:crypto';
import type { CampaignSpec } from './campaign-spec.js';
import { FLIGHTS_BETWEEN_LOOKS, isPreciseEnough } from './campaign-stop.js';
import type { RunRules } from './runner.js';

const MS_PER_MINUTE = 60_000;

/** `flights`: as given on the command line; null = as the file says. */
export function runRulesOf(
  { size, flights: ofFile, stop }: CampaignSpec,
  { flights }: { flights: number | null },
): RunRules {
  const most = size ?? Infinity;
  const every = FLIGHTS_BETWEEN_LOOKS;
  if (flights !== null) {
    return { flights: Math.min(flights, most), timeMs: Infinity, enough: () => false, every };
  }
  return {
    flights: Math.min(ofFile, most),
    timeMs: stop.minutes === null ? Infinity : stop.minutes * MS_PER_MINUTE,
    enough: ({ counts: [all, ...strata] }) => isPreciseEnough(stop, { all, strata }),
    every,
  };
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
