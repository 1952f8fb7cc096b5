/**
 * Flies a recording's flight again and compares the two, frame by frame and bit by bit.
 *
 *   recording ──order──► the same rig, seed, faults ──fly──► record ─┐
 *            └─frames──────────────────────────────────────► record ─┴► first frame and field that differ
 *
 * Frames are compared by their bytes; only where those differ are fields looked at. The flight goes on after a
 * difference, to the last frame recorded, so that both trace hashes cover the same frames; it goes no further, so a
 * recording decides how long it is flown by its own length and not by what it claims.
 */
import { InputError } from '../files/problem.js';
import { FrameRecord } from '../record/frame-record.js';
import { type FieldDifference, firstDifference, recordFields } from '../record/record-fields.js';
import { TraceHash } from '../record/trace-hash.js';
import type { PreparedRig } from '../rig/build-rig.js';
import { flyPrepared } from '../rig/fly.js';
import type { RecordingReader } from './recording-reader.js';

export interface Difference extends FieldDifference {
  readonly frame: number;
}

export interface Replay {
  /** Frames that the recording holds. */
  readonly frames: number;
  /** … of which so many were flown again. */
  readonly compared: number;
  readonly first: Difference | null;
  /** Over the frames of each. */
  readonly traceHash: { readonly recorded: string; readonly flown: string };
  /** Stopped by the user. */
  readonly interrupted: boolean;
}

/** Replays; `prepared` is the rig of the reader's order. Throws InputError where there is no frame to compare. */
export async function replayRecording(
  reader: RecordingReader,
  {
    prepared,
    signal,
    onFrame,
  }: { prepared: PreparedRig; signal: AbortSignal; onFrame: (record: FrameRecord) => void },
): Promise<Replay> {
  const { computers } = prepared.spec.scheme;
  const comparison = new Comparison({ computers });
  const tape = new Tape(reader.frames({ frameBytes: comparison.recorded.bytes.length }));
  if (tape.peek() === null) {
    const message = `holds no frame: ${reader.trouble ?? 'nothing was flown'}`;
    throw new InputError(reader.path, [{ path: '', message }]);
  }
  const stop = new AbortController();
  const onStop = (): void => stop.abort();
  signal.addEventListener('abort', onStop);
  const report = await flyPrepared(prepared, {
    seed: reader.head.order.seed,
    replay: '',
    signal: stop.signal,
    onFrame: (flown) => {
      const bytes = tape.peek();
      if (bytes === null) return;
      comparison.compare(bytes, flown);
      onFrame(flown);
      tape.advance();
      if (tape.peek() === null) stop.abort();
    },
  });
  signal.removeEventListener('abort', onStop);
  const interrupted = signal.aborted && tape.peek() !== null;
  const { compared } = comparison;
  // A flight that is over where the recorded one goes on.
  for (let bytes = tape.peek(); bytes !== null && !interrupted; bytes = tape.peek()) {
    comparison.takeUnflown(bytes);
    tape.advance();
  }
  const { document } = report;
  const traceHash = { recorded: comparison.recordedHash(), flown: document.traceHash };
  const { result } = reader;
  if (!interrupted && result !== null) {
    const last = compared - 1;
    if (!result.interrupted && report.interrupted)
      comparison.note(last, { field: 'end of the flight', recorded: 'after this frame', flown: 'later' });
    if (result.frames !== comparison.frames)
      comparison.note(last, { field: 'frames', recorded: result.frames, flown: comparison.frames });
    if (result.traceHash !== document.traceHash)
      comparison.note(last, { field: 'trace hash', recorded: result.traceHash, flown: document.traceHash });
    if (result.verdict !== document.verdict)
      comparison.note(last, { field: 'verdict', recorded: result.verdict, flown: document.verdict });
  }
  return { frames: comparison.frames, compared, first: comparison.first, traceHash, interrupted };
}

/** The recorded frames, one at a time. */
class Tape {
  readonly #frames: Generator<Uint8Array, void, void>;
  #next: IteratorResult<Uint8Array, void>;

  constructor(frames: Generator<Uint8Array, void, void>) {
    this.#frames = frames;
    this.#next = frames.next();
  }

  /** The frame at hand; null = there are no more. */
  peek(): Uint8Array | null {
    return this.#next.done === true ? null : this.#next.value;
  }

  advance(): void {
    this.#next = this.#frames.next();
  }
}

class Comparison {
  /** The recorded frame at hand. */
  readonly recorded: FrameRecord;
  first: Difference | null = null;
  /** Frames of the recording so far, and those of them that were flown. */
  frames = 0;
  compared = 0;
  readonly #hash: TraceHash;

  constructor({ computers }: { computers: number }) {
    this.recorded = new FrameRecord(computers);
    this.#hash = new TraceHash({ computers });
  }

  compare(bytes: Uint8Array, flown: FrameRecord): void {
    this.#take(bytes);
    this.compared++;
    if (this.first !== null || Buffer.compare(bytes, flown.bytes) === 0) return;
    const { recorded } = this;
    const difference = firstDifference(recordFields(recorded), { recorded, flown });
    if (difference !== null) this.first = { frame: flown.frame, ...difference };
  }

  takeUnflown(bytes: Uint8Array): void {
    this.#take(bytes);
    this.note(this.compared, { field: 'end of the flight', recorded: 'later', flown: 'before this frame' });
  }

  /** What differs beside the frames; the first is kept. */
  note(frame: number, difference: Pick<FieldDifference, 'field' | 'recorded' | 'flown'>): void {
    this.first ??= { frame, unit: '', others: 0, ...difference };
  }

  recordedHash(): string {
    return this.#hash.digest();
  }

  #take(bytes: Uint8Array): void {
    this.recorded.bytes.set(bytes);
    this.#hash.add(this.recorded);
    this.frames++;
  }
}
