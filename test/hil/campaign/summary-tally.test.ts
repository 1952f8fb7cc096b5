/**
 * The tally against a recount that keeps every result.
 */
import t from 'tap';
import type { FlightResult } from '../../../hil/campaign/flight-result.js';
import { SummaryTally, type TallySubject } from '../../../hil/campaign/summary-tally.js';
import { madeUpResult, RIGS, STRATA } from '../../support/made-up-results.js';

const SUBJECT: TallySubject = {
  campaign: 'made up',
  campaignHash: 'a'.repeat(64),
  description: '',
  seed: '7',
  planned: 500,
  rigs: [
    { name: 'tmr', periodUs: 20_000 },
    { name: 'quad', periodUs: 10_000 },
  ],
  strata: [
    { stratum: 'two-faced', expect: 'fail', why: 'three computers' },
    { stratum: 'stuck', expect: 'pass', why: '' },
    { stratum: 'babbling', expect: 'pass', why: '' },
    { stratum: 'never drawn', expect: 'fail', why: '' },
  ],
};

const END = { end: 'complete', resultsHash: 'b'.repeat(64) } as const;

function tallied(results: readonly FlightResult[]): ReturnType<SummaryTally['summary']> {
  const tally = new SummaryTally(SUBJECT);
  for (const result of results) tally.observe(result);
  return tally.summary(END);
}

t.test('every count is what a recount of all results gives', async (t) => {
  const results = Array.from({ length: 500 }, (_, index) => madeUpResult(index));
  const summary = tallied(results);
  const where = (accept: (result: FlightResult) => boolean): number => results.filter(accept).length;
  const sum = (value: (result: FlightResult) => number): number =>
    results.reduce((total, result) => total + value(result), 0);

  const failed = where(({ verdict }) => verdict === 'fail');
  const conclusive = where(({ verdict }) => verdict !== 'inconclusive');
  t.ok(failed > 0 && conclusive < 500 && failed < conclusive, 'the dice give some of each');
  t.match(summary, { flights: 500, failures: failed, inconclusive: 500 - conclusive, planned: 500 });
  t.match(summary.rate, { k: failed, n: conclusive, upper95: null });
  t.equal(
    summary.frames,
    sum(({ frames }) => frames),
  );
  t.equal(
    summary.hours.toFixed(9),
    (sum(({ frames, rig }) => frames * (rig === 'tmr' ? 0.02 : 0.01)) / 3600).toFixed(9),
  );
  for (const state of ['requested', 'applied', 'activated', 'detected', 'masked', 'wrongUnit'] as const) {
    t.equal(
      summary.faults[state],
      sum(({ faults }) => faults.filter((fault) => fault[state]).length),
      state,
    );
  }
  for (const outcome of ['met', 'missed', 'skipped', 'aborted'] as const) {
    t.equal(
      summary.deadline[outcome],
      sum(({ deadline }) => deadline[outcome]),
      outcome,
    );
  }
  t.equal(
    summary.deadline.byCause.compute,
    sum(({ deadline }) => deadline.byCause.compute),
  );
  for (const { class: name, k, n } of summary.strata) {
    t.equal(
      k,
      where(({ stratum, verdict }) => stratum === name && verdict === 'fail'),
      name,
    );
    t.equal(
      n,
      where(({ stratum, verdict }) => stratum === name && verdict !== 'inconclusive'),
      name,
    );
  }
  t.same(
    summary.strata.map((each) => each.class),
    ['babbling', 'never drawn', 'stuck', 'two-faced'],
  );
  t.same(
    summary.cells,
    RIGS.flatMap((rig) =>
      ['two-faced', 'stuck', 'babbling'].map((stratum) => {
        const of = results.filter((result) => result.rig === rig && result.stratum === stratum);
        return {
          rig,
          stratum,
          flights: of.length,
          k: of.filter(({ verdict }) => verdict === 'fail').length,
          n: of.filter(({ verdict }) => verdict !== 'inconclusive').length,
        };
      }),
    ),
  );
  t.equal(STRATA.length, 3);
  for (const { from, to, flights } of summary.missedPerFlight) {
    t.equal(
      flights,
      where(({ deadline: { missed } }) => missed >= from && missed <= to),
      `${from} … ${to}`,
    );
  }
  t.equal(
    summary.missedPerFlight.reduce((total, { flights }) => total + flights, 0),
    500,
  );
  const byMargin = [...results].sort((a, b) => a.margin - b.margin || a.index - b.index);
  t.same(summary.worst, byMargin.slice(0, 5));
  t.same(summary.firstFailures, results.filter(({ verdict }) => verdict === 'fail').slice(0, 10));
});

t.test('bins of missed frames double, and hold what their ends say', async (t) => {
  const missing = (missed: number): FlightResult => {
    const result = madeUpResult(0);
    return { ...result, deadline: { ...result.deadline, missed } };
  };
  t.same(tallied([0, 1, 2, 3, 4, 7, 8, 1000].map(missing)).missedPerFlight, [
    { from: 0, to: 0, flights: 1 },
    { from: 1, to: 1, flights: 1 },
    { from: 2, to: 3, flights: 2 },
    { from: 4, to: 7, flights: 2 },
    { from: 8, to: 15, flights: 1 },
    { from: 512, to: 1023, flights: 1 },
  ]);
});

t.test('an expectation is met, missed, or open while nothing was exercised', async (t) => {
  const of = (stratum: string, verdict: FlightResult['verdict']): FlightResult => ({
    ...madeUpResult(0),
    stratum,
    verdict,
  });
  const outcomes = (...results: FlightResult[]): string[] =>
    tallied(results).expectations.map(({ outcome }) => outcome);
  // In the order of the file: two-faced is to fail, stuck and babbling are to pass.
  t.same(outcomes(), ['open', 'open', 'open', 'open']);
  t.same(outcomes(of('two-faced', 'pass'), of('stuck', 'pass'), of('babbling', 'inconclusive')), [
    'missed',
    'met',
    'open',
    'open',
  ]);
  t.same(outcomes(of('two-faced', 'pass'), of('two-faced', 'fail'), of('stuck', 'fail')), [
    'met',
    'missed',
    'open',
    'open',
  ]);
});

t.test('nothing flown: no weakest class, and every bound says so', async (t) => {
  t.match(tallied([]), { flights: 0, weakest: null, worst: [], rate: { k: 0, n: 0, upper95: 1 } });
});

t.test('a result of a rig or class that the campaign does not have is refused', async (t) => {
  const tally = new SummaryTally(SUBJECT);
  t.throws(() => tally.observe({ ...madeUpResult(3), rig: 'penta' }), /flight 3: .* penta/);
  t.throws(() => tally.observe({ ...madeUpResult(4), stratum: 'rust' }), RangeError);
  t.equal(tally.flights, 0);
});
