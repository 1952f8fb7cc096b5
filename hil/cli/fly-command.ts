/**
 * `ironbird fly [rig]`: one flight, a table that a person can read, and a verdict.
 *
 * Here are only its words; what it does is loaded when it is asked for, so that a slip of the keyboard is answered
 * at once and `ironbird list` does not wait for an aircraft.
 */
import type { Command } from 'commander';
import type { FlyCommandOptions } from './command-options.js';
import { conditionValue, numberValue, oneMore, seedValue } from './option-values.js';
import type { Session } from './session.js';

export function addFly(program: Command, session: Session): void {
  program
    .command('fly')
    .description('one flight of a rig')
    .argument('[rig]', 'path, or name of a shipped rig', 'quad-om1')
    .option('--seed <n>', 'seed of everything random, 0 … 2^64−1', seedValue, '1')
    .option(
      '--duration <s>',
      'length of the flight',
      numberValue({ from: 0, to: 86_400, above: true, unit: 's' }),
    )
    .option('--fault <fault>', 'one more fault: target=…,mode=… or JSON (repeatable)', oneMore, [])
    .option(
      '--fail-on <condition>',
      "one more condition that fails it: 'missed > 0' (repeatable)",
      conditionValue,
      [],
    )
    .option('--csv <file>', 'write a time series')
    .option('--record <file>', 'write a recording (MCAP) that `replay` flies again')
    .option('--allow-modules', "load the modules that the rig names: the file's code runs")
    .option('--json', 'print one JSON document')
    .action((rig: string, options: FlyCommandOptions) =>
      session.run(async () => {
        const { orderOf, replayOf } = await import('./fly-spec.js');
        const { order, spec } = orderOf(rig, options);
        const { flyRig } = await import('./fly-rig.js');
        return flyRig(session, { order, spec, replay: replayOf(rig, options), options });
      }),
    );
}
