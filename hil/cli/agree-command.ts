/**
 * `ironbird agree <scenario>`: one agreement with a scripted adversary, who decided what, and why.
 */
import type { Command } from 'commander';
import type { AgreeOptions } from './command-options.js';
import { computerValue } from './option-values.js';
import type { Session } from './session.js';

export function addAgree(program: Command, session: Session): void {
  program
    .command('agree')
    .description('one agreement with a scripted adversary: who decided what, and why')
    .argument('<scenario>', 'path, or name of a shipped scenario')
    .option('--explain <computer>', 'show what this computer was told and how it chose', computerValue)
    .option('--json', 'print one JSON document')
    .action((scenario: string, options: AgreeOptions) =>
      session.run(async () => (await import('./agree-page.js')).printAgreement(session, scenario, options)),
    );
}
