/**
 * `results.ndjson` while it is being written, and after a kill.
 *
 *   append   lines of a chunk ──► write ──► fsync        then they are counted
 *   kill -9  │ header │ chunk │ chunk │ torn             the torn end is cut off on the way back in
 *   full     │ header │ chunk │ half a chunk             cut back to the last whole chunk at once, and said so
 *
 * Only this class writes the file, only at its end, and only in the order of flights. So whatever happens, the file
 * is a prefix of what it would have become, and its SHA-256 is that of the campaign so far: `sha256sum` gives it too.
 * Writing results as they come and sorting them at the end was the alternative, and has no prefix to go on from.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onDisk } from '../files/bench-error.js';
import { InputError } from '../files/problem.js';
import type { FlightResult } from './flight-result.js';
import { headerLine, parseHeader, parseResult, type ResultsHeader } from './results-line.js';

export const RESULTS_NAME = 'results.ndjson';

const LINE_FEED = 0x0a;
const READ_BYTES = 1 << 16;
/** A longer line is no result of ours; reading on would only fill the memory. */
const LINE_BYTES_MAX = 1 << 20;

export class ResultsFile {
  /** Null where nothing is kept. */
  readonly path: string | null;
  readonly #file: number | null;
  readonly #hash: Hash;
  #bytes: number;
  #flights: number;

  private constructor(place: { path: string; file: number } | null, { hash, bytes, flights } = nothingYet()) {
    this.path = place?.path ?? null;
    this.#file = place?.file ?? null;
    this.#hash = hash;
    this.#bytes = bytes;
    this.#flights = flights;
  }

  /** Counts and hashes, and keeps nothing. */
  static nowhere(header: ResultsHeader): ResultsFile {
    const results = new ResultsFile(null);
    results.#write(`${headerLine(header)}\n`);
    return results;
  }

  /** A new file in an existing folder. Throws InputError where there is one already, BenchError where none can be. */
  static create(directory: string, header: ResultsHeader): ResultsFile {
    const path = join(directory, RESULTS_NAME);
    if (existsSync(path)) {
      const hint = '--resume goes on with it; or name another folder';
      throw new InputError(path, [{ path: '', message: 'exists already', hint }]);
    }
    return ResultsFile.#begin(path, { header, flags: 'wx' });
  }

  /**
   * Goes on with a folder's file, if there is one; `seen` is given every result in it. Throws InputError where it is
   * of another version, campaign or seed, or was altered.
   */
  static resume(
    directory: string,
    { header, seen }: { header: ResultsHeader; seen: (result: FlightResult) => void },
  ): ResultsFile {
    const path = join(directory, RESULTS_NAME);
    const whole = existsSync(path) ? readOn(path, { header, seen }) : null;
    if (whole === null) return ResultsFile.#begin(path, { header, flags: 'w' });
    const file = onDisk(() => openSync(path, 'r+'), { path, what: 'cannot be written' });
    onDisk(() => ftruncateSync(file, whole.bytes), { path, what: 'cannot be cut to its last whole line' });
    return new ResultsFile({ path, file }, whole);
  }

  static #begin(path: string, { header, flags }: { header: ResultsHeader; flags: 'wx' | 'w' }): ResultsFile {
    const file = onDisk(() => openSync(path, flags), { path, what: 'cannot be written', hint: OTHER_FOLDER });
    const results = new ResultsFile({ path, file });
    results.#write(`${headerLine(header)}\n`);
    syncFolder(dirname(path));
    return results;
  }

  /** Flights in the file. */
  get flights(): number {
    return this.#flights;
  }

  /** SHA-256 of the file, hexadecimal. */
  get hash(): string {
    return this.#hash.copy().digest('hex');
  }

  /** Adds lines (without line feeds) and waits until they are on the disk. Throws BenchError, and keeps what was there. */
  append(lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.#write(`${lines.join('\n')}\n`);
    this.#flights += lines.length;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
  }

  #write(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    const file = this.#file;
    if (file !== null) {
      const kept = `${this.#flights} flights are kept: make room, then the same command with --resume`;
      onDisk(
        () => {
          try {
            for (let done = 0; done < bytes.length; ) {
              done += writeSync(file, bytes, done, bytes.length - done, this.#bytes + done);
            }
            fsyncSync(file);
          } catch (error) {
            cutBack(file, this.#bytes);
            throw error;
          }
        },
        { path: String(this.path), what: 'cannot be written', hint: kept },
      );
    }
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }
}

