/**
 * One flight for the command line: flown, watched by whoever writes it down, printed.
 *
 * The first Ctrl-C ends the flight between two frames and prints what was flown; the second ends the process.
 */
import { resolve } from 'node:path';
import { InputError } from '../files/problem.js';
import type { FrameRecord } from '../record/frame-record.js';
import type { RecordingWriter } from '../report/recording-writer.js';
import { type PreparedRig, prepareRig } from '../rig/build-rig.js';
import { framesOf } from '../rig/flight-length.js';
import type { FlightOrder } from '../rig/flight-order.js';
import { flyPrepared, type FlightReport } from '../rig/fly.js';
import type { RigSpec } from '../rig/rig-spec.js';
import type { FlyCommandOptions } from './command-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { CsvFile } from './flight-csv.js';
import { flightPage } from './flight-page.js';
import { progressOf } from './progress.js';
import type { Session } from './session.js';
import { verdictLine } from './verdict-line.js';

interface Flown {
  readonly order: FlightOrder;
  readonly spec: RigSpec;
  /** The command that flies it again. */
  readonly replay: string;
  readonly options: FlyCommandOptions;
}

/** One flight, from arguments to exit code. */
export async function flyRig(session: Session, flown: Flown): Promise<ExitCode> {
  const { spec, options } = flown;
  const { terminal } = session;
  const { json = false } = options;
  if (options.csv !== undefined && options.record !== undefined) refuseOneFile(options.csv, options.record);
  const prepared = await prepareRig(spec);
  const csv = options.csv === undefined ? null : CsvFile.create(options.csv, spec);
  const recording = await openRecording(flown, csv);
  const report = await flyWatched(session, { ...flown, prepared, csv, recording });
  if (json) terminal.document(report.document);
  else for (const line of flightPage(report, terminal.out)) terminal.line(line);
  if (csv !== null) terminal.frameLine(`time series: ${csv.path}`, { json });
  if (recording !== null) terminal.frameLine(recordingLine(recording, report), { json });
  terminal.frameLine(verdictLine(report, json ? terminal.err : terminal.out), { json });
  return exitCodeOf(report);
}

/** Its writer is loaded only where it is asked for. */
async function openRecording(
  { order, spec, options }: Flown,
  csv: CsvFile | null,
): Promise<RecordingWriter | null> {
  if (options.record === undefined) return null;
  try {
    const { RecordingWriter: Writer } = await import('../report/recording-writer.js');
    return await Writer.create(options.record, { order, spec });
  } catch (error) {
    csv?.discard();
    throw error;
  }
}

async function flyWatched(
  session: Session,
  {
    spec,
    replay,
    options,
    prepared,
    csv,
    recording,
  }: Flown & { prepared: PreparedRig; csv: CsvFile | null; recording: RecordingWriter | null },
): Promise<FlightReport> {
  const { terminal } = session;
  const { json = false, seed } = options;
  const progress = progressOf(terminal, { frames: framesOf(spec) });
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  try {
    terminal.frameLine(session.title([spec.name, `seed ${seed}`, 'virtual time']), { json });
    const report = await flyPrepared(prepared, {
      seed,
      signal: interrupt.signal,
      replay,
      onFrame: (record: FrameRecord) => {
        csv?.write(record);
        progress.frame(record.frame);
        return recording?.write(record);
      },
    });
    progress.end();
    await recording?.finish(report);
    csv?.finish();
    return report;
  } catch (error) {
    progress.end();
    csv?.discard();
    const part = (await recording?.abandon()) ?? null;
    if (part !== null) terminal.problem(`What was flown until then is in ${part}`);
    throw error;
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}

function refuseOneFile(csv: string, record: string): void {
  if (resolve(csv) !== resolve(record)) return;
  throw new InputError('--record', [
    { path: record, message: 'is what --csv writes as well', hint: 'give each a file of its own' },
  ]);
}

function recordingLine({ path, bytes }: RecordingWriter, { document, prepared }: FlightReport): string {
  const seconds = (document.frames * prepared.spec.frame.periodUs) / 1e6;
  const perSecond = seconds === 0 ? '' : `, ${Math.round(bytes / seconds / 1000)} kB a second of flight`;
  return `recording: ${path} (${(bytes / 1e6).toFixed(1)} MB${perSecond})`;
}

function exitCodeOf({ document, interrupted, prepared }: FlightReport): ExitCode {
  if (interrupted) return EXIT.interrupted;
  if (document.verdict === 'inconclusive') return EXIT.inconclusive;
  return document.verdict === prepared.spec.expect ? EXIT.held : EXIT.violated;
}
