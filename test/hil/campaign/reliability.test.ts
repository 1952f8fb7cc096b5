/**
 * The schemes by four methods against each other, against counting every set of failed computers, and against the
 * truths that a report must be able to show.
 */
import t from 'tap';
import { quadAgainstTriplex, worseWithMore } from '../../../hil/campaign/crossover.js';
import { estimateReliability, type ReliabilityMethod } from '../../../hil/campaign/reliability.js';
import {
  MODEL_CARDS,
  RELIABILITY_MODELS,
  type ReliabilityModel,
  type UnitConditions,
} from '../../../hil/campaign/reliability-models.js';
import { InputError } from '../../../hil/files/problem.js';
import { Dice } from '../../support/dice.js';

const USUAL: UnitConditions = {
  failureRate: 1e-4,
  hours: 10,
  coverage: 1,
  asymmetric: 0,
  isolationS: 1,
  policy: 'to-simplex',
};

function estimate(
  model: ReliabilityModel,
  method: ReliabilityMethod,
  conditions: UnitConditions,
  seed = '1',
) {
  return estimateReliability({ model, method, conditions, seed });
}

const lossOf = (model: ReliabilityModel, conditions: Partial<UnitConditions> = {}): number =>
  estimate(model, 'closed', { ...USUAL, ...conditions }).failureProbability;

const relative = (found: number, wanted: number): number => Math.abs(found - wanted) / wanted;

/** The probability of loss, given how many have failed by the end: by hand, from what each scheme is said to hold. */
function lossGivenFailed(model: ReliabilityModel, failed: number, conditions: UnitConditions): number {
  const { coverage, asymmetric, policy } = conditions;
  switch (model) {
    case 'simplex':
      return failed >= 1 ? 1 : 0;
    case 'primary-backup':
      return failed === 0 ? 0 : failed === 2 ? 1 : 1 - coverage;
    case 'tmr':
      return failed === 0 ? 0 : failed >= 2 ? 1 : asymmetric;
    case 'quad-om':
      return failed >= 2 ? 1 : 0;
    case 'five-sm':
    case 'seven-om':
      return failed >= 3 ? 1 : 0;
    case 'seven-sm':
      return failed >= 4 ? 1 : 0;
    case 'quad-reconfigurable': // with isolation at once
      if (policy === 'triplex-last') return failed >= 2 ? 1 : 0;
      return failed < 3 ? 0 : failed === 4 ? 1 : 1 - coverage;
    default:
      return model satisfies never;
  }
}

/** Every set of failed computers, one by one. */
function enumerated(model: ReliabilityModel, conditions: UnitConditions): number {
  const { computers } = MODEL_CARDS[model];
  const p = -Math.expm1(-conditions.failureRate * conditions.hours);
  let sum = 0;
  for (let set = 0; set < 1 << computers; set++) {
    let probability = 1;
    let failed = 0;
    for (let unit = 0; unit < computers; unit++) {
      const bad = (set >> unit) & 1;
      failed += bad;
      probability *= bad ? p : 1 - p;
    }
    sum += probability * lossGivenFailed(model, failed, conditions);
  }
  return sum;
}

function randomConditions(dice: Dice): UnitConditions {
  return {
    failureRate: Math.pow(10, -8 + 8 * dice.uniform()),
    hours: Math.pow(10, -2 + 3 * dice.uniform()),
    coverage: dice.pick([0, 0.5, 0.99, 1, dice.uniform()]),
    asymmetric: dice.pick([0, 0.001, 1, dice.uniform()]),
    isolationS: dice.pick([0, 0.02, 1, 3600, Math.pow(10, -3 + 9 * dice.uniform())]),
    policy: dice.pick(['to-simplex', 'triplex-last']),
  };
}

