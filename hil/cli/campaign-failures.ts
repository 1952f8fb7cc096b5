/**
 * The failures of a campaign made smaller, and written beside its results: `failures/<class>-<index>.yaml`.
 *
 * How many flights that may take is bounded, since each step is a flight; what there is at the end is written down
 * reduced as far as it came. Ctrl-C ends the reducing, not the writing.
 */
import { join } from 'node:path';
import type { CampaignSpec } from '../campaign/campaign-spec.js';
import { readResults, RESULTS_NAME } from '../campaign/results-file.js';
import { type ShrunkFailure, shrinkFailures } from '../campaign/shrink-failures.js';
import { grouped } from '../files/grouped-digits.js';
import type { CampaignOptions } from './command-options.js';
import { shellLine } from './session.js';
import type { Terminal } from './terminal.js';

const FOLDER = 'failures';
const UPDATE_MS = 100;

/** Reduces and writes them; first the first of its kind. Throws InputError where the folder cannot be written. */
export async function reduceFailures({
  terminal,
  directory,
  campaign,
  options: { allowModules = false, shrink },
}: {
  terminal: Terminal;
  directory: string;
  campaign: CampaignSpec;
  options: Pick<CampaignOptions, 'allowModules' | 'shrink'>;
}): Promise<ShrunkFailure[]> {
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  let flights = 0;
  let next = Date.now() + 10 * UPDATE_MS;
  try {
    return await shrinkFailures({
      variants: campaign.variants,
      results: readResults(join(directory, RESULTS_NAME)),
      directory: join(directory, FOLDER),
      flightsMax: shrink,
      allowModules,
      signal: interrupt.signal,
      commandOf: (path, seed) =>
        shellLine(['ironbird', 'fly', path, '--seed', seed, ...(allowModules ? ['--allow-modules'] : [])]),
      onFlight: () => {
        flights++;
        const now = Date.now();
        if (!process.stderr.isTTY || now < next) return;
        next = now + UPDATE_MS;
        terminal.err.write(`\rmaking the failures smaller: ${grouped(flights)} flights\x1b[K`);
      },
    });
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    if (process.stderr.isTTY && flights > 0) terminal.err.write('\r\x1b[2K');
  }
}
