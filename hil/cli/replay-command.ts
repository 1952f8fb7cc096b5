/**
 * `ironbird replay <recording>`: flies a recorded flight again and compares frame by frame.
 */
import type { Command } from 'commander';
import type { ReplayOptions } from './command-options.js';
import type { Session } from './session.js';

export function addReplay(program: Command, session: Session): void {
  program
    .command('replay')
    .description('fly a recording again, and compare frame by frame')
    .argument('<recording>', 'file that `fly --record` wrote, whole or cut off')
    .option('--allow-modules', 'load the modules that the recorded rig names: their code runs')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit codes: 0 the same, 2 not a recording, 4 another flight than the one recorded.',
    )
    .action((recording: string, options: ReplayOptions) =>
      session.run(async () => {
        const { replayFile } = await import('./replay-run.js');
        return replayFile(session, { path: recording, options });
      }),
    );
}
