/**
 * The report of a campaign that has been flown, from what its folder holds.
 */
import { join } from 'node:path';
import type { CampaignSpec } from '../campaign/campaign-spec.js';
import { Flyer } from '../campaign/flyer.js';
import { readResults, RESULTS_NAME } from '../campaign/results-file.js';
import type { ShrunkFailure } from '../campaign/shrink-failures.js';
import type { CampaignSummary } from '../campaign/summary.js';
import { writeReport } from '../report/write-report.js';
import { againWords, type CampaignCall, onlyWords } from './campaign-again.js';
import { shellLine } from './session.js';

/** Writes it into the folder; returns its files. Throws BenchError where it cannot be written. */
export async function reportCampaign({
  directory,
  campaign,
  summary,
  reduced,
  call,
}: {
  directory: string;
  campaign: CampaignSpec;
  summary: CampaignSummary;
  reduced: readonly ShrunkFailure[];
  call: CampaignCall;
}): Promise<string[]> {
  const { html, junit } = await writeReport({
    directory,
    summary,
    reduced,
    results: readResults(join(directory, RESULTS_NAME)),
    flyer: new Flyer(campaign.variants, { allowModules: call.options.allowModules ?? false }),
    rigs: campaign.variants.map(({ name }) => name),
    command: shellLine(againWords(call)),
    replayOf: ({ index }) => shellLine(onlyWords(call, index)),
  });
  return [html, junit];
}
