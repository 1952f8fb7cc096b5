/**
 * A flight on its way into an MCAP file, while it is flown.
 *
 *   record ──► bytes ──gathered──► attachment `frames/…`        (recording-layout)
 *          └─► channels, events ─► chunk ─► message index        (recording-channels, recording-events)
 *
 * Memory holds one block, one chunk, and the index of what is written, some fifty bytes a frame. All goes to
 * `<name>.part-<process>.mcap` beside the wanted file, which takes the name when the flight has ended: what carries the
 * name is whole. A process that is killed leaves the part, and the part opens: whole blocks and chunks are what it is
 * made of. Writing under the wanted name at once would leave the same, but at the cost of the file that was there.
 *
 * Times are virtual: nanoseconds from 0, the start of frame 0. No wall clock is in the file, and it is not compressed, so
 * the same flight gives the same bytes on every engine.
 */
import { LIBRARY_IDENTIFIER, McapWriter } from '@mcap/core';
import { PACKAGE_VERSION } from '../files/package-root.js';
import { InputError } from '../files/problem.js';
import { FrameRecord } from '../record/frame-record.js';
import type { FlightOrder } from '../rig/flight-order.js';
import type { FlightReport } from '../rig/fly.js';
import type { RigSpec } from '../rig/rig-spec.js';
import { type FrameChannel, frameChannels, type MessageSchema } from './recording-channels.js';
import { EventWatch, FAULTS_SCHEMA, LOG_SCHEMA, logMessage } from './recording-events.js';
import { RecordingSink } from './recording-sink.js';
import { modulesOf } from './recording-modules.js';
import {
  FRAMES_BYTES,
  FRAMES_PREFIX,
  FRAMES_TYPE,
  HEAD_NAME,
  headMetadata,
  type RecordedModule,
  RESULT_NAME,
  resultMetadata,
} from './recording-layout.js';
import { VERDICT_SCHEMA, verdictMessage } from './recording-verdict.js';

const CHUNK_BYTES = 256 * 1024;
const SCRATCH_BYTES = 16 * 1024;

export class RecordingWriter {
  readonly path: string;
  readonly #sink: RecordingSink;
  readonly #writer: McapWriter;
  readonly #periodUs: number;
  readonly #watch: EventWatch;
  readonly #channels: { readonly id: number; readonly channel: FrameChannel }[] = [];
  readonly #encoder = new TextEncoder();
  /** Where messages are encoded; the library copies them from here. */
  readonly #scratch = new Uint8Array(SCRATCH_BYTES);
  #faultsId = 0;
  #eventsId = 0;
  #verdictId = 0;
  /** Records gathered for the next attachment. */
  readonly #block: Uint8Array;
  readonly #frameBytes: number;
  #blockFrames = 0;
  #firstOfBlock = 0;
  #frames = 0;

  private constructor(path: string, { sink, spec }: { sink: RecordingSink; spec: RigSpec }) {
    this.path = path;
    this.#sink = sink;
    this.#writer = new McapWriter({ writable: sink, chunkSize: CHUNK_BYTES });
    this.#periodUs = spec.frame.periodUs;
    this.#watch = new EventWatch(spec);
    this.#frameBytes = new FrameRecord(spec.scheme.computers).bytes.length;
    this.#block = new Uint8Array(Math.max(FRAMES_BYTES, this.#frameBytes));
  }

  /** Opens it and writes what comes before the first frame. Throws InputError where that cannot be. */
  static async create(
    path: string,
    { order, spec }: { order: FlightOrder; spec: RigSpec },
  ): Promise<RecordingWriter> {
    const modules = modulesOf(spec);
    const recording = new RecordingWriter(path, { sink: RecordingSink.open(path), spec });
    try {
      await recording.#begin({ order, modules, spec });
    } catch (error) {
      await recording.abandon();
      throw error;
    }
    return recording;
  }

