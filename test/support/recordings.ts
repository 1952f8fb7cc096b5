/**
 * Flights recorded in a test's own process, with every frame kept beside the file; and recordings read back by the
 * library's own reader.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IReadable, McapIndexedReader, McapStreamReader, McapWriter } from '@mcap/core';
import { FrameRecord } from '../../hil/record/frame-record.js';
import { HEAD_NAME } from '../../hil/report/recording-layout.js';
import { RecordingWriter } from '../../hil/report/recording-writer.js';
import { prepareRig } from '../../hil/rig/build-rig.js';
import { type FlightOrder, specOf } from '../../hil/rig/flight-order.js';
import { flyPrepared, type FlightReport } from '../../hil/rig/fly.js';
import { folder } from './scratch.js';

export interface Recorded {
  readonly path: string;
  /** The file's content. */
  readonly bytes: Buffer;
  readonly report: FlightReport;
  /** A copy of every frame's record. */
  readonly records: readonly FrameRecord[];
}

/** Flies a rig (YAML) and records it. */
export async function recordFlight(
  name: string,
  rigText: string,
  options: Partial<Pick<FlightOrder, 'seed' | 'durationS' | 'faults'>> = {},
): Promise<Recorded> {
  const order: FlightOrder = {
    rigText,
    rigFile: 'test.yaml',
    directory: folder,
    seed: '1',
    durationS: null,
    faults: [],
    failOn: [],
    ...options,
  };
  const spec = specOf(order, { name: 'test.yaml' });
  const path = join(folder, name);
  const recording = await RecordingWriter.create(path, { order, spec });
  const records: FrameRecord[] = [];
  const report = await flyPrepared(await prepareRig(spec), {
    seed: order.seed,
    replay: '',
    onFrame: (record) => {
      const copy = new FrameRecord(record.computers);
      copy.copyFrom(record);
      records.push(copy);
      return recording.write(record);
    },
  });
  await recording.finish(report);
  return { path, bytes: readFileSync(path), report, records };
}

/** The library's reader over bytes in memory. */
export function indexedReader(bytes: Uint8Array): Promise<McapIndexedReader> {
  const readable: IReadable = {
    size: async () => BigInt(bytes.length),
    read: async (offset, size) => bytes.subarray(Number(offset), Number(offset + size)),
  };
  return McapIndexedReader.Initialize({ readable });
}

/** Everything that the library's streaming reader finds, checksums compared. */
export function recordsOf(bytes: Uint8Array) {
  const reader = new McapStreamReader({ includeChunks: true, validateCrcs: true });
  reader.append(bytes);
  const found = [];
  for (let record = reader.nextRecord(); record !== undefined; record = reader.nextRecord())
    found.push(record);
  return found;
}

/** A file of one head and nothing else, with what a test changes in it. */
export async function headOnly(
  name: string,
  { like, changes }: { like: Recorded; changes: Readonly<Record<string, string | null>> },
): Promise<string> {
  const head = recordsOf(like.bytes).find((record) => record.type === 'Metadata');
  if (head?.type !== 'Metadata') throw new Error('no head');
  const metadata = new Map(head.metadata);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) metadata.delete(key);
    else metadata.set(key, value);
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    parts.push(bytes.slice());
    length += bytes.length;
  };
  const writer = new McapWriter({ writable: { write, position: () => BigInt(length) } });
  await writer.start();
  await writer.addMetadata({ name: HEAD_NAME, metadata });
  await writer.end();
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(parts));
  return path;
}
