/**
 * `ironbird budget <rig>`: bytes, slots and signatures; does the frame close?
 */
import type { Command } from 'commander';
import type { BudgetOptions } from './command-options.js';
import { wholeValues } from './option-values.js';
import type { Session } from './session.js';

export function addBudget(program: Command, session: Session): void {
  program
    .command('budget')
    .description('bytes, slots and signatures of a rig: does its frame close?')
    .argument('[rig]', 'path, or name of a shipped rig', 'quad-om1')
    .option(
      '--baud <n,…>',
      'try these line speeds; 0 = transfers take no time',
      wholeValues({ from: 0, to: 100_000_000 }),
    )
    .option('--computers <n,…>', 'try these numbers of computers', wholeValues({ from: 1, to: 16 }))
    .option('--measure', 'time signatures on this machine, beside the figures of the rig')
    .option('--allow-modules', 'load the modules that the rig names')
    .option('--json', 'print one JSON document')
    .action((rig: string, options: BudgetOptions) =>
      session.run(async () => (await import('./budget-page.js')).printBudget(session, rig, options)),
    );
}
