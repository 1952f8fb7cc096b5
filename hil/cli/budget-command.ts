/**
 * `ironbird budget <rig>`: bytes, slots and signatures; does the frame close?
 */
import type { Command } from 'commander';
import type { BudgetOptions } from './command-options.js';
import type { Session } from './session.js';

export function addBudget(program: Command, session: Session): void {
  program
    .command('budget')
    .description('bytes, slots and signatures of a rig: does its frame close?')
    .argument('[rig]', 'path, or name of a shipped rig', 'quad-om1')
    .option('--allow-modules', 'load the modules that the rig names')
    .option('--json', 'print one JSON document')
    .action((rig: string, options: BudgetOptions) =>
      session.run(async () => (await import('./budget-page.js')).printBudget(session, rig, options)),
    );
}
