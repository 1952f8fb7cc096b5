/**
 * One flight for the command line: flown, watched by whoever writes it down, printed.
 *
 * The first Ctrl-C ends the flight between two frames and prints what was flown; the second ends the process.
 */
import type { FrameRecord } from '../record/frame-record.js';
import { prepareRig } from '../rig/build-rig.js';
import { framesOf } from '../rig/flight-length.js';
import { flyPrepared, type FlightReport } from '../rig/fly.js';
import type { RigSpec } from '../rig/rig-spec.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { CsvFile } from './flight-csv.js';
import { flightPage } from './flight-page.js';
import type { FlyCommandOptions } from './command-options.js';
import { progressOf } from './progress.js';
import type { Session } from './session.js';
import { verdictLine } from './verdict-line.js';

/** One flight, from arguments to exit code. */
export async function flyRig(
  session: Session,
  { spec, replay, options }: { spec: RigSpec; replay: string; options: FlyCommandOptions },
): Promise<ExitCode> {
  const { terminal } = session;
  const { json = false, seed } = options;
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
      replay,
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

function exitCodeOf({ document, interrupted, prepared }: FlightReport): ExitCode {
  if (interrupted) return EXIT.interrupted;
  if (document.verdict === 'inconclusive') return EXIT.inconclusive;
  return document.verdict === prepared.spec.expect ? EXIT.held : EXIT.violated;
}
