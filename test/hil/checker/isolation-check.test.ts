import t from 'tap';
import type { ChargedFault } from '../../../hil/checker/charge.js';
import { IsolationCheck } from '../../../hil/checker/isolation-check.js';
import { Judge } from '../../../hil/checker/judge.js';
import { COMPUTER_FIELD, COMPUTER_FLAG } from '../../../hil/record/frame-record.js';
import { HandRecord } from '../../support/hand-record.js';

const BAD = { drop: COMPUTER_FLAG.good };

/** A frame in which these computers hold these verdicts. */
function frame(
  number: number,
  { by = [0, 1, 2, 3], isolated = 0, disputed = 0, sensors = [] as readonly [number, number][] } = {},
): HandRecord {
  const record = new HandRecord({ computers: 4, frame: number });
  for (const id of by) {
    const at = record.computerAt(id, COMPUTER_FIELD.verdict);
    record.ints[at] = isolated;
    record.ints[at + 1] = disputed;
    for (const [channel, quantity] of sensors)
      record.ints[record.sensorVerdictAt(id) + (channel >> 1)] |= 1 << (((channel & 1) << 4) + quantity);
  }
  return record;
}

function judged(records: readonly HandRecord[], faults: readonly ChargedFault[] = []): IsolationCheck {
  const judge = new Judge({
    scheme: { protocol: 'om', computers: 4, faults: 1, isolate: true },
    limits: { loadFactorG: [-3, 9], alphaDeg: [-10, 30], altitudeFt: [0, 60_000] },
    faults,
  });
  for (const record of records) judge.observe(record);
  return judge.isolation as IsolationCheck;
}

function sensorFault(channel: number, quantities: readonly number[], onset = 0): ChargedFault {
  return { id: 'f', unit: { kind: 'computer', index: channel }, quantities, onset, frames: Infinity };
}

void t.test('a verdict that one good computer alone does not hold is a split, whichever part of it', (t) => {
  for (const verdict of [{ isolated: 4 }, { isolated: 4 << 16 }, { disputed: 3 }, { disputed: 4 << 16 }]) {
    for (const odd of [0, 3]) {
      const by = [0, 1, 2, 3].filter((id) => id !== odd);
      const found = judged([frame(0), frame(1, { ...verdict, by }), frame(2, verdict)]);
      t.strictSame(
        [found.verdictSplits, found.splitFirst, found.examined],
        [1, 1, 3],
        JSON.stringify(verdict),
      );
    }
  }
  const sensors: [number, number][] = [[3, 15]];
  t.equal(judged([frame(0, { sensors, by: [0, 1] })]).verdictSplits, 1);
  t.equal(judged([frame(0, { sensors })]).verdictSplits, 0);
  t.end();
});

void t.test('a bad computer, and one that does not trust its state yet, may hold what they like', (t) => {
  const odd = { by: [0, 1, 2], isolated: 8 };
  t.equal(judged([frame(0, odd).flag(3, BAD)]).verdictSplits, 0);
  t.equal(judged([frame(0, odd).flag(3, { drop: COMPUTER_FLAG.trusted })]).verdictSplits, 0);
  const alone = frame(0);
  for (const id of [1, 2, 3]) alone.flag(id, BAD);
  t.equal(judged([alone]).examined, 0, 'and one alone cannot differ');
  t.end();
});

void t.test('who was ever at fault may be isolated, then or later; who never was may not', (t) => {
  const later = [frame(0).flag(2, BAD), frame(1), frame(2, { isolated: 4 })];
  t.equal(judged(later).goodIsolated, 0);
  const other = judged([frame(0).flag(2, BAD), frame(1, { isolated: 2 }), frame(2, { isolated: 2 })]);
  t.strictSame(
    [other.goodIsolated, other.goodIsolatedFirst, other.violationsWithinBound],
    [1, 1, 1],
    'counted once, when it was done',
  );
  const early = judged([frame(0, { isolated: 4 }), frame(1, { isolated: 4 }).flag(2, BAD)]);
  t.equal(early.goodIsolated, 1, 'not for what it did only afterwards');
  t.end();
});

void t.test('a fault of one sensor clears neither its neighbours nor its computer to be isolated', (t) => {
  const faults = [sensorFault(1, [0])];
  const bad = { add: COMPUTER_FLAG.sensorFault };
  const isolated = (what: Parameters<typeof frame>[1]): number =>
    judged([frame(0).flag(1, bad), frame(1, what).flag(1, bad)], faults).goodIsolated;
  t.equal(isolated({ sensors: [[1, 0]] }), 0);
  t.equal(isolated({ sensors: [[1, 1]] }), 1);
  t.equal(isolated({ sensors: [[0, 0], [1, 0], [1, 15]] }), 2); // biome-ignore format: one row
  t.equal(isolated({ isolated: 2 }), 1);
  const every = [
    sensorFault(
      1,
      Array.from({ length: 16 }, (_, q) => q),
    ),
  ];
  t.equal(judged([frame(0, { isolated: 2 })], every).goodIsolated, 0, 'all of them are the channel');
  t.equal(judged([frame(5, { sensors: [[1, 0]] })], [sensorFault(1, [0], 6)]).goodIsolated, 1, 'not before');
  t.end();
});

void t.test('the bound looks back: one channel now and another later are two', (t) => {
  const wrong = frame(9, { isolated: 8 });
  t.equal(judged([frame(0).flag(0, BAD), frame(1).flag(0, BAD), wrong]).violationsWithinBound, 1);
  const two = judged([frame(0).flag(0, BAD), frame(1).flag(1, BAD), wrong]);
  t.strictSame([two.goodIsolated, two.violationsWithinBound, two.withinBound], [1, 0, false]);
  const mixed = judged([frame(0).flag(0, BAD), frame(1)], [sensorFault(2, [4], 1)]);
  t.equal(mixed.withinBound, false, 'a sensor of another channel counts as well');
  t.equal(judged([frame(0).flag(0, BAD), frame(1)], [sensorFault(0, [4], 1)]).withinBound, true);
  t.end();
});
