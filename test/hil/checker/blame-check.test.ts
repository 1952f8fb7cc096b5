import t from 'tap';
import type { ChargedFault } from '../../../hil/checker/charge.js';
import { Judge } from '../../../hil/checker/judge.js';
import { COMPUTER_FLAG, EFFECTOR_FLAG, type FrameRecord } from '../../../hil/record/frame-record.js';
import { HandRecord } from '../../support/hand-record.js';

const frameOf = (frame: number): HandRecord => new HandRecord({ computers: 4, frame });

/** A judge who was charged with these faults and has seen these records. */
function judged(records: readonly FrameRecord[], { faults }: { faults: readonly ChargedFault[] }): Judge {
  const judge = new Judge({
    scheme: { protocol: 'om', computers: 4, faults: 1 },
    limits: { loadFactorG: [-3, 9], alphaDeg: [-10, 30], altitudeFt: [0, 60_000] },
    faults,
  });
  for (const record of records) judge.observe(record);
  return judge;
}

const chargedWith = (
  index: number,
  {
    onset = 10,
    frames = 5,
    kind = 'computer',
  }: { onset?: number; frames?: number; kind?: 'computer' | 'effector' } = {},
): ChargedFault => ({
  id: 'f',
  unit: { kind, index },
  onset,
  frames,
});

t.test(
  'a fault is detected when its own unit is blamed: outvoted, silent, or suspect to most of the good',
  (t) => {
    const detectedBy = (record: HandRecord, fault = chargedWith(2)): number =>
      judged([record], { faults: [fault] }).blame.detectedFrame[0];
    const bad = { drop: COMPUTER_FLAG.good };
    t.equal(detectedBy(frameOf(10).flag(2, bad)), -1, 'a fault nobody saw');
    t.equal(detectedBy(frameOf(10).flag(2, bad).effector(3, { outvoted: 4 })), 10, 'outvoted');
    t.equal(
      detectedBy(frameOf(10).flag(2, { drop: COMPUTER_FLAG.good | COMPUTER_FLAG.commanded })),
      10,
      'no command of it arrived',
    );
    t.equal(
      detectedBy(frameOf(10).flag(2, bad).set(0, { suspects: 4 }).set(1, { suspects: 4 })),
      10,
      'two of three good ones suspect it',
    );
    t.equal(detectedBy(frameOf(10).flag(2, bad).set(0, { suspects: 4 })), -1, 'one of three does not do');
    t.equal(
      detectedBy(frameOf(10).flag(2, bad).flag(0, bad).set(0, { suspects: 4 }).set(1, { suspects: 4 })),
      -1,
      'one of two good ones is not most of them',
    );
    t.equal(
      detectedBy(frameOf(10).flag(2, bad).set(2, { suspects: 15 })),
      -1,
      'its own word counts for nothing',
    );
    t.equal(
      detectedBy(
        frameOf(10).effector(1, { flags: EFFECTOR_FLAG.miscompares }),
        chargedWith(1, { kind: 'effector' }),
      ),
      10,
      'a surface that does not get there',
    );
    t.equal(
      detectedBy(
        frameOf(10).effector(1, { flags: EFFECTOR_FLAG.miscompares }),
        chargedWith(0, { kind: 'effector' }),
      ),
      -1,
      'another surface',
    );
    t.end();
  },
);

t.test(
  'blame counts as detection while the fault acts and five frames longer, and the first frame is kept',
  (t) => {
    const outvoted = (frame: number): HandRecord => frameOf(frame).effector(0, { outvoted: 4 });
    const detected = (frames: readonly number[]): number =>
      judged(frames.map(outvoted), { faults: [chargedWith(2)] }).blame.detectedFrame[0];
    t.same([[9], [10], [14], [19], [20], [9, 12, 13]].map(detected), [-1, 10, 14, 19, -1, 12]);
    t.equal(
      judged([outvoted(5000)], { faults: [chargedWith(2, { frames: Infinity })] }).blame.detectedFrame[0],
      5000,
    );
    t.end();
  },
);

t.test('a wrong unit is a good one that is blamed while a fault acts and that no fault has touched', (t) => {
  const wrong = (records: readonly HandRecord[], faults: ChargedFault[]): number =>
    judged(records, { faults }).blame.wrongUnitFrame[0];
  const blamed = (frame: number, id: number): HandRecord => frameOf(frame).effector(0, { outvoted: 1 << id });
  t.equal(wrong([blamed(11, 0)], [chargedWith(2)]), 11, 'a good computer outvoted');
  t.equal(wrong([blamed(11, 2)], [chargedWith(2)]), -1, 'the right one');
  t.equal(wrong([blamed(9, 0)], [chargedWith(2)]), -1, 'before the fault');
  t.equal(
    wrong([blamed(11, 0).flag(0, { drop: COMPUTER_FLAG.good })], [chargedWith(2)]),
    -1,
    'one that was not good in that frame',
  );
  t.equal(
    wrong([blamed(12, 0)], [chargedWith(2), chargedWith(0, { onset: 3, frames: 2 })]),
    -1,
    'one that has had a fault of its own',
  );
  t.equal(
    wrong([blamed(12, 0)], [chargedWith(2), chargedWith(0, { onset: 50 })]),
    12,
    'one that will have one',
  );
  t.equal(
    wrong([frameOf(11).effector(1, { flags: EFFECTOR_FLAG.miscompares })], [chargedWith(2)]),
    11,
    'a surface without a fault',
  );
  t.end();
});
