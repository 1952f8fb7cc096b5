/**
 * `ironbird campaign <file>`: many flights on all cores, counted honestly; or one of them, as a page.
 */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { CampaignOptions } from './command-options.js';
import { seedValue, wholeValue } from './option-values.js';
import type { Session } from './session.js';

const FLIGHTS_MAX = 1_000_000_000;
const WORKERS_MAX = 256;
const SHRINK_MAX = 1_000_000;
const SHRINK_DEFAULT = 2000;

const EXAMPLES = `
ironbird campaign smoke                      seconds
ironbird campaign my.yaml --flights 100000 --out runs/mine
ironbird campaign my.yaml --flights 100000 --out runs/mine --resume
ironbird campaign smoke --only 17            that one flight, as a page`;

export function addCampaign(program: Command, session: Session): void {
  program
    .command('campaign')
    .description('many flights with faults drawn or enumerated: rates with intervals, by fault class')
    .argument('<campaign>', 'path, or name of a shipped campaign')
    .option(
      '--flights <n>',
      'exactly so many, whatever stop rules the file has',
      wholeValue({ from: 1, to: FLIGHTS_MAX }),
    )
    .option('--seed <n>', 'seed of everything random, 0 … 2^64−1', seedValue, '1')
    .option(
      '--workers <n>',
      `threads that fly (default: one a core, here ${availableParallelism()})`,
      wholeValue({ from: 1, to: WORKERS_MAX }),
    )
    .option('--out <dir>', 'where results go (default: runs/<time>-<campaign>-<seed>)')
    .option('--resume', 'go on with the results in --out (default: runs/latest)')
    .option(
      '--only <index>',
      'fly this one flight of it and show its page',
      wholeValue({ from: 0, to: FLIGHTS_MAX }),
    )
    .option(
      '--shrink <n>',
      'most flights to spend on making failures smaller',
      wholeValue({ from: 0, to: SHRINK_MAX }),
      SHRINK_DEFAULT,
    )
    .option('--allow-modules', "load the modules that its rigs name: the file's code runs")
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((argument: string, options: CampaignOptions) =>
      session.run(async () => {
        if (options.only !== undefined) {
          const { flyOnly } = await import('./campaign-only.js');
          return flyOnly(session, { argument, index: options.only, options });
        }
        const { runCampaign } = await import('./campaign-run.js');
        return runCampaign(session, { argument, options });
      }),
    );
}
