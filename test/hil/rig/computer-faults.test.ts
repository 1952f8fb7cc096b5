/**
 * Faults inside a computer and of its clock and supply, in the closed loop: what each changes in the record of its
 * first frame, against the same flight without it, and what it costs the others, which is nothing.
 */
import t from 'tap';
import { QUANTITY } from '../../../firmware/icd/quantities.js';
import { COMPUTER_FIELD, COMPUTER_FLAG, FrameRecord, OUTCOME } from '../../../hil/record/frame-record.js';
import { fly, type FlightReport } from '../../../hil/rig/fly.js';
import { parseRig } from '../../support/rigs.js';

const ONSET = 60;
const STRUCK = 1;

function rig(fault: string, more = ''): string {
  const faults = fault === '' ? '' : `faults:\n  - { ${fault}, onset: ${ONSET} }`;
  return `name: test\nscheme: { protocol: om, computers: 4, faults: 1 }\nturbulence: light\npilot: [{ at: 1, stickPitch: 0.2 }]\ndurationS: 4\n${more}\n${faults}`;
}

/** A flight, and the record of the frame in which the fault begins, or of another. */
async function flown(
  yaml: string,
  keep = ONSET,
): Promise<{ report: FlightReport; record: FrameRecord; records: FrameRecord[] }> {
  const records: FrameRecord[] = [];
  const report = await fly(parseRig(yaml), {
    seed: '3',
    replay: '',
    onFrame: (record) => {
      const copy = new FrameRecord(record.computers);
      copy.copyFrom(record);
      records.push(copy);
    },
  });
  return { report, record: records[keep], records };
}

const STATE = COMPUTER_FIELD.state;

/** What is not as in the other record, by name; the flags say who is at fault and are left out. */
function differences(record: FrameRecord, other: FrameRecord): string[] {
  const found: string[] = [];
  const n = record.computers;
  const compare = (name: string, at: number, words: number): void => {
    for (let i = 0; i < words * 2; i++) {
      const [count, was] = [record.counts[at * 2 + i], other.counts[at * 2 + i]];
      if (count !== was) found.push(`${name}.${i} ${(count ^ was) & 0xffff}`);
    }
  };
  for (let id = 0; id < n; id++) {
    compare(`${id} command`, record.computerAt(id, COMPUTER_FIELD.command), 2);
    compare(`${id} sent`, record.computerAt(id, COMPUTER_FIELD.sent), 8);
    compare(`${id} state`, record.computerAt(id, STATE), 4);
    compare(`${id} selected`, record.selectedAt(id), 8);
    for (let source = 0; source < n; source++) compare(`${id} of ${source}`, record.vectorAt(id, source), 8);
  }
  return found;
}

void t.test('a bit that flips inside one computer is one bit, there and nowhere else', async (t) => {
  const { record: usual, records: all } = await flown(rig(''));
  const rows = [
    {
      fault: 'mode: upset-vector, source: 2, quantity: beta, bit: 9',
      first: `1 of 2.${QUANTITY.beta} 512`,
      then: /^1 (selected|command|state)/,
    },
    {
      fault: 'mode: upset-register, quantity: pitchRate, bit: 3',
      first: `1 selected.${QUANTITY.pitchRate} 8`,
      then: /^1 (command|state)/,
    },
    { fault: 'mode: upset-law, word: 2, bit: 5', first: '1 state.4 32', then: /^$/ },
    { fault: 'mode: upset-law, word: 0, bit: 17', first: '1 state.1 2', then: /^$/ },
  ];
  for (const { fault, first, then } of rows) {
    const { record, report } = await flown(rig(`target: computer/${STRUCK}, ${fault}`));
    const found = differences(record, usual);
    t.ok(found.includes(first), `${fault}: ${found.join(', ')}`);
    t.same(
      found.filter((line) => line !== first && !then.test(line)),
      [],
      'what follows from it follows in the same computer',
    );
    t.equal(report.faults[0].activatedFrame, ONSET);
    t.equal(report.document.verdict, 'pass');
  }
  const burst = `target: computer/1, mode: upset-law, word: 2, bit: 5, duty: { activeFrames: 2, cycleFrames: 20 }`;
  const { records } = await flown(rig(burst));
  t.same(
    differences(records[ONSET + 20], all[ONSET + 20]),
    ['1 state.4 32'],
    'it flips again in the next burst',
  );
});

void t.test(
  'a common error is the same in all that have it, and is none of the fault of the others',
  async (t) => {
    const { record: usual } = await flown(rig(''));
    for (const ids of [[1], [1, 2], [1, 0, 2, 3]]) {
      const also = ids.length === 1 ? '' : `, also: [${ids.slice(1).join(', ')}]`;
      const fault = `target: computer/1, mode: wrong-output, effector: rudder, offset: 700${also}`;
      const { record, report } = await flown(rig(fault));
      for (let id = 0; id < 4; id++) {
        const wrong = ids.includes(id) ? 700 : 0;
        t.equal(record.commandOf(id, 2) - usual.commandOf(id, 2), wrong, `rudder of ${id}`);
        for (const effector of [0, 1, 3])
          t.equal(record.commandOf(id, effector), usual.commandOf(id, effector));
        t.equal(record.has(id, COMPUTER_FLAG.good), !ids.includes(id));
      }
      const { withinBound } = report.document.agreement;
      t.equal(withinBound, ids.length === 1, 'more than one is beyond what a quad is built for, and says so');
      t.equal(report.document.faults[0].masked, ids.length === 1);
    }
    const ramp = await flown(rig('target: computer/1, mode: wrong-output, offset: 1000, rampFrames: 10'));
    const { records } = await flown(rig(''));
    t.same(
      [0, 5, 10, 15].map((k) => ramp.records[ONSET + k].commandOf(1, 0) - records[ONSET + k].commandOf(1, 0)),
      [0, 500, 1000, 1000],
      'it grows where it is told to',
    );
  },
);

