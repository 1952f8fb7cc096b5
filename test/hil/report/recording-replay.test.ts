/**
 * Replay against recordings that were changed: whatever differs is found, and named where it is first seen.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { FrameRecord } from '../../../hil/record/frame-record.js';
import { RecordingReader } from '../../../hil/report/recording-reader.js';
import { type Replay, replayRecording } from '../../../hil/report/recording-replay.js';
import { prepareRig } from '../../../hil/rig/build-rig.js';
import { specOf } from '../../../hil/rig/flight-order.js';
import { Dice } from '../../support/dice.js';
import { recordFlight } from '../../support/recordings.js';
import { folder } from '../../support/scratch.js';

const flight = await recordFlight(
  'flight.mcap',
  'name: replayed\nscheme: { protocol: om }\nturbulence: light\ndurationS: 3\n',
  { seed: '9', faults: ['target=sensor/alpha/0,mode=two-faced,onset=50,to.1=777,to.2=10777'] },
);
const frameBytes = flight.records[0].bytes.length;
const perBlock = Math.floor((64 * 1024) / frameBytes);

async function replay(path: string, signal = new AbortController().signal): Promise<Replay> {
  const reader = RecordingReader.open(path);
  try {
    const prepared = await prepareRig(specOf(reader.head.order, { name: 'recorded' }));
    return await replayRecording(reader, { prepared, signal, onFrame: () => undefined });
  } finally {
    reader.close();
  }
}

/** Replays a copy of the recording with something changed in it. */
function replayChanged(change: (bytes: Buffer) => void): Promise<Replay> {
  const bytes = Buffer.from(flight.bytes);
  change(bytes);
  const path = join(folder, 'changed.mcap');
  writeFileSync(path, bytes);
  return replay(path);
}

/** Where the record of a frame begins in the file: after its block's name, type and length. */
function placeOf(bytes: Buffer, frame: number): number {
  const inBlock = frame % perBlock;
  const name = `frames/${frame - inBlock}`;
  const type = 'application/x-ironbird-frames';
  return bytes.indexOf(name) + name.length + 4 + type.length + 8 + inBlock * frameBytes;
}

t.test('what was recorded is what is flown', async (t) => {
  const { traceHash } = flight.report.document;
  t.same(await replay(flight.path), {
    frames: 150,
    compared: 150,
    first: null,
    traceHash: { recorded: traceHash, flown: traceHash },
    interrupted: false,
  });
});

t.test('any flipped bit of any record is found in its frame', async (t) => {
  const dice = new Dice(3);
  const fields = new Set<string>();
  for (let round = 0; round < 25; round++) {
    const frame = dice.between({ low: 0, high: 149 });
    const byte = dice.between({ low: 0, high: frameBytes - 1 });
    const { first, compared } = await replayChanged((bytes) => {
      const at = placeOf(bytes, frame) + byte;
      if (bytes[at] !== flight.records[frame].bytes[byte]) throw new Error('not the place of the record');
      bytes[at] ^= 1 << dice.between({ low: 0, high: 7 });
    });
    if (first?.frame !== frame || first.others !== 0) t.fail(`frame ${frame}, byte ${byte}: ${first?.field}`);
    t.equal(compared, 150);
    fields.add(first?.field ?? '');
  }
  t.ok(fields.size > 10, `${fields.size} fields`);
});

t.test('the first of several differences is named by its field, with both values', async (t) => {
  const word = (record: FrameRecord, at: number): number => 27 * 8 + 4 * at + (record.computers - 4);
  const [record] = flight.records;
  const found = await replayChanged((bytes) => {
    bytes[placeOf(bytes, 123) + 8 * 5 + 6] ^= 8;
    bytes[placeOf(bytes, 123) + word(record, record.computerAt(2, 4))] ^= 1;
    bytes[placeOf(bytes, 149) + word(record, record.vectorAt(3, 1))] ^= 1;
  });
  t.match(found.first, { frame: 123, field: 'truth normalLoad', unit: 'g', others: 1 });
  t.equal(found.first?.flown, flight.records[123].doubles[5]);
  t.not(found.first?.recorded, found.first?.flown);
  t.not(found.traceHash.recorded, found.traceHash.flown);
});

t.test('another seed is another flight from its first frame on', async (t) => {
  const found = await replayChanged((bytes) => {
    bytes.write('8', bytes.indexOf('seed\u0001\u0000\u0000\u00009') + 8);
  });
  t.match(found, { frames: 150, compared: 150, first: { frame: 0 } });
});

t.test('a flight that ends earlier or later than the recorded one is no replay of it', async (t) => {
  const swap = (before: string, after: string) => (bytes: Buffer) => {
    bytes.write(after, bytes.indexOf(before));
  };
  const shorter = await replayChanged(swap('durationS: 3', 'durationS: 2'));
  t.match(shorter, {
    frames: 150,
    compared: 100,
    first: { frame: 100, field: 'end of the flight', recorded: 'later' },
  });
  const longer = await replayChanged(swap('durationS: 3', 'durationS: 9'));
  t.match(longer, {
    frames: 150,
    compared: 150,
    first: { frame: 149, field: 'end of the flight', recorded: 'after this frame', flown: 'later' },
  });
});

t.test('a result that is not that of the frames is named', async (t) => {
  const verdict = await replayChanged((bytes) => {
    bytes.write('fail', bytes.lastIndexOf('verdict\u0004\u0000\u0000\u0000pass') + 11);
  });
  t.match(verdict.first, { frame: 149, field: 'verdict', recorded: 'fail', flown: 'pass' });
  const hash = await replayChanged((bytes) => {
    const at = bytes.lastIndexOf('traceHash@\u0000\u0000\u0000') + 13;
    bytes.write(bytes[at] === 0x30 ? '1' : '0', at);
  });
  t.match(hash.first, { frame: 149, field: 'trace hash', flown: flight.report.document.traceHash });
});

t.test('a replay that is stopped says what it has compared', async (t) => {
  const stopped = new AbortController();
  const reader = RecordingReader.open(flight.path);
  const prepared = await prepareRig(specOf(reader.head.order, { name: 'recorded' }));
  const onFrame = ({ frame }: FrameRecord): void => {
    if (frame === 59) stopped.abort();
  };
  const found = await replayRecording(reader, { prepared, signal: stopped.signal, onFrame });
  reader.close();
  t.match(found, { frames: 60, compared: 60, first: null, interrupted: true });
});