t.test('formula and chain agree with counting every set of failed computers', (t) => {
  const dice = new Dice(3);
  let rarest = 1;
  for (let i = 0; i < 60; i++) {
    const conditions = { ...randomConditions(dice), isolationS: 0 };
    for (const model of RELIABILITY_MODELS) {
      const wanted = enumerated(model, conditions);
      for (const method of ['closed', 'markov'] as const) {
        const { failureProbability, perHour } = estimate(model, method, conditions);
        if (relative(failureProbability, wanted) > 1e-9) {
          t.fail(`${model} ${method} ${JSON.stringify(conditions)}: ${failureProbability}, wanted ${wanted}`);
        }
        t.equal(perHour, failureProbability / conditions.hours);
      }
      rarest = Math.min(rarest, wanted);
    }
  }
  t.ok(rarest < 1e-20, `sometimes as rare as ${rarest}`);
  t.end();
});

t.test('formula and chain agree under any isolation time, to 1e-9 and within what they say', (t) => {
  const dice = new Dice(4);
  for (let i = 0; i < 300; i++) {
    const conditions = randomConditions(dice);
    for (const model of RELIABILITY_MODELS) {
      const closed = estimate(model, 'closed', conditions);
      const markov = estimate(model, 'markov', conditions);
      const error = relative(markov.failureProbability, closed.failureProbability);
      if (error > closed.relativeError + markov.relativeError || markov.relativeError > 1e-9) {
        t.fail(`${model} ${JSON.stringify(conditions)}: off by ${error}, said ${markov.relativeError}`);
      }
    }
  }
  // By hand: a second of three in the second that isolation takes, or all four; the rest is of higher order.
  const { failureRate, hours } = USUAL;
  const byHand = (12 * failureRate * failureRate) / 3600 + Math.pow(failureRate * hours, 4) / hours;
  const { perHour } = estimate('quad-reconfigurable', 'closed', USUAL);
  t.ok(relative(perHour, byHand) < 0.005, `${perHour}, by hand ${byHand}`);
  t.end();
});

t.test('the quad that isolates, integrated by Runge and Kutta from equations written out again', (t) => {
  const [L, U, C, hours, steps] = [0.05, 20, 0.9, 4, 8000];
  // States 4, 4*, 3, 3*, 2, 1; what is missing from their sum is lost.
  const slope = ([a, b, c, d, e, f]: number[]): number[] => [
    -4 * L * a,
    4 * L * a - (U + 3 * L) * b,
    U * b - 3 * L * c,
    3 * L * c - (U + 2 * L) * d,
    U * d - 2 * L * e,
    2 * L * C * e - L * f,
  ];
  const h = hours / steps;
  const plus = (p: number[], d: number[], by: number): number[] => p.map((each, i) => each + by * d[i]);
  let p = [1, 0, 0, 0, 0, 0];
  for (let step = 0; step < steps; step++) {
    const k1 = slope(p);
    const k2 = slope(plus(p, k1, h / 2));
    const k3 = slope(plus(p, k2, h / 2));
    const k4 = slope(plus(p, k3, h));
    p = p.map((each, i) => each + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
  }
  const sum = (parts: number[]): number => parts.reduce((total, each) => total + each, 0);
  const conditions = { ...USUAL, failureRate: L, hours, coverage: C, isolationS: 3600 / U };
  t.ok(relative(lossOf('quad-reconfigurable', conditions), 1 - sum(p)) < 1e-9, `${1 - sum(p)}`);
  t.end();
});

t.test('plain lives at high rates agree with the chain, within four standard errors', (t) => {
  const conditions = {
    ...USUAL,
    failureRate: 0.1,
    hours: 2,
    coverage: 0.9,
    asymmetric: 0.2,
    isolationS: 900,
  };
  for (const model of RELIABILITY_MODELS) {
    const { failureProbability, relativeError, flown } = estimate(model, 'montecarlo', conditions);
    t.ok(
      relativeError <= 0.02 && relative(failureProbability, lossOf(model, conditions)) < 4 * relativeError,
      model,
    );
    t.equal(failureProbability, (flown?.lost ?? 0) / (flown?.lives ?? 0));
  }
  t.end();
});

t.test('plain lives that cannot see the answer are refused, with how many it would take', (t) => {
  t.throws(() => estimate('tmr', 'montecarlo', { ...USUAL, failureRate: 1e-8 }), InputError);
  t.throws(() => estimate('tmr', 'montecarlo', { ...USUAL, failureRate: 1e-8 }), /3\.3e\+15 lives/);
  const all = estimate('simplex', 'montecarlo', { ...USUAL, failureRate: 100 });
  t.equal(all.failureProbability, 1, 'all lost');
  t.ok(all.relativeError > 0, 'and yet not certain');
  t.end();
});

t.test('weighted lives reach 1e-10 per hour within 2 %, for every scheme', (t) => {
  for (const model of RELIABILITY_MODELS) {
    for (const conditions of [
      { ...USUAL, hours: 1 },
      { ...USUAL, hours: 10, coverage: 0.999, asymmetric: 1e-3, isolationS: 0.1 },
    ]) {
      // The unit rate at which the scheme comes to 1e-10 per hour, by bisection of the exponent.
      let [low, high] = [-15, 0];
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        const rate = estimate(model, 'closed', { ...conditions, failureRate: Math.pow(10, middle) }).perHour;
        if (rate < 1e-10) low = middle;
        else high = middle;
      }
      const at = { ...conditions, failureRate: Math.pow(10, low) };
      const { perHour, relativeError } = estimate(model, 'biased', at);
      t.ok(relativeError <= 0.02, `${model}: says ${relativeError}`);
      t.ok(relative(perHour, 1e-10) <= Math.max(4 * relativeError, 1e-9), `${model}: ${perHour}`);
    }
  }
  t.end();
});