const OTHER_FOLDER = '--out names another folder';

/** Every result of a folder's file, in order, a torn end left out. Throws InputError where it is none of ours. */
export function* readResults(path: string): Generator<FlightResult> {
  let index = -1;
  for (const { text } of wholeLines(path)) {
    if (index < 0) parseHeader(text, { path, line: 1 });
    else yield parseResult(text, { path, line: index + 2, index });
    index++;
  }
}

/** How far a file goes. */
interface Extent {
  readonly hash: Hash;
  readonly bytes: number;
  readonly flights: number;
}

function nothingYet(): Extent {
  return { hash: createHash('sha256'), bytes: 0, flights: 0 };
}

/** Reads to the end of the last whole line; null where there is not even a header. */
function readOn(
  path: string,
  { header, seen }: { header: ResultsHeader; seen: (result: FlightResult) => void },
): Extent | null {
  const hash = createHash('sha256');
  let flights = -1;
  let bytes = 0;
  for (const { text, raw } of wholeLines(path)) {
    if (flights < 0) refuseOther(parseHeader(text, { path, line: 1 }), { path, header });
    else seen(parseResult(text, { path, line: flights + 2, index: flights }));
    hash.update(raw);
    bytes += raw.length;
    flights++;
  }
  return flights < 0 ? null : { hash, bytes, flights };
}

const HEADER_WORDS: readonly (readonly [keyof ResultsHeader, string])[] = [
  ['ironbird', 'was flown by another version'],
  ['campaign', 'is another campaign'],
  ['campaignHash', 'is a campaign that says something else'],
  ['seed', 'is another seed'],
];

function refuseOther(found: ResultsHeader, { path, header }: { path: string; header: ResultsHeader }): void {
  const problems = HEADER_WORDS.filter(([key]) => found[key] !== header[key]).map(([key, message]) => ({
    path: key,
    value: found[key],
    message: `${message}: this run has ${JSON.stringify(header[key])}`,
    line: 1,
    hint: 'leave --resume out and name another folder',
  }));
  if (problems.length > 0) throw new InputError(path, problems);
}

/** Lines that end in a line feed; `raw` includes it. */
function* wholeLines(path: string): Generator<{ text: string; raw: Buffer }> {
  const file = onDisk(() => openSync(path, 'r'), { path, what: 'cannot be read' });
  try {
    let rest = Buffer.alloc(0);
    for (let number = 1; ; ) {
      const block = Buffer.allocUnsafe(READ_BYTES);
      const length = onDisk(() => readSync(file, block), { path, what: 'cannot be read' });
      if (length === 0) return;
      let from = 0;
      const bytes =
        rest.length === 0 ? block.subarray(0, length) : Buffer.concat([rest, block.subarray(0, length)]);
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
        const raw = bytes.subarray(from, end + 1);
        yield { text: raw.toString('utf8', 0, raw.length - 1), raw };
        number++;
        from = end + 1;
      }
      rest = bytes.subarray(from);
      if (rest.length > LINE_BYTES_MAX) {
        const message = `is longer than ${LINE_BYTES_MAX} bytes: no result of ours`;
        throw new InputError(path, [{ path: '', message, line: number }]);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Best effort: where even this fails, the torn end is cut off when the campaign is resumed. */
function cutBack(file: number, bytes: number): void {
  try {
    ftruncateSync(file, bytes);
  } catch {
    return;
  }
}

/** A new file's name is on the disk only when its folder is. Some file systems cannot sync a folder. */
function syncFolder(directory: string): void {
  let folder: number;
  try {
    folder = openSync(directory, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(folder);
  } catch {
    return;
  } finally {
    closeSync(folder);
  }
}
