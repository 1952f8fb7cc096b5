/**
 * Reads what replay needs from a recording: its head, the exact record of every frame, its result. A recording is
 * hostile input.
 *
 *   magic ── record ── record ── … ── footer        opcode 1 byte, length 8, content
 *            └ head, frames, result: parsed by the library    └ all else: stepped over
 *
 * The file is walked from its start, and no offset in it is believed: an index could point in circles, and a file cut by
 * a crash has none. So a walk ends after at most as many steps as the file has bytes, what is held is at most one
 * record of a bounded size, and every frame that lies whole in the file is found. What is wrong before the first frame is
 * the user's error; what is wrong after it ends the recording there, and is told.
 */
import { MCAP_MAGIC, McapStreamReader, type McapTypes, Opcode } from '@mcap/core';
import { InputError, type Problem } from '../files/problem.js';
import { BoundedFile } from './recording-file.js';
import { readHead, readResult } from './recording-head.js';
import {
  FRAMES_PREFIX,
  HEAD_NAME,
  READ_BYTES_MAX,
  type RecordingHead,
  type RecordingResult,
  RESULT_NAME,
} from './recording-layout.js';

const PREFIX_BYTES = 9;

/** Where a record lies; `start` is its opcode. */
interface Place {
  readonly opcode: Opcode;
  readonly start: number;
  readonly end: number;
}

export class RecordingReader {
  readonly path: string;
  readonly head: RecordingHead;
  /** Known once all frames have been read; null = the recording has none, since it was cut off. */
  result: RecordingResult | null = null;
  /** Why the frames ended before the recording did; null = they did not, or are not read yet. */
  trouble: string | null = null;
  /** Blocks of frames whose checksum is another than the one written with them. */
  damagedBlocks = 0;
  readonly #source: BoundedFile;
  #position: number = MCAP_MAGIC.length;

  private constructor(source: BoundedFile) {
    this.path = source.path;
    this.#source = source;
    this.head = this.#findHead();
  }

  /** Throws InputError where the file is no recording that this version reads. */
  static open(path: string): RecordingReader {
    const source = new BoundedFile(path);
    try {
      return new RecordingReader(source);
    } catch (error) {
      source.close();
      throw error;
    }
  }

  /** The bytes of one frame's record after the other, each valid until the next. */
  *frames({ frameBytes }: { frameBytes: number }): Generator<Uint8Array, void, void> {
    for (;;) {
      const place = this.#next();
      if (place === null) return;
      if (place.opcode === Opcode.FOOTER) return;
      if (place.opcode === Opcode.METADATA) this.#takeResult(place);
      if (place.opcode !== Opcode.ATTACHMENT) continue;
      const data = this.#block(place);
      if (data === null) continue;
      if (data.length % frameBytes !== 0) {
        this.trouble = `a block of ${data.length} bytes is no whole number of frames of ${frameBytes}`;
        return;
      }
      for (let from = 0; from < data.length; from += frameBytes) yield data.subarray(from, from + frameBytes);
    }
  }

  close(): void {
    this.#source.close();
  }

  #refuse(problem: Omit<Problem, 'path'>): InputError {
    return new InputError(this.path, [{ path: '', ...problem }]);
  }

  #findHead(): RecordingHead {
    const magic = this.#source.read({ from: 0, length: MCAP_MAGIC.length });
    if (magic === null || !MCAP_MAGIC.every((byte, i) => magic[i] === byte))
      throw this.#refuse({
        message: 'is no MCAP file',
        hint: 'ironbird fly … --record flight.mcap writes one',
      });
    for (;;) {
      const place = this.#next();
      if (place === null) throw this.#refuse({ message: `holds no flight: ${this.trouble ?? 'it ends'}` });
      if (place.opcode === Opcode.HEADER) continue;
      const record = place.opcode === Opcode.METADATA ? this.#parse(place) : null;
      if (record?.type === 'Metadata' && record.name === HEAD_NAME)
        return readHead(record.metadata, { path: this.path });
      throw this.#refuse({
        message: 'is an MCAP file, but not a recording of Ironbird',
        hint: 'ironbird fly … --record flight.mcap writes one',
      });
    }
  }

  /** Steps to the next record; null = there is none that lies whole in the file. */
  #next(): Place | null {
    const { size } = this.#source;
    const start = this.#position;
    const prefix = this.#source.read({ from: start, length: PREFIX_BYTES });
    if (prefix === null) return this.#end('it is cut off');
    const length = prefix.readBigUInt64LE(1);
    if (length > BigInt(size - start - PREFIX_BYTES)) return this.#end('it is cut off');
    const end = start + PREFIX_BYTES + Number(length);
    this.#position = end;
    return { opcode: prefix[0], start, end };
  }

  #end(trouble: string): null {
    this.trouble ??= trouble;
    return null;
  }

  #takeResult(place: Place): void {
    const record = this.#parse(place);
    if (record?.type === 'Metadata' && record.name === RESULT_NAME) this.result = readResult(record.metadata);
  }

  /** The frames of an attachment; null = it is none of ours. */
  #block(place: Place): Uint8Array | null {
    const sound = this.#parse(place);
    const record = sound ?? this.#parse(place, { validateCrcs: false });
    if (record?.type !== 'Attachment' || !record.name.startsWith(FRAMES_PREFIX)) return null;
    if (sound === null) this.damagedBlocks++;
    return record.data;
  }

  /** A record's content, as the library reads it; null where it cannot, or where it is larger than any we write. */
  #parse(
    { start, end }: Place,
    { validateCrcs = true }: { validateCrcs?: boolean } = {},
  ): McapTypes.TypedMcapRecord | null {
    if (end - start > READ_BYTES_MAX) return null;
    const bytes = this.#source.read({ from: start, length: end - start });
    if (bytes === null) return null;
    try {
      const reader = new McapStreamReader({ noMagicPrefix: true, validateCrcs });
      reader.append(bytes);
      return reader.nextRecord() ?? null;
    } catch {
      return null;
    }
  }
}
