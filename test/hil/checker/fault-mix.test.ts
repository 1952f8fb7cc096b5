/**
 * The bounds of signed messages and of the hybrid algorithm, as the judge reads them off a record.
 */
import t from 'tap';
import { AgreementCheck } from '../../../hil/checker/agreement-check.js';
import type { ClaimedScheme } from '../../../hil/checker/charge.js';
import { FrameFacts } from '../../../hil/checker/frame-facts.js';
import { CAUSE, COMPUTER_FLAG, OUTCOME } from '../../../hil/record/frame-record.js';
import { HandRecord } from '../../support/hand-record.js';

function frameOf(frame: number, computers: number): HandRecord {
  return new HandRecord({ frame, computers });
}

function agreementOf(record: HandRecord, scheme: ClaimedScheme): AgreementCheck {
  const facts = new FrameFacts();
  const check = new AgreementCheck(scheme);
  facts.read(record);
  check.observe(record, facts);
  return check;
}

type BoundRow = [scheme: ClaimedScheme, record: HandRecord, inside: boolean, why: string];

function signedRows(): BoundRow[] {
  const of = (
    signatures: 'ed25519' | 'siphash' | 'hmac' | 'crc',
    computers = 3,
    faults = 1,
  ): ClaimedScheme => ({
    protocol: 'sm',
    computers,
    faults,
    signatures,
  });
  const bad = { drop: COMPUTER_FLAG.good };
  const twoFaced = { ...bad, add: COMPUTER_FLAG.asymmetric };
  const forging = { ...bad, add: COMPUTER_FLAG.asymmetric | COMPUTER_FLAG.forging };
  // biome-ignore format: a truth table is read by column
  return [
    [of('siphash'),       frameOf(0, 3),                                true,  'a signed triplex'],
    [of('siphash'),       frameOf(0, 3).flag(1, twoFaced),              true,  'and a two-faced computer'],
    [of('siphash'),       frameOf(0, 3).flag(1, twoFaced).flag(2, bad), false, 'and two'],
    [of('siphash'),       frameOf(0, 3).flag(1, forging),               false, 'a forger, who has the keys'],
    [of('crc'),           frameOf(0, 3).flag(1, forging),               false, 'a forger, where there are none'],
    [of('crc'),           frameOf(0, 3).flag(1, twoFaced),              true,  'a checksum that nobody forges'],
    [of('ed25519'),       frameOf(0, 3).flag(1, forging),               true,  'a forger without the keys'],
    [of('hmac', 4),       frameOf(0, 4).flag(1, bad),                   true,  'a vector and a symmetric fault'],
    [of('hmac', 4),       frameOf(0, 4).flag(1, twoFaced),              false, 'a vector is not transferable'],
    [of('siphash', 4, 2), frameOf(0, 4),                                false, 'two of four: agreement holds, the vote does not'],
    [of('siphash', 5, 2), frameOf(0, 5).flag(1, twoFaced).flag(2, bad), true,  'two of five'],
    [{ protocol: 'sm', computers: 3, faults: 1 }, frameOf(0, 3),        false, 'signed with nobody knows what'],
  ];
}

function hybridRows(): BoundRow[] {
  const five: ClaimedScheme = { protocol: 'omh', computers: 5, faults: 1 };
  const six: ClaimedScheme = { protocol: 'omh', computers: 6, faults: 1 };
  const seven: ClaimedScheme = { protocol: 'omh', computers: 7, faults: 2 };
  const { good, running, asymmetric, benign, symmetric, sensorFault } = COMPUTER_FLAG;
  const a = { drop: good, add: asymmetric };
  const b = { drop: good, add: benign };
  const s = { drop: good, add: symmetric };
  const stopped = { drop: good | running };
  const unsaid = { drop: good };
  const sensor = { add: sensorFault };
  const late = (record: HandRecord, id: number, cause: number): HandRecord =>
    record.flag(id, unsaid).set(id, { outcome: OUTCOME.missed, cause });
  // biome-ignore format: a truth table is read by column
  return [
    [five,  frameOf(0, 5),                                         true,  'five, OMH(1)'],
    [five,  frameOf(0, 5).flag(1, a),                              true,  'one asymmetric'],
    [five,  frameOf(0, 5).flag(1, a).flag(2, b),                   true,  'and one benign: 5 > 2 + 1 + 1'],
    [five,  frameOf(0, 5).flag(1, s).flag(2, b),                   true,  'one symmetric and one benign'],
    [five,  frameOf(0, 5).flag(1, sensor).flag(2, stopped),        true,  'one sensor and one that stopped'],
    [five,  frameOf(0, 5).flag(1, b).flag(2, b).flag(3, b),        true,  'three benign: 5 > 3 + 1'],
    [five,  frameOf(0, 5).flag(1, b).flag(2, b).flag(3, b).flag(4, b), false, 'four'],
    [five,  frameOf(0, 5).flag(1, a).flag(2, s),                   false, 'one asymmetric and one symmetric'],
    [five,  frameOf(0, 5).flag(1, a).flag(2, unsaid),              false, 'what is not explained counts as asymmetric'],
    [six,   frameOf(0, 6).flag(1, a).flag(2, a),                   false, 'two asymmetric, however many computers: a ≤ m'],
    [six,   frameOf(0, 6).flag(1, s).flag(2, s),                   true,  'two symmetric: 6 > 4 + 1'],
    [seven, frameOf(0, 7).flag(1, a).flag(2, a),                   true,  'two asymmetric with two relay rounds'],
    [five,  late(frameOf(0, 5).flag(1, b), 2, CAUSE.compute),      true,  'one late and one benign'],
    [five,  late(frameOf(0, 5).flag(1, a), 2, CAUSE.compute),      false, 'late is early enough for somebody'],
    [five,  late(frameOf(0, 5).flag(1, a), 2, CAUSE.silentPeer),   true,  'silent is silent to all'],
    [five,  frameOf(0, 5).flag(1, a).flag(2, unsaid).set(2, { outcome: OUTCOME.skipped }), true, 'and so is a skipped frame'],
  ];
}

t.test(
  'the bound of each record is the one worked out beside it, and violations are charged inside it only',
  (t) => {
    for (const [scheme, record, inside, why] of [...signedRows(), ...hybridRows()]) {
      t.equal(agreementOf(record, scheme).withinBound, inside, `${scheme.protocol}: ${why}`);
      const good = Array.from({ length: scheme.computers }, (_, id) => id).filter((id) =>
        record.has(id, COMPUTER_FLAG.good),
      );
      if (good.length < 2) continue;
      record.hold(good[1], { source: good[0], content: -1 });
      const { ic2, violationsWithinBound } = agreementOf(record, scheme);
      t.equal(ic2, 1, `${why}: a good source is not believed`);
      t.equal(violationsWithinBound > 0, inside, `${why}: that is ${inside ? '' : 'not '}charged`);
    }
    t.end();
  },
);
