/**
 * Uniformisation with squaring against partial fractions in long whole numbers, Runge and Kutta, and a formula for
 * a chain that goes back.
 */
import t from 'tap';
import { absorptionBy, type AbsorbingChain } from '../../../hil/campaign/absorbing-chain.js';
import { absorptionByPartialFractions } from '../../../hil/campaign/partial-fractions.js';
import { flyBiased, flyPlainly } from '../../../hil/campaign/trajectories.js';
import { stream } from '../../../hil/random/stream.js';
import { Dice } from '../../support/dice.js';

const relative = (found: number, wanted: number): number => Math.abs(found - wanted) / wanted;

/** A chain of 2 … 8 states that never goes back, rates over twelve decades, the last state within reach of all. */
function randomChain(dice: Dice): AbsorbingChain {
  const order = dice.between({ low: 2, high: 8 });
  const rate = (): number => Math.pow(10, dice.uniform() * 12 - 8);
  const transitions = [];
  for (let from = 0; from < order - 1; from++) {
    transitions.push({ from, to: from + 1, perHour: rate() });
    for (let to = from + 2; to < order; to++) {
      if (dice.uniform() < 0.2) transitions.push({ from, to, perHour: rate() });
    }
  }
  return { states: Array.from({ length: order }, String), transitions };
}

/** p' = p Q by Runge and Kutta's fourth-order rule. */
function integrate(chain: AbsorbingChain, { hours, steps }: { hours: number; steps: number }): number {
  const order = chain.states.length;
  const slope = (p: readonly number[]): number[] => {
    const d = p.map(() => 0);
    for (const { from, to, perHour } of chain.transitions) {
      d[from] -= p[from] * perHour;
      d[to] += p[from] * perHour;
    }
    return d;
  };
  const plus = (p: readonly number[], d: readonly number[], h: number): number[] =>
    p.map((each, i) => each + h * d[i]);
  const h = hours / steps;
  let p: number[] = Array.from({ length: order }, (_, i) => (i === 0 ? 1 : 0));
  for (let step = 0; step < steps; step++) {
    const a = slope(p);
    const b = slope(plus(p, a, h / 2));
    const c = slope(plus(p, b, h / 2));
    const d = slope(plus(p, c, h));
    p = p.map((each, i) => each + (h / 6) * (a[i] + 2 * b[i] + 2 * c[i] + d[i]));
  }
  return p[order - 1];
}

t.test('agrees with the exact sum of exponentials, within its own bound, however rare', (t) => {
  const dice = new Dice(1);
  let [rare, common, worst] = [0, 0, 0];
  for (let i = 0; i < 400; i++) {
    const chain = randomChain(dice);
    const hours = Math.pow(10, dice.uniform() * 6 - 3);
    const { probability, relativeError } = absorptionBy(chain, { hours });
    const exact = absorptionByPartialFractions(chain, { hours });
    const error = relative(probability, exact);
    worst = Math.max(worst, error);
    if (error > relativeError || relativeError > 1e-9) {
      t.fail(`chain ${i}: ${probability}, exact ${exact}, bound ${relativeError}`);
    }
    if (exact < 1e-12) rare++;
    if (exact > 0.1) common++;
  }
  t.ok(rare > 20 && common > 20, `sometimes rare (${rare}), sometimes common (${common})`);
  t.ok(worst < 1e-12, `worst ${worst}`);
  t.end();
});

t.test('partial fractions agree with Runge and Kutta where those have digits', (t) => {
  const dice = new Dice(2);
  for (let i = 0; i < 20; i++) {
    const { states, transitions } = randomChain(dice);
    const tame = transitions.map((each) => ({ ...each, perHour: 0.2 + (each.perHour % 3) }));
    const chain = { states, transitions: tame };
    const exact = absorptionByPartialFractions(chain, { hours: 1.5 });
    t.ok(relative(integrate(chain, { hours: 1.5, steps: 4000 }), exact) < 1e-9, `chain ${i}: ${exact}`);
  }
  t.end();
});

