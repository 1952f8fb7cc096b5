import { createHash } from 'node:crypto';
import t from 'tap';
import {
  COMPUTER_FIELD,
  COMPUTER_FLAG,
  DOUBLE,
  EFFECTOR_FIELD,
  FrameRecord,
} from '../../../hil/record/frame-record.js';
import { RECORD_VERSION, TraceHash } from '../../../hil/record/trace-hash.js';
import { Dice } from '../../support/dice.js';

t.test('every field of a record has a place of its own, and the places fill the record', (t) => {
  for (const computers of [1, 4, 7, 16]) {
    const record = new FrameRecord(computers);
    const seen = new Int32Array(record.ints.length);
    const take = (at: number, length: number): void => {
      for (let i = at; i < at + length; i++) seen[i]++;
    };
    take(0, 1);
    for (let effector = 0; effector < 4; effector++)
      take(record.effectorAt(effector, 0), EFFECTOR_FIELD.length);
    for (let computer = 0; computer < computers; computer++) {
      const widths = {
        flags: 1,
        outcome: 1,
        cause: 1,
        suspects: 1,
        command: 2,
        sent: 8,
        state: 4,
        verdict: 2,
        fold: 2,
      };
      for (const [name, width] of Object.entries(widths))
        take(record.computerAt(computer, COMPUTER_FIELD[name as keyof typeof widths]), width);
      take(record.selectedAt(computer), 8);
      for (let source = 0; source < computers; source++) take(record.vectorAt(computer, source), 8);
      take(record.sensorVerdictAt(computer), 2 * Math.ceil(computers / 4));
    }
    t.ok(
      seen.every((times) => times === 1),
      `${computers} computers`,
    );
    t.equal(record.bytes.length, DOUBLE.length * 8 + record.ints.length * 4);
    t.equal(
      record.hashed.length,
      DOUBLE.length * 8 + record.selectedAt(0) * 4,
      'what is hashed ends where the vectors begin',
    );
  }
  t.same([DOUBLE.truth, DOUBLE.gust, DOUBLE.position, DOUBLE.forceFight, DOUBLE.length], [0, 16, 19, 23, 27]);
  t.end();
});

