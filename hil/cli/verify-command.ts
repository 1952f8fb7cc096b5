/**
 * `ironbird verify <protocol>`: every behaviour of the traitors, exact counts, the first counterexample.
 */
import { Argument, type Command } from 'commander';
import { VERIFIED_PROTOCOLS } from '../proof/verifier.js';
import type { VerifyOptions } from './command-options.js';
import type { Session } from './session.js';

const EXAMPLES = `
ironbird verify om                           four computers, one traitor: holds
ironbird verify om --computers 3             three: it cannot
ironbird verify om --computers 6 --faults 2 --counterexample broken.yaml`;

export function addVerify(program: Command, session: Session): void {
  // The parser would stop at the first wrong word; the request names all of them.
  const protocol = new Argument('<protocol>', 'which protocol')
    .choices(VERIFIED_PROTOCOLS)
    .argParser((word: string) => word);
  program
    .command('verify')
    .description('every behaviour of the traitors, counted exactly on the code that flies')
    .addArgument(protocol)
    .option('--computers <n>', 'n, 2 … 16 (default: as many as the faults need)')
    .option('--faults <m>', 'm, what it is built for, 0 … n−2 (default: 1)')
    .option('--traitors <k>', 'om, sm, tmr: real faults, 0 … n (default: m)')
    .option('--values <v>', 'values that may be said; 0 is the default (default: 2)')
    .option('--omission', 'om, tmr: a traitor may also say nothing')
    .option('--choice <function>', 'om, tmr: majority or median (default: majority)')
    .option('--asymmetric <a>', 'omh, z: faults seen differently (default: 1 if no other kind)')
    .option('--symmetric <s>', 'omh, z: faults seen alike, but wrong')
    .option('--benign <b>', 'omh, z: faults that all can see')
    .option('--omissive-asymmetric <o>', 'omh, z: faults seen by some, else right')
    .option('--signatures <kind>', 'sm: transferable or vector (default: transferable)')
    .option('--method <way>', 'om, tmr: partial evaluation, or plain (default: partial)')
    .option('--counterexample <file>', 'write the first counterexample as a scenario')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((word: string, options: VerifyOptions) =>
      session.run(async () => (await import('./verify-run.js')).verify(session, word, options)),
    );
}
