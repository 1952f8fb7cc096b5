import t from 'tap';
import { AgreementCheck } from '../../../hil/checker/agreement-check.js';
import type { ClaimedScheme, HazardLimits } from '../../../hil/checker/charge.js';
import { FrameFacts, countBits } from '../../../hil/checker/frame-facts.js';
import { Judge } from '../../../hil/checker/judge.js';
import {
  CAUSE,
  COMPUTER_FLAG,
  EFFECTOR_FLAG,
  EFFECTOR_STATE,
  OUTCOME,
  type FrameRecord,
} from '../../../hil/record/frame-record.js';
import { Dice } from '../../support/dice.js';
import { HandRecord } from '../../support/hand-record.js';

const QUAD: ClaimedScheme = { protocol: 'om', computers: 4, faults: 1 };
const LIMITS: HazardLimits = { loadFactorG: [-3, 9], alphaDeg: [-10, 30], altitudeFt: [0, 60_000] };
const frameOf = (frame: number, computers = 4): HandRecord => new HandRecord({ computers, frame });

/** A judge who has seen these records. */
function judged(records: readonly FrameRecord[], { scheme = QUAD } = {}): Judge {
  const judge = new Judge({ scheme, limits: LIMITS, faults: [] });
  for (const record of records) judge.observe(record);
  return judge;
}

const agreementOf = (record: FrameRecord, scheme = QUAD): AgreementCheck =>
  judged([record], { scheme }).agreement;

t.test('a frame in which all is well has nothing to report, and was looked at', (t) => {
  const { agreement, actuators, hazards, deadlines, frames } = judged([frameOf(0), frameOf(1)]);
  t.same(
    [agreement.ic1, agreement.ic2, agreement.commandSplits, agreement.violationsWithinBound],
    [0, 0, 0, 0],
  );
  t.same([agreement.withinBound, agreement.examined, frames], [true, 8, 2]);
  t.same([actuators.framesNotFollowed, actuators.lastNotFollowed, hazards.hazard], [0, -1, null]);
  t.equal(deadlines.summary().met, 2);
  t.end();
});

t.test(
  'IC1 is violated where good computers other than the source hold different reports, down to the last word',
  (t) => {
    t.same(agreementOf(frameOf(3).hold(1, { source: 2, content: 102, last: 9 })).ic1, 1);
    const faulty = frameOf(3).flag(2, { drop: COMPUTER_FLAG.good }).hold(1, { source: 2, content: 9 });
    const split = agreementOf(faulty);
    t.same(
      [split.ic1, split.ic2, split.ic1First, split.violationsWithinBound],
      [1, 0, 3, 1],
      'about a faulty source it is IC1 alone',
    );
    t.same(
      agreementOf(frameOf(3).hold(2, { source: 2, content: 9 })).ic1,
      0,
      'what a source holds of itself is not asked',
    );
    const byFaulty = frameOf(3).flag(1, { drop: COMPUTER_FLAG.good }).hold(1, { source: 2, content: 9 });
    t.same(agreementOf(byFaulty).ic1, 0, 'nor what a faulty computer holds');
    const everywhere = frameOf(3);
    for (let source = 0; source < 4; source++) everywhere.hold((source + 1) % 4, { source, content: 9 });
    t.equal(agreementOf(everywhere).ic1, 4, 'counted once a source');
    t.end();
  },
);

t.test('after an excursion beyond the bound the good have fifty frames to find together again', (t) => {
  const beyond = (frame: number): HandRecord =>
    frameOf(frame).flag(2, { drop: COMPUTER_FLAG.good }).flag(3, { drop: COMPUTER_FLAG.good });
  const apart = (frame: number): HandRecord => frameOf(frame).hold(1, { source: 2, content: 9 });
  const chargedAfter = (frames: number): number => {
    const quiet = Array.from({ length: frames - 1 }, (_, i) => frameOf(6 + i));
    return judged([beyond(5), ...quiet, apart(5 + frames)]).agreement.violationsWithinBound;
  };
  t.equal(chargedAfter(1), 0);
  t.equal(chargedAfter(50), 0);
  t.equal(chargedAfter(51), 2, 'IC1 and IC2');
  t.equal(agreementOf(apart(0)).violationsWithinBound, 2, 'a flight begins as one');
  t.end();
});