t.test('the views of a record show the same memory, little-endian', (t) => {
  const record = new FrameRecord(4);
  record.ints[0] = 0x01020304;
  record.doubles[0] = 1;
  t.same([...record.bytes.subarray(DOUBLE.length * 8, DOUBLE.length * 8 + 4)], [4, 3, 2, 1]);
  t.same([...record.bytes.subarray(0, 8)], [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
  t.equal(record.frame, 0x01020304);
  record.ints[record.computerAt(2, COMPUTER_FIELD.command)] = (-5 & 0xffff) | (300 << 16);
  t.same([record.commandOf(2, 0), record.commandOf(2, 1), record.commandOf(1, 0)], [-5, 300, 0]);
  record.ints[record.vectorAt(3, 1) + 7] = (1 & 0xffff) | (-2 << 16);
  t.same(
    [14, 15, 0].map((quantity) => record.countAt(record.vectorAt(3, 1), quantity)),
    [1, -2, 0],
  );
  record.ints[record.computerAt(1, COMPUTER_FIELD.flags)] = COMPUTER_FLAG.good | COMPUTER_FLAG.commanded;
  t.same(
    [
      record.has(1, COMPUTER_FLAG.good),
      record.has(1, COMPUTER_FLAG.running),
      record.has(0, COMPUTER_FLAG.good),
    ],
    [true, false, false],
  );
  record.latencyUs = 77;
  const copy = new FrameRecord(4);
  copy.copyFrom(record);
  t.same([...copy.bytes], [...record.bytes]);
  t.equal(copy.latencyUs, 77);
  t.end();
});

t.test(
  "the fold changes with any bit of a computer's selection, vector and sensors, and with no other computer's",
  (t) => {
    const dice = new Dice(1);
    const record = new FrameRecord(4);
    record.ints.forEach((_, i) => (record.ints[i] = dice.int32()));
    const folded = (computer: number): string => {
      record.foldVector(computer);
      const at = record.computerAt(computer, COMPUTER_FIELD.fold);
      return record.ints.subarray(at, at + 2).join();
    };
    const before = folded(1);
    const start = record.selectedAt(1);
    const end = record.selectedAt(2);
    t.equal(end - start, 8 * 5 + 2);
    let unseen = 0;
    const seen = new Set([before]);
    for (let word = start; word < end; word++) {
      for (let bit = 0; bit < 32; bit++) {
        record.ints[word] ^= 1 << bit;
        const after = folded(1);
        if (after === before) unseen++;
        seen.add(after);
        record.ints[word] ^= 1 << bit;
      }
    }
    t.equal(unseen, 0);
    t.equal(seen.size, 1 + 42 * 32, 'and no two single bits alike');
    record.ints[start - 1] ^= 1;
    record.ints[end] ^= 1;
    t.equal(folded(1), before);
    const [a, b] = [record.ints[start], record.ints[start + 2]];
    record.ints[start] = b;
    record.ints[start + 2] = a;
    t.not(folded(1), before, 'nor does it overlook two words that changed places');
    t.end();
  },
);

t.test(
  'a computer that repeats the one before it gets the fold it would get by itself, in any order',
  (t) => {
    const dice = new Dice(7);
    const record = new FrameRecord(4);
    const words = record.selectedAt(1) - record.selectedAt(0);
    const told = new Int32Array(words + 3);
    let repeated = 0;
    let wrong = 0;
    for (let turn = 0; turn < 2000; turn++) {
      const computer = dice.between({ low: 0, high: 3 });
      // Few contents, so that neighbours often hold the same, and often all but one word of it.
      told.fill(dice.between({ low: 0, high: 1 }));
      if (dice.between({ low: 0, high: 2 }) === 0)
        told[3 + dice.between({ low: 0, high: words - 1 })] ^= 1 << dice.between({ low: 0, high: 31 });
      record.takeBeside(computer, told, 3);
      const at = record.computerAt(computer, COMPUTER_FIELD.fold);
      const [even, odd] = record.ints.subarray(at, at + 2);
      if (computer > 0 && even === record.ints[at - COMPUTER_FIELD.length]) repeated++;
      const block = record.ints.subarray(record.selectedAt(computer), record.selectedAt(computer) + words);
      if (block.some((word, i) => word !== told[3 + i])) wrong++;
      record.foldVector(computer);
      if (record.ints[at] !== even || record.ints[at + 1] !== odd) wrong++;
    }
    t.equal(wrong, 0);
    t.ok(repeated > 200, `${repeated} of them repeated the one before`);
    t.end();
  },
);

function naiveHash(computers: number, frames: readonly Uint8Array[]): string {
  const bytes = Buffer.concat([
    Buffer.from(`ironbird record ${RECORD_VERSION} computers ${computers}\n`),
    ...frames,
  ]);
  return createHash('sha256').update(bytes).digest('hex');
}

t.test("the trace hash is SHA-256 over the header and the records' bytes, however many there are", (t) => {
  for (const [computers, frames] of [
    [4, 0],
    [4, 1],
    [4, 500],
    [16, 40],
  ] as const) {
    const dice = new Dice(computers + frames);
    const hash = new TraceHash({ computers });
    const record = new FrameRecord(computers);
    const all: Uint8Array[] = [];
    for (let frame = 0; frame < frames; frame++) {
      record.ints.forEach((_, i) => (record.ints[i] = dice.int32()));
      record.doubles.forEach((_, i) => (record.doubles[i] = dice.uniform()));
      record.latencyUs = dice.uint32();
      hash.add(record);
      all.push(record.hashed.slice());
    }
    t.equal(hash.digest(), naiveHash(computers, all), `${frames} records of ${computers}`);
  }
  t.end();
});

t.test('the trace hash tells any change of a record, and takes no notice of latency', (t) => {
  const hashOf = (change: (record: FrameRecord) => void): string => {
    const hash = new TraceHash({ computers: 2 });
    const record = new FrameRecord(2);
    record.ints.fill(3);
    record.foldVector(0);
    change(record);
    hash.add(record);
    return hash.digest();
  };
  const before = hashOf(() => undefined);
  t.equal(
    hashOf((record) => (record.latencyUs = 5)),
    before,
  );
  for (const change of [
    (record: FrameRecord) => (record.doubles[26] = -0),
    (record: FrameRecord) => (record.ints[0] = 4),
    (record: FrameRecord) => (record.ints[record.computerAt(1, COMPUTER_FIELD.state)] = 4),
    (record: FrameRecord) => {
      record.ints[record.vectorAt(0, 1)] = 4;
      record.foldVector(0);
    },
  ])
    t.not(hashOf(change), before);
  const [four, five] = [4, 5].map((computers) => new TraceHash({ computers }).digest());
  t.not(four, five, 'the header says how many computers');
  t.end();
});
