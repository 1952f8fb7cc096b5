/**
 * What may be said of a campaign in a sentence, and how figures are written.
 */
import t from 'tap';
import { clopperPearson95, rateOf } from '../../../hil/campaign/statistics.js';
import type { CampaignSummary, Expectation } from '../../../hil/campaign/summary.js';
import { percent, percentRange, plain } from '../../../hil/report/figures.js';
import { outcomeOf } from '../../../hil/report/outcome.js';
import { summaryOf } from '../../support/flown-campaign.js';

type Row = readonly [stratum: string, expect: 'pass' | 'fail', k: number, n: number];

function campaign(rows: readonly Row[]): CampaignSummary {
  const k = rows.reduce((sum, row) => sum + row[2], 0);
  const n = rows.reduce((sum, row) => sum + row[3], 0);
  return {
    ...summaryOf([], []),
    flights: n,
    failures: k,
    rate: rateOf({ k, n }),
    cells: rows.map(([stratum, , k, n]) => ({ rig: 'quad', stratum, k, n, flights: n })),
    expectations: rows.map(([stratum, expect, k, n]): Expectation => {
      const outcome = n === 0 ? 'open' : k > 0 === (expect === 'fail') ? 'met' : 'missed';
      return { stratum, expect, why: '', outcome };
    }),
  };
}

const said = (rows: readonly Row[]): string => outcomeOf(campaign(rows)).sentences.join(' ');

void t.test(
  'held where every class did as expected, violated where one did not, inconclusive where none could',
  async (t) => {
    t.equal(outcomeOf(campaign([['stuck', 'pass', 0, 10]])).word, 'held');
    t.equal(
      outcomeOf(
        campaign([
          ['stuck', 'pass', 0, 10],
          ['lying', 'fail', 3, 10],
        ]),
      ).word,
      'held',
    );
    t.equal(outcomeOf(campaign([['stuck', 'pass', 1, 10]])).word, 'violated');
    t.equal(
      outcomeOf(
        campaign([
          ['stuck', 'pass', 0, 10],
          ['lying', 'fail', 0, 10],
        ]),
      ).word,
      'violated',
    );
    t.equal(
      outcomeOf(
        campaign([
          ['stuck', 'pass', 0, 10],
          ['lying', 'fail', 0, 0],
        ]),
      ).word,
      'held',
    );
    t.equal(outcomeOf(campaign([['stuck', 'pass', 0, 0]])).word, 'inconclusive');
  },
);

void t.test(
  'at zero failures the one-sided limit is claimed, otherwise the interval; expected failures are apart',
  async (t) => {
    const zero = said([
      ['stuck', 'pass', 0, 1000],
      ['lying', 'fail', 900, 1000],
    ]);
    // 1 − 0.05^(1/1000) = 0.002991; two-sided 1 − 0.025^(1/1000) = 0.003682
    t.match(
      zero,
      /^None of the 1,000 flights that had to hold failed: with 95 % confidence at most 0\.30.% of/,
    );
    t.match(zero, /two-sided Clopper-Pearson 0.….0\.37.%\)/);
    t.match(zero, /Where failures are expected, 900 of 1,000 flights failed\./);
    // Clopper & Pearson for 3 of 100: 0.6230 … 8.518 %
    t.match(
      said([['stuck', 'pass', 3, 100]]),
      /^3 of 100 flights .* 3\.0.%, 95 % confidence 0\.62.….8\.5.% \(/,
    );
  },
);

void t.test(
  'the weakest is the class of which least can be claimed, which a hardly flown one may be',
  async (t) => {
    const rows: Row[] = [
      ['often', 'pass', 3, 1000],
      ['hardly', 'pass', 0, 5],
      ['lying', 'fail', 9, 10],
    ];
    t.match(said(rows), /Weakest among them is “hardly” on quad: 0 of 5 failed, at most 45.%/);
    t.ok(clopperPearson95({ k: 0, n: 5 })[1] > clopperPearson95({ k: 3, n: 1000 })[1]);
  },
);

void t.test('figures keep two digits that count, at either end, and never round to certainty', async (t) => {
  // biome-ignore format: rows are read as a table
  const rows: [number, string][] = [
    [0,         '0'],
    [1,         '100'],
    [0.5,       '50'],
    [0.0123,    '1.2'],
    [0.00075,   '0.075'],
    [0.9993,    '99.930'],
    [0.99999,   '99.99900'],
    [1e-9,      '0.00000010'],
    [1e-12,     '1.0e−10'],
  ];
  for (const [p, digits] of rows) t.equal(percent(p), `${digits}\u00a0%`, String(p));
  for (let exponent = 1; exponent < 8; exponent++) t.not(percent(1 - 10 ** -exponent), percent(1));
  t.equal(percentRange([0.001, 0.02]), '0.10\u00a0…\u00a02.0\u00a0%');
  t.equal(plain(-3.18249), '−3.182');
  t.equal(plain(NaN), '–');
});
