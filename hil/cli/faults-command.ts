/**
 * `ironbird faults`: what can go wrong, and how to ask for it.
 */
import { Argument, type Command } from 'commander';
import type { FaultsOptions } from './command-options.js';
import type { Session } from './session.js';

export function addFaults(program: Command, session: Session): void {
  program
    .command('faults')
    .description('what can go wrong: every mode of every target, its keys, an example to fly')
    .addArgument(new Argument('[what]', 'sensor, sensor/stuck …; all when left out'))
    .option('--matrix', 'what works on which kind of board')
    .option('--markdown', 'print the reference page hil/fault/CATALOGUE.md')
    .option('--json', 'print one JSON document')
    .action((what: string | undefined, options: FaultsOptions) =>
      session.run(async () => (await import('./faults-page.js')).printFaults(session, { what, ...options })),
    );
}
