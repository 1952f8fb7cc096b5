/**
 * `ironbird reliability <model|rig>`: failure probability per hour of a scheme, from the failure rate of its units.
 */
import { Argument, type Command } from 'commander';
import type { ReliabilityOptions } from './command-options.js';
import { seedValue } from './option-values.js';
import type { Session } from './session.js';

const EXAMPLES = `
Models: simplex, primary-backup, tmr, quad-om, five-sm, seven-om, seven-sm, quad-reconfigurable.
ironbird reliability tmr                                        10 h at 1e-4 per hour
ironbird reliability quad-om --asymmetric 0.01                  where does a fourth computer pay?
ironbird reliability seven-sm --failure-rate 1e-5 --method biased`;

export function addReliability(program: Command, session: Session): void {
  program
    .command('reliability')
    .description('failure probability per hour of a scheme, from the failure rate of its computers')
    .addArgument(new Argument('<model>', 'a model, or a rig by name or path'))
    .option('--failure-rate <L>', 'of one computer, per hour (default: 1e-4)')
    .option('--hours <T>', 'length of a flight (default: 10)')
    .option('--coverage <C>', 'of two computers the bad one is found, 0 … 1 (default: 1)')
    .option('--asymmetric <B>', 'share of faults that look different to different receivers (default: 0)')
    .option('--isolation-s <S>', 'mean time to isolate a bad computer; 0 = at once (default: 1)')
    .option('--policy <policy>', 'of a quad: to-simplex or triplex-last (default: to-simplex)')
    .option('--method <method>', 'closed, markov, montecarlo or biased (default: closed)')
    .option('--seed <n>', 'of montecarlo and biased, 0 … 2^64−1', seedValue, '1')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((word: string, options: ReliabilityOptions) =>
      session.run(async () =>
        (await import('./reliability-page.js')).printReliability(session, word, options),
      ),
    );
}