t.test('IC2 is violated where the good agree on what a good source did not send', (t) => {
  const alike = frameOf(5);
  for (const computer of [0, 1, 3]) alike.hold(computer, { source: 2, content: 102, last: 103 });
  const { ic1, ic2, ic2First, violationsWithinBound } = agreementOf(alike);
  t.same([ic1, ic2, ic2First, violationsWithinBound], [0, 1, 5, 1]);
  alike.flag(2, { drop: COMPUTER_FLAG.good });
  t.equal(agreementOf(alike).ic2, 0, 'a faulty source may be misheard');
  for (const odd of [0, 1, 3]) {
    const apart = agreementOf(frameOf(5).hold(odd, { source: 2, content: 9 }));
    t.same([apart.ic1, apart.ic2], [1, 1], 'one that is misheard by one violates both');
  }
  t.end();
});

t.test('without an exchange there is nothing to hold them to', (t) => {
  const alone = frameOf(0, 3).hold(1, { source: 2, content: 9 }).command(1, 8);
  const { ic1, examined, commandSplits, withinBound, violationsWithinBound } = agreementOf(alone, {
    protocol: 'tmr-no-exchange',
    computers: 3,
    faults: 1,
  });
  t.same([ic1, examined, commandSplits, withinBound, violationsWithinBound], [0, 0, 1, false, 0]);
  t.end();
});

t.test('commands split where two good computers sent different ones, in any of the four', (t) => {
  for (let place = 0; place < 4; place++) {
    const record = frameOf(6);
    record.counts[record.computerAt(3, 4) * 2 + place] = 8;
    const { commandSplits, splitFirst } = agreementOf(record);
    t.same([commandSplits, splitFirst], [1, 6], `effector ${place}`);
  }
  t.equal(
    agreementOf(frameOf(6).command(3, 8).flag(3, { drop: COMPUTER_FLAG.good })).commandSplits,
    0,
    'a faulty one may differ',
  );
  t.equal(
    agreementOf(frameOf(6).command(3, 8).flag(3, { drop: COMPUTER_FLAG.commanded })).commandSplits,
    0,
    'and one that was not heard',
  );
  t.end();
});

