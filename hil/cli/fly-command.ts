/**
 * `ironbird fly [rig]`: one flight, a table that a person can read, and a verdict.
 *
 * The flight is the rig's; what is added here is what the command line may change: seed, length, further faults
 * and conditions. The replay command names all of it again, because a verdict that cannot be repeated is a rumour.
 */
import type { Command } from 'commander';
import { InputError } from '../files/problem.js';
import type { FrameRecord } from '../record/frame-record.js';
import { prepareRig } from '../rig/build-rig.js';
import { framesOf, misfitOfDuration } from '../rig/flight-length.js';
import { flyPrepared, type FlightReport } from '../rig/fly.js';
import { loadRig, withFaults } from '../rig/rig-file.js';
import type { RigSpec } from '../rig/rig-spec.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { CsvFile } from './flight-csv.js';
import { flightPage } from './flight-page.js';
import { conditionValue, numberValue, oneMore, seedValue } from './option-values.js';
import { progressOf } from './progress.js';
import { type Session, shellLine } from './session.js';
import { resolveArgument } from './shipped-files.js';
import { verdictLine } from './verdict-line.js';

interface FlyCommandOptions {
  readonly seed: string;
  readonly duration?: number;
  readonly fault: readonly string[];
  readonly failOn: readonly string[];
  readonly csv?: string;
  readonly json?: boolean;
  readonly allowModules?: boolean;
}

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
    .option('--allow-modules', "load the modules that the rig names: the file's code runs")
    .option('--json', 'print one JSON document')
    .action((rig: string, options: FlyCommandOptions) => session.run(() => fly(session, rig, options)));
}

async function fly(session: Session, argument: string, options: FlyCommandOptions): Promise<ExitCode> {
  const { terminal } = session;
  const { json = false, seed } = options;
  const spec = specOf(argument, options);
  const prepared = await prepareRig(spec);
  const csv = options.csv === undefined ? null : CsvFile.create(options.csv, spec);
  const progress = progressOf(terminal, { frames: framesOf(spec) });
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  let report: FlightReport;
  try {
    terminal.frameLine(session.title([spec.name, `seed ${seed}`, 'virtual time']), { json });
    report = await flyPrepared(prepared, {
      seed,
      signal: interrupt.signal,
      replay: replayOf(argument, options),
      onFrame: (record: FrameRecord) => {
        csv?.write(record);
        progress.frame(record.frame);
      },
    });
    progress.end();
    csv?.finish();
  } catch (error) {
    progress.end();
    csv?.discard();
    throw error;
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
  if (json) terminal.document(report.document);
  else for (const line of flightPage(report, terminal.out)) terminal.line(line);
  if (csv !== null) terminal.frameLine(`time series: ${csv.path}`, { json });
  terminal.frameLine(verdictLine(report, json ? terminal.err : terminal.out), { json });
  return exitCodeOf(report);
}

/** The rig with what the command line adds. */
function specOf(
  argument: string,
  { duration, fault, failOn, allowModules = false }: FlyCommandOptions,
): RigSpec {
  const file = loadRig(resolveArgument(argument, ['rig', 'scenario']), { allowModules });
  let spec: RigSpec = { ...file, failOn: [...file.failOn, ...failOn] };
  if (duration !== undefined) {
    spec = { ...spec, durationS: duration };
    const misfit = misfitOfDuration(spec);
    if (misfit !== null) throw new InputError('--duration', [{ path: 's', ...misfit }]);
  }
  return fault.length === 0 ? spec : withFaults(spec, fault);
}

function replayOf(
  argument: string,
  { seed, duration, fault, failOn, allowModules }: FlyCommandOptions,
): string {
  const words = ['ironbird', 'fly', argument, '--seed', seed];
  if (duration !== undefined) words.push('--duration', String(duration));
  for (const text of fault) words.push('--fault', text);
  for (const text of failOn) words.push('--fail-on', text);
  if (allowModules === true) words.push('--allow-modules');
  return shellLine(words);
}

function exitCodeOf({ document, interrupted, prepared }: FlightReport): ExitCode {
  if (interrupted) return EXIT.interrupted;
  if (document.verdict === 'inconclusive') return EXIT.inconclusive;
  return document.verdict === prepared.spec.expect ? EXIT.held : EXIT.violated;
}
