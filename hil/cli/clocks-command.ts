/**
 * `ironbird clocks`: clocks that no one leads, kept together by Byzantine clock synchronisation, or not.
 */
import type { Command } from 'commander';
import type { ClocksOptions } from './command-options.js';
import { seedValue } from './option-values.js';
import type { Session } from './session.js';

const EXAMPLES = `
Faulty clocks: two-faced, stuck, drifting, stopped, jumping, none.
ironbird clocks                                     four clocks, one of them two-faced
ironbird clocks --nodes 3                           three: they part
ironbird clocks --nodes 7 --faults 2 --method convergence`;

export function addClocks(program: Command, session: Session): void {
  program
    .command('clocks')
    .description('clocks without a leader: how far apart do the good ones get?')
    .option('--nodes <n>', 'clocks, 2 … 16 (default: 4)')
    .option('--faults <m>', 'faulty ones among them, 0 … 5 (default: 1)')
    .option('--faulty <kind>', 'what those do (default: two-faced)')
    .option('--method <method>', 'midpoint or convergence (default: midpoint)')
    .option('--drift-ppm <r>', 'rate of a good clock, at most this far from true (default: 100)')
    .option('--reading-us <e>', 'error of reading another clock, at most (default: 20)')
    .option('--resync-ms <R>', 'from one resynchronisation to the next (default: 20)')
    .option('--rounds <k>', 'resynchronisations (default: 1000)')
    .option('--seed <n>', 'of starts, rates and delays, 0 … 2^64−1', seedValue, '1')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((options: ClocksOptions) =>
      session.run(async () => (await import('./clocks-page.js')).printClocks(session, options)),
    );
}
