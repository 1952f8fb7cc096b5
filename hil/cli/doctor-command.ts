/**
 * `ironbird doctor`: is this machine fit to fly, in virtual time and on a clock?
 */
import type { Command } from 'commander';
import type { DoctorOptions } from './command-options.js';
import { numberValue } from './option-values.js';
import type { Session } from './session.js';

const PROBE_S_MAX = 3600;

export function addDoctor(program: Command, session: Session): void {
  program
    .command('doctor')
    .description('is this machine fit? what was found, what to do, how late a 20 ms loop is')
    .option(
      '--probe-s <s>',
      'length of the jitter probe; 0 = none',
      numberValue({ from: 0, to: PROBE_S_MAX, unit: 's' }),
      5,
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExits 0 where nothing stops a flight in virtual time, 3 if Node is too old or\nthe probe could not run.',
    )
    .action((options: DoctorOptions) =>
      session.run(async () => (await import('./doctor-run.js')).examine(session, options)),
    );
}
