/**
 * `ironbird search [rig]`: looks for the faults that do the most harm.
 */
import type { Command } from 'commander';
import type { SearchOptions } from './command-options.js';
import { numberValue, seedValue, wholeValue } from './option-values.js';
import type { Session } from './session.js';

const EXAMPLES = `
ironbird search quad-om1                       one fault: within what four computers hold
ironbird search quad-om1 --faults 2            two: beyond it
ironbird search tmr --beyond --out worst.yaml  lies too, which a triplex does not claim to hold`;

export function addSearch(program: Command, session: Session): void {
  program
    .command('search')
    .description('look for the faults that do the most harm, beside as many drawn at random')
    .argument('[rig]', 'path, or name of a shipped rig', 'quad-om1')
    .option(
      '--flights <n>',
      'flights of the search; as many again at random',
      wholeValue({ from: 1, to: 1e7 }),
      1000,
    )
    .option(
      '--faults <k>',
      "faults at a time (default: what the rig's scheme is built for)",
      wholeValue({ from: 1, to: 16 }),
    )
    .option(
      '--beyond',
      'also what the scheme does not claim to hold; so always with more faults than it is built for',
    )
    .option('--kinds <list>', 'what may be struck, such as sensor,link (default: all but actuator)')
    .option(
      '--duration <s>',
      'length of each flight',
      numberValue({ from: 0, to: 86_400, above: true, unit: 's' }),
    )
    .option('--seed <n>', 'seed of the search and of each flight, 0 … 2^64−1', seedValue, '1')
    .option('--out <file>', 'write the worst, if it fails, as a scenario')
    .option('--allow-modules', "load the modules that the rig names: the file's code runs")
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((rig: string, options: SearchOptions) =>
      session.run(async () => (await import('./search-page.js')).printSearch(session, rig, options)),
    );
}