t.test('the bound counts every channel at fault, and a violation beyond it is not ours', (t) => {
  const bad = { drop: COMPUTER_FLAG.good };
  const sensor = { add: COMPUTER_FLAG.sensorFault };
  const twoFaced = { ...bad, add: COMPUTER_FLAG.asymmetric };
  const tmr: ClaimedScheme = { protocol: 'tmr', computers: 3, faults: 1 };
  const simplex: ClaimedScheme = { protocol: 'simplex', computers: 1, faults: 0 };
  const seven: ClaimedScheme = { protocol: 'om', computers: 7, faults: 2 };
  // biome-ignore format: a truth table is read by column
  const rows: [scheme: ClaimedScheme, record: HandRecord, inside: boolean, why: string][] = [
    [QUAD,    frameOf(0),                                             true,  'no fault'],
    [QUAD,    frameOf(0).flag(1, bad),                                true,  'one computer'],
    [QUAD,    frameOf(0).flag(1, twoFaced),                           true,  'one two-faced computer'],
    [QUAD,    frameOf(0).flag(1, sensor),                             true,  'one sensor'],
    [QUAD,    frameOf(0).flag(1, bad).flag(1, sensor),                true,  'computer and sensor of one channel'],
    [QUAD,    frameOf(0).flag(1, bad).flag(2, sensor),                false, 'of two channels'],
    [QUAD,    frameOf(0).flag(1, bad).flag(2, bad),                   false, 'two computers'],
    [seven,   frameOf(0, 7).flag(1, bad).flag(2, twoFaced),           true,  'two of seven'],
    [seven,   frameOf(0, 7).flag(1, bad).flag(2, bad).flag(6, sensor), false, 'three of seven'],
    [tmr,     frameOf(0, 3).flag(1, bad),                             true,  'one symmetric fault of a triplex'],
    [tmr,     frameOf(0, 3).flag(1, twoFaced),                        false, 'a two-faced one'],
    [tmr,     frameOf(0, 3).flag(1, bad).flag(0, bad),                false, 'two'],
    [simplex, frameOf(0, 1),                                          true,  'simplex and well'],
    [simplex, frameOf(0, 1).flag(0, sensor),                          false, 'simplex and not'],
    [{ protocol: 'om', computers: 3, faults: 1 }, frameOf(0, 3),      false, 'three computers carry no m = 1, fault or none'],
  ];
  for (const [scheme, record, inside, why] of rows) {
    t.equal(agreementOf(record, scheme).withinBound, inside, why);
    const good = [0, 1, 2, 3, 4, 5, 6].filter(
      (id) => id < scheme.computers && record.has(id, COMPUTER_FLAG.good),
    );
    if (good.length < 2) continue;
    record.command(good[1], 8);
    const { commandSplits, violationsWithinBound } = agreementOf(record, scheme);
    t.same(
      [commandSplits, violationsWithinBound],
      [1, inside ? 1 : 0],
      `${why}: a split is ${inside ? '' : 'not '}charged`,
    );
  }
  const both = judged([frameOf(0).flag(1, bad).flag(2, bad), frameOf(1)]);
  t.equal(both.agreement.withinBound, false, 'once outside, the flight was not inside throughout');
  t.end();
});

t.test('a count of violations agrees with a count by pairs, on random records', (t) => {
  const dice = new Dice(1);
  let wrong = '';
  const totals = { ic1: 0, ic2: 0, clean: 0 };
  for (let i = 0; i < 1500; i++) {
    const n = dice.pick([3, 4, 7]);
    const record = frameOf(i, n);
    for (let id = 0; id < n; id++) if (dice.uint32() % 4 === 0) record.flag(id, { drop: COMPUTER_FLAG.good });
    for (let k = dice.uint32() % 4; k > 0; k--)
      record.hold(dice.uint32() % n, { source: dice.uint32() % n, content: dice.pick([100, 101, 777]) });
    const good = Array.from({ length: n }, (_, id) => id).filter((id) => record.has(id, COMPUTER_FLAG.good));
    const held = (id: number, source: number): string =>
      record.ints.subarray(record.vectorAt(id, source), record.vectorAt(id, source) + 8).join();
    let ic1 = 0;
    let ic2 = 0;
    for (let source = 0; source < n; source++) {
      const others = good.filter((id) => id !== source);
      if (others.some((a) => others.some((b) => held(a, source) !== held(b, source)))) ic1++;
      if (
        good.includes(source) &&
        others.some(
          (id) =>
            held(id, source) !==
            Array(8)
              .fill(100 + source)
              .join(),
        )
      )
        ic2++;
    }
    const check = agreementOf(record, { protocol: 'om', computers: n, faults: 1 });
    if (check.ic1 !== ic1 || check.ic2 !== ic2)
      wrong = `record ${i}: ${check.ic1} ${check.ic2}, not ${ic1} ${ic2}`;
    totals.ic1 += ic1;
    totals.ic2 += ic2;
    if (ic1 + ic2 === 0) totals.clean++;
  }
  t.equal(wrong, '');
  t.ok(totals.ic1 > 300 && totals.ic2 > 300 && totals.clean > 300, JSON.stringify(totals));
  t.end();
});

