/**
 * Intervals against published tables, and against the binomial distribution summed term by term.
 */
import t from 'tap';
import { claimPerHour, supportedPerHour } from '../../../hil/campaign/hourly-claim.js';
import { clopperPearson95, rateOf, upper95AtZero, wilson95 } from '../../../hil/campaign/statistics.js';
import { stratify } from '../../../hil/campaign/strata.js';
import { Dice } from '../../support/dice.js';

/** P(at most k of n), each term from the one before, in logarithms so that none underflows. */
function atMost({ k, n, p }: { k: number; n: number; p: number }): number {
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let j = 1; j <= k; j++) {
    logTerm += Math.log((n - j + 1) / j) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return sum;
}

/** Where a falling function of p crosses `level`. */
function solve(falling: (p: number) => number, level: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (falling(middle) > level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const naiveUpper = ({ k, n, tail }: { k: number; n: number; tail: number }): number =>
  k === n ? 1 : solve((p) => atMost({ k, n, p }), tail);
const naiveLower = ({ k, n, tail }: { k: number; n: number; tail: number }): number =>
  k === 0 ? 0 : solve((p) => atMost({ k: k - 1, n, p }), 1 - tail);

const near = (t: Assertions, found: number, wanted: number, relative: number, what: string): void => {
  t.ok(Math.abs(found - wanted) <= relative * Math.abs(wanted), `${what}: ${found}, wanted ${wanted}`);
};

type Assertions = Pick<typeof t, 'ok'>;

t.test('the intervals of Newcombe (1998), table I, to its four digits', (t) => {
  //    k    n     Wilson, method 3   Clopper-Pearson, method 5
  const rows = [
    [81, 263, 0.2553, 0.3662, 0.2527, 0.3676],
    [15, 148, 0.0624, 0.1605, 0.0578, 0.1617],
    [0, 20, 0, 0.1611, 0, 0.1684],
    [1, 29, 0.0061, 0.1718, 0.0009, 0.1776],
  ];
  for (const [k, n, ...limits] of rows) {
    const found = [...wilson95({ k, n }), ...clopperPearson95({ k, n })];
    t.same(
      found.map((limit) => Number(limit.toFixed(4))),
      limits,
      `${k} of ${n}`,
    );
  }
  t.end();
});

t.test("Mendel's peas, 682 of 925, as Conover (1971) has them and R's binom.test prints them", (t) => {
  const [lower, upper] = clopperPearson95({ k: 682, n: 925 });
  t.same([lower.toFixed(7), upper.toFixed(7)], ['0.7076683', '0.7654066']);
  t.end();
});

t.test(
  'without a failure the bound is 1 − 0.05^(1/n), about three in n (Hanley & Lippman-Hand 1983)',
  (t) => {
    for (const n of [1, 2, 14, 50, 100, 10_000]) {
      near(t, upper95AtZero({ n }), 1 - Math.pow(0.05, 1 / n), 1e-11, `n = ${n}`);
      near(t, upper95AtZero({ n }), naiveUpper({ k: 0, n, tail: 0.05 }), 1e-9, `by summing, n = ${n}`);
    }
    t.equal(upper95AtZero({ n: 14 }).toFixed(3), '0.193', 'three in fourteen would be 0.214');
    for (const n of [30, 1000, 1e6, 1e12]) {
      const bound = upper95AtZero({ n });
      t.ok(bound < 3 / n && bound > 2.85 / n, `rule of three, n = ${n}`);
    }
    near(t, upper95AtZero({ n: 1e15 }), 2.995732273553991e-15, 1e-12, 'digits are kept');
    t.end();
  },
);

t.test('Clopper-Pearson limits are where the binomial tails are one in forty', (t) => {
  const dice = new Dice(7);
  const counts = [1, 2, 3, 5, 10, 40].flatMap((n) => Array.from({ length: n + 1 }, (_, k) => ({ k, n })));
  for (let i = 0; i < 60; i++) {
    const n = dice.between({ low: 50, high: 3000 });
    counts.push({ k: dice.between({ low: 0, high: Math.min(n, 400) }), n });
  }
  counts.push({ k: 3, n: 1_000_000 }, { k: 1, n: 100_000_000 }, { k: 999, n: 1000 });
  let worst = 0;
  for (const { k, n } of counts) {
    const [lower, upper] = clopperPearson95({ k, n });
    const wanted = [naiveLower({ k, n, tail: 0.025 }), naiveUpper({ k, n, tail: 0.025 })];
    [lower, upper].forEach((limit, i) => {
      const error = Math.abs(limit - wanted[i]) / Math.max(wanted[i], 1e-300);
      worst = Math.max(worst, wanted[i] === limit ? 0 : error);
    });
  }
  t.ok(worst < 1e-7, `worst relative error ${worst}`);
  t.end();
});

t.test('Clopper-Pearson covers at least 95 % everywhere, Wilson only on average', (t) => {
  const n = 30;
  const probability = (k: number, p: number): number =>
    atMost({ k, n, p }) - (k === 0 ? 0 : atMost({ k: k - 1, n, p }));
  const coverage = (interval: (k: number) => readonly [number, number], p: number): number => {
    let sum = 0;
    for (let k = 0; k <= n; k++) {
      const [lower, upper] = interval(k);
      if (lower <= p && p <= upper) sum += probability(k, p);
    }
    return sum;
  };
  const limits = Array.from({ length: n + 1 }, (_, k) => rateOf({ k, n }));
  let wilsonBelow = 0;
  let wilsonSum = 0;
  for (let i = 1; i < 400; i++) {
    const p = i / 400;
    t.ok(coverage((k) => limits[k].clopperPearson95, p) >= 0.95 - 1e-12, `p = ${p}`);
    const wilson = coverage((k) => limits[k].wilson95, p);
    wilsonSum += wilson;
    if (wilson < 0.95) wilsonBelow++;
  }
  t.ok(wilsonBelow > 50, `sometimes: Wilson is below at ${wilsonBelow} of 399`);
  t.ok(Math.abs(wilsonSum / 399 - 0.95) < 0.01);
  t.end();
});

t.test('limits grow with k, shrink with n, hold k/n, and mirror', (t) => {
  for (const n of [1, 7, 100]) {
    for (let k = 0; k <= n; k++) {
      for (const interval of [wilson95, clopperPearson95]) {
        const [lower, upper] = interval({ k, n });
        t.ok(lower >= 0 && lower <= k / n && k / n <= upper && upper <= 1, `${k} of ${n}`);
        const [mirrored] = interval({ k: n - k, n });
        t.ok(Math.abs(mirrored - (1 - upper)) < 1e-12);
        if (k < n) t.ok(interval({ k: k + 1, n })[1] >= upper);
        const [widerLower, widerUpper] = interval({ k: 10 * k, n: 10 * n });
        t.ok(widerUpper - widerLower < upper - lower);
      }
    }
  }
  t.end();
});

t.test('nothing flown says nothing, a one-sided bound stands only at zero, and no count is invented', (t) => {
  t.same(rateOf({ k: 0, n: 0 }), { k: 0, n: 0, wilson95: [0, 1], clopperPearson95: [0, 1], upper95: 1 });
  t.equal(rateOf({ k: 1, n: 10 }).upper95, null);
  t.type(rateOf({ k: 0, n: 10 }).upper95, 'number');
  for (const [k, n] of [
    [-1, 3],
    [4, 3],
    [0.5, 3],
    [1, NaN],
    [0, Infinity],
  ]) {
    t.throws(() => rateOf({ k, n }), RangeError, `${k} of ${n}`);
  }
  t.end();
});

t.test('the weakest class is the one least can be claimed of', (t) => {
  const count = (k: number, n: number) => ({ k, n });
  const weakest = (...entries: [string, { k: number; n: number }][]): string | null =>
    stratify(new Map(entries)).weakest;
  t.equal(weakest(), null);
  t.equal(weakest(['stuck', count(0, 9000)], ['two-faced', count(3, 12)]), 'two-faced');
  t.equal(weakest(['stuck', count(0, 2)], ['two-faced', count(3, 12)]), 'stuck', 'hardly flown');
  t.equal(weakest(['stuck', count(0, 200)], ['two-faced', count(3, 12)]), 'two-faced', 'flown');
  t.equal(weakest(['b', count(0, 5)], ['a', count(0, 5)]), 'a', 'a draw goes by name, not by order');
  t.equal(weakest(['a', count(5, 5)], ['b', count(0, 0)]), 'a', 'always lost is weaker than never flown');
  t.same(
    stratify(
      new Map([
        ['b', count(1, 2)],
        ['a', count(0, 1)],
      ]),
    ).strata.map((each) => each.class),
    ['a', 'b'],
  );
  t.end();
});

t.test('no rate per hour below what the hours flown support, unless a model stands behind it', (t) => {
  const flown = { k: 0, n: 1_000_000, hoursEach: 20 / 3600 };
  const supported = supportedPerHour(flown);
  near(t, supported, (3 / 1e6) * 180, 0.01, 'three over the hours flown');
  t.match(claimPerHour({ perHour: 1e-9, flown }), { claimed: false, supported, reason: /^0 of 1000000 / });
  t.match(claimPerHour({ perHour: 1e-9, flown, model: 'quad-om' }), {
    claimed: true,
    basis: 'model: quad-om',
  });
  t.match(claimPerHour({ perHour: 2 * supported, flown }), { claimed: true, basis: /^0 of 1000000 flights/ });
  const lost = { ...flown, k: 3 };
  near(t, supportedPerHour(lost), clopperPearson95({ k: 3, n: 1_000_000 })[1] * 180, 1e-12, 'with losses');
  t.equal(claimPerHour({ perHour: supported, flown: lost }).claimed, false);
  t.end();
});