t.test('equal rates, an unreachable state and a state that is left at once do no harm', (t) => {
  const step = (from: number, to: number, perHour: number) => ({ from, to, perHour });
  const erlang = {
    states: ['a', 'b', 'c', 'lost'],
    transitions: [step(0, 1, 2), step(1, 2, 2), step(2, 3, 2)],
  };
  const wanted = 1 - Math.exp(-2) * (1 + 2 + 2);
  t.ok(
    relative(absorptionByPartialFractions(erlang, { hours: 1 }), wanted) < 1e-14,
    'Erlang of three stages',
  );
  t.ok(relative(absorptionBy(erlang, { hours: 1 }).probability, wanted) < 1e-14);
  const detour = { states: ['a', 'never', 'lost'], transitions: [step(0, 2, 1), step(1, 2, 5)] };
  t.ok(relative(absorptionBy(detour, { hours: 1 }).probability, 1 - Math.exp(-1)) < 1e-14);
  t.ok(relative(absorptionByPartialFractions(detour, { hours: 1 }), 1 - Math.exp(-1)) < 1e-14);
  const instant = { states: ['a', 'b', 'lost'], transitions: [step(0, 1, 1e-9), step(1, 2, 1e15)] };
  t.ok(relative(absorptionBy(instant, { hours: 1 }).probability, -Math.expm1(-1e-9)) < 1e-12);
  t.ok(relative(absorptionByPartialFractions(instant, { hours: 1 }), -Math.expm1(-1e-9)) < 1e-12);
  t.throws(
    () => absorptionByPartialFractions({ ...detour, transitions: [step(1, 0, 1)] }, { hours: 1 }),
    /back/,
  );
  t.end();
});

t.test('a duplex that is repaired goes back and forth: the formula with two roots', (t) => {
  // 2 ─2L→ 1 ─L→ lost, 1 ─U→ 2; R = (s1 e^{s2 t} − s2 e^{s1 t}) / (s1 − s2), s² + (3L + U) s + 2L² = 0.
  const [failure, repair, hours] = [0.1, 2, 5];
  const sum = 3 * failure + repair;
  const root = Math.sqrt(sum * sum - 8 * failure * failure);
  const [s1, s2] = [(-sum + root) / 2, (-sum - root) / 2];
  const wanted = 1 - (s1 * Math.exp(s2 * hours) - s2 * Math.exp(s1 * hours)) / (s1 - s2);
  const chain = {
    states: ['2', '1', 'lost'],
    transitions: [
      { from: 0, to: 1, perHour: 2 * failure },
      { from: 1, to: 0, perHour: repair },
      { from: 1, to: 2, perHour: failure },
    ],
  };
  t.ok(relative(absorptionBy(chain, { hours }).probability, wanted) < 1e-12);
  for (const fly of [flyPlainly, flyBiased]) {
    const effort = { hours, draws: stream('1', 'repair'), relativeErrorWanted: 0.01, livesMax: 3_000_000 };
    const { probability, relativeError } = fly(chain, effort);
    t.ok(relative(probability, wanted) < 4 * relativeError, `${fly.name}: ${probability}, wanted ${wanted}`);
  }
  t.end();
});

t.test('the standard error of weighted lives says how far off they are', (t) => {
  const chain = {
    states: ['4', '4*', '3', '2', 'lost'],
    transitions: [
      { from: 0, to: 1, perHour: 4e-6 },
      { from: 1, to: 2, perHour: 3600 },
      { from: 1, to: 4, perHour: 3e-6 },
      { from: 2, to: 3, perHour: 3e-6 },
      { from: 3, to: 4, perHour: 2e-6 },
    ],
  };
  const exact = absorptionByPartialFractions(chain, { hours: 1 });
  t.ok(exact < 1e-13);
  const seeds = 200;
  let within = [0, 0];
  for (let seed = 0; seed < seeds; seed++) {
    const effort = {
      hours: 1,
      draws: stream(String(seed), 'spread'),
      relativeErrorWanted: 0,
      livesMax: 3000,
    };
    const { probability, relativeError, lives, lost } = flyBiased(chain, effort);
    if (lives !== 3000 || lost !== 3000) t.fail('every life is lost');
    const off = Math.abs(probability - exact) / (probability * relativeError);
    within = within.map((count, i) => count + (off <= 1 + 2 * i ? 1 : 0));
  }
  t.ok(
    within[0] > 0.58 * seeds && within[0] < 0.78 * seeds,
    `${within[0]} of ${seeds} within one, 68 % wanted`,
  );
  t.ok(within[1] >= 0.97 * seeds, `${within[1]} of ${seeds} within three`);
  t.end();
});
