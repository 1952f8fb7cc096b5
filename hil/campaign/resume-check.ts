/**
 * Whether a result that was found in a folder is of the flight that this campaign would fly at its index. The header
 * has been compared already; this is against a file that was edited, or put together from two.
 */
import { InputError } from '../files/problem.js';
import { planFlight } from './campaign-plans.js';
import type { CampaignSpec } from './campaign-spec.js';
import type { FlightResult } from './flight-result.js';

/** Throws InputError where it is another flight. `path`: of the results file, for the message. */
export function checkPlanned(
  campaign: CampaignSpec,
  { result, seed, path }: { result: FlightResult; seed: string; path: string },
): void {
  const { index } = result;
  // Beyond the end of its space a campaign has no flight to compare with.
  const plan =
    campaign.size !== null && index >= campaign.size ? null : planFlight(campaign, { seed, index });
  if (
    plan !== null &&
    plan.seed === result.seed &&
    plan.stratum === result.stratum &&
    campaign.variants[plan.variant].name === result.rig
  ) {
    return;
  }
  throw new InputError(path, [
    {
      path: '',
      message: `is not the result of flight ${index} of this campaign`,
      line: index + 2,
      hint: 'the file was altered; fly the campaign into another folder',
    },
  ]);
}
