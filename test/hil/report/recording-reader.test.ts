/**
 * A recording is hostile input: cut anywhere, changed anywhere, or made to hurt.
 */
import { closeSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { InputError } from '../../../hil/files/problem.js';
import { RecordingReader } from '../../../hil/report/recording-reader.js';
import { Dice } from '../../support/dice.js';
import { headOnly, recordFlight, recordsOf } from '../../support/recordings.js';
import { folder } from '../../support/scratch.js';

const RIG = 'name: small\nscheme: { protocol: tmr, computers: 3 }\ndurationS: 4\n';

const flight = await recordFlight('flight.mcap', RIG);
const frameBytes = flight.records[0].bytes.length;

function file(name: string, content: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Outcome {
  readonly frames: Buffer[];
  readonly trouble: string | null;
  readonly refused: string | null;
  readonly ended: boolean;
  readonly damagedBlocks: number;
}

/** All that the reader finds; anything it throws but InputError is thrown on. */
function read(path: string): Outcome {
  let reader: RecordingReader | null = null;
  try {
    reader = RecordingReader.open(path);
    const frames = [...reader.frames({ frameBytes })].map((bytes) => Buffer.from(bytes));
    const { trouble, damagedBlocks, result } = reader;
    return { frames, trouble, damagedBlocks, refused: null, ended: result !== null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { frames: [], trouble: null, damagedBlocks: 0, refused: error.message, ended: false };
  } finally {
    reader?.close();
  }
}

/** Whether these are the first frames of the flight. */
function isPrefix(frames: readonly Buffer[]): boolean {
  return frames.every((bytes, i) => Buffer.compare(bytes, flight.records[i].bytes) === 0);
}

t.test('a whole recording gives back its order, every frame and its result', (t) => {
  const reader = RecordingReader.open(flight.path);
  t.match(reader.head, {
    version: /^\d/,
    order: { rigText: RIG, rigFile: 'test.yaml', seed: '1', durationS: null },
  });
  t.same(reader.head.modules, []);
  const { frames, trouble, ended, damagedBlocks } = read(flight.path);
  t.equal(frames.length, 200);
  t.ok(isPrefix(frames));
  t.match({ trouble, ended, damagedBlocks }, { trouble: null, ended: true, damagedBlocks: 0 });
  t.equal([...reader.frames({ frameBytes })].length, 200);
  const { verdict, traceHash } = flight.report.document;
  t.match(reader.result, { frames: 200, verdict, traceHash, interrupted: false });
  reader.close();
  t.end();
});

t.test(
  'cut anywhere, it gives every frame of every whole block before the cut, and says that it is cut',
  (t) => {
    const { bytes } = flight;
    let end = 8;
    const blockEnds: number[] = [];
    for (const record of recordsOf(bytes)) {
      if (record.type === 'Schema' || record.type === 'Channel' || record.type === 'Message') continue;
      end += 9 + Number(bytes.readBigUInt64LE(end + 1));
      if (record.type === 'Attachment') blockEnds.push(end);
      if (record.type === 'DataEnd') break;
    }
    t.ok(blockEnds.length >= 3, 'several blocks');
    const dice = new Dice(5);
    const cuts = Array.from({ length: 150 }, () => dice.between({ low: 0, high: bytes.length - 1 }));
    const edges = blockEnds.flatMap((at) => [at - 1, at, at + 1]);
    let whole = 0;
    let none = 0;
    for (const length of [...cuts, ...edges, 0, 7, 8, 9, bytes.length - 1]) {
      const { frames, trouble, refused } = read(file('cut.mcap', bytes.subarray(0, length)));
      const blocks = blockEnds.filter((at) => at <= length).length;
      const perBlock = Math.floor((64 * 1024) / frameBytes);
      const wanted = Math.min(200, blocks * perBlock);
      if (frames.length !== wanted || !isPrefix(frames)) t.fail(`${length} bytes: ${frames.length} frames`);
      // The footer is the last that is read; the magic after it is not missed.
      if (refused === null && trouble === null && length < bytes.length - 8)
        t.fail(`${length}: no word of the cut`);
      if (frames.length === 200) whole++;
      if (frames.length === 0) none++;
    }
    t.ok(whole > 0 && none > 0, 'sometimes all, sometimes none');
    t.end();
  },
);

t.test('changed at random, it is read or refused, and never more than it holds', (t) => {
  const dice = new Dice(20);
  const seen = { refused: 0, same: 0, other: 0, damaged: 0 };
  for (let round = 0; round < 600; round++) {
    const bytes = Buffer.from(flight.bytes.subarray(0, round % 3 === 0 ? 90_000 : flight.bytes.length));
    const changes = dice.between({ low: 1, high: 8 });
    for (let i = 0; i < changes; i++) {
      // Half of them near the start, where lengths and names are.
      const at = dice.uint32() % (dice.uniform() < 0.5 ? 3000 : bytes.length);
      const kind = dice.between({ low: 0, high: 3 });
      if (kind === 0) bytes[at] ^= 1 << dice.between({ low: 0, high: 7 });
      else if (kind === 1) bytes[at] = dice.pick([0, 1, 5, 6, 9, 12, 127, 255]);
      else if (kind === 2) bytes.fill(255, at, at + 8);
      else bytes.copyWithin(at, dice.uint32() % bytes.length, dice.uint32() % bytes.length);
    }
    const { frames, refused, damagedBlocks } = read(file('changed.mcap', bytes));
    if (frames.length * frameBytes > bytes.length) t.fail(`round ${round}: ${frames.length} frames`);
    if (refused !== null) seen.refused++;
    else if (damagedBlocks > 0) seen.damaged++;
    else if (frames.length === 200 && isPrefix(frames)) seen.same++;
    else seen.other++;
  }
  t.ok(
    Object.values(seen).every((count) => count > 10),
    JSON.stringify(seen),
  );
  t.end();
});

t.test('garbage, other formats and lengths that lie are refused by name', (t) => {
  const magic = Buffer.from(flight.bytes.subarray(0, 8));
  const record = (opcode: number, length: bigint, content: Buffer = Buffer.alloc(0)): Buffer => {
    const prefix = Buffer.alloc(9);
    prefix[0] = opcode;
    prefix.writeBigUInt64LE(length, 1);
    return Buffer.concat([prefix, content]);
  };
  const header = record(1, 8n, Buffer.alloc(8));
  const mapOf = (length: number): Buffer => {
    const content = Buffer.alloc(12);
    content.writeUInt32LE(0, 0);
    content.writeUInt32LE(length, 4);
    return content;
  };
  const rows: readonly (readonly [string, Buffer, RegExp])[] = [
    ['empty', Buffer.alloc(0), /is no MCAP file/],
    ['text', Buffer.from('name: not-a-recording\n'), /is no MCAP file/],
    ['magic alone', magic, /holds no flight: it is cut off/],
    ['4 GB header', Buffer.concat([magic, record(1, 4n << 30n)]), /holds no flight: it is cut off/],
    ['2^64−1 bytes', Buffer.concat([magic, record(12, 2n ** 64n - 1n)]), /holds no flight: it is cut off/],
    ['a record of nothing', Buffer.concat([magic, header, record(0, 0n)]), /not a recording of Ironbird/],
    [
      'a message',
      Buffer.concat([magic, header, record(5, 30n, Buffer.alloc(30))]),
      /not a recording of Ironbird/,
    ],
    ['a map of 4 GB', Buffer.concat([magic, header, record(12, 12n, mapOf(0xffff_ffff))]), /not a recording/],
    [
      'a hundred thousand headers',
      Buffer.concat([magic, ...Array.from({ length: 100_000 }, () => record(1, 0n))]),
      /no flight/,
    ],
  ];
  for (const [name, content, message] of rows)
    t.match(read(file('hostile.mcap', content)).refused, message, name);
  t.end();
});

t.test('what is no plain file is refused without waiting for it', (t) => {
  t.match(read(folder).refused, /is a directory, not a file/);
  t.match(read('/dev/zero').refused, /is not a plain file/);
  t.match(read(join(folder, 'absent.mcap')).refused, /does not exist/);
  t.end();
});

t.test('a large record is stepped over and never held', (t) => {
  const path = file('large.mcap', flight.bytes.subarray(0, 8));
  const prefix = Buffer.alloc(9);
  prefix[0] = 12;
  prefix.writeBigUInt64LE(3n << 30n, 1);
  const handle = openSync(path, 'a');
  writeSync(handle, prefix);
  closeSync(handle);
  truncateSync(path, 17 + 3 * 2 ** 30);
  const before = process.memoryUsage.rss();
  t.match(read(path).refused, /is an MCAP file, but not a recording/);
  t.ok(process.memoryUsage.rss() - before < 64e6, '3 GB on disk, nothing of it in memory');
  t.end();
});

t.test('a head that says what cannot be is refused, key by key', async (t) => {
  const options = JSON.stringify({ durationS: null, faults: [], failOn: [], directory: '' });
  const rows: readonly (readonly [Record<string, string | null>, RegExp])[] = [
    [
      { layout: '2' },
      /layout = "2" is another than this version reads \(\d+\)\. Hint: it was written by ironbird/,
    ],
    [{ format: '99' }, /format = "99" is another/],
    [{ version: '\u001b[31m1' }, /version = .* is no version/],
    [{ version: null }, /version is missing/],
    [{ rig: null }, /rig is missing/],
    [{ seed: '18446744073709551616' }, /seed = "18446744073709551616" must be a whole number/],
    [{ seed: '-1' }, /seed/],
    [{ rigFile: 'x'.repeat(300) }, /rigFile is too long/],
    [{ options: '['.repeat(100_000) }, /options\.json.* is not valid JSON/],
    [{ options: `${'['.repeat(5000)}${']'.repeat(5000)}` }, /nested deeper than 32/],
    [{ options: '{}' }, /options\.json.*durationS/],
    [{ options: options.replace('null', '1e9') }, /durationS = 1000000000 is out of range/],
    [{ options: options.replace('{', '{"__proto__":{"a":1},') }, /not an allowed key/],
    [{ modules: '[{"key":"other","path":"/x","sha256":"0"}]' }, /modules\.json/],
    [{ modules: 'x' }, /not valid JSON/],
  ];
  for (const [changes, message] of rows) {
    const path = await headOnly('head.mcap', { like: flight, changes });
    const { refused } = read(path);
    t.match(refused, message, JSON.stringify(changes).slice(0, 60));
    t.notMatch(refused, /\u001b/);
  }
  t.equal(
    read(await headOnly('head.mcap', { like: flight, changes: {} })).refused,
    null,
    'and as it was, it is read',
  );
});
