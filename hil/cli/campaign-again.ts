/**
 * The commands that fly a campaign again, or one flight of it.
 */
import type { CampaignOptions } from './command-options.js';

export interface CampaignCall {
  /** As typed: path or name. */
  readonly argument: string;
  readonly options: Pick<CampaignOptions, 'flights' | 'seed' | 'allowModules'>;
}

/** The whole campaign. */
export function againWords({ argument, options }: CampaignCall): string[] {
  const { flights } = options;
  const length = flights === undefined ? [] : ['--flights', String(flights)];
  return ['ironbird', 'campaign', argument, ...length, ...seedWords(options)];
}

/** Flight `index` of it, as a page. */
export function onlyWords({ argument, options }: CampaignCall, index: number): string[] {
  return ['ironbird', 'campaign', argument, ...seedWords(options), '--only', String(index)];
}

function seedWords({ seed, allowModules = false }: CampaignCall['options']): string[] {
  return ['--seed', seed, ...(allowModules ? ['--allow-modules'] : [])];
}