t.test('weighted lives are right at high rates too, where forcing and weights are far from one', (t) => {
  const conditions = {
    ...USUAL,
    failureRate: 0.5,
    hours: 3,
    coverage: 0.7,
    asymmetric: 0.3,
    isolationS: 1800,
  };
  for (const model of RELIABILITY_MODELS) {
    const { failureProbability, relativeError } = estimate(model, 'biased', conditions);
    t.ok(relative(failureProbability, lossOf(model, conditions)) <= 4 * relativeError + 1e-12, model);
  }
  t.end();
});

t.test('one seed, one answer; another seed, another', (t) => {
  for (const method of ['montecarlo', 'biased'] as const) {
    const conditions = { ...USUAL, failureRate: 0.05 };
    const one = estimate('tmr', method, conditions, '7');
    t.same(estimate('tmr', method, conditions, '7'), one);
    t.not(estimate('tmr', method, conditions, '8').failureProbability, one.failureProbability);
  }
  t.end();
});

t.test('worse units, longer flights, less coverage, slower isolation: never a better scheme', (t) => {
  const dice = new Dice(5);
  const worsened = { failureRate: 0, hours: 0, coverage: 0, asymmetric: 0, isolationS: 0 };
  for (let i = 0; i < 100; i++) {
    const conditions = randomConditions(dice);
    const changes = {
      failureRate: conditions.failureRate * 2,
      hours: conditions.hours * 1.5,
      coverage: conditions.coverage * 0.9,
      asymmetric: (conditions.asymmetric + 1) / 2,
      isolationS: conditions.isolationS * 3 + 0.01,
    };
    for (const model of RELIABILITY_MODELS) {
      const before = lossOf(model, conditions);
      for (const [key, value] of Object.entries(changes)) {
        const after = lossOf(model, { ...conditions, [key]: value });
        // To be given up at the second isolation can be put off by isolating slowly.
        const putOff = key === 'isolationS' && conditions.policy === 'triplex-last';
        if (!putOff && after < before * (1 - 1e-12)) t.fail(`${model} better with ${key} = ${value}`);
        if (after > before * (1 + 1e-9)) worsened[key as keyof typeof worsened]++;
        const plays = ['failureRate', 'hours', ...MODEL_CARDS[model].uses].includes(key);
        if (!plays && after !== before) t.fail(`${key} plays no part in ${model}`);
      }
      const triplexLast = lossOf(model, { ...conditions, policy: 'triplex-last' });
      const toSimplex = lossOf(model, { ...conditions, policy: 'to-simplex' });
      if (triplexLast < toSimplex * (1 - 1e-12)) t.fail(`${model}: giving up earlier made it better`);
    }
  }
  for (const [key, times] of Object.entries(worsened))
    t.ok(times > 20, `sometimes worse by ${key}: ${times}`);
  t.end();
});

