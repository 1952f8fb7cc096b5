/**
 * `ironbird first-flight`: what `npm start` runs. The story is in `first-flight.ts`, loaded when it is told.
 */
import type { Command } from 'commander';
import type { Session } from './session.js';

export function addFirstFlight(program: Command, session: Session): void {
  program
    .command('first-flight')
    .description('the lecture’s story: a two-faced vane kills a triplex and not a quad')
    .action(() => session.run(async () => (await import('./first-flight.js')).firstFlight(session)));
}
