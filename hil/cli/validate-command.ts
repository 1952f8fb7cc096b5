/**
 * `ironbird validate <file …>`: everything that is wrong with files, without flying them.
 */
import type { Command } from 'commander';
import type { ValidateOptions } from './command-options.js';
import type { Session } from './session.js';

export function addValidate(program: Command, session: Session): void {
  program
    .command('validate')
    .description('check rigs, agree scenarios and campaigns; all problems at once')
    .argument('<files...>', 'paths, or names of shipped files')
    .option('--allow-modules', 'load the modules that a rig names')
    .option('--json', 'print one JSON document')
    .action((files: string[], options: ValidateOptions) =>
      session.run(async () => (await import('./validate-files.js')).validateFiles(session, files, options)),
    );
}