t.test('isolation at once is the limit of fast isolation, never isolating the quad that does not', (t) => {
  const conditions = { failureRate: 1e-3, coverage: 0.9 };
  const at = (isolationS: number): number => lossOf('quad-reconfigurable', { ...conditions, isolationS });
  t.ok(relative(at(1e-9), at(0)) < 1e-6);
  t.ok(relative(at(1e9), lossOf('quad-om', conditions)) < 1e-3);
  t.ok(at(0) < at(1) && at(1) < at(1e4) && at(1e4) < at(1e9));
  t.end();
});

t.test(
  'a quad on OM(1) is lost twice as often as a triplex, unless asymmetric faults are frequent enough',
  (t) => {
    t.ok(relative(lossOf('quad-om') / lossOf('tmr'), 2) < 0.002, 'six pairs against three');
    for (const failureRate of [1e-7, 1e-4, 1e-2]) {
      const crossover = quadAgainstTriplex({ ...USUAL, failureRate });
      t.ok(relative(crossover, failureRate * 10) < 0.1, `B* = ${crossover} is about LT`);
      const quad = lossOf('quad-om', { failureRate });
      t.ok(relative(lossOf('tmr', { failureRate, asymmetric: crossover }), quad) < 1e-9, 'equal there');
      t.ok(lossOf('tmr', { failureRate, asymmetric: 0.9 * crossover }) < quad, 'the triplex below');
      t.ok(lossOf('tmr', { failureRate, asymmetric: 1.1 * crossover }) > quad, 'the quad above');
    }
    t.end();
  },
);

t.test('more truths: seven against five, a guess worse than no backup, one computer kept in vain', (t) => {
  t.ok(relative(lossOf('seven-om') / lossOf('five-sm'), 3.5) < 0.01, 'C(7,3) = 35 ways against C(5,3) = 10');
  t.ok(lossOf('seven-sm') < lossOf('five-sm') / 100, 'a fault more carried is worth it');
  t.ok(lossOf('primary-backup', { coverage: 0.49 }) > lossOf('simplex'), 'C < 1/2');
  t.ok(lossOf('primary-backup', { coverage: 0.51 }) < lossOf('simplex'), 'C > 1/2');
  const triplexLast = lossOf('quad-reconfigurable', { policy: 'triplex-last' });
  t.ok(
    triplexLast > 1000 * lossOf('quad-reconfigurable'),
    'the policy decides more than the fourth computer',
  );
  t.ok(relative(triplexLast, lossOf('quad-om')) < 0.01, 'isolating and then giving up is not isolating');
  t.end();
});

t.test('every pair that is worse with more is listed, and each crossover turns it', (t) => {
  const dice = new Dice(6);
  const turned = { asymmetric: 0, coverage: 0 };
  for (let i = 0; i < 100; i++) {
    const conditions = randomConditions(dice);
    const listed = worseWithMore(conditions);
    for (const more of RELIABILITY_MODELS) {
      for (const fewer of RELIABILITY_MODELS) {
        const larger = MODEL_CARDS[more].computers > MODEL_CARDS[fewer].computers;
        const wanted = larger && lossOf(more, conditions) > 1.01 * lossOf(fewer, conditions);
        const found = listed.find((pair) => pair.more === more && pair.fewer === fewer);
        if ((found !== undefined) !== wanted) t.fail(`${more}, ${fewer}: ${JSON.stringify(conditions)}`);
        for (const { of, value, side } of found?.crossovers ?? []) {
          const beyond = { ...conditions, [of]: side === 'above' ? (value + 1) / 2 : value / 2 };
          if (lossOf(more, beyond) > lossOf(fewer, beyond)) t.fail(`${more}, ${fewer} not turned by ${of}`);
          turned[of]++;
        }
      }
    }
  }
  t.ok(turned.asymmetric > 20 && turned.coverage > 20, JSON.stringify(turned));
  t.same(worseWithMore({ ...USUAL, failureRate: 100 }), [], 'where all are lost, none is worse');
  t.end();
});