t.test('a surface follows only if it voted the good command, moves by it, and gets there', (t) => {
  const notFollowed = (record: FrameRecord): number[] => [...judged([record]).actuators.notFollowed];
  t.same(notFollowed(frameOf(0).effector(1, { voted: 8 })), [0, 1, 0, 0], 'another vote');
  for (const state of Object.values(EFFECTOR_STATE).filter((value) => value !== EFFECTOR_STATE.following)) {
    t.same(notFollowed(frameOf(0).effector(2, { state })), [0, 0, 1, 0], `state ${state}`);
  }
  t.same(
    notFollowed(frameOf(0).effector(3, { flags: EFFECTOR_FLAG.miscompares })),
    [0, 0, 0, 1],
    'position and command apart',
  );
  t.same(notFollowed(frameOf(0).command(2, 8)), [1, 1, 1, 1], 'a split leaves nothing to follow');
  const silent = frameOf(0);
  for (const id of [0, 1, 2, 3]) silent.flag(id, { drop: COMPUTER_FLAG.commanded });
  t.same(notFollowed(silent), [1, 1, 1, 1], 'so does silence');
  t.same(
    notFollowed(frameOf(0).command(0, 8).flag(0, { drop: COMPUTER_FLAG.good })),
    [0, 0, 0, 0],
    'a faulty command that was outvoted does not',
  );
  const { actuators } = judged([
    frameOf(0),
    frameOf(1).effector(1, { voted: 8 }),
    frameOf(2),
    frameOf(3).effector(0, { voted: 8 }),
    frameOf(4),
  ]);
  t.same([actuators.framesNotFollowed, actuators.firstNotFollowed, actuators.lastNotFollowed], [2, 1, 3]);
  t.end();
});

t.test(
  'the first limit that is broken ends the flight, at the limit it does not, and a number that is none breaks all',
  (t) => {
    // biome-ignore format: a truth table is read by column
    const rows: [place: number, value: number, limit: string | null][] = [
    [0, 30, null], [0, 30.001, 'alphaDeg'], [0, -10, null], [0, -10.5, 'alphaDeg'],
    [5, 9, null],  [5, 9.1, 'loadFactorG'], [5, -3, null],  [5, -3.1, 'loadFactorG'],
    [8, 0, null],  [8, -1, 'altitudeFt'],   [8, 60_000, null], [8, 60_001, 'altitudeFt'],
    [0, NaN, 'alphaDeg'], [5, Infinity, 'loadFactorG'], [8, -Infinity, 'altitudeFt'],
    [1, 1e9, null],
  ];
    for (const [place, value, limit] of rows) {
      const judge = new Judge({ scheme: QUAD, limits: LIMITS, faults: [] });
      t.equal(judge.observe(frameOf(9).truth(place, value)), limit === null, `truth[${place}] = ${value}`);
      t.same(judge.hazards.hazard, limit === null ? null : { limit, frame: 9, value });
    }
    const judge = new Judge({ scheme: QUAD, limits: LIMITS, faults: [] });
    t.equal(judge.observe(frameOf(4).truth(0, 40)), false);
    t.equal(judge.observe(frameOf(5)), false, 'lost is lost');
    judge.observe(frameOf(6).truth(5, 20));
    t.equal(judge.hazards.hazard?.frame, 4, 'the first counts');
    t.same(judge.hazards.extremes().alphaDeg, [2, 40]);
    t.end();
  },
);

