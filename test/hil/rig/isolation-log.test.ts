import t from 'tap';
import { COMPUTER_FIELD, COMPUTER_FLAG } from '../../../hil/record/frame-record.js';
import { faultsCarried, IsolationLog } from '../../../hil/rig/isolation-log.js';
import { HandRecord } from '../../support/hand-record.js';

interface Held {
  readonly isolated?: number;
  readonly probation?: number;
  readonly disputed?: number;
  readonly suspects?: number;
  readonly sensor?: readonly [number, number];
}

function frame(
  number: number,
  { isolated = 0, probation = 0, disputed = 0, suspects = 0, sensor }: Held,
): HandRecord {
  const record = new HandRecord({ computers: 4, frame: number });
  for (let id = 0; id < 4; id++) {
    const at = record.computerAt(id, COMPUTER_FIELD.verdict);
    record.ints[at] = isolated | (sensor === undefined ? 0 : 1 << (16 + sensor[0]));
    record.ints[at + 1] = disputed | (probation << 16);
    record.set(id, { suspects });
    if (isolated !== 0) record.flag(id, { add: COMPUTER_FLAG.belowBound });
    if (sensor === undefined) continue;
    const [channel, quantity] = sensor;
    record.ints[record.sensorVerdictAt(id) + (channel >> 1)] |= 1 << (((channel & 1) << 4) + quantity);
  }
  return record;
}

/** `frame: unit state, left` of every event. */
function told(frames: readonly Held[]): string[] {
  const log = new IsolationLog({ computers: 4 });
  frames.forEach((held, i) => {
    log.observe(frame(i, held));
  });
  return log.events.map(
    ({ frame: at, channel, sensor, state, channelsLeft, belowBound }) =>
      `${at}: ${sensor === null ? '' : `${sensor} of `}${channel} ${state}, ${channelsLeft}${belowBound ? ' below' : ''}`,
  );
}

void t.test('each change is told once, in the frame in which it happened, with what is left', (t) => {
  t.strictSame(told([{}, {}]), []);
  t.strictSame(told([{}, { suspects: 4 }, { suspects: 4 }, { isolated: 4, suspects: 4 }, { isolated: 4 }]), [
    '1: 2 suspected, 4',
    '3: 2 isolated, 3 below',
  ]);
  t.strictSame(told([{ disputed: 9 }, { disputed: 9 }]), ['0: 0 disputed, 4', '0: 3 disputed, 4']);
  t.strictSame(told([{ isolated: 4 }, { isolated: 4, probation: 4 }, {}, { isolated: 4 }, { isolated: 5 }]), [
    '0: 2 isolated, 3 below',
    '1: 2 probation, 3 below',
    '2: 2 readmitted, 4',
    '3: 2 out, 3 below',
    '4: 0 isolated, 2 below',
  ]);
  t.strictSame(
    told([{ isolated: 4, probation: 4 }, { isolated: 4 }]).at(-1),
    '1: 2 isolated, 3 below',
    'fails its probation',
  );
  t.strictSame(told([{ sensor: [1, 0] }, { sensor: [1, 0], isolated: 8 }, { sensor: [1, 0], isolated: 8 }]), [
    '0: alpha of 1 isolated, 3',
    '1: 3 isolated, 3 below',
  ]);
  t.end();
});

void t.test('a bad computer, or one that does not trust its state, is not asked', (t) => {
  const log = new IsolationLog({ computers: 4 });
  const record = frame(0, { isolated: 4 });
  record.ints[record.computerAt(2, COMPUTER_FIELD.verdict)] = 0;
  log.observe(record.flag(0, { drop: COMPUTER_FLAG.good }).flag(1, { drop: COMPUTER_FLAG.trusted }));
  t.strictSame(log.events, [], 'computer 2 is the first that is asked');
  t.end();
});

void t.test('what so many channels carry', (t) => {
  const om = { protocol: 'om', computers: 7, faults: 2 } as const;
  t.strictSame(
    [7, 6, 5, 4, 3, 2].map((left) => faultsCarried(om, left)),
    [2, 1, 1, 1, 0, 0],
  );
  const tmr = { protocol: 'tmr', computers: 3, faults: 1 } as const;
  t.strictSame(
    [4, 3, 2, 1].map((left) => faultsCarried(tmr, left)),
    [1, 1, 0, 0],
  );
  t.end();
});