  async #begin({
    order,
    modules,
    spec,
  }: {
    order: FlightOrder;
    modules: readonly RecordedModule[];
    spec: RigSpec;
  }): Promise<void> {
    await this.#writer.start({
      profile: '',
      library: `ironbird ${PACKAGE_VERSION}, ${LIBRARY_IDENTIFIER}`,
    });
    await this.#writer.addMetadata({ name: HEAD_NAME, metadata: headMetadata({ order, modules }) });
    const schemas = new Map<MessageSchema, number>();
    const register = async (topic: string, schema: MessageSchema): Promise<number> => {
      let schemaId = schemas.get(schema);
      if (schemaId === undefined) {
        const data = this.#encoder.encode(schema.text);
        schemaId = await this.#writer.registerSchema({ name: schema.name, encoding: 'jsonschema', data });
        schemas.set(schema, schemaId);
      }
      return this.#writer.registerChannel({
        topic,
        schemaId,
        messageEncoding: 'json',
        metadata: new Map(),
      });
    };
    const { computers, isolate = false } = spec.scheme;
    for (const channel of frameChannels({ computers, isolates: isolate }))
      this.#channels.push({ id: await register(channel.topic, channel.schema), channel });
    this.#faultsId = await register('/faults', FAULTS_SCHEMA);
    this.#eventsId = await register('/events', LOG_SCHEMA);
    this.#verdictId = await register('/verdict', VERDICT_SCHEMA);
  }

  /** Bytes written so far. */
  get bytes(): number {
    return Number(this.#sink.position());
  }

  /** Writes a frame; wait for it before the next. Throws InputError where the disk does not take it. */
  async write(record: FrameRecord): Promise<void> {
    const atNs = this.#timeNs(record.frame);
    await this.#keep(record);
    for (const { id, channel } of this.#channels)
      await this.#say(id, { text: channel.message(record), sequence: record.frame, atNs });
    const { events, faults } = this.#watch.observe(record);
    if (faults !== null) await this.#say(this.#faultsId, { text: faults, sequence: record.frame, atNs });
    for (const event of events)
      await this.#say(this.#eventsId, { text: logMessage(event, atNs), sequence: record.frame, atNs });
    this.#frames++;
  }

  /** Writes the verdict, completes the file and gives it its name. */
  async finish({ document, interrupted }: FlightReport): Promise<void> {
    await this.#endBlock();
    const atNs = this.#timeNs(this.#frames);
    const { hazard } = document;
    if (hazard !== null) {
      const message = `lost: ${hazard.limit} = ${hazard.value}`;
      const event = { level: 'error', message, name: 'limits' } as const;
      await this.#say(this.#eventsId, { text: logMessage(event, atNs), sequence: this.#frames, atNs });
    }
    const text = verdictMessage({ document, interrupted });
    await this.#say(this.#verdictId, { text, sequence: this.#frames, atNs });
    const { frames, verdict, traceHash } = document;
    const metadata = resultMetadata({ frames, verdict, interrupted, traceHash });
    await this.#writer.addMetadata({ name: RESULT_NAME, metadata });
    await this.#writer.end();
    this.#sink.finish();
  }

  /** Ends it without a verdict. Returns where what was flown until then can be read; null = nothing was. */
  async abandon(): Promise<string | null> {
    if (this.#frames === 0) {
      this.#sink.discard();
      return null;
    }
    try {
      await this.#endBlock();
      await this.#writer.end();
    } catch (error) {
      // The disk that refused the flight refuses its end as well; what it took is what is left.
      if (!(error instanceof InputError)) throw error;
    } finally {
      this.#sink.close();
    }
    return this.#sink.part;
  }

  #timeNs(frame: number): bigint {
    return BigInt(frame * this.#periodUs) * 1000n;
  }

  async #say(
    channelId: number,
    { text, sequence, atNs }: { text: string; sequence: number; atNs: bigint },
  ): Promise<void> {
    const data =
      3 * text.length > SCRATCH_BYTES
        ? this.#encoder.encode(text)
        : this.#scratch.subarray(0, this.#encoder.encodeInto(text, this.#scratch).written);
    await this.#writer.addMessage({ channelId, sequence, logTime: atNs, publishTime: atNs, data });
  }

  /** Gathers the record's bytes; a full block is written at once, so that a crash costs at most one. */
  async #keep({ bytes }: FrameRecord): Promise<void> {
    this.#block.set(bytes, this.#blockFrames * bytes.length);
    this.#blockFrames++;
    if ((this.#blockFrames + 1) * bytes.length > this.#block.length) await this.#endBlock();
  }

  async #endBlock(): Promise<void> {
    if (this.#blockFrames === 0) return;
    const first = this.#firstOfBlock;
    const atNs = this.#timeNs(first);
    await this.#writer.addAttachment({
      name: `${FRAMES_PREFIX}${first}`,
      mediaType: FRAMES_TYPE,
      logTime: atNs,
      createTime: atNs,
      data: this.#block.subarray(0, this.#blockFrames * this.#frameBytes),
    });
    this.#firstOfBlock += this.#blockFrames;
    this.#blockFrames = 0;
  }
}
