/**
 * The judge where one commands and others stand by: what is set aside is no disagreement, and the two bounds.
 */
import t from 'tap';
import { AgreementCheck } from '../../../hil/checker/agreement-check.js';
import { ActuatorCheck } from '../../../hil/checker/actuator-check.js';
import type { ClaimedScheme } from '../../../hil/checker/charge.js';
import { FrameFacts } from '../../../hil/checker/frame-facts.js';
import { COMPUTER_FLAG } from '../../../hil/record/frame-record.js';
import { HandRecord } from '../../support/hand-record.js';

const { good, commanded, aside, sensorFault } = COMPUTER_FLAG;

function factsOf(record: HandRecord): FrameFacts {
  const facts = new FrameFacts();
  facts.read(record);
  return facts;
}

function withinBound(scheme: ClaimedScheme, record: HandRecord): boolean {
  const check = new AgreementCheck(scheme);
  check.observe(record, factsOf(record));
  return check.withinBound;
}

t.test('a command that is set aside splits nothing, one that is not does', (t) => {
  const record = new HandRecord({ computers: 2, frame: 0 }).command(1, 99);
  t.equal(factsOf(record).split, true);
  record.flag(1, { add: aside });
  const facts = factsOf(record);
  t.same([facts.split, facts.speaker, facts.commanded], [false, 0, 0b11], 'it did arrive');
  const surfaces = new ActuatorCheck();
  surfaces.observe(record, facts);
  t.equal(surfaces.framesNotFollowed, 0);
  record.flag(0, { add: aside }).flag(1, { drop: aside });
  const swapped = factsOf(record);
  t.equal(swapped.speaker, 1);
  surfaces.observe(record, swapped);
  t.equal(surfaces.framesNotFollowed, 1, 'the surfaces went on following 0');
  t.end();
});

t.test('IC1 and IC2 are not asked where computers read for themselves', (t) => {
  const scheme: ClaimedScheme = { protocol: 'com-mon', computers: 4, faults: 1 };
  const record = new HandRecord({ computers: 4, frame: 0 }).hold(1, { source: 2, content: 9 });
  const check = new AgreementCheck(scheme);
  check.observe(record, factsOf(record));
  t.same([check.ic1, check.ic2, check.examined, check.withinBound], [0, 0, 0, true]);
  t.end();
});

t.test('backups hold computers that stop, and no other fault', (t) => {
  const two: ClaimedScheme = { protocol: 'primary-backup', computers: 2, faults: 1 };
  const three: ClaimedScheme = { protocol: 'primary-backup', computers: 3, faults: 2 };
  const frame = (computers: number): HandRecord => new HandRecord({ computers, frame: 0 });
  // biome-ignore format: rows are read in columns
  const rows: [ClaimedScheme, HandRecord, boolean, string][] = [
    [two,   frame(2),                                                                    true,  'all well'],
    [two,   frame(2).flag(0, { drop: good | commanded }),                                true,  'one stopped'],
    [two,   frame(2).flag(0, { drop: good | commanded }).flag(1, { drop: good | commanded }), false, 'both stopped'],
    [three, frame(3).flag(0, { drop: good | commanded }).flag(1, { drop: good | commanded }), true,  'two of three stopped'],
    [two,   frame(2).flag(0, { drop: good }),                                            false, 'one wrong, and it speaks'],
    [two,   frame(2).flag(1, { drop: good, add: aside }),                                false, 'one wrong that only stands by: it may trip'],
    [two,   frame(2).flag(1, { add: sensorFault }),                                      false, 'a sensor at fault'],
    [{ ...two, faults: 0 }, frame(2).flag(0, { drop: good | commanded }),                false, 'built for none'],
    [{ ...two, faults: 2 }, frame(2),                                                    false, 'no two of two'],
  ];
  for (const [scheme, record, want, what] of rows) t.equal(withinBound(scheme, record), want, what);
  t.end();
});

t.test('pairs hold m computers at fault in any way, but not both halves of one pair', (t) => {
  const four: ClaimedScheme = { protocol: 'com-mon', computers: 4, faults: 1 };
  const six: ClaimedScheme = { protocol: 'com-mon', computers: 6, faults: 2 };
  const bad = (computers: number, ...ids: number[]): HandRecord =>
    ids.reduce((record, id) => record.flag(id, { drop: good }), new HandRecord({ computers, frame: 0 }));
  // biome-ignore format: rows are read in columns
  const rows: [ClaimedScheme, HandRecord, boolean, string][] = [
    [four, bad(4),                                                       true,  'all well'],
    [four, bad(4, 0),                                                    true,  'a com, wrong and speaking'],
    [four, bad(4).flag(3, { add: sensorFault }),                         true,  'a monitor with a bad sensor'],
    [four, bad(4, 0, 2),                                                 false, 'one in either pair'],
    [six,  bad(6, 0, 2),                                                 true,  'one in each of two, a third is left'],
    [six,  bad(6, 2, 3),                                                 false, 'both halves of a pair may be wrong alike'],
    [six,  bad(6, 0, 3, 4),                                              false, 'one in each of three'],
    [{ ...four, computers: 2 }, bad(2),                                  false, 'one pair has none to follow it'],
  ];
  for (const [scheme, record, want, what] of rows) t.equal(withinBound(scheme, record), want, what);
  t.end();
});
