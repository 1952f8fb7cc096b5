/**
 * A recording replayed for the command line, from its path to an exit code.
 *
 * A replay that differs is *inconclusive*: nothing is wrong with the aircraft, but the flight is not the one that was
 * recorded, so what the recording says about it does not hold here.
 */
import { PACKAGE_VERSION } from '../files/package-root.js';
import { InputError } from '../files/problem.js';
import { changedModules } from '../report/recording-modules.js';
import { RecordingReader } from '../report/recording-reader.js';
import { replayRecording } from '../report/recording-replay.js';
import { type PreparedRig, prepareRig } from '../rig/build-rig.js';
import { framesOf } from '../rig/flight-length.js';
import { specOf } from '../rig/flight-order.js';
import type { ReplayOptions } from './command-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { progressOf } from './progress.js';
import { replayDocument, replayPage, type Replayed } from './replay-page.js';
import { type Session, shellLine } from './session.js';

export async function replayFile(
  session: Session,
  { path, options }: { path: string; options: ReplayOptions },
): Promise<ExitCode> {
  const reader = RecordingReader.open(path);
  try {
    const prepared = await prepare(reader, options);
    const replayed = await replay(session, { reader, prepared, options });
    return print(session, { replayed, options });
  } finally {
    reader.close();
  }
}

/** The recorded rig. Throws InputError, named after the recording. */
async function prepare(
  { path, head }: RecordingReader,
  { allowModules = false }: ReplayOptions,
): Promise<PreparedRig> {
  try {
    const name = `${path}: ${head.order.rigFile}`;
    return await prepareRig(specOf(head.order, { name, allowModules }));
  } catch (error) {
    if (!(error instanceof InputError) || error.source.startsWith(path)) throw error;
    throw new InputError(`${path}: ${error.source}`, error.problems);
  }
}

async function replay(
  session: Session,
  { reader, prepared, options }: { reader: RecordingReader; prepared: PreparedRig; options: ReplayOptions },
): Promise<Replayed> {
  const { terminal } = session;
  const { json = false, allowModules = false } = options;
  const { path, head } = reader;
  const { spec } = prepared;
  const changed = changedModules(head.modules, spec);
  const progress = progressOf(terminal, { frames: framesOf(spec) });
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  try {
    const title = session.title(['replay', spec.name, `seed ${head.order.seed}`, 'virtual time']);
    terminal.frameLine(title, { json });
    const outcome = await replayRecording(reader, {
      prepared,
      signal: interrupt.signal,
      onFrame: ({ frame }) => progress.frame(frame),
    });
    const words = ['ironbird', 'replay', path, ...(allowModules ? ['--allow-modules'] : [])];
    return {
      path,
      spec,
      head,
      outcome,
      result: reader.result,
      trouble: reader.trouble,
      damagedBlocks: reader.damagedBlocks,
      changed,
      program: PACKAGE_VERSION,
      replay: shellLine(words),
    };
  } finally {
    progress.end();
    process.removeListener('SIGINT', onInterrupt);
  }
}

function print(
  { terminal }: Session,
  { replayed, options }: { replayed: Replayed; options: ReplayOptions },
): ExitCode {
  const { json = false } = options;
  const painter = json ? terminal.err : terminal.out;
  const { interrupted, first } = replayed.outcome;
  if (json) terminal.document(replayDocument(replayed));
  else for (const line of replayPage(replayed, terminal.out)) terminal.line(line);
  const verdict = interrupted
    ? painter.paint(`INTERRUPTED (${first === null ? 'same' : 'differs'} so far)`, 'warn')
    : first === null
      ? painter.paint('SAME', 'good')
      : painter.paint('DIFFERS', 'bad');
  terminal.frameLine(`${verdict} · replay: ${replayed.replay}`, { json });
  if (interrupted) return EXIT.interrupted;
  return first === null ? EXIT.held : EXIT.inconclusive;
}
