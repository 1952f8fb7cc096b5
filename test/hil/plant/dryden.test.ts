import t from 'tap';
import { dryden, type TurbulenceOptions, turbulenceScales } from '../../../hil/plant/dryden.js';
import { stream } from '../../../hil/random/stream.js';

const CONDITION = { intensity: 'moderate', airspeedFtps: 502, altitudeFt: 5000, stepS: 0.02 } as const;
const COMPONENTS = ['along', 'across', 'vertical'];

/** The turbulence's answers to one unit of noise in its n-th draw: it draws once for u, twice for v, twice for w. */
function impulseResponses(options: Omit<TurbulenceOptions, 'noise'>, steps: number): Float64Array[][] {
  return [0, 1, 2, 3, 4].map((impulse) => {
    let draws = 0;
    const turbulence = dryden({ ...options, noise: { gaussian: () => (draws++ === impulse ? 1 : 0) } });
    return Array.from({ length: steps }, () => {
      const gust = new Float64Array(3);
      turbulence.step(gust);
      return gust;
    });
  });
}

/** Covariance of a component with itself `lag` steps later, exactly: independent unit draws add their squares. */
function covariance(
  responses: Float64Array[][],
  { component, lag }: { component: number; lag: number },
): number {
  let sum = 0;
  for (const response of responses) {
    for (let i = 0; i + lag < response.length; i++)
      sum += response[i][component] * response[i + lag][component];
  }
  return sum;
}

t.test('the variance is the prescribed one, whatever the step', (t) => {
  for (const altitudeFt of [200, 1500, 5000]) {
    const scales = turbulenceScales({ intensity: 'moderate', altitudeFt });
    const sigmas = [scales.sigmaUv, scales.sigmaUv, scales.sigmaW];
    for (const stepS of [0.02, 0.5]) {
      const responses = impulseResponses({ ...CONDITION, altitudeFt, stepS }, Math.ceil(100 / stepS));
      for (const [component, sigma] of sigmas.entries()) {
        const ratio = covariance(responses, { component, lag: 0 }) / sigma ** 2;
        t.ok(
          Math.abs(ratio - 1) < 1e-6,
          `${COMPONENTS[component]} at ${altitudeFt} ft, ${stepS} s: ${ratio}`,
        );
      }
    }
  }
  t.end();
});

t.test(
  'the correlation falls as Dryden says: e^-x along, e^-x (1 - x/2) across, x = distance over length',
  (t) => {
    const responses = impulseResponses({ ...CONDITION, airspeedFtps: 875 }, 5000); // 100 steps to a scale length
    const { sigmaUv: sigma } = turbulenceScales(CONDITION);
    for (const x of [0.5, 1, 2, 3]) {
      const decay = Math.exp(-x);
      for (const [component, expected] of [decay, decay * (1 - x / 2), decay * (1 - x / 2)].entries()) {
        const found = covariance(responses, { component, lag: 100 * x }) / sigma ** 2;
        t.ok(Math.abs(found - expected) < 1e-6, `${COMPONENTS[component]} at ${x}: ${found}`);
      }
    }
    t.end();
  },
);

t.test('the components do not know of each other', (t) => {
  const [u, v1, v2, w1, w2] = impulseResponses(CONDITION, 50);
  const touched = [u, v1, v2, w1, w2].map((response) =>
    [0, 1, 2].filter((c) => response.some((gust) => gust[c] !== 0)),
  );
  t.same(touched, [[0], [1], [1], [2], [2]]);
  t.end();
});

t.test('drawn from a stream it has that variance too, starts from calm, and is the same every time', (t) => {
  const fly = (steps: number): { first: number[]; variances: number[]; last: number[] } => {
    const turbulence = dryden({ ...CONDITION, noise: stream('1', 'turbulence') });
    const gust = new Float64Array(3);
    const squares = [0, 0, 0];
    let first: number[] = [];
    for (let i = 0; i < steps; i++) {
      turbulence.step(gust);
      if (i === 0) first = [...gust];
      for (let c = 0; c < 3; c++) squares[c] += gust[c] ** 2;
    }
    return { first, variances: squares.map((sum) => sum / steps), last: [...gust] };
  };
  const { sigmaUv: sigma } = turbulenceScales(CONDITION);
  const { first, variances } = fly(500_000);
  for (const [c, variance] of variances.entries()) {
    t.ok(Math.abs(variance / sigma ** 2 - 1) < 0.12, `${COMPONENTS[c]} ${variance / sigma ** 2}`);
  }
  t.ok(first.every((value) => Math.abs(value) < sigma));
  t.same(fly(500), fly(500));
  t.end();
});

t.test('without turbulence the air is exactly still and no luck is used', (t) => {
  const noise = {
    gaussian: () => {
      throw new Error('drawn');
    },
  };
  const gust = Float64Array.of(1, 2, 3);
  dryden({ ...CONDITION, intensity: 'none', noise }).step(gust);
  t.same([...gust], [0, 0, 0]);
  t.end();
});

t.test('scales follow the specification', (t) => {
  // altitude    sigma u, v    sigma w    length u, v    length w    (ft, ft/s; moderate: 30 knots at 20 ft)
  for (const [altitudeFt, sigmaUv, sigmaW, lengthUv, lengthW] of [
    [3, 9.93, 5.06, 75.57, 10],
    [500, 6.26, 5.06, 944.7, 500],
    [1000, 5.06, 5.06, 1000, 1000],
    [1500, 7.39, 7.39, 1375, 1375],
    [2000, 9.73, 9.73, 1750, 1750],
    [3750, 10.6, 10.6, 1750, 1750],
    [90_000, 0, 0, 1750, 1750],
  ]) {
    const scales = turbulenceScales({ intensity: 'moderate', altitudeFt });
    for (const [name, value] of Object.entries({ sigmaUv, sigmaW, lengthUv, lengthW })) {
      const found = scales[name as keyof typeof scales];
      t.ok(Math.abs(found - value) < Math.max(0.01, value * 2e-3), `${name} at ${altitudeFt} ft: ${found}`);
    }
  }
  const sigma = (intensity: 'light' | 'moderate' | 'severe'): number =>
    turbulenceScales({ ...CONDITION, intensity }).sigmaW;
  t.ok(sigma('light') < sigma('moderate') && sigma('moderate') < sigma('severe'));
  t.end();
});

t.test('a condition that cannot be flown is refused', (t) => {
  const noise = stream('1', 'x');
  for (const wrong of [
    { airspeedFtps: 0 },
    { stepS: -1 },
    { altitudeFt: Number.NaN },
    { airspeedFtps: Number.NaN },
  ]) {
    t.throws(() => dryden({ ...CONDITION, noise, ...wrong }), /^no turbulence at/, JSON.stringify(wrong));
  }
  t.end();
});
