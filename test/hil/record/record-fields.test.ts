import t from 'tap';
import { COMPUTER_FLAG, DOUBLE, FrameRecord } from '../../../hil/record/frame-record.js';
import { firstDifference, recordFields } from '../../../hil/record/record-fields.js';
import { HandRecord } from '../../support/hand-record.js';

t.test('every byte of a record has one name, and no two fields have the same', (t) => {
  for (const computers of [1, 2, 3, 4, 7, 16]) {
    const fields = recordFields({ computers });
    const times = new Uint8Array(new FrameRecord(computers).bytes.length);
    for (const { offset, bytes } of fields) for (let i = 0; i < bytes; i++) times[offset + i]++;
    t.ok(
      times.every((count) => count === 1),
      `${computers} computers`,
    );
    t.equal(new Set(fields.map(({ name }) => name)).size, fields.length);
  }
  t.end();
});

t.test('any one bit that differs is found, under the name of the field that it lies in', (t) => {
  const fields = recordFields({ computers: 3 });
  const recorded = new HandRecord({ computers: 3, frame: 9 });
  const flown = new HandRecord({ computers: 3, frame: 9 });
  t.equal(firstDifference(fields, { recorded, flown }), null);
  const named = new Set<string>();
  for (let byte = 0; byte < flown.bytes.length; byte++) {
    for (let bit = 0; bit < 8; bit++) {
      flown.bytes[byte] ^= 1 << bit;
      const found = firstDifference(fields, { recorded, flown });
      const owner = fields.find(({ offset, bytes }) => byte >= offset && byte < offset + bytes);
      if (found?.field !== owner?.name || found?.others !== 0) t.fail(`byte ${byte}, bit ${bit}`);
      named.add(found?.field ?? '');
      flown.bytes[byte] ^= 1 << bit;
    }
  }
  t.equal(named.size, fields.length, 'each field was named');
  t.end();
});

t.test('what differs is told in the order of the frame, in units and in words', (t) => {
  const fields = recordFields({ computers: 4 });
  const differ = (change: (record: HandRecord) => void): unknown => {
    const recorded = new HandRecord({ computers: 4, frame: 3 });
    const flown = new HandRecord({ computers: 4, frame: 3 });
    change(flown);
    return firstDifference(fields, { recorded, flown });
  };
  t.same(
    differ((record) => {
      record.doubles[DOUBLE.truth] = -0;
      record.ints[record.computerAt(2, 4)] = 1024;
      record.doubles[DOUBLE.position] = 5;
    }),
    { field: 'truth alpha', unit: 'deg', recorded: 2, flown: '-0', others: 3 },
    'the cause before what it does; a word has two counts',
  );
  t.match(
    differ((record) => (record.ints[record.computerAt(2, 4)] = (7 & 0xffff) | (1024 << 16))),
    { field: 'computer 2 command aileron', unit: 'deg', recorded: 7 / 1024, flown: 1, others: 0 },
  );
  t.match(
    differ((record) => {
      record.ints[record.vectorAt(1, 3)] = (320 & 0xffff) | (-32768 << 16);
      record.foldVector(1);
    }),
    { field: 'computer 1 vector of 3 alpha', unit: 'deg', flown: -29 },
    'not the fold that stands for it',
  );
  t.match(
    differ((record) => (record.ints[record.computerAt(0, 0)] = COMPUTER_FLAG.running | 0x4000_0000)),
    { field: 'computer 0 flags', flown: 'running 0x40000000', recorded: 'running good trusted commanded' },
  );
  t.match(
    differ((record) => record.effector(1, { voted: -32768, state: 1, outvoted: 5 })),
    { field: 'aileron voted', unit: 'deg', flown: null, others: 2 },
  );
  t.match(
    differ((record) => record.effector(1, { state: 1 })),
    { field: 'aileron state', recorded: 'following', flown: 'hold' },
  );
  t.end();
});