void t.test('a wrong default is taken only where there is no report', async (t) => {
  const alone = 'target: computer/1, mode: wrong-default, quantity: alpha, value: 777';
  t.equal((await flown(rig(alone))).report.document.faults[0].activated, false, 'every computer reports');
  const gone = `id: gone, target: supply/3, mode: off, onset: ${ONSET}, frames: 5 }\n  - { ${alone}`;
  const { record, report } = await flown(rig(gone));
  t.equal(record.countAt(record.vectorAt(1, 3), QUANTITY.alpha), 777);
  t.equal(record.countAt(record.vectorAt(0, 3), QUANTITY.alpha), -32768, 'the others hold none');
  t.equal(
    record.countAt(record.vectorAt(1, 0), QUANTITY.alpha),
    record.countAt(record.vectorAt(0, 0), QUANTITY.alpha),
  );
  t.equal(report.document.faults[1].activated, true);
});

void t.test(
  'who is late, and why: a clock that is ahead misses, one that is behind comes late',
  async (t) => {
    const rows = [
      // It jumps past the start of its frame while it is still busy with the last one.
      { fault: 'target: clock/1, mode: step, byUs: 9000', missed: 139, skipped: 1, cause: 'bus' },
      { fault: 'target: clock/1, mode: step, byUs: -9000', missed: 140, cause: 'compute' },
      { fault: 'target: clock/1, mode: step, byUs: 20', missed: 0, cause: 'bus' },
      { fault: 'target: clock/1, mode: stuck', missed: 140, cause: 'silentPeer' },
      { fault: 'target: clock/1, mode: two-faced, toUs: { 3: 9000 }', missed: 140, cause: 'bus' },
      { fault: 'target: computer/1, mode: fail-silent', missed: 140, cause: 'silentPeer' },
      { fault: 'target: computer/1, mode: fail-silent, to: [0, 2, 3]', missed: 0, cause: 'silentPeer' },
      { fault: 'target: link/1/2, mode: reorder', missed: 140, cause: 'bus' },
      { fault: 'target: link/1/*, mode: stall, frames: 10', missed: 10, cause: 'bus' },
    ] as const;
    for (const { fault, missed, cause, ...more } of rows) {
      const skipped = 'skipped' in more ? more.skipped : 0;
      const { report, records } = await flown(rig(fault));
      const outcomes = (id: number): number =>
        records.filter((record) => record.ints[record.computerAt(id, COMPUTER_FIELD.outcome)] !== OUTCOME.met)
          .length;
      t.equal(outcomes(STRUCK), missed + skipped, fault);
      for (const id of [0, 2, 3]) t.equal(outcomes(id), 0, 'and nobody else is charged');
      const { deadline, frames, verdict } = report.document;
      t.equal(deadline.byCause[cause], missed);
      t.equal(deadline.met + deadline.missed + deadline.skipped + deadline.aborted, frames);
      t.equal(verdict, 'pass');
    }
  },
);

void t.test('faults of ways are the same on the wires’ bytes, draws and all', async (t) => {
  const ways = [
    'target: link/1/*, mode: corruption, bits: 3',
    'target: link/1/2, mode: wrong-content',
    'target: link/1/2, mode: jitter, jitterUs: 12000',
    'target: link/1/*, mode: reorder',
    'target: link/1/*, mode: retained',
    'target: link/1/2, mode: masquerade, as: 3',
    'target: computer/1, mode: babble',
    'target: computer/1, mode: replay',
    'target: computer/1, mode: late, factor: 2, jitterUs: 3000',
  ];
  for (const fault of ways) {
    const hash = async (bus: string): Promise<string> =>
      (await flown(rig(fault, `bus: { kind: ${bus} }`))).report.document.traceHash;
    t.equal(await hash('memory'), await hash('encoded'), fault);
  }
});

void t.test(
  'noise costs line time: nobody is late where there is some to spare, some are where not',
  async (t) => {
    for (const { baud, disturbed } of [
      { baud: 4_000_000, disturbed: false },
      { baud: 1_000_000, disturbed: true },
    ]) {
      const bus = `bus: { kind: encoded, baud: ${baud} }`;
      const { deadline, agreement, frames } = (await flown(rig('target: computer/1, mode: babble', bus)))
        .report.document;
      t.equal(deadline.byCause.bus > 0, disturbed, `${baud} baud: ${deadline.byCause.bus} late`);
      t.equal(
        agreement.withinBound,
        !disturbed,
        'a good computer that the lines make late is not counted as good',
      );
      t.equal(deadline.met + deadline.missed + deadline.skipped + deadline.aborted, frames);
    }
  },
);