t.test(
  'DL-ACCT: met, missed, skipped and aborted add up to the frames, for the rig and for every computer',
  (t) => {
    const dice = new Dice(2);
    const outcomes = [OUTCOME.met, OUTCOME.met, OUTCOME.met, OUTCOME.met, OUTCOME.missed, OUTCOME.skipped];
    const names = ['met', 'missed', 'skipped'] as const;
    const causes = {
      [CAUSE.compute]: 'compute',
      [CAUSE.hostStall]: 'hostStall',
      [CAUSE.bus]: 'bus',
      [CAUSE.silentPeer]: 'silentPeer',
    } as const;
    const judge = new Judge({ scheme: QUAD, limits: LIMITS, faults: [] });
    const rig = { met: 0, missed: 0, skipped: 0, aborted: 0 };
    const perComputer = [0, 1, 2, 3].map(() => ({ met: 0, missed: 0, skipped: 0, aborted: 0 }));
    const byCause = { compute: 0, hostStall: 0, bus: 0, silentPeer: 0 };
    const frames = 400;
    for (let frame = 0; frame < frames; frame++) {
      const record = frameOf(frame);
      const drawn = perComputer.map(() => dice.pick(outcomes));
      const lost = frame === frames - 1;
      if (lost) record.truth(0, 99);
      drawn.forEach((outcome, id) => {
        const cause = dice.pick([CAUSE.compute, CAUSE.hostStall, CAUSE.bus, CAUSE.silentPeer]);
        record.set(id, { outcome, cause: outcome === OUTCOME.missed ? cause : CAUSE.none });
        perComputer[id][lost ? 'aborted' : names[outcome]]++;
        if (!lost && outcome === OUTCOME.missed) byCause[causes[cause]]++;
      });
      if (lost) rig.aborted++;
      else if (drawn.includes(OUTCOME.missed)) rig.missed++;
      else if (drawn.includes(OUTCOME.skipped)) rig.skipped++;
      else rig.met++;
      judge.observe(record);
    }
    const { latencyUs, ...counts } = judge.deadlines.summary();
    t.same(counts, { ...rig, byCause, perComputer });
    for (const { met, missed, skipped, aborted } of [counts, ...counts.perComputer])
      t.equal(met + missed + skipped + aborted, frames);
    t.ok(rig.met > 20 && rig.missed > 20 && rig.skipped > 20 && rig.aborted === 1, JSON.stringify(rig));
    t.same(latencyUs, { p50: 12_000, p99: 12_000, max: 12_000 });
    t.end();
  },
);

t.test('latency is that of the frames in which a command arrived', (t) => {
  const records = Array.from({ length: 100 }, (_, i) =>
    Object.assign(frameOf(i), { latencyUs: i < 50 ? 1000 : i < 98 ? 2000 : 3000 }),
  );
  records.push(Object.assign(frameOf(100), { latencyUs: -1 }));
  t.same(judged(records).deadlines.summary().latencyUs, { p50: 1000, p99: 3000, max: 3000 });
  t.equal(judged([Object.assign(frameOf(0), { latencyUs: -1 })]).deadlines.summary().latencyUs, null);
  t.end();
});

t.test('masked is a fault from whose onset on every surface followed and no limit broke', (t) => {
  const followed = [frameOf(0), frameOf(1).effector(0, { voted: 8 }), frameOf(2), frameOf(3)];
  t.same(
    [0, 1, 2, 3].map((onset) => judged(followed).masked({ onset })),
    [false, false, true, true],
  );
  t.equal(judged([...followed, frameOf(4).truth(0, 99)]).masked({ onset: 3 }), false);
  t.end();
});

t.test('the facts of a frame are the bits of its flags', (t) => {
  const facts = new FrameFacts();
  facts.read(
    frameOf(0)
      .flag(0, { drop: COMPUTER_FLAG.good })
      .flag(1, { drop: COMPUTER_FLAG.commanded })
      .flag(2, { add: COMPUTER_FLAG.sensorFault })
      .flag(3, { add: COMPUTER_FLAG.asymmetric | COMPUTER_FLAG.forging }),
  );
  t.same(
    { ...facts },
    { good: 14, commanded: 13, sensorFault: 4, asymmetric: 8, forging: 8, speaker: 2, split: false },
  );
  t.same([0, 1, 0b1011, 0xffff].map(countBits), [0, 1, 3, 16]);
  t.end();
});
