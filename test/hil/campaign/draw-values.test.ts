/**
 * Draws: how many values, which, and by chance. The counts are checked against sets written out by hand-made loops.
 */
import t from 'tap';
import type { Draw, DrawScope, ReceiverCount } from '../../../hil/campaign/draw-spec.js';
import { digitsOf, sizeOf, valueAt, valueFrom } from '../../../hil/campaign/draw-values.js';
import { stream } from '../../../hil/random/stream.js';

const scope: DrawScope = { computers: 4, self: 1, named: new Map([['who', 7]]) };

function constants(...values: unknown[]): Draw {
  return { kind: 'choice', options: values.map((value) => ({ kind: 'constant', value })), weights: null };
}

/** Every value of a finite draw, as text. */
function all(draw: Draw, of = scope): string[] {
  return Array.from({ length: sizeOf(draw, of) ?? 0 }, (_, i) => JSON.stringify(valueAt(draw, i, of)));
}

/** What each of the others may be told, `null` = the truth: the long way round. */
function naiveTellings(
  count: ReceiverCount,
  { others, values }: { others: readonly number[]; values: readonly number[] },
): string[] {
  let tellings: Record<number, number>[] = [{}];
  for (const id of others)
    tellings = tellings.flatMap((told) => [told, ...values.map((value) => ({ ...told, [id]: value }))]);
  return tellings
    .filter((told) => {
      const reached = Object.keys(told).length;
      if (count === 'one') return reached === 1;
      if (count === 'all') return reached === others.length;
      return reached >= 1 && (count === 'some' || reached < others.length);
    })
    .map((told) => JSON.stringify(told));
}

t.test('sets of receivers are all there are, each once, whatever they are told', async (t) => {
  for (const count of ['one', 'some', 'split', 'all'] as const) {
    for (const computers of [2, 3, 4, 5]) {
      const of = { ...scope, computers };
      const others = [0, 2, 3, 4].filter((id) => id < computers);
      for (const values of [[5], [5, 6], [5, 6, 7]]) {
        const draw: Draw = { kind: 'receivers', count, each: constants(...values), same: null };
        t.same(
          all(draw, of).sort(),
          naiveTellings(count, { others, values }).sort(),
          `${count} of ${computers}`,
        );
      }
      const ids: Draw = { kind: 'receivers', count, each: null, same: null };
      const sets = naiveTellings(count, { others, values: [5] }).map((told) =>
        JSON.stringify(Object.keys(JSON.parse(told) as object).map(Number)),
      );
      t.same(all(ids, of).sort(), sets.sort());
      const same: Draw = { kind: 'receivers', count, each: null, same: constants(5, 6) };
      t.equal(all(same, of).length, 2 * sets.length);
      t.equal(new Set(all(same, of)).size, 2 * sets.length);
    }
  }
});

t.test('channels are every way to put different computers in order', async (t) => {
  for (const slots of [1, 2, 3, 4, 5]) {
    const draw: Draw = { kind: 'channels', slots };
    const naive: number[][] = [];
    for (let code = 0; code < 4 ** slots; code++) {
      const ids = digitsOf(
        code,
        Array.from({ length: slots }, () => 4),
      );
      if (new Set(ids).size === slots) naive.push(ids);
    }
    t.same(all(draw).sort(), naive.map((ids) => JSON.stringify(ids)).sort(), `${slots} of 4`);
  }
});

t.test('choices add, maps multiply, and names are what was drawn', async (t) => {
  const inner: Draw = { kind: 'uniform', low: 10, high: 12, step: 1 };
  const choice: Draw = { kind: 'choice', options: [constants('a', 'b'), inner], weights: null };
  t.same(all(choice), ['"a"', '"b"', '10', '11', '12']);
  const map: Draw = {
    kind: 'map',
    entries: [
      ['1', choice],
      ['2', constants(0, 1)],
    ],
  };
  t.equal(new Set(all(map)).size, 10);
  t.same(all({ kind: 'named', name: 'who' }), ['7']);
});

t.test('steps lie on their grid, to the last digit', async (t) => {
  t.same(all({ kind: 'uniform', low: 0.1, high: 0.5, step: 0.1 }), ['0.1', '0.2', '0.3', '0.4', '0.5']);
  t.same(all({ kind: 'uniform', low: 0, high: 10, step: 4 }), ['0', '4', '8']);
  t.equal(sizeOf({ kind: 'uniform', low: 0, high: 1, step: null }, scope), null);
  t.equal(
    sizeOf({ kind: 'map', entries: [['1', { kind: 'uniform', low: 0, high: 1, step: null }]] }, scope),
    null,
  );
  t.throws(
    () => valueAt({ kind: 'normal', mean: 0, sigma: 1, within: null, step: null }, 0, scope),
    RangeError,
  );
});

t.test('chance yields every value of a finite draw and no other', async (t) => {
  const draws: Draw[] = [
    constants('a', 'b', 'c'),
    { kind: 'uniform', low: -3, high: 3, step: 1 },
    { kind: 'channels', slots: 2 },
    ...(['one', 'some', 'split', 'all'] as const).map(
      (count): Draw => ({ kind: 'receivers', count, each: constants(1, 2), same: null }),
    ),
  ];
  for (const [i, draw] of draws.entries()) {
    const source = stream('1', `test ${i}`);
    const seen = new Set(Array.from({ length: 3000 }, () => JSON.stringify(valueFrom(draw, source, scope))));
    t.same([...seen].sort(), all(draw).sort(), draw.kind);
  }
});

t.test('weights are kept, and what has none is never drawn', async (t) => {
  const draw: Draw = {
    kind: 'choice',
    options: ['often', 'never', 'rarely'].map((value) => ({ kind: 'constant', value })),
    weights: [9, 0, 1],
  };
  const source = stream('1', 'weights');
  const counts: Record<string, number> = {};
  for (let i = 0; i < 10_000; i++) {
    const value = String(valueFrom(draw, source, scope));
    counts[value] = (counts[value] ?? 0) + 1;
  }
  t.equal(counts.never, undefined);
  // Binomial, 10,000 × 0.1: five standard deviations are 150.
  t.ok(Math.abs(counts.rarely - 1000) < 150, `${counts.rarely} of about 1000`);
});

t.test('distributions have the middle and the ends that they say', async (t) => {
  const source = stream('1', 'distributions');
  const many = (draw: Draw): number[] =>
    Array.from({ length: 20_000 }, () => valueFrom(draw, source, scope) as number).sort((a, b) => a - b);
  const uniform = many({ kind: 'uniform', low: 2, high: 4, step: null });
  t.ok(uniform[0] >= 2 && uniform[19_999] <= 4 && Math.abs(uniform[10_000] - 3) < 0.05);
  const log = many({ kind: 'logUniform', low: 1, high: 10_000, step: null });
  // The median of a log-uniform draw is the geometric mean of its ends.
  t.ok(log[0] >= 1 && log[19_999] <= 10_000 && Math.abs(log[10_000] / 100 - 1) < 0.15);
  const normal = many({ kind: 'normal', mean: 10, sigma: 2, within: [6, 14], step: null });
  t.ok(normal[0] === 6 && normal[19_999] === 14 && Math.abs(normal[10_000] - 10) < 0.1);
  t.ok(Math.abs(normal[16_827] - 12) < 0.1, 'one standard deviation at 84.13 %');
  const steps = many({ kind: 'normal', mean: 10, sigma: 2, within: null, step: 0.5 });
  t.ok(steps.every((value) => Number.isInteger(value * 2)));
});
